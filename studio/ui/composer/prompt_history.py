"""Going back to earlier prompts and coming home to what was being written."""

from __future__ import annotations

from collections.abc import Sequence


class PromptHistory:
    """Earlier prompts, newest first; the text under way is kept while one looks at them."""

    def __init__(self) -> None:
        self._earlier: tuple[str, ...] = ()
        self._place = -1  # -1 is the text under way
        self._under_way = ""

    def set(self, earlier: Sequence[str]) -> None:
        """Take other prompts, newest first; the same one twice in a row is once."""
        self._earlier = tuple(
            prompt for place, prompt in enumerate(earlier) if prompt and (not place or prompt != earlier[place - 1])
        )
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
