"""From a path of turns to the contents that are sent, with every decision explained."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from studio.gemini.capabilities import bare_id
from studio.gemini.content import Content, HoleFile, ImagePart, ReceivedContent, TextPart
from studio.generation.forms import form_of
from studio.library.answers import parts_of
from studio.library.library import Library
from studio.library.records import Image, Turn
from studio.library.stored_reply import StoredHole, StoredReply

Reason = Literal["another model", "another endpoint", "no signatures", "cut off", "elsewhere"]


@dataclass(frozen=True, slots=True)
class Decision:
    """What was done with the history up to and including a turn: collapsed to an image, or left out for want of one."""

    turn_id: str
    reason: Reason
    image_id: str | None

    def as_json(self) -> dict[str, object]:
        """Return the decision as the record keeps it."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Target:
    """Where the contents go: the endpoint and model that signatures have to belong to."""

    endpoint: str
    model: str
    signatures: bool


@dataclass(frozen=True, slots=True)
class Replayed:
    """The contents to send, what was decided about the history, and the image that was carried over from it."""

    contents: Sequence[Content | ReceivedContent]
    decisions: Sequence[Decision]
    carried: Image | None


@dataclass(frozen=True, slots=True)
class _Step:
    """A turn of the path with its reply."""

    turn: Turn
    reply: StoredReply | None


def replay(library: Library, path: Sequence[Turn], target: Target, prompt: str, images: Sequence[Image]) -> Replayed:
    """Decide what of a path goes along with a new prompt and its images; blocks on the disk.

    Everything up to and including the last turn that the target cannot take as it is collapses to its main image,
    which goes at the head of the next user Content; the turns after it go verbatim.
    """
    steps = [_Step(turn, _reply(library, turn)) for turn in path]
    unfit = [(index, reason) for index, step in enumerate(steps) if (reason := _unfit(step, target)) is not None]
    if not unfit:
        return Replayed(_contents(library, steps, prompt, images, None), (), None)
    last, reason = unfit[-1]
    carried = _main_image(library, steps[: last + 1])
    decision = Decision(steps[last].turn.id, reason, carried.id if carried else None)
    return Replayed(_contents(library, steps[last + 1 :], prompt, images, carried), (decision,), carried)


def _reply(library: Library, turn: Turn) -> StoredReply | None:
    return library.turns.reply(turn.content.attempt_id) if turn.content else None


def _unfit(step: _Step, target: Target) -> Reason | None:
    turn = step.turn
    if turn.content is None or step.reply is None or not step.reply.whole:
        return "cut off"
    if bare_id(turn.model) != bare_id(target.model):
        return "another model"
    if turn.endpoint != target.endpoint:
        return "another endpoint"
    if step.reply.facts.get("elsewhere"):  # its words may hold megabytes of base64
        return "elsewhere"
    if target.signatures and not step.reply.facts.get("signed"):
        return "no signatures"
    return None


def _main_image(library: Library, steps: Sequence[_Step]) -> Image | None:
    """Return the newest main image of these turns."""
    for step in reversed(steps):
        for image in library.images.of_turn(step.turn.id):
            if image.role == "main" and image.blob.type.startswith("image/"):
                return image
    return None


def _contents(
    library: Library, steps: Sequence[_Step], prompt: str, images: Sequence[Image], carried: Image | None
) -> list[Content | ReceivedContent]:
    contents: list[Content | ReceivedContent] = []
    for step in steps:
        sent = [entry.image for entry in library.turns.inputs(step.turn.id) if entry.role != "carried"]
        contents.append(_user_content(library, step.turn.prompt, sent))
        contents.append(_model_content(step))
    contents.append(_user_content(library, prompt, images))
    if carried is not None:
        first = contents[0]
        assert isinstance(first, Content)
        contents[0] = Content("user", (_image_part(library, carried), *first.parts))
    return contents


def _user_content(library: Library, prompt: str, images: Sequence[Image]) -> Content:
    return Content("user", (*(_image_part(library, image) for image in images), TextPart(prompt)))


def _image_part(library: Library, image: Image) -> ImagePart:
    return ImagePart(library.images.absolute_path(image), image.blob.type, image.blob.size)


def _model_content(step: _Step) -> ReceivedContent:
    assert step.turn.content is not None
    assert step.reply is not None
    return ReceivedContent(
        step.reply.skeleton,
        step.turn.content.start,
        step.turn.content.end,
        tuple(_hole_file(hole) for hole in step.reply.holes),
        has_role=bool(step.reply.facts.get("hasRole")),
        parts=parts_of(step.reply.facts, len(step.reply.skeleton)),
    )


def _hole_file(hole: StoredHole) -> HoleFile:
    raw = hole.raw_absolute_path
    return HoleFile(hole.offset, hole.kind, form_of(hole.form), hole.absolute_path, hole.size, raw, _size(raw))


def _size(path: Path | None) -> int:
    return path.stat().st_size if path is not None and path.exists() else 0
