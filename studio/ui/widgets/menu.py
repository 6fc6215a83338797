"""A menu with round corners, in which Home and End go to the first and the last entry."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu, QWidget


class Menu(QMenu):
    """A menu of Qt's leaves Home and End alone, and has corners behind its corners."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setWindowFlag(Qt.WindowType.NoDropShadowWindowHint)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in (Qt.Key.Key_Home, Qt.Key.Key_End):
            super().keyPressEvent(event)
            return
        stops = [each for each in self.actions() if each.isVisible() and each.isEnabled() and not each.isSeparator()]
        if stops:
            self.setActiveAction(stops[0 if event.key() == Qt.Key.Key_Home else -1])
