"""A disk that fills up and a record that another program holds, under the window's jobs: told, kept, asked for once."""

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from studio.generation.errors import NotKept
from studio.library.errors import LibraryInUse
from studio.library.verify import verify
from studio.ui.words import Words
from studio.workbench.bench import Bench
from studio.workbench.jobs import Job
from studio.workbench.sending import Sending
from tests.fakes.disks import mounted
from tests.fakes.holder import Holder
from tests.fakes.pictures import big_picture
from tests.fakes.replies import image_part, picture, reply_of
from tests.fakes.server import Answer, Request, Wire, reply
from tests.ui.waiting import until
from tests.workbench.bench_rig import bench
from tests.workbench.rig import GOOD


@pytest.fixture
def holder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Holder]:
    """It goes with the test; nobody waits for it as long as in earnest."""
    monkeypatch.setattr("studio.library.database._BUSY_SECONDS", 0.3)
    made = Holder(tmp_path / "library" / "library.sqlite")
    yield made
    made.let_go()


def send(made: Bench) -> Job:
    made.draft.prompt = "an otter"
    Sending(made).send_draft()
    return made.jobs.under_way[-1]


async def ended(job: Job) -> str:
    """Wait for its end; what is said of it."""
    await until(lambda: job.is_over)
    assert job.error is not None
    return Words().error(job.error, asked=True).sentence


def kept(made: Bench) -> list[bytes]:
    """What was found at the start, and taken in."""
    library = made.library
    assert library is not None
    assert verify(library).sound
    return [library.images.absolute_path(image).read_bytes() for each in made.recovery.left for image in each.images]


async def test_a_record_held_before_anything_is_queued_costs_nothing(tmp_path: Path, holder: Holder) -> None:
    async with bench(tmp_path) as (made, server):
        holder.hold()
        job = send(made)
        assert "Nothing was charged" in await ended(job)
        assert isinstance(job.error, LibraryInUse)
        holder.let_go()
        assert server.posts() == []
        assert made.library is not None
        assert made.library.turns.recent(9) == ()


async def test_a_record_held_when_a_turn_is_to_begin_costs_nothing_and_loses_no_wish(
    tmp_path: Path, holder: Holder
) -> None:
    async with bench(tmp_path) as (made, server):
        made.jobs.pause(True)
        job = send(made)
        await until(lambda: job.is_written)
        holder.hold()
        made.jobs.pause(False)
        assert "Nothing was charged" in await ended(job)
        assert isinstance(job.error, LibraryInUse)
        holder.let_go()
        assert server.posts() == []
        assert made.library is not None
        assert list(made.library.folder.landing.iterdir()) == []
    async with bench(tmp_path) as (made, server):
        assert [each.id for each in made.recovery.waiting] == [job.id]
        made.recovery.send_waiting()
        await until(lambda: not made.recovery.waiting)
        await until(lambda: not made.jobs.under_way)
        assert len(server.posts()) == 1


async def test_a_record_held_when_a_reply_is_to_be_kept_is_told_and_the_reply_taken_in_later(
    tmp_path: Path, holder: Holder
) -> None:
    def hold_then_answer(request: Request, wire: Wire) -> None:
        holder.hold()
        GOOD(request, wire)

    async with bench(tmp_path, hold_then_answer) as (made, server):
        job = send(made)
        said = await ended(job)
        assert isinstance(job.error, NotKept)
        assert "taken in as soon as" in said
        assert len(server.posts()) == 1
        holder.let_go()
    async with bench(tmp_path) as (made, server):
        assert kept(made) == [picture()]
        assert server.posts() == []


async def test_a_record_that_is_held_at_the_start_keeps_nobody_from_working_for_long(
    tmp_path: Path, holder: Holder
) -> None:
    async with bench(tmp_path, lambda _, wire: wire.until_gone()) as (made, server):
        jobs = [send(made) for _ in range(2)]
        await until(lambda: len(server.posts()) == len(jobs))
    holder.hold()
    async with bench(tmp_path):
        holder.let_go()
    async with bench(tmp_path) as (made, server):
        assert [each.turn.id for each in made.recovery.left] == [job.id for job in jobs]


async def test_a_reply_that_could_not_be_kept_is_taken_in_as_soon_as_that_can_be(
    tmp_path: Path, holder: Holder
) -> None:
    def hold_then_answer(request: Request, wire: Wire) -> None:
        holder.hold()
        GOOD(request, wire)

    async with bench(tmp_path, hold_then_answer) as (made, server):
        job = send(made)
        await ended(job)
        made.recovery.look_again()  # too early
        await until(lambda: "look for what was left behind" not in made.tasks.running)
        assert made.recovery.left == ()
        holder.let_go()
        made.recovery.look_again()
        await until(lambda: made.recovery.left)
        assert kept(made) == [picture()]
        await until(lambda: (entry := made.branch.entry(job.id)) and entry.images)
        assert len(server.posts()) == 1


async def test_looking_again_leaves_what_is_under_way_alone(tmp_path: Path) -> None:
    async with bench(tmp_path, lambda _, wire: wire.until_gone()) as (made, server):
        job = send(made)
        await until(lambda: len(server.posts()) == 1)
        made.recovery.look_again()
        await until(lambda: "look for what was left behind" not in made.tasks.running)
        assert made.recovery.left == ()
        assert not job.is_over


@contextmanager
def small_disk(tmp_path: Path) -> Iterator[Path]:
    with ExitStack() as disks:
        yield disks.enter_context(mounted(tmp_path / "disk", 80 << 20))


@pytest.mark.real
@pytest.mark.skipif(sys.platform != "linux", reason="mounts a tmpfs")
async def test_a_disk_that_fills_up_while_the_reply_arrives(tmp_path: Path) -> None:
    first, second = picture(1), big_picture(2, 6 << 20)
    with small_disk(tmp_path) as disk:
        async with bench(disk, filling(disk, reply(reply_of(image_part(first), image_part(second))))) as (made, server):
            job = send(made)
            said = await ended(job)
            assert isinstance(job.error, NotKept)
            assert "could not be written to the library" in said
            assert len(server.posts()) == 1
            (disk / "filler").unlink()
        async with bench(disk) as (made, server):
            assert kept(made) == [first]
            assert server.posts() == []


def filling(disk: Path, answer: Answer) -> Answer:
    """Leave a megabyte of room before answering."""

    def fill(request: Request, wire: Wire) -> None:
        left = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
        (disk / "filler").write_bytes(bytes(left - (1 << 20)))
        answer(request, wire)

    return fill
