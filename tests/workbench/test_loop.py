"""Qt's loop closes what asyncio's would."""

import asyncio
import gc
import sys
from collections.abc import AsyncIterator

import pytest

from tests.ui.waiting import until


async def test_workers_hand_the_interpreter_over_soon_while_it_runs() -> None:
    assert sys.getswitchinterval() == pytest.approx(0.0005)


def test_and_as_ever_where_it_does_not_run() -> None:
    assert sys.getswitchinterval() == pytest.approx(0.005)


async def test_a_generator_that_was_let_go_of_is_closed_on_the_loop() -> None:
    closed: list[asyncio.Task[object] | None] = []

    async def numbers() -> AsyncIterator[int]:
        try:
            yield 1
            yield 2
        finally:
            await asyncio.sleep(0)
            closed.append(asyncio.current_task())

    async def first() -> int:
        async for number in numbers():
            return number
        return 0

    assert await first() == 1
    gc.collect()
    await until(lambda: closed)
    assert closed[0] is not None
