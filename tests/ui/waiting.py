"""Waiting for a condition on the loop that also runs Qt."""

import asyncio
from collections.abc import Callable

_SECONDS = 30.0


async def until(holds: Callable[[], object], what: str = "") -> None:
    """Return as soon as `holds()` is true; fail when that takes half a minute."""
    loop = asyncio.get_running_loop()
    end = loop.time() + _SECONDS
    while not holds():
        assert loop.time() < end, f"waited in vain{f' for {what}' if what else ''}"
        await asyncio.sleep(0.005)
