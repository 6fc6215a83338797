"""What must always be true of a record, read from its rows; and the record as a value that can be compared."""

from collections.abc import Mapping, Sequence
from typing import Any

from studio.gemini.capabilities import Capabilities
from studio.gemini.content import GenerationConfig
from studio.gemini.request import build_body
from studio.generation.replay import Target, replay
from studio.library.library import Library
from studio.library.records import Spending

Row = Mapping[str, Any]
Record = Mapping[str, Row]
"""Rows by table and key; times of what a person did only as whether they are there."""

_KEYS = {
    "conversation": ("id",),
    "turn": ("id",),
    "attempt": ("id",),
    "image": ("id",),
    "input": ("turn_id", "position"),
    "reply": ("attempt_id",),
    "hole": ("attempt_id", "number"),
    "blob": ("sha256",),
}
_MARKS = {"trashed", "pinned", "archived", "starred", "folded"}
_CHANGING = {"trashed", "pinned", "archived", "starred", "folded", "title", "updated", "rating"}
# What a copy has of its own; all else is its original's.
_OWN = {"id", "conversation_id", "parent_id", "send_id", "starred", "folded", "trashed", "copied_from"}


def record_of(library: Library) -> Record:
    """Every row there is."""
    found: dict[str, Row] = {}
    for table, keys in _KEYS.items():
        for row in library.database.rows(f"SELECT * FROM {table}"):
            values = {name: row[name] is not None if name in _MARKS else row[name] for name in row.keys()}  # noqa: SIM118
            found[":".join((table, *(str(row[key]) for key in keys)))] = values
    return found


def without(record: Record, conversation_ids: set[str]) -> Record:
    """The record as it would be without some conversations, which made nothing themselves."""
    turns = {row["id"] for row in of(record, "turn") if row["conversation_id"] in conversation_ids}
    return {
        key: row
        for key, row in record.items()
        if row.get("conversation_id") not in conversation_ids
        and row.get("turn_id") not in turns
        and not (key.startswith("conversation:") and row["id"] in conversation_ids)
    }


def of(record: Record, table: str) -> list[Row]:
    """The rows of one table."""
    return [row for key, row in record.items() if key.startswith(f"{table}:")]


def lasting(record: Record) -> Record:
    """What no one may ever change, whatever is sent or done."""
    under_way = {row["turn_id"] for row in of(record, "attempt") if row["state"] == "open"}
    return {
        key: {name: value for name, value in row.items() if name not in _CHANGING}
        for key, row in record.items()
        if not (key.startswith("turn:") and (row["copied_from"] or row["id"]) in under_way)
        and not (key.startswith("attempt:") and row["state"] == "open")
    }


def spending(library: Library) -> Spending:
    """All the money there is in a library."""
    return library.ledger.between(0, 2**62)


def check_tree(library: Library, record: Record) -> None:
    """One parent in the same conversation, no cycle; only a Content is continued; the kept follows the kept."""
    turns = {row["id"]: row for row in of(record, "turn")}
    for turn in turns.values():
        seen, above = {turn["id"]}, turn["parent_id"]
        while above is not None:
            parent = turns[above]
            assert above not in seen, "a turn follows itself"
            assert parent["conversation_id"] == turn["conversation_id"], "a branch leaves its conversation"
            assert parent["content_attempt"] is not None, "a turn continues one that brought nothing"
            assert turn["trashed"] or not parent["trashed"], "a kept turn follows one in the trash"
            seen.add(above)
            above = parent["parent_id"]
    sends: dict[str, set[tuple[str, str | None]]] = {}
    for turn in turns.values():
        sends.setdefault(turn["send_id"], set()).add((turn["conversation_id"], turn["parent_id"]))
    assert all(len(places) == 1 for places in sends.values()), "turns of one send have several parents"


def check_copies(record: Record) -> None:
    """Copies stand for a turn that is none, say what it says, and have nothing that was made or sent themselves."""
    turns = {row["id"]: row for row in of(record, "turn")}
    copies = {row["id"]: row for row in turns.values() if row["copied_from"] is not None}
    inputs: dict[str, list[Row]] = {}
    for row in sorted(of(record, "input"), key=lambda row: row["position"]):
        inputs.setdefault(row["turn_id"], []).append({name: row[name] for name in row if name != "turn_id"})
    for copy in copies.values():
        original = turns[copy["copied_from"]]
        assert original["copied_from"] is None, "a copy of a copy"
        assert {name: copy[name] for name in copy if name not in _OWN} == {
            name: original[name] for name in original if name not in _OWN
        }
        assert inputs.get(copy["id"]) == inputs.get(original["id"]), "a copy was sent with other images"
    made = {row["turn_id"] for table in ("attempt", "image") for row in of(record, table)}
    assert not made & copies.keys(), "a copy has an attempt or an image of its own"


def check_nothing_is_orphaned(library: Library, record: Record) -> None:
    """Every row leads to the rows it names, every turn was tried, and every blob is a file of its size."""
    assert not library.database.rows("PRAGMA foreign_key_check")
    tried = {row["turn_id"] for row in of(record, "attempt")}
    for turn in of(record, "turn"):
        assert (turn["copied_from"] or turn["id"]) in tried, "a turn without an attempt"
    for image in of(record, "image"):
        assert (image["turn_id"] is None) == (image["origin"] == "imported"), "an image nobody made"
    for blob in of(record, "blob"):
        assert library.folder.absolute(blob["path"]).stat().st_size == blob["size"]


def check_nothing_is_left(library: Library, record: Record) -> None:
    """Every attempt has an end, and no landing folder waits for one."""
    assert not [row for row in of(record, "attempt") if row["state"] == "open"]
    assert not [path for path in library.folder.landing.iterdir() if path.is_dir()]


def check_contents(contents: Sequence[Mapping[str, Any]]) -> None:
    """User and model take turns, the user begins and ends, and nobody says nothing."""
    roles = [content["role"] for content in contents]
    assert roles == [("user", "model")[place % 2] for place in range(len(roles))]
    assert roles[-1] == "user"
    assert all(content["parts"] for content in contents)


def bytes_after(library: Library, turn_id: str, capabilities: Capabilities, model: str | None = None) -> bytes:
    """What would be sent to go on from a turn, with its own model or another."""
    path = library.turns.path(turn_id)
    model = model or path[-1].model
    target = Target(path[-1].endpoint, model, capabilities.row(model).signatures)
    body = build_body(replay(library, path, target, "go on", ()).contents, GenerationConfig())
    return b"".join(body.chunks())
