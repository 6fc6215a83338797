"""The workbench: everything the window stands on, made once, filled and emptied with each library that is opened."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from studio.profile.errors import ProfileError
from studio.profile.keys import Keys
from studio.workbench.branch import Branch
from studio.workbench.carrying import Carrying
from studio.workbench.connection_book import ConnectionBook
from studio.workbench.connection_limits import ConnectionLimits
from studio.workbench.conversations import Conversations
from studio.workbench.draft import Draft
from studio.workbench.drafts import Drafts
from studio.workbench.edits import Edits
from studio.workbench.everything import Everything
from studio.workbench.exchange import Exchange, TransfersUnderWay
from studio.workbench.exports import Exports
from studio.workbench.foresight import Foresight
from studio.workbench.gallery import GalleryModel
from studio.workbench.history import History
from studio.workbench.inspection import Inspection
from studio.workbench.jobs import Job, Jobs, RequestsUnderWay
from studio.workbench.kept_draft import KeptDraft
from studio.workbench.library_watch import LibraryWatch
from studio.workbench.links import Links
from studio.workbench.looked_at import LookedAt
from studio.workbench.messages import Messages
from studio.workbench.offered_models import OfferedModels
from studio.workbench.onward import Onward
from studio.workbench.opened_library import OpenedLibrary, close_library, open_library
from studio.workbench.outline import Outline
from studio.workbench.pictures import Pictures
from studio.workbench.preferences import Preferences
from studio.workbench.prompts import Prompts
from studio.workbench.read_share import ReadShare
from studio.workbench.recovery import Recovery
from studio.workbench.spent import spent_today
from studio.workbench.tasks import Tasks
from studio.workbench.thumbnails import Thumbnails
from studio.workbench.token_count import TokenCount
from studio.workbench.undo import Undo
from studio.workbench.withdrawal import Withdrawal

if TYPE_CHECKING:
    import asyncio

    from studio.gemini.capabilities import Capabilities
    from studio.generation.link import Link
    from studio.library.library import Library
    from studio.library.locks import HeldLock
    from studio.profile.folders import ProfileFolders
    from studio.profile.notices import Notice
    from studio.profile.remembered import Remembered
    from studio.profile.settings import Settings

    Sandbox = Callable[[Settings, Capabilities], AbstractAsyncContextManager[Link]]

_TOGETHER_MILLISECONDS = 50  # jobs that end within this are read together: eight at once would be read eight times


class _OfLibrary(Protocol):
    """A part that works for one library at a time."""

    def open(self, library: Library) -> None:
        """Work for it."""

    def close(self) -> None:
        """Let go of it."""


class Bench(QObject):
    """One window's worth of objects. All exist from the start; those of a library are empty until `open`."""

    opened = Signal()
    """A library is open: `library` is not None."""
    ready = Signal()
    """Connections and the table of models are known: `connections`, `capabilities`."""
    trouble = Signal(object)
    """ProfileError: the connections could not be read."""
    spent = Signal(object)
    """Spending: what this library cost today."""

    def __init__(self, folders: ProfileFolders, settings: Settings, remembered: Remembered, sandbox: Sandbox) -> None:
        super().__init__()
        self.folders, self.settings, self.remembered = folders, settings, remembered
        self._sandbox = sandbox
        self.tasks = Tasks(self)
        self.messages = Messages(self)
        self.jobs = Jobs(self.tasks, parent=self)
        self._reads = ReadShare(self.jobs, self)
        self.branch = Branch(self.tasks, self.jobs, self, LookedAt(remembered))
        self.onward = Onward(self.branch, self.jobs, self)
        self.outline = Outline(self.tasks, self.jobs, self.branch, self)
        self.history = History(self.tasks, self.jobs, self)
        self._make_views()
        self.draft = Draft(self.tasks, self)
        self.undo = Undo(self.tasks, self)
        self.drafts = Drafts(self.draft, self.branch, self.jobs, self.undo, self)
        self.kept_draft = KeptDraft(self.drafts, self.tasks, self)
        self.connections = ConnectionBook(folders, Keys(), self.tasks, self)
        self.recovery = Recovery(self.tasks, self.jobs, self.undo, self.connections, self)
        withdrawal = Withdrawal(self.tasks, self.jobs, self.recovery)
        self.edits = Edits(self.tasks, self.undo, self, withdrawal.look)
        self.capabilities: Capabilities | None = None
        self.models = OfferedModels(self.draft, self.connections, folders, self.tasks, self)
        self.preferences = Preferences(settings, self.tasks, self)
        self.foresight = Foresight(self.draft, self.connections, settings, self.tasks, self)
        self.tokens = TokenCount(self.draft, self.foresight, self.tasks, self)
        self.notices: tuple[Notice, ...] = ()
        self.library: Library | None = None
        self._links: Links | None = None
        self._lock: HeldLock | None = None
        self._opening: asyncio.Lock | None = None
        self._watch = LibraryWatch(self.tasks, self)
        self._news = QTimer(self, singleShot=True, interval=_TOGETHER_MILLISECONDS)
        self._connect()

    def _make_views(self) -> None:
        """Make what shows a library and hands out what is in it."""
        self.conversations = Conversations(self.tasks, parent=self)
        self.thumbnails = Thumbnails(self.tasks, self.folders.cache / "thumbnails", parent=self)
        self.gallery = GalleryModel(self.tasks, parent=self)
        self.everything = Everything(self.tasks, self)
        self.pictures = Pictures(self.tasks, parent=self)
        self.prompts = Prompts(self.tasks, self)
        self.inspection = Inspection(self.tasks, self)
        self.carrying = Carrying(self.tasks, self)
        self.exports = Exports(self.tasks, self)
        self.exchange = Exchange(self.tasks, self)

    def _connect(self) -> None:
        self._watch.changed.connect(self._on_others)
        self.preferences.changed.connect(self.foresight.look_again)
        self.preferences.changed.connect(lambda _: self.jobs.look_again())
        self.connections.changed.connect(self.jobs.look_again)
        self._news.timeout.connect(self.refresh)
        self.jobs.ended.connect(lambda _: self._news.isActive() or self._news.start())
        self.jobs.changed.connect(self._on_moved)
        self.recovery.taken_in.connect(self._on_others)

    async def prepare(self) -> None:
        """Load what sending needs: connections, models, and the packages that are slow to import."""
        self.capabilities = capabilities = await self.tasks.in_worker(_capabilities)
        self._links = Links(
            self.connections,
            self.settings,
            capabilities,
            self.tasks,
            lambda: self._sandbox(self.settings, capabilities),
        )
        self.tokens.use(self._links)
        self.draft.know(capabilities)
        self.everything.know(capabilities)
        try:
            self.notices = await self.connections.load()
        except ProfileError as error:  # the sandbox works without
            self.trouble.emit(error)
        self.ready.emit()

    async def open(self, root: Path) -> None:
        """Open a library in the place of the one that is open; that one stays when this one cannot be opened.

        Raises LibraryError, RequestsUnderWay, TransfersUnderWay. `prepare` has been done before. Of two at once, the
        later comes after.
        """
        import asyncio

        self._opening = self._opening or asyncio.Lock()
        async with self._opening:
            self._refuse_while_busy()
            assert self.capabilities is not None
            found = await self.tasks.in_worker(open_library, root, self.capabilities)
            try:
                self._refuse_while_busy()  # the window could be used meanwhile
            except (RequestsUnderWay, TransfersUnderWay):
                await self.tasks.in_worker(close_library, found.library, found.lock)
                raise
            await self.close_library()
            self._fill(found)

    def _refuse_while_busy(self) -> None:
        if count := len(self.jobs.under_way):
            raise RequestsUnderWay(count)
        if self.exchange.under_way:
            raise TransfersUnderWay

    def _fill(self, found: OpenedLibrary) -> None:
        """Let everything work for the library that was opened."""
        assert self.capabilities is not None
        assert self._links is not None
        self._lock, self.library = found.lock, found.library
        for part in self._parts():
            part.open(found.library)
        self.carrying.open(found.library)
        self.exchange.open(found.library)
        self.draft.open(found.library, self.capabilities)
        self.kept_draft.open(found.library)
        limits = ConnectionLimits(self.connections, self.settings)
        self.jobs.open(found.library, self._links, self.settings, limits.width, limits.per_minute)
        self.recovery.open(found.library, self.capabilities, found.left, found.waiting, found.held_up, found.is_linked)
        self.opened.emit()
        self._watch.open(found.library, found.version)
        self._tell_spent()

    async def close_library(self) -> None:
        """Let go of the library. From the first moment nothing can be sent in it; no request may be under way."""
        library, lock, self.library, self._lock = self.library, self._lock, None, None
        self._watch.close()
        self.recovery.close()
        self.jobs.close()
        self.exchange.close()
        await self.undo.finish()
        await self.kept_draft.close()  # while it is known in which conversation it was begun
        for part in self._parts():
            part.close()
        self.draft.close()
        await self.carrying.close()
        if library is not None:
            await self.tasks.in_worker(close_library, library, lock)

    async def close(self) -> None:
        """End everything: requests under way stay open on the disk, others in the queue; the next start finds them."""
        import asyncio

        await self.undo.finish()
        self.jobs.leave()
        await self.jobs.settle()
        await self.tasks.close()
        await self.close_library()
        if self._links is not None:
            await self._links.close()
        await asyncio.to_thread(self.remembered.save)

    def refresh(self) -> None:
        """Read again what may have changed."""
        if self.library is not None:
            self.gallery.refresh()
            self.conversations.refresh()
            self.inspection.refresh()
            self.outline.refresh()
            self._tell_spent()

    def _on_others(self) -> None:
        """Show what came into the library by no job of this window."""
        self.refresh()
        self.branch.refresh()

    def _on_moved(self, job: Job) -> None:
        """List a conversation as soon as its first request is written down, not only when it brings something."""
        if job.state == "sending" and job.wish.parent is None and not job.is_listed:
            job.is_listed = True
            self.conversations.refresh()

    def _parts(self) -> tuple[_OfLibrary, ...]:
        """What is filled and emptied with each library."""
        return (
            self.branch,
            self.outline,
            self.conversations,
            self.thumbnails,
            self.gallery,
            self.everything,
            self.pictures,
            self.prompts,
            self.inspection,
            self.exports,
            self.edits,
            self.history,
            self.foresight,
            self.tokens,
        )

    def _tell_spent(self) -> None:
        self.tasks.start(self._sum_up(), "spent today")

    async def _sum_up(self) -> None:
        if (library := self.library) is not None:
            self.spent.emit(await self.tasks.in_worker(spent_today, library))


def _capabilities() -> Capabilities:
    """Read the table of models, and load what everything that is sent or kept needs."""
    import studio.gemini.offered, studio.generation.run  # noqa: E401, F401, I001 - so that no import holds up painting
    from studio.gemini.capabilities import Capabilities
    from studio.resources import read_json

    return Capabilities.read(read_json("models/capabilities.json"))
