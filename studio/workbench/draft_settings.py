"""How the next pictures are to be: words, model, ratio, size, variants, seed and the rest; and what that will cost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, Self, TypeVar, overload

from PySide6.QtCore import QObject, Signal

from studio.gemini.tuning import Setting, Tuning
from studio.workbench.draft_input import SettingsDropped
from studio.workbench.draft_inputs import DraftInputs

if TYPE_CHECKING:
    from studio.gemini.capabilities import Capabilities, ModelRow, Server
    from studio.workbench.tasks import Tasks

MOST = 8

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
    tuning = Told(Tuning())
    free = Told(False)

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(tasks, parent)
        self.capabilities: Capabilities | None = None
        self._model = ""
        self._host = ""
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
    def host(self) -> str:
        """The host that it goes to; "" for the sandbox, and while that is not known."""
        return self._host

    @host.setter
    def host(self, host: str) -> None:
        if host != self._host:
            self._host = host
            self._fit()
            self.changed.emit()

    @property
    def server(self) -> Server | None:
        """What the host takes; None before the table is known."""
        return self.capabilities.server(self._host) if self.capabilities else None

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

    def reset_tuning(self) -> None:
        """Leave the seed and all finer settings to the model and its provider."""
        self.seed, self.tuning = None, Tuning()

    def _fit(self) -> None:
        """Drop settings that the model or the server is known not to take, and tell."""
        row, server = self.row, self.server
        if row is None or server is None:
            return
        from studio.gemini.content import GenerationConfig, ImageConfig
        from studio.gemini.fitting import Why, fit

        asked = GenerationConfig(ImageConfig(self.aspect_ratio, self.image_size), tuning=self.tuning)
        # What a cached content forbids stays: without it, it goes along again.
        dropped = tuple(each for each in fit(asked, row, server).left_out if each.why is not Why.CACHE)
        for each in dropped:
            if each.setting == "aspectRatio":
                self.aspect_ratio = None
            elif each.setting == "imageSize":
                self.image_size = None
            else:
                self.tuning = self.tuning.put(Setting(each.setting), None)
        if dropped:
            self.noticed.emit(SettingsDropped(row.name, dropped))
