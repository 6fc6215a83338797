"""The version tree in the window: its view, what is said of its turns, and what is done with them, put together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from studio.ui.sentences.tree_words import TreeWords
from studio.ui.stage_and_tree import StageAndTree
from studio.ui.tree.cards import TreeCards
from studio.ui.tree.model import TreeModel
from studio.ui.tree.view import TreeView
from studio.ui.tree_deeds import TreeDeeds
from studio.ui.widgets.awaited_thumbnails import AwaitedThumbnails
from studio.ui.widgets.motion import Ticker
from studio.workbench.differences import Differences

if TYPE_CHECKING:
    from collections.abc import Callable

    from studio.ui.stage.stage import Stage
    from studio.ui.words import Words
    from studio.workbench.bench import Bench


class VersionTree(QObject):
    """The strip under the stage; `area` is both of them, `view` the strip, `deeds` what it can do."""

    def __init__(
        self, bench: Bench, stage: Stage, words: Words, model_name: Callable[[str], str], desk: QWidget
    ) -> None:
        super().__init__(desk)
        tree_words = TreeWords(words, self)
        differences = Differences(bench.tasks, self)
        self._model = model = TreeModel(bench.outline, differences, tree_words, self)
        thumbnails = AwaitedThumbnails(bench.thumbnails, self)
        self.view = TreeView(bench.outline, model, thumbnails, Ticker(self), desk)
        self.area = StageAndTree(stage, self.view, bench.outline, desk)
        self.deeds = TreeDeeds(bench, stage, desk)
        TreeCards(self.view, bench.outline, differences, tree_words, thumbnails, model_name, desk)
        self.view.asked.connect(self.deeds.do)
        self.view.menu_wanted.connect(self.deeds.show_menu)
        stage.asked.turn.connect(self.deeds.do)
        self._draft = bench.draft
        bench.draft.changed.connect(self._show_next)

    def _show_next(self) -> None:
        """Mark the turn that the composer would go on from; none while a turn is edited or something begins anew."""
        draft = self._draft
        turn = draft.parent_turn if draft.instead is None and not draft.starts_anew else None
        self._model.show_next(turn.id if turn is not None else None)

    def take_focus(self) -> None:
        """Put the focus on the turn one is at."""
        self.view.setFocus(Qt.FocusReason.TabFocusReason)
