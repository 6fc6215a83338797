"""`library`: one of 100,000 turns and 1,000,000 parts beside a small one, and each question beside its bare SELECT."""

import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

from studio.library.library import Library
from studio.library.records import NewTurn
from studio.workbench.steps import Way, read_branch
from tests.benchmarks.big_library import PARTS, WORDS, big_library
from tests.benchmarks.contest import Spread
from tests.benchmarks.table import aligned, milliseconds, ratio

_SMALL, _PAGE, _COMMITS = 20, 200, 10

Work = Callable[[], object]

_CONVERSATIONS = "SELECT * FROM conversation WHERE trashed IS NULL ORDER BY updated DESC, id DESC LIMIT 100"
_TURNS_OF_NEWEST = """
    SELECT * FROM turn WHERE conversation_id = (SELECT id FROM conversation ORDER BY updated DESC LIMIT 1) ORDER BY id
"""
_PAGES: Mapping[str, tuple[Callable[[Library], object], str]] = {
    "turns": (
        lambda library: library.turns.recent(_PAGE),
        f"SELECT * FROM turn WHERE trashed IS NULL ORDER BY id DESC LIMIT {_PAGE}",
    ),
    "images": (
        lambda library: library.images.newest(_PAGE),
        "SELECT image.*, blob.* FROM image JOIN blob ON sha256 = blob WHERE trashed IS NULL"
        f" ORDER BY created DESC, id DESC LIMIT {_PAGE}",
    ),
    "conversations": (lambda library: library.conversations.newest(_PAGE), _CONVERSATIONS.replace("100", str(_PAGE))),
}
_WITH_COSTS = f"""
    SELECT turn.*, (SELECT sum(actual_micros) FROM attempt WHERE turn_id = coalesce(turn.copied_from, turn.id))
    FROM turn WHERE trashed IS NULL AND copied_from IS NULL ORDER BY id DESC LIMIT {_PAGE}
"""


def report(turns: int, rounds: int) -> Iterator[str]:
    """Measure with so many turns; yields text as it becomes known."""
    many, filling = big_library(turns)
    few, _ = big_library(_SMALL)
    size = (many / "library.sqlite").stat().st_size
    yield f"{turns:,} turns, {turns * PARTS:,} parts, {size / 1e6:.0f} MB; beside {_SMALL} turns."
    if filling:
        yield f"To fill the index of an older library of this size when it is opened: {filling:.1f} s."
    yield from _opening(many, few, rounds)
    yield from _pages(many, rounds)
    with tempfile.TemporaryDirectory() as name:
        yield from _commits(many, few, Path(name), rounds)  # what is committed stays there, some hundred turns a run


def _opening(many: Path, few: Path, rounds: int) -> Iterator[str]:
    yield "Opening it, the first page of conversations, and the newest of them as the stage shows it:"
    taken = _measured(
        {
            "bare: connect and SELECT both": lambda: _bare_opening(many),
            f"Studio, {_SMALL} turns": lambda: _open(few),
            "Studio, all turns": lambda: _open(many),
        },
        rounds,
    )
    yield _table(taken)
    bare, small, large = (wall for wall, _ in taken.values())
    yield ratio("opening it, of opening a small one", large, small, 1.5).line()
    ratio_to_bare = f"{large.over(bare).median:.2f}x"
    yield f"          of its bare SELECTs alone, which count no turns and find no images: {ratio_to_bare}"


def _open(root: Path) -> None:
    with Library.open(root, back_up=False) as library:
        first = library.conversations.summaries(100)[0]
        assert read_branch(library, first.conversation.id, Way(), None, ()).steps
        library.ledger.between(0, 1)


def _bare_opening(root: Path) -> None:
    with closing(sqlite3.connect(root / "library.sqlite")) as record:
        record.execute(_CONVERSATIONS).fetchall()
        record.execute(_TURNS_OF_NEWEST).fetchall()


def _pages(root: Path, rounds: int) -> Iterator[str]:
    yield f"A page of {_PAGE} as plain values, beside its bare SELECT:"
    with Library.open(root, back_up=False) as library, closing(sqlite3.connect(root / "library.sqlite")) as record:
        for name, (ask, sql) in _PAGES.items():
            taken = _measured(
                {
                    f"bare SELECT, {name}": lambda sql=sql: record.execute(sql).fetchall(),  # type: ignore[misc]
                    f"Studio, {name}": lambda ask=ask: ask(library),  # type: ignore[misc]
                },
                rounds * 3,
            )
            yield _table(taken)
            (_, bare), (_, ours) = taken.values()
            yield ratio(f"a page of {name}, cpu", ours, bare, 1.5).line()
        yield from _turns_with_costs(library, record, rounds)


def _turns_with_costs(library: Library, record: sqlite3.Connection, rounds: int) -> Iterator[str]:
    """A page of turns beside all that it holds: what the attempts of a turn cost is no column of it."""
    taken = _measured(
        {"bare": lambda: record.execute(_WITH_COSTS).fetchall(), "ours": lambda: library.turns.recent(_PAGE)},
        rounds * 3,
    )
    (_, bare), (_, ours) = taken.values()
    yield f"          a page of turns, of a SELECT that sums their costs, too: {ours.over(bare).median:.2f}x"


def _commits(many: Path, few: Path, folder: Path, rounds: int) -> Iterator[str]:
    yield "Commit of a finished turn with its words, its reply and two images; every one waits for the disk (FULL):"
    with (
        Library.open(many, back_up=False) as large,
        Library.open(few, back_up=False) as small,
        closing(_bare_record(folder / "bare.sqlite")) as bare,
    ):
        taken = _measured(
            {
                "bare: insert into one table": lambda: _bare_commit(bare),
                f"Studio, {_SMALL} turns": _finishing(small),
                "Studio, all turns": _finishing(large),
            },
            rounds * _COMMITS,
        )
    yield _table(taken, worst=True)
    (bare_wall, _), (small_wall, _), (large_wall, _) = taken.values()
    yield ratio("commit among all turns, of one among few", large_wall, small_wall, 1.5).line()
    yield f"          of the bare insert: {large_wall.over(bare_wall).median:.2f}x"


def _bare_record(path: Path) -> sqlite3.Connection:
    record = sqlite3.connect(path, isolation_level=None)
    record.execute("PRAGMA journal_mode = WAL")
    record.execute("PRAGMA synchronous = FULL")
    record.execute("CREATE TABLE turn (id TEXT PRIMARY KEY, prompt TEXT, reply BLOB)")
    return record


def _bare_commit(record: sqlite3.Connection) -> None:
    record.execute("BEGIN IMMEDIATE")
    record.execute("INSERT INTO turn VALUES (?, ?, ?)", (str(time.perf_counter_ns()), "otter " * 30, b"x" * 900))
    record.execute("COMMIT")


def _finishing(library: Library) -> Work:
    """Each call finishes a turn that `before` has begun, as `Turns.commit_reply` does once files are placed."""
    state = SimpleNamespace()
    blob = library.database.rows("SELECT sha256 FROM blob LIMIT 1")[0][0]
    conversation = library.conversations.create(library.ids.new(), "Otters at night", library.clock()).id

    def before() -> None:
        state.turn, state.attempt, now = library.ids.new(), library.ids.new(), library.clock()
        prompt = " ".join(WORDS)
        library.turns.begin(
            NewTurn(state.turn, conversation, None, state.turn, "new", now, prompt, {}, "x", "x", "gemini-3-pro-image")
        )
        library.turns.begin_attempt(state.turn, state.attempt, now)

    def finish() -> None:
        write, now = library.database.write, library.clock()
        with library.transaction():
            write(
                "INSERT INTO reply (attempt_id, skeleton, whole, facts) VALUES (?, ?, 1, '{}')",
                (state.attempt, b"x" * 900),
            )
            for part in range(2):
                write(
                    "INSERT INTO image (id, blob, turn_id, attempt_id, part, origin, role, width, height, created)"
                    " VALUES (?, ?, ?, ?, ?, 'generated', 'main', 1376, 768, ?)",
                    (library.ids.new(), blob, state.turn, state.attempt, part, now),
                )
            write(
                "UPDATE turn SET outcome = 'images', words = ? WHERE id = ?", ("Here it is: warm and quiet", state.turn)
            )
            library.turns.end_attempt(state.attempt, "done", "yes", now)

    finish.before = before  # type: ignore[attr-defined]
    return finish


def _measured(works: Mapping[str, Work], rounds: int) -> dict[str, tuple[Spread, Spread]]:
    """Wall and processor seconds of each, taking turns; the first round only warms up."""
    walls: dict[str, list[float]] = {name: [] for name in works}
    cpus: dict[str, list[float]] = {name: [] for name in works}
    for number in range(rounds + 1):
        for name, work in works.items():
            getattr(work, "before", lambda: None)()
            cpu, wall = time.process_time(), time.perf_counter()
            work()
            wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
            if number:
                walls[name].append(wall)
                cpus[name].append(cpu)
    return {name: (Spread(walls[name]), Spread(cpus[name])) for name in works}


def _table(taken: Mapping[str, tuple[Spread, Spread]], *, worst: bool = False) -> str:
    rows: list[Sequence[str]] = [("", "wall ms", "min-max", "cpu ms", "min-max", *(["99 of 100"] if worst else []))]
    for name, (wall, cpu) in taken.items():
        last = [f"{sorted(wall.values)[len(wall.values) * 99 // 100] * 1000:.1f}"] if worst else []
        rows.append((name, *_fine(wall), *_fine(cpu), *last))
    return aligned(rows)


def _fine(spread: Spread) -> tuple[str, str]:
    return f"{spread.median * 1000:.2f}", milliseconds(spread)[1]
