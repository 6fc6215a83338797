"""A process that makes one turn with pictures, or recovers a library, and kills itself at the step it is told.

Called by test_recovery.py: `python -m tests.library.killed LIBRARY make|recover STEP`; with STEP 0
it lives and prints every step.
"""

import asyncio
import os
import signal
import sys
from pathlib import Path

from studio.library.library import Library
from studio.library.records import Picture
from tests.library.making import begin_landing, commit_of, new_turn, picture_bytes

PICTURES = (picture_bytes("first", 600_000), picture_bytes("second", 400_000))
SIGNATURE = b"c2lnbmF0dXJl" * 2000


class Clockwork:
    """Counts steps and kills the process, as SIGKILL does, at the one wanted."""

    def __init__(self, fatal: int) -> None:
        self._fatal = fatal
        self._count = 0

    def __call__(self, name: str) -> None:
        self._count += 1
        if not self._fatal:
            sys.stdout.write(f"{name}\n")
        elif self._count == self._fatal:
            os.kill(os.getpid(), signal.SIGKILL)


async def make(library: Library, step: Clockwork) -> None:
    """One turn, its attempt, a reply with two pictures, a text and a raw text, and its commit."""
    turn = library.turns.begin(new_turn(library))
    with begin_landing(library, turn) as landing:
        step("sent")
        landing.skeleton(b'{"s":"')
        landing.open_hole(6, "text")
        landing.write(SIGNATURE)
        landing.close_hole({})
        for number, picture in enumerate(PICTURES):
            landing.skeleton(b'","p":"')
            landing.open_hole(13 + 7 * number, "data")
            landing.write(picture)
            landing.write_raw(b"raw text %d" % number)
            landing.close_hole({"alphabet": "standard"})
        landing.skeleton(b'"}')
        landed = await landing.finish()
        step("landed")
        commit = commit_of(library, landed)
        library.turns.commit_reply(landing.attempt_id, landed, commit)
    step("closed")


def recover(library: Library) -> None:
    """What generation does at a start, without reading the skeleton."""
    for orphan in library.landings.orphans():
        with orphan:
            landed = orphan.landed
            pictures = tuple(
                Picture(hole.number, hole.number - 1, "main", "image/png")
                for hole in landed.holes
                if hole.kind == "data"
            )
            state = "done" if landed.complete else "unknown"
            changes = {"state": state, "content": None, "pictures": pictures, "charge": "maybe"}
            library.turns.commit_reply(landed.attempt_id, landed, commit_of(library, landed, **changes))
    for attempt in library.landings.abandoned():
        state, charge = ("failed", "none") if attempt.sent is None else ("unknown", "maybe")
        library.turns.end_attempt(attempt.id, state, charge, library.clock())


def main(root: str, deed: str, fatal: str) -> None:
    step = Clockwork(int(fatal))
    with Library.open(Path(root), step=step) as library:
        if deed == "make":
            asyncio.run(make(library, step))
        else:
            recover(library)


if __name__ == "__main__":
    main(*sys.argv[1:])
