"""Conversations: titled forests of turns."""

from studio.library.database import AFTER_ALL, Database
from studio.library.errors import LibraryBug
from studio.library.records import Conversation
from studio.library.texts import storable

_GET = "SELECT id, title, created, updated, trashed FROM conversation WHERE id = ?"
_KEPT = """
    SELECT id, title, created, updated, trashed FROM conversation
    WHERE trashed IS NULL AND (updated, id) < (?, ?) ORDER BY updated DESC, id DESC LIMIT ?
"""
_TRASHED = """
    SELECT id, title, created, updated, trashed FROM conversation
    WHERE trashed IS NOT NULL AND (updated, id) < (?, ?) ORDER BY updated DESC, id DESC LIMIT ?
"""


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
        row = self._database.row(_GET, (conversation_id,))
        if row is None:
            raise LibraryBug(f"There is no conversation {conversation_id} in this library.")
        return Conversation(*row)

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
        updated, last_id = (before.updated, before.id) if before else AFTER_ALL
        rows = self._database.rows(_TRASHED if trashed else _KEPT, (updated, last_id, limit))
        return tuple(Conversation(*row) for row in rows)

    def _set(self, statement: str, value: str | int | None, conversation_id: str) -> None:
        with self._database.transaction():
            if not self._database.write(statement, (value, conversation_id)):
                raise LibraryBug(f"There is no conversation {conversation_id} in this library.")
