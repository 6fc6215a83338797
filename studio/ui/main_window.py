"""The window itself: on the screen at once with the outline of what will be in it, then filled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QCloseEvent, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QMainWindow

from studio.ui.theme import tokens_of
from studio.ui.window_state import WindowState

if TYPE_CHECKING:
    from studio.profile.remembered import Remembered
    from studio.ui.desk import Desk

_LEAST = (900, 600)
_TITLE, _SIDEBAR, _GALLERY, _COMPOSER = 45, 224, 332, 141


class MainWindow(QMainWindow):
    """One library's window. What fills it takes as long to load as Qt itself, so it is shown before that."""

    closed = Signal()
    """The person is done with the window; the program is to end now."""

    def __init__(self, remembered: Remembered) -> None:
        super().__init__()
        self.setObjectName("Studio")
        self.setWindowTitle("Studio")
        self.setAccessibleName("Studio")
        self.setMinimumSize(*_LEAST)
        self.remembered = remembered
        self._desk: Desk | None = None
        self._state = WindowState(self, remembered)
        self._state.restore()

    def fill(self, desk: Desk) -> None:
        """Put everything into the window."""
        self._desk = desk
        self.setCentralWidget(desk)

    def come_forward(self) -> None:
        """Be in front of the other windows, as far as the desktop lets a program do that."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def toggle_full_screen(self) -> None:
        """Fill the screen, or be a window again."""
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def keep(self) -> None:
        """Remember how the window is."""
        self._state.keep()
        if self._desk is not None:
            self._desk.keep()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask once when requests are under way; the program decides when the window really goes."""
        event.ignore()
        if self._desk is None:
            self.closed.emit()
        else:
            self._desk.ask_to_quit(self.closed.emit)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the outline while there is nothing else."""
        super().paintEvent(event)
        if self._desk is None:
            self._paint_outline()

    def _paint_outline(self) -> None:
        tokens = tokens_of(self.palette())
        painter = QPainter(self)
        width, height = self.width(), self.height()
        painter.fillRect(self.rect(), QColor(tokens.bg))
        middle = height - _TITLE - _COMPOSER
        for place in (
            QRectF(0, 0, width, _TITLE),
            QRectF(0, _TITLE, _SIDEBAR, middle),
            QRectF(width - _GALLERY, _TITLE, _GALLERY, middle),
            QRectF(0, height - _COMPOSER, width, _COMPOSER),
        ):
            painter.fillRect(place, QColor(tokens.surface))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(tokens.line))
        painter.setBrush(QColor(tokens.raised))
        painter.drawRoundedRect(QRectF(12.5, height - _COMPOSER + 12.5, width - 25, _COMPOSER - 25), 10, 10)
