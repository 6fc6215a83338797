"""The settings that few need: the seed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from studio.ui.widgets.popover import Popover
from studio.workbench.draft_settings import SEEDS

_WIDTH = 264


class SeedPopover(Popover):
    """A number, or nothing for a random one; it takes effect while it is typed."""

    seed_chosen = Signal(object)

    def __init__(self, seed: int | None, parent: QWidget) -> None:
        super().__init__("seedPopover", parent)
        self.setAccessibleName(self.tr("More settings"))
        self.edit = QLineEdit("" if seed is None else str(seed), self)
        self.edit.setObjectName("seedEdit")
        self.edit.setAccessibleName(self.tr("Seed"))
        self.edit.setPlaceholderText(self.tr("random"))
        self.edit.setValidator(QIntValidator(SEEDS.start, SEEDS.stop - 1, self.edit))
        self.edit.textChanged.connect(self._take)
        self.edit.returnPressed.connect(self.dismiss)
        title = QLabel(self.tr("&Seed"), self)
        title.setBuddy(self.edit)
        hint = QLabel(
            self.tr("The same words and seed give similar pictures, where the model keeps to it. Variants count up."),
            self,
        )
        hint.setProperty("role", "muted")
        hint.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(8)
        for each in (title, self.edit, hint):
            layout.addWidget(each)
        self.setFixedWidth(_WIDTH)

    def _take(self, text: str) -> None:
        if not text:
            self.seed_chosen.emit(None)
        elif self.edit.hasAcceptableInput():
            self.seed_chosen.emit(int(text))
