"""Words that lead somewhere: one line, cut in its middle where there is no room, where names differ least."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

_FRAME = 4  # pixels of border and padding at each side


class LinkButton(QPushButton):
    """Takes whatever width there is; the tool tip and screen readers have all of it."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._whole = ""
        self.setObjectName(name)
        self.setProperty("role", "link")
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    @property
    def whole(self) -> str:
        """All of the words."""
        return self._whole

    def set_whole(self, text: str, tip: str = "") -> None:
        """Show words; `tip` says where they lead, where they do not say it themselves."""
        self._whole = text
        self.setAccessibleName(text)
        self.setAccessibleDescription(tip)
        self.setToolTip(f"{text}\n{tip}" if tip else "")
        self._elide()

    def minimumSizeHint(self) -> QSize:
        return QSize(40, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        self.ensurePolished()
        room = max(0, self.width() - 2 * _FRAME)
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideMiddle, room)
        self.setText(shown.replace("&", "&&"))
