"""The model: chosen by name, or any id typed and kept exactly."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from studio.ui.composer.model_popover import FetchState, ModelChoice, ModelPopover
from studio.ui.widgets.menu_button import MenuButton

if TYPE_CHECKING:
    from studio.gemini.capabilities import Capabilities

_NARROWEST, _WIDEST = 104, 240


class ModelPicker(MenuButton):
    """Opens the models of the table with a click, or by typing on it; `model_chosen` tells an id."""

    model_chosen = Signal(str)
    fetch_wanted = Signal()
    """The list of the connection is to be fetched."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("modelPicker", parent, above=True, narrowest=_NARROWEST, widest=_WIDEST)
        self._models: list[ModelChoice] = []
        self._fetch: FetchState | None = None
        self._popover: ModelPopover | None = None
        self.setAccessibleName(self.tr("Model"))

    @property
    def models(self) -> list[ModelChoice]:
        """What is offered."""
        return list(self._models)

    def set_capabilities(self, capabilities: Capabilities) -> None:
        """List the models of a table, until it is known what there is beside them."""
        from studio.gemini.offered import offered

        self.set_models([ModelChoice(each.id, each.name) for each in offered(capabilities, None)])

    def set_models(self, models: Sequence[ModelChoice]) -> None:
        """List these, also where they are just being looked at."""
        self._models = list(models)
        self.show_model(str(self.value or ""))
        if self._popover is not None:
            self._popover.set_models(self._models)

    def set_fetch_state(self, state: FetchState | None) -> None:
        """Say what is known of the connection's own list; None where it has none to fetch."""
        self._fetch = state
        if self._popover is not None:
            self._popover.set_fetch_state(state)

    def show_model(self, model_id: str) -> None:
        """Show the name of a model, or the id itself where there is none; with a sign where it is about to end."""
        chosen = next((each for each in self._models if each.id == model_id), ModelChoice(model_id, model_id))
        self.set_drawing("warning" if chosen.warns else "", "warn" if chosen.warns else None)
        self.show_chosen(model_id, chosen.name)
        described = [model_id] if chosen.name != model_id else []
        self.setAccessibleDescription(". ".join([*described, *([chosen.advice] if chosen.advice else [])]))
        told = self.tr("Model: {id}\nAny other id can be typed.").format(id=model_id)
        self.setToolTip("\n".join(each for each in (told, chosen.advice) if each) if model_id else "")

    def open(self, typed: str = "") -> None:
        """Show the models, filtered by what was typed so far."""
        popover = self._popover = ModelPopover(self._models, str(self.value or ""), self._fetch, self)
        popover.chosen.connect(self._take)
        popover.fetch_wanted.connect(self.fetch_wanted)
        popover.left.connect(self._forget_popover)
        popover.open_at(self, popover.edit, above=True)
        if typed:
            popover.edit.setText(typed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text()
        held = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        if text.strip() and text.isprintable() and not held:
            self.open(text)
        else:
            super().keyPressEvent(event)

    def _forget_popover(self) -> None:
        self._popover = None

    def _take(self, model_id: str) -> None:
        changed = model_id != self.value
        self.show_model(model_id)
        if changed:
            self.model_chosen.emit(model_id)
