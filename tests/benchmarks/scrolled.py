"""The process of one look at a gallery: opened, painted, scrolled.

`python -m tests.benchmarks.scrolled DESIGN LIBRARY CACHE FRAMES` answers with a line of JSON: seconds from the wish to
the picture, processor seconds of the painting thread for it and for each frame of the scrolling, and the memory taken.
"""

import asyncio
import ctypes
import gc
import json
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QPixmap, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QApplication, QListView, QScrollBar, QWidget

from studio.library.library import Library
from studio.library.records import Image
from studio.ui.gallery.gallery import GalleryPanel
from studio.ui.gallery.view import GalleryView
from studio.ui.inspector.inspector import Inspector
from studio.ui.theme import Theme
from studio.ui.words import Words
from studio.workbench.gallery import GalleryModel
from studio.workbench.inspection import Inspection
from studio.workbench.loop import QtLoop
from studio.workbench.tasks import Tasks
from studio.workbench.thumbnails import Thumbnails

SIZE = QSize(640, 900)
_WARM_UP = 40  # frames that are not counted: code is read and memory is taken for the first time
_STEP = 120  # pixels scrolled between two frames, as with a quick turn of the wheel
_JUMP_EVERY = 20  # frames after which the handle of the scroll bar is dragged somewhere else
_FRAME_SECONDS = 0.016


class _Still:
    """Stands for what the gallery says and lets be dragged."""

    def when(self, milliseconds: int) -> str:
        return ""

    def prepare(self, images: tuple[Image, ...]) -> None: ...

    def start_drag(self, widget: QWidget, images: tuple[Image, ...]) -> None: ...


class Studio:
    """Our gallery over a library."""

    def __init__(self, library: Library, cache: Path) -> None:
        self._tasks = Tasks()
        self._library = library
        self._thumbnails = Thumbnails(self._tasks, cache)
        self._model = GalleryModel(self._tasks)
        inspector = Inspector(Inspection(self._tasks), self._thumbnails, Words(), str)
        self.window: QWidget = GalleryPanel(self._model, self._thumbnails, _Still(), _Still(), inspector)
        view = self.window.findChild(GalleryView)
        assert isinstance(view, GalleryView)
        self.view: QAbstractItemView = view

    def fill(self) -> None:
        self._thumbnails.open(self._library)
        self._model.open(self._library)

    def is_painted(self) -> bool:
        """Whether all pictures in sight have come, and were painted before this was asked."""
        assert isinstance(self.view, GalleryView)
        rows = self.view.rows_in_sight()
        return bool(rows) and not self.view._delegate.awaited and not self.view._repaint.isActive()

    def is_whole(self) -> bool:
        return not self._model.is_loading

    async def close(self) -> None:
        self._model.close()
        self._thumbnails.close()
        await self._tasks.close()


class Stock:
    """A QListView as the manual shows it, with an item for everything."""

    def __init__(self, library: Library, cache: Path) -> None:
        self._library = library
        self.window = self.view = QListView()
        self.view.setViewMode(QListView.ViewMode.IconMode)
        self.view.setResizeMode(QListView.ResizeMode.Adjust)
        self.view.setIconSize(QSize(98, 98))
        self._paths = [path for path in cache.rglob("*") if path.is_file()]

    def fill(self) -> None:
        pixmaps = [QPixmap(str(path)) for path in self._paths]
        icons = [QIcon(pixmap.scaled(98, 98, Qt.AspectRatioMode.KeepAspectRatio)) for pixmap in pixmaps]
        model = QStandardItemModel(self.view)
        rows = self._library.database.rows("SELECT prompt FROM turn JOIN image ON turn.id = turn_id ORDER BY image.id")
        for number, row in enumerate(rows):
            item = QStandardItem(icons[number % len(icons)], "")
            item.setToolTip(row[0])
            model.appendRow(item)
        self.view.setModel(model)

    def is_painted(self) -> bool:
        return True

    def is_whole(self) -> bool:
        return True

    async def close(self) -> None: ...


async def _look(design: Any, frame_count: int) -> dict[str, Any]:
    design.window.resize(SIZE)
    design.window.show()
    await _frames(3)
    before = _memory()
    wall, cpu = time.perf_counter(), time.thread_time()
    design.fill()
    design.view.viewport().update()
    await asyncio.sleep(0)
    await _until(design.is_painted)
    wall, cpu = time.perf_counter() - wall, time.thread_time() - cpu
    await _until(design.is_whole)
    frames, jumps = await _scroll(design.view, frame_count)
    await design.close()
    return {"wall": wall, "cpu": cpu, "frames": frames, "jumps": jumps, "memory": _memory() - before}


async def _scroll(view: QAbstractItemView, frames: int) -> tuple[list[float], list[float]]:
    """What the painting thread spends on each frame of scrolling and on each jump, whatever comes in included."""
    source, bar, step = random.Random(1), view.verticalScrollBar(), _STEP
    assert bar.maximum() > 10 * _STEP, "there is something to scroll"
    scrolled, jumped = [], []
    gc.collect()
    for number in range(_WARM_UP + frames):
        if number % _JUMP_EVERY == 0:
            jumped.append(await _frame(bar, source.randrange(bar.maximum())))
            await _frames(2)
        if not 0 < bar.value() + step < bar.maximum():
            step = -step
        scrolled.append(await _frame(bar, bar.value() + step))
    return scrolled[_WARM_UP:], jumped[1:]


async def _frame(bar: QScrollBar, value: int) -> float:
    begun = time.thread_time()
    bar.setValue(value)
    await asyncio.sleep(_FRAME_SECONDS)
    return time.thread_time() - begun


async def _frames(count: int) -> None:
    for _ in range(count):
        await asyncio.sleep(_FRAME_SECONDS)


async def _until(holds: Callable[[], bool]) -> None:
    while not holds():
        await asyncio.sleep(0.001)


def _memory() -> int:
    """Resident bytes, with what is free given back."""
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) * 1024


def main() -> None:
    """Look once."""
    name, root, cache, frames = sys.argv[1:]
    app = QApplication([])
    app.setQuitOnLastWindowClosed(False)
    Theme(app, "dark").dress()
    with Library.open(Path(root)) as library, asyncio.Runner(loop_factory=lambda: QtLoop(app)) as runner:
        design = {"studio": Studio, "stock": Stock}[name](library, Path(cache))
        answer = runner.run(_look(design, int(frames)))
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
