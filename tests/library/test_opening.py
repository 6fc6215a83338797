"""Opening libraries: new, old, newer, foreign, damaged, locked; each with its typed error, and nothing lost."""

import sqlite3
import sys
import threading
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from studio.library import opening
from studio.library.database import connect
from studio.library.errors import (
    LibraryBug,
    LibraryDamaged,
    LibraryInUse,
    LibraryMissing,
    LibraryNewer,
    LibraryNotAFolder,
    LibraryReadOnly,
    NotALibrary,
    PathRefused,
)
from studio.library.folder import Folder
from studio.library.library import Library
from studio.library.locks import window_lock
from studio.library.migrations import APPLICATION_ID, Migration, known_migrations
from tests.library.making import new_turn

DAY = 24 * 60 * 60 * 1000
NOON = 1_795_348_800_000  # 2026-11-22 12:00 UTC


def execute(path: Path, script: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(script)


def titles(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [row[0] for row in connection.execute("SELECT title FROM conversation ORDER BY title")]


def test_a_new_library_is_made_and_found_again(root: Path) -> None:
    with Library.open(root) as library:
        library.conversations.create("a" * 32, "Otters", 1)
    with Library.open(root, create=False) as library:
        assert library.conversations.get("a" * 32).title == "Otters"


def test_the_record_is_as_safe_as_it_claims(library: Library, root: Path) -> None:
    pragma = {name: library.database.rows(f"PRAGMA {name}")[0][0] for name in ("synchronous", "foreign_keys")}
    assert pragma == {"synchronous": 2, "foreign_keys": 1}
    with closing(sqlite3.connect(root / "library.sqlite")) as connection:
        facts = {name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "user_version")}
        assert connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
    assert facts == {"journal_mode": "wal", "user_version": known_migrations()[-1].number}


def test_a_missing_library_is_not_made_unasked(root: Path) -> None:
    with pytest.raises(LibraryMissing, match="There is no library at"):
        Library.open(root, create=False)
    assert not root.exists()


def test_a_file_in_its_place_is_left_alone(root: Path) -> None:
    root.write_bytes(b"notes")
    with pytest.raises(LibraryNotAFolder, match="is a file"):
        Library.open(root)
    assert root.read_bytes() == b"notes"


def test_a_folder_below_a_file_is_refused(root: Path) -> None:
    root.write_bytes(b"notes")
    with pytest.raises(LibraryNotAFolder):
        Library.open(root / "below")


HOW = [{}, {"create": False}, {"read_only": True}, {"read_only": False}]


@pytest.mark.parametrize("how", HOW)
@pytest.mark.parametrize("name", ["a\0b", "\ud800", "x" * 300, "x/" * 3000])
def test_a_path_that_no_disk_takes_is_refused(tmp_path: Path, name: str, how: dict[str, bool]) -> None:
    with pytest.raises(PathRefused, match=r"[Cc]hoose"):
        Library.open(tmp_path / name, **how)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("how", HOW)
def test_a_path_below_a_circle_of_links_is_refused(tmp_path: Path, how: dict[str, bool]) -> None:
    (tmp_path / "circle").symlink_to(tmp_path / "circle")
    with pytest.raises(PathRefused, match="circle"):
        Library.open(tmp_path / "circle" / "library", **how)


@pytest.mark.parametrize("how", HOW)
@pytest.mark.skipif(sys.platform != "linux", reason="needs a folder that nothing can be made in")
def test_a_folder_whose_parent_cannot_exist_is_missing(how: dict[str, bool]) -> None:
    with pytest.raises(LibraryMissing):
        Library.open(Path("/proc/otters/library"), **how)


@pytest.mark.skipif(sys.platform == "win32", reason="a folder in use cannot be removed there")
def test_a_relative_path_in_a_folder_that_is_gone_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    with pytest.raises(LibraryMissing):
        Library.open(Path("library"))


def test_a_newer_library_is_refused_kindly_and_left_alone(root: Path) -> None:
    Library.open(root).close()
    execute(root / "library.sqlite", "PRAGMA user_version = 1000")
    before = (root / "library.sqlite").read_bytes()
    with pytest.raises(LibraryNewer, match=r"newer Studio.*Nothing was changed"):
        Library.open(root)
    with pytest.raises(LibraryNewer):
        Library.open(root, read_only=True)
    assert (root / "library.sqlite").read_bytes() == before


@pytest.mark.parametrize("script", ["CREATE TABLE other (x)", "PRAGMA application_id = 7", "PRAGMA user_version = 1"])
def test_another_programs_file_is_refused_and_left_alone(root: Path, script: str) -> None:
    root.mkdir()
    execute(root / "library.sqlite", script)
    before = (root / "library.sqlite").read_bytes()
    with pytest.raises(NotALibrary, match="another program"):
        Library.open(root)
    assert (root / "library.sqlite").read_bytes() == before
    assert {path.name for path in root.iterdir()} == {"library.sqlite", "opening.lock"}


@pytest.mark.parametrize("content", [b"garbage" * 1000, b"SQLite format 3\x00" + b"\x07" * 5000])
def test_garbage_is_called_damage_with_a_way_out(root: Path, content: bytes) -> None:
    root.mkdir()
    (root / "library.sqlite").write_bytes(content)
    with pytest.raises(LibraryDamaged, match="newest copy from the folder backups"):
        Library.open(root)
    assert (root / "library.sqlite").read_bytes() == content


def test_a_record_cut_in_the_middle_is_damage(root: Path) -> None:
    with Library.open(root) as library, library.transaction():
        for number in range(2000):
            library.conversations.create(f"{number:032x}", "Otters" * 10, 1)
    path = root / "library.sqlite"
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(LibraryDamaged), Library.open(root) as library:
        library.conversations.newest(5000)


def test_a_lost_record_is_not_replaced_by_an_empty_one(root: Path) -> None:
    Library.open(root).close()
    Library.open(root).close()
    (root / "library.sqlite").unlink()
    with pytest.raises(LibraryDamaged, match="missing"):
        Library.open(root)
    assert not (root / "library.sqlite").exists()


def test_a_creation_cut_short_is_done_again(root: Path) -> None:
    root.mkdir()
    (root / "library.sqlite").touch()
    with Library.open(root) as library:
        assert library.conversations.newest(1) == ()


def test_a_record_locked_by_another_program_says_so(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("studio.library.database._BUSY_SECONDS", 0.05)
    with Library.open(root) as library, closing(sqlite3.connect(root / "library.sqlite")) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LibraryInUse, match="another program is writing"):
            library.conversations.create("a" * 32, "Otters", 1)
        other.execute("ROLLBACK")
        library.conversations.create("a" * 32, "Otters", 1)


def test_one_window_at_a_time(root: Path) -> None:
    Library.open(root).close()
    with window_lock(Folder(root)), pytest.raises(LibraryInUse, match="open in another window"):
        window_lock(Folder(root))
    window_lock(Folder(root)).release()


def test_a_lock_may_be_given_back_by_another_thread(root: Path) -> None:
    Library.open(root).close()
    lock = window_lock(Folder(root))
    thread = threading.Thread(target=lock.release)
    thread.start()
    thread.join()
    window_lock(Folder(root)).release()


def test_reading_only_changes_nothing(root: Path) -> None:
    with Library.open(root) as library:
        library.conversations.create("a" * 32, "Otters", 1)
    before = sorted(path.relative_to(root) for path in root.rglob("*"))
    with Library.open(root, read_only=True) as library:
        assert library.read_only
        assert library.conversations.get("a" * 32).title == "Otters"
        with pytest.raises(LibraryReadOnly, match="for reading only"):
            library.conversations.rename("a" * 32, "Beavers")
        with pytest.raises(LibraryReadOnly):
            library.turns.begin(new_turn(library))
    assert sorted(path.relative_to(root) for path in root.rglob("*")) == before


def test_reading_beside_a_writer_sees_what_it_wrote(library: Library, root: Path) -> None:
    library.conversations.create("a" * 32, "Otters", 1)
    with Library.open(root, read_only=True) as reader:
        assert reader.conversations.get("a" * 32).title == "Otters"


def test_a_library_to_read_must_be_there(root: Path) -> None:
    root.mkdir()
    with pytest.raises(LibraryMissing):
        Library.open(root, read_only=True)


def test_a_copy_is_made_once_a_day_and_fourteen_are_kept(root: Path) -> None:
    Library.open(root, clock=lambda: NOON).close()
    assert list((root / "backups").iterdir()) == []
    for day in range(16):
        for hour in range(2):
            with Library.open(root, clock=partial(int, NOON + day * DAY + hour)) as library:
                library.conversations.create(f"{day:031x}{hour}", f"{day:02}-{hour}", 1)
    copies = sorted((root / "backups").iterdir())
    assert [path.name for path in copies] == [
        *(f"library-2026-11-{day}.sqlite" for day in range(24, 31)),
        *(f"library-2026-12-0{day}.sqlite" for day in range(1, 8)),
    ]
    assert titles(copies[0]) == ["00-0", "00-1", "01-0", "01-1"]
    assert [path for path in (root / "backups").iterdir() if path.name not in {copy.name for copy in copies}] == []


def test_a_window_open_for_days_makes_its_copies(root: Path) -> None:
    now = [NOON]
    with Library.open(root, clock=lambda: now[0]) as library:
        for day in range(3):
            now[0] = NOON + day * DAY
            library.conversations.create(f"{day:032x}", f"{day}", 1)
            library.back_up_today()
            library.back_up_today()
    assert [titles(path) for path in sorted((root / "backups").iterdir())] == [["0"], ["0", "1"], ["0", "1", "2"]]


def test_a_copy_that_is_put_off_is_due_and_made_later(root: Path) -> None:
    with Library.open(root, clock=lambda: NOON, back_up=False) as library:
        assert not library.backup_due  # it was just made: there is nothing to copy
        library.conversations.create("a" * 32, "Otters", 1)
    with Library.open(root, clock=lambda: NOON, back_up=False) as library:
        assert library.backup_due
        assert list((root / "backups").iterdir()) == []
        library.back_up_today()
    assert [titles(path) for path in (root / "backups").iterdir()] == [["Otters"]]


def test_a_copy_that_fails_does_not_keep_the_library_shut(root: Path) -> None:
    Library.open(root).close()
    (root / "backups" / "library-2026-11-22.part").mkdir()
    with Library.open(root, clock=lambda: NOON) as library:
        assert library.backup_failure is not None
        assert str(library.backup_failure).startswith("Today's copy of the record could not be made")


@pytest.fixture
def next_version(monkeypatch: pytest.MonkeyPatch) -> Migration:
    """Pretend that this program knows one migration more."""
    migration = Migration(len(known_migrations()) + 1, "ALTER TABLE conversation ADD COLUMN colour TEXT;")
    known = (*known_migrations(), migration)
    monkeypatch.setattr(opening, "known_migrations", lambda: known)
    return migration


def test_an_old_library_is_copied_and_then_brought_up_to_date(root: Path, request: pytest.FixtureRequest) -> None:
    with Library.open(root, clock=lambda: NOON) as library:
        library.conversations.create("a" * 32, "Otters", 1)
    migration: Migration = request.getfixturevalue("next_version")
    with Library.open(root, clock=lambda: NOON) as library:
        assert library.conversations.get("a" * 32).title == "Otters"
        assert library.database.rows("SELECT colour FROM conversation")[0][0] is None
        assert library.database.rows("PRAGMA user_version")[0][0] == migration.number
    copy = root / "backups" / f"library-2026-11-22-before-{migration.number:04}.sqlite"
    assert titles(copy) == ["Otters"]
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone()[0] == migration.number - 1


def test_a_migration_that_fails_leaves_everything_as_it_was(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Library.open(root) as library:
        library.conversations.create("a" * 32, "Otters", 1)
    bad = Migration(len(known_migrations()) + 1, "ALTER TABLE conversation ADD COLUMN colour TEXT; SELECT nonsense;")
    known = (*known_migrations(), bad)
    with monkeypatch.context() as patch:
        patch.setattr(opening, "known_migrations", lambda: known)
        with pytest.raises(LibraryBug, match="nonsense"):
            Library.open(root)
    with Library.open(root) as library:
        assert library.conversations.get("a" * 32).title == "Otters"


@pytest.mark.usefixtures("next_version")
def test_an_old_library_to_read_asks_to_be_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(opening, "known_migrations", known_migrations)
        Library.open(tmp_path / "old").close()
    with pytest.raises(LibraryReadOnly, match="older form"):
        Library.open(tmp_path / "old", read_only=True)


def test_a_record_migrated_by_another_program_meanwhile_is_not_written(library: Library, root: Path) -> None:
    execute(root / "library.sqlite", "PRAGMA user_version = 1000")
    with pytest.raises(LibraryNewer, match="newer Studio has just changed"):
        library.conversations.create("a" * 32, "Otters", 1)


def test_settings_are_made_only_on_files_known_to_be_ours(root: Path) -> None:
    root.mkdir()
    with closing(connect(root / "library.sqlite", read_only=False)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "delete"


def test_closing_twice_is_fine(root: Path) -> None:
    library = Library.open(root)
    library.close()
    library.close()


def test_paths_with_odd_signs_work(tmp_path: Path) -> None:
    for name in ("100% #1?", "日本", "a&mode=ro", "x\udcff"):
        with Library.open(tmp_path / name) as library:
            library.conversations.create("a" * 32, "Otters", 1)
        assert (tmp_path / name / "library.sqlite").is_file()
