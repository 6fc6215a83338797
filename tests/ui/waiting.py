"""Waiting for a condition on the loop that also runs Qt."""

import asyncio
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent

_SECONDS = 60.0


async def until(holds: Callable[[], object], what: str = "") -> None:
    """Return as soon as `holds()` is true; fail when that takes a minute."""
    loop = asyncio.get_running_loop()
    end = loop.time() + _SECONDS
    while not holds():
        assert loop.time() < end, f"waited in vain{f' for {what}' if what else ''}"
        await asyncio.sleep(0.005)


def lay_out() -> None:
    """Let what is asked for be laid out and painted, and nothing else.

    To process all events in a coroutine would step other tasks inside of it, and these stop for ever.
    """
    for kind in (QEvent.Type.LayoutRequest, QEvent.Type.UpdateRequest):
        QCoreApplication.sendPostedEvents(None, kind.value)  # type: ignore[arg-type]  # None is all of them
