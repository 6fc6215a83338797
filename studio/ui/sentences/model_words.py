"""What is said of models to choose from: which are about to end, and what the connection lists."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QLocale, QObject

if TYPE_CHECKING:
    from studio.gemini.capabilities import Retirement
    from studio.gemini.offered import Offered
    from studio.ui.words import Words
    from studio.workbench.offered_models import OfferedModels


class ModelWords(QObject):
    """`words` says failures and times."""

    def __init__(self, words: Words, parent: QObject | None = None, *, locale: QLocale | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._locale = locale or QLocale()

    def note(self, model: Offered, today: date) -> str:
        """What somebody should know before choosing it; "" for nothing."""
        if model.retirement is not None and model.retirement.is_near(today):
            return self.end(model.retirement, today)
        return self.tr("not listed") if model.listed is False else ""

    def advice(self, retirement: Retirement, today: date) -> str:
        """What to do about a model that is in use and ends, or has ended."""
        said = self.tr("Google announced the end of it: it {ends}. Other providers may have it longer.")
        after = self.tr("Its successor is {successor}.").format(successor=retirement.successor)
        return f"{said.format(ends=self.end(retirement, today))} {after}"

    def end(self, retirement: Retirement, today: date) -> str:
        """When a model ends, or has ended."""
        said = self.tr("ended {day}") if retirement.ends <= today else self.tr("ends {day}")
        form = self.tr("d MMM yyyy", "a date in Qt's format")
        ends = retirement.ends
        return said.format(day=self._locale.toString(QDate(ends.year, ends.month, ends.day), form))

    def state(self, offered: OfferedModels) -> str:
        """What is known of the list of the connection in use."""
        if offered.is_fetching:
            return self.tr("Fetching the list…")
        if (failure := offered.failure) is not None:
            if type(failure).__name__ == "NoModelList":
                return self.tr("This connection lists no models. Any id can be typed.")
            return self._words.error(failure, free=True).what
        if (kept := offered.kept) is None:
            return self.tr("What this connection lists was not fetched yet.")
        count = sum(1 for each in offered.models if each.listed)
        return self.tr("{count} image models listed, {when}").format(count=count, when=self._words.when(kept.fetched))
