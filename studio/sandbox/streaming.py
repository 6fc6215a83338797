"""A reply in pieces, as streamGenerateContent sends it: one part an event, the end and the figures with the last."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any

from starlette.responses import StreamingResponse

from studio.sandbox.errors import Refusal
from studio.sandbox.wires import Events, Wire

_KNOWN_FROM_THE_START = ("promptTokenCount", "promptTokensDetails")


def events_of(document: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The responses that put together say what the document says; itself where it is not one candidate with parts."""
    match document:
        case {"candidates": [{"content": {"parts": [_, _, *_] as parts}} as candidate]}:
            first = [_early(document, candidate, part) for part in parts[:-1]]
            return [*first, dict(document) | {"candidates": [_with_part(candidate, parts[-1])]}]
        case _:
            return [document]


def stream(early: Events, last: Callable[[], Awaitable[Mapping[str, Any]]], wire: Wire) -> StreamingResponse:
    """The reply of a streamed call: what is known at once, then what is still being made."""
    return StreamingResponse(_written(_paced(early, last), wire), headers={"content-type": wire.content_type})


async def _paced(early: Events, last: Callable[[], Awaitable[Mapping[str, Any]]]) -> AsyncIterator[Mapping[str, Any]]:
    """One after another; a sandbox on its way out ends with a refusal in the place of the last."""
    for event in early:
        yield event
    try:
        yield await last()
    except Refusal as refusal:
        yield refusal.document()


async def _written(events: AsyncIterator[Mapping[str, Any]], wire: Wire) -> AsyncIterator[bytes]:
    first = True
    async for event in events:
        yield wire.piece(event, first=first)
        first = False
    yield wire.end


def _early(document: Mapping[str, Any], candidate: Mapping[str, Any], part: object) -> Mapping[str, Any]:
    """An event ahead of the last: it has no end and counts only what was sent."""
    unfinished = {name: candidate[name] for name in ("content", "index") if name in candidate}
    event = {name: value for name, value in document.items() if name in ("modelVersion", "responseId")}
    usage = document.get("usageMetadata")
    if isinstance(usage, Mapping):
        known = {name: usage[name] for name in _KNOWN_FROM_THE_START if name in usage}
        event["usageMetadata"] = known | {"totalTokenCount": known.get("promptTokenCount", 0)}
    return {"candidates": [_with_part(unfinished, part)], **event}


def _with_part(candidate: Mapping[str, Any], part: object) -> Mapping[str, Any]:
    return dict(candidate) | {"content": dict(candidate["content"]) | {"parts": [part]}}
