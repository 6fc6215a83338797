"""The replies in a skeleton: one, the items of an array, or the events of a stream."""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from studio.gemini.event_lines import begins_stream
from studio.gemini.pieces import Pieces
from studio.gemini.sink import Hole, Skeleton
from studio.gemini.skeleton import Node, Parser, SkeletonError, parse

Spans = tuple[tuple[int, int], ...]

_BLANK = re.compile(rb"(?:\xef\xbb\xbf)?\s*")
_ARRAY = re.compile(rb"(?:\xef\xbb\xbf)?[ \t\r\n]*\[")
_LONGEST_NAME = len(b"event:")
# Between the tokens of a value that is spread over several lines stand their endings, and what `data:` begins.
_OTHER_LINE = rb"(?!data:)[^\r\n]+(?:\r\n|\r|\n)"
_NEXT_LINE = rb"(?:\r\n|\r|\n)(?:" + _OTHER_LINE + rb")*+data:"
_PLAIN_SPACE = re.compile(rb"[ \t\r\n]*+")
_SPACE = re.compile(rb"(?:[ \t]|" + _NEXT_LINE + rb")*+")
_BREAK = re.compile(rb"(?<=[\r\n])(?:(?<=\r)\n)?(?:" + _OTHER_LINE + rb")*+data:")
_DATA = re.compile(rb"(?:\A|[\r\n])(?:\xef\xbb\xbf)?data:[ \t]*+")
_DONE = re.compile(rb"\[DONE\]")


@dataclass(frozen=True, slots=True)
class Documents:
    """What was received, in order; `is_stream` says that it came as events, `is_done` that one told of their end."""

    replies: Sequence[Node]
    is_stream: bool = False
    is_done: bool = False


def read_documents(skeleton: Skeleton, holes: Sequence[Hole]) -> Documents:
    """Read a whole skeleton; SkeletonError when it is no well-formed JSON."""
    values = Values(skeleton, holes)
    replies, is_events = _gathered(values, values), is_event_stream(skeleton)
    return Documents(replies if replies or is_events else [parse(skeleton, holes)], is_events, values.is_done)


def read_beginning(skeleton: Skeleton, holes: Sequence[Hole]) -> Sequence[Node]:
    """Return the replies that are whole in a skeleton of a stream that was cut off; none of any other."""
    values = Values(skeleton, holes)
    return _gathered(values.whole(), values) if is_stream(skeleton) else ()


def _gathered(found: Iterable[Node], values: "Values") -> Sequence[Node]:
    pieces = Pieces(values.hold)
    for value in found:
        pieces.add(value)
    return pieces.replies


def read_value(written: bytes, holes: Sequence[Hole]) -> Node:
    """Read one value by itself, whether or not it came as an event."""
    return Parser(written, holes, _SPACE if _BREAK.search(written) else _PLAIN_SPACE).value(0)


def is_event_stream(skeleton: Skeleton) -> bool:
    """Whether what was received are the lines of an event stream."""
    blank = _BLANK.match(skeleton)
    assert blank is not None
    beginning = bytes(skeleton[blank.end() : blank.end() + _LONGEST_NAME])
    return any(begins_stream(beginning[:length]) for length in range(1, _LONGEST_NAME + 1))


def is_stream(skeleton: Skeleton) -> bool:
    """Whether what was received came in pieces: as events, or in an array."""
    return is_event_stream(skeleton) or _ARRAY.match(skeleton) is not None


def runs(skeleton: Skeleton, node: Node) -> Spans:
    """Return the spans that make a value when they are put one after another: what stands between them is no JSON."""
    if not is_event_stream(skeleton):
        return ((node.start, node.end),)
    found, start = [], node.start
    for between in _BREAK.finditer(skeleton, node.start, node.end):
        found.append((start, between.start()))
        start = between.end()
    return (*found, (start, node.end))


class Values:
    """Yields what a skeleton holds, each value as soon as it is read: one, the items of an array, or those of events.

    `is_done` says, once all are read, that one event told of the end. SkeletonError where this is no well-formed JSON.
    """

    def __init__(self, skeleton: Skeleton, holes: Sequence[Hole]) -> None:
        self._skeleton = skeleton
        self._is_events = is_event_stream(skeleton)
        self._parser = Parser(skeleton, holes, _SPACE) if self._is_events else Parser(skeleton, holes)
        self.is_done = False

    def __iter__(self) -> Iterator[Node]:
        if self._is_events:
            yield from self._events()
        elif _ARRAY.match(self._skeleton):  # some gateways answer as the stream does, with an array
            yield from self._parser.items()
        else:
            yield self._parser.document()

    def whole(self) -> Iterator[Node]:
        """Yield those that are whole, up to where this is no well-formed JSON."""
        with suppress(SkeletonError):
            yield from self

    def hold(self, more: int) -> None:
        """Take it that so many more values are held, or fewer."""
        self._parser.hold(more)

    def _events(self) -> Iterator[Node]:
        position = 0
        while (line := _DATA.search(self._skeleton, position)) is not None:
            position = line.end()
            if _DONE.match(self._skeleton, position):
                self.is_done = True
            elif self._skeleton[position : position + 1] in (b"{", b"["):
                node = self._parser.value(position)
                position = node.end
                yield from node.items() or [node]
