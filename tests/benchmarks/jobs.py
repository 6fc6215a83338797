"""`jobs`: sixteen requests at once in a window that ticks, beside the same window at rest."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.files import make_replies
from tests.benchmarks.stall import load
from tests.benchmarks.stalled import THINKING_SECONDS
from tests.benchmarks.ticks import TICK_MILLISECONDS

_JOBS = 16


def report(size: int, rounds: int) -> Iterator[str]:
    """Measure with pictures of `size` bytes; yields text as it becomes known."""
    yield f"Jobs: longest gap between ticks of {TICK_MILLISECONDS} ms; processor time of the thread that paints."
    yield f"  {_JOBS} turns of one send: written down, sent, thinking for {THINKING_SECONDS:g} s, received at once over"
    yield "  the loopback, kept and shown in the real window, offscreen, with a tile and a place in the tree each."
    with TemporaryDirectory(prefix="studio-jobs-") as name:
        folder = Path(name)
        folder.chmod(0o700)
        make_replies(folder, size)
        yield from load(folder, _JOBS, size, rounds)
