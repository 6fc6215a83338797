"""What the list of conversations says: headings, the line under a title, and what a screen reader hears."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QLocale, QObject

if TYPE_CHECKING:
    from studio.library.records import ConversationSummary
    from studio.ui.words import Words
    from studio.workbench.sections import Section


class RowWords(QObject):
    """Words for rows, in the user's language."""

    def __init__(self, words: Words, parent: QObject | None = None, *, locale: QLocale | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._locale = locale or QLocale()

    def heading(self, section: Section) -> str:
        """The name of a group of rows: "Today", "Friday", "March 2025"."""
        day = QDate(section.day.year, section.day.month, section.day.day)
        match section.kind:
            case "pinned":
                return self.tr("Pinned")
            case "today":
                return self.tr("Today")
            case "yesterday":
                return self.tr("Yesterday")
            case "weekday":
                return self._locale.standaloneDayName(day.dayOfWeek())
            case _:
                month = self._locale.standaloneMonthName(day.month())
                return self.tr("{month} {year}", "a heading over days").format(month=month, year=day.year())

    def turns(self, count: int) -> str:
        """How many turns: "12 turns"."""
        if not count:
            return self.tr("Empty", "a conversation")
        return self.tr("1 turn") if count == 1 else self.tr("{count} turns").format(count=count)

    def line(self, summary: ConversationSummary, tells_when: bool, *, archived: bool) -> str:
        """The line under a title; the time only where no heading says it, `archived` where that is not plain."""
        conversation = summary.conversation
        parts = [self.tr("Archived")] if archived else []
        parts.append(self.turns(summary.turns))
        return " · ".join([*parts, self._words.when(conversation.updated)] if tells_when else parts)

    def spoken(self, summary: ConversationSummary) -> str:
        """A whole row in words."""
        conversation = summary.conversation
        said = self.tr("{title}, {turns}, {when}", "a conversation, as a screen reader says it").format(
            title=conversation.title, turns=self.turns(summary.turns), when=self._words.when(conversation.updated)
        )
        if conversation.is_pinned:
            return self.tr("{conversation}, pinned").format(conversation=said)
        if conversation.archived is not None:
            return self.tr("{conversation}, archived").format(conversation=said)
        return said
