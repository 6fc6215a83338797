"""One generation from wish to files: written down, sent, landed, committed; tried again only where that is free.

Progress is told through a callback rather than yielded: it comes from within the stream of bytes, and a coroutine has
one owner, is cancelled in one way, and raises where an iterator would need a queue, a task and a last word.
"""

import asyncio
import shutil
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from functools import partial
from typing import NamedTuple

from studio.gemini.body import Body
from studio.gemini.errors import GeminiError
from studio.gemini.fitting import fit
from studio.gemini.request import build_body
from studio.gemini.retry import wait_before_again
from studio.generation.attempt import Attempt, open_attempt, send_off
from studio.generation.errors import NoRoom, NothingToContinue, TooMuchToSend
from studio.generation.link import Link
from studio.generation.replay import Target, replay
from studio.generation.uncut import unless_cancelled, whole
from studio.generation.wish import Finished, JobState, Progress, Tell, Wish, title_of
from studio.library.errors import translated
from studio.library.folder import DEFAULT_TEMPLATE, picture_stem
from studio.library.landing import Landing
from studio.library.library import Library
from studio.library.records import Image, Json, NewInput, NewTurn, Turn

# Room for a 4K picture as PNG and its signature, several times over: no picture is paid for that cannot be kept.
_ROOM = 64 << 20


class _Begun(NamedTuple):
    """A turn that is written down, with what is to be sent and where the reply is to land."""

    turn: Turn
    body: Body
    landing: Landing


class Generator:
    """Makes turns in one library over one connection.

    `budget` is the largest request body in bytes, `template` names the pictures, `sleep` is the clock's. What is
    cancelled while `is_left()` stays open on the disk, for the next start to take up.
    """

    def __init__(
        self,
        library: Library,
        link: Link,
        *,
        budget: int = 18_000_000,
        template: str = DEFAULT_TEMPLATE,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        is_left: Callable[[], bool] = lambda: False,
    ) -> None:
        self._library = library
        self._link = link
        self._budget = budget
        self._template = template
        self._sleep = sleep
        self._is_left = is_left

    async def run(self, wish: Wish, tell: Tell) -> Finished:
        """Make one turn and return how it ended.

        Raises what kept it from being begun or sent once more (LibraryError, NoRoom, TooMuchToSend, BadAddress),
        NotKept when a reply could not be written to disk, CancelledError when cancelled: what had arrived is kept.
        """
        begun = await unless_cancelled(
            asyncio.to_thread(self._begin, wish), undo=lambda begun: self._attempt(begun, tell).drop(begun.landing)
        )
        attempt, turn, landing = self._attempt(begun, tell), begun.turn, begun.landing
        failures = 0
        while True:
            finished = await attempt.make(landing)
            if finished.failure is None:
                tell(Progress(JobState.DONE))
                return finished
            failures += 1
            wait = wait_before_again(finished.failure, failures)
            if wait is None:
                tell(Progress(JobState.FAILED, failure=finished.failure))
                return finished
            landing = await self._next(attempt, turn, partial(self._count_down, wait, finished.failure, tell))

    async def _next(self, attempt: Attempt, turn: Turn, count_down: Callable[[], Awaitable[None]]) -> Landing:
        """Write the next attempt down, then wait: killed meanwhile, it is found unsent, and not forgotten."""
        stem = self._stem(turn.created, turn.prompt)
        landing = await unless_cancelled(
            asyncio.to_thread(open_attempt, self._library, turn.id, stem), undo=attempt.drop
        )
        try:
            await count_down()
        except BaseException:
            await whole(asyncio.to_thread(attempt.drop, landing))
            raise
        await unless_cancelled(
            asyncio.to_thread(send_off, self._library, landing, turn), undo=lambda _: attempt.drop(landing)
        )
        return landing

    def _begin(self, wish: Wish) -> _Begun:
        """Decide what is sent and write the turn down; nothing is written when it cannot be sent."""
        library = self._library
        if wish.parent is not None and wish.parent.content is None:
            raise NothingToContinue(wish.parent.prompt)
        row = self._link.capabilities.row(wish.model)
        self._link.endpoint.generate_url(wish.model)
        with translated("The library cannot be written"):
            free = shutil.disk_usage(library.folder.root).free
        if free < _ROOM:
            raise NoRoom(_ROOM)
        target = Target(self._link.endpoint.identity, wish.model, row.signatures)
        path = library.turns.path(wish.parent.id) if wish.parent else ()
        replayed = replay(library, path, target, wish.prompt, [entry.image for entry in wish.inputs])
        fitted = fit(wish.config, row, self._link.capabilities.server(self._link.endpoint.host))
        body = build_body(replayed.contents, fitted.config)
        if body.size > self._budget:
            raise TooMuchToSend(body.size, self._budget, continues=bool(path))
        told = [each.as_json() for each in replayed.decisions]
        told += [each.as_json(wish.turn_id) for each in fitted.left_out]
        new = self._new_turn(wish, replayed.carried, told, row.estimate(fitted.config.image.image_size))

        def begin() -> None:
            library.conversations.ensure(wish.conversation_id, title_of(wish.prompt), library.clock())
            library.queue.drop([wish.turn_id])
            library.turns.begin(new)

        landing = open_attempt(library, new.id, self._stem(new.created, new.prompt), begin)
        send_off(library, landing, new)
        return _Begun(library.turns.get(new.id), body, landing)

    def _attempt(self, begun: _Begun, tell: Tell) -> Attempt:
        return Attempt(self._library, self._link, begun.turn, begun.body, tell, self._is_left)

    def _new_turn(self, wish: Wish, image: Image | None, told: Sequence[Json], estimate: int | None) -> NewTurn:
        """The turn as it is written down; `image` was carried over, `told` is what was decided of what is sent."""
        carried = [NewInput("carried", image.id)] if image else []
        given = [NewInput(entry.role, entry.image.id, entry.name) for entry in wish.inputs]
        return NewTurn(
            id=wish.turn_id,
            conversation_id=wish.conversation_id,
            parent_id=wish.parent.id if wish.parent else None,
            send_id=wish.send_id,
            origin=wish.origin,
            created=self._library.clock(),
            prompt=wish.prompt,
            settings=wish.settings,
            connection=self._link.name,
            endpoint=self._link.endpoint.identity,
            model=wish.model,
            decisions=tuple(told),
            estimate_micros=estimate,
            inputs=tuple(carried + given),
        )

    def _stem(self, created: int, prompt: str) -> Callable[[str], str]:
        when = datetime.fromtimestamp(created / 1000).astimezone()
        return lambda attempt_id: picture_stem(when, prompt, attempt_id, self._template)

    async def _count_down(self, wait: float, failure: GeminiError, tell: Tell) -> None:
        """Wait with the seconds left as news, so that a person can watch or cancel."""
        left = wait
        while left > 0:
            tell(Progress(JobState.WAITING, wait=left, failure=failure))
            step = min(1.0, left)
            await self._sleep(step)
            left -= step
