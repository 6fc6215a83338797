"""Which way a person last went through a tree of turns, so that to come back is to go on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol, TypeVar


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

    @property
    def goes_on(self) -> bool:
        """Whether it can be continued."""


P = TypeVar("P", bound=Placed)


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
