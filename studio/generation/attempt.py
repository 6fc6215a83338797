"""One POST for a turn: on disk before it goes out, on disk while it comes in, and never dropped half way."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial

from studio.gemini.arrivals import Arrivals
from studio.gemini.beside import Source
from studio.gemini.body import Body
from studio.gemini.capabilities import bare_id
from studio.gemini.client import Phase
from studio.gemini.errors import Cancelled, Charge, GeminiError, ModelUnknown, PathUnknown
from studio.gemini.wire import ReplyReader
from studio.generation.drafts import Drafts
from studio.generation.elsewhere import missing_links
from studio.generation.errors import NotKept
from studio.generation.fetch import fetch
from studio.generation.keep import CHARGES, failure_json, read_landed, rescue_landed
from studio.generation.link import Link
from studio.generation.refused import refusal_json
from studio.generation.uncut import whole
from studio.generation.wish import Finished, JobState, Progress, Tell
from studio.library.errors import LibraryError, PutAway
from studio.library.landing import Landing
from studio.library.library import Library
from studio.library.records import EndState, NewTurn, Turn

_STATES = {Phase.SENDING: JobState.SENDING, Phase.THINKING: JobState.THINKING, Phase.RECEIVING: JobState.RECEIVING}


def open_attempt(
    library: Library, turn_id: str, stem: Callable[[str], str], begin: Callable[[], object] = lambda: None
) -> Landing:
    """Write an attempt down: first its folder and lock, then its row, in one with what `begin` writes. Blocks.

    `stem` makes the picture's path from the attempt's id. Until `send_off`, the record says that nothing has gone out.
    Raises LibraryError, with nothing left half begun.
    """
    attempt_id = library.ids.new()
    landing = library.landings.open(attempt_id, turn_id, stem(attempt_id))
    with _taken_back(library, landing), library.transaction():
        begin()
        library.turns.begin_attempt(turn_id, attempt_id, library.clock())
    return landing


def send_off(library: Library, landing: Landing, turn: Turn | NewTurn) -> None:
    """Note, before the first byte goes out, that the attempt may reach a server. Blocks; as `open_attempt` if not.

    Raises PutAway when the turn, or its conversation, went into the trash since it was asked for.
    """
    with _taken_back(library, landing), library.transaction():
        if library.forest.is_put_away(turn.id, turn.conversation_id, turn.id):
            raise PutAway("This went into the trash while it waited. It was not sent.")
        library.turns.mark_sent(landing.attempt_id, library.clock())


@contextmanager
def _taken_back(library: Library, landing: Landing) -> Iterator[None]:
    """End an attempt of which nothing has gone out, whatever it fails with."""
    try:
        yield
    except BaseException as error:
        when = library.clock()
        with suppress(LibraryError), library.transaction():  # else the next start finds the row open, and unsent
            library.turns.end_attempt(landing.attempt_id, "failed", "none", when, failure=refusal_json(error))
            library.unsettled.settle([landing.attempt_id], when)  # whoever asked is told of it now
        landing.abandon()
        raise


class Attempt:
    """One POST and what becomes of it.

    Cancelled while `is_left()`, it stays open on the disk as if the process had died: the next start takes it up.
    """

    def __init__(
        self,
        library: Library,
        link: Link,
        turn: Turn,
        body: Body,
        tell: Tell,
        is_left: Callable[[], bool],
    ) -> None:
        self._library = library
        self._link = link
        self._turn = turn
        self._body = body
        self._tell = tell
        self._is_left = is_left
        self._lost: tuple[Source, ...] = ()

    async def make(self, landing: Landing) -> Finished:
        """Send the request, once its landing was sent off, and keep what comes in there; it is closed at the end.

        Raises NotKept when the disk fails, and CancelledError when cancelled: the last news tells what was kept then.
        """
        try:
            with _disk_failures_said():
                kept, cancellation = await self._make_in(landing)
        finally:  # it waits for the writer and the disk, which the loop must not
            _, late = await whole(asyncio.to_thread(landing.close))
        if (cancellation := cancellation or late) is not None:  # it came too late to change anything
            self._tell_last(kept)
            raise cancellation
        return kept

    async def _make_in(self, landing: Landing) -> tuple[Finished, asyncio.CancelledError | None]:
        """Send and keep; with it the cancellation that came too late, if one did."""
        reader = ReplyReader(landing)
        try:
            failure = await self._send(reader, Drafts(self._library, self._turn, Arrivals(reader), landing))
            if failure is None:
                self._lost = await fetch(reader, landing.folder, self._link.client.files)
        except asyncio.CancelledError:
            if self._is_left() and not await self._is_all_there(landing, reader):
                await whole(self._leave(landing, reader))
                raise
            cancelled = Cancelled(Charge.MAYBE if self._body.sent else Charge.NO)
            kept, _ = await whole(self._keep(landing, reader, cancelled, "cancelled"))
            self._tell_last(kept)
            raise
        return await whole(self._keep(landing, reader, failure))

    def drop(self, landing: Landing) -> None:
        """Take back an attempt that was cancelled before anything went out; one that is left is found unsent."""
        with landing:
            if self._is_left():
                self._library.turns.take_back_sent(landing.attempt_id)
            else:
                self._end(landing, Cancelled(Charge.NO), "cancelled")

    async def _is_all_there(self, landing: Landing, reader: ReplyReader) -> bool:
        """Whether a reply has come to its end, with the pictures that it has links to: the next start fetches those."""
        if not reader.ended:
            return False
        look = asyncio.to_thread(missing_links, reader.skeleton, reader.holes, landing.folder)
        missing, _ = await whole(look)
        return not missing

    async def _leave(self, landing: Landing, reader: ReplyReader) -> None:
        """Let what has arrived be safe on the disk, and the record say whether a server can have heard of it."""
        if not self._body.sent:
            await asyncio.to_thread(self._library.turns.take_back_sent, landing.attempt_id)
        await landing.finish(complete=reader.ended)

    async def _send(self, reader: ReplyReader, drafts: Drafts) -> GeminiError | None:
        on_phase = partial(self._on_phase, drafts)
        try:
            await self._link.client.generate(self._turn.model, self._body, reader, on_phase)
        except GeminiError as failure:
            failure.host = self._link.endpoint.name
            if isinstance(failure, ModelUnknown):
                self._name_successor(failure)
            if isinstance(failure, ModelUnknown | PathUnknown) and self._link.endpoint.streaming:
                self._doubt_streaming(failure)
            return failure
        self._tell(Progress(JobState.ARRIVED, reader.received, words=drafts.words, drafts=drafts.images))
        return None

    def _name_successor(self, failure: ModelUnknown) -> None:
        failure.model = self._turn.model
        failure.successor = self._link.capabilities.row(self._turn.model).successor or ""
        if failure.successor:
            failure.advice = f"{failure.advice} Its successor is {failure.successor}."

    def _doubt_streaming(self, failure: ModelUnknown | PathUnknown) -> None:
        """Say that it may be streaming that the server does not know, unless it names the model."""
        if bare_id(self._turn.model).lower() not in failure.said.lower():
            failure.streamed = True
            failure.advice = f"{failure.advice} Or turn streaming off for this connection."

    def _on_phase(self, drafts: Drafts, phase: Phase, count: int) -> None:
        drafts.look()
        self._tell(Progress(_STATES[phase], count, words=drafts.words, drafts=drafts.images))

    def _tell_last(self, kept: Finished) -> None:
        """Tell what is in the record now: nobody gets it returned."""
        if kept.failure is None:
            state = JobState.DONE
        else:
            state = JobState.CANCELLED if isinstance(kept.failure, Cancelled) else JobState.FAILED
        self._tell(Progress(state, failure=kept.failure, finished=kept))

    async def _keep(
        self, landing: Landing, reader: ReplyReader, failure: GeminiError | None, state: EndState = "failed"
    ) -> Finished:
        """Take what arrived into the library, be it whole, broken or nothing."""
        if failure is not None and self._link.endpoint.free:
            failure.cost_nothing()
        if failure is not None and not reader.received:
            await asyncio.to_thread(self._end, landing, failure, state)
            return Finished(self._turn, (), failure=failure, charge=failure.charge)
        landed = await landing.finish(complete=reader.ended)
        reader.let_go()
        name, row = self._link.endpoint.name, self._link.capabilities.row(self._turn.model)

        def commit() -> Finished:
            when = self._library.clock()
            if failure is None or reader.ended:  # a whole reply is one, however the connection ended
                kept = read_landed(landed, host=name, row=row, when=when, lost=self._lost)
            else:
                kept = rescue_landed(landed, failure, state=state, when=when)
            if self._link.endpoint.free:
                kept = kept.free()
            committed = self._library.turns.commit_reply(landing.attempt_id, landed, kept.commit)
            turn = self._library.turns.get(self._turn.id)
            return Finished(turn, committed.images, kept.outcome, kept.failure, Charge(kept.commit.charge))

        return await asyncio.to_thread(commit)

    def _end(self, landing: Landing, failure: GeminiError, state: EndState) -> None:
        """End an attempt that brought nothing."""
        self._library.turns.end_attempt(
            landing.attempt_id,
            state,
            CHARGES[failure.charge],
            self._library.clock(),
            failure=failure_json(failure),
            http_status=failure.status,
        )
        landing.abandon()


@contextmanager
def _disk_failures_said() -> Iterator[None]:
    try:
        yield
    except LibraryError as error:
        raise NotKept(error) from error
