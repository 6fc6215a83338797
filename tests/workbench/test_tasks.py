"""Work is kept until it ends, fails aloud, and is ended by closing."""

import asyncio
import threading

import pytest

from studio.workbench.tasks import Tasks
from tests.ui.waiting import until


async def test_a_task_is_kept_by_its_name_until_it_ends() -> None:
    tasks, gate = Tasks(), asyncio.Event()

    async def work() -> int:
        await gate.wait()
        return 7

    task = tasks.start(work(), "seven")
    assert tasks.running == ("seven",)
    gate.set()
    assert await task == 7
    await until(lambda: not tasks.running)


async def test_a_failure_is_told() -> None:
    tasks = Tasks()
    told: list[tuple[str, object]] = []
    tasks.failed.connect(lambda name, error: told.append((name, error)))

    async def work() -> None:
        raise ValueError("no")

    tasks.start(work(), "doomed")
    await until(lambda: told)
    assert told[0][0] == "doomed"
    assert isinstance(told[0][1], ValueError)


async def test_workers_are_other_threads() -> None:
    assert await Tasks().in_worker(threading.get_ident) != threading.get_ident()


async def test_closing_ends_what_runs_and_starts_nothing_more() -> None:
    tasks = Tasks()
    ended: list[str] = []

    async def work() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("work")

    tasks.start(work(), "endless")
    await asyncio.sleep(0)
    await tasks.close()
    assert ended == ["work"]
    late = tasks.start(work(), "late")
    with pytest.raises(asyncio.CancelledError):
        await late
    assert ended == ["work"]
