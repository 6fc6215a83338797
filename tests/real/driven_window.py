"""The real window with somebody at its keyboard: tells what it lists of earlier runs, deals with it, and sends prompts.

    python -m tests.real.driven_window LIBRARY HOW PROMPT…

HOW is what is done with what is listed: "let go", "send" what was queued, "ask" for the first one again, or "look".
Each thing is told on a line of JSON before it is done: whoever kills this program knows what had been asked for.
What became of each request is told when it has ended. STUDIO_TEST_BUSY_SECONDS is how long this window waits for a
record that another holds; STUDIO_TEST_STOP_AT names a step on the way of a reply to the disk (`library/steps.py`), at
which replies wait until a line comes in.
"""

import asyncio
import json
import os
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QFrame, QLabel, QWidget

from studio import app as program
from studio.library import database
from studio.library.library import Library
from studio.ui.desk import Desk
from studio.workbench.bench import Bench
from studio.workbench.jobs import Job

_POLL = 5  # milliseconds


def tell(**facts: object) -> None:
    sys.stdout.write(json.dumps(facts) + "\n")  # at once: more than one thread tells
    sys.stdout.flush()


def _tell_end(job: Job) -> None:
    """Tell what the window shows now: the images of a request, or what kept it from bringing any."""
    from studio.ui.words import Words

    if job.finished is not None:
        tell(kept=[image.blob.sha256 for image in job.finished.images], of=job.wish.prompt)
    if job.error is not None:
        tell(failed=job.wish.prompt, said=Words().error(job.error, asked=True).sentence)


class Stop:
    """Holds up whoever comes to a step, until a line comes in; from then on nobody."""

    def __init__(self, at: str) -> None:
        self._at = at
        self._lock = threading.Lock()

    def __call__(self, step: str) -> None:
        with self._lock:
            if step == self._at:
                tell(stopped=step)
                sys.stdin.readline()
                self._at = ""


class Person(QObject):
    """Reads and presses what is in the window, nothing else; one step after another, as the window is ready for it."""

    def __init__(self, bench: Bench, desk: Desk, how: str, prompts: list[str]) -> None:
        super().__init__(desk)
        self._bench = bench
        self._desk = desk
        self._how = how
        self._prompts = prompts
        bench.jobs.ended.connect(_tell_end)
        self._when(
            lambda: bool(self._failures()) or (bench.library is not None and bench.kept_draft.is_back), self._begin
        )

    def _when(self, holds: Callable[[], bool], then: Callable[[], None]) -> None:
        QTimer.singleShot(_POLL, lambda: then() if holds() else self._when(holds, then))

    def _find(self, name: str) -> QWidget:
        found = self._desk.findChild(QWidget, name)
        assert isinstance(found, QWidget), name
        return found

    def _press(self, name: str) -> None:
        button = self._find(name)
        if isinstance(button, QAbstractButton) and button.isVisible():
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def _failures(self) -> list[str]:
        return [each.text for each in self._bench.messages.all if each.severity == "error" and each.id == "library"]

    def _begin(self) -> None:
        if self._bench.library is None:
            tell(left={}, unopened=self._failures()[0])
            return
        rows = [row for row in self._find("recoveryPanel").findChildren(QFrame) if row.isVisible()]
        left = {row.objectName().partition("-")[2]: row.accessibleName() for row in rows if "-" in row.objectName()}
        labels = {name: self._find(name) for name in ("leftHeading", "waitingHeading")}
        said = {name: label.text() for name, label in labels.items() if isinstance(label, QLabel)}
        tell(left=left, messages=[each.text for each in self._bench.messages.all], **said)
        if self._how == "let go":
            self._press("letGoButton" if len(left) == 1 else "letGoAllButton")
            self._press("dropWaitingButton")
        elif self._how == "send":
            self._press("sendWaitingButton")
        elif self._how == "ask" and (
            row := next((row for row in rows if "May have been" in row.accessibleName()), None)
        ):
            tell(again=row.accessibleName().partition(".")[0])
            QTest.mouseClick(row.findChild(QAbstractButton, "askAgainButton"), Qt.MouseButton.LeftButton)
        self._send()

    def _send(self) -> None:
        if not self._prompts:
            self._when(lambda: not self._bench.jobs.under_way, lambda: tell(ended=True))
            return
        prompt, field = self._prompts.pop(0), self._find("promptEdit")
        self._press("newConversationButton")
        field.setFocus()
        QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClicks(field, prompt)
        tell(asked=prompt)
        QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        self._when(lambda: True, self._send)


def main() -> None:
    """Open the window on a library, with somebody in front of it."""
    library, how, *prompts = sys.argv[1:]
    database._BUSY_SECONDS = float(os.environ.get("STUDIO_TEST_BUSY_SECONDS", database._BUSY_SECONDS))
    stop, opened = Stop(os.environ.get("STUDIO_TEST_STOP_AT", "")), Library.open
    Library.open = lambda root, **options: opened(root, step=stop, **options)  # type: ignore[method-assign]
    fill = program._fill

    def filled(start: program.Start) -> tuple[Bench, Desk]:
        bench, desk = fill(start)
        Person(bench, desk, how, prompts)
        # There is no session here whose end Qt could tell of.
        asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, start.app.session_ends.emit)
        return bench, desk

    program._fill = filled
    sys.exit(program.run(Path(library)))


if __name__ == "__main__":
    main()
