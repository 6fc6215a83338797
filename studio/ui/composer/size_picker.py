"""The size: all of them in sight where there is room, a menu where there is not."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from studio.ui.widgets.menu_button import Choice, MenuButton
from studio.ui.widgets.segmented import Option, Segmented


class SizePicker(QWidget):
    """`chosen` tells a size, None for the model's usual one."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sizePicker")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.segments = Segmented("sizeChoice", self)
        self.button = MenuButton("sizeButton", self, above=True)
        for each in (self.segments, self.button):
            each.setAccessibleName(self.tr("Size"))
        self.segments.chosen.connect(self.chosen)
        self.button.chosen.connect(self.chosen)
        self.button.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.segments)
        row.addWidget(self.button)

    def offer(self, sizes: Sequence[str]) -> None:
        """Take the sizes of a model."""
        usual = self.tr("Auto: the model's usual size")
        options = [Option(None, self.tr("Auto", "size"), usual), *(Option(each, each) for each in sizes)]
        self.segments.offer(options)
        self.button.offer(lambda: [Choice(each.value, each.name or each.text) for each in options])

    def choose(self, size: str | None, told: str) -> None:
        """Show what is chosen; `told` is said of it where the pointer rests."""
        self.segments.choose(size)
        self.button.show_chosen(size, size or self.tr("Auto", "size"))
        self.button.setToolTip(told)

    def more_if(self, folded: bool) -> int:
        """How much wider it would be as a menu, or as a row, than it is."""
        is_folded = self.segments.isHidden()
        if folded == is_folded:
            return 0
        more = self.segments.sizeHint().width() - self.button.sizeHint().width()
        return -more if folded else more

    def fold(self, folded: bool) -> None:
        """Be a menu, or all sizes in a row; the focus stays here if it is here."""
        if folded == self.segments.isHidden():
            return
        focused = self.window().focusWidget()
        had_focus = self.isAncestorOf(focused)
        (self.button if folded else self.segments).show()
        if had_focus:
            (self.button if folded else self.segments).setFocus()
        (self.segments if folded else self.button).hide()
        self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        return self.button.sizeHint()
