"""`gallery`: 1,000 images beside 100,000: the first picture, each frame of scrolling, memory."""

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter

from studio.library.library import Library
from tests.benchmarks.contest import Spread, without_proxies
from tests.benchmarks.table import Target, aligned, ratio

_FEW = 1_000
_FRAMES, _FRAMES_TO_TRY = 400, 20
_FILES = 48
_WORDS = ("otter", "hat", "night", "watercolour", "beach", "logo", "forest", "banner", "city", "lamp", "warm", "navy")

_INSERT_TURN = """
    INSERT INTO turn (
        id, conversation_id, send_id, origin, created, prompt, settings, connection, endpoint, model, decisions
    )
    VALUES (?, ?, ?, 'new', ?, ?, '{}', 'sandbox', 'x', 'x', '[]')
"""
_INSERT_ATTEMPT = """
    INSERT INTO attempt (id, turn_id, number, created, ended, state, charge) VALUES (?, ?, 1, ?, ?, 'done', 'none')
"""
_INSERT_IMAGE = """
    INSERT INTO image (id, blob, turn_id, attempt_id, part, origin, role, width, height, created, rating)
    VALUES (?, ?, ?, ?, 0, 'generated', 'main', 512, 384, ?, ?)
"""


@dataclass(frozen=True)
class _Looks:
    """One design on one library, round by round; seconds and bytes."""

    wall: Spread
    cpu: Spread
    half: Spread
    worst: Spread
    jump: Spread
    memory: Spread


def report(many: int, rounds: int) -> Iterator[str]:
    """Measure with 1,000 images and with `many`; yields text as it becomes known."""
    few = min(_FEW, many)
    frames = _FRAMES if many > _FEW else _FRAMES_TO_TRY
    yield f"Gallery: {few:,} images beside {many:,}; {_FILES} files among them, their thumbnails in the cache folder."
    yield "  First picture: from opening until all pictures in sight are painted. Frame: processor time of the painting"
    yield f"  thread for one of {frames} frames of scrolling; jump: for one somewhere else; all that comes in included."
    with TemporaryDirectory(prefix="studio-gallery-") as name:
        folder = Path(name)
        libraries = {count: _make_library(folder / f"{count}", count) for count in dict.fromkeys((few, many))}
        designs = [("Studio", "studio", few), ("Studio", "studio", many)]
        designs += [("QListView, an item for each", "stock", few), ("QListView, an item for each", "stock", many)]
        _look("studio", libraries[few], folder / "cache", frames)  # which makes the thumbnails
        said: list[list[dict[str, Any]]] = [[] for _ in designs]
        for _ in range(rounds):
            for answers, (_, verb, count) in zip(said, designs, strict=True):
                answers.append(_look(verb, libraries[count], folder / "cache", frames))
    looks = [_looks(answers) for answers in said]
    yield _table([f"{words}, {count:,}" for words, _, count in designs], looks)
    yield from _targets(looks[0], looks[1])


def _targets(few: _Looks, many: _Looks) -> Iterator[str]:
    yield Target("a frame at many images, 99 of 100", many.worst.median * 1000, 8, unit=" ms").line()
    yield ratio("a frame at many images beside few, 99 of 100", many.worst, few.worst, 1.25).line()
    yield ratio("the first picture at many images beside few", many.wall, few.wall, 1.5).line()
    growth = (many.memory.median - few.memory.median) / 1_000_000
    yield Target("memory at many images above that at few", growth, 30, unit=" MB").line()


def _table(names: Sequence[str], looks: Sequence[_Looks]) -> str:
    rows = [("design, images", "first picture ms", "cpu ms", "frame ms half", "99 of 100", "jump ms", "memory MB")]
    for name, look in zip(names, looks, strict=True):
        seconds = (look.wall, look.cpu, look.half, look.worst, look.jump)
        rows.append((name, *(f"{each.median * 1000:.1f}" for each in seconds), f"{look.memory.median / 1e6:.1f}"))
    return aligned(rows)


def _looks(answers: Sequence[Mapping[str, Any]]) -> _Looks:
    frames = [sorted(answer["frames"]) for answer in answers]
    return _Looks(
        Spread([answer["wall"] for answer in answers]),
        Spread([answer["cpu"] for answer in answers]),
        Spread([each[len(each) // 2] for each in frames]),
        Spread([each[len(each) * 99 // 100] for each in frames]),
        Spread([median(answer["jumps"]) for answer in answers]),
        Spread([answer["memory"] for answer in answers]),
    )


def _look(verb: str, library: Path, cache: Path, frames: int) -> dict[str, Any]:
    environment = without_proxies() | {"QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "tests.benchmarks.scrolled", verb, str(library), str(cache), str(frames)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{command} ended with {done.returncode}: {done.stderr}")
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def _make_library(root: Path, count: int) -> Path:
    """A library of so many generated images over a few files, with a prompt of its own for each."""
    source, clock = random.Random(count), iter(range(1_700_000_000_000, 1_800_000_000_000))
    with Library.open(root) as library:
        blobs = import_files(library, root.parent)
        new, database = library.ids.new, library.database
        conversation = library.conversations.create(new(), "Otters", 1).id
        with library.transaction():
            for number in range(count):
                turn, attempt, when = new(), new(), next(clock)
                prompt = " ".join(source.choices(_WORDS, k=16))
                rating = number % 5 + 1 if number % 20 == 0 else None
                database.write(_INSERT_TURN, (turn, conversation, turn, when, prompt))
                database.write(_INSERT_ATTEMPT, (attempt, turn, when, when))
                database.write(_INSERT_IMAGE, (new(), source.choice(blobs), turn, attempt, when, rating))
            # The files themselves stay, as what was imported and thrown away.
            database.write("UPDATE image SET trashed = 1 WHERE origin = 'imported'")
    return root


def import_files(library: Library, folder: Path) -> list[str]:
    """Take a few painted files in, and return their hashes."""
    source, path, found = random.Random(1), folder / f"{os.getpid()}.png", []
    for _ in range(_FILES):
        picture = QImage(512, 384, QImage.Format.Format_RGB32)
        painter, gradient = QPainter(picture), QLinearGradient(0, 0, source.randrange(512), 384)
        for stop in (0, 0.5, 1):
            gradient.setColorAt(stop, QColor.fromHsv(source.randrange(360), source.randrange(255), 200))
        painter.fillRect(picture.rect(), gradient)
        painter.end()
        picture.save(str(path))
        image = library.images.import_file(path, mime="image/png", width=512, height=384, name=None)
        found.append(image.blob.sha256)
    path.unlink()
    return found
