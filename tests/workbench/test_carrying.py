"""Pictures that leave for other programs: copies with the same bytes, and ids that find the way back."""

import asyncio
import contextlib
import json
import shutil
import tempfile
import threading
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QColor, QGuiApplication, QImage

from studio.library.errors import LibraryError, PictureMissing
from studio.library.library import Library
from studio.library.records import Image
from studio.workbench.carrying import OWN_TYPE, Carrying, carried_ids, key_of, mime_of
from studio.workbench.tasks import Tasks
from tests.fakes.pictures import big_picture
from tests.fakes.shots import take_in
from tests.ui.waiting import until


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library") as library:
        yield library


@pytest.fixture
async def carrying(library: Library) -> AsyncIterator[Carrying]:
    carrying = Carrying(Tasks())
    carrying.open(library)
    yield carrying
    await carrying.close()


def original(library: Library, image: Image) -> Path:
    return library.images.absolute_path(image)


async def test_what_leaves_is_a_copy_with_a_name(carrying: Carrying, library: Library, tmp_path: Path) -> None:
    image = take_in(library, tmp_path, "Otter am Fluß.png")
    (file,) = (await carrying.prepare([image])).files
    assert file.name == f"otter-am-fluß_{image.id[-6:]}.png"
    assert file.read_bytes() == original(library, image).read_bytes()
    assert not file.samefile(original(library, image))
    assert file.stat().st_nlink == 1
    assert library.folder.root not in file.parents


async def test_nothing_another_program_does_reaches_the_original(
    carrying: Carrying, library: Library, tmp_path: Path
) -> None:
    image = take_in(library, tmp_path)
    before = original(library, image).read_bytes()
    (file,) = (await carrying.prepare([image])).files
    file.write_bytes(b"painted over")
    (again,) = (await carrying.prepare([image])).files
    assert again.read_bytes() == before
    assert again != file
    again.rename(tmp_path / "moved away.png")
    (third,) = (await carrying.prepare([image])).files
    assert third.read_bytes() == before
    assert original(library, image).read_bytes() == before


async def test_a_copy_that_nobody_touched_serves_again(carrying: Carrying, library: Library, tmp_path: Path) -> None:
    image = take_in(library, tmp_path)
    first = await carrying.prepare([image])
    assert (await carrying.prepare([image])).files == first.files


async def test_several_pictures_with_one_name(carrying: Carrying, library: Library, tmp_path: Path) -> None:
    images = [take_in(library, tmp_path, colour=colour) for colour in ("red", "green")]
    carried = await carrying.prepare(images)
    assert [file.read_bytes() for file in carried.files] == [original(library, each).read_bytes() for each in images]
    assert carried.content is None


async def test_a_missing_original_stays_behind_and_is_told(
    carrying: Carrying, library: Library, tmp_path: Path
) -> None:
    images = [take_in(library, tmp_path, colour=colour) for colour in ("red", "green")]
    original(library, images[0]).unlink()
    carried = await carrying.prepare(images)
    assert carried.images == (images[1],)
    assert [type(error) for error in carried.missing] == [PictureMissing]
    with pytest.raises(PictureMissing):
        await carrying.prepare(images[:1])


async def test_no_room_for_copies_is_said(
    carrying: Carrying, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "nowhere"))
    with pytest.raises(LibraryError, match="could not be copied for another program"):
        await carrying.prepare([take_in(library, tmp_path)])


async def test_closing_removes_the_copies(library: Library, tmp_path: Path) -> None:
    carrying = Carrying(Tasks())
    carrying.open(library)
    (file,) = (await carrying.prepare([take_in(library, tmp_path)])).files
    await carrying.close()
    assert not file.exists()
    assert not file.parent.parent.exists()


def copied_slowly(monkeypatch: pytest.MonkeyPatch) -> tuple[threading.Event, threading.Event]:
    """Let copying wait: the first event says that it has begun, the second lets it go on."""
    begun, go_on, copy = threading.Event(), threading.Event(), shutil.copyfile

    def slow(source: Path, target: Path) -> Path:
        begun.set()
        assert go_on.wait(30)
        return copy(source, target)

    monkeypatch.setattr(shutil, "copyfile", slow)
    return begun, go_on


async def test_two_who_ask_at_once_get_one_folder_and_one_copy(
    carrying: Carrying, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "copies").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "copies"))
    image = take_in(library, tmp_path)
    made, barrier, make = list[str](), threading.Barrier(2, timeout=0.2), tempfile.mkdtemp

    def together(**where: Any) -> str:
        with contextlib.suppress(threading.BrokenBarrierError):
            barrier.wait()  # both are here, unless the other has to wait its turn
        made.append(make(**where))
        return made[-1]

    monkeypatch.setattr(tempfile, "mkdtemp", together)
    one, other = await asyncio.gather(carrying.prepare([image]), carrying.prepare([image]))
    assert one.files == other.files
    assert len(list((tmp_path / "copies").iterdir())) == 1
    assert len(made) == 2, "a folder for all copies and one for this"


async def test_closing_leaves_no_copy_behind_that_was_still_being_made(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "copies").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "copies"))
    images = [take_in(library, tmp_path, colour=colour) for colour in ("red", "green")]
    carrying = Carrying(Tasks())
    carrying.open(library)
    begun, go_on = copied_slowly(monkeypatch)
    preparing = asyncio.ensure_future(carrying.prepare(images))
    await until(begun.is_set)
    closing = asyncio.ensure_future(carrying.close())
    go_on.set()
    await asyncio.wait([preparing, closing])
    assert list((tmp_path / "copies").iterdir()) == []
    carrying.open(library)
    assert (await carrying.prepare(images)).files, "the next library starts afresh"
    await carrying.close()
    assert preparing.exception() is None or isinstance(preparing.exception(), LibraryError)


async def test_what_other_programs_are_offered(carrying: Carrying, library: Library, tmp_path: Path) -> None:
    image = take_in(library, tmp_path, "photo.jpg", mime="image/jpeg")
    carried = await carrying.prepare([image])
    mime = mime_of(carried)
    assert [Path(url.toLocalFile()) for url in mime.urls()] == list(carried.files)
    assert bytes(mime.data("image/jpeg").data()) == original(library, image).read_bytes()
    assert carried_ids(mime) == (image.id,)
    assert carried_ids(mime, carrying.library_key) == (image.id,)
    assert carried_ids(mime, key_of(tmp_path / "another library")) == ()
    assert str(library.folder.root) not in bytes(mime.data(OWN_TYPE).data()).decode()


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"images": ["a"]}', b'{"library": "x", "images": "abc"}', b"\xff"]
)
def test_what_others_put_under_our_name_is_no_harm(content: bytes) -> None:
    mime = QMimeData()
    mime.setData(OWN_TYPE, content)
    assert carried_ids(mime) == ()
    mime.setData(OWN_TYPE, json.dumps({"library": "x", "images": ["a", 1, None]}).encode())
    assert carried_ids(mime) == ("a",)
    assert carried_ids(QMimeData()) == ()


@pytest.mark.parametrize(("name", "mime_type"), [("otter.png", "image/png"), ("otter.jpg", "image/jpeg")])
async def test_the_clipboard_has_pixels_a_file_and_the_way_back(
    carrying: Carrying, library: Library, tmp_path: Path, name: str, mime_type: str
) -> None:
    image = take_in(library, tmp_path, name, mime=mime_type)
    carried = await carrying.copy([image])
    mime = QGuiApplication.clipboard().mimeData()
    assert mime.hasImage()
    pixels = QImage(mime.imageData())
    assert (pixels.width(), pixels.height()) == (320, 200)
    png = QImage.fromData(bytes(mime.data("image/png").data()), "PNG")
    assert abs(png.pixelColor(5, 5).blue() - QColor("#336699").blue()) < 4
    if mime_type == "image/png":
        assert bytes(mime.data("image/png").data()) == original(library, image).read_bytes()
    (url,) = mime.urls()
    assert Path(url.toLocalFile()) == carried.files[0]
    assert carried_ids(mime) == (image.id,)
    assert bytes(mime.data("x-special/gnome-copied-files").data()).decode().splitlines() == ["copy", url.toString()]


async def test_a_drag_never_carries_more_than_x11_can(carrying: Carrying, library: Library, tmp_path: Path) -> None:
    path = tmp_path / "large.png"
    path.write_bytes(big_picture(1, 5 << 20))
    image = library.images.import_file(path, mime="image/png", width=64, height=64, name="large.png")
    mime = mime_of(await carrying.prepare([image]))
    assert Path(mime.urls()[0].toLocalFile()).read_bytes() == path.read_bytes()
    assert not mime.hasFormat("image/png")
    await carrying.copy([image])  # the clipboard goes piece by piece
    assert bytes(QGuiApplication.clipboard().mimeData().data("image/png").data()) == path.read_bytes()


async def test_a_file_that_cannot_be_shown_can_be_copied(carrying: Carrying, library: Library, tmp_path: Path) -> None:
    image = take_in(library, tmp_path)
    original(library, image).write_bytes(b"no picture")
    carried = await carrying.copy([image])
    mime = QGuiApplication.clipboard().mimeData()
    assert not mime.hasImage()
    assert carried.pixels is None
    assert Path(mime.urls()[0].toLocalFile()).read_bytes() == b"no picture"


async def test_several_pictures_are_copied_as_files(carrying: Carrying, library: Library, tmp_path: Path) -> None:
    images = [take_in(library, tmp_path, colour=colour) for colour in ("red", "green")]
    await carrying.copy(images)
    mime = QGuiApplication.clipboard().mimeData()
    assert len(mime.urls()) == 2
    assert not mime.hasImage()
    assert carried_ids(mime) == tuple(image.id for image in images)
