"""The button, the list and the commands of what is under way, all of one desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from studio.ui.actions import Action
from studio.ui.sentences.queue_words import QueueWords
from studio.ui.widgets.awaited_thumbnails import AwaitedThumbnails

if TYPE_CHECKING:
    from studio.ui.commands import Commands
    from studio.ui.queue.panel import QueuePanel
    from studio.ui.title_row import TitleRow
    from studio.ui.words import Words
    from studio.workbench.bench import Bench
    from studio.workbench.jobs import Jobs


_TOGETHER_MILLISECONDS = 50  # news within this is shown as one: with each the row at the top is laid out anew


class Queueing(QObject):
    """Keeps the button right, opens the list at it, and holds the queue or lets it go."""

    show_wanted = Signal(object)
    """The turn of this Job is to be seen."""

    def __init__(self, bench: Bench, title_row: TitleRow, words: Words, commands: Commands, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs: Jobs = bench.jobs
        self._title_row = title_row
        self._words = QueueWords(words, self)
        self._thumbnails = AwaitedThumbnails(bench.thumbnails, self)
        self._commands = commands
        self._panel: QueuePanel | None = None
        self._shown: tuple[str, str, bool, bool] | None = None
        jobs = bench.jobs
        self._soon = QTimer(self, singleShot=True, interval=_TOGETHER_MILLISECONDS)
        self._soon.timeout.connect(self._refresh)
        jobs.added.connect(lambda _: self._refresh())
        jobs.arranged.connect(self._refresh)
        for signal in (jobs.changed, jobs.ended):
            signal.connect(lambda _: self._soon.isActive() or self._soon.start())
        title_row.queue_button.clicked.connect(self.open)
        commands.show_queue.connect(self.open)
        commands.pause_queue.connect(lambda: jobs.pause(not jobs.is_paused))
        self._refresh()

    def open(self) -> None:
        """Show the list, or put it away."""
        from studio.ui.queue.panel import QueuePanel

        if self._panel is not None:
            self._panel.dismiss()
            return
        button = self._title_row.queue_button
        if not button.isVisible():
            return
        self._panel = QueuePanel(self._jobs, self._words, self._thumbnails, button)
        self._panel.left.connect(self._on_left)
        self._panel.show_wanted.connect(self.show_wanted)
        self._panel.open_below()

    def _on_left(self) -> None:
        self._panel = None

    def _refresh(self) -> None:
        jobs = self._jobs
        is_under_way = bool(jobs.under_way)
        turns = len(jobs.under_way) > len(jobs.queued)
        shown = self._words.summary(jobs), self._words.short(jobs), turns, jobs.is_paused
        if shown == self._shown:
            return
        self._shown = shown
        self._title_row.set_queue(*shown)
        self._commands.allow(is_under_way or jobs.is_paused, Action.SHOW_QUEUE)
        pause = self.tr("Resume the queue") if jobs.is_paused else self.tr("Pause the queue")
        self._commands.call(Action.PAUSE_QUEUE, pause)
