"""News of the workbench that belongs to no part of the window, said in its message bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from studio.ui.crash_messages import CrashMessages
from studio.ui.sentences.startup import StartupWords
from studio.ui.undo_messages import UndoMessages
from studio.workbench.messages import Message

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from studio.ui.words import Words
    from studio.workbench.bench import Bench
    from studio.workbench.crash import CrashHook


class WindowNews(QObject):
    """Turns what happens into messages; a mistake of our own goes to the crash hook."""

    def __init__(self, bench: Bench, words: Words, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._bench = bench
        self._words = words
        self._starting = StartupWords(self)
        self._hook: CrashHook | None = None
        bench.tasks.failed.connect(self._on_failed)
        bench.recovery.unreadable.connect(self.say)
        self._undo = UndoMessages(bench.undo, bench.messages, words, self)
        bench.ready.connect(self._on_ready)
        bench.trouble.connect(self.say)
        bench.opened.connect(self._on_opened)

    def report_to(self, hook: CrashHook) -> None:
        """Give what nobody expected to this hook."""
        self._hook = hook
        self._crashes = CrashMessages(hook, self._bench.messages, self._bench.tasks, self._window)

    def say(self, error: Exception) -> None:
        """Say an error that has no better place."""
        said = self._words.error(error)
        self._bench.messages.post(Message(severity="error", text=said.sentence, detail=said.detail))

    def _on_failed(self, _: str, error: Exception) -> None:
        from studio.library.errors import LibraryClosed
        from studio.workbench.job_run import is_expected

        if isinstance(error, LibraryClosed):
            return  # what a closed library was still asked for, nobody waits for any more
        if is_expected(error):
            self.say(error)
        elif self._hook is not None:
            self._hook.report(error)

    def _on_ready(self) -> None:
        for notice in (*self._bench.settings.notices, *self._bench.notices):
            self._bench.messages.post(Message(severity="warning", text=self._starting.notice(notice)))

    def _on_opened(self) -> None:
        library = self._bench.library
        if library is None:
            return
        if library.backup_failure is not None:
            self.say(library.backup_failure)
        if library.read_only:
            text = self.tr(
                "This library can only be looked at: its folder may not be written. Nothing can be generated."
            )
            self._bench.messages.post(Message(severity="warning", text=text))
