"""Pictures at full size: upright, in sRGB, within a budget, and what is wrong with them said by type."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image as Pillow
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QColorSpace, QImage

from studio.library.errors import PictureDamaged, PictureMissing
from studio.library.library import Library
from studio.library.records import Image
from studio.workbench.decoding import decode
from studio.workbench.pictures import Pictures
from studio.workbench.tasks import Tasks
from tests.fakes.shots import take_in
from tests.ui.waiting import until

FRAME = 320 * 200 * 4


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library") as library:
        yield library


class Told:
    """What a Pictures has told."""

    def __init__(self, pictures: Pictures) -> None:
        self.ready: list[str] = []
        self.failed: list[tuple[str, object]] = []
        pictures.ready.connect(self.ready.append)
        pictures.failed.connect(lambda key, error: self.failed.append((key, error)))


def opened(library: Library, budget: int = 1 << 30) -> tuple[Pictures, Told]:
    pictures = Pictures(Tasks(), budget)
    pictures.open(library)
    return pictures, Told(pictures)


async def shown(pictures: Pictures, image: Image) -> QImage:
    await until(lambda: pictures.get(image) is not None, "a picture")
    picture = pictures.get(image)
    assert picture is not None
    return picture


async def test_a_picture_comes_as_it_is(library: Library, tmp_path: Path) -> None:
    image = take_in(library, tmp_path)
    pictures, told = opened(library)
    assert pictures.get(image) is None
    picture = await shown(pictures, image)
    assert picture.size() == QSize(320, 200)
    assert picture.pixelColor(10, 10) == QColor("#336699")
    assert told.ready == [image.blob.sha256]
    assert told.failed == []


async def test_a_picture_stands_upright(library: Library, tmp_path: Path) -> None:
    image = take_in(library, tmp_path, "turned.jpg", mime="image/jpeg", turned=6)
    pictures, _ = opened(library)
    assert (await shown(pictures, image)).size() == QSize(200, 320)


async def test_a_file_that_is_gone_and_comes_back(library: Library, tmp_path: Path) -> None:
    image = take_in(library, tmp_path)
    path = library.images.absolute_path(image)
    path.rename(tmp_path / "elsewhere.png")
    pictures, told = opened(library)
    assert pictures.get(image) is None
    await until(lambda: told.failed)
    assert isinstance(pictures.failure(image), PictureMissing)
    assert str(path) in str(pictures.failure(image))
    assert pictures.get(image) is None
    (tmp_path / "elsewhere.png").rename(path)
    pictures.retry(image)
    assert pictures.failure(image) is None
    await shown(pictures, image)


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n", b"no picture at all" * 100, b"\xff\xd8\xff\xe0"])
async def test_a_file_that_is_no_picture(library: Library, tmp_path: Path, content: bytes) -> None:
    image = take_in(library, tmp_path)
    library.images.absolute_path(image).write_bytes(content)
    pictures, told = opened(library)
    pictures.get(image)
    await until(lambda: told.failed)
    assert isinstance(told.failed[0][1], PictureDamaged)


async def test_memory_is_bounded_and_the_last_used_stay(library: Library, tmp_path: Path) -> None:
    images = [take_in(library, tmp_path, colour=colour) for colour in ("red", "green", "blue")]
    pictures, told = opened(library, budget=int(2.9 * FRAME))
    for image in images[:2]:
        await shown(pictures, image)
    await shown(pictures, images[0])  # used again, so the second is the oldest
    await shown(pictures, images[2])
    told.ready.clear()
    assert pictures.get(images[0]) is not None
    assert pictures.get(images[2]) is not None
    assert pictures.get(images[1]) is None
    await until(lambda: told.ready == [images[1].blob.sha256])


async def test_one_picture_larger_than_the_budget_is_shown_all_the_same(library: Library, tmp_path: Path) -> None:
    image = take_in(library, tmp_path)
    pictures, _ = opened(library, budget=10)
    await shown(pictures, image)


async def test_neighbours_are_decoded_after_what_is_waited_for(library: Library, tmp_path: Path) -> None:
    images = [take_in(library, tmp_path, colour=(red, 0, 0)) for red in range(9)]
    pictures, told = opened(library)
    pictures.preload(images[:8])
    pictures.get(images[8])
    await until(lambda: len(told.ready) == 9)
    assert images[8].blob.sha256 in told.ready[:6]  # two were under way already, and one runs beside it
    assert all(pictures.get(image) is not None for image in images)
    pictures.preload(images)
    assert len(told.ready) == 9


async def test_whoever_leafs_through_many_waits_for_the_last(library: Library, tmp_path: Path) -> None:
    images = [take_in(library, tmp_path, colour=(red, 0, 0)) for red in range(20)]
    pictures, told = opened(library)
    for image in images:
        pictures.get(image)
    await until(lambda: images[-1].blob.sha256 in told.ready)
    await until(lambda: len(told.ready) == 10)  # two under way and eight that were still wanted
    assert {image.blob.sha256 for image in images[-8:]} <= set(told.ready)


async def test_a_closed_library_is_not_asked(library: Library, tmp_path: Path) -> None:
    image = take_in(library, tmp_path)
    pictures, told = opened(library)
    pictures.get(image)
    pictures.close()
    await until(lambda: not pictures._running)
    assert told.ready == []
    assert pictures.get(image) is None
    assert not pictures._running


def test_levels_halve_and_keep_colours(tmp_path: Path, qapp: object) -> None:
    checks = Pillow.effect_noise((1001, 700), 200)
    checks.save(tmp_path / "grey.png")
    levels = decode(tmp_path / "grey.png")
    assert [(each.width(), each.height()) for each in levels.images] == [(1001, 700), (500, 350), (250, 175)]
    assert levels.at(2.0).width() == 1001
    assert levels.at(0.51).width() == 1001
    assert levels.at(0.4).width() == 500
    assert levels.at(0.01).width() == 250
    corner = [levels.whole.pixelColor(x, y).red() for x in (400, 401) for y in (300, 301)]
    assert abs(levels.images[1].pixelColor(200, 150).red() - sum(corner) / 4) <= 1
    assert levels.bytes == sum(each.sizeInBytes() for each in levels.images)


def test_transparency_survives(tmp_path: Path, qapp: object) -> None:
    Pillow.new("RGBA", (600, 600), (200, 100, 0, 128)).save(tmp_path / "clear.png")
    for level in decode(tmp_path / "clear.png").images:
        assert level.pixelColor(level.width() // 2, level.height() // 2).alpha() == 128


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "I;16"])
def test_other_pixels_become_plain_ones(tmp_path: Path, mode: str, qapp: object) -> None:
    Pillow.new(mode, (300, 40)).save(tmp_path / "odd.png")
    assert all(
        level.format() in (QImage.Format.Format_RGB32, QImage.Format.Format_ARGB32_Premultiplied)
        for level in decode(tmp_path / "odd.png").images
    )


def test_a_foreign_profile_is_honoured(tmp_path: Path, qapp: object) -> None:
    image = QImage(300, 300, QImage.Format.Format_RGB32)
    image.fill(QColor(200, 30, 30))

    image.setColorSpace(QColorSpace(QColorSpace.NamedColorSpace.AdobeRgb))
    assert image.save(str(tmp_path / "adobe.png"))
    shown_colour = decode(tmp_path / "adobe.png").whole.pixelColor(150, 150)
    expected = image.convertedToColorSpace(QColorSpace(QColorSpace.NamedColorSpace.SRgb)).pixelColor(150, 150)
    assert shown_colour.red() == pytest.approx(expected.red(), abs=1)
    assert shown_colour.red() > 215
