"""Verify finds each kind of harm and changes nothing."""

from pathlib import Path

from studio.library.library import Library
from studio.library.verify import verify
from tests.library.making import begin_landing, make_pictures, new_turn, picture_bytes


async def test_each_kind_of_harm_is_found(library: Library, root: Path) -> None:
    turn = library.turns.begin(new_turn(library))
    await make_pictures(library, turn, [picture_bytes(seed) for seed in "abcd"])
    assert verify(library).sound
    gone, cut, changed, _ = (library.images.absolute_path(image) for image in library.images.of_turn(turn.id))
    gone.unlink()
    cut.write_bytes(cut.read_bytes()[:-1])
    changed.write_bytes(b"!" + changed.read_bytes()[1:])
    (root / "images" / "holiday.png").write_bytes(b"mine")
    with begin_landing(library, turn) as landing:
        report = verify(library)
    assert not report.sound
    assert report.missing == (library.folder.relative(gone),)
    assert report.damaged == tuple(sorted(map(library.folder.relative, (cut, changed))))
    assert report.stray == ("images/holiday.png",)
    assert report.landing == (landing.attempt_id,)
    assert [attempt.id for attempt in report.open_attempts] == [landing.attempt_id]
    assert (report.record, report.checked) == ((), 4)


def test_rows_that_point_nowhere_are_found(library: Library) -> None:
    library.database.rows("PRAGMA foreign_keys = OFF")
    with library.transaction():
        library.database.write("INSERT INTO image (id, blob, origin, created) VALUES ('x', 'y', 'imported', 1)")
    report = verify(library)
    assert not report.sound
    assert report.record == ("row 1 of image points at a row of blob that is not there",)


def test_strays_and_open_attempts_alone_are_no_harm(library: Library, root: Path) -> None:
    (root / "images" / "holiday.png").write_bytes(b"mine")
    assert verify(library).sound


def test_a_library_to_read_can_be_verified(library: Library, root: Path) -> None:
    library.close()
    with Library.open(root, read_only=True) as reader:
        assert verify(reader).sound


def test_strangers_in_landing_are_strays_and_no_interrupted_replies(library: Library) -> None:
    turn = library.turns.begin(new_turn(library))
    with begin_landing(library, turn) as landing:
        for path in (Path("mine") / "thesis.txt", Path("notes.lock"), Path(landing.attempt_id) / "thesis.txt"):
            (library.folder.landing / path).parent.mkdir(exist_ok=True)
            (library.folder.landing / path).write_bytes(b"mine")
        report = verify(library)
    assert report.landing == (landing.attempt_id,)
    assert report.stray == tuple(
        sorted([f"landing/{landing.attempt_id}/thesis.txt", "landing/mine/thesis.txt", "landing/notes.lock"])
    )
