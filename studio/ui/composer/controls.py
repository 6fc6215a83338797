"""The row under the prompt: settings on the left; the price and the buttons on the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from studio.ui.composer.generate_button import GenerateButton

HEIGHT = 34

_GAP = 8


class Controls(QWidget):
    """Says less where there is less room: first the price gets short, then the key leaves the button.

    What is left of the room is the lists', which shrink by themselves.
    """

    def __init__(self, settings: Sequence[QWidget], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._short = self._long = ""
        self.price = QLabel(self)
        self.price.setObjectName("priceLabel")
        self.price.setProperty("role", "muted")
        self.cancel = QPushButton(self.tr("Cancel"), self)
        self.cancel.setObjectName("cancelButton")
        self.cancel.setAccessibleName(self.tr("Cancel"))
        self.cancel.setFixedHeight(HEIGHT)
        self.cancel.hide()
        self.generate = GenerateButton(self)
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_GAP)
        for each in settings:
            row.addWidget(each)
        row.addStretch(1)
        for last in (self.price, self.cancel, self.generate):
            row.addWidget(last)

    def set_price(self, short: str, long: str) -> None:
        """Take the price in few words and in full; what is read aloud is the full one."""
        self._short, self._long = short, long
        self.price.setAccessibleName(long)
        self.fit()

    def set_busy(self, count: int) -> None:
        """Offer to cancel while so many requests are under way."""
        self.cancel.setVisible(count > 0)
        self.cancel.setText(self.tr("Cancel all ({count})").format(count=count) if count > 1 else self.tr("Cancel"))
        self.cancel.setToolTip(self.tr("Cancel what is under way (Ctrl+.)"))
        self.fit()

    def fit(self) -> None:
        """Find what there is room for."""
        for price, key in ((self._long, True), (self._short, True), (self._short, False)):
            self.price.setText(price)
            self.generate.show_key(key)
            self._row.invalidate()
            if self._row.sizeHint().width() <= self.width():
                return

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
        return self.generate.bare_width if widget is self.generate else widget.minimumSizeHint().width()
