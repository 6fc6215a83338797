"""What nobody caught, anywhere: written down, told once, and the session goes on. Nothing is ever sent anywhere."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtCore import QObject, Qt, QTimer, Signal

if TYPE_CHECKING:
    import asyncio

    from studio.workbench.crash_files import ErrorLog, Faults
    from studio.workbench.crash_text import Hide

_QUIET = 1000  # milliseconds between two tellings of the same mistakes
_MOST = 50  # different mistakes that are remembered
_Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Crash:
    """A mistake of Studio: `what` names it in a line, `text` is the report to read, `count` how often it happened.

    A "bug" was caught and the session goes on; a "fault" ended an earlier run.
    """

    id: str
    kind: Literal["bug", "fault"]
    what: str
    text: str
    count: int
    file: Path


class CrashHook(QObject):
    """Catches what reaches the top of any thread, of the loop and of the garbage collector."""

    crashed = Signal(object)
    """Crash: a new one, or one told before with a higher count; at most once a second."""
    _arrived = Signal(object, object)

    def __init__(self, folder: Path, hide: Hide = str, parent: QObject | None = None) -> None:
        """`folder` takes the reports, made when needed; `hide` takes known keys out of a text, from any thread."""
        super().__init__(parent)
        self._folder = folder
        self._hide = hide
        self._known: dict[_Key, Crash | None] = {}  # None: its report is being written
        self._counts: dict[_Key, int] = {}
        self._lock = threading.Lock()
        self._inside = threading.local()
        self._writers: set[threading.Thread] = set()
        self._log: ErrorLog | None = None
        self._faults: Faults | None = None
        self._before: tuple[Any, Any, Any] | None = None
        self._again: set[_Key] = set()
        self._quiet = QTimer(self, singleShot=True, interval=_QUIET)
        self._quiet.timeout.connect(self._tell_again)
        self._arrived.connect(self._on_arrived, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Catch everything from now on; tells of an earlier run that ended at once."""
        if self._before is not None:
            return
        self._before = (sys.excepthook, threading.excepthook, sys.unraisablehook)
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread
        sys.unraisablehook = self._on_unraisable
        self._in_thread(self._watch_faults)

    def remove(self) -> None:
        """Give everything back as it was, and wait until what was caught is written."""
        if self._before is not None:
            sys.excepthook, threading.excepthook, sys.unraisablehook = self._before
            self._before = None
        for writer in tuple(self._writers):
            writer.join(10)
        if self._faults is not None:
            self._faults.stop()

    def loop_handler(self, _: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """For `loop.set_exception_handler`."""
        error = context.get("exception")
        message = str(context.get("message", ""))
        self.report(error if isinstance(error, BaseException) else RuntimeError(message), f"In the loop: {message}")

    def report(self, error: BaseException, where: str = "") -> None:
        """Take an error that nobody expected; for any thread, and never raises."""
        if getattr(self._inside, "busy", False):
            return  # our own mistake while telling another
        self._inside.busy = True
        try:
            self._take(error, where or f"In thread {threading.current_thread().name}")
        except Exception:  # noqa: BLE001 - nothing above could do better
            with suppress(Exception):
                sys.__stderr__.write("studio: a mistake could not be reported.\n")  # type: ignore[union-attr]
        finally:
            self._inside.busy = False

    def _take(self, error: BaseException, where: str) -> None:
        key = _key_of(error)
        with self._lock:
            is_new = key not in self._known
            self._counts[key] = self._counts.get(key, 0) + 1
            if is_new:
                self._known[key] = None
                for old in list(self._known)[:-_MOST]:
                    del self._known[old], self._counts[old]
        if is_new:
            self._in_thread(lambda: self._write(key, error, where))
        else:
            self._arrived.emit(key, None)

    def _write(self, key: _Key, error: BaseException, where: str) -> None:
        """In a thread of its own: reading sources and writing files takes its time."""
        from studio.workbench.crash_text import name_of, report_of

        text = report_of(error, where, self._hide)
        log = self._error_log()
        log.write(text)
        _print(text)
        crash = Crash(f"{abs(hash(key)):x}", "bug", name_of(error, self._hide), text, 1, log.path)
        self._arrived.emit(key, crash)

    def _watch_faults(self) -> None:
        from studio.workbench.crash_files import Faults
        from studio.workbench.crash_text import fault_report

        self._faults = Faults(self._folder)
        for number, stacks in enumerate(self._faults.start()):
            text = fault_report(stacks, self._hide)
            log = self._error_log()
            log.write(text)
            first = stacks.strip().splitlines()[0]
            self._arrived.emit(("fault", number), Crash(f"fault {number}", "fault", first, text, 1, log.path))

    def _error_log(self) -> ErrorLog:
        from studio.workbench.crash_files import ErrorLog

        with self._lock:
            if self._log is None:
                self._log = ErrorLog(self._folder)
            return self._log

    def _in_thread(self, work: Callable[[], None]) -> None:
        def run() -> None:
            self._inside.busy = True
            with suppress(Exception):  # the window may be gone by now
                work()
            self._writers.discard(thread)

        thread = threading.Thread(target=run, name="crash report")
        self._writers.add(thread)
        try:
            thread.start()
        except RuntimeError:  # the interpreter is on its way out: then here and now
            self._writers.discard(thread)
            work()

    def _on_arrived(self, key: _Key, crash: Crash | None) -> None:
        if crash is not None:
            with self._lock:
                self._known[key] = crash
                self._counts.setdefault(key, 1)
            self.crashed.emit(replace(crash, count=self._counts[key]))
            return
        self._again.add(key)
        if not self._quiet.isActive():
            self._quiet.start()

    def _tell_again(self) -> None:
        again, self._again = self._again, set()
        for key in again:
            with self._lock:
                crash, count = self._known.get(key), self._counts.get(key, 1)
            if crash is not None:
                self.crashed.emit(replace(crash, count=count))

    def _on_exception(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, Exception):
            self.report(error)
        elif self._before is not None:  # Ctrl+C, or the end
            self._before[0](kind, error, trace)

    def _on_thread(self, caught: threading.ExceptHookArgs) -> None:
        if isinstance(caught.exc_value, Exception):
            name = caught.thread.name if caught.thread is not None else "?"
            self.report(caught.exc_value, f"In thread {name}")

    def _on_unraisable(self, caught: sys.UnraisableHookArgs) -> None:
        if isinstance(caught.exc_value, Exception):
            self.report(caught.exc_value, caught.err_msg or "While something was thrown away")


def _key_of(error: BaseException) -> _Key:
    """The same for the same mistake: the kind of error and where it came from."""
    frames: list[object] = []
    trace = error.__traceback__
    while trace is not None:
        frames.append((trace.tb_frame.f_code.co_filename, trace.tb_lineno))
        trace = trace.tb_next
    # An error without a place, such as the loop's own messages, is known by its words.
    return (type(error).__qualname__, *(frames[-3:] or [str(error)]))


def _print(text: str) -> None:
    """For those who started Studio from a terminal."""
    if sys.__stderr__ is not None:
        with suppress(OSError, ValueError):
            sys.__stderr__.write(f"{text}\n")
