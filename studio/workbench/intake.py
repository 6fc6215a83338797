"""What a drag or the clipboard holds, read at once: it is gone when the event returns.

The order of preference, and why:

1. our own type: the ids of images keep the link to the turns they came from;
2. files: their owner's own bytes, with a name;
3. a picture's bytes, then bare pixels: what the person saw, at hand, whole. A browser also offers the link; fetched
   without the browser's cookies it may lead to another picture or a login page, and it tells a server;
4. links: of the `<img>` that was dragged, before that of the page it leads to, which is what a browser gives as *the*
   link of a picture that can be clicked;
5. `data:` links.
"""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QImage, QPixmap

from studio.generation.errors import InputIsDrawing, InputIsHeic, InputIsPdf, InputNotAnImage, InputRefused
from studio.workbench.carrying import OWN_TYPE, carried_ids
from studio.workbench.exchange import SUFFIX
from studio.workbench.sources import (
    BytesSource,
    DataLinkSource,
    FileSource,
    ImageSource,
    LinkSource,
    PixelsSource,
    Source,
)

# Qt and others offer several writings of the same pixels: those that lose nothing come first.
_PICTURE_TYPES = (
    "image/png",
    "image/webp",
    "image/tiff",
    "image/bmp",
    "image/x-bmp",
    "image/gif",
    "image/jpeg",
    "image/jpg",
    "image/avif",
)
_PICTURE_ENDINGS = (".png", ".jpg", ".jpeg", ".webp", ".gif", ".bmp", ".tif", ".tiff", ".avif")
_NO_PICTURES = (
    *(".mp4", ".mov", ".avi", ".mkv", ".webm", ".mp3", ".wav", ".flac", ".ogg"),
    *(".txt", ".md", ".rtf", ".doc", ".docx", ".odt", ".xls", ".xlsx", ".csv", ".ppt", ".pptx", ".html", ".json"),
    *(".zip", ".rar", ".7z", ".gz", ".exe", ".dmg", ".deb", ".ttf", ".otf"),
)
_REFUSED: dict[str, type[InputRefused]] = {
    ".svg": InputIsDrawing,
    ".svgz": InputIsDrawing,
    ".heic": InputIsHeic,
    ".heif": InputIsHeic,
    ".pdf": InputIsPdf,
    **dict.fromkeys(_NO_PICTURES, InputNotAnImage),
}
_WEB = ("http://", "https://")
_HTML = "text/html"


def sources_in(mime: QMimeData, library_key: str | None = None) -> tuple[Source, ...]:
    """Return the pictures that a drag or the clipboard holds, in their order; empty when there is none.

    Ids are those of the library named, or with None of whichever will be open: another one gives its files or bytes.
    """
    return _own(mime, library_key) or _files(mime) or _pixels(mime) or _links(mime)


def holds_pictures(mime: QMimeData) -> bool:
    """Return whether this is about pictures rather than text; cheap, nothing is fetched but links and text.

    A table copied from a spreadsheet comes as text and as a picture of it: that is text.
    """
    if mime.hasFormat(OWN_TYPE) or any(url.isLocalFile() for url in mime.urls()):
        return True
    if mime.hasImage() or any(mime.hasFormat(each) for each in _PICTURE_TYPES):
        text = mime.text().strip() if mime.hasText() else ""
        return not text or _is_link(text) or bool(_pictures_of_html(mime))
    return bool(_pictures_of_html(mime)) or any(_leads_to_picture(_written(url)) for url in mime.urls())


def refusal_of(mime: QMimeData) -> InputRefused | None:
    """Return why files cannot be pictures as far as their names tell; None when one may be, or nobody knows.

    Cheap, nothing is read: it is asked while they are still held. What they are is found out when they are taken.
    """
    files = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
    if not files or mime.hasFormat(OWN_TYPE):
        return None
    refusals = [_REFUSED.get(file.suffix.lower()) for file in files]
    if None in refusals or refusals[0] is None:
        return None
    return refusals[0](files[0].name)


def conversations_in(mime: QMimeData) -> tuple[Path, ...]:
    """Return the files, when all of them are conversations that were exported; cheap, nothing is read."""
    files = tuple(Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile())
    return files if all(file.suffix.lower() == SUFFIX for file in files) else ()


def copied(mime: QMimeData) -> QMimeData:
    """Return what `sources_in` looks at, apart from the drag that it came with."""
    copy = QMimeData()
    for each in (OWN_TYPE, _HTML, "text/uri-list", "text/plain", *_PICTURE_TYPES):
        if mime.hasFormat(each):
            copy.setData(each, mime.data(each))
    if mime.hasImage() and not any(copy.hasFormat(each) for each in _PICTURE_TYPES):
        copy.setImageData(mime.imageData())
    return copy


def _own(mime: QMimeData, library_key: str | None) -> tuple[Source, ...]:
    ids = carried_ids(mime, library_key)
    if not ids:
        return ()
    # What has gone from the library meanwhile is still in the files or bytes beside its id.
    others: tuple[Source | None, ...] = _files(mime) or _pixels(mime)
    if len(others) != len(ids):
        others = (None,) * len(ids)
    return tuple(ImageSource(image_id, other) for image_id, other in zip(ids, others, strict=True))


def _files(mime: QMimeData) -> tuple[Source, ...]:
    urls = mime.urls()
    if not any(url.isLocalFile() for url in urls):
        return ()
    sources = (FileSource(Path(url.toLocalFile())) if url.isLocalFile() else _link(_written(url)) for url in urls)
    return tuple(source for source in sources if source is not None)


def _written(url: QUrl) -> str:
    return url.toString(QUrl.ComponentFormattingOption.FullyEncoded)


def _pixels(mime: QMimeData) -> tuple[Source, ...]:
    name = next((_name_of(src) for src in _pictures_of_html(mime)), "")
    for each in _PICTURE_TYPES:
        if mime.hasFormat(each) and (data := bytes(mime.data(each).data())):
            return (BytesSource(data, name),)
    picture = mime.imageData() if mime.hasImage() else None
    if isinstance(picture, QPixmap):
        picture = picture.toImage()
    if isinstance(picture, QImage) and not picture.isNull():
        return (PixelsSource(picture, name),)
    return ()


def _links(mime: QMimeData) -> tuple[Source, ...]:
    addresses = _pictures_of_html(mime) or tuple(_written(url) for url in mime.urls())
    if not addresses and mime.hasText() and _is_link(mime.text().strip()):
        addresses = (mime.text().strip(),)
    return tuple(source for address in addresses if (source := _link(address)) is not None)


def _link(address: str) -> Source | None:
    if address.startswith(_WEB):
        return LinkSource(address)
    return DataLinkSource(address) if address.startswith("data:image/") else None


def _is_link(text: str) -> bool:
    return text.startswith((*_WEB, "data:image/")) and not any(letter.isspace() for letter in text)


def _leads_to_picture(address: str) -> bool:
    if address.startswith("data:image/"):
        return True
    path = address.partition("?")[0].partition("#")[0]
    return address.startswith(_WEB) and path.lower().endswith(_PICTURE_ENDINGS)


def _name_of(src: str) -> str:
    return LinkSource(src).name if src.startswith(_WEB) else ""


def _pictures_of_html(mime: QMimeData) -> tuple[str, ...]:
    """Return the addresses of the pictures in the HTML, when it holds nothing else to read."""
    if not mime.hasFormat(_HTML):
        return ()
    reader = _Pictures()
    reader.feed(mime.html())
    reader.close()
    return () if reader.has_words else tuple(reader.sources)


class _Pictures(HTMLParser):
    """Collects the pictures of a piece of HTML, and notices words."""

    def __init__(self) -> None:
        super().__init__()
        self.sources: list[str] = []
        self.has_words = False
        self._aside = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("style", "script", "title"):
            self._aside += 1
        source = dict(attrs).get("src") if tag == "img" else None
        if source and _is_link(source):
            self.sources.append(source)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("style", "script", "title"):
            self._aside = max(0, self._aside - 1)

    def handle_data(self, data: str) -> None:
        if data.strip() and not self._aside:
            self.has_words = True
