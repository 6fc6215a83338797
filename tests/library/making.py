"""Small makers of what library tests need: turns, landed replies, commits."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from studio.library.landing import Landing
from studio.library.library import Library
from studio.library.records import Commit, Landed, NewTurn, Picture, Turn

PNG = b"\x89PNG\r\n\x1a\n"


def picture_bytes(seed: str, size: int = 300_000) -> bytes:
    """Bytes that begin like a PNG and differ for each seed."""
    block = hashlib.sha256(seed.encode()).digest()
    return (PNG + block * (size // len(block) + 1))[:size]


def new_turn(library: Library, parent: Turn | None = None, **changes: Any) -> NewTurn:
    """A turn about to begin, in its parent's conversation or a new one."""
    if parent is None:
        conversation = library.conversations.create(library.ids.new(), "Otters", library.clock()).id
    else:
        conversation = parent.conversation_id
    new = NewTurn(
        id=library.ids.new(),
        conversation_id=conversation,
        parent_id=None if parent is None else parent.id,
        send_id=library.ids.new(),
        origin="continue" if parent else "new",
        created=library.clock(),
        prompt="An otter in a top hat",
        settings={"aspectRatio": "16:9"},
        connection="sandbox",
        endpoint="127.0.0.1/v1beta",
        model="gemini-3-pro-image",
    )
    return replace(new, **changes)


def begin_landing(library: Library, turn: Turn, stem: str | None = None) -> Landing:
    """A landing with its attempt, as generation makes them."""
    attempt_id = library.ids.new()
    landing = library.landings.open(attempt_id, turn.id, stem or f"images/2026-11/22/otter_{turn.id[-6:]}")
    library.turns.begin_attempt(turn.id, attempt_id, library.clock())
    library.turns.mark_sent(attempt_id, library.clock())
    return landing


async def land(landing: Landing, pictures: Sequence[bytes], complete: bool = True) -> Landed:
    """Feed a reply with these pictures, in pieces, to its end."""
    landing.skeleton(b'{"parts":[')
    for number, picture in enumerate(pictures):
        landing.skeleton(b'{"data":"')
        landing.open_hole(19 + 12 * number, "data")
        for start in range(0, len(picture), 50_000):
            landing.write(bytearray(picture[start : start + 50_000]))
            await landing.drain()
        landing.close_hole({"alphabet": "standard", "padding": 2})
        landing.skeleton(b'"},')
    landing.skeleton(b"]}")
    return await landing.finish(complete)


def commit_of(library: Library, landed: Landed, **changes: Any) -> Commit:
    """What generation would have read from such a reply."""
    pictures = tuple(
        Picture(hole.number, index, "main", "image/png", 1376, 768)
        for index, hole in enumerate(hole for hole in landed.holes if hole.kind == "data")
    )
    commit = Commit(
        state="done",
        ended=library.clock(),
        charge="yes",
        outcome="images",
        words="Sandbox: drew an otter.",
        content=(0, len(landed.skeleton)),
        pictures=pictures,
        facts={"modelVersion": ""},
        http_status=200,
        actual_micros=134_000,
    )
    return replace(commit, **changes)


async def make_pictures(library: Library, turn: Turn, pictures: Sequence[bytes]) -> None:
    """Land and commit a reply with these pictures."""
    with begin_landing(library, turn) as landing:
        landed = await land(landing, pictures)
        library.turns.commit_reply(landing.attempt_id, landed, commit_of(library, landed))
