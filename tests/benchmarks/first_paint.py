"""The window, from the start of its process to its first paint, beside an empty PySide6 window in its place."""

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.contest import Spread, without_proxies
from tests.benchmarks.table import aligned, milliseconds, ratio
from tests.real.desktop.xserver import screen

# What the first paint must not wait for.
LATER = ("httpx", "keyring", "PIL", "sqlite3", "asyncio")
_EMPTY, _STUDIO, _FILLED = "an empty PySide6 window", "studio", "studio, everything in it"
_LIMIT = 1.35


@dataclass(frozen=True)
class Painted:
    """One start: wall and processor seconds to the first paint, and the modules loaded by then."""

    wall: float
    cpu: float
    loaded: Sequence[str]


def first_paint(rounds: int) -> Iterator[str]:
    """Measure on both platforms; yields text as it becomes known."""
    yield "First paint: from the start of the process to the window painted and brought to the screen."
    with TemporaryDirectory(prefix="studio-paint-") as name:
        folder = Path(name)
        folder.chmod(0o700)
        yield from _on("offscreen", folder, rounds, {})
        if shutil.which("Xvfb") and shutil.which("openbox"):
            with screen(folder) as made:
                yield from _on("xcb", folder, rounds, made.environment)
        else:
            yield "  xcb: not measured, Xvfb and openbox are not installed"


def _on(platform: str, folder: Path, rounds: int, variables: Mapping[str, str]) -> Iterator[str]:
    environment = _environment(folder) | variables | {"QT_QPA_PLATFORM": platform}
    # One library each: what is filled leaves its socket behind when it is ended, which the next start would try.
    programs = {
        _EMPTY: ["empty"],
        _STUDIO: ["studio", "--library", str(folder / "library")],
        _FILLED: ["filled", "--library", str(folder / "filled")],
    }
    paints: dict[str, list[Painted]] = {name: [] for name in programs}
    for number in range(rounds + 1):
        for name in sorted(programs, reverse=bool(number % 2)):
            painted = _paint(programs[name], environment)
            if number:  # the first start of all finds nothing in the disk's cache
                paints[name].append(painted)
    yield _table(platform, paints)
    studio, empty = (Spread([painted.wall for painted in paints[name]]) for name in (_STUDIO, _EMPTY))
    yield ratio(f"first paint, {platform}, studio / empty", studio, empty, _LIMIT).line()
    loaded = paints[_STUDIO][-1].loaded
    found = [package for package in LATER if package in loaded]
    verdict = (
        f"MISSED  loaded before the first paint: {', '.join(found)}" if found else "met     none of them is loaded"
    )
    yield f"  {verdict} (of {', '.join(LATER)})"


def _paint(arguments: Sequence[str], environment: Mapping[str, str]) -> Painted:
    command = [sys.executable, "-m", "tests.benchmarks.painted", *arguments]
    began = time.monotonic()
    done = subprocess.run(command, env=dict(environment), capture_output=True, text=True, check=False)
    if done.returncode or not done.stdout:
        raise RuntimeError(f"{arguments} ended with {done.returncode} and no paint: {done.stderr}")
    said = json.loads(done.stdout.splitlines()[-1])
    return Painted(said["at"] - began, said["cpu"], said["loaded"])


def _table(platform: str, paints: Mapping[str, Sequence[Painted]]) -> str:
    rows = [(f"window, {platform}", "wall ms", "min-max", "cpu ms", "min-max", "wall x", "cpu x", "modules")]
    base_wall, base_cpu = _spreads(paints[_EMPTY])
    for name, several in paints.items():
        wall, cpu = _spreads(several)
        ratios = (f"{wall.over(base_wall).median:.2f}", f"{cpu.over(base_cpu).median:.2f}")
        rows.append((name, *milliseconds(wall), *milliseconds(cpu), *ratios, str(len(several[-1].loaded))))
    return aligned(rows)


def _spreads(several: Sequence[Painted]) -> tuple[Spread, Spread]:
    return Spread([one.wall for one in several]), Spread([one.cpu for one in several])


def _environment(folder: Path) -> dict[str, str]:
    """A home of its own, kept over all starts: what is measured is a start like every day's."""
    homes = ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR")
    return without_proxies() | dict.fromkeys(homes, str(folder))
