"""The row under the prompt: settings on the left; the price and the buttons on the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from studio.ui.actions import Action
from studio.ui.composer.generate_button import GenerateButton
from studio.ui.composer.size_picker import SizePicker
from studio.ui.keys import tip_of
from studio.ui.widgets.button import HEIGHT, Button

_GAP = 8


class Controls(QWidget):
    """Says less where there is less room: sizes fold, then the price gets short, then the key leaves the button,
    at last the words of Cancel go.

    What is left of the room is the lists', which shrink by themselves.
    """

    def __init__(self, settings: Sequence[QWidget], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._short = self._long = ""
        self._busy = 0
        self._sizes = [each for each in settings if isinstance(each, SizePicker)]
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_GAP)
        for each in settings:
            row.addWidget(each)  # before what stands behind it is made: Tab goes by that
        row.addStretch(1)
        self.price = QLabel(self)
        self.price.setObjectName("priceLabel")
        self.price.setProperty("role", "muted")
        self.cancel = Button("cancelButton", self.tr("Cancel"), "stop", parent=self)
        self.cancel.hide()
        self.generate = GenerateButton(self)
        for last in (self.price, self.cancel, self.generate):
            row.addWidget(last)

    def set_price(self, short: str, long: str) -> None:
        """Take the price in few words and in full; what is read aloud is the full one."""
        self._short, self._long = short, long
        self.price.setAccessibleName(long)
        self.fit()

    def set_busy(self, count: int) -> None:
        """Offer to cancel while so many requests are under way."""
        before = self._busy > 0, self.cancel.sizeHint()
        self._busy = count
        self.cancel.setVisible(count > 0)
        self.cancel.setText(self.tr("Cancel all ({count})").format(count=count) if count > 1 else self.tr("Cancel"))
        self.cancel.setToolTip(tip_of(Action.CANCEL))
        if before != (count > 0, self.cancel.sizeHint()):  # to look for room takes longest, and many may end at once
            self.fit()

    def fit(self) -> None:
        """Find what there is room for."""
        long, short = self._long, self._short
        for folded, price, key, worded in (
            (False, long, True, True),
            (True, long, True, True),
            (True, short, True, True),
            (True, short, False, True),
            (True, short, False, False),
        ):
            self.price.setText(price)
            self.cancel.set_role("plain" if worded else "icon")
            self.generate.show_key(key)
            if self._width(folded, shrunk=not key) <= self.width():
                break
        for each in self._sizes:
            each.fold(folded)

    def _width(self, folded: bool, *, shrunk: bool) -> int:
        """How wide all of it is with the sizes folded or not, as it is or at its least."""
        self._row.invalidate()
        whole = self._row.minimumSize().width() if shrunk else self._row.sizeHint().width()
        return whole + sum(each.more_if(folded) for each in self._sizes if not each.isHidden())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def minimumSizeHint(self) -> QSize:
        items = (self._row.itemAt(place) for place in range(self._row.count()))
        widgets = (item.widget() for item in items if item is not None)
        widths = [self._least(each) for each in widgets if each is not None and not each.isHidden()]
        return QSize(sum(widths) + _GAP * len(widths), HEIGHT)

    def _least(self, widget: QWidget) -> int:
        if widget is self.price:
            return self.price.fontMetrics().horizontalAdvance(self._short)
        if widget is self.cancel:
            return HEIGHT
        return self.generate.bare_width if widget is self.generate else widget.minimumSizeHint().width()
