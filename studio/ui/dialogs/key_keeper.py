"""Brings a key field and the keyring together: looks where the key is, keeps a new one, and waits meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from studio.profile.errors import KeyInvalid, KeyProblem

if TYPE_CHECKING:
    import asyncio

    from studio.profile.keys import KeyPlace
    from studio.profile.saved_connection import SavedConnection
    from studio.profile.secrets import Secret
    from studio.ui.dialogs.key_field import KeyField
    from studio.ui.words import Words
    from studio.workbench.connection_book import ConnectionBook
    from studio.workbench.tasks import Tasks

    _Work = Callable[[SavedConnection], Coroutine[Any, Any, KeyPlace | None]]


class KeyKeeper(QObject):
    """Does one thing at a time with the key of the connection that is shown; another one ends it."""

    settled = Signal()
    """Nothing is under way any more."""
    kept = Signal()
    """The key that was typed is where it was to go."""

    def __init__(self, field: KeyField, book: ConnectionBook, tasks: Tasks, words: Words) -> None:
        super().__init__(field)
        self._field = field
        self._book = book
        self._tasks = tasks
        self._words = words
        self._connection: SavedConnection | None = None
        self._task: asyncio.Task[None] | None = None
        self._last: Callable[[], None] = self._look
        field.again.connect(self._again)
        field.for_session.connect(self._keep_for_session)
        field.forget.connect(self._forget)
        field.cancelled.connect(self._cancel)

    @property
    def is_busy(self) -> bool:
        """Whether the keyring has been asked and has not answered."""
        return self._task is not None

    def show(self, connection: SavedConnection | None, *, look: bool = True) -> None:
        """Be about a connection, None for one that is not saved; forget what was typed."""
        self.stop()
        self._connection = connection
        self._field.clear()
        self._field.show_place(None)
        if connection is not None and look:
            self._look()

    def about(self, connection: SavedConnection) -> None:
        """Be about a connection that has just been saved; what was typed stays."""
        self._connection = connection

    def keep(self, key: Secret) -> None:
        """Put a key into the keyring; the field is emptied once it is there."""
        self._do(partial(self.keep, key), partial(self._keep, key, for_session_only=False))

    def stop(self) -> None:
        """Wait no longer; an answer that comes later may still take effect."""
        task, self._task = self._task, None
        self._field.edit.setReadOnly(False)
        if task is not None:
            task.cancel()

    def _again(self) -> None:
        if self._field.is_dirty:
            self._keep_typed(self.keep)
        else:
            self._last()

    def _keep_for_session(self) -> None:
        self._keep_typed(lambda key: self._do(self._keep_for_session, partial(self._keep, key, for_session_only=True)))

    def _keep_typed(self, keep: Callable[[Secret], None]) -> None:
        try:
            key = self._field.secret()
        except KeyInvalid as error:
            self._field.refuse(self._words.error(error).sentence)
            return
        if key is not None:
            keep(key)

    def _look(self) -> None:
        self._do(self._look, self._find)

    def _forget(self) -> None:
        self._do(self._forget, self._drop)

    def _cancel(self) -> None:
        self.stop()
        self._field.show_cancelled()
        self.settled.emit()

    def _do(self, again: Callable[[], None], work: _Work) -> None:
        connection = self._connection
        if connection is None:
            return
        self.stop()
        self._last = again
        self._field.show_waiting()
        self._field.edit.setReadOnly(self._field.is_dirty)  # it is emptied once it is kept
        self._task = self._tasks.start(self._run(work, connection), "keyring")

    async def _run(self, work: _Work, connection: SavedConnection) -> None:
        """Wait for the keyring and say what came of it. Cancelled, it says nothing: the field is about another one."""
        try:
            place = await work(connection)
        except KeyProblem as problem:
            self._end()
            self._field.show_problem(self._words.error(problem))
        else:
            self._end()
            self._field.show_place(place)
        self.settled.emit()

    def _end(self) -> None:
        self._task = None
        self._field.edit.setReadOnly(False)

    async def _find(self, connection: SavedConnection) -> KeyPlace | None:
        return await self._book.key_place(connection.id)

    async def _keep(self, key: Secret, connection: SavedConnection, *, for_session_only: bool) -> KeyPlace | None:
        await self._book.set_key(connection.id, key, for_session_only=for_session_only)
        self._field.clear()
        self.kept.emit()
        return await self._book.key_place(connection.id)

    async def _drop(self, connection: SavedConnection) -> KeyPlace | None:
        await self._book.forget_key(connection.id)
        return await self._book.key_place(connection.id)
