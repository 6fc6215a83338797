"""How the next pictures are to be: words, model, ratio, size, number of variants, seed; and what that will cost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, Self, TypeVar, overload

from PySide6.QtCore import QObject, Signal

from studio.workbench.draft_input import SettingsDropped
from studio.workbench.draft_inputs import DraftInputs

if TYPE_CHECKING:
    from studio.gemini.capabilities import Capabilities, ModelRow
    from studio.workbench.tasks import Tasks

MOST = 8
SEEDS = range(-(2**31), 2**31)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a send is expected to cost, in micro-dollars by the list; None when the model's price is not known."""

    micros: int | None
    requests: int
    free: bool


class Told(Generic[T]):
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


class DraftSettings(DraftInputs):
    """What is asked for, beside the pictures; `free` says that its connection asks for no money."""

    prompt_changed = Signal()

    prompt = Told("", "prompt_changed")
    aspect_ratio = Told[str | None](None)
    image_size = Told[str | None](None)
    seed = Told[int | None](None)
    free = Told(False)

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(tasks, parent)
        self.capabilities: Capabilities | None = None
        self._model = ""
        self._count = 1

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
