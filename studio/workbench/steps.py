"""What the stage shows of a conversation: one branch of its turns as steps, read from the record in one go."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from studio.workbench.tree import Tree
from studio.workbench.way import Way

if TYPE_CHECKING:
    from studio.library.full_turns import FullTurn
    from studio.library.library import Library
    from studio.library.records import Attempt, Conversation, Image, Input, Json, Turn
    from studio.workbench.jobs import Job

    _Asked = tuple[str, str, str, Json, tuple[Input, ...], tuple[Json, ...]]


@dataclass(frozen=True, slots=True)
class Entry:
    """One turn, or one that is about to be written down (`turn` is None then, and `job` is not).

    `facts` is what was read from its reply: finishReason, explanation and so on, {} where there is no reply.
    """

    id: str
    turn: Turn | None = None
    images: tuple[Image, ...] = ()
    attempts: tuple[Attempt, ...] = ()
    facts: Json = field(default_factory=dict)
    job: Job | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One point of the branch: the turns of one send, of which the branch goes through the `chosen` one.

    `number` counts from 1 at the root; the send is `place` (from 0) of the `places` at the same point, by id `sends`.
    """

    number: int
    prompt: str
    model: str
    connection: str
    settings: Json
    inputs: tuple[Input, ...]
    decisions: tuple[Json, ...]
    entries: tuple[Entry, ...]
    chosen: int
    place: int
    places: int
    parent_id: str | None = None
    sends: tuple[str, ...] = ()

    @property
    def through(self) -> Entry:
        """The entry that the branch goes through."""
        return self.entries[self.chosen]


@dataclass(frozen=True, slots=True)
class Node:
    """A turn's place in the tree: of one in the record, or of one whose job has not written it down yet."""

    id: str
    parent_id: str | None
    send_id: str
    goes_on: bool
    is_written: bool
    job: Job | None


@dataclass(frozen=True, slots=True)
class Read:
    """A branch as it stands in the record with what is on its way; `conversation` is None before its first turn."""

    conversation: Conversation | None
    steps: tuple[Step, ...]
    way: Way


def read_branch(library: Library, conversation_id: str, way: Way, to: str | None, jobs: Sequence[Job]) -> Read:
    """Read the branch that goes through `to`, or where `way` leads, or to the newest turn; blocks on the disk."""
    tree = Tree(_nodes(library, conversation_id, jobs))
    way = way.copy()
    if to not in tree.turns and not way.sends and tree.turns:
        to = max(tree.turns)
    if to is not None and (node := tree.turns.get(to)) is not None:
        way.lead_to(to, tree.turns)
        if node.job is not None and not node.job.is_over:
            # Of a send on its way, the branch goes through the one that turns out best.
            way.turns.pop(node.send_id, None)
    return Read(library.conversations.find(conversation_id), tuple(_steps(library, tree, way)), way)


def _nodes(library: Library, conversation_id: str, jobs: Sequence[Job]) -> Iterator[Node]:
    by_id = {job.id: job for job in jobs}
    for place in library.outlines.places(conversation_id):
        yield Node(*place, is_written=True, job=by_id.pop(place.id, None))
    for job in by_id.values():
        parent = job.wish.parent
        # A turn that was not written down is shown as long as its job is known; one in the trash is not.
        if not library.turns.has(job.id):
            yield Node(job.id, parent.id if parent else None, job.wish.send_id, False, False, job)


def _steps(library: Library, tree: Tree[Node], way: Way) -> Iterator[Step]:
    path = tree.path(way)
    parents = (None, *path[:-1])
    through = [
        next(send for send in tree.sends(parent) if send[0].send_id == tree.turns[turn].send_id)
        for parent, turn in zip(parents, path, strict=False)
    ]
    full = library.full_turns.read([node.id for send in through for node in send if node.is_written])
    for number, (parent, turn, send) in enumerate(zip(parents, path, through, strict=False), 1):
        sends = tuple(each[0].send_id for each in tree.sends(parent))
        chosen = next(place for place, node in enumerate(send) if node.id == turn)
        place = sends.index(send[0].send_id)
        entries = tuple(_entry(node, full) for node in send)
        asked = _asked(full.get(turn), entries[chosen].job)
        yield Step(number, *asked, entries, chosen, place, len(sends), parent, sends)


def _asked(full: FullTurn | None, job: Job | None) -> _Asked:
    """What was asked for: of the turn that the branch goes through, or of its job before that is written down."""
    if full is not None:
        turn, inputs = full.turn, tuple(given for given in full.inputs if given.role != "carried")
        return turn.prompt, turn.model, turn.connection, turn.settings, inputs, turn.decisions
    assert job is not None
    return job.wish.prompt, job.wish.model, job.connection, job.wish.settings, _inputs_of(job), ()


def _inputs_of(job: Job) -> tuple[Input, ...]:
    from studio.library.records import Input

    return tuple(
        Input(job.id, position, given.role, given.image, given.name) for position, given in enumerate(job.wish.inputs)
    )


def _entry(node: Node, full: Mapping[str, FullTurn]) -> Entry:
    """What became of a turn."""
    found = full.get(node.id)
    if found is None:
        return Entry(node.id, job=node.job)
    return Entry(node.id, found.turn, found.images, found.attempts, found.facts or {}, node.job)
