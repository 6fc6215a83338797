"""`stall`: the longest gap between two ticks of the window while pictures arrive, beside the same window at rest."""

import json
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.contest import Spread, child
from tests.benchmarks.files import make_replies
from tests.benchmarks.server import serving
from tests.benchmarks.stalled import THINKING_SECONDS
from tests.benchmarks.table import aligned, milliseconds, ratio
from tests.benchmarks.ticks import TICK_MILLISECONDS

# What is sent at once: how many pictures, and how many bytes each as a share of the benchmark's size.
_LOADS = ((8, 0.25), (4, 1.0))
_IDLE, _STUDIO, _NAIVE = "the window at rest", "Studio", "httpx .content, json, base64 in a thread"
_DESIGNS = {_STUDIO: "studio", _IDLE: "rest", _NAIVE: "naive"}
_LIMIT = 1.35


def report(size: int, rounds: int) -> Iterator[str]:
    """Measure with pictures of `size` bytes and of a quarter of that; yields text as it becomes known."""
    yield f"Stall: longest gap between ticks of {TICK_MILLISECONDS} ms; processor time of the thread that paints."
    yield "  Each is the real window, offscreen, on a library of its own; replies come over the loopback, all at once,"
    yield f"  {THINKING_SECONDS:g} s after they are asked for. Sending is what was before; only arriving has a target."
    for count, share in _LOADS:
        with TemporaryDirectory(prefix="studio-stall-") as name:
            folder = Path(name)
            folder.chmod(0o700)
            make_replies(folder, round(size * share))
            yield from load(folder, count, size * share, rounds)


@dataclass(frozen=True)
class _Times:
    """A design's rounds, in seconds."""

    gap: Spread
    cpu: Spread
    wall: Spread
    sending: Spread


def load(folder: Path, count: int, size: float, rounds: int) -> Iterator[str]:
    """Measure with so many pictures at once, of so many bytes, whose replies lie in a folder."""
    with serving(folder, THINKING_SECONDS) as url, ExitStack() as stack:
        windows = {name: stack.enter_context(_window(verb, folder, url, count)) for name, verb in _DESIGNS.items()}
        said: dict[str, list[Mapping[str, float]]] = {name: [] for name in windows}
        for _ in range(rounds):
            # The window rests for as long as Studio has just worked: a longer time has a longer longest gap.
            seconds = 0.0
            for name, window in windows.items():
                said[name].append(window.run(seconds))
                seconds = seconds or said[name][-1]["wall"]
    times = {
        name: _Times(*(Spread([answer[key] for answer in several]) for key in ("gap", "cpu", "wall", "sending")))
        for name, several in said.items()
    }
    yield _table(f"{count} x {size / 1e6:.0f} MB", times)
    gaps = times[_STUDIO].gap, times[_IDLE].gap
    yield ratio(f"longest gap, {count} x {size / 1e6:.0f} MB, {_STUDIO} / {_IDLE}", *gaps, _LIMIT).line()


def _table(head: str, times: Mapping[str, _Times]) -> str:
    rows = [(head, "gap ms", "min-max", "x rest", "cpu ms", "min-max", "wall ms", "min-max", "sending gap", "min-max")]
    for name in (_IDLE, _STUDIO, _NAIVE):
        its = times[name]
        ratio_to_rest = f"{its.gap.over(times[_IDLE].gap).median:.2f}"
        others = (*milliseconds(its.cpu), *milliseconds(its.wall), *milliseconds(its.sending))
        rows.append((name, *milliseconds(its.gap), ratio_to_rest, *others))
    return aligned(rows)


class _Window:
    """The near end of a process with a window."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self._answer()

    def run(self, seconds: float) -> Mapping[str, float]:
        """Let it work once, or rest for so many seconds."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{seconds}\n")
        self._process.stdin.flush()
        return self._answer()

    def _answer(self) -> Mapping[str, float]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("A window ended too early; what it said stands above.")
        answer: Mapping[str, float] = json.loads(line)
        return answer


@contextmanager
def _window(verb: str, folder: Path, url: str, count: int) -> Iterator[_Window]:
    with child("tests.benchmarks.stalled", verb, str(folder), url, str(count)) as process:
        yield _Window(process)
