"""Which branch of a conversation was looked at last, from one run of the program to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from studio.profile.remembered import Remembered

_NAME = "branches"
_MOST = 200  # conversations, the last ones looked at


class LookedAt:
    """The turn that the branch ended in, by its conversation."""

    def __init__(self, remembered: Remembered) -> None:
        self._remembered = remembered

    def turn(self, conversation_id: str) -> str | None:
        """The last turn of the branch that was looked at; None where that is not known."""
        found = self._ends().get(conversation_id)
        return found if isinstance(found, str) else None

    def note(self, conversation_id: str, turn_id: str) -> None:
        """A branch that ends in this turn is looked at now."""
        ends = self._ends()
        if ends.get(conversation_id) != turn_id:
            others = [(key, end) for key, end in ends.items() if key != conversation_id]
            self._remembered.set(_NAME, dict([*others[1 - _MOST :], (conversation_id, turn_id)]))

    def _ends(self) -> dict[str, object]:
        return self._remembered.get(_NAME, dict[str, object]())
