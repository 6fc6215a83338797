"""What makes one answer of the pieces of a stream: its words, and the parts that are sent again one after another."""

from collections.abc import Iterable, Iterator, Sequence

from studio.gemini.documents import Spans, runs
from studio.gemini.sink import Hole, Skeleton
from studio.gemini.skeleton import Node

Said = str | Hole | None  # of a part: its words, or None of one that says none to anybody


def joined(contents: Iterable[Sequence[Said]]) -> Iterator[str | Hole]:
    """Yield the words of some Contents: what ends one and begins the next was cut only to be sent early."""
    held = ""
    for said in contents:
        for index, words in enumerate(said):
            if index or not isinstance(words, str):
                if held.strip():
                    yield held
                held = ""
            if isinstance(words, Hole):
                yield words
            else:
                held += words or ""
    if held.strip():
        yield held


def spans_of(skeleton: Skeleton, contents: Sequence[Node], parts: Sequence[Node]) -> Sequence[Spans]:
    """Return where each part stands, in one or more runs; nothing when one Content stands there as it is sent again."""
    if len(contents) == 1 and len(runs(skeleton, contents[0])) == 1:
        return ()
    return tuple(runs(skeleton, part) for part in parts)
