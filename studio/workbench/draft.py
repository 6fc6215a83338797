"""What the composer edits: words, pictures, settings and the turn that is continued; and the wishes made of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar, overload

from PySide6.QtCore import QObject, Signal

from studio.workbench.draft_input import DraftInput, Role, SettingsDropped
from studio.workbench.draft_inputs import DraftInputs

if TYPE_CHECKING:
    from studio.gemini.capabilities import Capabilities, ModelRow
    from studio.generation.wish import Wish
    from studio.library.ids import IdMaker
    from studio.library.library import Library
    from studio.library.records import Image, Origin, Turn
    from studio.workbench.tasks import Tasks

MOST = 8
SEEDS = range(-(2**31), 2**31)

T = TypeVar("T")


class Lack(StrEnum):
    """What a draft lacks before it can be sent."""

    LIBRARY = "library"
    READ_ONLY = "read only"
    PROMPT = "prompt"
    MODEL = "model"
    PREPARING = "preparing"
    REFUSED = "refused"


class NotReady(Exception):
    """The draft cannot be sent: `lack` says why, `input` is the picture it is about, if it is about one."""

    def __init__(self, lack: Lack, which: DraftInput | None = None) -> None:
        super().__init__(f"The draft cannot be sent: {lack}.")
        self.lack = lack
        self.input = which


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a send is expected to cost, in micro-dollars by the list; None when the model's price is not known."""

    micros: int | None
    requests: int
    free: bool


class _Told(Generic[T]):
    """A setting of the draft whose changes are told by a signal of it."""

    def __init__(self, first: T, signal: str = "changed") -> None:
        self._first = first
        self._signal = signal

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = f"_{name}"

    @overload
    def __get__(self, draft: None, owner: type) -> Self: ...
    @overload
    def __get__(self, draft: QObject, owner: type) -> T: ...
    def __get__(self, draft: QObject | None, owner: type) -> Self | T:
        return self if draft is None else draft.__dict__.get(self._name, self._first)

    def __set__(self, draft: QObject, value: T) -> None:
        if value != draft.__dict__.get(self._name, self._first):
            draft.__dict__[self._name] = value
            getattr(draft, self._signal).emit()


class Draft(DraftInputs):
    """The next send. Made before the library is open; `free` says that its connection asks for no money."""

    prompt_changed = Signal()

    prompt = _Told("", "prompt_changed")
    aspect_ratio = _Told[str | None](None)
    image_size = _Told[str | None](None)
    seed = _Told[int | None](None)
    conversation_id = _Told[str | None](None)
    free = _Told(False)

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(tasks, parent)
        self.capabilities: Capabilities | None = None
        self._model = ""
        self._count = 1
        self._parent_turn: Turn | None = None
        self._parent_number: int | None = None
        self._parent_image: Image | None = None
        self._reworked: Turn | None = None

    def open(self, library: Library, capabilities: Capabilities) -> None:
        """Know the library and what models take."""
        self.know(capabilities)
        self.take_into(library)

    def close(self) -> None:
        """Let go of the library and what belongs to it; words and settings stay."""
        self._parent_turn = self._parent_number = self._parent_image = self._reworked = None
        self.conversation_id = None
        super().close()

    def know(self, capabilities: Capabilities) -> None:
        """Take a table of models; settings that the model does not take are dropped, and that is told."""
        self.capabilities = capabilities
        if not self._model:
            self._model = capabilities.default
        self._fit()
        self.changed.emit()

    @property
    def model(self) -> str:
        """The model's id, exactly as it was chosen or typed."""
        return self._model

    @model.setter
    def model(self, model: str) -> None:
        if model != self._model:
            self._model = model
            self._fit()
            self.changed.emit()

    @property
    def row(self) -> ModelRow | None:
        """What the model takes; None before the table is known."""
        return self.capabilities.row(self._model) if self.capabilities else None

    @property
    def count(self) -> int:
        """How many variants are asked for, 1 to 8."""
        return self._count

    @count.setter
    def count(self, count: int) -> None:
        count = max(1, min(count, MOST))
        if count != self._count:
            self._count = count
            self.changed.emit()

    @property
    def parent_turn(self) -> Turn | None:
        """The turn that is continued unless a picture is to be edited; None for a new tree."""
        return self._parent_turn

    @property
    def parent_number(self) -> int | None:
        """What the stage numbers that turn."""
        return self._parent_number

    @property
    def parent_image(self) -> Image | None:
        """A picture of that turn, to know it by."""
        return self._parent_image

    @property
    def usual_role(self) -> Role:
        """What a picture is for when nobody says: the first of all is to be edited, others go along."""
        return "reference" if self._inputs or self._parent_turn else "edit"

    @property
    def starts_anew(self) -> bool:
        """Whether a picture to be edited takes the place of the turn that would be continued."""
        return any(each.role == "edit" for each in self._inputs)

    @property
    def crowd(self) -> int | None:
        """How many pictures the model keeps apart well, when there are more of them; else None."""
        row = self.row
        return row.inputs if row and row.inputs is not None and len(self._inputs) > row.inputs else None

    @property
    def estimate(self) -> Estimate:
        """What sending now is expected to cost."""
        row = self.row
        each = row.estimate(self.image_size) if row else None
        return Estimate(0 if self.free else None if each is None else each * self._count, self._count, self.free)

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
        """Take over prompt, model, ratio, size and seed; sent from the same point, it is an edit of that turn."""
        self._reworked = turn
        self.prompt = turn.prompt
        self._model = turn.model
        settings: dict[str, Any] = dict(turn.settings)
        self.aspect_ratio = settings.get("aspectRatio")
        self.image_size = settings.get("imageSize")
        self.seed = settings.get("seed")
        self._fit()
        self.changed.emit()

    def wishes(self, ids: IdMaker) -> tuple[Wish, ...]:
        """Return one wish for each variant, in one send; raises NotReady."""
        from studio.generation.wish import Wish, WishInput

        if (lack := self.lack) is not None:
            raise lack
        parent = None if self.starts_anew else self._parent_turn
        conversation = parent.conversation_id if parent else self.conversation_id or ids.new()
        send, origin = ids.new(), self._origin(parent)
        inputs = tuple(WishInput(each.image, each.role, each.label) for each in self._inputs if each.image is not None)
        return tuple(
            Wish(
                prompt=self.prompt.strip(),
                model=self._model.strip(),
                turn_id=ids.new(),
                conversation_id=conversation,
                send_id=send,
                origin=origin,
                inputs=inputs,
                parent=parent,
                aspect_ratio=self.aspect_ratio,
                image_size=self.image_size,
                seed=None if self.seed is None else _wrapped(self.seed + number),
            )
            for number in range(self._count)
        )

    def sent(self) -> None:
        """Make room for the next words: prompt and pictures are gone, the settings stay."""
        self._reworked = None
        self.prompt = ""
        self.clear_inputs()

    def _origin(self, parent: Turn | None) -> Origin:
        if self._count > 1:
            return "variant"
        return "edit" if self._reworks(parent) else "continue" if parent else "new"

    def _reworks(self, parent: Turn | None) -> bool:
        """Return whether this is another try at the point of the turn whose settings were taken over."""
        turn = self._reworked
        if turn is None or self.starts_anew or turn.conversation_id != self.conversation_id:
            return False
        return turn.parent_id == (parent.id if parent else None)

    def _fit(self) -> None:
        """Drop settings that the model is known not to take, and tell."""
        row = self.row
        if row is None or not row.known:
            return
        ratio = self.aspect_ratio if self.aspect_ratio not in (None, *row.ratios) else None
        size = self.image_size if self.image_size not in (None, *row.sizes) else None
        if ratio or size:
            self.aspect_ratio = None if ratio else self.aspect_ratio
            self.image_size = None if size else self.image_size
            self.noticed.emit(SettingsDropped(row.name, ratio, size))


def _wrapped(seed: int) -> int:
    """Return a seed of 32 bits: the one after the largest is the smallest."""
    return (seed - SEEDS.start) % len(SEEDS) + SEEDS.start
