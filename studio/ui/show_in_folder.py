"""A file shown where it lies, in the file manager of the system, with the file selected where that can be done."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from studio.workbench.tasks import Tasks

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_SERVICE, _PATH = "org.freedesktop.FileManager1", "/org/freedesktop/FileManager1"
_MILLISECONDS = 10_000  # a file manager that has to start first takes a while; nobody waits for it


class ShowInFolder(QObject):
    """Asks the file manager; `open_url` is what opens a folder where none can select a file."""

    def __init__(
        self,
        tasks: Tasks,
        parent: QObject | None = None,
        platform: str = sys.platform,
        open_url: Callable[[QUrl], bool] = QDesktopServices.openUrl,
    ) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._platform = platform
        self._open_url = open_url

    async def show(self, files: Sequence[Path]) -> bool:
        """Show files of one folder; False when nothing here can show a folder."""
        folder = files[0].parent
        if await self._tasks.in_worker(self._select, tuple(files)):
            return True
        return self._open_url(QUrl.fromLocalFile(str(folder)))

    async def show_folder(self, folder: Path) -> bool:
        """Show what a folder holds; False when nothing here can."""
        return self._open_url(QUrl.fromLocalFile(str(folder)))

    def _select(self, files: tuple[Path, ...]) -> bool:
        """In a worker: have the files selected in their folder; False when that did not happen."""
        if not any(file.exists() for file in files):
            return False  # the folder says more than an error of the file manager
        if self._platform == "win32":
            return _start("explorer", f"/select,{files[0]}")
        if self._platform == "darwin":
            return _start("open", "-R", *map(str, files))
        return _ask_file_manager([QUrl.fromLocalFile(str(file)).toString(_ENCODED) for file in files])


_ENCODED = QUrl.ComponentFormattingOption.FullyEncoded


def _start(*command: str) -> bool:
    import subprocess  # not needed for the first paint

    try:
        # Explorer answers with 1 whatever happens, so only that it can be started counts.
        subprocess.run(command, check=False, stdin=subprocess.DEVNULL, capture_output=True)  # noqa: S603
    except OSError:
        return False
    return True


def _ask_file_manager(addresses: list[str]) -> bool:
    """Call the service that file managers of Linux desktops offer; blocks until it has answered."""
    from PySide6.QtDBus import QDBusConnection, QDBusMessage

    name = "studio-show-in-folder"
    bus = QDBusConnection.connectToBus(QDBusConnection.BusType.SessionBus, name)
    try:
        if not bus.isConnected():
            return False
        message = QDBusMessage.createMethodCall(_SERVICE, _PATH, _SERVICE, "ShowItems")
        message.setArguments([addresses, ""])
        answer = bus.call(message, timeout=_MILLISECONDS)
    finally:
        QDBusConnection.disconnectFromBus(name)
    # Without an answer in time it may still come up, and two windows would be one too many.
    return answer.type() == QDBusMessage.MessageType.ReplyMessage or answer.errorName().endswith(".NoReply")
