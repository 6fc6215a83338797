"""What is queued goes to the endpoint it was meant for, or nowhere: a connection may lead elsewhere by then."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest

from studio.profile.errors import ConnectionUnknown
from studio.profile.saved_connection import SavedConnection
from studio.profile.secrets import Secret
from studio.workbench.bench import Bench
from studio.workbench.jobs import Job
from studio.workbench.sending import Sending
from tests.fakes.server import FakeServer, serving
from tests.ui.waiting import until
from tests.workbench.bench_rig import make_bench
from tests.workbench.rig import GOOD


class Desk(NamedTuple):
    """A bench whose connection in use leads to `here`; it may be made to lead `there`."""

    bench: Bench
    here: FakeServer
    there: FakeServer
    connection: SavedConnection

    async def queue(self) -> Job:
        """Queue a request and hold it there, written down."""
        self.bench.jobs.pause(True)
        self.bench.draft.prompt = "an otter"
        Sending(self.bench).send_draft()
        (job,) = self.bench.jobs.under_way
        await until(lambda: job.is_written)
        return job

    async def lead_elsewhere(self) -> None:
        await self.bench.connections.change(replace(self.connection, base_url=f"{self.there.url}/v1beta"))

    @property
    def paid(self) -> tuple[int, int]:
        return len(self.here.posts()), len(self.there.posts())


@asynccontextmanager
async def opened(tmp_path: Path, sandbox: FakeServer) -> AsyncIterator[Bench]:
    bench = make_bench(sandbox)
    try:
        await bench.prepare()
        await bench.open(tmp_path / "library")
        yield bench
    finally:
        await bench.close()


async def connected(bench: Bench, server: FakeServer) -> SavedConnection:
    wanted = SavedConnection(id="new", name="hub", base_url=f"{server.url}/v1beta", auth="goog-key")
    saved = await bench.connections.add(wanted)
    await bench.connections.set_key(saved.id, Secret("canary-queued"), for_session_only=True)
    return saved


@asynccontextmanager
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    with serving(GOOD) as sandbox, serving(GOOD) as here, serving(GOOD) as there:
        async with opened(tmp_path, sandbox) as bench:
            yield Desk(bench, here, there, await connected(bench, here))


async def test_what_waits_is_not_sent_where_its_connection_leads_by_then(tmp_path: Path) -> None:
    async with desk(tmp_path) as d:
        job = await d.queue()
        await d.lead_elsewhere()
        d.bench.jobs.pause(False)
        await until(lambda: job.is_over)
        assert isinstance(job.error, ConnectionUnknown)
        assert "Put its prompt into the composer" in job.error.message
        assert d.paid == (0, 0)
        assert d.bench.library is not None
        (attempt,) = d.bench.library.turns.attempts(job.id)
        assert (attempt.state, attempt.charge) == ("failed", "none")
        told: list[object] = []
        d.bench.tasks.failed.connect(lambda _, error: told.append(error))
        Sending(d.bench).again(job.id)
        await until(lambda: told)
        assert isinstance(told[0], ConnectionUnknown)
        assert told[0].message == job.error.message, "one sentence for one thing"
        assert d.paid == (0, 0)


async def test_what_waits_goes_on_over_a_connection_that_is_but_called_otherwise(tmp_path: Path) -> None:
    async with desk(tmp_path) as d:
        job = await d.queue()
        await d.bench.connections.change(replace(d.connection, name="renamed", concurrency=3))
        d.bench.jobs.pause(False)
        await until(lambda: job.is_over)
        assert job.error is None
        assert d.paid == (1, 0)


def as_it_was(_: Bench) -> None:
    """Leave the row as it was written."""


def of_an_older_version(bench: Bench) -> None:
    assert bench.library is not None
    with bench.library.transaction():
        bench.library.database.write("UPDATE queued SET wish = json_remove(wish, '$.endpoint')")


@pytest.mark.parametrize(("row", "paid"), [(as_it_was, (0, 0)), (of_an_older_version, (0, 1))])
async def test_a_restart_changes_nothing_about_that(
    tmp_path: Path, row: Callable[[Bench], None], paid: tuple[int, int]
) -> None:
    with serving(GOOD) as sandbox, serving(GOOD) as here, serving(GOOD) as there:
        async with opened(tmp_path, sandbox) as bench:
            first = Desk(bench, here, there, await connected(bench, here))
            job = await first.queue()
            await first.lead_elsewhere()
            row(bench)
        async with opened(tmp_path, sandbox) as bench:
            await bench.connections.set_key(first.connection.id, Secret("canary-queued"), for_session_only=True)
            assert [each.id for each in bench.recovery.waiting] == [job.id]
            bench.recovery.send_waiting()
            await until(lambda: (found := bench.jobs.find(job.id)) is not None and found.is_over)
            assert first.paid == paid
