"""Finding turns, conversations and images by their words, away from the painting thread."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from studio.workbench.tasks import Tasks

if TYPE_CHECKING:
    from studio.gemini.capabilities import Capabilities
    from studio.library.library import Library
    from studio.library.records import ConversationSummary
    from studio.library.search import FoundImage, FoundTurn

CONVERSATIONS, TURNS, IMAGES = 6, 8, 6
"""How many of each are found at most."""

_TYPING_PAUSE = 30  # milliseconds, in which a fast typist has struck the next key


class Found(NamedTuple):
    """What has the words of `text`, newest first; without words, the conversations that were worked on last."""

    text: str = ""
    conversations: tuple[ConversationSummary, ...] = ()
    turns: tuple[FoundTurn, ...] = ()
    images: tuple[FoundImage, ...] = ()


class Everything(QObject):
    """Answers the question asked last; whatever was asked before is dropped."""

    found = Signal(object)
    """A Found."""

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._library: Library | None = None
        self._names: Mapping[str, str] = {}  # of models, by their ids
        self._text = ""
        self._serial = 0
        self._typing = QTimer(self, singleShot=True, interval=_TYPING_PAUSE)
        self._typing.timeout.connect(self._begin)

    def know(self, capabilities: Capabilities) -> None:
        """Let models be found by their names."""
        self._names = {model: row.name for model, row in capabilities.rows.items()}

    def open(self, library: Library) -> None:
        """Look in this library from now on."""
        self._library = library

    def close(self) -> None:
        """Look nowhere, and let what is being looked for go."""
        self.stop()
        self._library = None

    def ask(self, text: str) -> None:
        """Look for what has these words, once nothing was typed for a moment; for recent things at once."""
        self._text = " ".join(text.split())
        self._serial += 1
        if self._text:
            self._typing.start()
        else:
            self._typing.stop()
            self._begin()

    def stop(self) -> None:
        """Nobody waits for an answer any more."""
        self._serial += 1
        self._typing.stop()

    def _begin(self) -> None:
        if self._library is None:
            self.found.emit(Found(self._text))
        else:
            self._tasks.start(self._look(self._library, self._text, self._serial), "search everything")

    async def _look(self, library: Library, text: str, serial: int) -> None:
        try:
            found = await self._tasks.in_worker(find, library, text, self._names)
        except Exception:
            if serial == self._serial:  # else closed or asked anew in the meantime: of no interest
                raise
            return
        if serial == self._serial:
            self.found.emit(found)


def find(library: Library, text: str, names: Mapping[str, str]) -> Found:
    """Everything that a library has for these words, models by `names` too; blocks on the disk."""
    from studio.library.question import read_question  # not before the first paint

    if not text:
        return Found(text, library.conversations.summaries(CONVERSATIONS))
    question, search = read_question(text), library.search
    turns = search.turns(question, TURNS, names)
    return Found(text, search.conversations(question, CONVERSATIONS), turns, search.images(question, IMAGES, turns))
