"""Where the panel of what was interrupted lies in the window, and gives way where that is low."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

if TYPE_CHECKING:
    from studio.ui.recovery.panel import RecoveryPanel


class RecoveryPlace(QWidget):
    """Can be hidden with what is around it, while the panel in it comes and goes by itself.

    Qt takes the height that words need at a width for the least there may be, list and all; it is told otherwise here.
    """

    def __init__(self, panel: RecoveryPanel) -> None:
        super().__init__(panel.parentWidget())
        self._panel = panel
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(panel)

    def hasHeightForWidth(self) -> bool:
        return False

    def sizeHint(self) -> QSize:
        return QSize(self._column.sizeHint().width(), self._wanted())

    def minimumSizeHint(self) -> QSize:
        return QSize(self._column.minimumSize().width(), self._wanted() - self._panel.spare)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def _wanted(self) -> int:
        return max(0, self._column.totalHeightForWidth(self.width())) if not self._panel.isHidden() else 0
