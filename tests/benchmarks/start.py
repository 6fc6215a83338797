"""`start`: what the window costs to its first paint, and the command line before it does anything."""

import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.case import SMALL
from tests.benchmarks.contest import Spread, without_proxies
from tests.benchmarks.files import make_replies
from tests.benchmarks.first_paint import first_paint
from tests.benchmarks.server import serving
from tests.benchmarks.table import Target, aligned, milliseconds

WATCHED = ("PySide6", "PIL", "httpx", "keyring", "starlette", "uvicorn", "sqlite3", "ssl")

_NOTHING = "python -c pass"
_STUDIO = "import sys; from studio.cli.main import main; sys.exit(main())"
_ASK = f"""
import sys
from studio.cli.main import main
try:
    main()
finally:
    print(*(name for name in {WATCHED!r} if name in sys.modules))
"""


def report(_: int, rounds: int) -> Iterator[str]:
    """Measure the window to its first paint, and each command to its end; sizes do not matter here."""
    yield from first_paint(rounds)
    with TemporaryDirectory(prefix="studio-benchmark-") as name:
        folder = Path(name)
        make_replies(folder, 0)
        with serving(folder) as url:
            yield from _report(_commands(folder, url), _environment(folder), rounds)


def _commands(folder: Path, url: str) -> Mapping[str, Sequence[str]]:
    library = ("--library", str(folder / "library"))
    server = ("--base-url", url, "--model", SMALL)
    return {
        "studio --version": ["--version"],
        "studio generate x, a server that answers at once": ["generate", "x", *server, *library],
        "studio generate x, the built-in sandbox": ["generate", "x", "--connection", "sandbox", *library],
        "studio library list": ["library", "list", *library],
    }


def _environment(folder: Path) -> dict[str, str]:
    """A home of its own, and the key of the server."""
    homes = dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"), str(folder))
    return without_proxies() | homes | {"STUDIO_API_KEY": "benchmark"}


def _report(commands: Mapping[str, Sequence[str]], environment: Mapping[str, str], rounds: int) -> Iterator[str]:
    yield "Start: each command as a process, from its start to its end (wall) and all it used of the processor (cpu)."
    # First of all, because the first picture makes the library that is listed.
    loaded = {name: _loaded(argv, environment) for name, argv in commands.items()}
    programs = {name: ["-c", _STUDIO, *argv] for name, argv in commands.items()}
    yield _times({_NOTHING: ["-c", "pass"], **programs}, environment, rounds)
    yield "What each command leaves in sys.modules:"
    rows = [(name, *("yes" if package in found else "-" for package in WATCHED)) for name, found in loaded.items()]
    yield aligned([("command", *WATCHED), *rows])
    guilty = sum("PySide6" in found for found in loaded.values())
    yield Target("commands that leave PySide6 in sys.modules", guilty, 0, unit="").line()


def _times(programs: Mapping[str, Sequence[str]], environment: Mapping[str, str], rounds: int) -> str:
    """The table of what each program takes, against the first."""
    costs: dict[str, list[tuple[float, float]]] = {name: [] for name in programs}
    for _ in range(rounds):
        for name, arguments in programs.items():
            costs[name].append(_cost(arguments, environment))
    rows = [("command", "wall ms", "min-max", "cpu ms", "min-max", "wall x", "cpu x")]
    base_wall, base_cpu = _spreads(costs[_NOTHING])
    for name, pairs in costs.items():
        wall, cpu = _spreads(pairs)
        ratios = (f"{wall.over(base_wall).median:.2f}", f"{cpu.over(base_cpu).median:.2f}")
        rows.append((name, *milliseconds(wall), *milliseconds(cpu), *ratios))
    return aligned(rows)


def _spreads(pairs: Sequence[tuple[float, float]]) -> tuple[Spread, Spread]:
    return Spread([wall for wall, _ in pairs]), Spread([cpu for _, cpu in pairs])


def _loaded(argv: Sequence[str], environment: Mapping[str, str]) -> list[str]:
    """Which of the watched packages a command leaves in `sys.modules`."""
    return _run(["-c", _ASK, *argv], environment).splitlines()[-1].split()


def _cost(arguments: Sequence[str], environment: Mapping[str, str]) -> tuple[float, float]:
    """Wall seconds, and processor seconds of the process, for one run."""
    before, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    _run(arguments, environment)
    wall, after = time.perf_counter() - wall, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _run(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """Run Python to its end and return what it printed; what it said on standard error is kept for a failure."""
    done = subprocess.run([sys.executable, *arguments], env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{arguments} ended with {done.returncode}: {done.stderr}")
    return done.stdout
