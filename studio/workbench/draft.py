"""What the composer edits: words, pictures, settings and the turn that is continued or asked for otherwise."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from studio.workbench.draft_input import DraftInput, Role
from studio.workbench.draft_settings import MOST, DraftSettings, Told
from studio.workbench.draft_state import DraftState, Instead, with_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from studio.gemini.capabilities import Capabilities
    from studio.generation.wish import Wish
    from studio.library.ids import IdMaker
    from studio.library.library import Library
    from studio.library.records import Image, Turn
    from studio.workbench.tasks import Tasks


class Lack(StrEnum):
    """What a draft lacks before it can be sent."""

    LIBRARY = "library"
    READ_ONLY = "read only"
    PROMPT = "prompt"
    MODEL = "model"
    PREPARING = "preparing"
    REFUSED = "refused"
    TOO_MUCH = "too much"


class NotReady(Exception):
    """The draft cannot be sent: `lack` says why, `input` is the picture it is about, if it is about one."""

    def __init__(self, lack: Lack, which: DraftInput | None = None) -> None:
        super().__init__(f"The draft cannot be sent: {lack}.")
        self.lack = lack
        self.input = which


class Draft(DraftSettings):
    """The next send. Made before the library is open.

    While a turn is edited (`instead`), what was there before lies under it, and comes back when that is sent or left.
    """

    was_sent = Signal()
    """It is on its way, and has made room."""

    conversation_id = Told[str | None](None)
    too_much = Told(False)
    """Whether it is known to be more than can be sent at once."""

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(tasks, parent)
        self._parent_turn: Turn | None = None
        self._parent_number: int | None = None
        self._parent_image: Image | None = None
        self._reworked: Turn | None = None
        self._instead: Instead | None = None
        self._under: DraftState | None = None
        self._taken_up: DraftState | None = None  # the turn that is edited, as it was put in

    def open(self, library: Library, capabilities: Capabilities) -> None:
        """Know the library and what models take."""
        self.know(capabilities)
        self.take_into(library)

    def close(self) -> None:
        """Let go of the library and what belongs to it; words and settings stay."""
        self._parent_turn = self._parent_number = self._parent_image = self._reworked = None
        self._instead = self._under = self._taken_up = None
        self.conversation_id = None
        super().close()

    @property
    def parent_turn(self) -> Turn | None:
        """The turn that is continued unless a picture is to be edited; None for a new tree."""
        return self._instead.parent if self._instead is not None else self._parent_turn

    @property
    def parent_number(self) -> int | None:
        """What the stage numbers the turn that would be continued."""
        if self._instead is not None:
            return self._instead.number - 1 if self._instead.parent is not None else None
        return self._parent_number

    @property
    def parent_image(self) -> Image | None:
        """A picture of that turn, to know it by."""
        return self._parent_image

    @property
    def instead(self) -> Instead | None:
        """The turn that is edited, None while nothing is."""
        return self._instead

    @property
    def usual_role(self) -> Role:
        """What a picture is for when nobody says: the first of all is to be edited, others go along."""
        return "reference" if self._inputs or self.parent_turn else "edit"

    @property
    def starts_anew(self) -> bool:
        """Whether a picture to be edited takes the place of the turn that would be continued."""
        return any(each.role == "edit" for each in self._inputs)

    @property
    def lack(self) -> NotReady | None:
        """What keeps the draft from being sent, if anything does."""
        if self.is_read_only:
            return NotReady(Lack.READ_ONLY)
        if not self.prompt.strip():
            return NotReady(Lack.PROMPT)
        if not self._model.strip():
            return NotReady(Lack.MODEL)
        for each in self._inputs:
            if each.state == "refused":
                return NotReady(Lack.REFUSED, each)
        for each in self._inputs:
            if each.state == "preparing":
                return NotReady(Lack.PREPARING, each)
        if self.too_much:
            return NotReady(Lack.TOO_MUCH)
        return None if self.is_open else NotReady(Lack.LIBRARY)

    def continue_from(self, turn: Turn | None, number: int | None = None, image: Image | None = None) -> None:
        """Continue a turn, called by its number and known by a picture of it; or begin a new tree."""
        if (turn, number, image) == (self._parent_turn, self._parent_number, self._parent_image):
            return
        self._parent_turn = turn
        self._parent_number, self._parent_image = (number, image) if turn else (None, None)
        if turn is not None:
            self.conversation_id = turn.conversation_id
        self.changed.emit()

    def use_settings_of(self, turn: Turn) -> None:
        """Take over prompt, model and all settings; sent from the same point, it is an edit of that turn."""
        self._reworked = turn
        self.prompt = turn.prompt
        self._take_settings(with_words(self.state(), turn.prompt, turn.model, turn.settings))

    def state(self) -> DraftState:
        """All that is in it, to be put aside."""
        return DraftState(
            self.prompt, self.model, self.aspect_ratio, self.image_size, self.count, self.seed, self.tuning,
            self.inputs, self._instead, self._under,
        )  # fmt: skip

    def put(self, state: DraftState) -> None:
        """Have in it what was put aside, and nothing else."""
        self._reworked = None
        self._instead, self._under, self._taken_up = state.instead, state.under, None
        self._count = max(1, min(state.count, MOST))  # it may have been read from a file
        self._put_inputs(state.inputs)
        self.prompt = state.prompt
        self._take_settings(state)

    def edit(self, instead: Instead, state: DraftState, images: Iterable[tuple[Image, Role, str | None]]) -> None:
        """Take a turn up to be asked for otherwise: `state` is its words and settings, `images` went along with it.

        What is in the composer now comes back afterwards, unless it is a turn that was taken up and not changed.
        """
        under = self.state() if self.is_changed else self._under
        inputs = tuple(self.ready_input(image, role, label) for image, role, label in images)
        self.put(replace(state, count=self.count, inputs=inputs, instead=instead, under=under))
        self._taken_up = self.state()

    @property
    def is_changed(self) -> bool:
        """Whether it is something else than a turn that was taken up as it is."""
        return self._instead is None or self.state() != self._taken_up

    @property
    def left(self) -> DraftState:
        """What comes back when the turn that is edited is left."""
        return self._under or replace(self.state(), prompt="", inputs=(), instead=None)

    def wishes(self, ids: IdMaker) -> tuple[Wish, ...]:
        """Return one wish for each variant, in one send; raises NotReady."""
        from studio.workbench.wishes import wishes_of

        if (lack := self.lack) is not None:
            raise lack
        return wishes_of(self, self._reworked, ids)

    def sent(self) -> None:
        """Make room for the next words: prompt and pictures are gone, settings stay; what lay under them comes back."""
        under, self._reworked = self._under, None
        if under is not None and not under.is_blank:
            self.put(under)
        else:
            self._instead = self._under = self._taken_up = None
            self.prompt = ""
            self.clear_inputs()
            self.changed.emit()
        self.was_sent.emit()

    def _take_settings(self, state: DraftState) -> None:
        self._model = state.model or self._model
        self.aspect_ratio, self.image_size = state.aspect_ratio, state.image_size
        self.seed, self.tuning = state.seed, state.tuning
        self._fit()
        self.changed.emit()
