"""The queue: written down before anything waits, held, put in order, kept to its rate, and there after a restart."""

import asyncio
from pathlib import Path

import pytest

from studio.generation.link import Link
from studio.generation.wish import JobState, Wish
from studio.library.errors import DiskFull
from studio.library.library import Library
from studio.workbench.job import Job, Waits, Why
from studio.workbench.rate import Rate
from tests.fakes.replies import google_error
from tests.fakes.server import Request, Wire, one_after_another, reply
from tests.ui.waiting import until
from tests.workbench.rig import GOOD, ID, NAME, OneLink, Rig, rig


class Clock:
    """A clock that a test turns."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def hang(_: Request, wire: Wire) -> None:
    wire.until_gone()


def waiting(r: Rig) -> list[str]:
    return [each.id for each in r.library.queue.all()]


def wishes(r: Rig, count: int) -> list[Wish]:
    return [r.wish(prompt=f"otter {number}") for number in range(count)]


async def test_what_waits_is_on_record_and_what_was_begun_is_not(tmp_path: Path) -> None:
    async with rig(tmp_path, hang, width=1) as r:
        jobs = r.jobs.send(wishes(r, 3), ID, NAME)
        assert jobs[0].waits == Waits(Why.WRITING)
        await until(lambda: jobs[0].state is JobState.THINKING)
        assert waiting(r) == [job.id for job in jobs[1:]]
        assert r.jobs.queued == jobs[1:]
        assert [job.waits for job in jobs] == [None, Waits(Why.ROOM, 1), Waits(Why.ROOM, 1)]


async def test_what_is_cancelled_is_off_the_record(tmp_path: Path) -> None:
    async with rig(tmp_path, hang, width=1) as r:
        sent, first, second, third = r.jobs.send(wishes(r, 4), ID, NAME)
        await until(lambda: sent.state is JobState.THINKING)
        r.jobs.cancel(second.id)
        await r.jobs.settle()
        assert waiting(r) == [first.id, third.id]
        r.jobs.cancel_queued()
        await r.jobs.settle()
        assert waiting(r) == []
        assert (first.is_over, third.is_over, sent.is_over) == (True, True, False)
        r.jobs.cancel_all()
        await until(lambda: sent.is_over)
        assert len(r.server.posts()) == 1


async def test_what_is_cancelled_while_it_is_written_down_does_not_stay_there(tmp_path: Path) -> None:
    async with rig(tmp_path, hang) as r:
        (job,) = r.jobs.send(wishes(r, 1), ID, NAME)
        r.jobs.cancel(job.id)
        assert job.state is JobState.CANCELLED
        await r.jobs.settle()
        assert waiting(r) == []
        assert not r.server.posts()


async def test_cancelling_all_of_more_than_fit_sends_no_other(tmp_path: Path) -> None:
    async with rig(tmp_path, hang, width=1) as r:
        jobs = r.jobs.send(wishes(r, 3), ID, NAME)
        await until(lambda: jobs[0].state is JobState.THINKING)
        r.jobs.cancel_all()
        await until(lambda: all(job.is_over for job in jobs))
        await r.jobs.settle()
        assert len(r.server.posts()) == 1
        assert waiting(r) == []


async def test_a_wish_that_cannot_be_written_down_is_not_sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with rig(tmp_path) as r:

        def full(_: object) -> None:
            raise DiskFull("The library could not be changed: the disk is full.")

        monkeypatch.setattr(r.library.queue, "add", full)
        jobs = r.jobs.send(wishes(r, 2), ID, NAME)
        await until(lambda: all(job.is_over for job in jobs))
        assert [job.state for job in jobs] == [JobState.FAILED] * 2
        assert all(isinstance(job.error, DiskFull) for job in jobs)
        assert not r.server.posts()
        assert r.jobs.queued == ()


async def test_what_an_earlier_run_left_goes_on_when_a_person_says_so(tmp_path: Path) -> None:
    async with rig(tmp_path, hang, width=1) as r:
        left = r.jobs.send(wishes(r, 3), ID, NAME)
        await until(lambda: left[0].state is JobState.THINKING)
        r.jobs.leave()
        await r.jobs.settle()
        assert r.jobs.queued == ()
        await until(lambda: "generate" not in r.tasks.running)
        assert [attempt.state for attempt in r.library.turns.attempts(left[0].id)] == ["open"]
        assert len(r.server.posts()) == 1
    async with rig(tmp_path) as r:
        kept = r.library.queue.all()
        assert [each.id for each in kept] == [job.id for job in left[1:]]
        r.jobs.pause(True)
        assert await r.jobs.resume(kept) == ()
        assert [job.wish for job in r.jobs.queued] == [job.wish for job in left[1:]]
        assert {job.waits for job in r.jobs.queued} == {Waits(Why.PAUSED)}
        assert await r.jobs.resume(kept) == ()  # a second click changes nothing
        assert len(r.jobs.queued) == 2
        jobs = r.jobs.under_way
        r.jobs.pause(False)
        await until(lambda: all(job.is_over for job in jobs))
        assert [job.finished is not None for job in jobs] == [True, True]
        assert waiting(r) == []
        assert [turn.prompt for turn in r.library.turns.recent(3)] == ["otter 2", "otter 1", "otter 0"]


async def test_what_cannot_be_made_out_is_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    async with rig(tmp_path, hang, width=1) as r:
        r.jobs.pause(True)
        r.jobs.send(wishes(r, 2), ID, NAME)
        await r.jobs.settle()
        kept = r.library.queue.all()
        with r.library.transaction():
            r.library.database.write("UPDATE queued SET wish = '{}' WHERE id = ?", (kept[0].id,))
        r.jobs.leave()
        (problem,) = await r.jobs.resume(r.library.queue.all())
        assert "cannot be read" in str(problem)
        assert [job.id for job in r.jobs.queued] == [kept[1].id]


async def test_a_held_queue_lets_what_was_begun_go_on_and_nothing_follow(tmp_path: Path) -> None:
    async with rig(tmp_path, width=1) as r:
        turns: list[bool] = []
        r.jobs.arranged.connect(lambda: turns.append(r.jobs.is_paused))
        first, second = r.jobs.send(wishes(r, 2), ID, NAME)
        await until(lambda: first.started is not None)
        r.jobs.pause(True)
        assert second.waits == Waits(Why.PAUSED)
        await until(lambda: first.is_over)
        assert first.state is JobState.DONE
        assert second.state is JobState.QUEUED
        r.jobs.pause(False)
        await until(lambda: second.is_over)
        assert turns == [True, False]


async def test_another_order_is_gone_by_and_survives(tmp_path: Path) -> None:
    async with rig(tmp_path, width=1) as r:
        r.jobs.pause(True)
        first, second, third = r.jobs.send(wishes(r, 3), ID, NAME)
        await r.jobs.settle()
        r.jobs.move(third.id, 0)
        r.jobs.move(first.id, 99)
        r.jobs.move(second.id, 1)  # where it is
        assert r.jobs.queued == (third, second, first)
        await r.jobs.settle()
        assert waiting(r) == [third.id, second.id, first.id]
        begun: list[Job] = []
        r.jobs.ended.connect(begun.append)
        r.jobs.pause(False)
        await until(lambda: len(begun) == 3)
        assert begun == [third, second, first]


async def test_one_connection_does_not_hold_up_another(tmp_path: Path) -> None:
    async with rig(tmp_path, hang, width=1) as r:
        _, waits = r.jobs.send(wishes(r, 2), ID, NAME)
        (other,) = r.jobs.send(wishes(r, 1), "e" * 32, "near")
        await until(lambda: len(r.server.posts()) == 2)
        assert other.state is not JobState.QUEUED
        assert waits.state is JobState.QUEUED


async def test_no_more_go_out_within_a_minute_than_the_connection_takes(tmp_path: Path) -> None:
    clock = Clock()
    async with rig(tmp_path, width=8, per_minute=2, clock=clock, tick=0.01) as r:
        jobs = r.jobs.send(wishes(r, 5), ID, NAME)
        await until(lambda: all(job.is_over for job in jobs[:2]))
        assert [job.waits for job in jobs[2:]] == [
            Waits(Why.RATE, 2, 60),
            Waits(Why.RATE, 2, 60),
            Waits(Why.RATE, 2, 120),
        ]
        clock.now += 48
        await until(lambda: jobs[2].waits == Waits(Why.RATE, 2, 12))
        assert len(r.server.posts()) == 2
        clock.now += 12
        await until(lambda: all(job.is_over for job in jobs[:4]))
        assert len(r.server.posts()) == 4
        clock.now += 60
        await until(lambda: jobs[4].is_over)


async def test_what_is_tried_again_by_itself_counts_too(tmp_path: Path) -> None:
    clock = Clock()
    busy = google_error(429, "RESOURCE_EXHAUSTED", "slow down")
    busy["error"]["details"] = [{"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "0.01s"}]
    answer = one_after_another(reply(busy, 429), GOOD)
    async with rig(tmp_path, answer, width=8, per_minute=2, clock=clock, tick=0.01) as r:
        (first,) = r.jobs.send(wishes(r, 1), ID, NAME)
        await until(lambda: first.is_over)
        assert len(r.server.posts()) == 2
        (second,) = r.jobs.send(wishes(r, 1), ID, NAME)
        await until(lambda: second.waits is not None and second.waits.why is Why.RATE)
        assert len(r.server.posts()) == 2


def test_a_minute_slides() -> None:
    rate = Rate()
    for now in (0.0, 10.0, 20.0):
        rate.count(now)
    assert rate.wait(4, 0, 25.0) == 0
    assert rate.wait(3, 0, 25.0) == 35
    assert rate.wait(3, 1, 25.0) == 45
    assert rate.wait(3, 3, 25.0) == 95  # a minute after the first of those that wait
    assert rate.wait(3, 0, 60.0) == 0


def test_what_is_counted_where_no_limit_is_set_does_not_grow() -> None:
    rate = Rate()
    for now in range(1000):
        rate.count(float(now))
    assert len(rate._times) == 60


async def test_what_waits_is_kept_when_the_library_is_closed(tmp_path: Path) -> None:
    async with rig(tmp_path) as r:
        r.jobs.pause(True)
        (job,) = r.jobs.send(wishes(r, 1), ID, NAME)
        await r.jobs.settle()
        r.jobs.close()
        assert r.jobs.under_way == ()
        assert not r.jobs.is_paused
    with Library.open(tmp_path / "library") as library:
        assert [each.id for each in library.queue.all()] == [job.id]


async def test_more_room_is_used_at_once(tmp_path: Path) -> None:
    async with rig(tmp_path, hang, width=1) as r:
        jobs = r.jobs.send(wishes(r, 3), ID, NAME)
        await until(lambda: len(r.server.posts()) == 1)
        r.jobs._order.limit(lambda _: 2, lambda _: None)
        r.jobs.look_again()
        await until(lambda: len(r.server.posts()) == 2)
        assert jobs[2].waits == Waits(Why.ROOM, 2)


async def test_what_is_cancelled_and_quit_on_its_way_to_a_connection_is_forgotten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with rig(tmp_path, width=1) as r:
        opening = asyncio.Event()

        async def never(*_: object) -> Link:
            opening.set()
            await asyncio.Event().wait()
            raise AssertionError

        monkeypatch.setattr(OneLink, "open", never)
        r.jobs.send(wishes(r, 1), ID, NAME)
        await asyncio.wait_for(opening.wait(), 20)
        assert len(waiting(r)) == 1
        r.jobs.cancel_all()
        r.jobs.leave()
        await r.jobs.settle()
        await r.tasks.close()
        assert waiting(r) == []


async def test_what_is_sent_while_the_window_closes_waits_for_the_next_start(tmp_path: Path) -> None:
    async with rig(tmp_path) as r:
        r.jobs.leave()
        (job,) = r.jobs.send(wishes(r, 1), ID, NAME)
        await r.jobs.settle()
        await until(lambda: job.is_written)
        assert r.jobs.begun == 0
        assert waiting(r) == [job.id]
