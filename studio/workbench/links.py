"""Connections in use: each one opened once, and once more after it, its key or the time limits have changed."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import asyncio

    from studio.gemini.capabilities import Capabilities
    from studio.generation.link import Link
    from studio.profile.saved_connection import SavedConnection
    from studio.profile.secrets import Secret
    from studio.profile.settings import Settings
    from studio.workbench.connection_book import ConnectionBook
    from studio.workbench.tasks import Tasks

# None stands for the sandbox: it is started once, and how it replies is said with each request.
_Made = tuple[object, ...] | None


class _Opening(NamedTuple):
    made_from: _Made
    link: asyncio.Future[Link]


class Links:
    """Opens connections by their id, None being the sandbox; `close` closes all of them.

    One that was changed is not closed before the end: a request that is paid for may be under way on it.
    """

    def __init__(
        self,
        book: ConnectionBook,
        settings: Settings,
        capabilities: Capabilities,
        tasks: Tasks,
        sandbox: Callable[[], AbstractAsyncContextManager[Link]],
    ) -> None:
        """`sandbox` starts it; it is called once, when the first request wants it."""
        self._book = book
        self._settings = settings
        self._capabilities = capabilities
        self._tasks = tasks
        self._sandbox = sandbox
        self._openings: dict[str | None, _Opening] = {}
        self._settling: set[asyncio.Task[None]] = set()
        self._opened = AsyncExitStack()
        book.key_changed.connect(self._forget)

    async def open(self, connection_id: str | None) -> Link:
        """The connection in use, opened if need be; several who ask at once share one opening.

        Raises ConnectionUnknown, KeyMissing and other KeyProblems, BadAddress, BadProxy, BadCertificates, and for the
        sandbox Unreachable.
        """
        import asyncio

        connection = self._book.get(connection_id) if connection_id else None
        made_from = self._made_from(connection)
        opening = self._openings.get(connection_id)
        if opening is None or opening.made_from != made_from:
            opening = _Opening(made_from, asyncio.get_running_loop().create_future())
            self._openings[connection_id] = opening
            self._start(opening, connection_id, connection)
        # One of several who wait may be cancelled; the others go on waiting.
        link = await asyncio.shield(opening.link)
        return link.sent_as_made(streaming=self._book.sandbox_streams) if connection is None else link

    async def close(self) -> None:
        """Close everything; whoever still waits for an opening is cancelled."""
        import asyncio

        for task in self._settling:
            task.cancel()
        if self._settling:
            await asyncio.wait(set(self._settling))
        self._openings.clear()
        await self._opened.aclose()

    def _start(self, opening: _Opening, connection_id: str | None, connection: SavedConnection | None) -> None:
        def end(task: asyncio.Task[None]) -> None:
            self._settling.discard(task)
            opening.link.cancel()  # nothing when it is settled; the task can also end before it began

        task = self._tasks.start(self._settle(opening, connection_id, connection), "open a connection")
        self._settling.add(task)
        task.add_done_callback(end)

    def _made_from(self, connection: SavedConnection | None) -> _Made:
        if connection is None:
            return None
        limits = self._settings
        return (
            connection,
            (limits.connect_seconds, limits.write_seconds, limits.read_seconds, limits.total_seconds),
        )

    async def _settle(self, opening: _Opening, connection_id: str | None, connection: SavedConnection | None) -> None:
        """Open, and tell everybody who waits; a failure is told to them alone, and the next to ask tries anew."""
        try:
            opening.link.set_result(await self._make(connection))
        except BaseException as error:
            if self._openings.get(connection_id) is opening:
                del self._openings[connection_id]
            if not isinstance(error, Exception):
                raise
            opening.link.set_exception(error)
            opening.link.exception()  # asked for here, because those who wanted it may all have been cancelled

    async def _make(self, connection: SavedConnection | None) -> Link:
        if connection is None:
            return await self._opened.enter_async_context(self._sandbox())
        key = await self._book.key_of(connection)
        link = await self._tasks.in_worker(_link_of, connection, key, self._settings, self._capabilities)
        await self._opened.enter_async_context(link.client)
        return link

    def _forget(self, connection_id: str) -> None:
        self._openings.pop(connection_id, None)


def _link_of(connection: SavedConnection, key: Secret, settings: Settings, capabilities: Capabilities) -> Link:
    """Open a link; reads certificates, and the first time loads the whole protocol."""
    from studio.generation.linking import limits_of, link_of

    return link_of(connection, key, limits_of(settings), capabilities)
