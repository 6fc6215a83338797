"""`search`: each key struck while typing a question to 100,000 turns, beside the bare question to the index."""

import time
from collections.abc import Iterator
from contextlib import closing

from studio.library.database import connect
from studio.library.library import Library
from studio.workbench.everything import find
from tests.benchmarks.big_library import big_library
from tests.benchmarks.contest import Spread
from tests.benchmarks.table import Target, aligned

_NAMES = {"gemini-3-pro-image": "Nano Banana Pro", "gemini-2.5-flash-image": "Nano Banana"}
_TYPED = (
    "otter",
    "watercolour beach",
    "hat night",
    "star:4 otter",
    "model:pro logo",
    "2023-05 banner",
    "zebra",
    '"warm navy"',
)
_BARE = "SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT 8"
_SCAN = "SELECT id FROM turn WHERE prompt LIKE ? ORDER BY id DESC LIMIT 8"


def report(turns: int, rounds: int) -> Iterator[str]:
    """Measure with so many turns; yields text as it becomes known."""
    folder, _ = big_library(turns)
    size = (folder / "library.sqlite").stat().st_size
    ours: list[float] = []
    bare: list[float] = []
    scans: list[float] = []
    with (
        Library.open(folder, back_up=False) as library,
        closing(connect(folder / "library.sqlite", read_only=True)) as record,
    ):
        index = sum(row[0] for row in record.execute("SELECT length(block) FROM search_data"))
        words = record.execute("SELECT sum(length(said) + length(title) + length(model)) FROM searched").fetchone()[0]
        parts = f"{index / 1e6:.0f} the index and {words / 1e6:.0f} its words"
        yield f"{turns:,} turns; {size / 1e6:.0f} MB, of them {parts}."
        for number in range(rounds + 1):
            for typed in _keystrokes():
                mine = _cpu(lambda typed=typed: find(library, typed, _NAMES))  # type: ignore[misc]
                word = typed.split()[-1].split(":")[-1].strip('"')
                match = f'"{word}" *'
                theirs = _cpu(lambda match=match: record.execute(_BARE, (match,)).fetchall())  # type: ignore[misc]
                if number:
                    ours.append(mine)
                    bare.append(theirs)
            if number:
                scans.append(_cpu(lambda: record.execute(_SCAN, ("%zebra%",)).fetchall()))
    yield aligned(
        [("design", "cpu ms half", "99 of 100", "worst"), *map(_row, *zip(*_named(bare, ours, scans), strict=True))]
    )
    yield Target("a key struck, processor time of 99 in 100", _at(ours, 99) * 1000, 5, unit=" ms").line()
    yield f"          of the bare question: {Spread(ours).median / Spread(bare).median:.2f}x"


def _named(bare: list[float], ours: list[float], scans: list[float]) -> Iterator[tuple[str, list[float]]]:
    yield "bare: one word of the index, ids alone", bare
    yield "Studio: conversations, turns and images as they are shown", ours
    yield "LIKE over all prompts, for a word that is nowhere", scans


def _row(name: str, values: list[float]) -> tuple[str, ...]:
    return name, *(f"{each * 1000:.2f}" for each in (_at(values, 50), _at(values, 99), max(values)))


def _at(values: list[float], percent: int) -> float:
    return sorted(values)[len(values) * percent // 100]


def _keystrokes() -> Iterator[str]:
    for text in _TYPED:
        for end in range(1, len(text) + 1):
            if text[:end].strip(' "'):
                yield text[:end]


def _cpu(work: object) -> float:
    start = time.process_time()
    work()  # type: ignore[operator]
    return time.process_time() - start
