"""Work that a cancellation must not cut short: what is half written down would be neither there nor gone."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

_Result = TypeVar("_Result")


async def whole(work: Coroutine[Any, Any, _Result]) -> tuple[_Result, asyncio.CancelledError | None]:
    """Finish work that must not be cut short; return what it made, and a cancellation that came meanwhile.

    What goes wrong in it is worth more than the cancellation, and is raised.
    """
    task = asyncio.ensure_future(work)
    cancellation: asyncio.CancelledError | None = None
    while not task.done():  # a person may cancel, and then quit
        try:
            await asyncio.wait([task])
        except asyncio.CancelledError as error:
            cancellation = error
    return task.result(), cancellation


async def unless_cancelled(work: Coroutine[Any, Any, _Result], *, undo: Callable[[_Result], None]) -> _Result:
    """Return what the work made; when cancelled meanwhile, undo it first."""
    made, cancellation = await whole(work)
    if cancellation is not None:
        await whole(asyncio.to_thread(undo, made))
        raise cancellation
    return made
