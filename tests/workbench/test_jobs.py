"""Jobs: so many at once as the connection takes, each told of, each cancelled on its own, none sent twice."""

from pathlib import Path

from studio.gemini.errors import Cancelled, Charge, ServerFailed
from studio.generation.errors import NothingToContinue
from studio.generation.wish import JobState
from studio.library.errors import PutAway
from studio.library.ids import made_at
from studio.workbench.jobs import Job
from tests.fakes.replies import google_error
from tests.fakes.server import Request, Wire, reply
from tests.ui.waiting import until
from tests.workbench.rig import GOOD, ID, NAME, rig


def hang(_: Request, wire: Wire) -> None:
    wire.until_gone()


async def test_a_job_brings_its_picture_and_tells_of_its_states(tmp_path: Path) -> None:
    async with rig(tmp_path) as r:
        states: list[JobState] = []
        r.jobs.changed.connect(lambda job: states.append(job.state))
        (job,) = r.jobs.send([r.wish()], ID, NAME)
        assert r.jobs.under_way == (job,)
        await until(lambda: job.is_over)
        assert job.finished is not None
        assert len(job.finished.images) == 1
        assert job.finished.turn.id == job.id
        assert states[-1] is JobState.DONE
        assert JobState.SENDING in states
        assert r.jobs.under_way == ()
        assert job.elapsed(0.0) > 0


async def test_no_more_are_sent_at_once_than_the_connection_takes(tmp_path: Path) -> None:
    async with rig(tmp_path, hang, width=2) as r:
        jobs = r.jobs.send([r.wish(prompt=f"otter {number}") for number in range(5)], ID, NAME)
        await until(lambda: len(r.server.posts()) == 2)
        assert [job.state for job in jobs[2:]] == [JobState.QUEUED] * 3
        r.jobs.cancel(jobs[0].id)
        await until(lambda: len(r.server.posts()) == 3)
        assert jobs[3].state is JobState.QUEUED


async def test_cancelling_a_queued_job_sends_nothing(tmp_path: Path) -> None:
    async with rig(tmp_path, hang, width=1) as r:
        _, waiting = r.jobs.send([r.wish(), r.wish()], ID, NAME)
        r.jobs.cancel(waiting.id)
        assert waiting.is_over
        assert isinstance(waiting.error, Cancelled)
        assert waiting.error.charge is Charge.NO
        await until(lambda: len(r.server.posts()) == 1)


async def test_cancelling_a_sent_job_says_what_it_may_cost(tmp_path: Path) -> None:
    async with rig(tmp_path, hang) as r:
        (job,) = r.jobs.send([r.wish()], ID, NAME)
        await until(lambda: job.state is JobState.THINKING)
        r.jobs.cancel_all()
        await until(lambda: job.is_over)
        assert job.state is JobState.CANCELLED
        assert isinstance(job.error, Cancelled)
        assert job.error.charge is Charge.MAYBE
        (attempt,) = r.library.turns.attempts(job.id)
        assert attempt.state == "cancelled"


async def test_cancelling_what_has_arrived_comes_too_late(tmp_path: Path) -> None:
    async with rig(tmp_path) as r:
        states: list[JobState] = []

        def cancel(job: Job) -> None:
            states.append(job.state)
            if job.state is JobState.ARRIVED:
                r.jobs.cancel_all()

        r.jobs.changed.connect(cancel)
        (job,) = r.jobs.send([r.wish()], ID, NAME)
        await until(lambda: job.is_over)
        assert JobState.ARRIVED in states
        assert job.state is JobState.DONE
        assert job.error is None
        assert job.finished is not None
        assert job.finished.images == r.library.images.of_turn(job.id)


async def test_a_failure_is_the_jobs_end_and_is_sent_once(tmp_path: Path) -> None:
    async with rig(tmp_path, reply(google_error(500, "INTERNAL", "no"), 500)) as r:
        (job,) = r.jobs.send([r.wish()], ID, NAME)
        await until(lambda: job.is_over)
        assert job.finished is not None
        assert isinstance(job.finished.failure, ServerFailed)
        assert job.state is JobState.FAILED
        assert len(r.server.posts()) == 1


async def test_what_cannot_be_begun_is_an_error_of_the_job(tmp_path: Path) -> None:
    async with rig(tmp_path, reply(google_error(500, "INTERNAL", "no"), 500)) as r:
        (failed,) = r.jobs.send([r.wish()], ID, NAME)
        await until(lambda: failed.is_over)
        parent = r.library.turns.get(failed.id)
        (job,) = r.jobs.send([r.wish(parent=parent, conversation_id=parent.conversation_id)], ID, NAME)
        await until(lambda: job.is_over)
        assert isinstance(job.error, NothingToContinue)
        assert job.state is JobState.FAILED
        assert len(r.server.posts()) == 1


async def test_closing_keeps_what_had_been_sent_on_record(tmp_path: Path) -> None:
    async with rig(tmp_path, hang) as r:
        (job,) = r.jobs.send([r.wish()], ID, NAME)
        await until(lambda: job.state is JobState.THINKING)
        await r.tasks.close()
        (attempt,) = r.library.turns.attempts(job.id)
        assert (attempt.state, attempt.charge) == ("cancelled", "maybe")


async def test_the_next_ones_turn_comes_after_a_failure(tmp_path: Path) -> None:
    async with rig(tmp_path, GOOD, width=1) as r:
        jobs = r.jobs.send([r.wish(prompt=f"otter {number}") for number in range(4)], ID, NAME)
        await until(lambda: all(job.is_over for job in jobs))
        assert all(job.finished and job.finished.images for job in jobs)


async def test_what_was_put_into_the_trash_behind_its_back_is_not_sent_nor_written_down(tmp_path: Path) -> None:
    async with rig(tmp_path) as r:
        (first,) = r.jobs.send([r.wish()], ID, NAME)
        await until(lambda: first.is_over)
        parent = r.library.turns.get(first.id)
        wish = r.wish(parent=parent, conversation_id=parent.conversation_id)
        r.library.forest.prune(parent.id, made_at(wish.turn_id) + 1)
        (job,) = r.jobs.send([wish], ID, NAME)
        await until(lambda: job.is_over)
        assert isinstance(job.error, PutAway)
        assert len(r.server.posts()) == 1
        assert r.library.queue.all() == ()
        assert not r.library.turns.has(job.id)
