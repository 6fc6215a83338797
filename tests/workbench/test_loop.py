"""Qt's loop closes what asyncio's would."""

import asyncio
import gc
from collections.abc import AsyncIterator

from tests.ui.waiting import until


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
