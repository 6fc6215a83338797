"""Conversations on their way out of the library and into it, with progress, each of which can be stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from PySide6.QtCore import QObject, Signal

from studio.workbench.tasks import Tasks

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable
    from pathlib import Path

    from studio.library.library import Library
    from studio.library.progress import Tell

    Work = Callable[[Library, Tell], object]

SUFFIX = ".studio"

Kind = Literal["file", "story", "import"]


class TransfersUnderWay(Exception):
    """Another library cannot be opened while conversations go out of this one or come into it."""


class Transferred(NamedTuple):
    """How a transfer ended: what it made, that it was stopped, or why it failed, as a rule with a LibraryError.

    `made` is the Path of a file, the WrittenFolder of a story, or what was Imported; nothing at all says that a library
    which is open no more took it in.
    """

    made: object | None
    cancelled: bool = False
    failure: Exception | None = None


class Transfer(QObject):
    """One conversation on its way; `place` is the file or folder at the far end, `done` and `total` count bytes."""

    ended = Signal(object)
    """Transferred."""

    def __init__(self, kind: Kind, place: Path) -> None:
        super().__init__()
        self.kind = kind
        self.place = place
        self.done = 0
        self.total = 0
        self.is_cancelled = False
        self.is_past_stopping = False  # it was stopped too late
        self.result: Transferred | None = None

    def cancel(self) -> None:
        """Stop it; nothing of it is left then."""
        self.is_cancelled = True

    def tell(self, done: int, total: int) -> None:
        """Note how far it is, in whatever thread; raises Stopped when it is to stop."""
        from studio.library.progress import Stopped

        self.done, self.total = done, total
        if self.is_cancelled:
            raise Stopped

    def end(self, result: Transferred) -> None:
        """Note how it ended."""
        self.result = result
        self.ended.emit(result)


class Exchange(QObject):
    """Exports conversations of the open library, and imports others into it."""

    changed = Signal()
    """Something began, or ended."""

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._library: Library | None = None
        self._under_way: list[Transfer] = []
        self._importing: asyncio.Lock | None = None

    @property
    def under_way(self) -> tuple[Transfer, ...]:
        """What has not ended."""
        return tuple(self._under_way)

    def open(self, library: Library) -> None:
        """Work for this library from now on."""
        self._library = library

    def close(self) -> None:
        """Stop what is under way, and let go of the library."""
        for transfer in self._under_way:
            transfer.cancel()
        self._library = None

    def export(self, conversation_id: str, file: Path, over: bool) -> Transfer | None:
        """Begin to write a conversation into a file; one that is there is replaced only when that was asked for."""

        def work(library: Library, tell: Tell) -> object:
            from studio.library.exchange.studio_file import StudioFileWriter

            return StudioFileWriter(library).write(conversation_id, file, over=over, tell=tell)

        return self._start(Transfer("file", file), work)

    def tell_story(self, conversation_id: str, into: Path, branch: str | None = None) -> Transfer | None:
        """Begin to write a conversation as Markdown with its images, or one turn's branch, in a folder of its own."""

        def work(library: Library, tell: Tell) -> object:
            from studio.library.exchange.markdown_folder import MarkdownWriter

            return MarkdownWriter(library).write(conversation_id, into, branch=branch, tell=tell)

        return self._start(Transfer("story", into), work)

    def take_in(self, file: Path) -> Transfer | None:
        """Begin to import a conversation; None, like the others, while no library is open."""

        def work(library: Library, tell: Tell) -> object:
            from studio.library.exchange.taking_in import StudioFileReader

            return StudioFileReader(library).take_in(file, tell)

        return self._start(Transfer("import", file), work)

    def _start(self, transfer: Transfer, work: Work) -> Transfer | None:
        if (library := self._library) is None:
            return None
        self._under_way.append(transfer)
        self._tasks.start(self._run(transfer, library, work), f"transfer: {transfer.kind}")
        self.changed.emit()
        return transfer

    async def _run(self, transfer: Transfer, library: Library, work: Work) -> None:
        import asyncio

        from studio.library.errors import LibraryError
        from studio.library.progress import Stopped

        ended = Transferred(None, cancelled=True)
        try:
            made = await self._in_turn(transfer, lambda: work(library, transfer.tell))
            is_there = transfer.kind != "import" or library is self._library
            ended = Transferred(made if is_there else None)
        except Stopped:
            pass
        except LibraryError as error:
            ended = Transferred(None, failure=error)
        except asyncio.CancelledError:
            ended = Transferred(None, cancelled=not transfer.is_past_stopping)
            raise
        except Exception as error:
            ended = Transferred(None, failure=error)
            raise  # nobody expected it: `Tasks.failed` tells it too
        finally:
            self._under_way.remove(transfer)
            transfer.end(ended)
            self.changed.emit()

    async def _in_turn(self, transfer: Transfer, work: Callable[[], object]) -> object:
        """Do it in a worker; imports one after another, as many can be dropped at once."""
        import asyncio

        if transfer.kind != "import":
            return await self._to_the_end(transfer, work)
        self._importing = self._importing or asyncio.Lock()
        async with self._importing:
            return await self._to_the_end(transfer, work)

    async def _to_the_end(self, transfer: Transfer, work: Callable[[], object]) -> object:
        """Wait for the worker even when cancelled: until its next piece, or its end, it needs the library."""
        import asyncio

        worker = asyncio.ensure_future(self._tasks.in_worker(work))
        try:
            return await asyncio.shield(worker)
        except asyncio.CancelledError:
            transfer.cancel()
            await asyncio.wait({worker})
            transfer.is_past_stopping = worker.exception() is None
            raise
