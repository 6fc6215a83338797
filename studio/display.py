"""The application object, or a plain word about why there can be none: Qt itself would abort the process."""

from __future__ import annotations

import os
import sys

from PySide6.QtCore import QEvent, QMessageLogContext, QtMsgType, Signal, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

import studio

_NO_DISPLAY = (
    "studio: There is no screen to open a window on (%s). Start it from a desktop, or set DISPLAY or WAYLAND_DISPLAY."
    " `studio generate` works without a screen."
)
_UNUSABLE = 2


class Application(QApplication):
    """The application; Quit of a Mac's menu is asked for, not suffered, and the end of the session told of."""

    quit_asked = Signal()
    session_ends = Signal()
    """The desktop's session ends: there is no time for questions."""

    def __init__(self, arguments: list[str]) -> None:
        super().__init__(arguments)
        self.commitDataRequest.connect(lambda _: self.session_ends.emit())

    def event(self, event: QEvent) -> bool:
        """Hold back Quit alone; a filter would be shown every event of every widget."""
        if event.type() == QEvent.Type.Quit:
            self.quit_asked.emit()
            return True
        return super().event(event)


def make_application() -> Application:
    """Return the application, named; ends the process with a line on standard error when there is no display."""
    told: list[str] = []

    def hear(kind: QtMsgType, _: QMessageLogContext, message: str) -> None:
        if kind == QtMsgType.QtFatalMsg:
            reason = next(
                (line for line in told if "display" in line.lower() or "is needed" in line), message.splitlines()[0]
            )
            print(_NO_DISPLAY % reason.strip().rstrip("."), file=sys.stderr, flush=True)  # noqa: T201
            os._exit(_UNUSABLE)
        told.append(message)

    before = qInstallMessageHandler(hear)
    app = Application(["studio"])
    qInstallMessageHandler(before)
    for message in told:
        print(message, file=sys.stderr)  # noqa: T201
    app.setApplicationName("Studio")
    app.setApplicationDisplayName("Studio")
    app.setApplicationVersion(studio.__version__)
    app.setDesktopFileName("studio")
    return app
