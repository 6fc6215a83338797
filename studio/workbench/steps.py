"""What the stage shows of a conversation: one branch of its turns as steps, read from the record in one go."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from studio.library.library import Library
    from studio.library.records import Attempt, Conversation, Image, Input, Json, Turn
    from studio.workbench.jobs import Job


class Placed(Protocol):
    """Whatever has a turn's place in the tree."""

    @property
    def id(self) -> str:
        """The turn."""

    @property
    def parent_id(self) -> str | None:
        """The turn that it follows."""

    @property
    def send_id(self) -> str:
        """The click that it was sent with."""


P = TypeVar("P", bound=Placed)


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
    turn: Turn | None
    job: Job | None


@dataclass(slots=True)
class Way:
    """Which way a person last went at each fork: the send behind each parent (None: the roots), the turn of a send."""

    sends: dict[str | None, str] = field(default_factory=dict)
    turns: dict[str, str] = field(default_factory=dict)

    def copy(self) -> Way:
        """The same for a worker, while the window may go on."""
        return Way(dict(self.sends), dict(self.turns))

    def lead_to(self, node_id: str, nodes: Mapping[str, P]) -> None:
        """Let the branch go through a turn."""
        node = nodes.get(node_id)
        while node is not None:
            self.sends[node.parent_id] = node.send_id
            self.turns[node.send_id] = node.id
            node = nodes.get(node.parent_id) if node.parent_id else None


@dataclass(frozen=True, slots=True)
class Read:
    """A branch as it stands in the record with what is on its way; `conversation` is None before its first turn."""

    conversation: Conversation | None
    steps: tuple[Step, ...]
    way: Way


def read_branch(library: Library, conversation_id: str, way: Way, to: str | None, jobs: Sequence[Job]) -> Read:
    """Read the branch that goes through `to`, or where `way` leads, or to the newest turn; blocks on the disk."""
    nodes = _nodes(library, conversation_id, jobs)
    way = way.copy()
    if to not in nodes and not way.sends and nodes:
        to = max(nodes)
    if to is not None and (node := nodes.get(to)) is not None:
        way.lead_to(to, nodes)
        if node.job is not None and not node.job.is_over:
            way.turns.pop(
                node.send_id, None
            )  # of a send on its way, the branch goes through the one that turns out best
    return Read(library.conversations.find(conversation_id), tuple(_steps(library, nodes.values(), way)), way)


def _nodes(library: Library, conversation_id: str, jobs: Sequence[Job]) -> dict[str, Node]:
    by_id = {job.id: job for job in jobs}
    nodes = {
        turn.id: Node(turn.id, turn.parent_id, turn.send_id, turn, by_id.get(turn.id))
        for turn in library.turns.of_conversation(conversation_id)
        if turn.trashed is None
    }
    for job in jobs:
        parent = job.wish.parent
        # A turn that could not be begun is shown as long as its job is known; one in the trash is not.
        if job.id not in nodes and (not job.is_over or job.finished is None):
            nodes[job.id] = Node(job.id, parent.id if parent else None, job.wish.send_id, None, job)
    return nodes


def _steps(library: Library, nodes: Iterable[Node], way: Way) -> list[Step]:
    children: dict[str | None, dict[str, list[Node]]] = {}
    for node in sorted(nodes, key=lambda node: node.id):
        children.setdefault(node.parent_id, {}).setdefault(node.send_id, []).append(node)
    steps: list[Step] = []
    parent: str | None = None
    while sends := children.get(parent):
        order = list(sends)
        send = way.sends.get(parent, order[-1])
        place = order.index(send) if send in sends else len(order) - 1
        step = _step(library, sends[order[place]], way)
        step = replace(
            step, number=len(steps) + 1, place=place, places=len(order), parent_id=parent, sends=tuple(order)
        )
        steps.append(step)
        parent = step.through.id
    return steps


def _step(library: Library, nodes: Sequence[Node], way: Way) -> Step:
    entries = tuple(read_entry(library, node) for node in nodes)
    chosen = chosen_of(entries, way.turns.get(nodes[0].send_id))
    turn, job = nodes[chosen].turn, nodes[chosen].job
    if turn is not None:
        inputs = tuple(given for given in library.turns.inputs(turn.id) if given.role != "carried")
        connection, settings = turn.connection, turn.settings
        prompt, model, decisions = turn.prompt, turn.model, turn.decisions
    else:
        assert job is not None
        inputs, connection, settings = _inputs_of(job), job.connection, job.wish.settings
        prompt, model, decisions = job.wish.prompt, job.wish.model, ()
    return Step(1, prompt, model, connection, settings, inputs, decisions, entries, chosen, place=0, places=1)


def _inputs_of(job: Job) -> tuple[Input, ...]:
    from studio.library.records import Input

    return tuple(
        Input(job.id, position, given.role, given.image, given.name) for position, given in enumerate(job.wish.inputs)
    )


def read_entry(library: Library, node: Node) -> Entry:
    """Read what became of a turn; blocks on the disk."""
    if node.turn is None:
        return Entry(node.id, job=node.job)
    attempts = library.turns.attempts(node.id)
    images = tuple(image for image in library.images.of_turn(node.id) if image.trashed is None)
    facts = library.turns.facts(attempts[-1].id) if attempts else {}
    return Entry(node.id, node.turn, images, attempts, facts, node.job)


def chosen_of(entries: Sequence[Entry], wanted: str | None) -> int:
    """The place of the entry that was chosen, else of the first that can be continued, else the first."""
    for place, entry in enumerate(entries):
        if entry.id == wanted:
            return place
    continued = (place for place, entry in enumerate(entries) if entry.turn is not None and entry.turn.content)
    return next(continued, 0)
