"""A draft as a value: what is put aside while something else is in the composer, and comes back as it was."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from studio.gemini.tuning import Tuning
from studio.workbench.draft_input import DraftInput

if TYPE_CHECKING:
    from studio.library.records import Image, Json, Turn


@dataclass(frozen=True, slots=True)
class Instead:
    """A turn that is asked for otherwise: what is sent stands beside it, under the same `parent`.

    `number` is what the stage numbers it, `image` a picture of it, to know it by.
    """

    turn_id: str
    conversation_id: str
    parent: Turn | None
    number: int
    image: Image | None = None


@dataclass(frozen=True, slots=True)
class DraftState:
    """All that a person put into a draft; `under` is what was there before a turn was taken up to be edited."""

    prompt: str = ""
    model: str = ""
    aspect_ratio: str | None = None
    image_size: str | None = None
    count: int = 1
    seed: int | None = None
    tuning: Tuning = field(default_factory=Tuning)
    inputs: tuple[DraftInput, ...] = ()
    instead: Instead | None = None
    under: DraftState | None = None

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing in it that anybody would miss; settings alone are not missed."""
        return not self.prompt.strip() and not self.inputs and self.instead is None

    @property
    def lowest(self) -> DraftState:
        """What comes back in the end, when every turn that is being edited is left."""
        return self if self.under is None else self.under.lowest


def with_words(state: DraftState, prompt: str, model: str, settings: Json) -> DraftState:
    """The same draft with other words and the settings of a turn; its pictures stay."""
    from studio.generation.wish import config_of

    config = config_of(settings)
    return replace(
        state,
        prompt=prompt,
        model=model,
        aspect_ratio=config.image.aspect_ratio,
        image_size=config.image.image_size,
        seed=config.seed,
        tuning=config.tuning,
    )
