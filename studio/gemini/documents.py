"""The replies in a skeleton: one, the items of an array, or the events of a stream."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from studio.gemini.event_lines import begins_stream
from studio.gemini.sink import Hole
from studio.gemini.skeleton import Node, Parser, SkeletonError, parse

Spans = tuple[tuple[int, int], ...]

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_LONGEST_NAME = len(b"event:")
# Between the tokens of a value that is spread over several lines stand their endings, and what `data:` begins.
_OTHER_LINE = rb"(?!data:)[^\r\n]+(?:\r\n|\r|\n)"
_NEXT_LINE = rb"(?:\r\n|\r|\n)(?:" + _OTHER_LINE + rb")*+data:"
_PLAIN_SPACE = re.compile(rb"[ \t\r\n]*+")
_SPACE = re.compile(rb"(?:[ \t]|" + _NEXT_LINE + rb")*+")
_BREAK = re.compile(rb"(?<=[\r\n])(?:(?<=\r)\n)?(?:" + _OTHER_LINE + rb")*+data:")
_DATA = re.compile(rb"(?:\A|[\r\n])(?:\xef\xbb\xbf)?data:[ \t]*+")
# What each event says anew of the reply as a whole: the last one counts.
_SAID_ANEW = (
    "usageMetadata",
    "usage_metadata",
    "modelVersion",
    "model_version",
    "responseId",
    "response_id",
    "createTime",
)
_DONE = re.compile(rb"\[DONE\]")


@dataclass(frozen=True, slots=True)
class Documents:
    """What was received, in order; `is_stream` says that it came as events, `is_done` that one told of their end."""

    replies: Sequence[Node]
    is_stream: bool = False
    is_done: bool = False


def read_documents(skeleton: bytes, holes: Sequence[Hole]) -> Documents:
    """Read a whole skeleton; SkeletonError when it is no well-formed JSON."""
    if is_event_stream(skeleton):
        return _Events(skeleton, holes).read()
    root = parse(skeleton, holes)
    return Documents(root.items() or [root])  # some gateways answer as the stream does, with an array


def read_beginning(skeleton: bytes, holes: Sequence[Hole]) -> Sequence[Node]:
    """Return the replies that are whole in a skeleton of a stream that was cut off; none of any other."""
    if is_event_stream(skeleton):
        return _Events(skeleton, holes).read(to_the_end=False).replies
    found: list[Node] = []
    parser, position = Parser(skeleton, holes), 1
    try:
        while skeleton.startswith(b"["):
            found.append(parser.value(position))
            position = found[-1].end + 1
    except SkeletonError:
        pass
    return found


def read_value(written: bytes, holes: Sequence[Hole]) -> Node:
    """Read one value by itself, whether or not it came as an event."""
    return Parser(written, holes, _SPACE if _BREAK.search(written) else _PLAIN_SPACE).value(0)


def is_event_stream(skeleton: bytes) -> bool:
    """Whether what was received are the lines of an event stream."""
    beginning = skeleton.removeprefix(_BYTE_ORDER_MARK).lstrip()
    return any(begins_stream(beginning[:length]) for length in range(1, _LONGEST_NAME + 1))


def runs(skeleton: bytes, node: Node) -> Spans:
    """Return the spans that make a value when they are put one after another: what stands between them is no JSON."""
    if not is_event_stream(skeleton):
        return ((node.start, node.end),)
    found, start = [], node.start
    for between in _BREAK.finditer(skeleton, node.start, node.end):
        found.append((start, between.start()))
        start = between.end()
    return (*found, (start, node.end))


class _Events:
    def __init__(self, skeleton: bytes, holes: Sequence[Hole]) -> None:
        self._skeleton = skeleton
        self._parser = Parser(skeleton, holes, _SPACE)
        self._replies: list[Node] = []

    def read(self, *, to_the_end: bool = True) -> Documents:
        is_done, position = False, 0
        while (line := _DATA.search(self._skeleton, position)) is not None:
            position = line.end()
            if _DONE.match(self._skeleton, position):
                is_done = True
            elif self._skeleton[position : position + 1] in (b"{", b"["):
                try:
                    node = self._parser.value(position)
                except SkeletonError:
                    if to_the_end:
                        raise
                    break
                self._add(node.items() or [node])
                position = node.end
        return Documents(self._replies, is_stream=True, is_done=is_done)

    def _add(self, replies: Sequence[Node]) -> None:
        """Add what an event brought, and let go of what it says instead of the one before."""
        for name in _SAID_ANEW if self._replies else ():
            anew = replies[0].member(name)
            if anew is not None and anew.value and (before := self._replies[-1].without(name)) is not None:
                self._parser.let_go(before)
        self._replies += replies
