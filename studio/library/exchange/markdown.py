"""A conversation as a story in Markdown: every branch, prompt by prompt, with its images, for people to read."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from studio.library.exchange.parcel import Parcel, ParcelAttempt, ParcelImage, ParcelTurn

FileName = Callable[[ParcelImage], str | None]
"""Names the file of an image beside the text, None where there is none."""

_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~&$])")
_AT_THE_START = re.compile(r"^(\s*)([-+=])")
_NUMBERED = re.compile(r"^(\s*\d+)([.)])(?=\s|$)")
_CONTROLS = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127, 0x2028, 0x2029))
_ALT = 80  # characters
_OUTCOMES = {
    "words": "Words only, no image.",
    "nothing": "No image came.",
    "blocked": "The request was blocked.",
    "cut off": "The reply broke off; this is what had arrived.",
}
_FINER = {
    "thinkingLevel": "thinking {}",
    "temperature": "temperature {}",
    "topP": "top-p {}",
    "topK": "top-k {}",
    "webSearch": "web search",
    "imageSearch": "image search",
    "mediaResolution": "image detail {}",
}
_CHARGES = {"none": "Nothing was charged.", "maybe": "It may have been charged.", "yes": "It was charged."}


@dataclass(frozen=True, slots=True)
class _Line:
    """A run of turns without a branch: its first turn, and the number of the one it goes on from."""

    first: ParcelTurn
    after: int | None


def branch_of(parcel: Parcel, turn_id: str) -> Sequence[ParcelTurn]:
    """Return the turns from a root to one turn."""
    by_id = {turn.id: turn for turn in parcel.turns}
    path = [by_id[turn_id]]
    while (parent := path[-1].parent) is not None:
        path.append(by_id[parent])
    return path[::-1]


def kept_turns(parcel: Parcel) -> Sequence[ParcelTurn]:
    """Return the turns that are shown: neither they nor anything they follow is in the trash."""
    shown: dict[str, ParcelTurn] = {}
    waiting = [turn for turn in parcel.turns if turn.parent is None]
    children = _children(parcel.turns)
    while waiting:
        turn = waiting.pop()
        if turn.trashed is None:
            shown[turn.id] = turn
            waiting += children[turn.id]
    return [turn for turn in parcel.turns if turn.id in shown]


class Story:
    """Tells turns of a parcel; `name_of` says which images have a file to be shown."""

    def __init__(self, parcel: Parcel, turns: Sequence[ParcelTurn], name_of: FileName) -> None:
        self._parcel = parcel
        self._turns = turns
        self._name_of = name_of
        self._children = _children(turns)
        self._images = {image.id: image for image in parcel.images}
        self._made: Mapping[str, list[ParcelImage]] = defaultdict(list)
        for image in parcel.images:
            if image.turn is not None and image.trashed is None:
                self._made[image.turn].append(image)
        self._number = 0

    def text(self) -> str:
        """Return the whole text."""
        return "\n\n".join(self._blocks()) + "\n"

    def _blocks(self) -> Iterator[str]:
        yield f"# {one_line(self._parcel.title) or 'Conversation'}"
        there = {turn.id for turn in self._turns}
        waiting = [_Line(turn, None) for turn in self._turns if turn.parent not in there]
        while waiting:
            line = waiting.pop(0)
            yield self._heading(line)
            turn = line.first
            while True:
                self._number += 1
                yield from self._turn(turn)
                following = self._children[turn.id]
                if not following:
                    break
                waiting += [_Line(other, self._number) for other in following[1:]]
                turn = following[0]

    def _heading(self, line: _Line) -> str:
        if line.after is not None:
            return f"## Another way on from [turn {line.after}](#turn-{line.after})"
        return "## Another beginning" if self._number else "## From the beginning"

    def _turn(self, turn: ParcelTurn) -> Iterator[str]:
        yield f"### Turn {self._number}"
        yield quoted(turn.prompt)
        if isinstance(instruction := turn.settings.get("systemInstruction"), str):
            yield "With the instruction:"
            yield quoted(instruction)
        sent = [self._images[given.image] for given in turn.inputs if given.image in self._images]
        if sent:
            yield "Sent with it:"
            yield from (self._picture(image, image.name or "image") for image in sent)
        yield self._facts(turn)
        made = [image for image in self._made[turn.id] if image.role == "main"] or self._made[turn.id]
        yield from (self._picture(image, turn.prompt) for image in made)
        if turn.words:
            yield escaped(turn.words)
        if (ending := _ending(turn)) is not None:
            yield f"*{escaped(ending)}*"

    def _picture(self, image: ParcelImage, words: str) -> str:
        name = self._name_of(image)
        if name is None:
            return f"*The file of this image is not in the library: {escaped(image.file.rpartition('/')[2])}*"
        stars = f"\n{'★' * image.rating}" if image.rating is not None and image.rating > 0 else ""
        return f"![{one_line(words)}]({quote(name)}){stars}"

    def _facts(self, turn: ParcelTurn) -> str:
        asked = [turn.settings.get(name) for name in ("aspectRatio", "imageSize")]
        seed = turn.settings.get("seed")
        when = datetime.fromtimestamp(turn.created / 1000).astimezone()
        spent = sum(attempt.actual_micros or 0 for attempt in turn.attempts)
        finer = [words.format(turn.settings[name]) for name, words in _FINER.items() if name in turn.settings]
        facts = [turn.model, *asked, f"seed {seed}" if seed is not None else None, *finer, turn.connection]
        facts += [f"{when:%Y-%m-%d %H:%M}", f"${spent / 1e6:.3f}" if spent else None]
        facts += ["best of its siblings"] if turn.starred is not None else []
        return " · ".join(escaped(str(fact)) for fact in facts if fact)


def quoted(text: str) -> str:
    """Return a text as a quotation, line by line as it was written."""
    return "\n".join(f"> {line}".rstrip() for line in escaped(text).split("\n"))


def escaped(text: str) -> str:
    """Return a text so that Markdown shows it as it is: no mark, link, tag or list in it does anything."""
    lines = text.translate(_CONTROLS).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    # A line break in the text is one to the reader, and leading space no block of code.
    indented = [_indented(_plain(line.rstrip())) for line in lines]
    return "\n".join(
        f"{line}\\" if line and number + 1 < len(indented) and indented[number + 1] else line
        for number, line in enumerate(indented)
    )


def _plain(line: str) -> str:
    line = _MARKS.sub(r"\\\1", line)
    return _AT_THE_START.sub(r"\1\\\2", _NUMBERED.sub(r"\1\\\2", line))


def one_line(text: str) -> str:
    """Return the beginning of a text in one line, escaped."""
    line = " ".join(text[: 4 * _ALT].split())
    return escaped(line if len(line) <= _ALT else f"{line[: _ALT - 1]}…")


def _indented(line: str) -> str:
    words = line.lstrip(" \t")
    return "\u00a0" * len(line[: len(line) - len(words)].expandtabs(4)) + words


def _ending(turn: ParcelTurn) -> str | None:
    """What there is to say of a turn that did not simply bring images."""
    last: ParcelAttempt | None = turn.attempts[-1] if turn.attempts else None
    if last is None:
        return None if turn.outcome else "It was not sent, or is still under way."
    facts = last.reply.facts if last.reply else {}
    said = _OUTCOMES.get(turn.outcome or "")
    if turn.outcome in ("nothing", "blocked"):
        reason = facts.get("blockReason") or facts.get("finishReason")
        said = f"{said} {facts.get('explanation') or reason or ''}".strip()
    if last.failure is not None:
        said = f"{said or ''} {last.failure.get('message') or last.failure.get('kind')}".strip()
        said = f"{said} {_CHARGES[last.charge]}"
    return said


def _children(turns: Sequence[ParcelTurn]) -> Mapping[str | None, list[ParcelTurn]]:
    children: dict[str | None, list[ParcelTurn]] = defaultdict(list)
    for turn in turns:
        children[turn.parent].append(turn)
    return children
