"""A stage over a real library, and a note of everything that people ask of it."""

import asyncio
from collections.abc import Sequence
from typing import Any

from pytestqt.qtbot import QtBot

from studio.gemini.capabilities import Capabilities
from studio.library.library import Library
from studio.library.records import Turn
from studio.resources import read_json
from studio.ui.stage.stage import Stage
from studio.ui.stage.step_view import StepView
from studio.ui.stage.thread import Thread
from studio.ui.stage.tile import Tile
from studio.ui.words import Words
from studio.workbench.jobs import Job
from tests.ui.staging import StagedBranch, StagedDrags, StagedThumbnails, make_turn

CAPABILITIES = Capabilities.read(read_json("models/capabilities.json"))
ASKED = (
    *("open_image", "choose", "sibling", "branch_from", "again", "edit_prompt"),
    *("turn", "cancel", "verb", "fix", "example_chosen", "folder_wanted"),
)


class StageRig:
    """The stage, what it stands on, and `asked`: (name, arguments) in order."""

    def __init__(self, qtbot: QtBot, library: Library, width: int = 850, height: int = 620) -> None:
        self.library = library
        self.branch = StagedBranch(library)
        self.thumbnails = StagedThumbnails(library)
        self.drags = StagedDrags()
        self.words = Words()
        self.stage = Stage(
            self.branch,  # type: ignore[arg-type]
            self.thumbnails,
            self.words,
            self.drags,
            lambda model: CAPABILITIES.row(model).name,
        )
        self.asked: list[tuple[str, tuple[Any, ...]]] = []
        for name in ASKED:
            getattr(self.stage.asked, name).connect(lambda *values, name=name: self.asked.append((name, values)))
        qtbot.addWidget(self.stage)
        self.stage.resize(width, height)
        self.stage.show()
        qtbot.waitExposed(self.stage)

    @property
    def thread(self) -> Thread:
        return self.stage.thread_view

    @property
    def views(self) -> list[StepView]:
        return self.thread.views

    @property
    def tiles(self) -> tuple[Tile, ...]:
        """The tiles of the last step."""
        return self.views[-1].tiles

    def turn(self, parent: Turn | None = None, **options: Any) -> Turn:
        """A turn with its reply in the record."""
        return asyncio.run(make_turn(self.library, parent, **options))

    def send(self, count: int, parent: Turn | None = None, **options: Any) -> list[Turn]:
        """As many turns of one click."""
        first = self.turn(parent, **options)
        others = {"send_id": first.send_id, "conversation_id": first.conversation_id}
        return [first, *(self.turn(parent, seed=seed, **options | others) for seed in range(1, count))]

    def show(self, turn: Turn, jobs: Sequence[Job] = ()) -> None:
        """Show the branch through a turn."""
        self.branch.show(turn.conversation_id, turn.id, jobs)

    def named(self, name: str) -> list[tuple[Any, ...]]:
        """The arguments of each time this was asked."""
        return [values for each, values in self.asked if each == name]
