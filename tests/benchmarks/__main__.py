"""`python -m tests.benchmarks NAME…`: tables of what Studio costs beside others and beside what is possible.

Everything is measured in one run: each design in a process of its own, the designs taking turns, the median quoted.
"""

import argparse
import os
import platform
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence

from tests.benchmarks import gallery, jobs, landing, library, search, stall, start, tree, upload

_REPORTS: Mapping[str, tuple[Callable[[int, int], Iterator[str]], int]] = {
    "landing": (landing.report, 24_000_000),
    "upload": (upload.report, 18_000_000),
    "start": (start.report, 0),
    "stall": (stall.report, 24_000_000),
    "jobs": (jobs.report, 2_000_000),
    "gallery": (gallery.report, 100_000),
    "library": (library.report, 100_000),
    "search": (search.report, 100_000),
    "tree": (tree.report, 2_000),
}


def main(argv: Sequence[str] | None = None) -> None:
    """Run the benchmarks that are named."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("names", nargs="+", choices=tuple(_REPORTS), metavar="NAME", help=", ".join(_REPORTS))
    parser.add_argument("--rounds", type=int, default=11, metavar="N", help="how often each design has its turn (11)")
    parser.add_argument(
        "--bytes",
        type=int,
        metavar="N",
        help="size of the pictures (gallery: their number; library, search, tree: that of turns)",
    )
    arguments = parser.parse_args(argv)
    python = f"{platform.python_implementation()} {platform.python_version()}"
    system = f"{python}, {platform.system()}, {os.cpu_count()} processors"
    for name in arguments.names:
        report, size = _REPORTS[name]
        print(f"{name} · {system} · {arguments.rounds} rounds, taken in turns; the median of each column")
        print(
            "x: ratio to the first design that stands at 1.00, taken round by round; memory: peak over idle", end="\n\n"
        )
        for text in report(arguments.bytes or size, arguments.rounds):
            print(text, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
