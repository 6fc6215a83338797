"""A library of many turns, built once and kept in the system's folder for temporary files.

A turn has ten parts, as the protocol and the record count them: its prompt, the model's words, two images that were
sent, two that came, and the four long strings of the reply (two images, two signatures) that holes stand for. So
100,000 turns have 1,000,000 parts.
"""

import hashlib
import random
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from unittest import mock

from studio.library import opening
from studio.library.ids import IdMaker
from studio.library.library import Library
from studio.library.migrations import known_migrations

PARTS = 10
WORDS = ("otter", "hat", "night", "watercolour", "beach", "logo", "forest", "banner", "city", "lamp", "warm", "navy")

_BEFORE_SEARCH = 3  # the form of the record in which it is filled, so that filling the index can be measured too
_FILES, _IN_A_CONVERSATION = 64, 20
_FIRST, _BETWEEN = 1_600_000_000_000, 900_000  # milliseconds

_INSERTS = {
    "conversation": "INSERT INTO conversation (id, title, created, updated) VALUES (?, ?, ?, ?)",
    "turn": """
        INSERT INTO turn (id, conversation_id, parent_id, send_id, origin, created, prompt, settings, connection,
            endpoint, model, decisions, outcome, words, content_attempt, content_start, content_end)
        VALUES (?, ?, ?, ?, 'new', ?, ?, '{"aspectRatio":"16:9"}', 'sandbox', 'x', ?, '[]', 'images', ?, ?, 0, 9)
    """,
    "attempt": """
        INSERT INTO attempt (id, turn_id, number, created, ended, state, charge, actual_micros)
        VALUES (?, ?, 1, ?, ?, 'done', 'yes', 134000)
    """,
    "reply": "INSERT INTO reply (attempt_id, skeleton, whole, facts) VALUES (?, ?, 1, '{}')",
    "hole": 'INSERT INTO hole (attempt_id, number, "offset", kind, form, blob) VALUES (?, ?, ?, ?, ?, ?)',
    "image": """
        INSERT INTO image (id, blob, turn_id, attempt_id, part, origin, role, width, height, created, rating)
        VALUES (?, ?, ?, ?, ?, 'generated', 'main', 1376, 768, ?, ?)
    """,
    "input": "INSERT INTO input (turn_id, position, role, image_id, name) VALUES (?, ?, 'reference', ?, ?)",
}

Rows = dict[str, list[tuple[object, ...]]]


def big_library(turns: int) -> tuple[Path, float]:
    """The folder, and how many seconds its index took to fill; 0 when it was there already."""
    made_by = [Path(__file__).read_text("utf-8"), *(migration.script for migration in known_migrations())]
    mark = hashlib.sha256("\n".join(made_by).encode()).hexdigest()[:12]
    folder = Path(tempfile.gettempdir()) / f"studio-benchmark-{turns}-{mark}"
    if folder.exists():
        return folder, 0.0
    part = folder.with_name(f"{folder.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    before_search = known_migrations()[:_BEFORE_SEARCH]
    with mock.patch.object(opening, "known_migrations", return_value=before_search):
        Library.open(part).close()
    with closing(sqlite3.connect(part / "library.sqlite", isolation_level=None)) as record:
        for quicker in ("foreign_keys = OFF", "synchronous = OFF", "journal_mode = OFF", "cache_size = -400000"):
            record.execute(f"PRAGMA {quicker}")
        _fill(record, turns)
    start = time.perf_counter()
    with closing(sqlite3.connect(part / "library.sqlite", isolation_level=None)) as record:
        record.execute("PRAGMA journal_mode = WAL")
        record.executescript(f"BEGIN; {known_migrations()[-1].script}; PRAGMA user_version = 4; COMMIT;")
    seconds = time.perf_counter() - start
    shutil.rmtree(part / "backups")
    part.rename(folder)
    return folder, seconds


def _fill(record: sqlite3.Connection, turns: int) -> None:
    source, ids = random.Random(1), IdMaker()
    vocabulary = [*WORDS, *(_word(source) for _ in range(8000))]
    weights = [1 / (place + 5) for place in range(len(vocabulary))]
    record.execute("BEGIN")
    for number in range(_FILES):
        record.execute("INSERT INTO blob VALUES (?, ?, 'image/png', 1000)", (f"{number:064x}", f"images/{number}.png"))
    for rows in _conversations(source, ids, vocabulary, weights, turns):
        for table, insert in _INSERTS.items():
            record.executemany(insert, rows[table])
    record.execute("COMMIT")


def _word(source: random.Random) -> str:
    letters = (source.choice("bcdfghjklmnprstvw") + source.choice("aeiou") for _ in range(source.randint(2, 5)))
    return "".join(letters)


def _conversations(
    source: random.Random, ids: IdMaker, vocabulary: list[str], weights: list[float], turns: int
) -> Iterator[Rows]:
    def text(least: int, most: int) -> str:
        return " ".join(source.choices(vocabulary, weights, k=source.randint(least, most)))

    def blob() -> str:
        return f"{source.randrange(_FILES):064x}"

    when = _FIRST
    for first in range(0, turns, _IN_A_CONVERSATION):
        rows: Rows = {table: [] for table in _INSERTS}
        conversation, parent, sent = ids.new(), None, (ids.new(), ids.new())
        created = when
        for _ in range(min(_IN_A_CONVERSATION, turns - first)):
            turn, attempt, images, when = ids.new(), ids.new(), (ids.new(), ids.new()), when + _BETWEEN
            model = source.choice(("gemini-3-pro-image", "gemini-2.5-flash-image"))
            said = (text(6, 40), model, text(4, 16))
            rows["turn"].append((turn, conversation, parent, turn, when, *said, attempt))
            rows["attempt"].append((attempt, turn, when, when + 9000))
            rows["reply"].append((attempt, b"x" * 900))
            for place, kind in enumerate(("data", "text", "data", "text")):
                rows["hole"].append((attempt, place, place * 100, kind, "{}", blob()))
            for place, image in enumerate(images):
                rating = source.randint(1, 5) if source.random() < 0.05 else None
                rows["image"].append((image, blob(), turn, attempt, place, when, rating))
            if parent is not None:
                rows["input"] += [(turn, 0, sent[0], "logo"), (turn, 1, sent[1], None)]
            parent, sent = turn, images
        rows["conversation"].append((conversation, text(3, 6), created, when))
        yield rows
