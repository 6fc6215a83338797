"""What a person does with the trees of turns: prune, star, fold, and copy a branch or a conversation.

A copy is a row of its own for the same event: it says from which turn it was copied, and the attempts, the reply and
the images of that one are its too. Nothing is paid, counted or shown twice; an image rated in one is rated in both.

What is kept never follows what is in the trash: pruning takes all that follows along, and whoever goes on from a turn
in the trash takes it and what it follows out again.
"""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from studio.library.conversations import Conversations
from studio.library.database import Database
from studio.library.errors import UnknownTurn
from studio.library.ids import IdMaker, made_at
from studio.library.records import Conversation

_COPY = """
    INSERT INTO turn (id, conversation_id, parent_id, send_id, starred, folded, copied_from,
        origin, created, prompt, settings, connection, endpoint, model, decisions, outcome, words,
        content_attempt, content_start, content_end, estimate_micros)
    SELECT ?, ?, ?, ?, starred, CASE WHEN ? THEN folded END, coalesce(copied_from, id),
        origin, created, prompt, settings, connection, endpoint, model, decisions, outcome, words,
        content_attempt, content_start, content_end, estimate_micros
    FROM turn WHERE id = ?
"""
_COPY_INPUTS = """
    INSERT INTO input (turn_id, position, role, image_id, name)
    SELECT ?, position, role, image_id, name FROM input WHERE turn_id = ?
"""
_PATH = """
    WITH RECURSIVE branch (id, parent_id, send_id) AS (
        SELECT id, parent_id, send_id FROM turn WHERE id = ?
        UNION ALL SELECT turn.id, turn.parent_id, turn.send_id FROM turn JOIN branch ON turn.id = branch.parent_id
    )
    SELECT id, parent_id, send_id FROM branch ORDER BY id
"""
_KEPT = "SELECT id, parent_id, send_id FROM turn WHERE conversation_id = ? AND trashed IS NULL ORDER BY id"
_FOLLOWING = """
    WITH RECURSIVE pruned (id, trashed) AS (
        SELECT id, trashed FROM turn WHERE id = ?
        UNION ALL SELECT turn.id, turn.trashed FROM pruned JOIN turn ON turn.parent_id = pruned.id
    )
    SELECT id FROM pruned WHERE trashed IS NULL ORDER BY id
"""
_PRUNED_PARENT = """
    SELECT parent.id FROM turn JOIN turn AS parent ON parent.id = turn.parent_id
    WHERE turn.id = ? AND parent.trashed IS NOT NULL
"""
_PRUNED_PATH = """
    WITH RECURSIVE branch (id, parent_id, trashed, height) AS (
        SELECT id, parent_id, trashed, 0 FROM turn WHERE id = ?
        UNION ALL
        SELECT turn.id, turn.parent_id, turn.trashed, height + 1 FROM branch JOIN turn ON turn.id = branch.parent_id
    )
    SELECT id FROM branch WHERE trashed IS NOT NULL ORDER BY height DESC
"""
# An image that went into the trash with its turn, or later with the last of its copies, has the time of that; one that
# a person put there has another.
_IMAGES_GONE = """
    SELECT image.id FROM turn JOIN image ON image.turn_id = coalesce(turn.copied_from, turn.id)
    WHERE turn.id = ? AND image.trashed >= turn.trashed AND image.trashed IN (
        SELECT trashed FROM turn AS gone WHERE gone.id = image.turn_id OR gone.copied_from = image.turn_id
    )
"""
# Images that kept turns of a conversation show, and that went into the trash while it was there too, with another copy.
_IMAGES_MISSED = """
    SELECT image.id, image.trashed FROM turn JOIN image ON image.turn_id = coalesce(turn.copied_from, turn.id)
    WHERE turn.conversation_id = ? AND turn.trashed IS NULL AND image.trashed IN (
        SELECT trashed FROM turn AS gone WHERE gone.id = image.turn_id OR gone.copied_from = image.turn_id
    )
"""
# What was in the trash already when somebody asked for a turn there comes out of it; what went there since stays.
_PUT_AWAY = """
    SELECT 1 FROM (
        SELECT trashed FROM conversation WHERE id = ?1 UNION ALL SELECT trashed FROM turn WHERE id = ?2
    ) WHERE trashed > ?3
"""
_IN_TRASH = """
    SELECT turn.trashed IS NOT NULL OR conversation.trashed IS NOT NULL
    FROM turn JOIN conversation ON conversation.id = turn.conversation_id WHERE turn.id = ?
"""
_TRASH_TURN = "UPDATE turn SET trashed = ? WHERE id = ?"
_TRASH_IMAGE = "UPDATE image SET trashed = ? WHERE id = ?"
# The images of a turn, unless it is kept elsewhere: by itself, if the turn is a copy, or by another copy.
_IMAGES = """
    SELECT image.id FROM turn JOIN image ON image.turn_id = coalesce(turn.copied_from, turn.id)
    WHERE turn.id = ? AND image.trashed IS NULL AND image.role IN ('main', 'draft') AND NOT EXISTS (
        SELECT 1 FROM turn AS kept JOIN conversation ON conversation.id = kept.conversation_id
        WHERE (kept.id = image.turn_id OR kept.copied_from = image.turn_id)
            AND kept.trashed IS NULL AND conversation.trashed IS NULL
    ) ORDER BY image.id
"""


class _Mark(NamedTuple):
    """How a column of a turn is read and written."""

    read: str
    write: str


_STAR = _Mark("SELECT starred FROM turn WHERE id = ?", "UPDATE turn SET starred = ? WHERE id = ?")
_FOLD = _Mark("SELECT folded FROM turn WHERE id = ?", "UPDATE turn SET folded = ? WHERE id = ?")


@dataclass(frozen=True, slots=True)
class Pruned:
    """What a pruning put into the trash, by their ids: all that was not there before."""

    turns: tuple[str, ...]
    images: tuple[str, ...]


class Forest:
    """Changes of the trees of one library; callable from any thread, blocking on the disk."""

    def __init__(self, database: Database, conversations: Conversations, ids: IdMaker) -> None:
        self._database = database
        self._conversations = conversations
        self._ids = ids

    def prune(self, turn_id: str, when: int) -> Pruned:
        """Put a turn and everything that follows it into the trash, and the images that no kept turn shows.

        Images of a turn stay as long as a copy of it is kept, or what it was copied from. What is still on its way is
        pruned too; its images, when they come, are new and stay in the gallery.
        """
        with self._database.transaction():
            turns = tuple(row["id"] for row in self._database.rows(_FOLLOWING, (turn_id,)))
            if not turns and self._database.row("SELECT 1 FROM turn WHERE id = ?", (turn_id,)) is None:
                raise UnknownTurn(f"There is no turn {turn_id} in this library.")
            self._set(_TRASH_TURN, when, turns)
            images = dict.fromkeys(row["id"] for each in turns for row in self._database.rows(_IMAGES, (each,)))
            self._set(_TRASH_IMAGE, when, tuple(images))
        return Pruned(turns, tuple(images))

    def unprune(self, pruned: Pruned) -> None:
        """Take out of the trash what a pruning put there; and what it follows, if that was pruned since."""
        with self._database.transaction():
            self._take_out(pruned.turns)
            self._set(_TRASH_IMAGE, None, pruned.images)
            for each in pruned.turns:
                for row in self._database.rows(_PRUNED_PARENT, (each,)):
                    self.take_up(row["id"])

    def take_up(self, turn_id: str) -> Pruned:
        """Take a turn and all it follows out of the trash, root first, with the images that went there with them."""
        with self._database.transaction():
            turns = tuple(row["id"] for row in self._database.rows(_PRUNED_PATH, (turn_id,)))
            return Pruned(turns, self._take_out(turns))

    def put_back(self, taken: Pruned, when: int) -> None:
        """Put what was taken up into the trash again, and what was begun there since, which follows it."""
        with self._database.transaction():
            for each in taken.turns[:1]:
                self._set(_TRASH_TURN, when, [row["id"] for row in self._database.rows(_FOLLOWING, (each,))])
            self._set(_TRASH_IMAGE, when, taken.images)

    def restore(self, conversation_id: str) -> tuple[tuple[str, int], ...]:
        """Take a conversation out of the trash, and images that nothing kept showed: their ids, and since when."""
        with self._database.transaction():
            self._conversations.restore(conversation_id)
            images = tuple((row[0], row[1]) for row in self._database.rows(_IMAGES_MISSED, (conversation_id,)))
            self._set(_TRASH_IMAGE, None, [each for each, _ in images])
        return images

    def trash(self, conversation_id: str, when: int, images: Sequence[tuple[str, int]] = ()) -> None:
        """Put a conversation into the trash; `images` are those that were taken out with it."""
        with self._database.transaction():
            self._conversations.trash(conversation_id, when)
            for each, since in images:
                self._set(_TRASH_IMAGE, since, [each])

    def is_put_away(self, turn_id: str, conversation_id: str, parent_id: str | None) -> bool:
        """Whether what a turn was to follow, or its conversation, went into the trash after the turn was asked for."""
        return self._database.row(_PUT_AWAY, (conversation_id, parent_id, made_at(turn_id))) is not None

    def is_in_trash(self, turn_id: str) -> bool | None:
        """Whether a turn lies in the trash, or all of its conversation does; None where there is no such turn."""
        row = self._database.row(_IN_TRASH, (turn_id,))
        return None if row is None else bool(row[0])

    def star(self, turn_id: str, when: int | None) -> int | None:
        """Mark a turn as the best of its siblings, or with None no more; the value it had before is returned."""
        return self._mark(_STAR, turn_id, when)

    def fold(self, turn_id: str, when: int | None) -> int | None:
        """Hide what follows a turn in the tree, or with None show it; the value it had before is returned."""
        return self._mark(_FOLD, turn_id, when)

    def fork(self, turn_id: str, title: str, when: int) -> Conversation:
        """Copy the branch that ends at a turn into a conversation of its own, nothing of it folded or in the trash."""
        with self._database.transaction():
            rows = self._database.rows(_PATH, (turn_id,))
            if not rows:
                raise UnknownTurn(f"There is no turn {turn_id} in this library.")
            return self._copy(rows, title, when, folds=False)

    def duplicate(self, conversation_id: str, title: str, when: int) -> Conversation:
        """Copy every turn of a conversation that is not in the trash, with stars and folds, into one of its own."""
        with self._database.transaction():
            self._conversations.get(conversation_id)
            return self._copy(self._database.rows(_KEPT, (conversation_id,)), title, when, folds=True)

    def _copy(self, rows: Sequence[sqlite3.Row], title: str, when: int, *, folds: bool) -> Conversation:
        """Copy turns in the order of their ids, so that siblings stay in theirs."""
        made = self._conversations.create(self._ids.new(), title, when)
        sends: dict[str, str] = {}
        turns = {row["id"]: self._ids.new() for row in rows}
        # After a clock that went back, a turn can stand before its parent; the keys are looked at in the end.
        self._database.write("PRAGMA defer_foreign_keys = ON")
        for row in rows:
            parent = turns[row["parent_id"]] if row["parent_id"] else None
            send = sends.setdefault(row["send_id"], self._ids.new())
            self._database.write(_COPY, (turns[row["id"]], made.id, parent, send, folds, row["id"]))
            self._database.write(_COPY_INPUTS, (turns[row["id"]], row["id"]))
        return made

    def _take_out(self, turns: Sequence[str]) -> tuple[str, ...]:
        """Take turns out of the trash, and the images that went there with them: their ids."""
        images = tuple(row["id"] for each in turns for row in self._database.rows(_IMAGES_GONE, (each,)))
        self._set(_TRASH_IMAGE, None, images)
        self._set(_TRASH_TURN, None, turns)
        return images

    def _mark(self, mark: _Mark, turn_id: str, when: int | None) -> int | None:
        with self._database.transaction():
            row = self._database.row(mark.read, (turn_id,))
            if row is None:
                raise UnknownTurn(f"There is no turn {turn_id} in this library.")
            self._database.write(mark.write, (when, turn_id))
            before: int | None = row[0]
            return before

    def _set(self, statement: str, when: int | None, ids: Sequence[str]) -> None:
        for each in ids:
            self._database.write(statement, (when, each))
