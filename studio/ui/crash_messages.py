"""Tells of a mistake of Studio, once with its count, and shows the report to who wants to read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from studio.workbench.messages import Message

if TYPE_CHECKING:
    from studio.workbench.crash import Crash, CrashHook
    from studio.workbench.messages import Messages
    from studio.workbench.tasks import Tasks


class CrashMessages(QObject):
    """Posts a message for each mistake a CrashHook tells of; `window` is what its reports are shown over."""

    def __init__(self, hook: CrashHook, messages: Messages, tasks: Tasks, window: QWidget) -> None:
        super().__init__(window)
        self._messages = messages
        self._tasks = tasks
        self._window = window
        hook.crashed.connect(self._tell)

    def _tell(self, crash: Crash) -> None:
        self._messages.post(
            Message(
                id=f"crash {crash.id}",
                severity="warning" if crash.kind == "fault" else "error",
                text=self._text(crash),
                actions=((self.tr("Show report"), lambda: self._show(crash)),),
            )
        )

    def _text(self, crash: Crash) -> str:
        if crash.kind == "fault":
            return self.tr("Studio ended unexpectedly last time. What had arrived by then is in the library.")
        text = self.tr("Studio made a mistake of its own ({what}). Your pictures are safe; you can go on.").format(
            what=crash.what
        )
        if crash.count > 1:
            text += " " + self.tr("It has happened {count} times.").format(count=crash.count)
        return text

    def _show(self, crash: Crash) -> None:
        from studio.ui.dialogs.crash_report import CrashReport

        CrashReport(crash, self._tasks, self._window).open()
