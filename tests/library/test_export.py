"""Copies that leave the library: whole or not at all, well named, and never over another file."""

import errno
import os
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from studio.library.errors import DiskFull, LibraryError, LibraryNotAFolder, PictureMissing
from studio.library.export import Exporting, check_folder, copy_into, copy_over, export_name
from studio.library.library import Library
from studio.library.records import Blob, Image
from tests.library.making import make_pictures, new_turn, picture_bytes

ID = "0192f3a4b5c67d8e9f00112233ab12cd"
NOON = 1_795_348_800_000  # 2026-11-22 12:00 UTC


def an_image(**changes: Any) -> Image:
    blob = Blob("0" * 64, "images/2026-11/22/otter.jpg", "image/jpeg", 10)
    return Image(ID, blob, None, None, "generated", "main", None, None, None, NOON, None, None)._replace(**changes)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "library" / "otter.png"
    path.parent.mkdir()
    path.write_bytes(picture_bytes("otter"))
    return path


@pytest.fixture
def no_hard_links(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)


def test_a_copy_has_the_same_bytes_and_leaves_nothing_beside_it(source: Path, tmp_path: Path) -> None:
    out = tmp_path / "a" / "b"
    copy = copy_into(source, out)
    assert copy == out / "otter.png"
    assert copy.read_bytes() == source.read_bytes()
    assert list(out.iterdir()) == [copy]
    assert not copy.samefile(source)


@pytest.mark.parametrize("links", [True, False])
def test_a_copy_never_takes_the_place_of_a_file(
    links: bool, source: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    if not links:
        request.getfixturevalue("no_hard_links")
    out = tmp_path / "out"
    out.mkdir()
    (out / "mine.tar.png").write_bytes(b"mine")
    (out / "mine.tar-2.png").symlink_to("nowhere")
    copy = copy_into(source, out, "mine.tar.png")
    assert copy == out / "mine.tar-3.png"
    assert copy.read_bytes() == source.read_bytes()
    assert (out / "mine.tar.png").read_bytes() == b"mine"
    assert (out / "mine.tar-2.png").is_symlink()
    assert len(list(out.iterdir())) == 3


def test_a_name_taken_in_vain_is_given_back(
    source: Path, tmp_path: Path, no_hard_links: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(LibraryError, match="could not be saved"):
        copy_into(source, tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []


def test_a_disk_that_fills_up_leaves_nothing(source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def half(original: Any, copy: Any, length: int = 0) -> None:
        copy.write(original.read(1000))
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(shutil, "copyfileobj", half)
    with pytest.raises(DiskFull, match="the disk is full"):
        copy_into(source, tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []


def test_an_original_that_is_gone_is_told_apart_from_a_folder_that_is(tmp_path: Path) -> None:
    with pytest.raises(PictureMissing, match=r"gone\.png"):
        copy_into(tmp_path / "gone.png", tmp_path)
    with pytest.raises(PictureMissing):
        copy_over(tmp_path / "gone.png", tmp_path / "there.png")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_a_file_is_said(source: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(LibraryNotAFolder):
        copy_into(source, tmp_path / "out")
    with pytest.raises(LibraryNotAFolder, match="cannot be written"):
        check_folder(tmp_path / "out")


def test_a_folder_is_made_and_tried(tmp_path: Path) -> None:
    check_folder(tmp_path / "new" / "deep")
    assert list((tmp_path / "new" / "deep").iterdir()) == []


def test_saving_over_a_file_replaces_it_in_one_step(source: Path, tmp_path: Path) -> None:
    target = tmp_path / "out" / "mine.png"
    copy_over(source, target)
    target.write_bytes(b"mine")
    copy_over(source, target)
    assert target.read_bytes() == source.read_bytes()
    assert list(target.parent.iterdir()) == [target]


def test_what_was_there_stays_when_the_copy_fails(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half(original: Any, copy: Any, length: int = 0) -> None:
        copy.write(original.read(1000))
        raise OSError(errno.ENOSPC, "No space left on device")

    (tmp_path / "mine.png").write_bytes(b"mine")
    monkeypatch.setattr(shutil, "copyfileobj", half)
    with pytest.raises(DiskFull):
        copy_over(source, tmp_path / "mine.png")
    assert (tmp_path / "mine.png").read_bytes() == b"mine"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["library", "mine.png"]


def test_saving_over_the_original_itself_changes_nothing(source: Path, tmp_path: Path) -> None:
    before = source.stat()
    copy_over(source, source)
    assert source.stat().st_ino == before.st_ino
    (tmp_path / "link.png").hardlink_to(source)
    copy_over(source, tmp_path / "link.png")
    assert source.read_bytes() == picture_bytes("otter")


@pytest.mark.parametrize(
    ("template", "words", "expected"),
    [
        ("{number} {slug} {id}", "An otter / a hat", "03 an-otter-a-hat ab12cd.jpg"),
        ("{slug}", "Wir fahren nach Ærø 日本", "wir-fahren-nach-ærø-日本.jpg"),
        ("{unknown}: {slug}?", "", "{unknown}- image-.jpg"),
        ("", "x", "image.jpg"),
        ("con", "x", "_con.jpg"),
        ("../../etc/{slug}", "passwd", "etc-passwd.jpg"),
    ],
)
def test_names_by_template(template: str, words: str, expected: str) -> None:
    assert export_name(an_image(), words, template, "03") == expected


def test_the_date_is_the_one_of_the_wall(monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    if sys.platform == "win32":
        pytest.skip("no zones by variable")
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    time.tzset()
    try:
        assert export_name(an_image(), "x", "{date} {time}") == "2026-11-23 010000.jpg"
    finally:
        monkeypatch.undo()
        time.tzset()


async def test_a_plan_takes_words_from_the_turn_or_the_file(library: Library, tmp_path: Path) -> None:
    turn = library.turns.begin(new_turn(library, prompt="Otter at night"))
    await make_pictures(library, turn, [picture_bytes("1"), picture_bytes("2")])
    (tmp_path / "Mein Foto.JPG").write_bytes(picture_bytes("photo"))
    photo = library.images.import_file(
        tmp_path / "Mein Foto.JPG", mime="image/jpeg", width=1, height=1, name="Mein Foto.JPG"
    )
    images = (*library.images.of_turn(turn.id), photo)
    plan = Exporting(library.images, library.turns).plan(images, "{number}-{slug}")
    assert [each.name for each in plan] == ["1-otter-at-night.png", "2-otter-at-night.png", "3-mein-foto.jpg"]
    assert [each.source for each in plan] == [library.images.absolute_path(image) for image in images]
    assert all(each.source.is_file() for each in plan)


async def test_a_conversation_is_its_finished_pictures_in_order(library: Library) -> None:
    first = library.turns.begin(new_turn(library))
    await make_pictures(library, first, [picture_bytes("1"), picture_bytes("2")])
    second = library.turns.begin(new_turn(library, parent=first))
    await make_pictures(library, second, [picture_bytes("3")])
    unwanted = library.turns.begin(new_turn(library, parent=first))
    await make_pictures(library, unwanted, [picture_bytes("4")])
    library.forest.prune(unwanted.id, 1)
    other = library.turns.begin(new_turn(library))
    await make_pictures(library, other, [picture_bytes("5")])
    one, two = library.images.of_turn(first.id)
    (three,) = library.images.of_turn(second.id)
    library.images.trash(two.id, 1)
    found = Exporting(library.images, library.turns).of_conversation(first.conversation_id)
    assert [image.id for image in found] == [one.id, three.id]
