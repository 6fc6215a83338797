"""The application object, or a plain word about why there can be none: Qt itself would abort the process."""

from __future__ import annotations

import os
import sys

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

import studio

_NO_DISPLAY = (
    "studio: There is no screen to open a window on (%s). Start it from a desktop, or set DISPLAY or WAYLAND_DISPLAY."
    " `studio generate` works without a screen."
)
_UNUSABLE = 2


def make_application() -> QApplication:
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
    app = QApplication(["studio"])
    qInstallMessageHandler(before)
    for message in told:
        print(message, file=sys.stderr)  # noqa: T201
    app.setApplicationName("Studio")
    app.setApplicationDisplayName("Studio")
    app.setApplicationVersion(studio.__version__)
    app.setDesktopFileName("studio")
    return app
