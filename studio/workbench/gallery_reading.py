"""Reading the order of a gallery off the painting thread: the first page at once, the rest in pieces behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from studio.workbench.spine import Change, Spine, changes_between
from studio.workbench.tasks import Tasks

if TYPE_CHECKING:
    from studio.library.gallery import Gallery, Place, Shown, Wanted

_FIRST_PAGE = 300
_FIRST_ROWS = 100
_STRETCH = 10_000
_STRETCH_OF_TEXT = 3_000  # each image's words are read: keep the record free for others in between
_ROWS_REREAD = 400
_TYPING_PAUSE = 150  # milliseconds
_BREATH = 0.05  # seconds in which the thumbnails of the first page have the processor to themselves


class GalleryFilter(NamedTuple):
    """Which images are shown: those with every word of `text`, with stars, in the trash, drafts too."""

    text: str = ""
    starred_only: bool = False
    trashed: bool = False
    drafts: bool = False


class Page(NamedTuple):
    """The newest images: their ids, and the rows of the first of them."""

    ids: bytes
    end: Place | None
    rows: tuple[Shown, ...]


class News(NamedTuple):
    """What has changed since, and how many images there are whatever their text.

    `changes` is None when it is no matter of rows that came and went.
    """

    ids: bytes
    changes: tuple[Change, ...] | None
    rows: tuple[Shown, ...]
    total: int


class Known(NamedTuple):
    """What somebody has of a gallery: its order, and the ids whose rows were looked at, the last at the end."""

    ids: bytes
    looked_at: Sequence[str]


class GalleryReader(QObject):
    """Reads one gallery at a time; answers to what is no longer asked are dropped."""

    began = Signal(object)
    """A Page: it takes the place of everything before."""
    totalled = Signal(int)
    """How many images there are whatever their text."""
    went_on = Signal(bytes)
    """The ids that follow."""
    changed = Signal(object)
    """News, for what `refresh` was told is known."""
    ended = Signal()

    def __init__(self, tasks: Tasks, known: Callable[[], Known], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._known = known
        self._gallery: Gallery | None = None
        self._asked = self._filter = GalleryFilter()  # what is asked for, and what is read or was read last
        self._serial = 0
        self._is_refresh_wanted = False
        self._is_reading = False
        self._pause = QTimer(self, singleShot=True, interval=_TYPING_PAUSE)
        self._pause.timeout.connect(self.read)

    @property
    def is_open(self) -> bool:
        """Whether there is a gallery to read."""
        return self._gallery is not None

    @property
    def is_loading(self) -> bool:
        """Whether more may follow of what was asked for."""
        return self._is_reading or self._pause.isActive()

    @property
    def filter(self) -> GalleryFilter:
        """What is asked for."""
        return self._asked

    def open(self, gallery: Gallery | None) -> None:
        """Read from a library from now on, or from none; begins nothing."""
        self._pause.stop()
        self._gallery = gallery
        self._serial += 1
        self._is_reading = False

    def ask(self, wanted: GalleryFilter) -> None:
        """Read other images; while somebody types, only once they pause."""
        if wanted == self._asked:
            return
        only_text = wanted._replace(text=self._asked.text) == self._asked
        self._asked = wanted
        if only_text and wanted.text:
            self._pause.start()
        else:
            self.read()

    def read(self) -> None:
        """Read from the beginning."""
        self._pause.stop()
        self._filter = self._asked
        self._serial += 1
        self._is_refresh_wanted = False
        self._is_reading = self._gallery is not None
        if self._gallery is not None:
            self._tasks.start(self._read(self._gallery, self._serial), "gallery")

    def refresh(self) -> None:
        """Find out what has changed; asked again while it is at it, it does it once more."""
        if self._gallery is None:
            return
        if self._is_reading:
            self._is_refresh_wanted = True
        else:
            self._is_reading = True
            self._tasks.start(self._refresh(self._gallery, self._serial), "gallery refresh")

    async def _read(self, gallery: Gallery, serial: int) -> None:
        import asyncio

        wanted = self._wanted()
        try:
            page: Page = await self._tasks.in_worker(_first_page, gallery, wanted)
            if serial == self._serial:
                self.began.emit(page)
            end = page.end
            if end is not None:
                await asyncio.sleep(_BREATH)
            total = await self._tasks.in_worker(gallery.count, wanted)
            if serial == self._serial:
                self.totalled.emit(total)
            while end is not None and serial == self._serial:
                ids, end = await self._tasks.in_worker(gallery.stretch, wanted, end, _length(wanted))
                if ids and serial == self._serial:
                    self.went_on.emit(ids)
        finally:
            self._end(serial)

    async def _refresh(self, gallery: Gallery, serial: int) -> None:
        wanted, parts, end = self._wanted(), [], None
        try:
            while serial == self._serial:
                ids, end = await self._tasks.in_worker(gallery.stretch, wanted, end, _length(wanted))
                parts.append(ids)
                if end is None:
                    break
            if serial != self._serial:
                return
            news = await self._tasks.in_worker(_news, gallery, wanted, self._known(), b"".join(parts))
            if serial == self._serial:
                self.changed.emit(news)
        finally:
            self._end(serial)

    def _end(self, serial: int) -> None:
        if serial != self._serial:
            return
        self._is_reading = False
        if self._is_refresh_wanted:
            self._is_refresh_wanted = False
            self.refresh()
        self.ended.emit()

    def _wanted(self) -> Wanted:
        from studio.library.gallery import Wanted  # not before the first paint

        text, starred, trashed, drafts = self._filter
        return Wanted(text, starred, trashed, drafts)


def _length(wanted: Wanted) -> int:
    return _STRETCH_OF_TEXT if wanted.text else _STRETCH


def _first_page(gallery: Gallery, wanted: Wanted) -> Page:
    """In a worker: the first images that match, however far down the first match lies."""
    ids, end = gallery.stretch(wanted, None, _FIRST_PAGE)
    while not ids and end is not None:
        ids, end = gallery.stretch(wanted, end, _STRETCH_OF_TEXT)
    return Page(ids, end, gallery.rows(_front(ids)))


def _news(gallery: Gallery, wanted: Wanted, known: Known, ids: bytes) -> News:
    """In a worker: what has changed, with the rows of what is in front and of what was looked at last."""
    rows = dict.fromkeys([*_front(ids), *known.looked_at[-_ROWS_REREAD:]])
    return News(ids, changes_between(known.ids, ids), gallery.rows(list(rows)), gallery.count(wanted))


def _front(ids: bytes) -> list[str]:
    spine = Spine(ids)
    return [spine.id_at(row) for row in range(min(_FIRST_ROWS, len(spine)))]
