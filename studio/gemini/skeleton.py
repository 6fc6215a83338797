"""A reply's skeleton read as JSON that knows where each value stands, with its holes put back as values."""

import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from studio.gemini.wire import Hole, Skeleton

_SPACE = re.compile(rb"[ \t\r\n]*")
_STRING = re.compile(rb'"(?:[^"\\]++|\\.)*+"', re.DOTALL)
_SCALAR = re.compile(rb"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null")
_WHOLE_NUMBER = re.compile(r"-?[0-9]{1,19}")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_DEPTH = 64
_MOST = 9000
_MEMORY = 3900 << 10  # of a skeleton and its values
_OF_A_VALUE = 300  # however few bytes it is written with


class SkeletonError(ValueError):
    """The skeleton is no well-formed JSON."""


class TooManyValues(SkeletonError):
    """The skeleton holds more values than there is memory for."""


@dataclass(frozen=True, slots=True)
class Node:
    """A JSON value and the span of skeleton bytes it was read from.

    `value` is None, bool, int, float, str, a Hole, a list of Nodes, or a dict of str to Node.
    """

    value: object
    start: int
    end: int

    def member(self, *names: str) -> "Node | None":
        """Return the first of these members that is there and not null; None when this is no object."""
        if isinstance(self.value, dict):
            for name in names:
                node: Node | None = self.value.get(name)
                if node is not None and node.value is not None:
                    return node
        return None

    def without(self, name: str) -> "Node | None":
        """Let go of a member and return it; None when it is not there."""
        return self.value.pop(name, None) if isinstance(self.value, dict) else None

    def items(self) -> "list[Node]":
        """Return the items of an array, or nothing."""
        return self.value if isinstance(self.value, list) else []

    def text(self, *names: str) -> str | None:
        """Return a member that is a string standing in the skeleton."""
        node = self.member(*names)
        return node.value if node is not None and isinstance(node.value, str) else None

    def whole_number(self, *names: str) -> int | None:
        """Return a member that is a whole number of at most 63 bits; proto-JSON may write it as a string."""
        node = self.member(*names)
        value = node.value if node is not None else None
        if isinstance(value, str) and _WHOLE_NUMBER.fullmatch(value):
            value = int(value)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if not isinstance(value, int) or isinstance(value, bool):
            return None
        return value if abs(value) < 1 << 63 else None

    def plain(self) -> object:
        """Return the value without spans; a hole becomes `{"hole": number}`."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return {"hole": self.value.number} if isinstance(self.value, Hole) else self.value

    def size(self) -> int:
        """Return how many values it is, with all within it; a long string counts as several."""
        own = 1 + _beyond(self.value) if isinstance(self.value, str) else 1
        return own + sum(child.size() for child in self.children())

    def children(self) -> "Iterable[Node]":
        """Return the values of an object or an array, or nothing."""
        return self.value.values() if isinstance(self.value, dict) else self.items()

    def holes(self) -> Iterator[Hole]:
        """Yield the holes within, in order."""
        if isinstance(self.value, Hole):
            yield self.value
        for child in self.children():
            yield from child.holes()


class Words(Node):
    """A part that is nothing but words, which are its `value`: a stream has thousands."""

    __slots__ = ()

    def member(self, *names: str) -> Node | None:
        """Return the words as the member that they are."""
        return Node(self.value, self.start, self.end) if "text" in names else None

    def plain(self) -> object:
        """Return the part as it was written."""
        return {"text": self.value}


class MoreWords(Words):
    """Words that a later piece of a stream began with: they go on with those before."""

    __slots__ = ()


def parse(skeleton: Skeleton, holes: Sequence[Hole]) -> Node:
    """Read a whole skeleton; SkeletonError when it is not exactly one JSON value."""
    return Parser(skeleton, holes).document()


class Parser:
    """Reads values out of a skeleton; between them, and between their tokens, stands what `space` matches.

    TooManyValues when there are more of them than may be held.
    """

    def __init__(self, skeleton: Skeleton, holes: Sequence[Hole], space: re.Pattern[bytes] = _SPACE) -> None:
        self._bytes = skeleton
        self._holes = {hole.offset: hole for hole in holes}
        self._space = space
        self._names: dict[bytes, str] = {}  # each once, however often it is written
        self._held = 0
        self._most = min(_MOST, (_MEMORY - len(skeleton)) // _OF_A_VALUE)

    def document(self) -> Node:
        """Read the one value that is all of it."""
        start = len(_BYTE_ORDER_MARK) if self._bytes.startswith(_BYTE_ORDER_MARK) else 0
        node = self.value(start)
        self._end(node.end)
        return node

    def items(self) -> Iterator[Node]:
        """Yield the items of the array that is all of it, each as soon as it is read."""
        start = len(_BYTE_ORDER_MARK) if self._bytes.startswith(_BYTE_ORDER_MARK) else 0
        position = self._expect(b"[", start)
        if self._at(position) == b"]":
            self._end(position + 1)
            return
        while True:
            yield (node := self._value(position, 1))
            position = self._skip(node.end)
            if self._at(position) == b"]":
                self._end(position + 1)
                return
            position = self._expect(b",", position)

    def value(self, position: int) -> Node:
        """Read the value that begins at or behind a byte; SkeletonError when none does."""
        return self._value(self._skip(position), 0)

    def hold(self, more: int) -> None:
        """Take it that so many more values are held, or fewer."""
        self._held += more
        if self._held > self._most:
            raise TooManyValues("it holds too many values")

    def _end(self, position: int) -> None:
        if self._skip(position) != len(self._bytes):
            raise SkeletonError(f"something follows the value at byte {position}")

    def _skip(self, position: int) -> int:
        match = self._space.match(self._bytes, position)
        assert match is not None
        return match.end()

    def _at(self, position: int) -> Skeleton:
        return self._bytes[position : position + 1]

    def _value(self, position: int, depth: int) -> Node:
        if depth > _DEPTH:
            raise SkeletonError("values are nested too deep")
        self.hold(1)
        first = self._at(position)
        if first == b"{":
            return self._object(position, depth)
        if first == b"[":
            return self._array(position, depth)
        if first == b'"':
            return self._string(position)
        match = _SCALAR.match(self._bytes, position)
        if match is None:
            raise SkeletonError(f"no value at byte {position}")
        return Node(_scalar(match.group()), position, match.end())

    def _string(self, position: int) -> Node:
        match = _STRING.match(self._bytes, position)
        if match is None:
            raise SkeletonError(f"no string at byte {position}")
        hole = self._holes.get(position + 1)
        if hole is not None:
            return Node(hole, position, match.end())
        text = _text(match.group())
        self.hold(_beyond(text))
        return Node(text, position, match.end())

    def _name(self, position: int) -> tuple[str, int]:
        """Return the name of a member, and where it ends."""
        match = _STRING.match(self._bytes, position)
        if match is None or position + 1 in self._holes:
            raise SkeletonError(f"no name at byte {position}")
        written = match.group()
        if written not in self._names:
            self._names[written] = name = _text(written)
            self.hold(1 + _beyond(name) + len(written) // _OF_A_VALUE)
        return self._names[written], match.end()

    def _object(self, start: int, depth: int) -> Node:
        members: dict[str, Node] = {}
        position = self._skip(start + 1)
        if self._at(position) == b"}":
            return Node(members, start, position + 1)
        while True:
            name, position = self._name(position)
            position = self._expect(b":", position)
            members[name] = node = self._value(position, depth + 1)
            position = self._skip(node.end)
            if self._at(position) == b"}":
                return Node(members, start, position + 1)
            position = self._expect(b",", position)

    def _array(self, start: int, depth: int) -> Node:
        items: list[Node] = []
        position = self._skip(start + 1)
        if self._at(position) == b"]":
            return Node(items, start, position + 1)
        while True:
            items.append(self._value(position, depth + 1))
            position = self._skip(items[-1].end)
            if self._at(position) == b"]":
                return Node(items, start, position + 1)
            position = self._expect(b",", position)

    def _expect(self, character: bytes, position: int) -> int:
        position = self._skip(position)
        if self._at(position) != character:
            raise SkeletonError(f"no {character.decode()} at byte {position}")
        return self._skip(position + 1)


def _beyond(text: str) -> int:
    """Return how many values more a string is than a short one: it may be held twice, once within longer words."""
    return 2 * sys.getsizeof(text) // _OF_A_VALUE


def _text(written: bytes) -> str:
    try:
        text = json.loads(written.decode(errors="replace"), strict=False)
    except ValueError as error:
        raise SkeletonError("a string holds an escape that JSON does not know") from error
    assert isinstance(text, str)
    # Half a surrogate pair cannot be stored or shown.
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _scalar(written: bytes) -> object:
    if len(written) > 400:
        raise SkeletonError("a number is too long")
    value = json.loads(written)
    assert value is None or isinstance(value, bool | int | float)
    return value
