"""The window itself: on the screen at once with the outline of what will be in it, then filled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent, QMoveEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.ui.window_state import WindowState

if TYPE_CHECKING:
    from studio.profile.remembered import Remembered
    from studio.ui.desk import Desk

_LEAST = (900, 600)
_TITLE, _SIDEBAR, _GALLERY, _COMPOSER = 45, 224, 332, 141


class MainWindow(QWidget):
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
        self._outline: QWidget = _Outline(self)
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._whole.addWidget(self._outline)
        self.state = WindowState(self, remembered)
        self.state.restore()

    def fill(self, desk: Desk) -> None:
        """Put everything into the window."""
        self._desk = desk
        self._whole.replaceWidget(self._outline, desk)
        self._outline.deleteLater()

    def come_forward(self) -> None:
        """Be in front of the other windows, as far as the desktop lets a program do that."""
        from PySide6.QtCore import Qt  # making its names takes longer than the first paint

        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def toggle_full_screen(self) -> None:
        """Fill the screen, or be a window again."""
        from PySide6.QtCore import Qt

        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def keep(self) -> None:
        """Remember how the window is."""
        self.state.keep()
        if self._desk is not None:
            self._desk.division.keep()

    def moveEvent(self, event: QMoveEvent) -> None:
        super().moveEvent(event)
        self.state.note()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.state.note()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask once when requests are under way; the program decides when the window really goes."""
        event.ignore()
        if self._desk is None:
            self.closed.emit()
        else:
            self._desk.ask_to_quit(self.closed.emit)


class _Outline(QWidget):
    """Where the parts will be, in plain areas: a QPainter would first make all names of Qt, which takes long."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._areas = [QWidget(self) for _ in range(5)]
        for area in self._areas:
            area.setAutoFillBackground(True)
            area.setBackgroundRole(QPalette.ColorRole.Base)
        self._areas[-1].setBackgroundRole(QPalette.ColorRole.AlternateBase)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width, height = self.width(), self.height()
        foot, middle = height - _COMPOSER, height - _TITLE - _COMPOSER
        places = (
            (0, 0, width, _TITLE),
            (0, _TITLE, _SIDEBAR, middle),
            (width - _GALLERY, _TITLE, _GALLERY, middle),
            (0, foot, width, _COMPOSER),
            (12, foot + 12, width - 24, _COMPOSER - 24),
        )
        for area, place in zip(self._areas, places, strict=True):
            area.setGeometry(*place)
