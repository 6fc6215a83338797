"""Keeps the picker of models as the workbench has them, and lets the list of a connection be fetched from it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from studio.ui.composer.model_popover import FetchState, ModelChoice
from studio.ui.sentences.model_words import ModelWords

if TYPE_CHECKING:
    from studio.gemini.offered import Offered
    from studio.ui.composer.model_picker import ModelPicker
    from studio.ui.words import Words
    from studio.workbench.offered_models import OfferedModels


class ModelOffer(QObject):
    """Tells the picker what there is whenever that changes."""

    def __init__(
        self, picker: ModelPicker, offered: OfferedModels, words: Words, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._picker = picker
        self._offered = offered
        self._words = ModelWords(words, self)
        offered.changed.connect(self._show)
        picker.fetch_wanted.connect(offered.fetch)

    def _show(self) -> None:
        offered, today = self._offered, date.today()  # noqa: DTZ011  # the reader's own day
        asks = offered.can_fetch  # the sandbox has every model for as long as it is there
        choices = [self._choice(each, today) if asks else ModelChoice(each.id, each.name) for each in offered.models]
        if choices:
            self._picker.set_models(choices)
        state = FetchState(self._words.state(offered), offered.is_fetching) if asks else None
        self._picker.set_fetch_state(state)

    def _choice(self, model: Offered, today: date) -> ModelChoice:
        end = model.retirement if model.retirement is not None and model.retirement.is_near(today) else None
        advice = self._words.advice(end, today) if end is not None else ""
        return ModelChoice(model.id, model.name, self._words.note(model, today), end is not None, advice)
