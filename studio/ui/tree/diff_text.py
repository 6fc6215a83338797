"""A difference of prompts as rich text: what is added underlined, what is taken out struck through, both coloured."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from studio.ui.sentences.shortened import shortened
from studio.ui.tokens import Tokens

if TYPE_CHECKING:
    from studio.workbench.word_diff import Piece

_MOST = 600  # letters of all of it
_AROUND = 60  # letters that are left of what stays, before and after a change


def diff_html(pieces: Sequence[Piece], tokens: Tokens) -> str:
    """The pieces one after the other; of long stretches that stay, what is near a change."""
    looks = {
        "same": "",
        "added": f"color:{tokens.ok}; text-decoration:underline;",
        "removed": f"color:{tokens.faint}; text-decoration:line-through;",
    }
    parts, left, before = [], _MOST, ""
    for kind, text in _cut(pieces):
        if left <= 0:
            parts.append("…")
            break
        if before == "removed" and kind == "added":
            parts.append(" ")  # else one word seems to go on as the other
        shown, left, before = shortened(text, left), left - len(text), kind
        look = looks[kind]
        parts.append(f'<span style="{look}">{_escaped(shown)}</span>' if look else _escaped(shown))
    return "".join(parts)


def plain_html(text: str) -> str:
    """A prompt as it is."""
    return _escaped(shortened(text, _MOST))


def _cut(pieces: Sequence[Piece]) -> Iterable[tuple[str, str]]:
    last = len(pieces) - 1
    for number, (kind, text) in enumerate(pieces):
        if kind != "same" or len(text) <= 2 * _AROUND or last == 0:
            yield kind, text
            continue
        head = "" if number == 0 else text[:_AROUND].rstrip()
        tail = "" if number == last else text[-_AROUND:].lstrip()
        yield kind, f"{head} … {tail}"


def _escaped(text: str) -> str:
    return html.escape(text).replace("\n", "<br>")
