"""A process that imports a file and kills itself, as SIGKILL does, when it is told: called by test_exchange_killed.py.

`python -m tests.library.killed_import LIBRARY FILE MOMENT`; MOMENT is the number of a piece of news, or "rows": when
all rows are written and not kept yet.
"""

import os
import signal
import sys
from pathlib import Path
from typing import Any

from studio.library.exchange.rows import ParcelRows
from studio.library.exchange.taking_in import StudioFileReader
from studio.library.library import Library


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def main(root: str, file: str, moment: str) -> None:
    count = 0
    write = ParcelRows.write

    def tell(done: int, total: int) -> None:
        nonlocal count
        count += 1
        if str(count) == moment:
            die()

    def write_and_die(self: ParcelRows, *rest: Any) -> None:
        write(self, *rest)
        die()

    if moment == "rows":
        ParcelRows.write = write_and_die  # type: ignore[method-assign]
    with Library.open(Path(root)) as library:
        StudioFileReader(library).take_in(Path(file), tell)
    print(count)


if __name__ == "__main__":
    main(*sys.argv[1:])
