"""One job in the list of what is under way: what was asked for, where, how far it is, and Cancel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from studio.ui.actions import Action
from studio.ui.icons import SIDE, icon
from studio.ui.keys import OwnKeys
from studio.ui.row_picture import RowPicture
from studio.ui.tokens import tokens_of
from studio.ui.widgets.button import Button
from studio.ui.widgets.elided_label import ElidedLabel
from studio.ui.widgets.focus_ring import draw_focus_ring, shows_ring
from studio.ui.widgets.progress_ring import SMALL, ProgressRing

if TYPE_CHECKING:
    from studio.ui.sentences.queue_words import QueueWords
    from studio.ui.widgets.awaited_thumbnails import AwaitedThumbnails
    from studio.ui.widgets.motion import Ticker
    from studio.workbench.jobs import Job, Jobs


class QueueRow(QWidget):
    """Has the focus as a whole; one that waits can be pulled or moved by keys to another place."""

    show_wanted = Signal()
    cancel_wanted = Signal()
    step_wanted = Signal(int)
    """Go to the row before (-1) or after (1)."""
    move_wanted = Signal(int)
    """Move the job so many places on; 0 is to the front."""
    dragged = Signal(QPoint)
    """It is held over this place, in global pixels."""
    dropped = Signal(QPoint)

    def __init__(
        self, job: Job, words: QueueWords, thumbnails: AwaitedThumbnails, ticker: Ticker, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.job = job
        self.is_begun = job.waits is None
        self._words = words
        self._ringed = False
        self._pressed_at: QPoint | None = None
        self._is_dragged = False
        self.setObjectName(f"job-{job.id}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._prompt = ElidedLabel(self)
        self._prompt.setObjectName("jobPrompt")
        self._facts = ElidedLabel(self)
        self._facts.setObjectName("jobFacts")
        self._facts.setProperty("role", "muted")
        self._ring = ProgressRing(ticker, self)
        self._ring.setFixedSize(SMALL, SMALL)
        self._handle = QWidget(self)
        self.cancel = Button("jobCancel", self.tr("Cancel"), "close", "icon", self)
        self.cancel.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.cancel.clicked.connect(self.cancel_wanted)
        first = job.wish.inputs[0].image if job.wish.inputs else None
        self._lay_out(RowPicture(first, ("image", "faint"), thumbnails, self))
        self._take_keys()

    def show_job(self, jobs: Jobs, now: float) -> None:
        """Show how its job stands."""
        job, words = self.job, self._words
        prompt, state = words.prompt(job), words.state(job)
        which = words.which(job, jobs)
        self._prompt.set_whole(prompt)
        self._facts.set_whole(f"{which} · {state}")
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

    def _lay_out(self, picture: RowPicture) -> None:
        text = QVBoxLayout()
        text.setSpacing(0)
        text.addStretch(1)
        text.addWidget(self._prompt)
        text.addWidget(self._facts)
        text.addStretch(1)
        line = QHBoxLayout(self)
        line.setContentsMargins(8, 6, 8, 6)
        line.setSpacing(8)
        line.addWidget(picture)
        line.addLayout(text, 1)
        line.addWidget(self._ring)
        self._handle.setFixedWidth(SIDE)
        line.addWidget(self._handle)
        line.addWidget(self.cancel)

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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._ringed = True
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.step_wanted.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ringed = shows_ring(event, self._ringed)
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

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

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.show_wanted.emit()

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens, whole = tokens_of(self.palette()), QRectF(self.rect())
        if self.underMouse() or self._is_dragged:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.hover))
            painter.drawRoundedRect(whole, tokens.radius, tokens.radius)
        if self.job.waits is not None:
            handle = QRect(0, 0, SIDE, SIDE)
            handle.moveCenter(self._handle.geometry().center())
            icon("drag", self.palette(), "faint").paint(painter, handle)
        if self.hasFocus() and self._ringed:
            draw_focus_ring(painter, whole, tokens, tokens.radius)
