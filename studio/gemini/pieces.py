"""The pieces of a stream, of which no more is held than is read of them: most are one word, and say all else anew."""

from collections.abc import Callable

from studio.gemini.skeleton import MoreWords, Node, Words

# What each piece says anew of the reply as a whole: the last one counts.
_SAID_ANEW = (
    "usageMetadata",
    "usage_metadata",
    "modelVersion",
    "model_version",
    "responseId",
    "response_id",
    "createTime",
    "modelStatus",
    "model_status",
)
_FEEDBACK = ("promptFeedback", "prompt_feedback")
_ENDS = ("finishReason", "finish_reason")
_RATINGS = ("safetyRatings", "safety_ratings")
_UNREAD = ("index", "tokenCount", "avgLogprobs", "logprobsResult")
_GOES_ON = frozenset({"candidates", *_SAID_ANEW})
_MARKS = frozenset({"text", "thought"})


class Pieces:
    """Gathers pieces to `replies`: what only goes on with the Content of the one before joins it there.

    The first Content is joined by none, so that of what came in pieces there are always two or more. `hold` is told
    how many fewer values are held.
    """

    def __init__(self, hold: Callable[[int], None]) -> None:
        self._hold = hold
        self._thought = {"thought": Node(True, 0, 0)}
        self._tells: dict[str, Node] = {}  # which reply has what is said anew
        self._has_content = False
        self._last: Node | None = None  # the reply that may be joined
        self.replies: list[Node] = []

    def add(self, reply: Node) -> None:
        """Add a piece that came behind the others."""
        candidates = _items(reply, "candidates")
        for candidate in candidates:
            self._lighten(candidate)
        if candidates and self.replies:
            self._drop(reply, *(name for name in _FEEDBACK if not _matters(reply.member(name))))
        content = _only_content(reply)
        if self._last is None or content is None or not _goes_on(reply, content):
            self._tell(reply, reply)
            self.replies.append(reply)
            self._last = reply if content is not None and self._has_content else None
            self._has_content = self._has_content or any(_items(each.member("content"), "parts") for each in candidates)
            return
        self._tell(reply, self._last)
        self._join(self._last, _items(content, "parts"))
        self._hold(-reply.size())

    def _join(self, before: Node, parts: list[Node]) -> None:
        """Move parts to the Content of the piece before."""
        content = _only_content(before)
        assert content is not None
        _items(content, "parts").extend(parts)
        parts.clear()

    def _lighten(self, candidate: Node) -> None:
        """Let go of what nobody reads in a candidate."""
        ends = [name for name in _ENDS if not candidate.text(name)]
        ratings = [name for name in _RATINGS if not _holds_back(candidate.member(name))]
        self._drop(candidate, *_UNREAD, *ends, *ratings)
        content = candidate.member("content")
        self._drop(content, *(("role",) if self._has_content else ()))
        parts = _items(content, "parts")
        parts[:] = [self._lightened(part, Words if index else MoreWords) for index, part in enumerate(parts)]

    def _lightened(self, part: Node, kind: type[Words]) -> Node:
        text, thought = part.member("text"), part.member("thought")
        if text is None or not isinstance(text.value, str) or not isinstance(part.value, dict):
            return part
        if part.value.keys() - _MARKS or (thought is not None and not isinstance(thought.value, bool)):
            return part
        if thought is not None and thought.value:
            self._hold(1 - part.size())
            return Node(self._thought, part.start, part.end)
        words = kind(text.value, part.start, part.end)
        self._hold(words.size() - part.size())
        return words

    def _tell(self, reply: Node, holder: Node) -> None:
        """Let what a reply says anew stand in `holder`, and no more where it stood before."""
        for name in _SAID_ANEW:
            anew = reply.member(name)
            if anew is None or not anew.value:
                continue
            if name in self._tells:
                self._drop(self._tells[name], name)
            self._tells[name] = holder
            if holder is not reply and isinstance(holder.value, dict):
                reply.without(name)
                holder.value[name] = anew

    def _drop(self, node: Node | None, *names: str) -> None:
        for name in names if node is not None else ():
            assert node is not None
            if (dropped := node.without(name)) is not None:
                self._hold(-dropped.size())


def _only_content(reply: Node) -> Node | None:
    """Return the Content of a reply that has one with parts, in its only candidate."""
    candidates = _items(reply, "candidates")
    content = candidates[0].member("content") if len(candidates) == 1 else None
    return content if _items(content, "parts") else None


def _goes_on(reply: Node, content: Node) -> bool:
    """Whether a piece has nothing else to be read, and its parts mean the same in one Content with those before."""
    candidate, first = _items(reply, "candidates")[0], _items(content, "parts")[0]
    if not (isinstance(candidate.value, dict) and isinstance(reply.value, dict)):
        return False
    alone = candidate.value.keys() == {"content"} and reply.value.keys() <= _GOES_ON
    return alone and (isinstance(first, MoreWords) or first.member("text") is None)


def _matters(feedback: Node | None) -> bool:
    return feedback is not None and (
        bool(feedback.text("blockReason", "block_reason"))
        or any(_holds_back(feedback.member(name)) for name in _RATINGS)
    )


def _holds_back(ratings: Node | None) -> bool:
    blocked = [rating.member("blocked") for rating in ratings.items()] if ratings is not None else []
    return any(each is not None and each.value is True for each in blocked)


def _items(node: Node | None, name: str) -> list[Node]:
    array = node.member(name) if node is not None else None
    return array.items() if array is not None else []
