"""A wish in the queue is the same wish again, and one that cannot be made out says why."""

from dataclasses import replace
from pathlib import Path

import pytest

from studio.generation.errors import WishUnreadable
from studio.generation.queued import from_queue, to_queue
from studio.generation.wish import Wish, WishInput
from studio.library.library import Library
from studio.library.records import Json
from tests.fakes.replies import picture
from tests.library.making import new_turn


def wish_in(library: Library, tmp_path: Path) -> Wish:
    """A wish with everything a wish can have."""
    (tmp_path / "photo.png").write_bytes(picture())
    image = library.images.import_file(tmp_path / "photo.png", mime="image/png", width=64, height=48, name="photo")
    parent = library.turns.begin(new_turn(library))
    new = library.ids.new
    inputs = (WishInput(image, "edit", "house"), WishInput(image))
    return Wish(
        "a house \ud83e", "m", new(), parent.conversation_id, new(), "variant", inputs, parent, "16:9", "2K", seed=-7
    )


def test_a_wish_is_the_same_after_a_restart(tmp_path: Path) -> None:
    with Library.open(tmp_path / "library") as library:
        full = wish_in(library, tmp_path)
        bare = Wish("an otter", "m", library.ids.new(), library.ids.new(), library.ids.new(), "new")
        library.queue.add([to_queue(full, "f" * 32, "far", 7), to_queue(bare, None, "sandbox", 8)])
    with Library.open(tmp_path / "library") as library:
        rows = library.queue.all()
        assert [(row.connection_id, row.connection, row.created) for row in rows] == [
            ("f" * 32, "far", 7),
            (None, "sandbox", 8),
        ]
        assert [from_queue(library, row) for row in rows] == [full, bare]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"prompt": 7}, "written"),
        ({"origin": "odd"}, "written"),
        ({"parent": "0" * 32}, "turn"),
        ({"inputs": [{"image": "0" * 32, "role": "edit", "name": None}]}, "image"),
        ({"inputs": ["odd"]}, "image"),
    ],
)
def test_what_cannot_be_made_out_says_why(tmp_path: Path, change: Json, why: str) -> None:
    with Library.open(tmp_path / "library") as library:
        row = to_queue(wish_in(library, tmp_path), None, "sandbox", 7)
        with pytest.raises(WishUnreadable, match=why):
            from_queue(library, replace(row, wish={**row.wish, **change}))


def test_settings_that_are_no_settings_are_left_out(tmp_path: Path) -> None:
    with Library.open(tmp_path / "library") as library:
        row = to_queue(wish_in(library, tmp_path), None, "sandbox", 7)
        odd = from_queue(library, replace(row, wish={**row.wish, "seed": "x", "imageSize": 4, "aspectRatio": None}))
        assert (odd.seed, odd.image_size, odd.aspect_ratio) == (None, None, None)
