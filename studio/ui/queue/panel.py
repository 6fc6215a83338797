"""Everything that is under way or waits, in order, at the button that says how much it is."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from studio.ui.actions import Action
from studio.ui.keys import tip_of
from studio.ui.queue.drop_mark import DropMark
from studio.ui.queue.row import QueueRow
from studio.ui.widgets.button import Button
from studio.ui.widgets.list_row import ROW
from studio.ui.widgets.motion import Ticker
from studio.ui.widgets.popover import Popover
from studio.ui.widgets.popup_place import place_in_window
from studio.ui.widgets.rows_area import RowsArea

if TYPE_CHECKING:
    from studio.ui.sentences.queue_words import QueueWords
    from studio.ui.widgets.awaited_thumbnails import AwaitedThumbnails
    from studio.workbench.jobs import Job, Jobs

_WIDTH, _HIGHEST, _EDGE = 440, 432, 8
_ABOVE_AND_BELOW = 120  # of the window, and not for the rows
_LOOK_SECONDS = 0.25


class QueuePanel(Popover):
    """Follows the jobs while it is open; it closes itself when there is nothing left to show."""

    show_wanted = Signal(object)
    """The turn of this Job is to be seen."""

    def __init__(self, jobs: Jobs, words: QueueWords, thumbnails: AwaitedThumbnails, opener: QWidget) -> None:
        super().__init__("queuePanel", opener)
        self._jobs = jobs
        self._words = words
        self._thumbnails = thumbnails
        self._at = opener
        self._looked = 0.0
        self.setAccessibleName(Action.SHOW_QUEUE.text)
        self._ticker = Ticker(self)
        self._ticker.ticked.connect(self._on_tick)
        self._summary = QLabel(self)
        self._summary.setObjectName("queueSummary")
        self._summary.setProperty("role", "heading")
        self._pause = Button("queuePause", "", "pause", "chip", self)
        self._pause.set_compact()
        self._pause.clicked.connect(lambda: jobs.pause(not jobs.is_paused))
        self._drop = Button("queueCancelQueued", self.tr("Cancel all queued"), role="chip", parent=self)
        self._drop.set_compact()
        self._drop.clicked.connect(jobs.cancel_queued)
        self._lay_out()
        for signal in (jobs.added, jobs.changed, jobs.ended):
            signal.connect(self._on_job)
        jobs.arranged.connect(self._refresh)

    def open_below(self) -> None:
        """Appear at the button, with the focus on the first job."""
        self._refresh()
        self.setFixedWidth(min(_WIDTH, self.window().width() - 16))
        self.open_at(self._at, next(iter(self.rows), self._pause))
        self._settle()

    @property
    def rows(self) -> tuple[QueueRow, ...]:
        """The rows, in order."""
        return self._list.rows

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(8, 0, 4, 0)
        head.setSpacing(8)
        head.addWidget(self._summary, 1)
        head.addWidget(self._pause)
        head.addWidget(self._drop)
        self._list: RowsArea[QueueRow] = RowsArea("queueList", _HIGHEST, self)
        self._list.emptied.connect(self._pause.setFocus)
        self._empty = QLabel(self.tr("Nothing waits. What you send now waits until you resume."), self)
        self._empty.setObjectName("queueEmpty")
        self._empty.setProperty("role", "muted")
        self._empty.setContentsMargins(8, 8, 8, 8)
        self._empty.setWordWrap(True)
        self._list.add_below(self._empty)
        self._mark = DropMark(self._list.inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(8, 8, 8, 8)
        whole.setSpacing(8)
        whole.addLayout(head)
        whole.addWidget(self._list)

    # --- what it shows

    def _on_job(self, job: Job) -> None:
        row = self._list.row(job.id)
        if row is None or job.is_over or row.is_begun != (job.waits is None):
            self._refresh()
        else:
            row.show_job(self._jobs, time.monotonic())
            self._tell()

    def _refresh(self) -> None:
        """Show the jobs as they are: those that were begun, then those that wait."""
        queued = self._jobs.queued
        shown = [*(job for job in self._jobs.under_way if job.waits is None), *queued]
        if not shown and not self._jobs.is_paused and not self.isHidden():
            self.dismiss()
            return
        self._mark.hide()  # the rows may move under it
        self._list.arrange({job.id: job for job in shown}, self._row)
        now = time.monotonic()
        for row in self.rows:
            row.show_job(self._jobs, now)
        self._empty.setVisible(not shown)
        self._tell()
        self._settle()

    def _tell(self) -> None:
        jobs = self._jobs
        self._summary.setText(self._words.summary(jobs))
        self._pause.setText(self.tr("Resume") if jobs.is_paused else self.tr("Pause"))
        self._pause.set_drawing("play" if jobs.is_paused else "pause")
        self._pause.setToolTip(tip_of(Action.PAUSE_QUEUE))
        self._drop.setVisible(bool(jobs.queued))

    def _settle(self) -> None:
        """Be as high as what is in it, and no higher than the window has room for."""
        self._list.set_most(max(ROW, min(_HIGHEST, self.window().height() - _ABOVE_AND_BELOW)))
        layout = self.layout()
        if layout is not None and not self.isHidden():
            layout.activate()
            self.setFixedHeight(layout.sizeHint().height())
            place = place_in_window(self._at, self.size())
            furthest = self.window().width() - self.width() - _EDGE
            self.move(min(place.x(), furthest), place.y())

    def _row(self, job: Job) -> QueueRow:
        row = QueueRow(job, self._words, self._thumbnails, self._ticker, self._list.inside)
        row.show_wanted.connect(partial(self._show, job))
        row.cancel_wanted.connect(partial(self._jobs.cancel, job.id))
        row.move_wanted.connect(partial(self._move, job))
        row.dragged.connect(self._show_mark)
        row.dropped.connect(partial(self._put, job))
        return row

    def _on_tick(self) -> None:
        now = time.monotonic()
        if now - self._looked >= _LOOK_SECONDS:
            self._looked = now
            for row in self.rows:
                if row.job.waits is None:
                    row.show_job(self._jobs, now)

    # --- hands

    def _show(self, job: Job) -> None:
        self.dismiss()
        self.show_wanted.emit(job)

    def _move(self, job: Job, way: int) -> None:
        queued = self._jobs.queued
        if job in queued:
            place = max(0, queued.index(job) + way) if way else 0
            self._jobs.move(job.id, place)
            if row := self._list.row(job.id):
                self._list.ensureWidgetVisible(row, 0, 0)

    def _put(self, job: Job, at: QPoint) -> None:
        """Leave a job where it was pulled to."""
        self._mark.hide()
        queued = self._jobs.queued
        if job in queued:
            place = self._place_at(at)
            self._jobs.move(job.id, place - (place > queued.index(job)))

    def _show_mark(self, at: QPoint) -> None:
        """Say where what is pulled would stand."""
        waiting = self._waiting()
        if not waiting:
            return
        place = self._place_at(at)
        last = waiting[-1].geometry()
        y = waiting[place].y() if place < len(waiting) else last.bottom() + 1
        self._mark.show_at(last.x() + 8, y, last.width() - 16)

    def _place_at(self, at: QPoint) -> int:
        """The place in the queue that a point, in global pixels, is nearest to."""
        y = self._list.inside.mapFromGlobal(at).y()
        return sum(row.geometry().center().y() < y for row in self._waiting())

    def _waiting(self) -> list[QueueRow]:
        return [row for row in self.rows if row.job.waits is not None]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._mark.hide()
