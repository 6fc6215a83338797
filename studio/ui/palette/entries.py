"""What the search of everything offers: a command, a conversation, a turn or an image in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from PySide6.QtGui import QKeySequence

    from studio.library.records import Image
    from studio.ui.actions import Action

Kind = Literal["command", "conversation", "turn", "image"]
Marks = tuple[tuple[int, int], ...]


class Entry(NamedTuple):
    """One line, `within` what it stands, and the `marks` in its title that were looked for."""

    kind: Kind
    title: str
    detail: str = ""
    icon: str = ""
    key: QKeySequence | None = None
    action: Action | None = None
    conversation_id: str = ""
    image: Image | None = None
    turn_id: str = ""
    within: str = ""
    marks: Marks = ()

    @property
    def id(self) -> str:
        """What makes it this one, however its words change."""
        if self.action is not None:
            return self.action.id
        return self.turn_id or self.conversation_id or (self.image.id if self.image is not None else "")
