"""The tree of the conversation that is shown: its turns and jobs, where each stands, and the turn one is at."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal

from studio.workbench.branch import Branch
from studio.workbench.jobs import Job, Jobs
from studio.workbench.sent_together import SentTogether
from studio.workbench.tasks import Tasks
from studio.workbench.tree_walk import Move, target_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studio.library.library import Library
    from studio.library.outline import Outlined
    from studio.workbench.tree import Tree
    from studio.workbench.tree_plan import Plan, Spot
    from studio.workbench.way import Way


class _Read(NamedTuple):
    """The turns of a conversation as they stand in the record, and which are in it, be it in the trash."""

    turns: tuple[Outlined, ...]
    written: frozenset[str]


class Outline(QObject):
    """Follows the branch on the stage and what is under way; moves through the tree at once, the branch comes after."""

    changed = Signal()
    """There are other turns, or turns look or stand otherwise."""
    moved = Signal()
    """One is at another turn, or the branch goes another way; `changed` came before if anything stands elsewhere."""
    gone_to = Signal(str)
    """Somebody went to the turn with this id, in here."""
    turn_changed = Signal(str)
    """The job of the turn with this id moved."""

    def __init__(self, tasks: Tasks, jobs: Jobs, branch: Branch, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._jobs = jobs
        self._branch = branch
        self._library: Library | None = None
        self._conversation_id: str | None = None
        self._read: str | None = None  # the conversation whose tree this is; the one wanted may still be on its way
        self._tree: Tree[Outlined] | None = None
        self._plan: Plan | None = None
        self._planned_for: object = None
        self._way: Way | None = None
        self._path: tuple[str, ...] = ()
        self._on_path = self._apart = frozenset[str]()
        self._current: str | None = None
        self._at: str | None = None
        self._stale = self._busy = False
        branch.changed.connect(self._on_branch)
        SentTogether(jobs, self).come.connect(self._on_added)
        jobs.changed.connect(self._on_moved)

    def open(self, library: Library) -> None:
        """Read from a library from now on."""
        self._library = library

    def close(self) -> None:
        """Show nothing, and let go of the library."""
        self._library = None
        self._empty()

    @property
    def conversation_id(self) -> str | None:
        """The conversation whose tree this is."""
        return self._read

    @property
    def tree(self) -> Tree[Outlined] | None:
        """Its turns and who follows whom; None while there is nothing."""
        return self._tree

    @property
    def plan(self) -> Plan | None:
        """Where everything stands; None while there is nothing."""
        return self._plan

    @property
    def path(self) -> tuple[str, ...]:
        """The turns that the branch goes through, root first."""
        return self._path

    @property
    def current(self) -> Outlined | None:
        """The turn one is at."""
        return self.turn(self._current)

    def turn(self, turn_id: str | None) -> Outlined | None:
        """The turn with this id, None when there is none."""
        return self._tree.turns.get(turn_id or "") if self._tree is not None else None

    def job(self, turn_id: str) -> Job | None:
        """The job of a turn that is still on its way."""
        job = self._jobs.find(turn_id)
        return job if job is not None and not job.is_over else None

    def chosen(self, spot: Spot) -> Outlined:
        """The turn that one comes to in a spot: of a stack, the variant last gone through, else the best."""
        tree, way = self._tree, self._way
        if tree is None or way is None or not spot.is_stack or spot.send[0].send_id not in way.turns:
            return spot.turn
        return tree.chosen(spot.send, way)

    def refresh(self) -> None:
        """Read the tree again, once what is being read has come."""
        self._stale = True
        if not self._busy and self._library is not None and self._conversation_id is not None:
            self._busy = True
            self._tasks.start(self._load(), "outline")

    def go_to(self, turn_id: str) -> None:
        """Be at a turn, and let the branch go through it; nothing where that is of another conversation by now."""
        tree, way = self._tree, self._way
        if tree is None or way is None or turn_id not in tree.turns or self._read != self._branch.conversation_id:
            return
        self._current = turn_id
        if turn_id in self._on_path:
            self._place()
        else:
            self._at = turn_id
            self._way = way = way.copy()
            way.lead_to(turn_id, tree.turns)
            self._branch.go_to(turn_id, way)
            self._follow()
        self.gone_to.emit(turn_id)

    def walk(self, move: Move) -> None:
        """Go from the current turn to another one beside it, if there is one."""
        target = target_of(self, move)
        if target is not None and target != self._current:
            self.go_to(target)

    def is_folded(self, turn: Outlined) -> bool:
        """Whether something that follows a turn is folded away now."""
        number = self._plan.index_of(turn.id) if self._plan is not None else None
        return number is not None and self._plan is not None and self._plan.spots[number].hidden > 0

    # What is shown

    def _on_branch(self) -> None:
        conversation_id = self._branch.conversation_id
        if conversation_id is None:
            self._empty()
        elif conversation_id != self._conversation_id:
            self._conversation_id = conversation_id
            self.refresh()
        elif conversation_id == self._read and not self._branch.is_loading:
            self._way = self._branch.way
            if self._branch.at != self._at:  # somebody went there by other means
                self._at = self._branch.at
                self._current = self._at or self._current
            self._follow()

    def _follow(self, *, is_new: bool = False) -> None:
        """Find the path and the current turn on it."""
        tree, way = self._tree, self._way
        if tree is None or way is None:
            return
        old, self._path = self._path, tree.path(way)
        self._on_path = frozenset(self._path)
        self._apart = tree.stacks.intersection(tree.turns[turn].send_id for turn in self._path)
        self._current = _kept(self._current, old, self._path)
        self._place(is_new=is_new)

    def _place(self, *, is_new: bool = False) -> None:
        """Place everything anew where other variants are apart by now, or something folded is open."""
        from studio.workbench.tree_plan import plan_of

        tree = self._tree
        if tree is None:
            return
        opened = frozenset(turn for turn in tree.above(self._current) if tree.turns[turn].folded)
        if is_new or self._planned_for != (self._apart, opened):
            self._planned_for = (self._apart, opened)
            self._plan = plan_of(tree, self._on_path, self._current)
            self.changed.emit()
        self.moved.emit()

    def _empty(self) -> None:
        had_any = self._tree is not None
        self._conversation_id = self._read = None
        self._forget()
        if had_any:
            self.changed.emit()
            self.moved.emit()

    def _forget(self) -> None:
        self._tree = self._plan = self._way = self._planned_for = self._current = self._at = None
        self._path, self._on_path = (), frozenset()

    async def _load(self) -> None:
        try:
            while self._stale and self._conversation_id is not None and (library := self._library) is not None:
                self._stale = False
                await self._load_from(library, self._conversation_id)
        finally:
            self._busy = False

    async def _load_from(self, library: Library, conversation_id: str) -> None:
        try:
            jobs = [job.id for job in self._jobs.of_conversation(conversation_id)]
            read = await self._tasks.in_worker(_read, library, conversation_id, jobs)
        except Exception:
            if library is not self._library:
                return  # closed in the meantime: what it could not tell is of no interest
            raise
        if conversation_id == self._conversation_id:
            self._take(conversation_id, read)
        else:
            self._stale = True

    def _take(self, conversation_id: str, read: _Read) -> None:
        """Show what was read, with what is not written down yet."""
        from studio.workbench.tree import Tree

        if conversation_id != self._read:
            self._forget()
            self._read = conversation_id
        jobs = self._jobs.of_conversation(conversation_id)
        self._tree = Tree((*read.turns, *(_of_job(job) for job in jobs if job.id not in read.written)))
        if self._way is None or not self._branch.is_loading:
            self._way = self._branch.way
        self._follow(is_new=True)

    def _on_added(self, added: Sequence[Job]) -> None:
        """Show what was just sent before it is written down."""
        from studio.workbench.tree import Tree

        if (tree := self._tree) is None:
            return
        new = [job for job in added if job.wish.conversation_id == self._read and job.id not in tree.turns]
        if new:
            self._tree = Tree((*tree.turns.values(), *map(_of_job, new)))
            self._follow(is_new=True)

    def _on_moved(self, job: Job) -> None:
        if self.turn(job.id) is not None:
            self.turn_changed.emit(job.id)


def _kept(current: str | None, old: Sequence[str], path: Sequence[str]) -> str | None:
    """Where one is on a path: where one was, else as deep as that was, or at the end when one was at the end."""
    if not path:
        return None
    if current in old:
        place = old.index(current)
        if place == len(old) - 1 and current in path[:-1] and len(path) > len(old):
            return path[-1]
        return current if current in path else path[min(place, len(path) - 1)]
    return current if current in path else path[-1]


def _read(library: Library, conversation_id: str, jobs: Sequence[str]) -> _Read:
    turns = library.outlines.read(conversation_id)
    shown = {turn.id for turn in turns}
    return _Read(turns, frozenset(shown.union(each for each in jobs if each not in shown and library.turns.has(each))))


def _of_job(job: Job) -> Outlined:
    from studio.library.ids import made_at
    from studio.library.outline import Outlined

    wish = job.wish
    parent = wish.parent.id if wish.parent is not None else None
    return Outlined(job.id, parent, wish.send_id, wish.prompt, wish.model, job.connection, made_at(job.id))
