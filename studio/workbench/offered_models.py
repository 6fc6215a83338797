"""Which models there are to choose from with the connection in use: those of the table, and those that it lists."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from studio.profile.errors import FileNotSaved, ProfileError
from studio.profile.model_lists import ModelList, ModelLists

if TYPE_CHECKING:
    from studio.gemini.client import Client
    from studio.gemini.offered import Offered
    from studio.profile.folders import ProfileFolders
    from studio.profile.saved_connection import SavedConnection
    from studio.profile.secrets import Secret
    from studio.workbench.connection_book import ConnectionBook
    from studio.workbench.draft import Draft
    from studio.workbench.tasks import Tasks

_FETCH_SECONDS = (10, 10, 15, 30)  # connect, write, read, in all


class NoModelList(Exception):
    """The connection lists no models."""


class OfferedModels(QObject):
    """Lists are kept in a file that is read once, when connections are known; they are fetched when somebody asks."""

    changed = Signal()
    """The models, whether they are being fetched, or what came of it."""

    def __init__(
        self,
        draft: Draft,
        book: ConnectionBook,
        folders: ProfileFolders,
        tasks: Tasks,
        parent: QObject | None = None,
        *,
        clock: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(parent)
        self._draft, self._book, self._folders, self._tasks, self._clock = draft, book, folders, tasks, clock
        self._file: ModelLists | None = None
        self._is_loading = False
        self._fetching: SavedConnection | None = None
        self._failures: dict[str, Exception] = {}
        book.changed.connect(self._follow)

    @property
    def models(self) -> tuple[Offered, ...]:
        """What can be chosen now, the newest first; nothing before the table is known."""
        from studio.gemini.offered import offered

        if self._draft.capabilities is None:
            return ()
        kept, current = self.kept, self._book.current
        prefix = current.model_prefix if current else ""
        return offered(self._draft.capabilities, kept.models if kept else None, prefix)

    @property
    def kept(self) -> ModelList | None:
        """What the connection in use listed last; None when it was not asked, or was somewhere else then."""
        current = self._book.current
        kept = self._file.of(current.id) if self._file and current else None
        return kept if kept and current and kept.base_url == current.base_url else None

    @property
    def can_fetch(self) -> bool:
        """Whether there is somebody to ask: the sandbox has what is in the table."""
        return self._book.current is not None

    @property
    def is_fetching(self) -> bool:
        """Whether the connection in use is being asked."""
        return self._fetching is not None and self._fetching == self._book.current

    @property
    def failure(self) -> Exception | None:
        """Why the connection in use could not be asked, when that was tried last."""
        current = self._book.current
        return self._failures.get(current.id) if current else None

    def fetch(self) -> None:
        """Ask the connection in use, unless that is being done; it costs nothing."""
        current = self._book.current
        if current is not None and not self.is_fetching:
            self._fetching = current
            self._tasks.start(self._fetch(current), "fetch the list of models")
            self.changed.emit()

    async def keep(self, connection: SavedConnection, models: tuple[str, ...]) -> None:
        """Keep what a connection listed; where that cannot be written, it holds until the program ends."""
        file = await self._loaded()
        listed = ModelList(connection.base_url, round(self._clock() * 1000), models)
        there_are = {each.id for each in self._book.all()}
        self._failures.pop(connection.id, None)
        try:
            await self._tasks.in_worker(file.keep, connection.id, listed, there_are)
        except FileNotSaved as error:
            self._failures[connection.id] = error
        self.changed.emit()

    async def _fetch(self, connection: SavedConnection) -> None:
        from studio.gemini.errors import GeminiError

        try:
            key = await self._book.key_of(connection)
            client = await self._tasks.in_worker(_client, connection, key)
            async with client:
                models = await client.list_models()
            if models is None:
                raise NoModelList
            await self.keep(connection, models)
        except (GeminiError, ProfileError, NoModelList) as error:
            self._failures[connection.id] = error
        finally:
            if self._fetching == connection:
                self._fetching = None
            self.changed.emit()

    async def _loaded(self) -> ModelLists:
        if (file := self._file) is None:
            file = await self._tasks.in_worker(ModelLists.load, self._folders)
            if (first := self._file) is not None:  # of two who read it at once, the first has it
                return first
            self._file = file
        return file

    def _follow(self) -> None:
        if self._file is None and not self._is_loading:
            self._is_loading = True
            self._tasks.start(self._load(), "read the lists of models")
        self.changed.emit()

    async def _load(self) -> None:
        await self._loaded()
        self.changed.emit()


def _client(connection: SavedConnection, key: Secret) -> Client:
    """Open a client for a list of models; reads certificates."""
    from studio.gemini.client import Client, TimeLimits
    from studio.generation.linking import endpoint_of

    return Client(endpoint_of(connection), key.reveal(), TimeLimits(*_FETCH_SECONDS))
