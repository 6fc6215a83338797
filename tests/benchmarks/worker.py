"""The process one design runs in: warmed up, then measured once for every line on standard input.

`python -m tests.benchmarks.worker MODULE:CLASS FOLDER URL`; answers are lines of JSON.
"""

import ctypes
import gc
import importlib
import json
import sys
import time
from pathlib import Path

from tests.benchmarks.case import FULL, SMALL, Case
from tests.benchmarks.design import Design

_STATUS, _CLEAR = Path("/proc/self/status"), Path("/proc/self/clear_refs")
_FORGET_THE_PEAK = "5"


def main() -> None:
    """Warm up, then run whenever asked to, until standard input ends."""
    name, folder, url = sys.argv[1:]
    try:
        design_class = _load(name)
    except ImportError as error:
        _say({"missing": error.name})
        return
    rehearsal = design_class(Case(Path(folder), SMALL, url))
    for _ in range(2):
        _measure(rehearsal)
    del rehearsal
    design = design_class(Case(Path(folder), FULL, url))
    idle = _idle()
    _say({"ready": name})
    for _ in sys.stdin:
        wall, cpu = _measure(design)
        _say({"wall": wall, "cpu": cpu, "growth": _memory("VmHWM") - idle})


def _load(name: str) -> type[Design]:
    module, _, attribute = name.partition(":")
    found: type[Design] = getattr(importlib.import_module(module), attribute)
    return found


def _measure(design: Design) -> tuple[float, float]:
    """Run once; wall seconds, and processor seconds of all threads. The peak of the memory is that of this run."""
    design.before()
    gc.collect()
    _CLEAR.write_text(_FORGET_THE_PEAK)
    cpu, wall = time.process_time(), time.perf_counter()
    result = design.run()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    design.after()
    design.check(result)
    return wall, cpu


def _idle() -> int:
    """The resident memory now, in bytes, with what is free given back."""
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    return _memory("VmRSS")


def _memory(field: str) -> int:
    line = next(line for line in _STATUS.read_text().splitlines() if line.startswith(f"{field}:"))
    return int(line.split()[1]) * 1024


def _say(value: object) -> None:
    print(json.dumps(value), flush=True)


if __name__ == "__main__":
    main()
