"""Putting a library in order: searched anew, measured, strays adopted, moved files found, and nothing dropped."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image as Pillow

from studio.generation.prepare import measure
from studio.library.errors import LibraryReadOnly
from studio.library.library import Library
from studio.library.question import read_question
from studio.library.records import Image
from studio.library.reindex import reindex
from studio.library.verify import verify
from tests.library.making import new_turn


def picture(path: Path, colour: str = "red", size: tuple[int, int] = (30, 20)) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    Pillow.new("RGB", size, colour).save(path)
    return path


@pytest.fixture
def photo(library: Library, tmp_path: Path) -> Image:
    return library.images.import_file(
        picture(tmp_path / "a.png"), mime="image/png", width=30, height=20, name="Photo.png"
    )


def count(library: Library, typed: str) -> int:
    question = read_question(typed)
    turns = library.search.turns(question, 9)
    return len(turns) + len(library.search.images(question, 9, turns))


def write(library: Library, *statements: str) -> None:
    with library.transaction():
        for statement in statements:
            library.database.write(statement)


def test_a_library_in_order_stays_as_it_is(library: Library, photo: Image) -> None:
    turn = library.turns.begin(new_turn(library))
    result = reindex(library, measure)
    assert result.documents == 3
    changed = (result.measured, result.found, result.adopted, result.missing, result.wrong_size, result.copies)
    assert changed == ([], [], [], [], [], [])
    assert library.images.get(photo.id) == photo
    assert library.turns.get(turn.id) == turn


def test_what_is_searched_is_what_the_record_says_again(library: Library, photo: Image) -> None:
    for prompt in ("An otter", "A fox", "A beaver"):
        library.turns.begin(new_turn(library, prompt=prompt))
    write(
        library,
        "UPDATE searched SET said = 'walrus' WHERE said LIKE '%fox%'",
        "DELETE FROM searched WHERE kind = 'image'",
        "INSERT INTO searched (number, id, kind, said) VALUES (7, 'gone', 'turn', 'ghost')",
        "INSERT INTO search (search) VALUES ('delete-all')",
        "INSERT INTO search_name (search_name) VALUES ('delete-all')",
    )
    assert count(library, "otter") + count(library, "photo") == 0
    assert reindex(library, measure).documents == 7
    assert [count(library, typed) for typed in ("otter", "fox", "photo", "walrus", "ghost")] == [1, 1, 1, 0, 0]
    write(library, "INSERT INTO search (search, rank) VALUES ('integrity-check', 1)")


def test_images_get_the_type_and_sides_of_their_files(library: Library, photo: Image) -> None:
    write(library, "UPDATE image SET width = 5, height = NULL", "UPDATE blob SET type = 'image/webp'")
    assert reindex(library, measure).measured == [photo.blob.path]
    assert library.images.get(photo.id) == photo


def test_strays_become_imported_images_where_they_lie(library: Library, root: Path) -> None:
    picture(root / "images" / "2026" / "holiday by the sea.png", "blue", (64, 48))
    (root / "images" / "notes.txt").write_text("mine")
    result = reindex(library, measure)
    assert (result.adopted, result.strangers) == (["images/2026/holiday by the sea.png"], ["images/notes.txt"])
    (image,) = library.images.newest(5)
    assert (image.origin, image.name, image.width, image.height) == ("imported", "holiday by the sea.png", 64, 48)
    assert library.images.absolute_path(image) == root / "images" / "2026" / "holiday by the sea.png"
    assert count(library, "sea") == 1
    assert verify(library).sound
    assert verify(library).stray == ("images/notes.txt",)
    assert reindex(library, measure).adopted == []


def test_a_moved_file_is_found_and_a_copy_left_alone(library: Library, photo: Image, root: Path) -> None:
    place = library.images.absolute_path(photo)
    moved = place.rename(root / "images" / "mine.png")
    (root / "images" / "twice.png").write_bytes(moved.read_bytes())
    result = reindex(library, measure)
    assert (result.found, result.copies, result.missing) == (["images/mine.png"], ["images/twice.png"], [])
    assert library.images.absolute_path(library.images.get(photo.id)) == moved
    assert len(library.images.newest(5)) == 1


def test_what_is_missing_or_cut_is_told_and_kept(library: Library, photo: Image, tmp_path: Path) -> None:
    other = library.images.import_file(
        picture(tmp_path / "b.png", "blue"), mime="image/png", width=30, height=20, name=None
    )
    library.images.absolute_path(photo).unlink()
    cut = library.images.absolute_path(other)
    cut.write_bytes(cut.read_bytes()[:-5])
    result = reindex(library, measure)
    assert (result.missing, result.wrong_size) == ([photo.blob.path], [other.blob.path])
    assert {image.id for image in library.images.newest(5)} == {photo.id, other.id}


class Enough(Exception):
    pass


def test_it_tells_how_far_it_is_and_stops_when_told_to(library: Library, root: Path) -> None:
    for number in range(3):
        picture(root / "images" / f"{number}.png", size=(number + 1, 5))
    told: list[tuple[int, int]] = []
    steps: Iterator[None] = iter([None] * 2)

    def tell(done: int, total: int) -> None:
        told.append((done, total))
        if next(steps, Enough) is Enough:
            raise Enough

    with pytest.raises(Enough):
        reindex(library, measure, tell)
    assert told == [(0, 3), (1, 3), (2, 3)]
    assert len(library.images.newest(5)) == 2  # whole ones: what was done stays
    told.clear()
    assert reindex(library, measure, lambda *step: told.append(step)).adopted == ["images/2.png"]
    assert told[-1][0] == told[-1][1]


def test_a_library_to_read_is_not_changed(library: Library, root: Path) -> None:
    library.close()
    with Library.open(root, read_only=True) as reader, pytest.raises(LibraryReadOnly):
        reindex(reader, measure)
