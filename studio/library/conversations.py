"""Conversations: titled forests of turns."""

from studio.library.database import AFTER_ALL, Database, Value
from studio.library.errors import LibraryBug
from studio.library.images import IMAGE_COLUMNS, image_of
from studio.library.matching import matches_of
from studio.library.records import Conversation, ConversationSummary
from studio.library.texts import storable

_GET = "SELECT id, title, created, updated, trashed, pinned, archived FROM conversation WHERE id = ?"
_KEPT = """
    SELECT id, title, created, updated, trashed, pinned, archived FROM conversation
    WHERE trashed IS NULL AND (updated, id) < (?, ?) ORDER BY updated DESC, id DESC LIMIT ?
"""
_TRASHED = """
    SELECT id, title, created, updated, trashed, pinned, archived FROM conversation
    WHERE trashed IS NOT NULL AND (updated, id) < (?, ?) ORDER BY updated DESC, id DESC LIMIT ?
"""
# CROSS JOIN keeps the order of the loops: the newest turn that has a picture ends the search.
_SUMMARY = """
    conversation.id, title, conversation.created, updated, conversation.trashed, pinned, archived, (
        SELECT count(*) FROM turn WHERE conversation_id = conversation.id AND trashed IS NULL
    )
    FROM conversation LEFT JOIN image ON image.id = (
        SELECT main.id FROM turn CROSS JOIN image AS main ON main.turn_id = turn.id
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
_PAGE = "AND (updated, conversation.id) < (?, ?) ORDER BY updated DESC, conversation.id DESC LIMIT ?"


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

    def newest(self, limit: int, before: Conversation | None = None, trashed: bool = False) -> tuple[Conversation, ...]:
        """A page, last changed first, that follows `before`."""
        rows = self._database.rows(_TRASHED if trashed else _KEPT, (*_after(before), limit))
        return tuple(Conversation(*row) for row in rows)

    def summaries(
        self, limit: int, before: Conversation | None = None, trashed: bool = False, text: str = ""
    ) -> tuple[ConversationSummary, ...]:
        """A page, last changed first, that follows `before`; of those with each word of `text` in title or prompts."""
        state = f"WHERE conversation.trashed IS {'NOT ' if trashed else ''}NULL"
        words = matches_of(text)
        asked = f"{state} {''.join(_HAS.replace('#', word.operator) for word in words)} {_PAGE}"
        values: tuple[Value, ...] = (*(word.pattern for word in words for _ in range(2)), *_after(before), limit)
        rows = self._database.rows(f"SELECT {IMAGE_COLUMNS}, {_SUMMARY} {asked}", values)
        return tuple(
            ConversationSummary(Conversation(*row[15:22]), row[22], None if row[0] is None else image_of(row))
            for row in rows
        )

    def _set(self, statement: str, value: str | int | None, conversation_id: str) -> None:
        with self._database.transaction():
            if not self._database.write(statement, (value, conversation_id)):
                raise LibraryBug(f"There is no conversation {conversation_id} in this library.")


def _after(before: Conversation | None) -> tuple[int, str]:
    return (before.updated, before.id) if before else AFTER_ALL
