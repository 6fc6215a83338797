"""What drags and clipboards of other programs hold, as those programs write it."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QMimeData, QUrl
from PySide6.QtGui import QColor, QImage

from studio.workbench.intake import copied, holds_pictures, refusal_of, sources_in
from studio.workbench.sources import BytesSource, DataLinkSource, FileSource, ImageSource, LinkSource, PixelsSource
from tests.fakes.replies import picture

PNG = picture()
SRC = "https://pictures.example/otter.png?w=9"


def mime(text: str | None = None, html: str | None = None, urls: tuple[str, ...] = (), **data: bytes) -> QMimeData:
    """A QMimeData; names of formats with _ for / and __ for -."""
    made = QMimeData()
    if text is not None:
        made.setText(text)
    if html is not None:
        made.setHtml(html)
    if urls:
        made.setUrls([QUrl(url) for url in urls])
    for name, value in data.items():
        made.setData(name.replace("__", "-").replace("_", "/"), QByteArray(value))
    return made


def pixels() -> QImage:
    image = QImage(4, 3, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    return image


def own(*ids: str) -> bytes:
    return json.dumps({"library": "abc", "images": ids}).encode()


def test_files_of_a_file_manager_come_in_their_order(tmp_path: Path) -> None:
    paths = [tmp_path / "b ä.png", tmp_path / "a#1.jpg", tmp_path]
    urls = tuple(QUrl.fromLocalFile(str(path)).toString() for path in paths)
    dropped = mime(text="whatever", urls=urls, image_png=PNG)
    assert sources_in(dropped) == tuple(FileSource(path) for path in paths)
    assert holds_pictures(dropped)


def test_our_own_images_keep_their_ids_and_the_files_beside_them(tmp_path: Path) -> None:
    url = QUrl.fromLocalFile(str(tmp_path / "x.png")).toString()
    dropped = mime(urls=(url,), application_x__studio__image=own("1"), image_png=PNG)
    assert sources_in(dropped) == (ImageSource("1", FileSource(tmp_path / "x.png")),)
    two = mime(urls=(url,), application_x__studio__image=own("1", "2"))
    assert sources_in(two) == (ImageSource("1"), ImageSource("2"))
    assert holds_pictures(two)


def test_ids_of_another_library_say_nothing_but_the_files_beside_them_do(tmp_path: Path) -> None:
    url = QUrl.fromLocalFile(str(tmp_path / "x.png")).toString()
    dropped = mime(urls=(url,), application_x__studio__image=own("1"), image_png=PNG)
    assert sources_in(dropped, "abc") == (ImageSource("1", FileSource(tmp_path / "x.png")),)
    assert sources_in(dropped, "xyz") == (FileSource(tmp_path / "x.png"),)
    assert sources_in(mime(application_x__studio__image=own("1"), image_png=PNG), "xyz") == (BytesSource(PNG),)
    assert sources_in(mime(application_x__studio__image=own("1")), "xyz") == ()


@pytest.mark.parametrize("written", [b"", b"{", b"[]", b'{"images": 3}', b"\xff"])
def test_own_type_that_says_nothing_is_passed_over(written: bytes) -> None:
    assert sources_in(mime(application_x__studio__image=written, image_png=PNG)) == (BytesSource(PNG),)


def test_a_picture_copied_in_a_browser_is_its_pixels_named_after_its_link() -> None:
    copied_picture = mime(html=f'<meta charset="utf-8"><img src="{SRC}" alt="An otter">', image_png=PNG)
    assert sources_in(copied_picture) == (BytesSource(PNG, "otter.png"),)
    assert holds_pictures(copied_picture)


def test_of_several_writings_the_one_that_loses_nothing_is_taken() -> None:
    assert sources_in(mime(image_jpeg=b"j", image_bmp=b"b", image_png=b"p")) == (BytesSource(b"p"),)
    assert sources_in(mime(image_jpeg=b"j", image_png=b"")) == (BytesSource(b"j"),)


def test_bare_pixels_are_taken() -> None:
    clipboard = QMimeData()
    clipboard.setImageData(pixels())
    (source,) = sources_in(clipboard)
    assert isinstance(source, PixelsSource)
    assert source.pixels.size() == pixels().size()
    assert holds_pictures(clipboard)


def test_the_picture_dragged_goes_before_the_page_it_leads_to() -> None:
    dragged = mime(urls=("https://shop.example/buy",), html=f'<a href="https://shop.example/buy"><img src="{SRC}"></a>')
    assert sources_in(dragged) == (LinkSource(SRC),)
    assert holds_pictures(dragged)


def test_a_link_is_taken_where_somebody_drops_it_but_is_no_picture_by_itself() -> None:
    link = mime(urls=("https://shop.example/otters",), text="https://shop.example/otters")
    assert sources_in(link) == (LinkSource("https://shop.example/otters"),)
    assert not holds_pictures(link)
    assert holds_pictures(mime(urls=("https://shop.example/Otter.JPG?x=1",)))
    assert sources_in(mime(text=" https://shop.example/x.png\n")) == (LinkSource("https://shop.example/x.png"),)


def test_a_data_link_is_taken() -> None:
    link = "data:image/png;base64,AAAA"
    assert sources_in(mime(html=f'<img src="{link}">')) == (DataLinkSource(link),)
    assert sources_in(mime(text=link)) == (DataLinkSource(link),)
    assert not sources_in(mime(text="data:text/html,x"))


@pytest.mark.parametrize(
    "html",
    [
        f'Look: <img src="{SRC}">',
        '<img src="cid:1">',
        '<img src="file:///etc/passwd">',
        "<img>",
        "<p>an otter</p>",
        "<",
    ],
)
def test_text_with_pictures_in_it_is_text(html: str) -> None:
    text = mime(text="an otter", html=html)
    assert not holds_pictures(text)
    assert not sources_in(text)


def test_a_table_with_a_picture_of_it_is_text() -> None:
    table = mime(text="a\tb\n1\t2", html="<table><td>a</table>", image_png=PNG)
    assert not holds_pictures(table)
    assert sources_in(table) == (BytesSource(PNG),), "but a picture where only pictures go"


@pytest.mark.parametrize("urls", [("ftp://host/x.png",), ("mailto:a@b",), ("javascript:alert(1)",)])
def test_other_links_are_nothing(urls: tuple[str, ...]) -> None:
    assert not sources_in(mime(urls=urls))
    assert not holds_pictures(mime(urls=urls))


def test_a_copy_says_the_same_when_the_drag_is_over(tmp_path: Path) -> None:
    url = QUrl.fromLocalFile(str(tmp_path / "x.png")).toString()
    for each in (
        mime(urls=(url,), text="x"),
        mime(application_x__studio__image=own("1"), urls=(url,)),
        mime(html=f'<img src="{SRC}">', image_png=PNG),
        mime(html=f'<img src="{SRC}">'),
    ):
        kept, sources = copied(each), sources_in(each)
        each.clear()
        assert sources_in(kept) == sources
    bare = QMimeData()
    bare.setImageData(pixels())
    assert isinstance(sources_in(copied(bare))[0], PixelsSource)


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        (["logo.svg"], "InputIsDrawing"),
        (["a.PDF", "b.txt"], "InputIsPdf"),
        (["a.mp4"], "InputNotAnImage"),
        (["a.pdf", "b.png"], ""),
        (["a.psd"], ""),
        (["folder"], ""),
    ],
)
def test_files_are_refused_by_name_only_where_none_can_be_a_picture(names: list[str], kind: str) -> None:
    held = mime(urls=tuple(f"file:///pictures/{name}" for name in names))
    refusal = refusal_of(held)
    assert (refusal.kind if refusal is not None else "") == kind


def test_links_and_pixels_are_not_refused_by_name() -> None:
    assert refusal_of(mime(urls=("https://pictures.example/brief.pdf",))) is None
    assert refusal_of(mime(image__png=b"png")) is None
