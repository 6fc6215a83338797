"""The process of one look at a conversation: its tree read, placed and shown, walked with keys, and scrolled.

`python -m tests.benchmarks.walked LIBRARY CACHE FRAMES` answers with a line of JSON: seconds of a bare SELECT and of
reading and placing the tree, seconds until it is shown, and processor seconds of the painting thread for each key, for
each frame of scrolling the tree, and for each frame of scrolling the thread.
"""

import asyncio
import gc
import json
import random
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollBar, QWidget

from studio.library.library import Library
from studio.library.records import Image
from studio.ui.sentences.tree_words import TreeWords
from studio.ui.stage.stage import Stage
from studio.ui.stage_and_tree import StageAndTree
from studio.ui.theme import Theme
from studio.ui.tree.model import TreeModel
from studio.ui.tree.view import TreeView
from studio.ui.widgets.awaited_thumbnails import AwaitedThumbnails
from studio.ui.widgets.motion import Ticker
from studio.ui.words import Words
from studio.workbench.branch import Branch
from studio.workbench.differences import Differences
from studio.workbench.jobs import Jobs
from studio.workbench.loop import QtLoop
from studio.workbench.outline import Outline
from studio.workbench.tasks import Tasks
from studio.workbench.thumbnails import Thumbnails
from studio.workbench.tree import Tree
from studio.workbench.tree_plan import plan_of
from studio.workbench.way import Way

SIZE = QSize(900, 800)
_WARM_UP, _ROUNDS = 20, 7
_FRAME_SECONDS = 0.016
_TREE_STEP, _THREAD_STEP = 68, 120  # pixels scrolled between two frames
_KEYS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)


class _Still:
    """Stands for what would be dragged."""

    def prepare(self, images: tuple[Image, ...]) -> None: ...

    def start_drag(self, widget: QWidget, images: tuple[Image, ...]) -> None: ...


class Window:
    """The stage with its tree, over a library."""

    def __init__(self, library: Library, cache: Path) -> None:
        self.tasks, words = Tasks(), Words()
        jobs = Jobs(self.tasks)
        self.branch = Branch(self.tasks, jobs)
        self.outline = Outline(self.tasks, jobs, self.branch)
        self.thumbnails = Thumbnails(self.tasks, cache)
        self.stage = Stage(self.branch, self.thumbnails, words, _Still(), str)  # type: ignore[arg-type]
        model = TreeModel(self.outline, Differences(self.tasks), TreeWords(words))
        self.tree = TreeView(self.outline, model, AwaitedThumbnails(self.thumbnails), Ticker())
        self.area = StageAndTree(self.stage, self.tree, self.outline)
        for part in (self.branch, self.outline, self.thumbnails):
            part.open(library)

    @property
    def is_settled(self) -> bool:
        return not self.branch.is_loading and not self.tasks.running

    async def close(self) -> None:
        for part in (self.branch, self.outline, self.thumbnails):
            part.close()
        await self.tasks.close()


async def _look(library: Library, cache: Path, frames: int) -> dict[str, Any]:
    (conversation,) = library.conversations.newest(1)
    answer: dict[str, Any] = {name: _median(work) for name, work in _reading(library, conversation.id).items()}
    window = Window(library, cache)
    window.area.resize(SIZE)
    window.area.show()
    await _frames(3)
    wall, cpu = time.perf_counter(), time.thread_time()
    window.branch.show_conversation(conversation.id)
    await _until(lambda: window.outline.plan is not None and window.is_settled)
    await _frames(1)
    answer |= {"wall": time.perf_counter() - wall, "cpu": time.thread_time() - cpu}
    answer["keys"] = await _walk(window, frames)
    bars = window.tree.horizontalScrollBar(), window.tree.verticalScrollBar()
    longer = max(bars, key=lambda bar: bar.maximum())
    answer["tree"] = await _scroll(longer, _TREE_STEP, frames)
    answer["thread"] = await _scroll(window.stage.thread_view.verticalScrollBar(), _THREAD_STEP, frames)
    await window.close()
    return answer


def _reading(library: Library, conversation_id: str) -> dict[str, Callable[[], object]]:
    """What is measured without a window: a bare SELECT of the same rows, reading the tree, and placing it."""
    bare = "SELECT id, parent_id, send_id, prompt, model, connection, created FROM turn WHERE conversation_id = ?"
    read = library.outlines.read(conversation_id)
    tree = Tree(read)
    path = tree.path(Way())
    return {
        "bare": lambda: library.database.rows(bare, (conversation_id,)),
        "read": lambda: library.outlines.read(conversation_id),
        "place": lambda: plan_of(tree, frozenset(path), path[-1]),
    }


async def _walk(window: Window, count: int) -> list[float]:
    """What the painting thread spends on each key, with all that follows it; keys that lead nowhere are not counted."""
    source, spent = random.Random(1), []
    window.tree.setFocus()
    gc.collect()
    warm = min(_WARM_UP, count)
    while len(spent) < warm + count:
        before, key = window.outline.current, source.choice(_KEYS)
        begun = time.thread_time()
        QTest.keyClick(window.tree, key)
        await _frames(1)
        await _until(lambda: window.is_settled)
        await _frames(1)
        if window.outline.current is not before:
            spent.append(time.thread_time() - begun)
    return spent[warm:]


async def _scroll(bar: QScrollBar, step: int, count: int) -> list[float]:
    spent = []
    gc.collect()
    warm = min(_WARM_UP, count)
    for _ in range(warm + count):
        if not 0 <= bar.value() + step <= bar.maximum():
            step = -step
        begun = time.thread_time()
        bar.setValue(bar.value() + step)
        await _frames(1)
        spent.append(time.thread_time() - begun)
    return spent[warm:]


def _median(work: Callable[[], object]) -> float:
    taken = []
    for _ in range(_ROUNDS):
        begun = time.thread_time()
        work()
        taken.append(time.thread_time() - begun)
    return sorted(taken)[_ROUNDS // 2]


async def _frames(count: int) -> None:
    for _ in range(count):
        await asyncio.sleep(_FRAME_SECONDS)


async def _until(holds: Callable[[], bool]) -> None:
    while not holds():
        await asyncio.sleep(0.001)


def main() -> None:
    """Look once."""
    root, cache, frames = sys.argv[1:]
    app = QApplication([])
    app.setQuitOnLastWindowClosed(False)
    Theme(app, "dark").dress()
    with Library.open(Path(root)) as library, asyncio.Runner(loop_factory=lambda: QtLoop(app)) as runner:
        look: Awaitable[dict[str, Any]] = _look(library, Path(cache), int(frames))
        answer = runner.run(look)  # type: ignore[arg-type]
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
