"""The connections of the user as the window knows them: the list, the one in use, their keys, and what a test shows."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from studio.profile.connections import Connections
from studio.profile.errors import ConnectionUnknown, KeyMissing, KeyProblem, NoKeyring

if TYPE_CHECKING:
    import asyncio

    from studio.gemini.client import Client
    from studio.gemini.ladder import Climbed, Climber, Rung
    from studio.gemini.own_files import OwnFiles
    from studio.library.records import Turn
    from studio.profile.folders import ProfileFolders
    from studio.profile.keys import KeyPlace, Keys
    from studio.profile.notices import Notice
    from studio.profile.saved_connection import SavedConnection
    from studio.profile.secrets import Secret
    from studio.workbench.tasks import Tasks

T = TypeVar("T")

_TEST_SECONDS = (10, 10, 15, 30)  # connect, write, read, in all: each answer is small


class ConnectionBook(QObject):
    """Empty until it is loaded. Files are written in workers, keyrings answer from threads of their own."""

    changed = Signal()
    """The list, the connection in use, or how the sandbox replies is another."""
    key_changed = Signal(str)
    """The id of a connection whose key was set or forgotten."""

    def __init__(self, folders: ProfileFolders, keys: Keys, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folders = folders
        self._keys = keys
        self._tasks = tasks
        self._file: Connections | None = None
        self._turn: asyncio.Lock | None = None
        self._all: tuple[SavedConnection, ...] = ()
        self._current: SavedConnection | None = None
        self._sandbox_streams = False

    async def load(self) -> tuple[Notice, ...]:
        """Read the list, afresh when it was read before; what in it was not used. Raises FileUnreadable."""
        async with self._in_turn():
            file = self._file = await self._tasks.in_worker(Connections.load, self._folders)
            self._take(file)
        return file.notices

    def all(self) -> tuple[SavedConnection, ...]:
        """Every saved connection, oldest first."""
        return self._all

    @property
    def current(self) -> SavedConnection | None:
        """The connection in use; None is the sandbox."""
        return self._current

    @property
    def sandbox_streams(self) -> bool:
        """Whether the sandbox sends its replies as they are made."""
        return self._sandbox_streams

    def get(self, connection_id: str) -> SavedConnection:
        """The connection with this id. Raises ConnectionUnknown."""
        for each in self._all:
            if each.id == connection_id:
                return each
        raise ConnectionUnknown("This connection has been removed.")

    def named(self, name: str) -> SavedConnection | None:
        """The connection of this name; None for the sandbox and for one that is gone."""
        return next((each for each in self._all if each.name == name), None)

    def server_of(self, turn: Turn) -> str:
        """The address of the server that a turn was made at."""
        from studio.generation.identity import connection_of, server_of

        return server_of(turn, connection_of(turn, self._all))

    async def files_of(self, turn: Turn) -> OwnFiles:
        """The files of that server, with the key that opens them where there is one."""
        from studio.gemini.own_files import OwnFiles, own_files
        from studio.generation.identity import connection_of
        from studio.generation.linking import endpoint_of

        saved = connection_of(turn, self._all)
        if saved is not None:
            with suppress(KeyProblem):  # then only what anybody may see is seen
                return own_files(endpoint_of(saved), (await self.key_of(saved)).reveal())
        return OwnFiles(self.server_of(turn))

    async def choose(self, connection_id: str | None) -> None:
        """Use a connection from now on, or with None the sandbox. Raises ConnectionUnknown, FileNotSaved."""
        await self._write(lambda file: file.choose(connection_id) if connection_id else file.choose_none())

    async def add(self, wanted: SavedConnection) -> SavedConnection:
        """Save a new connection, whose id is made here, and use it. Raises NameTaken, FileNotSaved."""
        return await self._write(
            lambda file: file.add(
                name=wanted.name,
                base_url=wanted.base_url,
                auth=wanted.auth,
                model_prefix=wanted.model_prefix,
                plain_http=wanted.plain_http,
                concurrency=wanted.concurrency,
                per_minute=wanted.per_minute,
                streaming=wanted.streaming,
                default_model=wanted.default_model,
                provider=wanted.provider,
            )
        )

    async def change(self, changed: SavedConnection) -> SavedConnection:
        """Put a changed connection in the place of the one with its id.

        Raises NameTaken, ConnectionUnknown, FileNotSaved.
        """
        return await self._write(lambda file: file.change(changed))

    async def stream_sandbox(self, streaming: bool) -> None:
        """Have the sandbox send its replies as they are made, or whole. Raises FileNotSaved."""
        await self._write(lambda file: file.stream_sandbox(streaming))

    async def remove(self, connection_id: str) -> bool:
        """Forget a connection and its key; whether the key is gone: without a keyring it stays in the one it is in.

        The key first: one whose connection is gone would never be found. Who used it uses the sandbox then, and no
        other connection that costs money. Raises KeyProblem, ConnectionUnknown, FileNotSaved.
        """
        try:
            await self.forget_key(connection_id)
            forgotten = True
        except NoKeyring:
            forgotten = False
        was_current = self._current is not None and self._current.id == connection_id

        def remove(file: Connections) -> None:
            file.remove(connection_id)
            if was_current:
                file.choose_none()

        await self._write(remove)
        return forgotten

    async def set_key(self, connection_id: str, key: Secret, *, for_session_only: bool = False) -> None:
        """Put a key into the keyring, or keep it in memory until the program ends. Raises KeyProblem."""
        if for_session_only:
            await self._keys.keep_for_session(connection_id, key)
        else:
            await self._keys.keep(connection_id, key)
        self.key_changed.emit(connection_id)

    async def forget_key(self, connection_id: str) -> None:
        """Forget a key wherever it is kept. Raises KeyProblem."""
        await self._keys.forget(connection_id)
        self.key_changed.emit(connection_id)

    async def key_of(self, connection: SavedConnection) -> Secret:
        """The key of a connection. Raises KeyMissing, or another KeyProblem."""
        return await self._keys.of(connection)

    async def key_place(self, connection_id: str) -> KeyPlace | None:
        """Where the key of a connection is; None when it has none. Raises KeyProblem."""
        return await self._keys.place_of(connection_id)

    def hidden_in(self, text: str) -> str:
        """A text without any key that was used or set in this run; from any thread."""
        return self._keys.hidden_in(text)

    async def test(
        self,
        connection: SavedConnection,
        key: Secret | None,
        model: str,
        begun: Callable[[Rung], None] = lambda _: None,
    ) -> Climbed:
        """Say what can be known of a connection, saved or not, without paying; `begun` hears of each question first.

        Where no key is given, one that is saved is asked with its own, but not at another host than it is saved with:
        then its key is withheld. One that is not saved has none, for the environment's may be another provider's.
        Raises KeyProblem when the key cannot be had, BadAddress, BadProxy, BadCertificates.
        """
        saved = next((each for each in self._all if each.id == connection.id), None)
        withheld = key is None and saved is not None and not _same_host(saved, connection)
        if key is None and saved is not None and not withheld:
            key = await self._key_or_none(saved)
        client, climb = await self._tasks.in_worker(_climber, connection, key.reveal() if key else "")
        async with client:
            found = await climb(client, has_key=key is not None, model=model, begun=begun)
        return _without_its_key(found) if withheld else found

    async def _key_or_none(self, saved: SavedConnection) -> Secret | None:
        try:
            return await self._keys.of(saved)
        except KeyMissing:
            return None

    async def _write(self, change: Callable[[Connections], T]) -> T:
        """Change the list in a worker and tell."""
        if self._file is None:
            await self.load()
        async with self._in_turn():
            assert self._file is not None
            result = await self._tasks.in_worker(change, self._file)
            self._take(self._file)
        return result

    def _in_turn(self) -> asyncio.Lock:
        """One thing after the other: reading afresh must not take away what is being written."""
        import asyncio

        self._turn = self._turn or asyncio.Lock()
        return self._turn

    def _take(self, file: Connections) -> None:
        """Take over what the file holds: in the painting thread, which reads it, and in one go."""
        now = (file.all(), file.default, file.sandbox_streams)
        if now != (self._all, self._current, self._sandbox_streams):
            self._all, self._current, self._sandbox_streams = now
            self.changed.emit()


def _same_host(one: SavedConnection, other: SavedConnection) -> bool:
    """Whether a key sent to either reaches the same host in the same way."""
    from studio.workbench.connection_fields import origin_of

    return origin_of(one.base_url) == origin_of(other.base_url) != ""


def _without_its_key(found: Climbed) -> Climbed:
    """Say of what was found that the key there is was not sent."""
    from studio.gemini.ladder import KeyCheck

    return replace(found, key=KeyCheck.WITHHELD)


def _climber(connection: SavedConnection, key: str) -> tuple[Client, Climber]:
    """Load the protocol and open a client for a test."""
    from studio.gemini.client import Client, TimeLimits
    from studio.gemini.ladder import climb
    from studio.generation.linking import endpoint_of

    return Client(endpoint_of(connection), key, TimeLimits(*_TEST_SECONDS)), climb
