"""`studio library reindex`: what was moved, added and lost by hand, told in lines and as JSON."""

import json
from pathlib import Path

from studio.library.library import Library
from tests.cli.conftest import Studio
from tests.fakes.replies import picture
from tests.fakes.tree import Tree


def filled(root: Path) -> tuple[Path, Path]:
    """A library with two pictures."""
    with Library.open(root) as opened:
        tree = Tree(opened)
        first = tree.turn("An otter", seed=1)
        second = tree.turn("at night", first, seed=2)
        one, other = (opened.images.of_turn(turn.id)[0] for turn in (first, second))
        return opened.images.absolute_path(one), opened.images.absolute_path(other)


def test_a_library_in_order(studio: Studio, library: Path) -> None:
    filled(library)
    ended = studio("library", "reindex", "--library", library)
    assert (ended.status, ended.out, ended.err) == (0, "3 turns, titles and names can be searched.\n", "")


def test_what_was_changed_by_hand_is_told(studio: Studio, library: Path) -> None:
    moved, lost = filled(library)
    moved.rename(library / "images" / "moved.png")
    lost.unlink()
    (library / "images" / "mine.png").write_bytes(picture(7))
    (library / "images" / "note.txt").write_text("hello")
    ended = studio("library", "reindex", "--library", library)
    assert ended.status == 1
    assert ended.out.splitlines()[:-1] == [
        f"Missing: {lost.relative_to(library)}",
        "Found again: images/moved.png",
        "Taken up as an image: images/mine.png",
        "No image: images/note.txt",
    ]
    again = json.loads(studio("library", "reindex", "--library", library, "--json").out)
    assert again["missing"] == [str(lost.relative_to(library))]
    assert (again["adopted"], again["found"], again["documents"]) == ([], [], 4)


def test_a_library_that_is_missing_is_not_made(studio: Studio, library: Path) -> None:
    assert studio("library", "reindex", "--library", library).status == 2
    assert not library.exists()
