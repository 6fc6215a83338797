"""Saving to a folder: with progress, cancelled half way, with originals missing, on a disk that is full."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.library import export
from studio.library.errors import DiskFull, LibraryNotAFolder, PictureMissing
from studio.library.library import Library
from studio.workbench.exports import Exports, Saved, Saving
from studio.workbench.tasks import Tasks
from tests.fakes.shots import take_in
from tests.library.making import make_pictures, new_turn, picture_bytes
from tests.ui.waiting import until


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library") as library:
        yield library


@pytest.fixture
def exports(library: Library) -> Exports:
    exports = Exports(Tasks())
    exports.open(library)
    return exports


async def ended(saving: Saving) -> Saved:
    await until(lambda: saving.result)
    assert saving.result is not None
    return saving.result


async def test_a_selection_lands_in_its_order(exports: Exports, library: Library, tmp_path: Path) -> None:
    images = [take_in(library, tmp_path, f"{name}.png", colour=name) for name in ("red", "green", "blue")]
    out = tmp_path / "out"
    started: list[Saving] = []
    exports.started.connect(started.append)
    saving = exports.to_folder(images, out, "{number}_{slug}")
    steps: list[tuple[int, int]] = []
    saving.progressed.connect(lambda done, total: steps.append((done, total)))
    assert started == [saving]
    assert exports.under_way == (saving,)
    saved = await ended(saving)
    assert [each.name for each in saved.files] == ["1_red.png", "2_green.png", "3_blue.png"]
    for image, file in zip(images, saved.files, strict=True):
        assert file.read_bytes() == library.images.absolute_path(image).read_bytes()
    assert (saved.folder, saved.total, saved.missing, saved.cancelled, saved.failure) == (out, 3, (), False, None)
    assert steps == [(0, 3), (1, 3), (2, 3), (3, 3)]
    assert exports.under_way == ()


async def test_saving_twice_overwrites_nothing(exports: Exports, library: Library, tmp_path: Path) -> None:
    image = take_in(library, tmp_path)
    out = tmp_path / "out"
    (first,) = (await ended(exports.to_folder([image], out, "{slug}"))).files
    first.write_bytes(b"retouched")
    (second,) = (await ended(exports.to_folder([image], out, "{slug}"))).files
    assert first.read_bytes() == b"retouched"
    assert second.name == "otter-2.png"


async def test_a_conversation_is_saved_whole(exports: Exports, library: Library, tmp_path: Path) -> None:
    turn = library.turns.begin(new_turn(library, prompt="Otters"))
    await make_pictures(library, turn, [picture_bytes("1"), picture_bytes("2")])
    saved = await ended(exports.conversation_to_folder(turn.conversation_id, tmp_path / "out", "{number} {slug}"))
    assert [each.name for each in saved.files] == ["1 otters.png", "2 otters.png"]
    assert saved.files[1].read_bytes() == picture_bytes("2")


async def test_cancelling_keeps_what_is_there(exports: Exports, library: Library, tmp_path: Path) -> None:
    images = [take_in(library, tmp_path, f"{n}.png", colour=(n, 0, 0)) for n in range(6)]
    saving = exports.to_folder(images, tmp_path / "out", "{slug}")
    saving.progressed.connect(lambda done, _: saving.cancel() if done == 2 else None)
    saved = await ended(saving)
    assert saved.cancelled
    assert (len(saved.files), saved.total) == (2, 6)
    assert sorted((tmp_path / "out").iterdir()) == sorted(saved.files)


async def test_cancelling_too_late_is_no_cancelling(exports: Exports, library: Library, tmp_path: Path) -> None:
    saving = exports.to_folder([take_in(library, tmp_path)], tmp_path / "out", "{slug}")
    saving.progressed.connect(lambda done, _: saving.cancel() if done == 1 else None)
    assert not (await ended(saving)).cancelled


async def test_missing_originals_are_named_and_the_rest_is_saved(
    exports: Exports, library: Library, tmp_path: Path
) -> None:
    images = [take_in(library, tmp_path, f"{name}.png", colour=name) for name in ("red", "green", "blue")]
    library.images.absolute_path(images[1]).unlink()
    saved = await ended(exports.to_folder(images, tmp_path / "out", "{slug}"))
    assert [each.name for each in saved.files] == ["red.png", "blue.png"]
    assert saved.missing == ("green.png",)
    assert saved.failure is None
    assert not saved.cancelled


async def test_a_full_disk_ends_it_and_is_said(
    exports: Exports, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    images = [take_in(library, tmp_path, f"{n}.png", colour=(n, 0, 0)) for n in range(4)]
    whole = export.copy_into

    def full(source: Path, folder: Path, name: str | None = None) -> Path:
        if name == "2.png":
            raise DiskFull("The picture could not be saved: the disk is full.")
        return whole(source, folder, name)

    monkeypatch.setattr(export, "copy_into", full)
    saved = await ended(exports.to_folder(images, tmp_path / "out", "{slug}"))
    assert isinstance(saved.failure, DiskFull)
    assert [each.name for each in saved.files] == ["0.png", "1.png"]
    assert not saved.cancelled


async def test_what_nobody_expected_ends_it_too_and_goes_on_to_whoever_reports_it(
    exports: Exports, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    images = [take_in(library, tmp_path, f"{n}.png", colour=(n, 0, 0)) for n in range(3)]
    whole, mistake = export.copy_into, ZeroDivisionError("a mistake")

    def broken(source: Path, folder: Path, name: str | None = None) -> Path:
        if name == "1.png":
            raise mistake
        return whole(source, folder, name)

    monkeypatch.setattr(export, "copy_into", broken)
    reported: list[tuple[str, Exception]] = []
    exports._tasks.failed.connect(lambda name, error: reported.append((name, error)))
    saved = await ended(exports.to_folder(images, tmp_path / "out", "{slug}"))
    assert (saved.failure, len(saved.files), saved.total) == (mistake, 1, 3)
    await until(lambda: reported)
    assert reported == [("save pictures to a folder", mistake)]
    assert exports.under_way == ()


async def test_quitting_ends_it_as_cancelled(
    exports: Exports, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()

    def slow(*_: object) -> Path:
        assert go_on.wait(30)
        return tmp_path / "late.png"

    monkeypatch.setattr(export, "copy_into", slow)
    saving = exports.to_folder([take_in(library, tmp_path)], tmp_path / "out", "{slug}")
    await until(lambda: saving.total)
    await exports._tasks.close()
    go_on.set()
    assert exports.under_way == ()
    assert (await ended(saving)).cancelled


async def test_a_folder_that_is_none_is_said_before_anything_is_copied(
    exports: Exports, library: Library, tmp_path: Path
) -> None:
    (tmp_path / "out").write_text("a file")
    saved = await ended(exports.to_folder([take_in(library, tmp_path)], tmp_path / "out", "{slug}"))
    assert isinstance(saved.failure, LibraryNotAFolder)
    assert saved.files == ()


async def test_saving_as_replaces_only_what_was_asked_for(exports: Exports, library: Library, tmp_path: Path) -> None:
    image = take_in(library, tmp_path)
    target = tmp_path / "Mine.png"
    target.write_bytes(b"mine")
    beside = await exports.save_as(image, target, replace=False)
    assert beside == tmp_path / "Mine-2.png"
    assert target.read_bytes() == b"mine"
    assert await exports.save_as(image, target, replace=True) == target
    assert target.read_bytes() == beside.read_bytes() == library.images.absolute_path(image).read_bytes()


async def test_saving_as_says_that_the_original_is_gone(exports: Exports, library: Library, tmp_path: Path) -> None:
    image = take_in(library, tmp_path)
    library.images.absolute_path(image).unlink()
    with pytest.raises(PictureMissing):
        await exports.save_as(image, tmp_path / "Mine.png", replace=True)


async def test_a_name_is_proposed(exports: Exports, library: Library, tmp_path: Path) -> None:
    image = take_in(library, tmp_path, "Ein Otter.png")
    assert await exports.name_of(image, "{slug}_{id}") == f"ein-otter_{image.id[-6:]}.png"


async def test_closing_stops_after_the_picture_in_hand(exports: Exports, library: Library, tmp_path: Path) -> None:
    images = [take_in(library, tmp_path, f"{n}.png", colour=(n, 0, 0)) for n in range(6)]
    saving = exports.to_folder(images, tmp_path / "out", "{slug}")
    saving.progressed.connect(lambda done, _: exports.close() if done == 1 else None)
    saved = await ended(saving)
    assert saved.cancelled
    assert len(saved.files) == 1
