"""Turns, their inputs and their attempts (stub of the signatures, the code follows)."""

from collections.abc import Mapping

from studio.library.records import (
    Attempt,
    Charge,
    Commit,
    Committed,
    EndState,
    Input,
    Landed,
    NewTurn,
    StoredReply,
    Turn,
)


class Turns:
    """Turns, inputs, attempts and replies of one library; callable from any thread, blocking on the disk."""

    def begin(self, new: NewTurn) -> Turn:
        """Write an intent and its inputs down."""
        raise NotImplementedError

    def begin_attempt(self, turn_id: str, attempt_id: str, created: int) -> Attempt:
        """Write down that an attempt is about to be made; its landing folder must exist already."""
        raise NotImplementedError

    def mark_sent(self, attempt_id: str, when: int) -> None:
        """Note, before the first byte goes out, that the attempt may reach a server."""
        raise NotImplementedError

    def commit_reply(self, attempt_id: str, landed: Landed, commit: Commit) -> Committed:
        """Take a landed reply into the library and end its attempt, in one transaction; safe to repeat."""
        raise NotImplementedError

    def end_attempt(
        self,
        attempt_id: str,
        state: EndState,
        charge: Charge,
        when: int,
        failure: Mapping[str, object] | None = None,
        http_status: int | None = None,
        actual_micros: int | None = None,
    ) -> bool:
        """End an attempt that left nothing to keep; False, changing nothing, when it was ended already."""
        raise NotImplementedError

    def open_attempts(self) -> tuple[Attempt, ...]:
        """Attempts without an end, oldest first: running ones, of any process, and those whose process died."""
        raise NotImplementedError

    def get(self, turn_id: str) -> Turn:
        raise NotImplementedError

    def find(self, text: str) -> Turn:
        """The turn with this id, with this unique ending of an id, or, for `last`, the newest that can be continued."""
        raise NotImplementedError

    def path(self, turn_id: str) -> tuple[Turn, ...]:
        """The branch that ends at a turn, root first."""
        raise NotImplementedError

    def recent(self, limit: int) -> tuple[Turn, ...]:
        raise NotImplementedError

    def children(self, turn_id: str) -> tuple[Turn, ...]:
        raise NotImplementedError

    def siblings(self, turn_id: str) -> tuple[Turn, ...]:
        """Turns that continue the same turn, itself included, oldest first; for a root, its conversation's roots."""
        raise NotImplementedError

    def inputs(self, turn_id: str) -> tuple[Input, ...]:
        raise NotImplementedError

    def attempts(self, turn_id: str) -> tuple[Attempt, ...]:
        raise NotImplementedError

    def reply(self, attempt_id: str) -> StoredReply | None:
        raise NotImplementedError
