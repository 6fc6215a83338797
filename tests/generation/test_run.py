"""One generation over a real wire into a real library: what is sent once, what is tried again, what is kept."""

import asyncio
import base64
import json
import math
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Event
from typing import Any, NamedTuple

import pytest

from studio.gemini import errors
from studio.gemini.capabilities import Capabilities
from studio.gemini.client import Client, TimeLimits
from studio.gemini.connections import Endpoint, read_address
from studio.generation.errors import NoRoom, NothingToContinue, NotKept, TooMuchToSend
from studio.generation.link import Link
from studio.generation.recover import recover
from studio.generation.run import Generator
from studio.generation.wish import JobState, Progress, Wish, WishInput
from studio.library.errors import DiskFull, LibraryInUse, PutAway
from studio.library.library import Library
from studio.library.records import Attempt, Turn
from studio.resources import read_json
from tests.fakes.replies import google_error, image_part, picture, reply_of
from tests.fakes.server import Answer, FakeServer, Request, Wire, one_after_another, plain, reply, serving

CAPABILITIES = Capabilities.read(read_json("models/capabilities.json"))
GOOD = reply(reply_of(image_part(picture())))
OVERLOADED = reply(google_error(503, "UNAVAILABLE", "The model is overloaded. Please try again later."), 503)


class Rig(NamedTuple):
    """A library, a server and a generator between them; `told` is the news so far."""

    library: Library
    server: FakeServer
    generator: Generator
    told: list[Progress]
    slept: list[float]

    def wish(self, **options: Any) -> Wish:
        return Wish(
            **{
                "prompt": "an otter",
                "model": "gemini-2.5-flash-image",
                "turn_id": self.library.ids.new(),
                "conversation_id": self.library.ids.new(),
                "send_id": self.library.ids.new(),
                "origin": "new",
            }
            | options
        )

    def only_turn(self) -> tuple[Turn, tuple[Attempt, ...]]:
        (turn,) = self.library.turns.recent(10)
        return turn, self.library.turns.attempts(turn.id)


@asynccontextmanager
async def rig(tmp_path: Path, answer: Answer, limits: TimeLimits | None = None, **options: Any) -> AsyncIterator[Rig]:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    with serving(answer) as server, Library.open(tmp_path / "library") as library:
        endpoint = Endpoint(read_address(server.url))
        async with Client(endpoint, "canary-run", limits) as client:
            link = Link("far", endpoint, client, CAPABILITIES)
            yield Rig(library, server, Generator(library, link, sleep=sleep, **options), [], slept)


def hang(_: Request, wire: Wire) -> None:
    wire.until_gone()


def cut(_: Request, wire: Wire) -> None:
    wire.head(200, 9000)
    wire.send(b'{"candidates":[')
    wire.reset()


AMBIGUOUS: list[tuple[str, Answer]] = [
    ("500", reply(google_error(500, "INTERNAL", "An internal error has occurred."), 500)),
    ("502", plain(b"<html><title>502</title></html>", 502)),
    ("503 of a gateway", plain(b"overloaded", 503)),
    ("503 that says something else", reply(google_error(503, "UNAVAILABLE", "Deadline expired."), 503)),
    ("504", plain(b"", 504)),
    ("524", plain(b"<html></html>", 524)),
    ("429 without a wait", reply(google_error(429, "RESOURCE_EXHAUSTED", "slow down"), 429)),
    ("429 per day", reply(google_error(429, "RESOURCE_EXHAUSTED", "limit: 0. Please retry in 3s."), 429)),
    ("a cut", cut),
    ("silence", hang),
    ("words", plain(b"hello")),
]


@pytest.mark.parametrize("answer", [answer for _, answer in AMBIGUOUS], ids=[name for name, _ in AMBIGUOUS])
async def test_what_may_have_been_charged_is_sent_exactly_once(tmp_path: Path, answer: Answer) -> None:
    async with rig(tmp_path, answer, TimeLimits(read=0.3)) as r:
        finished = await r.generator.run(r.wish(), r.told.append)
        assert finished.failure is not None
        assert len(r.server.posts()) == 1
        assert r.slept == []
        assert r.told[-1].state is JobState.FAILED
        _, (attempt,) = r.only_turn()
        assert attempt.state == "failed"
        assert attempt.failure is not None
        assert attempt.failure["kind"] == finished.failure.kind


@pytest.mark.parametrize(
    ("refusal", "waits"),
    [
        (OVERLOADED, [2.0, 4.0]),
        (reply(google_error(429, "RESOURCE_EXHAUSTED", "Please retry in 1.5s."), 429), [1.5, 1.5]),
    ],
)
async def test_what_proves_no_work_is_tried_again_with_a_countdown(
    tmp_path: Path, refusal: Answer, waits: list[float]
) -> None:
    async with rig(tmp_path, one_after_another(refusal, refusal, GOOD)) as r:
        finished = await r.generator.run(r.wish(), r.told.append)
        assert len(finished.images) == 1
        assert len(r.server.posts()) == 3
        assert sum(r.slept) == pytest.approx(sum(waits))
        left = [news.wait for news in r.told if news.state is JobState.WAITING]
        assert left == [wait - second for wait in waits for second in range(math.ceil(wait))]
        _, attempts = r.only_turn()
        assert [attempt.state for attempt in attempts] == ["failed", "failed", "done"]
        assert [attempt.charge for attempt in attempts] == ["none", "none", "yes"]


async def test_what_went_into_the_trash_is_not_tried_again(tmp_path: Path) -> None:
    def pruned(request: Request, wire: Wire) -> None:
        (turn,) = r.library.turns.recent(10)
        r.library.forest.prune(turn.id, r.library.clock() + 1)
        OVERLOADED(request, wire)

    async with rig(tmp_path, pruned) as r:
        wish = r.wish()
        with pytest.raises(PutAway):
            await r.generator.run(wish, r.told.append)
        assert len(r.server.posts()) == 1
        attempts = r.library.turns.attempts(wish.turn_id)
        assert [(each.state, each.charge, each.sent is None) for each in attempts] == [
            ("failed", "none", False),
            ("failed", "none", True),
        ]
        assert r.library.unsettled.all() == (), "whoever asked was told"


async def test_patience_ends(tmp_path: Path) -> None:
    async with rig(tmp_path, OVERLOADED) as r:
        finished = await r.generator.run(r.wish(), r.told.append)
        assert isinstance(finished.failure, errors.Overloaded)
        assert len(r.server.posts()) == 6


async def test_the_states_come_in_order(tmp_path: Path) -> None:
    async with rig(tmp_path, GOOD) as r:
        await r.generator.run(r.wish(), r.told.append)
        assert list(dict.fromkeys(news.state for news in r.told)) == [
            JobState.SENDING,
            JobState.THINKING,
            JobState.RECEIVING,
            JobState.ARRIVED,
            JobState.DONE,
        ]


async def test_the_attempt_is_on_disk_before_the_request_is_on_the_wire(tmp_path: Path) -> None:
    seen: list[tuple[int | None, str, bool]] = []

    def look(request: Request, wire: Wire) -> None:
        with Library.open(tmp_path / "library", read_only=True) as library:
            (attempt,) = library.turns.open_attempts()
            manifest = tmp_path / "library" / "landing" / attempt.id / "manifest.json"
            seen.append((attempt.sent, attempt.state, manifest.exists()))
        GOOD(request, wire)

    async with rig(tmp_path, look) as r:
        await r.generator.run(r.wish(), r.told.append)
    ((sent, state, manifest),) = seen
    assert sent is not None
    assert state == "open"
    assert manifest


async def cancelled_when(r: Rig, ready: Callable[[Progress], bool]) -> None:
    moment = asyncio.Event()

    def tell(news: Progress) -> None:
        r.told.append(news)
        if ready(news):
            moment.set()

    task = asyncio.create_task(r.generator.run(r.wish(), tell))
    await asyncio.wait_for(moment.wait(), 20)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_cancelling_while_the_model_thinks_is_written_down(tmp_path: Path) -> None:
    async with rig(tmp_path, hang) as r:
        await cancelled_when(r, lambda news: news.state is JobState.THINKING)
        _, (attempt,) = r.only_turn()
        assert (attempt.state, attempt.charge) == ("cancelled", "maybe")
        assert not any((tmp_path / "library" / "landing").iterdir())


async def test_cancelling_half_way_keeps_the_picture_that_had_arrived(tmp_path: Path) -> None:
    whole = json.dumps(reply_of(image_part(picture(1)), image_part(picture(2)))).encode()
    half = whole[: whole.rindex(base64.b64encode(picture(2))[:40]) + 20]

    def stall(_: Request, wire: Wire) -> None:
        wire.head(200, len(whole))
        wire.send(half)
        wire.until_gone()

    async with rig(tmp_path, stall) as r:
        await cancelled_when(r, lambda news: news.state is JobState.RECEIVING and news.bytes == len(half))
        turn, (attempt,) = r.only_turn()
        assert (attempt.state, attempt.charge) == ("cancelled", "yes")
        assert (turn.outcome, turn.content) == ("cut off", None)
        (image,) = r.library.images.of_turn(turn.id)
        assert r.library.images.absolute_path(image).read_bytes() == picture(1)


async def test_what_was_kept_before_the_cancellation_is_the_last_news(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with rig(tmp_path, GOOD) as r:
        go_on, begun, commit = Event(), Event(), r.library.turns.commit_reply

        def slow(*given: Any) -> Any:
            begun.set()
            go_on.wait(20)
            return commit(*given)

        monkeypatch.setattr(r.library.turns, "commit_reply", slow)
        task = asyncio.create_task(r.generator.run(r.wish(), r.told.append))
        await asyncio.to_thread(begun.wait, 20)
        for _ in range(2):  # a person cancels, and then quits
            task.cancel()
            await asyncio.sleep(0)
        assert not task.done()
        go_on.set()
        with pytest.raises(asyncio.CancelledError):
            await task
        turn, (attempt,) = r.only_turn()
        assert (attempt.state, attempt.charge) == ("done", "yes")
        last = r.told[-1]
        assert last.state is JobState.DONE
        assert last.finished is not None
        assert (last.finished.turn, last.finished.images) == (turn, r.library.images.of_turn(turn.id))


async def test_cancelling_a_countdown_sends_nothing_more(tmp_path: Path) -> None:
    async with rig(tmp_path, OVERLOADED) as r:
        r.generator._sleep = asyncio.sleep
        await cancelled_when(r, lambda news: news.state is JobState.WAITING)
        assert len(r.server.posts()) == 1
        _, attempts = r.only_turn()
        assert [(each.state, each.charge, each.sent is not None) for each in attempts] == [
            ("failed", "none", True),
            ("cancelled", "none", False),
        ]
        assert not any((tmp_path / "library" / "landing").iterdir())


async def test_what_is_killed_while_it_waits_to_be_tried_again_is_found_unsent(tmp_path: Path) -> None:
    async with rig(tmp_path, OVERLOADED) as r:

        async def kill(_: float) -> None:
            shutil.copytree(tmp_path / "library", tmp_path / "killed")  # as the disk is at that moment
            raise asyncio.CancelledError

        r.generator._sleep = kill
        with pytest.raises(asyncio.CancelledError):
            await r.generator.run(r.wish(), r.told.append)
    with Library.open(tmp_path / "killed") as library:
        (found,) = recover(library, CAPABILITIES)
        assert found.fate == "never sent"
        attempts = library.turns.attempts(found.turn.id)
        assert [(each.state, each.charge) for each in attempts] == [("failed", "none")] * 2


async def test_a_disk_without_room_is_told_before_anything_is_paid(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=10 << 20))
    async with rig(tmp_path, GOOD) as r:
        with pytest.raises(NoRoom):
            await r.generator.run(r.wish(), r.told.append)
        assert r.server.posts() == []
        assert r.library.turns.recent(10) == ()


async def test_a_request_over_the_budget_is_asked_about_before_it_is_sent(tmp_path: Path) -> None:
    file = tmp_path / "in.png"
    file.write_bytes(picture(size=(200, 200)))
    async with rig(tmp_path, GOOD, budget=50_000) as r:
        image = r.library.images.import_file(file, mime="image/png", width=200, height=200, name="in.png")
        with pytest.raises(TooMuchToSend, match=r"more than 0 MB"):
            await r.generator.run(r.wish(inputs=(WishInput(image),)), r.told.append)
        assert r.server.posts() == []


async def test_a_disk_that_fills_up_half_way_is_said_and_recovered_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with rig(tmp_path, GOOD) as r:

        async def full(_: object) -> None:
            raise DiskFull("The reply cannot be written: the disk is full.")

        monkeypatch.setattr("studio.library.landing.Landing.drain", full)
        with pytest.raises(NotKept, match="disk is full"):
            await r.generator.run(r.wish(), r.told.append)
        _, (attempt,) = r.only_turn()
        assert attempt.state == "open", "its fate is found out at the next start"
        assert len(r.server.posts()) == 1


async def test_an_id_that_cannot_be_one_is_refused_before_a_turn_exists(tmp_path: Path) -> None:
    async with rig(tmp_path, GOOD) as r:
        with pytest.raises(errors.BadModelId):
            await r.generator.run(r.wish(model="../x"), r.told.append)
        assert r.library.turns.recent(10) == ()


async def test_a_turn_without_a_whole_reply_cannot_be_continued(tmp_path: Path) -> None:
    async with rig(tmp_path, reply(google_error(500, "INTERNAL", "oops"), 500)) as r:
        failed = await r.generator.run(r.wish(), r.told.append)
        with pytest.raises(NothingToContinue):
            await r.generator.run(r.wish(parent=failed.turn), r.told.append)
        assert len(r.server.posts()) == 1


@pytest.mark.parametrize("spoilt", [b"", b"hello, I am words", picture(size=(300, 300))[:5000]])
async def test_bytes_that_are_no_picture_are_kept_and_not_shown_as_one(tmp_path: Path, spoilt: bytes) -> None:
    async with rig(tmp_path, reply(reply_of(image_part(spoilt)))) as r:
        finished = await r.generator.run(r.wish(), r.told.append)
        assert isinstance(finished.failure, errors.ReplyUnreadable)
        assert finished.images == ()
        turn, (attempt,) = r.only_turn()
        assert (attempt.state, attempt.charge) == ("failed", "maybe")
        assert turn.content is None
        kept = r.library.turns.reply(attempt.id)
        assert kept is not None
        assert [hole.absolute_path.read_bytes() for hole in kept.holes] == [spoilt]


async def test_of_several_pictures_the_last_that_opens_is_the_main_one(tmp_path: Path) -> None:
    parts = (image_part(picture(1)), image_part(b"nothing"))
    async with rig(tmp_path, reply(reply_of(*parts))) as r:
        finished = await r.generator.run(r.wish(), r.told.append)
        (image,) = finished.images
        assert image.role == "main"
        assert r.library.images.absolute_path(image).read_bytes() == picture(1)


async def test_a_disk_that_fails_while_a_cancelled_reply_is_kept_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stall(_: Request, wire: Wire) -> None:
        wire.head(200, 1000)
        wire.send(b'{"candidates":[')
        wire.until_gone()

    async def full(*_: object, **__: object) -> None:
        raise DiskFull("The reply cannot be written: the disk is full.")

    async with rig(tmp_path, stall) as r:
        monkeypatch.setattr("studio.library.landing.Landing.finish", full)
        arrived = asyncio.Event()

        def tell(news: Progress) -> None:
            if news.bytes == 15:
                arrived.set()

        task = asyncio.create_task(r.generator.run(r.wish(), tell))
        await asyncio.wait_for(arrived.wait(), 20)
        task.cancel()
        with pytest.raises(NotKept, match="disk is full"):
            await task


async def test_a_model_that_is_gone_is_told_with_its_successor(tmp_path: Path) -> None:
    async with rig(tmp_path, reply(google_error(404, "NOT_FOUND", "models/x is not found"), 404)) as r:
        gone = await r.generator.run(r.wish(), r.told.append)
        unknown = await r.generator.run(r.wish(model="gemini-99-image"), r.told.append)
    assert gone.failure is not None
    assert unknown.failure is not None
    assert gone.failure.advice.endswith("Its successor is gemini-nano-banana-2.1.")
    assert "successor" not in unknown.failure.advice


@pytest.mark.parametrize("step", ["begin_attempt", "mark_sent"])
async def test_a_record_that_fails_before_the_request_goes_out_leaves_nothing_half_begun(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    async with rig(tmp_path, GOOD) as r:

        def locked(*_: object) -> None:
            raise LibraryInUse("The library could not be changed: another program is writing to it.")

        monkeypatch.setattr(r.library.turns, step, locked)
        with pytest.raises(LibraryInUse):
            await r.generator.run(r.wish(), r.told.append)
        assert r.server.posts() == []
        assert list((tmp_path / "library" / "landing").iterdir()) == []
        if step == "begin_attempt":
            assert r.library.turns.recent(9) == (), "the turn goes with its first attempt"
        else:
            _, (attempt,) = r.only_turn()
            assert (attempt.state, attempt.charge) == ("failed", "none")
            assert attempt.failure is not None
            assert attempt.failure["kind"] == "LibraryInUse"


async def left(r: Rig, until_it: Callable[[], bool]) -> None:
    """Run a wish and let go of it as a window does that is closed."""
    task = asyncio.create_task(r.generator.run(r.wish(), r.told.append))
    async with asyncio.timeout(30):
        while not until_it():
            await asyncio.sleep(0.005)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_what_is_left_is_taken_up_at_the_next_start_with_what_had_arrived(tmp_path: Path) -> None:
    text = json.dumps(reply_of(image_part(picture(1)), image_part(picture(2)))).encode()
    half = text[: text.index(base64.b64encode(picture(2))) + 60]

    def break_off(_: Request, wire: Wire) -> None:
        wire.head(200, len(text))
        wire.send(half)
        wire.until_gone()

    async with rig(tmp_path, break_off, is_left=lambda: True) as r:
        journals = (tmp_path / "library" / "landing").glob
        await left(r, lambda: any(file.stat().st_size for file in journals("*/journal.jsonl")))
        _, (attempt,) = r.only_turn()
        assert (attempt.state, attempt.sent is not None) == ("open", True)
    with Library.open(tmp_path / "library") as library:
        (found,) = recover(library, CAPABILITIES)
        assert [library.images.absolute_path(image).read_bytes() for image in found.images] == [picture(1)]
        (attempt,) = library.turns.attempts(found.turn.id)
        assert attempt.state == "unknown"


async def test_what_is_left_before_anything_went_out_is_found_unsent(tmp_path: Path) -> None:
    going = Event()

    class Slow(Client):
        async def generate(self, *_: Any) -> None:  # a connection that is not made yet
            going.set()
            await asyncio.sleep(60)

    async with rig(tmp_path, GOOD, is_left=lambda: True) as r:
        r.generator._link.client.__class__ = Slow
        await left(r, going.is_set)
    with Library.open(tmp_path / "library") as library:
        (found,) = recover(library, CAPABILITIES)
        assert found.fate == "never sent"
        (attempt,) = library.turns.attempts(found.turn.id)
        assert (attempt.state, attempt.charge) == ("failed", "none")


async def test_what_is_left_while_it_waits_to_be_tried_again_is_found_unsent(tmp_path: Path) -> None:
    async with rig(tmp_path, OVERLOADED, is_left=lambda: True) as r:
        r.generator._sleep = asyncio.sleep
        await left(r, lambda: bool(r.told) and r.told[-1].state is JobState.WAITING)
        assert len(r.server.posts()) == 1
    with Library.open(tmp_path / "library") as library:
        (found,) = recover(library, CAPABILITIES)
        assert found.fate == "never sent"
        attempts = library.turns.attempts(found.turn.id)
        assert [(each.state, each.charge) for each in attempts] == [("failed", "none")] * 2
        assert not any((tmp_path / "library" / "landing").iterdir())
