"""Notifications of the desktop: over D-Bus where there is that, else from the system's tray, else the window asks."""

from __future__ import annotations

import sys

from PySide6.QtCore import QMetaObject, QObject, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

from studio.workbench.tasks import Tasks

_SERVICE, _PATH = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"
_BUS = "studio-notifications"
_MILLISECONDS = 5000  # for the desktop to answer, which nobody waits for
_MOST = 64  # so many notifications can still be clicked


class DesktopNotes(QObject):
    """Shows notes; what is shown by `key` is told by it when it is clicked."""

    clicked = Signal(str)
    """The key of a note."""

    def __init__(self, tasks: Tasks, window: QWidget, platform: str = sys.platform) -> None:
        super().__init__(window)
        self._tasks = tasks
        self._window = window
        self._has_bus = platform.startswith("linux")
        self._keys: dict[int, str] = {}  # by the number the desktop gave it
        self._posting = 0
        self._early: set[int] = set()  # clicked before the worker came back with their number, ours or not
        self._listens = False
        self._tray: QSystemTrayIcon | None = None
        self._last = ""

    async def show(self, key: str, title: str, body: str) -> None:
        """Show a note."""
        number = await self._posted(title, body) if self._has_bus else None
        if number is not None:
            self._keep(number, key)
        elif not self._show_in_tray(key, title, body):
            QApplication.alert(self._window)
        if not self._posting:
            self._early.clear()

    async def _posted(self, title: str, body: str) -> int | None:
        self._posting += 1
        try:
            return await self._tasks.in_worker(self._post, title, body)
        finally:
            self._posting -= 1

    def _keep(self, number: int, key: str) -> None:
        """Know a note by its number; one that was clicked on its way here is told now."""
        self._keys[number] = key
        for old in list(self._keys)[:-_MOST]:
            del self._keys[old]
        if number in self._early:
            self.on_action(number, "")

    def _post(self, title: str, body: str) -> int | None:
        """In a worker: have the desktop show it; the number it has there, None when nobody shows any."""
        from PySide6.QtCore import Q_ARG, Q_RETURN_ARG, SLOT
        from PySide6.QtDBus import QDBusConnection, QDBusInterface

        bus = QDBusConnection(_BUS)
        if not bus.isConnected():
            bus = QDBusConnection.connectToBus(QDBusConnection.BusType.SessionBus, _BUS)
        if not bus.isConnected():
            return None
        if not self._listens:
            slot = SLOT("on_action(uint,QString)")  # the stubs want bytes, and it wants a str
            self._listens = bus.connect(_SERVICE, _PATH, _SERVICE, "ActionInvoked", self, slot)  # type: ignore[call-overload]
        desktop = QDBusInterface(_SERVICE, _PATH, _SERVICE, bus)
        desktop.setTimeout(_MILLISECONDS)
        if not desktop.isValid():
            return None
        # By way of the method's own types: a plain call would send numbers of another kind than the desktop expects.
        number = QMetaObject.invokeMethod(
            desktop,
            "Notify",
            Qt.ConnectionType.DirectConnection,
            Q_RETURN_ARG("uint"),
            Q_ARG("QString", "Studio"),
            Q_ARG("uint", 0),
            Q_ARG("QString", QGuiApplication.desktopFileName()),
            Q_ARG("QString", title),
            Q_ARG("QString", _plain(body)),
            Q_ARG("QStringList", ["default", self.tr("Show")]),
            Q_ARG("QVariantMap", {"desktop-entry": QGuiApplication.desktopFileName()}),
            Q_ARG("int", -1),
        )
        return int(number) if isinstance(number, int) and number else None

    @Slot("uint", str)
    def on_action(self, number: int, _: str) -> None:
        """A note was clicked, ours or that of another program."""
        key = self._keys.pop(number, None)
        if key is not None:
            self.clicked.emit(key)
        elif self._posting:
            self._early.add(number)

    def _show_in_tray(self, key: str, title: str, body: str) -> bool:
        if self._has_bus or not QSystemTrayIcon.isSystemTrayAvailable():
            return False
        if self._tray is None:
            self._tray = QSystemTrayIcon(self._window.windowIcon(), self)
            self._tray.messageClicked.connect(lambda: self.clicked.emit(self._last))
            self._tray.show()
        self._last = key
        self._tray.showMessage(title, body)
        return True


def _plain(text: str) -> str:
    """Text for a desktop that reads it as markup."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
