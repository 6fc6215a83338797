"""The rows of a gallery that are looked at: fetched off the painting thread, the last asked for first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from studio.workbench.tasks import Tasks

if TYPE_CHECKING:
    from studio.library.gallery import Gallery, Shown
    from studio.library.records import Image

AT_ONCE = 200
_KEPT = 2_000


class GalleryRows(QObject):
    """Rows by image id. `around` names the ids worth fetching when some were asked for, the last of them at the end."""

    arrived = Signal(list)
    """Ids whose rows are here now."""
    held = Signal()
    """All rows that `hold` asked for are here."""

    def __init__(
        self, tasks: Tasks, around: Callable[[dict[str, None]], list[str]], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._around = around
        self._gallery: Gallery | None = None
        self._rows: OrderedDict[str, Shown | None] = OrderedDict()  # None: gone from the record
        self._missing: dict[str, None] = {}  # the last asked for at the end
        self._held: dict[str, Shown | None] = {}  # None: gone from the record
        self._to_hold: tuple[str, ...] = ()
        self._filling: dict[str, Shown | None] | None = None  # what is held, while rows for it are read
        self._is_fetching = False
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._fetch)

    def open(self, gallery: Gallery | None) -> None:
        """Fetch from a library from now on, or from none."""
        self._gallery = gallery
        self.clear()

    def clear(self) -> None:
        """Forget everything."""
        self._rows.clear()
        self._missing.clear()
        self._held, self._to_hold = {}, ()

    @property
    def is_waiting(self) -> bool:
        """Whether rows that were asked for are not here yet."""
        return self._is_fetching or bool(self._missing)

    def __contains__(self, image_id: object) -> bool:
        return image_id in self._rows

    def peek(self, image_id: str) -> Shown | None:
        """A row if it is here, asking for nothing."""
        return self._rows[image_id] if image_id in self._rows else self._held.get(image_id)

    def get(self, image_id: str) -> Shown | None:
        """A row; None when it is not here yet, then `arrived` follows."""
        try:
            found = self._rows[image_id]
        except KeyError:
            self._want(image_id)
            return None
        self._rows.move_to_end(image_id)
        return found

    def keep(self, rows: Iterable[Shown]) -> None:
        """Take rows in that were read elsewhere."""
        self._rows.update((shown.image.id, shown) for shown in rows)
        while len(self._rows) > _KEPT:
            self._rows.popitem(last=False)

    def replace(self, rows: Iterable[Shown]) -> list[str]:
        """Forget all rows but these; which of them are not what they were. What is held is read again meanwhile."""
        old = self._rows.copy()
        self._rows.clear()
        self._missing.clear()
        self.keep(rows)
        self._held.update((each, self._rows[each]) for each in self._to_hold if each in self._rows)
        if again := [each for each in self._to_hold if each not in self._rows]:
            self._bring(again)
        return [each for each, shown in self._rows.items() if each in old and old[each] != shown]

    def latest(self) -> list[str]:
        """The ids whose rows are here, the last looked at at the end."""
        return list(self._rows)

    def images(self, ids: Sequence[str]) -> tuple[Image, ...] | None:
        """The images with these ids; None when some are not here yet: `hold` them and wait for `held`."""
        if any(each not in self._rows and each not in self._held for each in ids):
            return None
        return tuple(shown.image for each in ids if (shown := self.peek(each)) is not None)

    def hold(self, ids: Sequence[str]) -> None:
        """Bring rows here and keep them until others are held or another library is opened, however many they are.

        Asked for again, the reading goes on: begun anew each time, it would not end for who asks often.
        """
        if self._filling is self._held and self._to_hold == tuple(ids):
            return
        self._to_hold = tuple(ids)
        self._held = {each: shown for each in ids if (shown := self.peek(each)) is not None}
        self._bring([each for each in ids if each not in self._held])

    def _bring(self, missing: Sequence[str]) -> None:
        """Read rows to be held; who was at it stops. What is here already serves until then."""
        self._held = dict(self._held)
        if missing and self._gallery is not None:
            self._filling = self._held
            self._tasks.start(self._hold(self._gallery, missing, self._held), "gallery selection")

    def _want(self, image_id: str) -> None:
        self._missing.pop(image_id, None)
        self._missing[image_id] = None
        if not self._is_fetching and not self._soon.isActive():
            self._soon.start()

    def _fetch(self) -> None:
        if self._gallery is not None and self._missing and not self._is_fetching:
            self._is_fetching = True
            self._tasks.start(self._fetch_missing(self._gallery), "gallery rows")

    async def _fetch_missing(self, gallery: Gallery) -> None:
        """Fetch what was asked for last: it is in sight. What has scrolled past is asked for again if it comes back."""
        try:
            while self._missing and gallery is self._gallery:
                missing, self._missing = self._missing, {}
                ids = self._around(missing)
                rows = await self._tasks.in_worker(gallery.rows, ids)
                if ids and gallery is self._gallery:
                    self._rows.update(dict.fromkeys(each for each in ids if each not in self._rows))
                    self.keep(rows)
                    self.arrived.emit(ids)
        finally:
            self._is_fetching = False
            if self._missing and self._gallery is not None:
                self._soon.start()  # asked for meanwhile, of another library or after a failure

    async def _hold(self, gallery: Gallery, missing: Sequence[str], held: dict[str, Shown | None]) -> None:
        try:
            for start in range(0, len(missing), AT_ONCE):
                ids = missing[start : start + AT_ONCE]
                rows = await self._tasks.in_worker(gallery.rows, ids)
                if held is not self._held:
                    return
                held.update(dict.fromkeys(ids) | {shown.image.id: shown for shown in rows})
        finally:
            if self._filling is held:
                self._filling = None
        self.held.emit()
