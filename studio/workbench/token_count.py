"""How many tokens the draft has, asked of its server when a person wants to know.

Only then: counting sends the words and the images, and nobody has said yet that they may leave this machine.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Sequence

    from studio.gemini.tuning import Setting
    from studio.library.library import Library
    from studio.workbench.draft import Draft
    from studio.workbench.foresight import Foresight, Question
    from studio.workbench.links import Links
    from studio.workbench.tasks import Tasks

_MOST = 16  # answers that are kept


class Counted(NamedTuple):
    """An answer: `tokens` None is a server that does not count, `micros` what reading them costs, if that is known.

    `without` is what it does not count of that which goes along.
    """

    tokens: int | None
    micros: int | None = None
    without: Sequence[Setting] = ()


class TokenCount(QObject):
    """Knows the answer for the draft as it is, once it was asked for; a change of the draft ends the asking."""

    changed = Signal()

    def __init__(self, draft: Draft, foresight: Foresight, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._draft = draft
        self._foresight = foresight
        self._tasks = tasks
        self._links: Links | None = None
        self._library: Library | None = None
        self._asking: asyncio.Task[None] | None = None
        self._asked: tuple[Question, str] | None = None
        self._known: deque[tuple[tuple[Question, str], Counted | Exception]] = deque(maxlen=_MOST)
        draft.changed.connect(self._on_changed)
        draft.prompt_changed.connect(self._on_changed)

    @property
    def answer(self) -> Counted | Exception | None:
        """What is known of the draft as it is."""
        question = self._question()
        return next((answer for asked, answer in reversed(self._known) if asked == question), None)

    @property
    def is_asking(self) -> bool:
        """Whether the answer is on its way."""
        return self._asking is not None

    def use(self, links: Links) -> None:
        """Ask over these connections."""
        self._links = links

    def open(self, library: Library) -> None:
        """Count what is drawn from this library."""
        self._library = library

    def close(self) -> None:
        """Let go of the library and of every answer."""
        self._library = None
        self._stop()
        self._known.clear()

    def count(self) -> None:
        """Ask now, unless it is known already."""
        question = self._question()
        if self._library is None or self._links is None or (self._asking is not None and question == self._asked):
            return
        self._stop()
        self._asked = question
        if not isinstance(self.answer, Counted):
            self._asking = self._tasks.start(self._ask(self._library, self._links, *question), "count tokens")
        self.changed.emit()

    def _question(self) -> tuple[Question, str]:
        return self._foresight.question(), self._draft.prompt

    def _on_changed(self) -> None:
        if self._asked is not None and self._asked != self._question():
            self._stop()
            self._asked = None
            self.changed.emit()

    def _stop(self) -> None:
        if self._asking is not None:
            self._asking.cancel()
            self._asking = None

    async def _ask(self, library: Library, links: Links, question: Question, prompt: str) -> None:
        from studio.generation.counting import Asked, count_tokens
        from studio.workbench.job_run import is_expected

        answer: Counted | Exception
        try:
            link = await links.open(question.connection.id if question.connection is not None else None)
            asked = Asked(question.parent, question.model, prompt, question.images, question.tuning)
            tokens, without = await count_tokens(library, link, asked)
            price = link.capabilities.row(question.model).price
            micros = None if price is None or tokens is None else round(tokens * price.input)
            answer = Counted(tokens, micros, without)
        except Exception as error:
            if not is_expected(error):  # a mistake of ours is told elsewhere, and nothing is on its way any more
                self._asking = None
                self.changed.emit()
                raise
            answer = error
        self._asking = None
        self._known.append(((question, prompt), answer))
        self.changed.emit()
