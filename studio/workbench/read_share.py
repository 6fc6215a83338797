"""How much a reply may bring at once, so that the window has its turn however many come at the same time."""

from __future__ import annotations

from PySide6.QtCore import QObject

from studio.workbench.jobs import Jobs

_TOGETHER = 4 << 20  # bytes that all of them bring between two turns of the window
_MOST, _LEAST = 512 << 10, 256 << 10  # that one of them brings: more is no faster, less is mostly the cost of asking


class ReadShare(QObject):
    """Shares what may be read at once among the jobs that are under way."""

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._share = 0
        jobs.changed.connect(lambda _: self._look())

    def _look(self) -> None:
        share = share_of(self._jobs.begun)
        if share != self._share:
            from studio.gemini.client import read_at_once  # loaded long before there are jobs

            self._share = share
            read_at_once(share)


def share_of(count: int) -> int:
    """The bytes that each of so many replies may bring at once."""
    return max(_LEAST, min(_MOST, _TOGETHER // max(1, count)))
