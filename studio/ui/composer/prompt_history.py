"""Going back to earlier prompts and coming home to what was being written."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby


class PromptHistory:
    """Earlier prompts; the text under way is kept while one looks at them."""

    def __init__(self) -> None:
        self._earlier: tuple[str, ...] = ()
        self._place = -1  # -1 is the text under way
        self._under_way = ""

    def set(self, earlier: Sequence[str]) -> None:
        """Take other prompts, the newest last; the same one twice in a row is once."""
        newest_first = [prompt for prompt in reversed(earlier) if prompt]
        self._earlier = tuple(prompt for prompt, _ in groupby(newest_first))
        self._place = -1

    def back(self, shown: str) -> str | None:
        """Return the prompt before the one shown; None when there is none."""
        if not self._is_looking(shown):
            self._under_way, self._place = shown, -1
        place = self._place + 1
        while place < len(self._earlier) and self._earlier[place] == shown:
            place += 1
        if place >= len(self._earlier):
            return None
        self._place = place
        return self._earlier[place]

    def forth(self, shown: str) -> str | None:
        """Return the prompt after the one shown, at last the text under way; None when that is shown."""
        if not self._is_looking(shown):
            return None
        self._place -= 1
        return self._under_way if self._place < 0 else self._earlier[self._place]

    def _is_looking(self, shown: str) -> bool:
        """Return whether an earlier prompt is shown as it was; one that was changed is a text under way."""
        return 0 <= self._place < len(self._earlier) and self._earlier[self._place] == shown
