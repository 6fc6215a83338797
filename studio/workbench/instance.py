"""One window for each library: a second start brings the first one forward, hands it its files and ends.

The lock in the library says who may write; this says who is there to be called. Where nobody can be called, as when the
folder for sockets cannot be written, a start goes on, and meets that lock.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote_from_bytes, unquote_to_bytes
from zlib import crc32

from PySide6.QtCore import QDir, QLockFile, QObject, Signal

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer, QLocalSocket

_CALL = b"raise"
_HEARD = b"heard\n"
_LONGEST_CALL = 4096  # bytes
_PATIENCE = 3000  # milliseconds; a window that is busy for longer has been called all the same


class Instance(QObject):
    """The window of one library, which later starts can call."""

    raised = Signal(str)
    """Another start asks this window to come forward; with the token its desktop gave it for that, or nothing."""
    handed = Signal(tuple)
    """Paths: the other start was given these files to open."""

    def __init__(self, server: QLocalServer, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server = server
        server.setParent(self)
        server.newConnection.connect(self._greet)

    def close(self) -> None:
        """Stop listening; calling it again does nothing."""
        self._server.close()

    def _greet(self) -> None:
        while (caller := self._server.nextPendingConnection()) is not None:
            caller.disconnected.connect(caller.deleteLater)
            caller.readyRead.connect(self._listen)
            if caller.bytesAvailable():
                self._hear(caller)

    def _listen(self) -> None:
        from PySide6.QtNetwork import QLocalSocket

        caller = self.sender()
        if isinstance(caller, QLocalSocket):
            self._hear(caller)

    def _hear(self, caller: QLocalSocket) -> None:
        if not caller.canReadLine():
            if caller.bytesAvailable() > _LONGEST_CALL:
                caller.abort()
            return
        call, *words = bytes(caller.readLine(_LONGEST_CALL).data()).rstrip(b"\n").split(b" ")
        if call != _CALL:
            caller.abort()
            return
        caller.write(_HEARD)
        caller.flush()
        caller.disconnectFromServer()
        token, *files = words or [b""]
        self.raised.emit(token.decode("ascii", "ignore"))
        if files:
            self.handed.emit(tuple(Path(os.fsdecode(unquote_to_bytes(file))) for file in files))


def claim(library_root: Path, token: str = "", files: Sequence[Path] = ()) -> Instance | None:
    """Be the window of this library; None when another one is, which has been asked to come forward.

    `token` is what the desktop gives a program that may take the focus (XDG_ACTIVATION_TOKEN), `files` are what that
    window is to open. Needs an application.
    """
    from PySide6.QtNetwork import QLocalServer

    name = instance_name(library_root)
    # Of two starts at the same moment, one must not take the fresh socket of the other for that of a dead process.
    one_at_a_time = QLockFile(QDir.temp().filePath(f"{name}.lock"))
    one_at_a_time.tryLock(_PATIENCE)
    try:
        if _call(name, token, files):
            return None
        QLocalServer.removeServer(name)  # nobody answered: what is left there is of a process that died
        server = QLocalServer()
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        server.listen(name)
        return Instance(server)
    finally:
        one_at_a_time.unlock()


def is_called(library_root: Path, token: str = "", files: Sequence[Path] = ()) -> bool:
    """Whether another window has this library, which has been asked to come forward.

    Cheap where there is none: then no network code is loaded, and the window need not wait for `claim`.
    """
    name = instance_name(library_root)
    if sys.platform != "win32" and not QDir.temp().exists(name):
        return False
    return _call(name, token, files)


async def is_answered(library_root: Path) -> bool:
    """The same while a window of ours goes on painting: nothing waits here, and `resolve` is a worker's."""
    import asyncio

    from PySide6.QtNetwork import QLocalSocket

    name = await asyncio.to_thread(instance_name, library_root)
    answer: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

    def settle(found: bool) -> None:
        if not answer.done():
            answer.set_result(found)

    socket = QLocalSocket()
    socket.connected.connect(lambda: socket.write(_CALL + b"\n"))
    socket.readyRead.connect(lambda: settle(True))
    socket.errorOccurred.connect(lambda _: settle(False))
    socket.connectToServer(name)
    try:
        async with asyncio.timeout(_PATIENCE / 1000):
            return await answer
    except TimeoutError:  # somebody took the call and is busy
        return socket.state() == QLocalSocket.LocalSocketState.ConnectedState
    finally:
        socket.abort()
        socket.deleteLater()


def instance_name(library_root: Path, user: str | None = None) -> str:
    """A name that is the same for every way to write a library's folder, and different for every user."""
    whose = user if user is not None else _this_user()
    folder = os.path.normcase(library_root.resolve())
    named = f"{whose}\0{folder}".encode(errors="surrogateescape")
    # Not a secret, and hashlib loads OpenSSL: that is noticed before the first paint.
    return f"studio-{crc32(named):08x}{crc32(named[::-1]):08x}"


def _call(name: str, token: str, files: Sequence[Path]) -> bool:
    from PySide6.QtNetwork import QLocalSocket

    socket = QLocalSocket()
    socket.connectToServer(name)
    if not socket.waitForConnected(_PATIENCE):
        return False
    words = [_CALL, *(token.encode("ascii", "ignore").split()[:1] or [b""])]
    words += [quote_from_bytes(os.fsencode(file)).encode() for file in files]
    while len(words) > 2 and len(b" ".join(words)) >= _LONGEST_CALL:  # more files than one call can name
        words.pop()
    socket.write(b" ".join(words)[: _LONGEST_CALL - 1] + b"\n")
    socket.waitForBytesWritten(_PATIENCE)
    socket.waitForReadyRead(_PATIENCE)
    return True


def _this_user() -> str:
    if hasattr(os, "getuid"):
        return str(os.getuid())
    import getpass

    return getpass.getuser()
