"""News of the workbench that belongs to no part of the window, said in its message bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from studio.ui.actions import Action
from studio.ui.crash_messages import CrashMessages
from studio.ui.keys import key_of
from studio.ui.sentences.startup import StartupWords
from studio.ui.undo_messages import UndoMessages
from studio.workbench.messages import Message

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from studio.ui.window_modes import WindowModes
    from studio.ui.words import Words
    from studio.workbench.bench import Bench
    from studio.workbench.crash import CrashHook

_HELD_UP = "what was left and not taken in"
_WAY_OUT = "way out of a picture alone"


class WindowNews(QObject):
    """Turns what happens into messages; a mistake of our own goes to the crash hook."""

    def __init__(self, bench: Bench, words: Words, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._bench = bench
        self._words = words
        self._starting = StartupWords(self)
        self._hook: CrashHook | None = None
        self._has_told_way_out = False
        bench.tasks.failed.connect(self._on_failed)
        bench.recovery.unreadable.connect(self.say)
        bench.recovery.held_up.connect(self._on_held_up)
        self._undo = UndoMessages(bench.undo, bench.messages, words, self)
        bench.ready.connect(self._on_ready)
        bench.trouble.connect(self.say)
        bench.opened.connect(self._on_opened)

    def report_to(self, hook: CrashHook) -> None:
        """Give what nobody expected to this hook."""
        self._hook = hook
        self._crashes = CrashMessages(hook, self._bench.messages, self._bench.tasks, self._window)

    def follow(self, modes: WindowModes) -> None:
        """Say, the first time a picture is alone, how everything else comes back: nothing of it is in sight."""
        modes.picture_alone.connect(self._on_picture_alone)

    def _on_picture_alone(self, is_alone: bool) -> None:
        if not is_alone:
            self._bench.messages.dismiss(_WAY_OUT)
        elif not self._has_told_way_out:
            self._has_told_way_out = True
            text = self.tr("{key} brings the window back.").format(key=key_of(Action.BACK))
            self._bench.messages.post(Message(severity="info", text=text, seconds=4, id=_WAY_OUT))

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

    def _on_held_up(self, error: Exception | None) -> None:
        if error is None:
            self._bench.messages.dismiss(_HELD_UP)
            return
        said = self._words.error(error)
        waits = self.tr("What earlier requests brought waits there: nothing is lost, nothing is sent again.")
        self._bench.messages.post(
            Message(
                severity="warning",
                text=f"{said.what} {waits} {said.advice}",
                detail=said.detail,
                actions=((self.tr("Try again"), self._bench.recovery.try_again),),
                id=_HELD_UP,
            )
        )

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
