"""A program that is watched until its window has been painted for the first time, and ends there.

`python -m tests.benchmarks.painted empty`, `… painted studio ARGUMENT…`, and `… painted filled ARGUMENT…`, which goes
on until everything in Studio's window has been painted. Prints one line of JSON: when that was by the system's
monotonic clock, the processor seconds until then, and what had been loaded.
"""

import json
import os
import sys
import time
from typing import NoReturn

from PySide6 import QtWidgets
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QWindow

Application = QtWidgets.QApplication


# What is painted last when the window is filled.
LAST = "generateButton"


class Watcher(QObject):
    """Ends the process when a window has been exposed and, through that, painted and brought to the screen."""

    def __init__(self) -> None:
        super().__init__()
        self._painted = False

    def eventFilter(self, thing: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.Paint:
            self._painted = True
        elif kind == QEvent.Type.Expose and isinstance(thing, QWindow):
            thing.event(event)  # all of it happens in here
            if self._painted:
                end()
            return True
        return False


class FilledWatcher(QObject):
    """Ends the process behind the paint of what is painted last."""

    def eventFilter(self, thing: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and thing.objectName() == LAST:
            QTimer.singleShot(0, end)
        return False


class WatchedApplication(Application):
    """The application, with the watcher in it from the beginning."""

    def __init__(self, *arguments: object) -> None:
        super().__init__(*arguments)
        self._watcher = FilledWatcher() if sys.argv[0] == "filled" else Watcher()
        self.installEventFilter(self._watcher)


def end() -> NoReturn:
    """Say what there is to say, and leave without tidying up."""
    print(json.dumps({"at": time.monotonic(), "cpu": time.process_time(), "loaded": sorted(sys.modules)}), flush=True)
    os._exit(0)


def empty() -> None:
    """A window with nothing in it."""
    app = QtWidgets.QApplication([])
    window = QtWidgets.QWidget()
    window.resize(1440, 900)
    window.show()
    app.exec()


def main() -> None:
    """Run one of the two programs, as its own command would."""
    name, *arguments = sys.argv[1:]
    QtWidgets.QApplication = WatchedApplication  # type: ignore[misc]  # whoever asks for it from now on gets the watched one
    if name == "empty":
        empty()
    else:
        from studio.__main__ import main as studio

        sys.argv = [name, *arguments]
        studio()
    raise SystemExit("It ended without having painted a window.")


if __name__ == "__main__":
    main()
