"""The writer: in order, bounded by drain, honest about failures, and never a reason to hang."""

import asyncio
import subprocess
import sys
import threading
from functools import partial

import pytest

from studio.library.errors import DiskFull, LibraryBug
from studio.library.writer import Writer

MEBIBYTE = 1 << 20


def held(gate: threading.Event) -> None:
    """Work that takes until the gate opens."""
    gate.wait()


async def test_work_is_done_in_order() -> None:
    writer, done = Writer("test"), list[int]()
    for number in range(1000):
        writer.put(partial(done.append, number))
    await writer.settle()
    writer.close()
    assert done == list(range(1000))


async def test_drain_returns_at_once_while_little_is_queued() -> None:
    writer, gate = Writer("test"), threading.Event()
    writer.put(lambda: held(gate), MEBIBYTE - 1)
    await asyncio.wait_for(writer.drain(), 30)
    gate.set()
    writer.close()


async def test_drain_waits_for_the_disk_to_catch_up() -> None:
    writer, gates, third_begun = Writer("test"), [threading.Event() for _ in range(4)], threading.Event()
    for number, gate in enumerate(gates):
        if number == 2:
            writer.put(third_begun.set)
        writer.put(partial(held, gate), MEBIBYTE // 2)
    waiting = asyncio.ensure_future(writer.drain())
    await asyncio.sleep(0)
    gates[0].set()
    gates[1].set()
    assert third_begun.wait(30)
    await asyncio.sleep(0)
    assert not waiting.done()  # 1 MiB is left: more than the low mark
    gates[2].set()
    await asyncio.wait_for(waiting, 30)
    gates[3].set()
    await writer.settle()
    writer.close()


async def test_a_failure_is_told_to_every_waiter_and_ends_the_work() -> None:
    writer, gate, done = Writer("test"), threading.Event(), list[str]()

    def fail() -> None:
        gate.wait()
        raise DiskFull("full")

    writer.put(fail, 3 * MEBIBYTE)
    writer.put(lambda: done.append("after"))
    waiting = asyncio.gather(writer.drain(), writer.settle(), return_exceptions=True)
    await asyncio.sleep(0)
    gate.set()
    assert [type(failure) for failure in await asyncio.wait_for(waiting, 5)] == [DiskFull, DiskFull]
    writer.put(lambda: done.append("later"), 5 * MEBIBYTE)
    with pytest.raises(DiskFull):
        await writer.drain()
    writer.close()
    assert done == []


async def test_closing_frees_a_waiter_and_drops_the_queue() -> None:
    writer, started, gate, done = Writer("test"), threading.Event(), threading.Event(), list[str]()

    def work() -> None:
        started.set()
        gate.wait()

    def let_it_end() -> None:
        with writer._changed:
            writer._changed.wait_for(lambda: writer._closing)
        gate.set()

    writer.put(work, 2 * MEBIBYTE)
    writer.put(lambda: done.append("dropped"))
    waiting = asyncio.ensure_future(writer.settle())
    await asyncio.sleep(0)
    assert started.wait(30)
    threading.Thread(target=let_it_end).start()
    writer.close()
    with pytest.raises(LibraryBug):
        await asyncio.wait_for(waiting, 30)
    writer.close()
    assert done == []


async def test_a_cancelled_wait_harms_nobody() -> None:
    writer, gate = Writer("test"), threading.Event()
    writer.put(lambda: held(gate), 2 * MEBIBYTE)
    waiting = asyncio.ensure_future(writer.settle())
    await asyncio.sleep(0)
    waiting.cancel()
    gate.set()
    await asyncio.wait_for(writer.settle(), 30)
    writer.close()


def test_a_loop_that_is_gone_does_not_stop_the_writer() -> None:
    gate, done = threading.Event(), threading.Event()
    writer = Writer("test")
    writer.put(lambda: held(gate), 2 * MEBIBYTE)
    writer.put(done.set)

    async def give_up() -> None:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(writer.drain(), 0.01)

    asyncio.run(give_up())
    gate.set()
    assert done.wait(30)
    writer.close()


ON_THE_LOOP_OF_THE_WINDOW = """
import asyncio, qasync
from PySide6.QtCore import QCoreApplication
from studio.library.writer import Writer

async def feed():
    for number in range(200):
        writer.put(lambda number=number: done.append(number), 1 << 20)
        await writer.drain()
    await writer.settle()

writer, done = Writer("test"), []
with qasync.QEventLoop(QCoreApplication([])) as loop:
    loop.run_until_complete(asyncio.wait_for(feed(), 30))
writer.close()
assert done == list(range(200)), done
"""


def test_it_works_on_the_loop_of_the_window() -> None:
    command = [sys.executable, "-c", ON_THE_LOOP_OF_THE_WINDOW]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")
