"""Thumbnails: made from real files off the painting thread, newest wish first, cached so that nothing is made twice."""

from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QImage, QImageReader, QPixmap

from studio.library.library import Library
from studio.library.records import Image
from studio.workbench import thumbnails as module
from studio.workbench.newest_first import NewestFirst
from studio.workbench.tasks import Tasks
from studio.workbench.thumbnail_files import ThumbnailFailed, ThumbnailFiles
from studio.workbench.thumbnails import Thumbnails
from tests.ui.waiting import until

Put = Callable[..., Image]
_SIZE = QSize(800, 600)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library") as library:
        yield library


@pytest.fixture
def put(library: Library, tmp_path: Path) -> Put:
    """Put a picture of one colour into the library."""

    def put(colour: str = "red", size: QSize = _SIZE, suffix: str = "png") -> Image:
        picture = QImage(size, QImage.Format.Format_ARGB32)
        picture.fill(QColor(colour))
        source = tmp_path / f"source.{suffix}"
        assert picture.save(str(source))
        mime = "image/jpeg" if suffix == "jpg" else f"image/{suffix}"
        return library.images.import_file(source, mime=mime, width=size.width(), height=size.height(), name=None)

    return put


@pytest.fixture
async def thumbnails(library: Library, tmp_path: Path) -> AsyncIterator[Thumbnails]:
    tasks = Tasks()
    thumbnails = Thumbnails(tasks, tmp_path / "cache")
    thumbnails.open(library)
    yield thumbnails
    thumbnails.close()
    await tasks.close()


async def made(thumbnails: Thumbnails, image: Image, side: int = 200) -> QPixmap:
    await until(lambda: thumbnails.get(image, side) is not None or thumbnails.has_failed(image))
    pixmap = thumbnails.get(image, side)
    assert pixmap is not None
    return pixmap


async def test_a_thumbnail_is_made_and_told_of(thumbnails: Thumbnails, put: Put) -> None:
    image = put("red")
    told: list[str] = []
    thumbnails.ready.connect(told.append)
    assert thumbnails.get(image, 200) is None
    await until(lambda: told)
    assert told == [image.blob.sha256]
    pixmap = thumbnails.get(image, 200)
    assert pixmap is not None
    assert pixmap.size() == QSize(256, 192)
    assert pixmap.toImage().pixelColor(100, 100) == QColor("red")


async def test_a_small_original_is_not_enlarged_and_a_sliver_keeps_a_pixel(thumbnails: Thumbnails, put: Put) -> None:
    assert (await made(thumbnails, put("red", QSize(40, 30)))).size() == QSize(40, 30)
    assert (await made(thumbnails, put("blue", QSize(3000, 1)))).size() == QSize(256, 1)


@pytest.mark.parametrize("suffix", ["png", "jpg", "webp"])
async def test_formats_that_come_from_models(thumbnails: Thumbnails, put: Put, suffix: str) -> None:
    colour = (await made(thumbnails, put("#3366cc", suffix=suffix))).toImage().pixelColor(50, 50)
    assert abs(colour.blue() - 0xCC) < 12
    assert abs(colour.red() - 0x33) < 12


async def test_what_is_seen_through_stays_so(
    thumbnails: Thumbnails, put: Put, tmp_path: Path, library: Library
) -> None:
    image = put("#40ff0000")
    assert (await made(thumbnails, image)).toImage().pixelColor(50, 50).alpha() == 0x40
    again = ThumbnailFiles(tmp_path / "cache").get(image.blob.sha256, Path("nowhere"), 256)
    assert again.pixelColor(50, 50).alpha() == 0x40


def jpeg_turned(folder: Path) -> Path:
    """A JPEG of 300 x 100, its left half red, that its EXIF says is to be shown turned by 90° clockwise."""
    picture = QImage(300, 100, QImage.Format.Format_RGB32)
    picture.fill(QColor("blue"))
    for x in range(150):
        for y in range(100):
            picture.setPixelColor(x, y, QColor("red"))
    path = folder / "turned.jpg"
    assert picture.save(str(path), quality=95)
    data = path.read_bytes()
    tiff = b"MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00\x00\x00\x00\x00"
    exif = b"Exif\x00\x00" + tiff
    path.write_bytes(data[:2] + b"\xff\xe1" + (len(exif) + 2).to_bytes(2) + exif + data[2:])
    return path


async def test_orientation_is_applied(thumbnails: Thumbnails, library: Library, tmp_path: Path) -> None:
    path = jpeg_turned(tmp_path)
    image = library.images.import_file(path, mime="image/jpeg", width=100, height=300, name=None)
    found = (await made(thumbnails, image, 128)).toImage()
    assert found.size() == QSize(42, 128)
    assert found.pixelColor(20, 20).red() > 200
    assert found.pixelColor(20, 110).blue() > 200


async def test_the_cache_serves_when_the_original_is_gone(
    thumbnails: Thumbnails, put: Put, library: Library, tmp_path: Path
) -> None:
    image = put("red")
    await made(thumbnails, image)
    library.images.absolute_path(image).unlink()
    tasks = Tasks()
    others = Thumbnails(tasks, tmp_path / "cache")
    others.open(library)
    assert (await made(others, image, 128)).size() == QSize(128, 96)
    others.close()
    await tasks.close()


@pytest.mark.parametrize("kept", [0, 5, 0.1, 0.9])
async def test_a_broken_cache_file_is_made_again(
    thumbnails: Thumbnails, put: Put, library: Library, tmp_path: Path, kept: float
) -> None:
    image = put("red")
    await made(thumbnails, image)
    (cached,) = (tmp_path / "cache").rglob("*-256")
    whole = cached.read_bytes()
    cached.write_bytes(whole[: int(kept if kept >= 1 else len(whole) * kept)])
    thumbnails.close()
    thumbnails.open(library)
    assert (await made(thumbnails, image)).toImage().pixelColor(200, 180) == QColor("red")
    assert not QImageReader(str(cached)).read().isNull()


async def test_no_half_written_files_and_no_cache_folder_needed(put: Put, library: Library, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file stands where the folder should be")
    tasks = Tasks()
    thumbnails = Thumbnails(tasks, tmp_path / "cache")
    thumbnails.open(library)
    assert (await made(thumbnails, put("red"))).width() == 256
    thumbnails.close()
    await tasks.close()


@pytest.mark.parametrize("content", [None, b"", b"\x89PNG\r\n\x1a\nand nothing more"])
async def test_what_cannot_be_shown_is_told_once_and_remembered(
    thumbnails: Thumbnails, put: Put, library: Library, content: bytes | None
) -> None:
    image = put("red")
    path = library.images.absolute_path(image)
    whole = path.read_bytes()
    path.unlink() if content is None else path.write_bytes(content)
    told: list[str] = []
    thumbnails.ready.connect(told.append)
    assert thumbnails.get(image, 200) is None
    await until(lambda: told)
    assert thumbnails.has_failed(image)
    path.write_bytes(whole)
    assert thumbnails.get(image, 200) is None
    assert not len(thumbnails._pile)  # it is not tried with every paint
    thumbnails.open(library)
    assert (await made(thumbnails, image)).width() == 256


async def test_memory_is_bounded_and_what_was_used_last_stays(put: Put, library: Library, tmp_path: Path) -> None:
    tasks = Tasks()
    thumbnails = Thumbnails(tasks, tmp_path / "cache", budget=3 * 256 * 192 * 4)
    thumbnails.open(library)
    images = [put(colour) for colour in ("red", "green", "blue", "white")]
    for image in images[:3]:
        await made(thumbnails, image)
    assert thumbnails.get(images[0], 256) is not None
    await made(thumbnails, images[3])
    assert thumbnails.bytes <= 3 * 256 * 192 * 4
    assert thumbnails.nearest(images[0]) is not None
    assert thumbnails.nearest(images[1]) is None
    thumbnails.close()
    await tasks.close()


class Slow:
    """Stands for the cache folder: each picture waits until it is let go, and says that it was begun."""

    def __init__(self) -> None:
        self.gate = Event()
        self.begun: list[str] = []

    def get(self, sha256: str, original: Path, side: int) -> QImage:
        self.begun.append(sha256)
        assert self.gate.wait(30)
        return QImage(side, side, QImage.Format.Format_RGB32)


@pytest.fixture
def slow(thumbnails: Thumbnails, monkeypatch: pytest.MonkeyPatch) -> Iterator[Slow]:
    slow = Slow()
    monkeypatch.setattr(thumbnails, "_files", slow)
    monkeypatch.setattr(module, "_WORKERS", 1)
    yield slow
    slow.gate.set()


async def test_the_last_wish_comes_first(thumbnails: Thumbnails, put: Put, slow: Slow) -> None:
    first, *others = (put(colour) for colour in ("red", "green", "blue", "white"))
    thumbnails.get(first, 64)
    await until(lambda: slow.begun)
    for image in others:
        thumbnails.get(image, 64)
    thumbnails.get(others[0], 64)  # painted once more: it is in sight
    slow.gate.set()
    await until(lambda: all(thumbnails.get(image, 64) for image in (first, *others)))
    wanted = [first, others[0], others[2], others[1]]
    assert slow.begun == [image.blob.sha256 for image in wanted]


async def test_what_is_out_of_sight_is_not_made(thumbnails: Thumbnails, put: Put, slow: Slow) -> None:
    first, second, third = (put(colour) for colour in ("red", "green", "blue"))
    thumbnails.get(first, 64)
    await until(lambda: slow.begun)
    thumbnails.get(second, 64)
    thumbnails.get(third, 64)
    thumbnails.cancel([first, second])
    told: list[str] = []
    thumbnails.ready.connect(told.append)
    slow.gate.set()
    # The second is told of too, at the end: somebody else may still wait for it and asks again.
    await until(lambda: set(told) == {each.blob.sha256 for each in (first, second, third)})
    assert slow.begun == [first.blob.sha256, third.blob.sha256]
    assert thumbnails.get(second, 64) is None
    await until(lambda: thumbnails.get(second, 64))


async def test_closing_half_way_ends_quietly(thumbnails: Thumbnails, put: Put, slow: Slow, library: Library) -> None:
    images = [put(colour) for colour in ("red", "green", "blue")]
    for image in images:
        thumbnails.get(image, 64)
    await until(lambda: slow.begun)
    thumbnails.close()
    told: list[str] = []
    thumbnails.ready.connect(told.append)
    slow.gate.set()
    await until(lambda: not thumbnails._tasks.running)
    assert told == []
    assert thumbnails.get(images[0], 64) is None
    thumbnails.open(library)
    assert (await made(thumbnails, images[1], 64)).width() == 64


def test_work_that_is_buried_falls_out() -> None:
    pile: NewestFirst[int, int] = NewestFirst(at_most=2)
    assert [pile.ask(number, lambda: 1) for number in range(4)] == [None, None, 0, 1]
    assert pile.hire(1)
    assert not pile.hire(1)
    told: list[None] = []
    pile.work(lambda: told.append(None))
    assert [done.key for done in pile.collect(10)] == [3, 2]
    assert len(told) == 1  # once for all that was not collected yet


def test_a_worker_that_breaks_down_is_replaced() -> None:
    pile: NewestFirst[int, int] = NewestFirst(at_most=2)
    pile.ask(1, lambda: 1 // 0)
    assert pile.hire(1)
    with pytest.raises(ZeroDivisionError):
        pile.work(lambda: None)
    pile.ask(1, lambda: 1)
    assert pile.hire(1)


def test_the_larger_thumbnail_serves_the_smaller(tmp_path: Path) -> None:
    source = tmp_path / "a.png"
    QImage(2000, 1000, QImage.Format.Format_RGB32).scaled(2000, 1000).save(str(source))
    files = ThumbnailFiles(tmp_path / "cache")
    assert files.get("ab" * 32, source, 1024).size() == QSize(1024, 512)
    source.unlink()
    assert files.get("ab" * 32, source, 192).size() == QSize(192, 96)
    with pytest.raises(ThumbnailFailed):
        files.get("cd" * 32, source, 192)


def test_nothing_but_whole_thumbnails_is_left_in_the_cache(tmp_path: Path) -> None:
    source = tmp_path / "a.png"
    picture = QImage(600, 300, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.red)
    picture.save(str(source))
    files = ThumbnailFiles(tmp_path / "cache")
    for side in (64, 256, 512):
        files.get("ab" * 32, source, side)
    names = sorted(path.name.removeprefix("ab" * 32) for path in (tmp_path / "cache").rglob("*") if path.is_file())
    assert names == ["-256", "-512"]
