"""Where a model's Content stands in the skeleton of its reply, where it came in pieces."""

from collections.abc import Callable, Iterator

from studio.library.records import Json

Parts = tuple[tuple[tuple[int, int], ...], ...]


def parts_of(facts: Json, size: int) -> Parts:
    """The spans of each part, as the facts of a reply have them; none where the Content stands there in one.

    ValueError when they are no spans of a skeleton of that size, one behind another.
    """
    parts = facts.get("parts", ())
    if not isinstance(parts, list | tuple):
        raise ValueError("the parts are no list")
    found = tuple(tuple(_spans(spans)) for spans in parts)
    ends = [0, *(place for spans in found for span in spans for place in span), size]
    if ends != sorted(ends) or not all(found):
        raise ValueError("the parts do not follow one another")
    return found


def _spans(spans: object) -> Iterator[tuple[int, int]]:
    for span in spans if isinstance(spans, list | tuple) else ():
        if not (isinstance(span, list | tuple) and [type(place) for place in span] == [int, int]):
            raise ValueError("a span has no two ends")
        yield span[0], span[1]


def put_together(take: Callable[[int, int], bytes], start: int, end: int, parts: Parts) -> bytes:
    """The Content as JSON, made of what `take` gives for its spans."""
    if not parts:
        return take(start, end)
    made = (b"".join(take(*span) for span in spans) for spans in parts)
    return b'{"role":"model","parts":[' + b",".join(made) + b"]}"
