"""A reply read into an Outcome: its images, its words, why there are none, and what it used."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from studio.gemini import errors
from studio.gemini.beside import read_beside
from studio.gemini.documents import is_stream, read_documents
from studio.gemini.elsewhere import Embedded, chat_messages, read_elsewhere
from studio.gemini.outcome import ContentSpan, ImageRole, Outcome, OutcomeKind, ReceivedImage
from studio.gemini.reasons import BLOCK_REASONS, FINISH_REASONS, sentence
from studio.gemini.refusal import ServerError, error_of, refusal
from studio.gemini.skeleton import MoreWords, Node, SkeletonError, TooManyValues
from studio.gemini.streamed import Said, joined, spans_of
from studio.gemini.usage import Usage, read_usage
from studio.gemini.wire import Hole, Skeleton

_CAMEL_FIELDS = {"candidates", "promptFeedback", "usageMetadata", "responseId", "modelVersion"}
_SNAKE_FIELDS = {"prompt_feedback", "usage_metadata", "response_id", "model_version"}


def read_outcome(skeleton: Skeleton, holes: Sequence[Hole], *, host: str) -> Outcome:
    """Read a whole reply; a GeminiError when it is an error in a 200, no reply of this protocol, unreadable or cut."""
    try:
        documents = read_documents(skeleton, holes)
        replies = documents.replies
        outcome = _outcome(skeleton, replies)
    except TooManyValues as error:
        raise _too_large(skeleton, host) from error
    except SkeletonError as error:
        raise errors.ReplyUnreadable(f"The reply of {host} is not well-formed: {error}.") from error
    if not (is_finished := bool(outcome.finish_reason or outcome.block_reason)):
        _raise_if_broken_off(replies, host)
    if outcome.kind is OutcomeKind.NOTHING and not outcome.elsewhere:
        _raise_if_no_reply(replies, outcome.usage, host)
    if documents.is_stream and not (is_finished or documents.is_done):
        raise errors.ReplyCut(f"The reply of {host} stops in the middle.")
    places = {place.text for place in outcome.elsewhere if isinstance(place, Embedded)}
    if any(hole.form.fault and hole not in places for hole in holes) and not outcome.images:
        raise errors.ReplyUnreadable(f"The picture that {host} sent is damaged: its base64 is not valid.")
    return outcome


def _too_large(skeleton: Skeleton, host: str) -> errors.ReplyTooLarge:
    failure = errors.ReplyTooLarge(
        f"The reply of {host} has more in it than can be taken apart. What came of its images is kept."
    )
    return failure.as_streamed() if is_stream(skeleton) else failure


def _raise_if_no_reply(replies: Sequence[Node], usage: Usage | None, host: str) -> None:
    for reply in replies:
        if (said := _error_in(reply)) is not None:
            failure = refusal(said, host=host, hide=str)
            # Tokens that are told were worked for: no error beside them proves that nothing was done.
            raise failure if usage is None else _broken_off(failure.said, host)
    known = _CAMEL_FIELDS | _SNAKE_FIELDS
    if not any(isinstance(reply.value, dict) and known & reply.value.keys() for reply in replies):
        raise errors.NotTheProtocol(f"{host} answered with JSON that is no reply of generateContent.")


def _raise_if_broken_off(replies: Sequence[Node], host: str) -> None:
    """Raise when an error stands where the end should: it has worked, or counted its tokens, whatever it says."""
    has_begun = _candidates(replies[:-1]) or _members(replies[:-1], "usageMetadata", "usage_metadata")
    said = _error_in(replies[-1]) if has_begun else None
    if said is not None:
        raise _broken_off(refusal(said, host=host, hide=str).said, host)


def _error_in(reply: Node) -> ServerError | None:
    if not isinstance(reply.value, dict):
        return error_of(reply.plain(), 200)
    return error_of({name: node.plain() for name, node in reply.value.items() if name != "candidates"}, 200)


def _broken_off(words: str, host: str) -> errors.BrokenOff:
    failure = errors.BrokenOff(f"{host} broke off in the middle of its answer{f': “{words}”' if words else '.'}")
    failure.said = words
    return failure


def said_in(replies: Sequence[Node]) -> Iterator[Sequence[Said]]:
    """Yield the words of each part of each Content, or piece of one."""
    for content in _contents(replies):
        said: list[Said] = []
        for part in _items(content, "parts"):
            if isinstance(part, MoreWords) and said:
                yield said
                said = []
            said.append(_words_of(part))
        yield said


def words_of(replies: Sequence[Node]) -> tuple[str | Hole, ...]:
    """Return what the model said in replies, or in pieces of one; no thoughts."""
    return tuple(joined(said_in(replies)))


def with_images_found(outcome: Outcome) -> Outcome:
    """Return an outcome whose images stood elsewhere and were found there."""
    explanation = _explanation(OutcomeKind.IMAGES, outcome.finish_reason, outcome.block_reason)
    return replace(outcome, kind=OutcomeKind.IMAGES, explanation=explanation)


def rescue_images(holes: Sequence[Hole]) -> tuple[ReceivedImage, ...]:
    """Return the whole images of a reply that was cut off, the last one as main."""
    whole = [hole for hole in holes if hole.kind == "data" and hole.form.fault is None]
    return tuple(
        ReceivedImage(index, hole, ImageRole.MAIN if hole is whole[-1] else ImageRole.DRAFT)
        for index, hole in enumerate(whole)
    )


def _outcome(skeleton: Skeleton, replies: Sequence[Node]) -> Outcome:
    candidates = _candidates(replies)
    contents = _contents(replies)
    parts = [part for content in contents for part in _items(content, "parts")]
    feedback = _members(replies, "promptFeedback", "prompt_feedback")
    images = _images(parts)
    words = words_of(replies) or _chat_words(replies)
    finish = _last_text(candidates, "finishReason", "finish_reason")
    block = _last_text(feedback, "blockReason", "block_reason")
    kind = _kind(images, words, block)
    return Outcome(
        kind=kind,
        images=images,
        words=words,
        content=_span(skeleton, replies, parts),
        finish_reason=finish,
        finish_message=_last_text(candidates, "finishMessage", "finish_message")
        or _last_text(feedback, "blockReasonMessage", "block_reason_message"),
        block_reason=block,
        explanation=_explanation(kind, finish, block),
        model_version=_last_text(replies, "modelVersion", "model_version"),
        response_id=_last_text(replies, "responseId", "response_id"),
        usage=read_usage(_members(replies, "usageMetadata", "usage_metadata")),
        only_thought=bool(images) and all(_is_thought(parts[image.part]) for image in images),
        elsewhere=() if images else read_elsewhere(parts, replies),
        beside=read_beside(replies, candidates),
    )


def _candidates(replies: Sequence[Node]) -> list[Node]:
    return [candidate for reply in replies for candidate in _items(reply, "candidates")]


def _contents(replies: Sequence[Node]) -> list[Node]:
    return [content for content in _members(_candidates(replies), "content") if _items(content, "parts")]


def _chat_words(replies: Sequence[Node]) -> tuple[str | Hole, ...]:
    """What a gateway said that answered in the shape of OpenAI's chat."""
    contents = [message.member("content") for message in chat_messages(replies)]
    words = [content.value for content in contents if content is not None]
    return tuple(text for text in words if isinstance(text, Hole) or (isinstance(text, str) and text.strip()))


def _items(node: Node, name: str) -> list[Node]:
    array = node.member(name)
    return array.items() if array is not None else []


def _members(nodes: Sequence[Node], *names: str) -> list[Node]:
    return [member for node in nodes if (member := node.member(*names)) is not None]


def _last_text(nodes: Sequence[Node], *names: str) -> str:
    return next((text for node in reversed(nodes) if (text := node.text(*names))), "")


def _kind(images: Sequence[ReceivedImage], words: Sequence[str | Hole], block: str) -> OutcomeKind:
    if images:
        return OutcomeKind.IMAGES
    if block:
        return OutcomeKind.BLOCKED
    return OutcomeKind.WORDS if words else OutcomeKind.NOTHING


def _explanation(kind: OutcomeKind, finish: str, block: str) -> str:
    if block:
        return sentence(BLOCK_REASONS, block)
    if finish and finish.upper() != "STOP":
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
    if data is not None and isinstance(data.value, str):
        # Every picture leaves a hole when it arrives: its file was lost or changed on the disk since.
        raise SkeletonError("a picture of it is missing on the disk")
    if inline is None or data is None or not isinstance(data.value, Hole) or data.value.form.fault:
        return []
    mime_type = inline.text("mimeType", "mime_type") or ""
    return [] if mime_type.startswith(("audio/", "video/", "text/")) else [(data.value, mime_type)]


def _is_thought(part: Node) -> bool:
    thought = part.member("thought")
    return thought is not None and thought.value is True


def _words_of(part: Node) -> Said:
    """Return the words of a part; None when it has none to be read."""
    text = part.member("text")
    return text.value if text is not None and not _is_thought(part) and isinstance(text.value, str | Hole) else None


def _span(skeleton: Skeleton, replies: Sequence[Node], parts: Sequence[Node]) -> ContentSpan | None:
    """Return where the Content stands that can be sent again: the only one, or the one that came in pieces."""
    contents = _contents(replies)
    if not contents or any(len(_contents([reply])) > 1 for reply in replies):
        return None
    has_role = contents[0].text("role") == "model"
    spans = spans_of(skeleton, contents, parts)
    if not spans:
        return ContentSpan(contents[0].start, contents[0].end, has_role, _is_signed(contents))
    return ContentSpan(spans[0][0][0], spans[-1][-1][1], True, _is_signed(contents), spans)


def _is_signed(contents: Sequence[Node]) -> bool:
    """Return whether the first part that is no thought, and every image, has a signature.

    Words that came in pieces are one part here: with which of them the signature comes is up to the server.
    """
    shown = [[part for part in _items(content, "parts") if not _is_thought(part)] for content in contents]
    flat = [part for parts in shown for part in parts]
    images = [part for part in flat if _inline_images(part)]
    first = list(takewhile(lambda part: isinstance(_words_of(part), str | Hole), flat)) if len(contents) > 1 else []
    return bool(flat) and all(map(_signature, images)) and any(map(_signature, first or flat[:1]))


def _signature(part: Node) -> bool:
    signature = part.member("thoughtSignature", "thought_signature")
    return signature is not None and bool(signature.value)
