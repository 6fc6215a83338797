"""A picture on its way into a draft, and what is told about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from studio.workbench.sources import Source

if TYPE_CHECKING:
    from studio.gemini.fitting import LeftOut
    from studio.generation.input_notes import Note
    from studio.library.records import Image

Role = Literal["edit", "reference"]
InputState = Literal["preparing", "ready", "refused"]

MOST_AT_ONCE = 14
"""How many pictures one folder gives: what the models take at most."""


@dataclass(frozen=True, slots=True)
class DraftInput:
    """A picture of the draft: `label` is the short name it is called by (`@logo`, kept without the @).

    `image` is there once it is ready, `failure` says why it was refused.
    """

    id: int
    role: Role
    name: str
    source: Source
    state: InputState = "preparing"
    image: Image | None = None
    notes: tuple[Note, ...] = ()
    failure: Exception | None = None
    label: str | None = None


@dataclass(frozen=True, slots=True)
class FolderCut:
    """A folder has more pictures than go along: `taken` of `found`."""

    name: str
    found: int
    taken: int

    def __str__(self) -> str:
        return f"“{self.name}” has {self.found} pictures; the first {self.taken} were added"


@dataclass(frozen=True, slots=True)
class SettingsDropped:
    """Settings that a newly chosen model or connection does not take, and that are left to them now."""

    model: str
    left_out: tuple[LeftOut, ...]

    def __str__(self) -> str:
        dropped = " and ".join(f"{each.setting} {each.value}" for each in self.left_out)
        return f"{self.model} does not take {dropped}; the choice is left to it"


Notice = FolderCut | SettingsDropped
