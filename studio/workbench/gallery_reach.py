"""Which rows of a gallery are fetched when some that are not here were asked for, and where they stood."""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import TYPE_CHECKING

from studio.workbench.gallery_rows import AT_ONCE

if TYPE_CHECKING:
    from studio.workbench.spine import Spine

_MARGIN = 40  # rows fetched beyond what is waited for, on either side
_AHEAD = 60  # rows beyond what is in sight that are to be here before they come into sight
_MARGIN_AHEAD = 150


class Reach:
    """Remembers rows by their numbers, so that among 100,000 ids hardly one has to be searched for."""

    def __init__(self) -> None:
        self._missed = -1
        self._margin = _MARGIN
        self._fetched = (0, 0)

    def miss(self, row: int) -> None:
        """Note the row that was asked for last and is not here."""
        self._missed, self._margin = row, _MARGIN

    def foresee(self, row: int) -> None:
        """Note a row that nobody waits for yet: more is fetched at once, so that it is seldom done."""
        self._missed, self._margin = row, _MARGIN_AHEAD

    def ahead(self, rows: range, count: int) -> tuple[int, int]:
        """The rows that are to be here when these, of so many, are in sight."""
        return max(0, rows.start - _AHEAD), min(count, rows.stop + _AHEAD) - 1

    def around(self, spine: Spine, missing: dict[str, None], here: Container[str]) -> list[str]:
        """The ids worth fetching, in the order of the gallery: the last asked for, those beside it, and a few more."""
        latest = spine.row_of(next(reversed(missing)), self._missed)
        if latest is None:
            return []
        reach = range(max(0, latest - AT_ONCE), min(len(spine), latest + AT_ONCE))
        ids = spine.ids(reach.start, reach.stop)
        wanted = [row for row, each in enumerate(ids) if each in missing]
        first, last = max(0, wanted[0] - self._margin), min(len(ids), wanted[-1] + self._margin + 1)
        self._fetched = reach.start + first, reach.start + last - 1
        return [each for each in ids[first:last] if each not in here]

    def span(self, spine: Spine, ids: Sequence[str]) -> tuple[int, int] | None:
        """The first and the last row of what was fetched; None when either is gone."""
        first = spine.row_of(ids[0], self._fetched[0])
        last = spine.row_of(ids[-1], self._fetched[1])
        return None if first is None or last is None else (first, last)
