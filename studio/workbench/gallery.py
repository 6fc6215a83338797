"""The gallery as an item model: any number of images by their ids, the rows of those that are looked at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from studio.workbench.gallery_facts import ROLES, RowFacts
from studio.workbench.gallery_reach import Reach
from studio.workbench.gallery_reading import GalleryFilter, GalleryReader, Known, News, Page
from studio.workbench.gallery_rows import GalleryRows
from studio.workbench.spine import Change, Spine
from studio.workbench.tasks import Tasks

if TYPE_CHECKING:
    from studio.library.gallery import Shown
    from studio.library.library import Library
    from studio.library.records import Image

_CHANGES_AT_MOST = 100


class GalleryModel(QAbstractListModel):
    """All images of a library, newest first; made empty, filled once the library is open."""

    counted = Signal()
    """`count`, `total` or `is_loading` is another."""
    held = Signal()
    """All rows that `hold` asked for are here."""

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._spine = Spine()
        self._total = 0
        self._reach = Reach()
        self._rows = GalleryRows(tasks, lambda missing: self._reach.around(self._spine, missing, self._rows), self)
        self._rows.arrived.connect(self._on_arrived)
        self._rows.held.connect(self.held)
        self._reader = GalleryReader(tasks, lambda: Known(bytes(self._spine), self._rows.latest()), self)
        self._reader.began.connect(self._on_began)
        self._reader.totalled.connect(self._on_totalled)
        self._reader.went_on.connect(self._on_went_on)
        self._reader.changed.connect(self._on_changed)
        self._reader.ended.connect(self.counted)
        self._facts = RowFacts(self)

    @property
    def count(self) -> int:
        """How many images are shown."""
        return len(self._spine)

    @property
    def total(self) -> int:
        """How many images there are whatever text is asked for."""
        return max(self._total, self.count)

    @property
    def is_loading(self) -> bool:
        """Whether more may follow of what was asked for."""
        return self._reader.is_loading

    @property
    def is_open(self) -> bool:
        """Whether there is a library."""
        return self._reader.is_open

    @property
    def filter(self) -> GalleryFilter:
        """What is asked for."""
        return self._reader.filter

    def open(self, library: Library) -> None:
        """Show the images of a library from now on."""
        self._reader.open(library.gallery)
        self._rows.open(library.gallery)
        self._reader.read()

    def close(self) -> None:
        """Show nothing, and let go of the library."""
        self._reader.open(None)
        self._rows.open(None)
        self._total = 0
        self._on_began(Page(b"", None, ()))

    def set_filter(self, wanted: GalleryFilter) -> None:
        """Show other images; while somebody types, only once they pause."""
        self._reader.ask(wanted)

    def refresh(self) -> None:
        """Take in what has changed in the library; what stays keeps its place, its selection and its scroll."""
        self._reader.refresh()

    def shown(self, row: int) -> Shown | None:
        """The image in a row; None when it is not here yet, then `dataChanged` follows."""
        found = self._rows.get(self._spine.id_at(row))
        if found is None:
            self._reach.miss(row)
        return found

    def foresee(self, rows: range) -> None:
        """These are in sight: once they are here, fetch what scrolling will bring, before it is waited for."""
        if self._rows.is_waiting or not rows:
            return
        for row in self._reach.ahead(rows, self.count):
            if self._spine.id_at(row) not in self._rows:
                self._rows.get(self._spine.id_at(row))
                self._reach.foresee(row)

    def row_of(self, image_id: str) -> int | None:
        """The row of an image, if it is shown."""
        return self._spine.row_of(image_id)

    def id_at(self, row: int) -> str:
        """The id of the image in a row."""
        return self._spine.id_at(row)

    def images(self, rows: Sequence[int]) -> tuple[Image, ...] | None:
        """The images in these rows; None when some are not here yet: ask for them with `hold`, wait for `held`."""
        return self._rows.images([self._spine.id_at(row) for row in rows])

    def hold(self, rows: Sequence[int]) -> None:
        """Bring these rows here and keep them until others are held, however many they are."""
        self._rows.hold([self._spine.id_at(row) for row in rows])

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._spine)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or role not in ROLES or not 0 <= index.row() < len(self._spine):
            return None
        return self._facts.of(self.shown(index.row()), role)

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        return _FLAGS if index.isValid() else Qt.ItemFlag.NoItemFlags

    def _on_began(self, page: Page) -> None:
        self.beginResetModel()
        self._spine = Spine(page.ids)
        self._rows.replace(page.rows)
        self.endResetModel()
        self.counted.emit()

    def _on_went_on(self, ids: bytes) -> None:
        self._apply(Change(len(self._spine), len(Spine(ids)), ids))
        self.counted.emit()

    def _on_totalled(self, total: int) -> None:
        self._total = total
        self.counted.emit()

    def _on_changed(self, news: News) -> None:
        self._total = news.total
        if news.changes is None or len(news.changes) > _CHANGES_AT_MOST:
            self._on_began(Page(news.ids, None, news.rows))
            return
        changed = self._rows.replace(news.rows)  # what is out of sight is read again when it is looked at again
        for change in news.changes:
            self._apply(change)
        if rows := [row for each in changed if (row := self._spine.row_of(each)) is not None]:
            self.dataChanged.emit(self.index(min(rows)), self.index(max(rows)))

    def _apply(self, change: Change) -> None:
        last = change.first + change.rows - 1
        if change.ids:
            self.beginInsertRows(QModelIndex(), change.first, last)
            self._spine.apply(change)
            self.endInsertRows()
        else:
            self.beginRemoveRows(QModelIndex(), change.first, last)
            self._spine.apply(change)
            self.endRemoveRows()

    def _on_arrived(self, ids: list[str]) -> None:
        if (span := self._reach.span(self._spine, ids)) is not None:
            self.dataChanged.emit(self.index(span[0]), self.index(span[1]))


_FLAGS = (
    Qt.ItemFlag.ItemIsEnabled
    | Qt.ItemFlag.ItemIsSelectable
    | Qt.ItemFlag.ItemIsDragEnabled
    | Qt.ItemFlag.ItemNeverHasChildren
)
