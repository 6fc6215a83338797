"""Branches for the tests of the stage: real turns in a real library, jobs in any state, and what the thread asks."""

import io
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from PIL import Image as Pillow
from PIL import ImageDraw
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QWidget

from studio.gemini.errors import GeminiError
from studio.generation.wish import JobState, Progress, Wish
from studio.library.library import Library
from studio.library.records import Commit, Conversation, Image, Picture, Turn
from studio.workbench.jobs import Job
from studio.workbench.steps import Step, read_branch
from studio.workbench.way import Way
from tests.library.making import begin_landing, commit_of, land, new_turn


def painted(seed: int, width: int = 640, height: int = 480) -> bytes:
    """A PNG with something to look at in it."""
    shades = [(246, 196, 143), (28, 47, 92), (242, 194, 93), (217, 139, 150), (111, 182, 214), (143, 174, 120)]
    picture = Pillow.new("RGB", (width, height), shades[seed % len(shades)])
    draw = ImageDraw.Draw(picture)
    dark = shades[(seed + 3) % len(shades)]
    draw.ellipse((width * 0.2, height * 0.2, width * 0.4, height * 0.2 + width * 0.2), fill=(255, 255, 250))
    draw.polygon([(0, height), (width * 0.45, height * 0.5), (width, height * 0.8), (width, height)], fill=dark)
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


async def make_turn(
    library: Library,
    parent: Turn | None = None,
    *,
    seed: int = 0,
    size: tuple[int, int] = (640, 480),
    roles: Sequence[str] = ("main",),
    commit: dict[str, Any] | None = None,
    **changes: Any,
) -> Turn:
    """A turn with a reply in the record: one picture of each role."""
    turn = library.turns.begin(new_turn(library, parent, **changes))
    with begin_landing(library, turn) as landing:
        landed = await land(landing, [painted(seed + number, *size) for number in range(len(roles))])
        pictures = tuple(
            Picture(hole.number, number, roles[number], "image/png", *size)  # type: ignore[arg-type]
            for number, hole in enumerate(hole for hole in landed.holes if hole.kind == "data")
        )
        made: Commit = replace(commit_of(library, landed), pictures=pictures, words=None)
        library.turns.commit_reply(landing.attempt_id, landed, replace(made, **(commit or {})))
    return library.turns.get(turn.id)


def fail_turn(
    library: Library, parent: Turn | None, failure: GeminiError, state: str = "failed", **changes: Any
) -> Turn:
    """A turn whose only attempt came to nothing."""
    from studio.generation.keep import CHARGES, failure_json

    turn = library.turns.begin(new_turn(library, parent, **changes))
    with begin_landing(library, turn) as landing:
        library.turns.end_attempt(
            landing.attempt_id,
            state,  # type: ignore[arg-type]
            CHARGES[failure.charge],
            library.clock(),
            failure_json(failure),
        )
        landing.abandon()
    return library.turns.get(turn.id)


def job_for(library: Library, turn: Turn, progress: Progress, since: float = 14.0, **changes: Any) -> Job:
    """A job of a send like that of a turn: a sibling with its prompt and settings."""
    parent = library.turns.get(turn.parent_id) if turn.parent_id else None
    settings = turn.settings
    wish = Wish(
        prompt=turn.prompt,
        model=turn.model,
        turn_id=changes.pop("turn_id", None) or library.ids.new(),
        conversation_id=turn.conversation_id,
        send_id=changes.pop("send_id", turn.send_id),
        origin="variant",
        parent=parent,
        aspect_ratio=settings.get("aspectRatio"),  # type: ignore[arg-type]
        image_size=settings.get("imageSize"),  # type: ignore[arg-type]
    )
    job = Job(wish, "one", "RouterHub", progress)
    if progress.state is not JobState.QUEUED:
        job.started = time.monotonic() - since
    for name, value in changes.items():
        setattr(job, name, value)
    return job


class StagedBranch(QObject):
    """Stands where `workbench.branch.Branch` does, and is told what to show."""

    changed = Signal()
    entry_changed = Signal(str)

    def __init__(self, library: Library) -> None:
        super().__init__()
        self._library = library
        self.steps: tuple[Step, ...] = ()
        self.conversation: Conversation | None = None
        self.conversation_id: str | None = None

    def show(self, conversation_id: str | None, to: str | None = None, jobs: Sequence[Job] = ()) -> None:
        """Show a conversation as the record has it, with jobs on their way."""
        self.conversation_id = conversation_id
        self.steps = ()
        if conversation_id is not None:
            read = read_branch(self._library, conversation_id, Way(), to, jobs)
            self.steps, self.conversation = read.steps, read.conversation
        self.changed.emit()


class StagedThumbnails(QObject):
    """Thumbnails of the library's files, made when they are asked for; `late` ones come with `deliver`."""

    ready = Signal(str)

    def __init__(self, library: Library) -> None:
        super().__init__()
        self._library = library
        self._made: dict[tuple[str, int], QPixmap] = {}
        self.late = False
        self.wanted: list[Image] = []

    def get(self, image: Image, side: int) -> QPixmap | None:
        self.wanted.append(image)
        if self.late:
            return None
        key = (image.blob.sha256, side)
        if key not in self._made:
            pixmap = QPixmap(str(self._library.images.absolute_path(image)))
            fitted = pixmap.scaled(
                side, side, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
            self._made[key] = fitted
        return self._made[key]

    def nearest(self, image: Image) -> QPixmap | None:
        return None

    def has_failed(self, image: Image) -> bool:
        return False

    def deliver(self) -> None:
        """Let what was wanted be there."""
        self.late = False
        for image in tuple(self.wanted):
            self.ready.emit(image.blob.sha256)


class StagedDrags:
    """Notes what would be dragged."""

    def __init__(self) -> None:
        self.prepared: list[tuple[Image, ...]] = []
        self.started: list[tuple[Image, ...]] = []

    def prepare(self, images: tuple[Image, ...]) -> None:
        self.prepared.append(images)

    def start_drag(self, widget: QWidget, images: tuple[Image, ...]) -> None:
        self.started.append(images)


def import_picture(library: Library, folder: Path, seed: int, name: str) -> Image:
    """A picture that somebody brought along."""
    file = folder / f"{seed}.png"
    file.write_bytes(painted(seed, 320, 240))
    return library.images.import_file(file, mime="image/png", width=320, height=240, name=name)
