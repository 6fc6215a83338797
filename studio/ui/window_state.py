"""Where the window was and how it was divided, kept from one run to the next for each set-up of screens."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QObject, QRect, QSize, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from studio.profile.remembered import Remembered

_FIRST = QSize(1440, 900)
_SHARE = 0.9  # of the screen, at first
_SETTLED = 500  # milliseconds in which a window that was moved stays put; screens that come and go do so in bursts
_GRIP = QSize(96, 32)  # of the title bar that must be seen so that the window can be dragged
_GEOMETRY = "geometry"


class WindowState(QObject):
    """Restores and keeps a window; with another set-up of screens it brings back what was there last.

    `screens` tells which there are.
    """

    leaving = Signal()
    """The screens are other ones now: whatever is to be kept for those before is to be set at once."""
    restored = Signal()
    """What was kept for the screens there are now counts from here on."""

    def __init__(
        self,
        window: QWidget,
        remembered: Remembered,
        screens: Callable[[], Sequence[QScreen]] = QGuiApplication.screens,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._remembered = remembered
        self._screens = screens
        self._key = _key_of(screens())
        self._moved = self._timer(self.keep)
        self._changed = self._timer(self._change)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.screenAdded.connect(self._follow)
        app.screenRemoved.connect(self.look_again)
        for screen in QGuiApplication.screens():
            screen.geometryChanged.connect(self.look_again)

    def restore(self) -> None:
        """Put the window where it was, or in the middle of the screen."""
        if not self._restore_geometry():
            self._window.resize(self._first_size())

    def keep(self) -> None:
        """Remember where the window is now."""
        if self._key == _key_of(self._screens()):  # else the system has moved it on its way to other screens
            self.set(_GEOMETRY, bytes(self._window.saveGeometry().toBase64().data()).decode())

    def note(self) -> None:
        """The window has moved or changed its size: remember that, unless it goes on."""
        self._moved.start()

    def get(self, name: str) -> object:
        """What was set by this name with the screens there are; None for nothing."""
        return self._remembered.get(self._key, dict[str, object]()).get(name)

    def set(self, name: str, value: object) -> None:
        """Remember a value that JSON can hold, for the screens there are."""
        self._remembered.set(self._key, self._remembered.get(self._key, dict[str, object]()) | {name: value})

    def look_again(self) -> None:
        """Screens have come, gone or changed: once they have settled, see what that means."""
        self._moved.stop()
        self._changed.start()

    def _follow(self, screen: QScreen) -> None:
        screen.geometryChanged.connect(self.look_again)
        self.look_again()

    def _change(self) -> None:
        key = _key_of(self._screens())
        if key == self._key:
            return
        self.leaving.emit()
        self._key = key
        if not self._restore_geometry():
            self._bring_into_sight()
        self.restored.emit()

    def _restore_geometry(self) -> bool:
        """Put the window where it was with these screens; False when that is not known."""
        kept = self.get(_GEOMETRY)
        if not isinstance(kept, str):
            return False
        # What makes no sense, because somebody edited the file, becomes no bytes or some that Qt refuses.
        if not self._window.restoreGeometry(QByteArray.fromBase64(kept.encode(errors="replace"))):
            return False
        self._bring_into_sight()
        return True

    def _bring_into_sight(self) -> None:
        """Bring a window that nobody could get hold of back onto the first screen."""
        frame, screens = self._window.frameGeometry(), self._screens()
        top = QRect(frame.topLeft(), QSize(frame.width(), _GRIP.height()))
        if not screens or any(_holds_grip(screen.availableGeometry(), top) for screen in screens):
            return
        room = screens[0].availableGeometry()
        self._window.resize(self._window.size().boundedTo(room.size()))
        self._window.move(room.center() - self._window.rect().center())

    def _first_size(self) -> QSize:
        screen = self._window.screen().availableSize()
        return _FIRST.boundedTo(QSize(int(screen.width() * _SHARE), int(screen.height() * _SHARE)))

    def _timer(self, act: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(_SETTLED)
        timer.timeout.connect(act)
        return timer


def _holds_grip(room: QRect, top: QRect) -> bool:
    """Whether enough of a title bar lies on a screen to drag the window by it."""
    seen = room.intersected(top)
    return seen.width() >= _GRIP.width() and seen.height() >= _GRIP.height() // 2


def _key_of(screens: Sequence[QScreen]) -> str:
    """A name for screens as they are set up."""
    each = (
        f"{screen.name()} {screen.geometry().width()}x{screen.geometry().height()}@{screen.devicePixelRatio():g}"
        for screen in screens
    )
    return f"window on {', '.join(sorted(each))}"
