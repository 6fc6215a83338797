"""The buttons on a tile: Cancel while it is on its way, and what can be done when it went wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QPushButton, QWidget

if TYPE_CHECKING:
    from studio.ui.stage.tile_face import Face
    from studio.ui.words import Fix, Words

_GAP = 4
_HEIGHT = 24
_MOST_FIXES = 2  # the rest is offered where all of it is told


class TileButtons(QObject):
    """Makes, names and places the buttons on one tile; real buttons, so that keys and screen readers find them."""

    cancelled = Signal()
    fixed = Signal(object)
    more = Signal()

    def __init__(self, tile: QWidget) -> None:
        super().__init__(tile)
        self._tile = tile
        self._shown: tuple[object, ...] = ()
        self._buttons: list[QPushButton] = []
        self._rows: list[list[QPushButton]] = []

    @property
    def widgets(self) -> tuple[QAbstractButton, ...]:
        """The buttons, in order."""
        return tuple(self._buttons)

    @property
    def height(self) -> int:
        """Pixels they take, 0 when there are none."""
        return len(self._rows) * (_HEIGHT + _GAP) - _GAP if self._rows else 0

    def show_for(self, face: Face | None, *, cut: bool, words: Words) -> None:
        """Offer what a face asks for; `cut` says that there is no room for all of its words."""
        wanted = self._wanted(face, cut)
        if wanted == self._shown:
            return
        self._shown = wanted
        for button in self._buttons:
            if button.hasFocus():
                self._tile.setFocus(Qt.FocusReason.OtherFocusReason)  # else Qt takes it anywhere
            button.hide()
            button.deleteLater()
        self._buttons = [self._make(each, words) for each in wanted]
        self._rows = []

    def measure(self, width: float) -> None:
        """Break the buttons into rows of at most `width` pixels."""
        self._rows = []
        left = 0.0
        for button in self._buttons:
            need = button.sizeHint().width()
            if not self._rows or need > left:
                self._rows.append([])
                left = width
            self._rows[-1].append(button)
            left -= need + _GAP

    def place(self, centre: float, bottom: float, width: float) -> None:
        """Put the rows around a vertical axis, the last one ending at `bottom`."""
        top = round(bottom) - self.height
        for row in self._rows:
            widths = [min(round(width), button.sizeHint().width()) for button in row]
            left = round(centre - (sum(widths) + _GAP * (len(row) - 1)) / 2)
            for button, each in zip(row, widths, strict=True):
                button.setGeometry(left, top, each, _HEIGHT)
                left += each + _GAP
            top += _HEIGHT + _GAP

    def _wanted(self, face: Face | None, cut: bool) -> tuple[object, ...]:
        if face is None:
            return ()
        if face.state == "working":
            return ("cancel",)
        fixes: tuple[object, ...] = face.fixes[:_MOST_FIXES]
        if cut or len(face.fixes) > _MOST_FIXES:
            return (*fixes[: _MOST_FIXES - 1], "more")
        return (*fixes, "more") if face.detail else fixes

    def _make(self, what: object, words: Words) -> QPushButton:
        button = QPushButton(self._tile)
        button.setProperty("compact", True)
        if what == "cancel":
            self._dress(button, "tileCancel", self.tr("Cancel"), self.tr("Cancel this picture"))
            button.clicked.connect(self.cancelled)
        elif what == "more":
            self._dress(button, "tileMore", self.tr("More…"), self.tr("Read all of what happened"))
            button.clicked.connect(self.more)
        else:
            fix: Fix = what  # type: ignore[assignment]
            self._dress(button, f"tileFix-{fix.name.lower()}", words.fix(fix), words.fix(fix))
            button.clicked.connect(lambda: self.fixed.emit(fix))
        button.show()
        return button

    def _dress(self, button: QPushButton, name: str, label: str, spoken: str) -> None:
        button.setObjectName(name)
        button.setText(label)
        button.setAccessibleName(spoken)
