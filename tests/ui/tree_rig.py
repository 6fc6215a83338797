"""The real window over a conversation that forks, with its version tree."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from studio.library.library import Library
from studio.library.records import Turn
from studio.ui.tree.view import TreeView
from studio.workbench.outline import Outline
from tests.fakes.server import Answer, serving
from tests.ui.pointer import move_over
from tests.ui.staging import make_turn
from tests.ui.waiting import lay_out, until
from tests.ui.window_rig import Shown, window_on
from tests.workbench.rig import GOOD

Fill = Callable[[Library], Awaitable[dict[str, Turn]]]


class TreeRig(NamedTuple):
    """The window, and the turns of its tree by their names."""

    w: Shown
    turns: dict[str, Turn]

    @property
    def view(self) -> TreeView:
        return self.w.find(TreeView, "treeView")

    @property
    def outline(self) -> Outline:
        return self.w.bench.outline

    @property
    def library(self) -> Library:
        assert self.w.bench.library is not None
        return self.w.bench.library

    @property
    def at(self) -> str:
        """The name of the turn one is at."""
        current = self.outline.current
        return self.name(current.id) if current is not None else ""

    @property
    def shown(self) -> list[str]:
        """The names of the turns on the stage."""
        return [self.name(step.through.id) for step in self.w.bench.branch.steps]

    def name(self, turn_id: str) -> str:
        return next((name for name, turn in self.turns.items() if turn.id == turn_id), turn_id)

    def press(self, *keys: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press keys in the tree."""
        for key in keys:
            QTest.keyClick(self.view, key, held)

    def row(self, name: str) -> int:
        """The row of a turn."""
        plan = self.outline.plan
        row = plan.index_of(self.turns[name].id) if plan is not None else None
        assert row is not None, name
        return row

    def middle(self, name: str) -> QPoint:
        """Where a turn is in the view, brought into sight."""
        index = self.view.model().index(self.row(name), 0)
        self.view.scrollTo(index)
        return self.view.visualRect(index).center()

    def click(self, name: str) -> None:
        QTest.mouseClick(self.view.viewport(), Qt.MouseButton.LeftButton, pos=self.middle(name))

    def point(self, at: QPoint) -> None:
        """Move the pointer over the view."""
        move_over(self.view.viewport(), at)

    async def comes_to(self, name: str) -> None:
        """Wait until the stage shows the branch through a turn, and one is at it."""
        await until(lambda: self.at == name and name in self.shown and not self.w.bench.branch.is_loading, name)
        lay_out()


async def forked(library: Library) -> dict[str, Turn]:
    """A root with two children; the first goes on and forks; the second send of it are three variants."""
    made: dict[str, Turn] = {}
    made["root"] = await make_turn(library, prompt="An otter in a top hat", size=(64, 48))
    made["dawn"] = await make_turn(library, made["root"], seed=1, prompt="An otter in a blue hat", size=(64, 48))
    made["boat"] = await make_turn(library, made["dawn"], seed=2, prompt="add a boat", size=(64, 48))
    first = made["v1"] = await make_turn(library, made["root"], seed=3, prompt="three of them", size=(64, 48))
    for number in (2, 3):
        made[f"v{number}"] = await make_turn(
            library, made["root"], seed=3 + number, prompt="three of them", send_id=first.send_id, size=(64, 48)
        )
    made["end"] = await make_turn(library, made["boat"], seed=7, prompt="add a boat, far away", size=(64, 48))
    return made


@asynccontextmanager
async def treed(tmp_path: Path, fill: Fill = forked, answer: Answer = GOOD) -> AsyncIterator[TreeRig]:
    """The window with the tree of the conversation that `fill` makes."""
    with Library.open(tmp_path / "library") as library:
        turns = await fill(library)
    with serving(answer) as server:
        async with window_on(tmp_path / "library", server) as w:
            await until(lambda: w.bench.outline.plan is not None and not w.bench.branch.is_loading, "the tree")
            w.window.activateWindow()
            lay_out()
            yield TreeRig(w, turns)
