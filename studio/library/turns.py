"""Turns: intents and their outcomes, as a forest, with their inputs, attempts and replies."""

import re
import sqlite3

from studio.library.attempts import Attempts
from studio.library.database import Database, Value
from studio.library.errors import AmbiguousTurn, PutAway, UnknownTurn
from studio.library.forest import Forest
from studio.library.images import IMAGE_COLUMNS, image_of
from studio.library.records import (
    Attempt,
    Charge,
    Commit,
    Committed,
    EndState,
    Image,
    Input,
    Json,
    Landed,
    NewTurn,
    Span,
    Turn,
)
from studio.library.replies import Replies
from studio.library.stored_reply import StoredReply
from studio.library.texts import list_from_json, object_from_json, storable, to_json

SELECT_TURN = """
    SELECT id, conversation_id, parent_id, send_id, origin, created, prompt, settings, connection, endpoint, model,
        decisions, outcome, words, content_attempt, content_start, content_end, estimate_micros, (
            SELECT sum(actual_micros) FROM attempt WHERE turn_id = coalesce(turn.copied_from, turn.id)
        ), trashed, starred, folded, copied_from
    FROM turn
"""
_INSERT = """
    INSERT INTO turn (id, conversation_id, parent_id, send_id, origin, created, prompt,
        settings, connection, endpoint, model, decisions, estimate_micros)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_PATH = """
    JOIN (
        WITH RECURSIVE branch (id, parent_id, height) AS (
            SELECT id, parent_id, 0 FROM turn WHERE id = ?
            UNION ALL SELECT turn.id, turn.parent_id, height + 1 FROM turn JOIN branch ON turn.id = branch.parent_id
        )
        SELECT id AS branch_id, height FROM branch
    ) ON branch_id = turn.id ORDER BY height DESC
"""
_INPUTS = """
    FROM input JOIN image ON image.id = input.image_id JOIN blob ON blob.sha256 = image.blob
    WHERE input.turn_id = ? ORDER BY position
"""
# What a turn made is named in its place: the name of a picture's file ends like the id of its attempt.
_MADE = """
    WHERE id IN (
        SELECT turn_id FROM attempt WHERE substr(id, ?1) = ?2 UNION SELECT turn_id FROM image WHERE substr(id, ?1) = ?2
    ) LIMIT 2
"""
_LAST = "WHERE content_attempt IS NOT NULL AND trashed IS NULL AND copied_from IS NULL ORDER BY id DESC LIMIT 1"
# Of the turn that made an image and its copies, the one that a person has in view, else one that is in no trash.
_SHOWING = """
    WHERE id = ?1 OR copied_from = ?1
    ORDER BY trashed IS NOT NULL, conversation_id IS ?2 DESC,
        (SELECT trashed FROM conversation WHERE id = conversation_id) IS NOT NULL, copied_from IS NOT NULL, id LIMIT 1
"""
_ENDING = re.compile(r"[0-9a-f]{1,32}")


class Turns:
    """The turns of one library; callable from any thread, blocking on the disk."""

    def __init__(self, database: Database, attempts: Attempts, replies: Replies, forest: Forest) -> None:
        self._database = database
        self._attempts = attempts
        self._replies = replies
        self._forest = forest

    def begin(self, new: NewTurn) -> Turn:
        """Write an intent and its inputs down; the parent, if any, is in the same conversation.

        What it continues is taken out of the trash, so that no picture is paid for where nobody finds it; but raises
        PutAway if that, or the conversation, went there while the turn waited: then nobody wants it any more.
        """
        with self._database.transaction():
            if self._forest.is_put_away(new.id, new.conversation_id, new.parent_id):
                raise PutAway("What this was to follow went into the trash while it waited. It was not sent.")
            if new.parent_id is not None:
                self._forest.take_up(new.parent_id)
            self._database.write(_INSERT, _values_of(new))
            for position, given in enumerate(new.inputs):
                name = given.name and storable(given.name)
                self._database.write(
                    "INSERT INTO input (turn_id, position, role, image_id, name) VALUES (?, ?, ?, ?, ?)",
                    (new.id, position, given.role, given.image_id, name),
                )
            self._database.write(
                "UPDATE conversation SET updated = max(updated, ?) WHERE id = ?", (new.created, new.conversation_id)
            )
            return self.get(new.id)

    def begin_attempt(self, turn_id: str, attempt_id: str, created: int) -> Attempt:
        """Write down that an attempt is about to be made; its landing folder must exist already."""
        return self._attempts.begin(turn_id, attempt_id, created)

    def mark_sent(self, attempt_id: str, when: int) -> None:
        """Note, before the first byte goes out, that the attempt may reach a server."""
        self._attempts.mark_sent(attempt_id, when)

    def take_back_sent(self, attempt_id: str) -> None:
        """Note that of an open attempt nothing has gone out after all."""
        self._attempts.take_back_sent(attempt_id)

    def end_attempt(
        self,
        attempt_id: str,
        state: EndState,
        charge: Charge,
        when: int,
        failure: Json | None = None,
        http_status: int | None = None,
        actual_micros: int | None = None,
    ) -> bool:
        """End an attempt that left nothing to keep; False, changing nothing, when it was ended already."""
        return self._attempts.end(attempt_id, state, charge, when, failure, http_status, actual_micros)

    def commit_reply(self, attempt_id: str, landed: Landed, commit: Commit) -> Committed:
        """Take a landed reply into the library and end its attempt, in one transaction; safe to repeat."""
        return self._replies.commit(attempt_id, landed, commit)

    def reply(self, attempt_id: str) -> StoredReply | None:
        """The reply of an attempt as it was received, None when it left none."""
        return self._replies.read(attempt_id)

    def facts(self, attempt_id: str) -> Json:
        """What was read from the reply of an attempt, {} when it left none."""
        return self._replies.facts(attempt_id)

    def open_attempts(self) -> tuple[Attempt, ...]:
        """Attempts without an end, oldest first: running ones, of any process, and those whose process died."""
        return self._attempts.open_ones()

    def attempts(self, turn_id: str) -> tuple[Attempt, ...]:
        """The attempts of a turn, in order; of a copy, those of its original."""
        return self._attempts.of_turn(turn_id)

    def get(self, turn_id: str) -> Turn:
        """The turn with this id; UnknownTurn if there is none."""
        found = self._all("WHERE id = ?", turn_id)
        if not found:
            raise UnknownTurn(f"There is no turn {turn_id} in this library.")
        return found[0]

    def has(self, turn_id: str) -> bool:
        """Whether there is a turn with this id."""
        return bool(self._database.rows("SELECT 1 FROM turn WHERE id = ?", (turn_id,)))

    def find(self, text: str) -> Turn:
        """The turn meant by a whole id or a unique ending of one: its own, else that of its attempt or image.

        `last` is the newest turn that can be continued. UnknownTurn for no turn, AmbiguousTurn for several.
        """
        wanted = text.strip().lower()
        if wanted == "last":
            return self._last()
        found = self._ending_in(wanted) if _ENDING.fullmatch(wanted) else ()
        if not found:
            raise UnknownTurn(
                f"No turn or picture ends in “{text}”. Give the letters at the end of a picture's file name, or “last”."
            )
        if len(found) > 1:
            raise AmbiguousTurn(f"Several turns or pictures end in “{text}”. Give more letters of the id.")
        return found[0]

    def path(self, turn_id: str) -> tuple[Turn, ...]:
        """The branch that ends at a turn, root first."""
        found = self._all(_PATH, turn_id)
        if not found:
            raise UnknownTurn(f"There is no turn {turn_id} in this library.")
        return found

    def showing(self, image: Image, conversation_id: str | None) -> Turn | None:
        """The turn that shows an image: in this conversation, if one does there; None for what no turn made."""
        if image.turn_id is None:
            return None
        return self._all(_SHOWING, image.turn_id, conversation_id)[0]

    def recent(self, limit: int) -> tuple[Turn, ...]:
        """The newest turns that are not in the trash, newest first, each once: without copies."""
        return self._all("WHERE trashed IS NULL AND copied_from IS NULL ORDER BY id DESC LIMIT ?", limit)

    def of_conversation(self, conversation_id: str) -> tuple[Turn, ...]:
        """All turns of a conversation, oldest first."""
        return self._all("WHERE conversation_id = ? ORDER BY id", conversation_id)

    def children(self, turn_id: str) -> tuple[Turn, ...]:
        """The turns that continue a turn, oldest first."""
        return self._all("WHERE parent_id = ? ORDER BY id", turn_id)

    def siblings(self, turn_id: str) -> tuple[Turn, ...]:
        """Turns that continue the same turn, itself included, oldest first; for a root, its conversation's roots."""
        turn = self.get(turn_id)
        return self._all(
            "WHERE conversation_id = ? AND parent_id IS ? ORDER BY id", turn.conversation_id, turn.parent_id
        )

    def inputs(self, turn_id: str) -> tuple[Input, ...]:
        """What was sent with a turn, in order."""
        rows = self._database.rows(
            f"SELECT {IMAGE_COLUMNS}, input.position, input.role, input.name {_INPUTS}", (turn_id,)
        )
        return tuple(Input(turn_id, row[15], row[16], image_of(row), row[17]) for row in rows)

    def _last(self) -> Turn:
        found = self._all(_LAST)
        if not found:
            raise UnknownTurn("There is no turn yet that could be continued. Generate a picture first.")
        return found[0]

    def _ending_in(self, ending: str) -> tuple[Turn, ...]:
        """Turns meant by the ending of an id, two at most."""
        values = (-len(ending), ending)
        return self._all("WHERE substr(id, ?1) = ?2 LIMIT 2", *values) or self._all(_MADE, *values)

    def _all(self, rest: str, *values: Value) -> tuple[Turn, ...]:
        return tuple(map(turn_of, self._database.rows(f"{SELECT_TURN} {rest}", values)))


def _values_of(new: NewTurn) -> tuple[Value, ...]:
    return (
        *(new.id, new.conversation_id, new.parent_id, new.send_id, new.origin, new.created, storable(new.prompt)),
        *(to_json(new.settings), new.connection, new.endpoint, new.model, to_json(new.decisions), new.estimate_micros),
    )


def turn_of(row: sqlite3.Row) -> Turn:
    """The turn in a row of `SELECT_TURN`, which has the order of Turn: by their names, thousands would take longer."""
    settings, decisions = object_from_json(row[7]), list_from_json(row[11])
    content = None if row[14] is None else Span(*row[14:17])
    return Turn._make((*row[:7], settings, *row[8:11], decisions, *row[12:14], content, *row[17:]))
