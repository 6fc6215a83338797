"""Time and chance that stand still, so that what is drawn of them is the same every day on every machine."""

import asyncio
import datetime as dt
import importlib
import os
import pkgutil
import random
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace

NOW = dt.datetime(2026, 11, 22, 14, 25, 30, tzinfo=dt.UTC)
MOMENT = 1_000.0  # of the clock that only runs forward

_PACKAGES = ("studio.ui", "studio.workbench", "studio.generation", "studio.library")


class _FrozenDateTime(dt.datetime):
    """Its present never passes."""

    @classmethod
    def now(cls, tz: dt.tzinfo | None = None) -> "_FrozenDateTime":
        return cls.fromtimestamp(NOW.timestamp(), tz)


def freeze() -> None:
    """Load the program with all its clocks standing still; nothing of it may have been imported before.

    The loop's own clock goes on: what the program waits for has to come.
    """
    assert not any(name.startswith("studio.") for name in sys.modules)
    time.time = NOW.timestamp
    time.time_ns = lambda: int(NOW.timestamp()) * 1_000_000_000
    dt.datetime = _FrozenDateTime  # type: ignore[misc]
    with _standing_still():
        for name in _PACKAGES:
            package = importlib.import_module(name)
            for module in pkgutil.walk_packages(package.__path__, f"{name}."):
                importlib.import_module(module.name)
    for module in list(sys.modules.values()):
        if module.__name__.startswith("studio.ui.") and getattr(module, "time", None) is time:
            module.time = SimpleNamespace(monotonic=lambda: MOMENT, time=time.time)  # type: ignore[attr-defined]


@contextmanager
def _standing_still() -> Iterator[None]:
    """What the program keeps of these while it is loaded, as its clocks and its chance, it keeps like this."""
    kept = time.monotonic, asyncio.sleep, os.urandom
    time.monotonic, os.urandom = (lambda: MOMENT), random.Random(7).randbytes
    asyncio.sleep = _for_ever  # type: ignore[assignment]
    try:
        yield
    finally:
        time.monotonic, asyncio.sleep, os.urandom = kept


async def _for_ever(_: float) -> None:
    """A countdown stands at its first number."""
    await asyncio.Event().wait()
