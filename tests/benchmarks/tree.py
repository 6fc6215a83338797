"""`tree`: a conversation of 20 turns beside one of 2,000, as a tree and as one path: reading, keys, scrolling."""

import json
import random
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from studio.library.library import Library
from tests.benchmarks.contest import Spread, without_proxies
from tests.benchmarks.gallery import import_files
from tests.benchmarks.table import Target, aligned, ratio

_FEW = 20
_FRAMES, _FRAMES_TO_TRY = 100, 1
_WORDS = ("otter", "hat", "night", "watercolour", "beach", "logo", "forest", "banner", "city", "lamp", "warm", "navy")
_STRAIGHT, _ALONE = 0.6, 0.8  # how often a send goes on from the last, and how often it is no set of four

_INSERT_TURN = """
    INSERT INTO turn (
        id, conversation_id, parent_id, send_id, origin, created, prompt, settings, connection, endpoint, model,
        decisions, outcome
    )
    VALUES (?, ?, ?, ?, 'new', ?, ?, '{"aspectRatio":"4:3"}', 'sandbox', 'x', 'x', '[]', 'images')
"""
_INSERT_ATTEMPT = """
    INSERT INTO attempt (id, turn_id, number, created, ended, state, charge) VALUES (?, ?, 1, ?, ?, 'done', 'none')
"""
_INSERT_REPLY = "INSERT INTO reply (attempt_id, skeleton, whole, facts) VALUES (?, X'7B7D', 1, '{}')"
_INSERT_IMAGE = """
    INSERT INTO image (id, blob, turn_id, attempt_id, part, origin, role, width, height, created)
    VALUES (?, ?, ?, ?, 0, 'generated', 'main', 512, 384, ?)
"""
_GOES_ON = "UPDATE turn SET content_attempt = ?, content_start = 0, content_end = 2 WHERE id = ?"


@dataclass(frozen=True)
class _Looks:
    """One conversation, round by round; seconds."""

    bare: Spread
    read: Spread
    place: Spread
    wall: Spread
    key: Spread
    late_key: Spread
    frame: Spread
    late_frame: Spread
    step: Spread
    late_step: Spread


def report(many: int, rounds: int) -> Iterator[str]:
    """Measure with 20 turns and with `many`; yields text as it becomes known."""
    frames = _FRAMES if many > _FEW else _FRAMES_TO_TRY
    yield f"Tree: {_FEW} turns beside {many:,} that fork, and {many:,} one behind the other."
    yield "  Select, read, place: processor time of a bare SELECT of the turns, of reading the tree, and of placing it."
    yield "  Shown: from opening until stage and tree are painted. Key, tree, thread: processor time of the painting"
    yield f"  thread for a key with all that follows, for one of {frames} frames of scrolling each; half, 99 of 100."
    with TemporaryDirectory(prefix="studio-tree-") as name:
        folder = Path(name)
        designs = [(f"{_FEW} turns", _FEW, False), (f"{many:,} turns", many, False), (f"{many:,} in a row", many, True)]
        libraries = [_make_library(folder / str(n), count, straight) for n, (_, count, straight) in enumerate(designs)]
        said: list[list[dict[str, Any]]] = [[] for _ in designs]
        for library in libraries if many > _FEW else ():
            _look(library, folder / "cache", frames)  # which makes the thumbnails
        for _ in range(rounds):
            for answers, library in zip(said, libraries, strict=True):
                answers.append(_look(library, folder / "cache", frames))
    looks = [_looks(answers) for answers in said]
    yield _table([words for words, _, _ in designs], looks)
    yield from _targets(*looks)


def _targets(few: _Looks, many: _Looks, row: _Looks) -> Iterator[str]:
    yield ratio("reading the tree beside a bare SELECT of its turns", many.read, many.bare, 12).line()
    for words, looks in (("many turns", many), ("many in a row", row)):
        # Most of it is making the steps that come into sight, which is the same for few.
        yield ratio(f"a key at {words} beside few, 99 of 100", looks.late_key, few.late_key, 1.6).line()
        yield Target(f"a frame of the tree at {words}, 99 of 100", looks.late_frame.median * 1000, 8, unit=" ms").line()
        yield Target(f"a frame of the thread at {words}, half", looks.step.median * 1000, 8, unit=" ms").line()
    yield ratio("a frame of the tree at many turns beside few, half", many.frame, few.frame, 3).line()


def _table(names: Sequence[str], looks: Sequence[_Looks]) -> str:
    head = ("conversation", "select ms", "read", "place", "shown", "key", "99%", "tree", "99%", "thread", "99%")
    rows: list[Sequence[str]] = [head]
    for name, look in zip(names, looks, strict=True):
        spreads = (look.bare, look.read, look.place, look.wall, look.key, look.late_key)
        frames = (look.frame, look.late_frame, look.step, look.late_step)
        rows.append((name, *(f"{each.median * 1000:.1f}" for each in (*spreads, *frames))))
    return aligned(rows)


def _looks(answers: Sequence[Mapping[str, Any]]) -> _Looks:
    def of(name: str) -> Spread:
        return Spread([answer[name] for answer in answers])

    def at(name: str, share: int) -> Spread:
        found = [sorted(answer[name]) for answer in answers]
        return Spread([each[len(each) * share // 100] for each in found])

    frames = [at(name, share) for name in ("keys", "tree", "thread") for share in (50, 99)]
    return _Looks(of("bare"), of("read"), of("place"), of("wall"), *frames)


def _look(library: Path, cache: Path, frames: int) -> dict[str, Any]:
    environment = without_proxies() | {"QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "tests.benchmarks.walked", str(library), str(cache), str(frames)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{command} ended with {done.returncode}: {done.stderr}")
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def _make_library(root: Path, count: int, straight: bool) -> Path:
    """A library with one conversation of so many turns, each with an image; `straight` where none forks."""
    source = random.Random(count)
    with Library.open(root) as library:
        blobs = import_files(library, root.parent)
        conversation = library.conversations.create(library.ids.new(), "Otters", 1).id
        turns: list[str] = []
        with library.transaction():
            while len(turns) < count:
                goes_on = straight or source.random() < _STRAIGHT
                parent = None if not turns else turns[-1] if goes_on else source.choice(turns)
                send = library.ids.new()
                for _ in range(1 if straight or source.random() < _ALONE else 4):
                    prompt = " ".join(source.choices(_WORDS, k=16))
                    turns.append(_add(library, (conversation, parent, send, len(turns), prompt), source.choice(blobs)))
    return root


def _add(library: Library, values: tuple[str, str | None, str, int, str], blob: str) -> str:
    new, write = library.ids.new, library.database.write
    turn, attempt, when = new(), new(), values[3]
    write(_INSERT_TURN, (turn, *values))
    write(_INSERT_ATTEMPT, (attempt, turn, when, when))
    write(_INSERT_REPLY, (attempt,))
    write(_GOES_ON, (attempt, turn))
    write(_INSERT_IMAGE, (new(), blob, turn, attempt, when))
    return turn
