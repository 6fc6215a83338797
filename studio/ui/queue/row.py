"""One job in the list of what is under way: what was asked for, where, how far it is, and Cancel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from studio.ui.actions import Action
from studio.ui.icons import SIDE, icon
from studio.ui.keys import OwnKeys
from studio.ui.widgets.button import Button
from studio.ui.widgets.list_row import ListRow
from studio.ui.widgets.progress_ring import SMALL, ProgressRing
from studio.ui.widgets.row_picture import RowPicture

if TYPE_CHECKING:
    from studio.ui.sentences.queue_words import QueueWords
    from studio.ui.widgets.awaited_thumbnails import AwaitedThumbnails
    from studio.ui.widgets.motion import Ticker
    from studio.workbench.jobs import Job, Jobs


class QueueRow(ListRow):
    """Has the focus as a whole; one that waits can be pulled or moved by keys to another place."""

    cancel_wanted = Signal()
    move_wanted = Signal(int)
    """Move the job so many places on; 0 is to the front."""
    dragged = Signal(QPoint)
    """It is held over this place, in global pixels."""
    dropped = Signal(QPoint)

    def __init__(
        self, job: Job, words: QueueWords, thumbnails: AwaitedThumbnails, ticker: Ticker, parent: QWidget
    ) -> None:
        first = job.wish.inputs[0].image if job.wish.inputs else None
        super().__init__(f"job-{job.id}", RowPicture(first, ("image", "faint"), thumbnails), parent)
        self.job = job
        self.is_begun = job.waits is None
        self._words = words
        self._pressed_at: QPoint | None = None
        self._is_dragged = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._ring = ProgressRing(ticker, self)
        self._ring.setFixedSize(SMALL, SMALL)
        self._handle = QWidget(self)
        self._handle.setFixedWidth(SIDE)
        self.cancel = Button("jobCancel", self.tr("Cancel"), "close", "icon", self)
        self.cancel.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.cancel.clicked.connect(self.cancel_wanted)
        for widget in (self._ring, self._handle, self.cancel):
            self.add_end(widget)
        self._take_keys()

    def show_job(self, jobs: Jobs, now: float) -> None:
        """Show how its job stands."""
        job, words = self.job, self._words
        prompt, state = words.prompt(job), words.state(job)
        which = words.which(job, jobs)
        self.prompt.set_whole(prompt)
        self.facts.set_whole(f"{which} · {state}")
        is_queued = job.waits is not None
        self.is_begun = not is_queued
        self._ring.setVisible(not is_queued)
        self._handle.setVisible(is_queued)
        if not is_queued:
            wait = job.progress.wait if job.state == "waiting" else 0.0
            self._ring.show_progress(None, wait or job.elapsed(now))
        self.setCursor(Qt.CursorShape.OpenHandCursor if is_queued else Qt.CursorShape.ArrowCursor)
        # What is read aloud leaves out what changes with every second.
        name = f"{prompt}, {which}"
        if self.accessibleName() != name:
            self.setAccessibleName(name)
            self.cancel.setAccessibleName(self.tr("Cancel: {prompt}").format(prompt=prompt))
        self.setAccessibleDescription(state)

    def _take_keys(self) -> None:
        OwnKeys(
            self,
            {
                Action.SHOW_JOB: self.show_wanted.emit,
                Action.CANCEL_JOB: self.cancel_wanted.emit,
                Action.JOB_EARLIER: lambda: self.move_wanted.emit(-1),
                Action.JOB_LATER: lambda: self.move_wanted.emit(1),
                Action.JOB_FIRST: lambda: self.move_wanted.emit(0),
            },
        )

    def _is_lit(self) -> bool:
        return super()._is_lit() or self._is_dragged

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed_at = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed_at is None or self.job.waits is None:
            return
        far = (event.position().toPoint() - self._pressed_at).manhattanLength() >= QApplication.startDragDistance()
        self._is_dragged = self._is_dragged or far
        if self._is_dragged:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.dragged.emit(event.globalPosition().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        was_dragged, self._is_dragged, self._pressed_at = self._is_dragged, False, None
        if was_dragged:
            self.setCursor(Qt.CursorShape.OpenHandCursor)
            self.dropped.emit(event.globalPosition().toPoint())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.job.waits is not None:
            handle = QRect(0, 0, SIDE, SIDE)
            handle.moveCenter(self._handle.geometry().center())
            icon("drag", self.palette(), "faint").paint(QPainter(self), handle)
