"""The buttons on a tile: Cancel while it is on its way, and what can be done when it went wrong."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from studio.ui.widgets.button import COMPACT, Button
from studio.ui.widgets.tile_look import TileButton, TileLook

_GAP = 4
_MOST = 2  # the rest is offered where all of it is told


class TileButtons(QObject):
    """Makes, names and places the buttons on one tile; real buttons, so that keys and screen readers find them."""

    pressed = Signal(str)
    """The name of the button."""

    def __init__(self, tile: QWidget) -> None:
        super().__init__(tile)
        self._tile = tile
        self._made: dict[TileButton, Button] = {}
        self._buttons: list[Button] = []
        self._rows: list[list[Button]] = []
        self._widths: dict[Button, int] = {}

    @property
    def widgets(self) -> tuple[Button, ...]:
        """The buttons, in order."""
        return tuple(self._buttons)

    @property
    def height(self) -> int:
        """Pixels they take, 0 when there are none."""
        return len(self._rows) * (COMPACT + _GAP) - _GAP if self._rows else 0

    def show_for(self, look: TileLook | None, *, cut: bool) -> None:
        """Offer what a look asks for; `cut` says that there is no room for all of its words. `settle` makes it seen."""
        wanted = _wanted(look, cut) if look is not None else ()
        for each in wanted:
            if each not in self._made:
                self._made[each] = self._make(each)
        self._buttons = [self._made[each] for each in wanted]
        self._rows = []

    def settle(self) -> None:
        """Show what is offered and let go of the rest; what stays is the same button, with its focus or its press."""
        for each, button in list(self._made.items()):
            if button in self._buttons:
                button.show()
                continue
            if button.hasFocus():
                self._tile.setFocus(Qt.FocusReason.OtherFocusReason)  # else Qt takes it anywhere
            button.hide()
            button.deleteLater()
            self._widths.pop(button, None)
            del self._made[each]

    def measure(self, width: float) -> None:
        """Break the buttons into rows of at most `width` pixels."""
        self._rows = []
        left = 0.0
        for button in self._buttons:
            need = self._width_of(button)
            if not self._rows or need > left:
                self._rows.append([])
                left = width
            self._rows[-1].append(button)
            left -= need + _GAP

    def place(self, centre: float, bottom: float, width: float) -> None:
        """Put the rows around a vertical axis, the last one ending at `bottom`, and show them."""
        top = round(bottom) - self.height
        for row in self._rows:
            widths = [min(round(width), self._width_of(button)) for button in row]
            left = round(centre - (sum(widths) + _GAP * (len(row) - 1)) / 2)
            for button, each in zip(row, widths, strict=True):
                button.setGeometry(left, top, each, COMPACT)
                left += each + _GAP
            top += COMPACT + _GAP
        self.settle()

    def forget_widths(self) -> None:
        """Measure the buttons anew: they wear another font."""
        self._widths.clear()

    def _width_of(self, button: Button) -> int:
        """The width that a button wants, which is asked for with every figure that changes above it."""
        if button not in self._widths:
            self._widths[button] = button.sizeHint().width()
        return self._widths[button]

    def _make(self, wanted: TileButton) -> Button:
        button = Button(wanted.name, wanted.label, wanted.drawing, parent=self._tile)
        button.set_compact()
        button.setAccessibleName(wanted.spoken)
        button.clicked.connect(partial(self._press, wanted.name))
        return button

    def _press(self, name: str) -> None:
        self.pressed.emit(name)


def _wanted(look: TileLook, cut: bool) -> tuple[TileButton, ...]:
    shown = look.buttons[:_MOST]
    if look.more is None:
        return shown
    if cut or len(look.buttons) > _MOST:
        return (*shown[: _MOST - 1], look.more)
    return (*shown, look.more) if look.tells_more else shown
