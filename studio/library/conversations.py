"""Conversations: titled forests of turns."""

from collections.abc import Iterator, Sequence
from typing import Literal

from studio.library.database import AFTER_ALL, Database, Value
from studio.library.errors import LibraryBug
from studio.library.images import IMAGE_COLUMNS, image_of
from studio.library.matching import matches_of
from studio.library.records import Conversation, ConversationSummary
from studio.library.texts import storable

_GET = "SELECT id, title, created, updated, trashed, pinned, archived FROM conversation WHERE id = ?"
_KEPT = """
    SELECT id, title, created, updated, trashed, pinned, archived FROM conversation
    WHERE trashed IS NULL AND archived IS NULL AND (updated, id) < (?, ?) ORDER BY updated DESC, id DESC LIMIT ?
"""
_TRASHED = """
    SELECT id, title, created, updated, trashed, pinned, archived FROM conversation
    WHERE trashed IS NOT NULL AND (updated, id) < (?, ?) ORDER BY updated DESC, id DESC LIMIT ?
"""
# Turns are counted in an index, those in the trash in one of their own: no row is read for it. CROSS JOIN keeps the
# order of the loops: the newest turn that has a picture ends the search.
_SUMMARY = """
    conversation.id, title, conversation.created, updated, conversation.trashed, pinned, archived, (
        SELECT count(*) FROM turn WHERE conversation_id = conversation.id
    ) - (
        SELECT count(*) FROM turn WHERE conversation_id = conversation.id AND trashed IS NOT NULL
    )
    FROM conversation LEFT JOIN image ON image.rowid = (
        SELECT main.rowid FROM turn CROSS JOIN image AS main ON main.turn_id = coalesce(turn.copied_from, turn.id)
        WHERE conversation_id = conversation.id AND turn.trashed IS NULL AND main.role = 'main' AND main.trashed IS NULL
        ORDER BY turn.id DESC, main.id DESC LIMIT 1
    ) LEFT JOIN blob ON blob.sha256 = image.blob
"""
# The sign # stands for how one word is compared.
_HAS = """
    AND (title # OR EXISTS (
        SELECT 1 FROM turn WHERE conversation_id = conversation.id AND trashed IS NULL AND prompt #
    ))
"""
# Pinned ones come in the order in which they were pinned. What is in the archive shows only there and where words are
# looked for, whether pinned or not.
_PINNED = "pinned", "conversation.trashed IS NULL AND archived IS NULL AND pinned IS NOT NULL"
_NOT_PINNED = "updated", "conversation.trashed IS NULL AND archived IS NULL AND pinned IS NULL"
_NOT_PINNED_OR_ARCHIVED = "updated", "conversation.trashed IS NULL AND (pinned IS NULL OR archived IS NOT NULL)"
_ARCHIVED = "updated", "conversation.trashed IS NULL AND archived IS NOT NULL"
_TRASHED_ONES = "updated", "conversation.trashed IS NOT NULL"

Which = Literal["kept", "archived", "trashed"]
"""The lists that a conversation can be in; with a text, `kept` is all that is not in the trash."""


class Conversations:
    """The conversations of one library; callable from any thread, blocking on the disk."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def create(self, conversation_id: str, title: str, created: int) -> Conversation:
        """Write a new conversation down."""
        with self._database.transaction():
            self._database.write(
                "INSERT INTO conversation (id, title, created, updated) VALUES (?, ?, ?, ?)",
                (conversation_id, storable(title), created, created),
            )
            return self.get(conversation_id)

    def ensure(self, conversation_id: str, title: str, created: int) -> Conversation:
        """Write a conversation down unless it is there already, as it is for the second of several variants."""
        with self._database.transaction():
            if self._database.row(_GET, (conversation_id,)) is None:
                return self.create(conversation_id, title, created)
            return self.get(conversation_id)

    def get(self, conversation_id: str) -> Conversation:
        """The conversation with this id."""
        found = self.find(conversation_id)
        if found is None:
            raise LibraryBug(f"There is no conversation {conversation_id} in this library.")
        return found

    def find(self, conversation_id: str) -> Conversation | None:
        """The conversation with this id, None before its first turn."""
        row = self._database.row(_GET, (conversation_id,))
        return None if row is None else Conversation(*row)

    def rename(self, conversation_id: str, title: str) -> None:
        """Give a conversation another title."""
        self._set("UPDATE conversation SET title = ? WHERE id = ?", storable(title), conversation_id)

    def trash(self, conversation_id: str, when: int) -> None:
        """Put a conversation into the trash; its turns stay as they are."""
        self._set("UPDATE conversation SET trashed = ? WHERE id = ?", when, conversation_id)

    def restore(self, conversation_id: str) -> None:
        """Take a conversation out of the trash."""
        self._set("UPDATE conversation SET trashed = ? WHERE id = ?", None, conversation_id)

    def pin(self, conversation_id: str, when: int) -> None:
        """Let a conversation stand before all that are not pinned."""
        self._set("UPDATE conversation SET pinned = ? WHERE id = ?", when, conversation_id)

    def unpin(self, conversation_id: str) -> None:
        """Let a conversation stand in its place again."""
        self._set("UPDATE conversation SET pinned = ? WHERE id = ?", None, conversation_id)

    def archive(self, conversation_id: str, when: int) -> None:
        """Put a conversation out of sight, without the trash."""
        self._set("UPDATE conversation SET archived = ? WHERE id = ?", when, conversation_id)

    def unarchive(self, conversation_id: str) -> None:
        """Take a conversation out of the archive; it is pinned if it was."""
        self._set("UPDATE conversation SET archived = ? WHERE id = ?", None, conversation_id)

    def newest(self, limit: int, before: Conversation | None = None, trashed: bool = False) -> tuple[Conversation, ...]:
        """A page, last changed first, that follows `before`; without the archive."""
        rows = self._database.rows(_TRASHED if trashed else _KEPT, (*_after(before), limit))
        return tuple(map(Conversation._make, rows))

    def summaries(
        self, limit: int, before: Conversation | None = None, which: Which = "kept", text: str = ""
    ) -> tuple[ConversationSummary, ...]:
        """A page that follows `before`, pinned ones first, then last changed first; of those with each word of `text`.

        Words are looked for in titles and prompts, and among what is kept in the archive too (`Conversation.archived`).
        """
        found: dict[str, ConversationSummary] = {}  # a conversation may be pinned between the parts
        parts = _parts_of(which, bool(text.strip()))
        if before is not None and parts[0] is _PINNED and not before.is_pinned:
            parts = parts[1:]
        for part in parts:
            if len(found) < limit:
                for summary in self._part(part, before, limit - len(found), text):
                    found.setdefault(summary.conversation.id, summary)
            before = None
        return tuple(found.values())

    def summaries_of(self, ids: Sequence[str]) -> tuple[ConversationSummary, ...]:
        """These conversations (some dozens at most) as a list shows them, last changed first."""
        marks = ", ".join("?" * len(ids))
        order = "ORDER BY updated DESC, conversation.id DESC"
        return tuple(self._summaries(f"WHERE conversation.id IN ({marks}) {order}", ids))

    def _part(
        self, part: tuple[str, str], before: Conversation | None, limit: int, text: str
    ) -> Iterator[ConversationSummary]:
        (column, state), words = part, matches_of(text)
        has = "".join(_HAS.replace("#", word.operator) for word in words)
        page = f"AND ({column}, conversation.id) < (?, ?) ORDER BY {column} DESC, conversation.id DESC LIMIT ?"
        after = (getattr(before, column), before.id) if before else AFTER_ALL
        values: tuple[Value, ...] = (*(word.pattern for word in words for _ in range(2)), *after, limit)
        return self._summaries(f"WHERE {state} {has} {page}", values)

    def _summaries(self, rest: str, values: Sequence[Value]) -> Iterator[ConversationSummary]:
        for row in self._database.rows(f"SELECT {IMAGE_COLUMNS}, {_SUMMARY} {rest}", values):
            image = None if row[0] is None else image_of(row)
            yield ConversationSummary(Conversation(*row[15:22]), row[22], image)

    def _set(self, statement: str, value: str | int | None, conversation_id: str) -> None:
        with self._database.transaction():
            if not self._database.write(statement, (value, conversation_id)):
                raise LibraryBug(f"There is no conversation {conversation_id} in this library.")


def _parts_of(which: Which, has_words: bool) -> tuple[tuple[str, str], ...]:
    match which:
        case "kept":
            return _PINNED, _NOT_PINNED_OR_ARCHIVED if has_words else _NOT_PINNED
        case "archived":
            return (_ARCHIVED,)
        case "trashed":
            return (_TRASHED_ONES,)


def _after(before: Conversation | None) -> tuple[int, str]:
    return (before.updated, before.id) if before else AFTER_ALL
