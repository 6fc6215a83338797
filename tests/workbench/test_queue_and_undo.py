"""Whatever is done while requests wait, are refused and arrive: none is paid for twice, nor into the trash."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from random import Random

import pytest

from studio.generation.wish import Wish
from studio.library.library import Library
from studio.library.records import Turn
from studio.library.verify import verify
from studio.profile.saved_connection import SANDBOX
from studio.workbench.bench import Bench
from studio.workbench.undo import Ended
from tests.fakes.replies import google_error
from tests.fakes.server import Answer, Request, Wire, plain, reply
from tests.ui.waiting import until
from tests.workbench.bench_rig import bench
from tests.workbench.rig import GOOD, MODEL

RETRY = {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "0.2s"}
STEPS, LIVES = 40, 2


def cut(_: Request, wire: Wire) -> None:
    wire.head(200, 9000)
    wire.send(b'{"candidates":[')
    wire.reset()


ANSWERS: Mapping[str, Answer] = {
    "good": GOOD,
    "busy": reply(google_error(429, "RESOURCE_EXHAUSTED", "slow down", RETRY), 429),
    "failed": reply(google_error(500, "INTERNAL", "no"), 500),
    "cut": cut,
}


class FarEnd:
    """Answers each prompt by chance, and writes down how."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self.library: Library | None = None
        self.given: dict[str, list[str]] = defaultdict(list)
        self.unwanted: list[str] = []
        self._gone: dict[str, int] = {}

    def answer(self, request: Request, wire: Wire) -> None:
        if not request.path.endswith(":generateContent"):
            plain(b"{}")(request, wire)
            return
        prompt = request.json["contents"][-1]["parts"][-1]["text"]
        chance = Random(f"{self._seed} {prompt} {len(self.given[prompt])}")
        (kind,) = chance.choices(list(ANSWERS), [6, 4, 1, 1])
        self.given[prompt].append(kind)
        if self._is_unwanted(prompt):
            self.unwanted.append(prompt)
        wire.pause(chance.random() * 0.2)
        ANSWERS[kind](request, wire)

    def look(self, made: Bench) -> None:
        """See what lies in the trash now, and how often it had been sent by then: from here on it is not to be."""
        library = self.library = library_of(made)
        for job in made.jobs.under_way:
            follows = job.wish.parent.id if job.wish.parent is not None else job.id
            is_gone = any(
                library.forest.is_put_away(job.id, job.wish.conversation_id, each) for each in (follows, job.id)
            )
            self._gone.pop(job.id, None)
            if is_gone:
                self._gone[job.id] = self._sent(job.id)

    def _sent(self, turn_id: str) -> int:
        assert self.library is not None
        return sum(attempt.sent is not None for attempt in self.library.turns.attempts(turn_id))

    def _is_unwanted(self, prompt: str) -> bool:
        assert self.library is not None
        turn = next(turn for turn in turns_of(self.library) if turn.prompt == prompt)
        is_gone = self.library.forest.is_put_away(turn.id, turn.conversation_id, turn.id)  # it may be back by now
        return is_gone and turn.id in self._gone and self._sent(turn.id) > self._gone[turn.id]


class Person:
    """Somebody who does anything at any moment."""

    def __init__(self, seed: int) -> None:
        self._chance = Random(seed)
        self._prompts = 0
        self.ended: list[Ended] = []

    async def work(self, made: Bench) -> None:
        """Do some of everything there is, with hardly a pause."""
        made.undo.ended.connect(self.ended.append)
        deeds = {self._send: 6, self._prune: 3, self._trash: 1, self._undo: 4, self._stop: 3, self._look_on: 6}
        for _ in range(STEPS):
            (deed,) = self._chance.choices(list(deeds), list(deeds.values()))
            deed(made)
            await asyncio.sleep(self._chance.random() * 0.12 if deed == self._look_on else 0.002)

    def _send(self, made: Bench) -> None:
        library = library_of(made)
        parents = [turn for turn in turns_of(library) if turn.content is not None]
        parent = self._chance.choice(parents) if parents and self._chance.random() < 0.7 else None
        conversation, send = parent.conversation_id if parent else library.ids.new(), library.ids.new()
        wishes = []
        for _ in range(self._chance.randint(1, 4)):
            self._prompts += 1
            turn_id = library.ids.new()
            wishes.append(Wish(f"otter {self._prompts}", MODEL, turn_id, conversation, send, "new", parent=parent))
        made.jobs.send(wishes, None, SANDBOX)

    def _prune(self, made: Bench) -> None:
        if turns := turns_of(library_of(made)):
            made.edits.prune(self._chance.choice(turns).id, "Prune", str)

    def _trash(self, made: Bench) -> None:
        if turns := turns_of(library_of(made)):
            conversation = library_of(made).conversations.get(self._chance.choice(turns).conversation_id)
            move = made.edits.restore_conversation if conversation.trashed else made.edits.trash_conversation
            move(conversation, "Move", "Moved.")

    def _undo(self, made: Bench) -> None:
        ways: list[Callable[[], None]] = [made.undo.undo, made.undo.redo]
        ways += [lambda: made.undo.take_back(self._chance.choice(self.ended).step)] if self.ended else []
        self._chance.choice(ways)()

    def _stop(self, made: Bench) -> None:
        jobs = made.jobs
        ways: list[Callable[[], None]] = [lambda: jobs.pause(not jobs.is_paused)]
        ways += [lambda: jobs.cancel(self._chance.choice(jobs.under_way).id)] if jobs.under_way else []
        ways += [lambda: jobs.move(self._chance.choice(jobs.queued).id, 0)] if jobs.queued else []
        self._chance.choice(ways)()

    def _look_on(self, _: Bench) -> None:
        """Let a moment go by."""


def library_of(made: Bench) -> Library:
    assert made.library is not None
    return made.library


def turns_of(library: Library) -> list[Turn]:
    rows = library.database.rows("SELECT id FROM conversation ORDER BY id")
    return [turn for row in rows for turn in library.turns.of_conversation(row["id"])]


@pytest.mark.parametrize("seed", [1, 2])
async def test_nothing_is_paid_for_twice_or_lost(tmp_path: Path, seed: int) -> None:
    far_end, person = FarEnd(seed), Person(seed)
    for life in range(LIVES):
        async with bench(tmp_path, far_end.answer) as (made, _):
            far_end.library = library_of(made)
            made.undo.ended.connect(lambda _, made=made: far_end.look(made))
            mistakes: list[tuple[str, Exception]] = []
            made.tasks.failed.connect(lambda name, error, told=mistakes: told.append((name, error)))
            made.recovery.send_waiting()
            await person.work(made)
            if life == LIVES - 1:
                made.jobs.pause(False)
                await until(lambda: not made.jobs.under_way and not made.jobs.begun, "the end")
                await made.undo.finish()
                await made.jobs.settle()
            assert not mistakes
            assert not [each for each in person.ended if each.error is not None]
    assert not far_end.unwanted
    with Library.open(tmp_path / "library") as library:
        check(library, far_end.given)


def check(library: Library, given: Mapping[str, Sequence[str]]) -> None:
    """Hold the record to what the far end has answered."""
    turns = {turn.prompt: turn for turn in turns_of(library)}
    for prompt, kinds in given.items():
        turn = turns[prompt]
        assert all(kind == "busy" for kind in kinds[:-1]), "only a refusal is tried again by itself"
        attempts = library.turns.attempts(turn.id)
        assert len(kinds) <= sum(attempt.sent is not None for attempt in attempts)
        was_stopped = any(attempt.state in ("cancelled", "unknown") for attempt in attempts)
        if kinds[-1] == "good" and not was_stopped:
            assert len(library.images.of_turn(turn.id)) == 1
    assert len(turns) == len(turns_of(library)), "each was asked for once"
    assert not library.turns.open_attempts()
    assert not library.queue.all()
    assert verify(library).sound
