"""The gallery's questions: which images, in which order, found by which words, and always from an index."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from studio.library.database import AFTER_ALL
from studio.library.gallery import ALL, ID_BYTES, Place, Wanted
from studio.library.library import Library
from studio.library.records import Image
from tests.library.making import make_pictures, new_turn, picture_bytes


def ids_of(library: Library, wanted: Wanted = ALL, limit: int = 10_000) -> list[str]:
    """All ids of the spine, read in stretches."""
    found, after = [], None
    while True:
        stretch = library.gallery.stretch(wanted, after, limit)
        found += [stretch.ids[at : at + ID_BYTES].hex() for at in range(0, len(stretch.ids), ID_BYTES)]
        if stretch.end is None:
            return found
        after = stretch.end


def import_picture(library: Library, folder: Path, name: str) -> Image:
    source = folder / "source.png"
    source.write_bytes(picture_bytes(name, 2000))
    return library.images.import_file(source, mime="image/png", width=10, height=10, name=name)


async def generate(library: Library, prompt: str, pictures: int = 1) -> list[Image]:
    turn = library.turns.begin(new_turn(library, prompt=prompt))
    await make_pictures(library, turn, [picture_bytes(f"{prompt}{number}", 2000) for number in range(pictures)])
    return list(library.images.of_turn(turn.id))


@pytest.mark.parametrize("limit", [1, 2, 3, 100])
async def test_newest_first_in_stretches_of_any_length(library: Library, tmp_path: Path, limit: int) -> None:
    (first,) = await generate(library, "An otter")
    second = import_picture(library, tmp_path, "scan.png")
    third, fourth = await generate(library, "A hat", pictures=2)
    images = sorted((first, second, third, fourth), key=lambda image: (image.created, image.id), reverse=True)
    assert ids_of(library, limit=limit) == [image.id for image in images]
    assert library.gallery.count() == 4


async def test_images_of_one_instant_are_neither_lost_nor_doubled(library: Library) -> None:
    images = [image for number in range(3) for image in await generate(library, f"Otter {number}", pictures=2)]
    with library.transaction():
        library.database.write("UPDATE image SET created = 5")
    assert ids_of(library, limit=2) == sorted((image.id for image in images), reverse=True)
    assert ids_of(library, Wanted("otter"), limit=2) == sorted((image.id for image in images), reverse=True)


async def test_drafts_and_thoughts_stay_away_until_asked_for(library: Library) -> None:
    main, draft, thought = await generate(library, "An otter", pictures=3)
    with library.transaction():
        library.database.write("UPDATE image SET role = 'draft' WHERE id = ?", (draft.id,))
        library.database.write("UPDATE image SET role = 'thought' WHERE id = ?", (thought.id,))
    assert ids_of(library) == [main.id]
    assert set(ids_of(library, Wanted(drafts=True))) == {main.id, draft.id}
    library.images.rate(draft.id, 4)
    assert ids_of(library, Wanted(starred=True)) == [draft.id]  # what somebody marked is found again
    library.images.trash(draft.id, 7)
    assert ids_of(library, Wanted(trashed=True)) == [draft.id]
    assert ids_of(library, Wanted(starred=True)) == []


async def test_starred_are_those_rated_and_not_rejected(library: Library) -> None:
    one, three, reject, _ = await generate(library, "An otter", pictures=4)
    for image, rating in ((one, 1), (three, 3), (reject, -1)):
        library.images.rate(image.id, rating)
    assert set(ids_of(library, Wanted(starred=True))) == {one.id, three.id}
    assert library.gallery.count(Wanted(starred=True)) == 2


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("otter", True),
        ("OTTER hat", True),
        ("hat otter", True),
        ("ott", True),
        ("ätherisch", True),
        ("ÄTHERISCH", True),
        ("йод", True),
        ("ΌΣ", True),
        ("100%", True),
        ("100_", False),
        ("[sic]", True),
        ("[s]", False),
        ("what?", True),
        ("top?", False),
        ("*hat", False),
        ("otter boat", False),
        ("  ", True),
        ("\ud800", False),
    ],
)
async def test_every_word_must_be_in_the_prompt_in_any_case(library: Library, text: str, is_found: bool) -> None:
    await generate(library, "An Otter in a top HAT, Ätherisch, ЙОД, όσος, 100% [sic] what?")
    assert bool(ids_of(library, Wanted(text))) is is_found


async def test_imported_images_are_found_by_their_names(library: Library, tmp_path: Path) -> None:
    image = import_picture(library, tmp_path, "Müller scan.png")
    await generate(library, "An otter")
    assert ids_of(library, Wanted("müller SCAN")) == [image.id]


async def test_rows_bring_the_prompt_and_leave_out_what_is_gone(library: Library, tmp_path: Path) -> None:
    imported = import_picture(library, tmp_path, "scan.png")
    (made,) = await generate(library, "An otter")
    rows = {shown.image.id: shown for shown in library.gallery.rows([made.id, imported.id, "0" * 32])}
    assert rows.keys() == {made.id, imported.id}
    assert (rows[made.id].image, rows[made.id].prompt) == (made, "An otter")
    assert (rows[imported.id].image, rows[imported.id].prompt) == (imported, None)
    assert library.gallery.rows([]) == ()


_PLACE: Place = (AFTER_ALL[0] - 1, "f" * 32)
QUESTIONS: dict[str, tuple[Callable[[Library], object], str]] = {
    "all": (lambda library: library.gallery.stretch(ALL, _PLACE), "USING COVERING INDEX image_shown"),
    "starred": (lambda library: library.gallery.stretch(Wanted(starred=True)), "USING COVERING INDEX image_starred"),
    "trash": (lambda library: library.gallery.stretch(Wanted(trashed=True)), "USING INDEX image_trashed"),
    "drafts": (lambda library: library.gallery.stretch(Wanted(drafts=True)), "USING INDEX image_newest"),
    "count": (lambda library: library.gallery.count(), "USING COVERING INDEX image_shown"),
    "words": (lambda library: library.gallery.stretch(Wanted("a b"), _PLACE), "USING INDEX image_shown"),
    "words of any letters": (
        lambda library: library.gallery.stretch(Wanted("öl b"), _PLACE),
        "USING INDEX image_shown",
    ),
    "starred words": (lambda library: library.gallery.stretch(Wanted("a", starred=True)), "image_starred"),
    "rows": (lambda library: library.gallery.rows(["a", "b"]), "USING INDEX sqlite_autoindex_image_1"),
}


@pytest.fixture
def statements(library: Library) -> Iterator[list[str]]:
    asked: list[str] = []
    library.database._connection.set_trace_callback(asked.append)
    yield asked
    library.database._connection.set_trace_callback(None)


@pytest.mark.parametrize("name", QUESTIONS)
def test_no_scan_and_no_sorting(library: Library, statements: list[str], name: str) -> None:
    ask, index = QUESTIONS[name]
    ask(library)
    asked = tuple(statements)
    assert asked
    for statement in asked:
        plan = [row["detail"] for row in library.database.rows(f"EXPLAIN QUERY PLAN {statement}")]
        assert not any("TEMP B-TREE" in step for step in plan), plan
        assert not any(step.startswith("SCAN image") and "USING" not in step for step in plan), plan
    assert any(index in step for step in plan), plan
