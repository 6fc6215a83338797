"""Opening libraries: the first one when the program starts, another one when it is asked for."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from studio.workbench.exchange import TransfersUnderWay
from studio.workbench.instance import Instance, claim, instance_name, is_answered
from studio.workbench.jobs import RequestsUnderWay
from studio.workbench.messages import Message

if TYPE_CHECKING:
    from studio.ui.words import Words
    from studio.workbench.bench import Bench

_ID = "library"
_SLOW_MILLISECONDS = 600  # what takes longer to open is said to be opening


class Openings(QObject):
    """Keeps one library open at a time, and says where it is, or why it cannot be opened and what to do."""

    raised = Signal()
    """A second start asks for this window."""
    handed = Signal(tuple)
    """Paths: the second start was given these files to open."""

    def __init__(self, bench: Bench, words: Words, window: QWidget) -> None:
        super().__init__(window)
        self._bench = bench
        self._words = words
        self._window = window
        self._instance: Instance | None = None

    def start(self, root: Path, instance: Instance) -> None:
        """Open the first library."""
        self._take(instance)
        self._bench.tasks.start(self._start(root), "open the library")

    def close(self) -> None:
        """Be called no more."""
        if self._instance is not None:
            self._instance.close()

    def ask(self) -> None:
        """Let a person choose the folder of another library."""
        dialog = QFileDialog(self._window, self.tr("Open a library: choose its folder, or an empty one for a new one"))
        dialog.setObjectName("openLibraryDialog")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setDirectory(str(self._bench.settings.library_folder.parent))
        dialog.fileSelected.connect(lambda folder: self.open(Path(folder)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def open(self, root: Path) -> None:
        """Open another library, unless requests are under way in this one."""
        self._bench.tasks.start(self._change_to(root), "open the library")

    async def _start(self, root: Path) -> None:
        await self._bench.prepare()
        await self._open_first(root)

    async def _open_first(self, root: Path) -> None:
        await self._open(root, lambda: self._bench.tasks.start(self._open_first(root), "open the library"))

    async def _change_to(self, root: Path) -> None:
        bench = self._bench
        if bench.library is not None and await bench.tasks.in_worker(_is_same, bench.library.folder.root, root):
            return
        instance = None if await is_answered(root) else claim(root)
        if instance is None:
            text = self.tr("That library is open in another window, which was asked to come forward.")
            self._bench.messages.post(Message(severity="info", text=text, seconds=8, id=_ID))
            return
        if await self._open(root, lambda: self.open(root)):
            self._take(instance)
            await self._bench.preferences.change(type(self._bench.settings).library_folder, root)
        else:
            instance.close()

    async def _open(self, root: Path, again: Callable[[], object]) -> bool:
        from studio.library.errors import LibraryError

        slow = QTimer(self)
        slow.setSingleShot(True)
        slow.timeout.connect(lambda: self._say_opening(root))
        slow.start(_SLOW_MILLISECONDS)
        try:
            await self._bench.open(root)
        except LibraryError as error:
            self._say_failure(error, again)
            return False
        except RequestsUnderWay as busy:
            self._say_busy(busy.count)
            return False
        except TransfersUnderWay:
            text = self.tr("A conversation is being exported or imported.")
            advice = self.tr("Wait until that has ended, or cancel it, then open the other library.")
            self._bench.messages.post(Message(severity="warning", text=f"{text} {advice}", id=_ID))
            return False
        finally:
            slow.stop()
            slow.deleteLater()
        self._bench.messages.dismiss(_ID)
        return True

    def _say_opening(self, root: Path) -> None:
        self._bench.messages.post(
            Message(severity="info", text=self.tr("Opening the library {folder}…").format(folder=root), id=_ID)
        )

    def _say_busy(self, count: int) -> None:
        if count == 1:
            text = self.tr("One request is under way in this library.")
        else:
            text = self.tr("{count} requests are under way in this library.").format(count=count)
        advice = self.tr("Wait until all have arrived, or cancel them, then open the other one.")
        self._bench.messages.post(Message(severity="warning", text=f"{text} {advice}", id=_ID))

    def _say_failure(self, error: Exception, again: Callable[[], object]) -> None:
        said = self._words.error(error)
        message = Message(
            severity="error",
            text=said.sentence,
            detail=said.detail,
            actions=((self.tr("Try again"), again), (self.tr("Open another library…"), self.ask)),
            id=_ID,
        )
        self._bench.messages.post(message)

    def _take(self, instance: Instance) -> None:
        self.close()
        self._instance = instance
        instance.raised.connect(self._on_raised)
        instance.handed.connect(self.handed)

    def _on_raised(self, token: str) -> None:
        if token:  # what the desktop gave the second start, for the first one to come forward with
            os.environ["XDG_ACTIVATION_TOKEN"] = token
        self.raised.emit()


def _is_same(one: Path, other: Path) -> bool:
    """Whether two paths lead to the same library; looks at the disk."""
    return instance_name(one) == instance_name(other)
