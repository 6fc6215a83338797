"""Where the window was, kept from one run to the next for each set-up of screens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from studio.profile.remembered import Remembered

_FIRST = QSize(1440, 900)
_SHARE = 0.9  # of the screen, at first


class WindowState:
    """Restores and keeps the geometry of a window."""

    def __init__(self, window: QWidget, remembered: Remembered) -> None:
        self._window = window
        self._remembered = remembered

    def restore(self) -> None:
        """Put the window where it was, or in the middle of the screen."""
        kept = _bytes(self._remembered.get(f"geometry {_screens()}", ""))
        if kept.isEmpty() or not self._window.restoreGeometry(kept):
            self._window.resize(self._first_size())

    def keep(self) -> None:
        """Remember how the window is now."""
        self._remembered.set(f"geometry {_screens()}", _text(self._window.saveGeometry()))

    def _first_size(self) -> QSize:
        screen = self._window.screen().availableSize()
        return _FIRST.boundedTo(QSize(int(screen.width() * _SHARE), int(screen.height() * _SHARE)))


def _screens() -> str:
    """A name for the screens as they are set up."""
    return " ".join(
        f"{screen.geometry().width()}x{screen.geometry().height()}@{screen.devicePixelRatio():g}"
        for screen in QGuiApplication.screens()
    )


def _text(data: QByteArray) -> str:
    return bytes(data.toBase64().data()).decode()


def _bytes(text: str) -> QByteArray:
    """What was kept; nothing that makes sense when somebody edited the file, and then Qt refuses it."""
    return QByteArray.fromBase64(text.encode(errors="replace"))
