"""What earlier runs left undecided: requests whose fate is not known or was just found out, and wishes never sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Container, Coroutine, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from studio.workbench.connection_book import ConnectionBook
from studio.workbench.fetching_left import FetchingLeft
from studio.workbench.jobs import Jobs
from studio.workbench.left_in_library import found_now, queue_again, settle_all_of
from studio.workbench.tasks import Tasks
from studio.workbench.undo import Undo

if TYPE_CHECKING:
    from studio.gemini.capabilities import Capabilities
    from studio.generation.recover import Recovered
    from studio.library.errors import LibraryError
    from studio.library.library import Library
    from studio.library.records import QueuedWish
    from studio.workbench.fetching_left import HeldUp

T = TypeVar("T")
_AGAIN_MILLISECONDS = 20_000

Send = Callable[[str], Awaitable[bool]]
"""Sends a turn once more, by its id; whether it was queued, and `asked_again` was told of it."""


class Recovery(QObject):
    """Keeps each until a person has dealt with it: asked again, sent, or let go. Nothing is ever sent by itself."""

    changed = Signal()
    """There are others now."""
    taken_in = Signal()
    """Something was found while the library was open: a reply that could not be kept before, what a command left."""
    held_up = Signal(object)
    """HeldUp: why something of what was left cannot be taken in yet; None when all of it has been."""
    unreadable = Signal(object)
    """WishUnreadable: something that waited cannot be sent any more; it stays until it is let go."""

    def __init__(
        self, tasks: Tasks, jobs: Jobs, undo: Undo, connections: ConnectionBook, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._jobs = jobs
        self._undo = undo
        self._library: Library | None = None
        self._left: dict[str, Recovered] = {}
        self._waiting: dict[str, QueuedWish] = {}
        self._asking = Counter[str]()  # turns, as often as they are just being asked for again
        self._asked: set[str] = set()  # attempts whose turns were asked for again, and that are decided by that
        self._is_sending = False
        self._capabilities: Capabilities | None = None
        self._why: HeldUp | None = None  # it could not all be taken in, as it was told last
        self._fetching = FetchingLeft(tasks, connections, self)
        self._fetching.changed.connect(self._on_fetching)
        self._fetching.taken_in.connect(self._on_fetched)
        self._again = QTimer(self)
        self._again.setInterval(_AGAIN_MILLISECONDS)
        self._again.timeout.connect(self.look_again)

    @property
    def left(self) -> tuple[Recovered, ...]:
        """Requests that were under way when an earlier run ended, oldest first."""
        left = {**self._fetching.left, **self._left}
        return tuple(left[attempt_id] for attempt_id in sorted(left))

    @property
    def waiting(self) -> tuple[QueuedWish, ...]:
        """Wishes that an earlier run had queued and not sent, in order."""
        return tuple(self._waiting.values())

    def open(
        self,
        library: Library,
        capabilities: Capabilities,
        left: Iterable[Recovered],
        waiting: Iterable[QueuedWish],
        held_up: LibraryError | None = None,
        is_linked: bool = False,
    ) -> None:
        """Show what was found in a library that was opened, and look again from time to time.

        With `is_linked` at once: there are replies whose images have to be fetched.
        """
        self._library, self._capabilities = library, capabilities
        self._asked.clear()
        if not library.read_only:
            self._again.start()
        self._show({each.attempt_id: each for each in left}, {each.id: each for each in waiting})
        self._tell_held_up(held_up)
        if is_linked:
            self.look_again()

    def close(self) -> None:
        """Forget the library; what was not dealt with is in its record."""
        self._library = None
        self._again.stop()
        self._fetching.close()
        self._show({}, {})
        self._tell_held_up(None)

    def look_again(self) -> None:
        """Take in what could not be before: the disk was full, or another program held the record."""
        if self._library is not None:
            self._tasks.start(self._look(self._library), "look for what was left behind")

    def try_again(self) -> None:
        """The same for whoever read that it could not be, and is told once more if it still cannot."""
        self._why = None
        self._fetching.try_again()
        self.look_again()

    def stop_fetching(self, left: Iterable[Recovered]) -> None:
        """Wait no longer for the images of these: what has come is kept, the links of the others are told."""
        self._fetching.stop([each.attempt_id for each in left])
        self.look_again()

    def is_busy(self, attempt_id: str) -> bool:
        """Whether it is just being asked for again."""
        left = self._left.get(attempt_id)
        return left is not None and self._asking[left.turn.id] > 0

    def ask_again(self, left: Sequence[Recovered], send: Send) -> None:
        """Send each of these requests once more; each at most once, however often this is asked for meanwhile."""
        wanted = {each.turn.id for each in left if each.attempt_id in self._left and not self.is_busy(each.attempt_id)}
        if self._library is not None:
            for turn_id in sorted(wanted):  # one that cannot be sent, its connection being gone, keeps no other from it
                # First what is asked for is queued, on the disk, then it is off the list: a crash in between asks the
                # person once more, not the server.
                self._tasks.start(self.asking((turn_id,), send(turn_id)), "ask again")

    def asking(self, turn_ids: Sequence[str], work: Awaitable[bool]) -> Coroutine[object, object, bool]:
        """Let nobody ask for turns from the list as long as work, to be started, asks for them again."""
        self._asking.update(turn_ids)
        self.changed.emit()
        return self._asked_for(turn_ids, work)

    async def _asked_for(self, turn_ids: Sequence[str], work: Awaitable[bool]) -> bool:
        try:
            return await work
        finally:
            self._asking.subtract(turn_ids)
            self.changed.emit()

    async def asked_again(self, turn_id: str) -> None:
        """Take what a turn had left off the list for good: it was asked for once more, from wherever that was."""
        if (library := self._library) is None:
            return
        gone = await self._tasks.in_worker(settle_all_of, library, turn_id)
        if library is self._library:
            self._asked |= gone
            self._show(_without(self._left, gone), self._waiting)

    def let_go(self, left: Sequence[Recovered], text: str, said: str) -> None:
        """Take these off the list for good; `text` and `said` as in `undo.Step`."""
        library = self._library
        gone = {each.attempt_id: each for each in left if each.attempt_id in self._left}
        if library is None or not gone:
            return

        async def forward() -> None:
            await self._settle(library, gone)

        async def back() -> None:
            undecided = _without(gone, self._asked)
            await self._tasks.in_worker(library.unsettled.bring_back, list(undecided))
            if library is self._library:
                self._show(self._left | undecided, self._waiting)

        self._undo.do(text, forward, back, said)

    def send_waiting(self) -> None:
        """Queue again what was waiting; what cannot be made out stays, and why is told."""
        if self._waiting and not self._is_sending:
            self._is_sending = True
            self._tasks.start(self._send_waiting(self.waiting), "send what was waiting")

    def let_go_waiting(self, text: str, said: str) -> None:
        """Take what was waiting out of the record; `text` and `said` as in `undo.Step`."""
        library, gone = self._library, self._waiting
        if library is None or not gone or self._is_sending:
            return
        dropped: dict[str, QueuedWish] = {}  # by the last way forward: what is taken back is no more than that

        async def forward() -> None:
            dropped.clear()
            if library is self._library and not self._is_sending:
                dropped.update((key, wish) for key, wish in self._waiting.items() if key in gone)
                await self._drop(library, dropped)

        async def back() -> None:
            wanted = [wish for wish in dropped.values() if self._jobs.find(wish.id) is None]
            added = await self._tasks.in_worker(queue_again, library, wanted)
            if library is self._library:
                self._show(self._left, self._waiting | {wish.id: wish for wish in added})

        self._undo.do(text, forward, back, said)

    async def withdraw(self, ids: Container[str]) -> None:
        """Take wishes off the list for good that nobody wants any more."""
        from studio.library.errors import LibraryError

        gone = {key: wish for key, wish in self._waiting.items() if key in ids}
        if self._library is not None and gone:
            with suppress(LibraryError):  # then they are offered still, and refused when they are sent
                await self._drop(self._library, gone)

    async def _drop(self, library: Library, gone: dict[str, QueuedWish]) -> None:
        """Take wishes off the list at once, so that none is sent meanwhile, and out of the record."""
        self._show(self._left, _without(self._waiting, gone))
        try:
            await self._tasks.in_worker(library.queue.drop, list(gone))
        except Exception:
            if library is self._library:
                self._show(self._left, self._waiting | gone)
            raise

    async def _look(self, library: Library) -> None:
        assert self._capabilities is not None
        why: list[LibraryError] = []
        known = tuple(self._fetching.known)
        found = await self._tasks.in_worker(found_now, library, self._capabilities, why.append, known)
        if library is not self._library:
            for each in found.waiting:
                each.orphan.close()
            return
        self._fetching.forget_all_but(found.unended)
        self._tell_held_up(why[-1] if why else self._fetching.why)
        if found.left:
            self._show(self._left | {each.attempt_id: each for each in found.left}, self._waiting)
            self.taken_in.emit()
        self._fetching.start(library, self._capabilities, found.waiting)

    def _on_fetching(self) -> None:
        self.changed.emit()
        if self._fetching.why is not None:
            self._tell_held_up(self._fetching.why)

    def _on_fetched(self, recovered: Recovered) -> None:
        is_decided = recovered.attempt_id in self._asked and recovered.fate != "kept"
        new = {} if is_decided else {recovered.attempt_id: recovered}
        self._show(self._left | new, self._waiting)
        self.taken_in.emit()

    def _tell_held_up(self, why: HeldUp | None) -> None:
        """Tell why not all could be taken in, unless that was told before; it is looked for again and again."""
        if type(why) is not type(self._why):
            self._why = why
            self.held_up.emit(why)

    async def _settle(self, library: Library, gone: dict[str, Recovered]) -> None:
        await self._tasks.in_worker(library.unsettled.settle, list(gone), library.clock())
        if library is self._library:
            self._show(_without(self._left, gone), self._waiting)

    async def _send_waiting(self, kept: Sequence[QueuedWish]) -> None:
        library = self._library
        try:
            problems = await self._jobs.resume(kept)
        finally:
            self._is_sending = False
        if library is not self._library:
            return
        sent = {each.id for each in kept if self._jobs.find(each.id) is not None}
        self._show(self._left, _without(self._waiting, sent))
        for problem in problems:
            self.unreadable.emit(problem)

    def _show(self, left: dict[str, Recovered], waiting: dict[str, QueuedWish]) -> None:
        self._left, self._waiting = dict(left), dict(waiting)
        self.changed.emit()


def _without(items: Mapping[str, T], gone: Iterable[str]) -> dict[str, T]:
    away = set(gone)
    return {key: value for key, value in items.items() if key not in away}
