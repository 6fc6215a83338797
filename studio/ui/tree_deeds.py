"""What is done with the turns of the version tree, and how the stage follows whoever walks through it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QWidget

from studio.ui.actions import Action
from studio.ui.allowed import allowed_in_tree
from studio.ui.image_actions import Verb
from studio.ui.tree.menu import TreeMenu, is_allowed

if TYPE_CHECKING:
    from studio.library.outline import Outlined
    from studio.library.records import Image
    from studio.ui.stage.stage import Stage
    from studio.workbench.bench import Bench
    from studio.workbench.outline import Outline

_VERBS = {Action.OPEN: Verb.OPEN, Action.EDIT: Verb.EDIT, Action.REFERENCE: Verb.REFERENCE}


class TreeDeeds(QObject):
    """Does what the tree asks for; what others do as well it hands on."""

    verb = Signal(object, tuple)
    """A Verb, and the images it is for."""
    again = Signal(str)
    """Send this turn once more."""
    branch_from = Signal(str)
    """Continue from this turn."""
    edit_prompt = Signal(str)
    """Put this turn into the composer, to be asked for otherwise."""
    fork = Signal(str, int)
    """Make a conversation of its own of the branch that ends at this turn, so many turns long."""

    def __init__(self, bench: Bench, stage: Stage, parent: QWidget) -> None:
        super().__init__(parent)
        self._edits = bench.edits
        self._outline: Outline = bench.outline
        self._branch = bench.branch
        self._stage = stage
        self._window = parent
        self._menu = TreeMenu(self)
        self._wanted: str | None = None  # the turn to bring into sight, as soon as the stage shows its branch
        bench.outline.gone_to.connect(self._follow)
        bench.branch.changed.connect(self._reveal)

    def do(self, action: Action, turn_id: str) -> None:
        """Do something with a turn, if it can be done as the turn stands."""
        turn = self._outline.turn(turn_id)
        if turn is None or not is_allowed(action, allowed_in_tree(turn, self._outline.job(turn_id))):
            return
        match action:
            case Action.TREE_SHOW:
                self._stage.show_thread()
                self._stage.thread_view.focus_turn(turn_id)
            case Action.STAR_TURN:
                text = self.tr("Take the star away") if turn.starred else self.tr("Star a turn")
                self._edits.star(turn_id, not turn.starred, text)
            case Action.FOLD_TURN:
                self._fold(turn)
            case Action.PRUNE_TURN:
                self._prune(turn)
            case Action.COMPARE:
                self._compare(turn)
            case Action.AGAIN:
                self.again.emit(turn_id)
            case Action.BRANCH:
                self._outline.go_to(turn_id)
                self.branch_from.emit(turn_id)
            case Action.EDIT_TURN:
                self._outline.go_to(turn_id)
                self.edit_prompt.emit(turn_id)
            case Action.FORK:
                self.fork.emit(turn_id, self._depth_of(turn))
            case Action.OPEN | Action.EDIT | Action.REFERENCE if turn.image is not None:
                self.verb.emit(_VERBS[action], (turn.image,))

    def show_menu(self, turn_id: str, place: QPoint) -> None:
        """Offer what can be done with a turn."""
        turn = self._outline.turn(turn_id)
        if turn is not None:
            menu = self._menu.make(
                turn,
                allowed_in_tree(turn, self._outline.job(turn_id)),
                is_folded=self._outline.is_folded(turn),
                has_more=self._count_below(turn) > 0,
                chosen=lambda action, *_: self.do(action, turn_id),
                parent=self._window,
            )
            menu.popup(place)

    def _depth_of(self, turn: Outlined) -> int:
        depth, above = 1, self._outline.turn(turn.parent_id)
        while above is not None:
            depth, above = depth + 1, self._outline.turn(above.parent_id)
        return depth

    def _count_below(self, turn: Outlined) -> int:
        tree = self._outline.tree
        return tree.count_below((turn.id,)) if tree is not None else 0

    def _fold(self, turn: Outlined) -> None:
        if self._count_below(turn):
            is_folded = self._outline.is_folded(turn)
            text = self.tr("Unfold what follows a turn") if is_folded else self.tr("Fold what follows a turn")
            self._edits.fold(turn.id, not is_folded, text)

    def _prune(self, turn: Outlined) -> None:
        def say(count: int) -> str:
            if count == 1:
                return self.tr("One turn moved to the trash.")
            return self.tr("{count} turns moved to the trash.").format(count=count)

        self._edits.prune(turn.id, Action.PRUNE_TURN.text, say)

    def _compare(self, turn: Outlined) -> None:
        """Beside the image it was made from, else beside that of the sibling before it."""
        tree = self._outline.tree
        siblings = [each for each in tree.siblings(turn) if each.id != turn.id] if tree is not None else []
        others: list[Outlined | None] = [self._outline.turn(turn.parent_id), *reversed(siblings)]
        theirs: Image | None = next((each.image for each in others if each is not None and each.image), None)
        if turn.image is not None and theirs is not None:
            self.verb.emit(Verb.COMPARE, (theirs, turn.image))

    def _follow(self, turn_id: str) -> None:
        self._wanted = turn_id
        self._stage.show_thread()
        self._reveal()

    def _reveal(self) -> None:
        """Scroll to the turn that was gone to, once its branch is there."""
        wanted = self._wanted
        if wanted is not None and self._branch.entry(wanted) is not None and not self._branch.is_loading:
            self._wanted = None
            self._stage.thread_view.reveal(wanted)
