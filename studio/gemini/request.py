"""A request body of generateContent: its skeleton, its pieces and its exact length."""

import json
from collections.abc import Iterator, Sequence

from studio.gemini.base64_text import Form
from studio.gemini.body import Base64Piece, Body, BytesPiece, FilePiece, Piece
from studio.gemini.content import Content, GenerationConfig, HoleFile, ImagePart, ReceivedContent, TextPart
from studio.gemini.fields import fields_of

_STANDARD = Form()


def build_body(contents: Sequence[Content | ReceivedContent], config: GenerationConfig) -> Body:
    """Build the body of one request; contents stand in order, the last one is the user's."""
    return Body([*_contents(contents), BytesPiece(b"," + _json(fields_of(config))[1:])])


def build_count(contents: Sequence[Content | ReceivedContent]) -> Body:
    """Build the body that asks how many tokens some contents have."""
    return Body([*_contents(contents), BytesPiece(b"}")])


def build_whole_count(model: str, contents: Sequence[Content | ReceivedContent], config: GenerationConfig) -> Body:
    """Build the body that asks how many tokens a request to a model has, with all that it carries."""
    fields = {**fields_of(config), "model": f"models/{model.removeprefix('models/')}"}
    ending = BytesPiece(b"," + _json(fields)[1:] + b"}")
    return Body([BytesPiece(b'{"generateContentRequest":'), *_contents(contents), ending])


def _contents(contents: Sequence[Content | ReceivedContent]) -> Iterator[Piece]:
    yield BytesPiece(b'{"contents":[')
    for index, content in enumerate(contents):
        if index:
            yield BytesPiece(b",")
        yield from _received(content) if isinstance(content, ReceivedContent) else _written(content)
    yield BytesPiece(b"]")


def _written(content: Content) -> Iterator[Piece]:
    yield BytesPiece(b'{"role":' + _json(content.role) + b',"parts":[')
    for index, part in enumerate(content.parts):
        if index:
            yield BytesPiece(b",")
        yield from _part(part)
    yield BytesPiece(b"]}")


def _part(part: TextPart | ImagePart) -> Iterator[Piece]:
    if isinstance(part, TextPart):
        yield BytesPiece(b'{"text":' + _json(part.text) + b"}")
        return
    yield BytesPiece(b'{"inlineData":{"mimeType":' + _json(part.mime_type) + b',"data":"')
    yield Base64Piece(part.path, part.size, _STANDARD)
    yield BytesPiece(b'"}}')


def _received(content: ReceivedContent) -> Iterator[Piece]:
    """Yield a model Content as it came; only a role it lacks is added, which some servers insist on."""
    holes = sorted(content.holes, key=lambda hole: hole.offset)
    if content.parts:
        yield from _in_pieces(content, holes)
    elif content.has_role:
        yield from _filled(content.skeleton, content.start, content.end, holes)
    else:
        yield from _filled(content.skeleton, content.start, content.end - 1, holes)
        # At the end, because where a role of another name came the last one counts.
        yield BytesPiece(b',"role":"model"}')


def _in_pieces(content: ReceivedContent, holes: Sequence[HoleFile]) -> Iterator[Piece]:
    yield BytesPiece(b'{"role":"model","parts":[')
    for index, spans in enumerate(content.parts):
        if index:
            yield BytesPiece(b",")
        for start, end in spans:
            yield from _filled(content.skeleton, start, end, holes)
    yield BytesPiece(b"]}")


def _filled(skeleton: bytes, start: int, end: int, holes: Sequence[HoleFile]) -> Iterator[Piece]:
    """Yield a span of a skeleton with what was cut out of it."""
    position = start
    for hole in holes:
        if start <= hole.offset < end:
            yield BytesPiece(skeleton[position : hole.offset])
            yield from _filling(hole)
            position = hole.offset
    yield BytesPiece(skeleton[position:end])


def _filling(hole: HoleFile) -> Iterator[Piece]:
    if hole.kind == "text":
        yield FilePiece(hole.path, hole.size)
        return
    yield Base64Piece(hole.path, hole.size, hole.form)
    if hole.raw_path is not None:
        yield FilePiece(hole.raw_path, hole.raw_size)


def _json(value: object) -> bytes:
    # Half a surrogate pair, which a damaged paste may hold, has no UTF-8.
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(errors="replace")
