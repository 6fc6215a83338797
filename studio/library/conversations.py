"""Conversations (stub of the signatures, the code follows)."""

from studio.library.records import Conversation


class Conversations:
    """The conversations of one library."""

    def create(self, conversation_id: str, title: str, created: int) -> Conversation:
        raise NotImplementedError

    def get(self, conversation_id: str) -> Conversation:
        raise NotImplementedError

    def rename(self, conversation_id: str, title: str) -> None: ...
    def trash(self, conversation_id: str, when: int) -> None: ...
    def restore(self, conversation_id: str) -> None: ...

    def newest(self, limit: int, before: Conversation | None = None, trashed: bool = False) -> tuple[Conversation, ...]:
        """A page, last changed first, that follows `before`."""
        raise NotImplementedError
