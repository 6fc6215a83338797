"""A reply read into an Outcome: its images, its words, why there are none, and what it used."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from studio.gemini import errors
from studio.gemini.reasons import BLOCK_REASONS, FINISH_REASONS, sentence
from studio.gemini.refusal import error_of, refusal
from studio.gemini.skeleton import Node, SkeletonError, parse
from studio.gemini.wire import Hole

_REPLY_FIELDS = ("candidates", "promptFeedback", "usageMetadata", "responseId", "modelVersion")


class OutcomeKind(StrEnum):
    """What came of a turn."""

    IMAGES = "images"
    WORDS = "words"
    NOTHING = "nothing"
    BLOCKED = "blocked"
    CUT_OFF = "cut off"


class ImageRole(StrEnum):
    """What an image of a reply is to the person who asked for it."""

    MAIN = "main"
    DRAFT = "draft"
    THOUGHT = "thought"


@dataclass(frozen=True, slots=True)
class ReceivedImage:
    """An image of a reply: which part it is, which hole has its bytes, what it was declared to be."""

    part: int
    hole: Hole
    role: ImageRole
    mime_type: str = ""


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens, as far as the server says; zeros and gaps are common."""

    prompt: int = 0
    candidates: int = 0
    thoughts: int = 0
    total: int = 0
    image: int = 0


@dataclass(frozen=True, slots=True)
class ContentSpan:
    """Where the model Content stands in the skeleton, and what sending it again has to know."""

    start: int
    end: int
    has_role: bool
    signed: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """A whole reply as the program understands it; `explanation` is a sentence where there is no image."""

    kind: OutcomeKind
    images: Sequence[ReceivedImage] = ()
    words: Sequence[str | Hole] = ()
    content: ContentSpan | None = None
    finish_reason: str = ""
    finish_message: str = ""
    block_reason: str = ""
    explanation: str = ""
    model_version: str = ""
    response_id: str = ""
    usage: Usage | None = None


def read_outcome(skeleton: bytes, holes: Sequence[Hole], *, host: str) -> Outcome:
    """Read a whole reply; a GeminiError when it is an error in a 200, no reply of this protocol, or unreadable."""
    try:
        reply = parse(skeleton, holes)
    except SkeletonError as error:
        raise errors.ReplyUnreadable(f"The reply of {host} is no well-formed JSON: {error}.") from error
    if reply.items():  # a gateway that answers as the stream does
        reply = reply.items()[0]
    if reply.member("candidates") is None and (said := error_of(reply.plain(), 200)) is not None:
        raise refusal(said, host=host, hide=str)
    if not any(reply.member(name) is not None for name in _REPLY_FIELDS):
        raise errors.NotTheProtocol(f"{host} answered with JSON that is no reply of generateContent.")
    outcome = _outcome(reply)
    if any(hole.form.fault for hole in holes) and not outcome.images:
        raise errors.ReplyUnreadable(f"The picture that {host} sent is damaged: its base64 is not valid.")
    return outcome


def rescue_images(holes: Sequence[Hole]) -> tuple[ReceivedImage, ...]:
    """Return the whole images of a reply that was cut off, the last one as main."""
    whole = [hole for hole in holes if hole.kind == "data" and hole.form.fault is None]
    return tuple(
        ReceivedImage(index, hole, ImageRole.MAIN if hole is whole[-1] else ImageRole.DRAFT)
        for index, hole in enumerate(whole)
    )


def _outcome(reply: Node) -> Outcome:
    candidates = reply.member("candidates")
    candidate = next(iter(candidates.items()), None) if candidates else None
    content = candidate.member("content") if candidate else None
    parts_node = content.member("parts") if content else None
    parts = parts_node.items() if parts_node else []
    images = _images(parts)
    words = tuple(text for part in parts if not _is_thought(part) and (text := _text_of(part)))
    finish = (candidate.text("finishReason", "finish_reason") if candidate else None) or ""
    feedback = reply.member("promptFeedback", "prompt_feedback")
    block = (feedback.text("blockReason", "block_reason") if feedback else None) or ""
    kind = _kind(images, words, block)
    return Outcome(
        kind=kind,
        images=images,
        words=words,
        content=_span(content, parts),
        finish_reason=finish,
        finish_message=(candidate.text("finishMessage", "finish_message") if candidate else None) or "",
        block_reason=block,
        explanation=_explanation(kind, finish, block),
        model_version=reply.text("modelVersion", "model_version") or "",
        response_id=reply.text("responseId", "response_id") or "",
        usage=_usage(reply.member("usageMetadata", "usage_metadata")),
    )


def _kind(images: Sequence[ReceivedImage], words: Sequence[str | Hole], block: str) -> OutcomeKind:
    if images:
        return OutcomeKind.IMAGES
    if block:
        return OutcomeKind.BLOCKED
    return OutcomeKind.WORDS if words else OutcomeKind.NOTHING


def _explanation(kind: OutcomeKind, finish: str, block: str) -> str:
    if block:
        return sentence(BLOCK_REASONS, block)
    if finish and finish != "STOP":
        return sentence(FINISH_REASONS, finish)
    if kind is OutcomeKind.WORDS:
        return "The model answered in words and drew nothing. Say that it should draw, or answer its question."
    return "" if kind is OutcomeKind.IMAGES else "The model sent neither a picture nor a word. Ask again."


def _images(parts: Sequence[Node]) -> tuple[ReceivedImage, ...]:
    """Main is the last image that is no thought; if all are thoughts, the last of those."""
    found = [
        (index, hole, mime_type, _is_thought(part))
        for index, part in enumerate(parts)
        for hole, mime_type in _inline_images(part)
    ]
    finals = [entry for entry in found if not entry[3]]
    main = (finals or found)[-1] if found else None
    return tuple(
        ReceivedImage(
            index,
            hole,
            ImageRole.MAIN if main and main[1] is hole else ImageRole.THOUGHT if thought else ImageRole.DRAFT,
            mime_type,
        )
        for index, hole, mime_type, thought in found
    )


def _inline_images(part: Node) -> list[tuple[Hole, str]]:
    inline = part.member("inlineData", "inline_data")
    data = inline.member("data") if inline else None
    if inline is None or data is None or not isinstance(data.value, Hole) or data.value.form.fault:
        return []
    mime_type = inline.text("mimeType", "mime_type") or ""
    return [] if mime_type.startswith(("audio/", "video/", "text/")) else [(data.value, mime_type)]


def _is_thought(part: Node) -> bool:
    thought = part.member("thought")
    return thought is not None and thought.value is True


def _text_of(part: Node) -> str | Hole | None:
    text = part.member("text")
    return text.value if text is not None and isinstance(text.value, str | Hole) else None


def _span(content: Node | None, parts: Sequence[Node]) -> ContentSpan | None:
    """Return the span of a Content that can be sent again: one that has a part."""
    if content is None or not parts:
        return None
    return ContentSpan(content.start, content.end, content.text("role") == "model", _is_signed(parts))


def _is_signed(parts: Sequence[Node]) -> bool:
    """Return whether the first part that is no thought, and every image, has a signature."""
    shown = [part for part in parts if not _is_thought(part)]
    needed = [part for part in shown if _inline_images(part)] + shown[:1]
    return bool(needed) and all(part.member("thoughtSignature", "thought_signature") is not None for part in needed)


def _usage(node: Node | None) -> Usage | None:
    if node is None:
        return None
    details = node.member("candidatesTokensDetails", "candidates_tokens_details")
    image = sum(
        entry.whole_number("tokenCount", "token_count") or 0
        for entry in (details.items() if details else [])
        if entry.text("modality") == "IMAGE"
    )
    return Usage(
        prompt=node.whole_number("promptTokenCount", "prompt_token_count") or 0,
        candidates=node.whole_number("candidatesTokenCount", "candidates_token_count") or 0,
        thoughts=node.whole_number("thoughtsTokenCount", "thoughts_token_count") or 0,
        total=node.whole_number("totalTokenCount", "total_token_count") or 0,
        image=image,
    )
