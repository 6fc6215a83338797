"""What of a streamed reply can be shown while the rest still comes; none of it is the record."""

from collections.abc import Sequence

from studio.gemini.documents import read_value
from studio.gemini.response import said_in
from studio.gemini.sink import Hole
from studio.gemini.skeleton import SkeletonError
from studio.gemini.streamed import Said, joined
from studio.gemini.wire import ReplyReader


class Arrivals:
    """Looks at a reply between two chunks: `words` so far, thoughts left out, and the holes of the whole `images`."""

    def __init__(self, reader: ReplyReader) -> None:
        self._reader = reader
        self._seen = 0
        self._said: list[Sequence[Said]] = []
        self.words = ""
        self.images: tuple[Hole, ...] = ()

    def look(self) -> bool:
        """Take in what has become whole since; whether that is anything to be shown."""
        before = self.words, self.images
        values = self._reader.values(self._seen) if self._reader.is_stream else ()
        for start, end in values:
            self._take(start, end)
        self._seen += len(values)
        if values:
            self.words = "\n\n".join(words for words in joined(self._said) if isinstance(words, str))
        return before != (self.words, self.images)

    def _take(self, start: int, end: int) -> None:
        inside = [hole for hole in self._reader.holes if start <= hole.offset < end]
        moved = [Hole(hole.number, hole.offset - start, hole.kind, hole.form) for hole in inside]
        try:
            value = read_value(self._reader.part(start, end), moved)
        except SkeletonError:  # it will be told when all is there
            return
        self._said += said_in([value])
        self.images += tuple(hole for hole in inside if hole.kind == "data" and hole.form.fault is None)
