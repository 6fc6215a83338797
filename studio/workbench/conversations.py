"""The list of conversations as the window shows it: a page at a time, grouped by when they were last changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from studio.workbench.row_changes import changes_between
from studio.workbench.sections import PINNED, Section, section_of, this_day
from studio.workbench.tasks import Tasks

if TYPE_CHECKING:
    from studio.library.conversations import Which
    from studio.library.library import Library
    from studio.library.records import Conversation, ConversationSummary

    Index = QModelIndex | QPersistentModelIndex

SUMMARY = Qt.ItemDataRole.UserRole
"""The ConversationSummary of a row."""
SECTION = Qt.ItemDataRole.UserRole + 1
"""The Section that begins with a row, None where it goes on."""
TELLS_WHEN = Qt.ItemDataRole.UserRole + 2
"""Whether a row has to say itself when it was changed: its heading is no day that is over."""
IS_MIXED = Qt.ItemDataRole.UserRole + 3
"""Whether what is kept in the archive stands among the others, as it does where words are looked for."""

PAGE = 100
_TYPING_PAUSE = 150  # milliseconds
_A_MINUTE = 60_000  # milliseconds
_LONGEST_TITLE = 200


class Question(NamedTuple):
    """What the list was asked for."""

    text: str = ""
    which: Which = "kept"

    @property
    def trashed(self) -> bool:
        """Whether it is about the trash."""
        return self.which == "trashed"


class Conversations(QAbstractListModel):
    """The conversations of a library, pinned ones first, then last changed first. Empty until `open`.

    Everything is read in workers.
    """

    loaded = Signal()
    """The rows are those of the question asked last."""
    about_to_refresh = Signal()
    """Rows are going to move to their new places; `loaded` follows."""
    renamed = Signal(object, str)
    """A person gave a Conversation another title; the list shows it already."""

    def __init__(self, tasks: Tasks, today: Callable[[], date] = this_day, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._today = today
        self._day = today()
        self._library: Library | None = None
        self._rows: list[ConversationSummary] = []
        self._question = Question()
        self._answered: Question | None = None  # what the rows are the answer to
        self._put_away: tuple[Which, ...] = ()
        self._has_more = False
        self._wants_more = False
        self._stale = False
        self._busy = False
        self._speak: Callable[[ConversationSummary], str] = lambda summary: summary.conversation.title
        self._typing = QTimer(self, singleShot=True, interval=_TYPING_PAUSE)
        self._typing.timeout.connect(self.refresh)
        self._clock = QTimer(self, interval=_A_MINUTE)
        self._clock.timeout.connect(self.look_at_the_clock)

    def open(self, library: Library) -> None:
        """Show this library."""
        self._library = library
        self._clock.start()
        self._empty()
        self.refresh()

    def close(self) -> None:
        """Show nothing, and ask nothing more."""
        self._library = None
        self._clock.stop()
        self._typing.stop()
        self._empty()

    @property
    def question(self) -> Question:
        """What is asked for now; the rows follow at `loaded`."""
        return self._question

    @property
    def is_loaded(self) -> bool:
        """Whether the rows are those of the question asked last."""
        return self._answered == self._question

    @property
    def put_away(self) -> tuple[Which, ...]:
        """Where conversations are while there is none in the list: in the archive, in the trash."""
        return self._put_away

    def search(self, text: str) -> None:
        """Show conversations with these words, once nothing was typed for a moment."""
        self._question = self._question._replace(text=" ".join(text.split()))
        self._typing.start()

    def show_list(self, which: Which) -> None:
        """Show what is kept, in the archive, or in the trash."""
        self._question = self._question._replace(which=which)
        self.refresh()

    def refresh(self) -> None:
        """Read the rows again; what is selected stays selected."""
        self._stale = True
        if not self._busy and self._library is not None:
            self._busy = True
            self._tasks.start(self._load(), "conversations")

    def speak_with(self, speak: Callable[[ConversationSummary], str]) -> None:
        """Let this make the words a screen reader says for a row."""
        self._speak = speak

    def row_of(self, conversation_id: str) -> int:
        """The row of a conversation, -1 when it is not among those read so far."""
        return next((row for row, each in enumerate(self._rows) if each.conversation.id == conversation_id), -1)

    def conversation_at(self, index: Index) -> Conversation | None:
        """The conversation of a row."""
        return self._rows[index.row()].conversation if index.isValid() else None

    def look_at_the_clock(self) -> None:
        """Group the rows anew when another day has begun."""
        if (day := self._today()) != self._day:
            self._day = day
            self._redraw()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default, never changed
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        summary = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                return summary.conversation.title
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._speak(summary)
            case _ if role == SUMMARY:
                return summary
            case _ if role == SECTION:
                return _section_at(self._rows, index.row(), self._day, self._answered)
            case _ if role == IS_MIXED:
                return self._answered is not None and self._answered.which == "kept"
            case _ if role == TELLS_WHEN:
                return _section_of(summary.conversation, self._day, self._answered).kind in ("pinned", "today")
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        title = " ".join(str(value).split())[:_LONGEST_TITLE]
        conversation = self.conversation_at(index)
        if role != Qt.ItemDataRole.EditRole or not title or conversation is None:
            return False
        if title != conversation.title:
            row, old = index.row(), self._rows[index.row()]
            self._rows[row] = old._replace(conversation=conversation._replace(title=title))
            self.dataChanged.emit(self.index(row), self.index(row))
            self.renamed.emit(conversation, title)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        flag = Qt.ItemFlag
        if not index.isValid():
            return flag.NoItemFlags
        editable = flag.NoItemFlags if self._question.trashed else flag.ItemIsEditable
        return flag.ItemIsEnabled | flag.ItemIsSelectable | flag.ItemNeverHasChildren | editable

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and self._has_more and self.is_loaded and not self._wants_more

    def fetchMore(self, parent: Index) -> None:
        if self.canFetchMore(parent):
            self._wants_more = True
            self.refresh()

    async def _load(self) -> None:
        try:
            while self._stale and (library := self._library) is not None:
                self._stale = False
                shown = len(self._rows) if self.is_loaded else 0
                limit = max(PAGE, shown + (PAGE if self._wants_more else 0))
                await self._load_from(library, self._question, limit)
        finally:
            self._busy = self._wants_more = False

    async def _load_from(self, library: Library, question: Question, limit: int) -> None:
        try:
            # One more than is shown tells whether there are more.
            found, put_away = await self._tasks.in_worker(_read, library, question, limit + 1)
        except Exception:
            if library is not self._library:
                return  # closed in the meantime: what it could not tell is of no interest
            raise
        if library is self._library and question == self._question:
            self._has_more = len(found) > limit
            self._wants_more = False
            self._put_away = put_away
            self._show(question, list(found[:limit]))

    def _show(self, question: Question, rows: list[ConversationSummary]) -> None:
        if question == self._answered:
            self.about_to_refresh.emit()
            self._follow(rows)
        else:
            self.beginResetModel()
            self._rows = rows
            self._answered = question
            self.endResetModel()
        self.loaded.emit()

    def _follow(self, rows: list[ConversationSummary]) -> None:
        """Become `rows` by moving, so that whatever points at a row goes along."""
        for kind, first, last in changes_between(_ids(self._rows), _ids(rows)):
            if kind == "remove":
                self.beginRemoveRows(QModelIndex(), first, last)
                del self._rows[first : last + 1]
                self.endRemoveRows()
            elif kind == "insert":
                self.beginInsertRows(QModelIndex(), first, last)
                self._rows[first:first] = rows[first : last + 1]
                self.endInsertRows()
            else:
                self.beginMoveRows(QModelIndex(), first, first, QModelIndex(), last)
                self._rows.insert(last, self._rows.pop(first))
                self.endMoveRows()
        self._rows = rows
        self._redraw()

    def _redraw(self) -> None:
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))

    def _empty(self) -> None:
        self.beginResetModel()
        self._rows = []
        self._answered = None
        self._put_away = ()
        self._has_more = self._wants_more = self._stale = False
        self.endResetModel()


def _read(library: Library, question: Question, limit: int) -> tuple[Sequence[ConversationSummary], tuple[Which, ...]]:
    """The rows; where there is none in the list, also the other lists that have some."""
    read = library.conversations.summaries
    found = read(limit, which=question.which, text=question.text)
    others: tuple[Which, ...] = () if found or question != Question() else ("archived", "trashed")
    return found, tuple(each for each in others if read(1, which=each))


def _section_at(rows: list[ConversationSummary], row: int, today: date, asked: Question | None) -> Section | None:
    """The section that begins with a row."""
    section, above = (_section_of(rows[each].conversation, today, asked) for each in (row, max(row - 1, 0)))
    return None if row and section == above else section


def _section_of(conversation: Conversation, today: date, asked: Question | None) -> Section:
    if conversation.is_pinned and (asked is None or asked.which == "kept"):
        return PINNED
    return section_of(conversation.updated, today)


def _ids(rows: list[ConversationSummary]) -> list[str]:
    return [summary.conversation.id for summary in rows]
