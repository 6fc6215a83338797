"""Questions asked often are answered from an index, whatever the size of the library."""

from collections.abc import Callable
from contextlib import suppress

import pytest

from studio.library.errors import UnknownTurn
from studio.library.library import Library
from tests.library.making import new_turn

QUESTIONS: dict[str, tuple[Callable[[Library], object], str]] = {
    "a page of images": (lambda library: library.images.newest(200), "image_newest"),
    "a page of the trash": (lambda library: library.images.newest(200, trashed=True), "image_trashed"),
    "a page of conversations": (lambda library: library.conversations.newest(200), "conversation_newest"),
    "a list of conversations": (lambda library: library.conversations.summaries(100), "conversation_listed"),
    "the archive": (lambda library: library.conversations.summaries(9, which="archived"), "conversation_archived"),
    "what is in the trash": (
        lambda library: library.conversations.summaries(9, which="trashed"),
        "conversation_trashed",
    ),
    "conversations with a word": (
        lambda library: library.conversations.summaries(100, text="otter öl"),
        "conversation_newest",
    ),
    "turns of each conversation": (lambda library: library.conversations.summaries(100), "turn_2"),
    "those of them in the trash": (lambda library: library.conversations.summaries(100), "turn_trashed"),
    "the newest picture of each": (lambda library: library.conversations.summaries(100), "image_of_turn"),
    "attempts of a turn": (lambda library: library.turns.attempts("a"), "sqlite_autoindex_attempt_2"),
    "its price": (lambda library: library.turns.children("a"), "sqlite_autoindex_attempt_2"),
    "what last means": (lambda library: library.turns.find("last"), "turn_continuable"),
    "open attempts": (lambda library: library.turns.open_attempts(), "attempt_open"),
    "what nobody has dealt with": (lambda library: library.unsettled.all(), "attempt_unsettled"),
    "where turns stand": (lambda library: library.outlines.places("a"), "turn_2"),
    "a tree of turns": (lambda library: library.outlines.read("a"), "attempt_2"),
    "children": (lambda library: library.turns.children("a"), "turn_children"),
    "images of a turn": (lambda library: library.images.of_turn("a"), "image_of_turn"),
    "money": (lambda library: library.ledger.between(1, 2), "attempt_charged"),
    "known bytes": (lambda library: library.images._blobs.find("a"), "sqlite_autoindex_blob_1"),
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_no_scan_and_no_sorting(library: Library, name: str) -> None:
    ask, index = QUESTIONS[name]
    asked: list[str] = []
    library.database._connection.set_trace_callback(asked.append)
    with suppress(UnknownTurn):
        ask(library)
    library.database._connection.set_trace_callback(None)
    plan = [row["detail"] for row in library.database.rows(f"EXPLAIN QUERY PLAN {asked[-1]}")]
    assert any(index in step for step in plan), plan
    assert not any("TEMP B-TREE" in step for step in plan), plan
    assert not any(step.startswith("SCAN") and "USING" not in step for step in plan), plan


def test_pinned_conversations_come_from_their_own_index(library: Library) -> None:
    asked: list[str] = []
    library.database._connection.set_trace_callback(asked.append)
    library.conversations.summaries(100)
    library.database._connection.set_trace_callback(None)
    pinned, listed = ([row["detail"] for row in library.database.rows(f"EXPLAIN QUERY PLAN {each}")] for each in asked)
    assert any("conversation_pinned" in step for step in pinned), pinned
    assert any("conversation_listed" in step for step in listed), listed
    assert not any("TEMP B-TREE" in step for step in (*pinned, *listed))


def test_a_pruning_looks_only_at_what_follows(library: Library) -> None:
    turn = library.turns.begin(new_turn(library))
    asked: list[str] = []
    library.database._connection.set_trace_callback(asked.append)
    library.forest.prune(turn.id, 5)
    library.database._connection.set_trace_callback(None)
    plans = [
        row["detail"]
        for each in asked
        if each.lstrip().startswith(("SELECT", "WITH"))
        for row in library.database.rows(f"EXPLAIN QUERY PLAN {each}")
    ]
    assert not [step for step in plans if step.startswith("SCAN") and step != "SCAN pruned"], plans
