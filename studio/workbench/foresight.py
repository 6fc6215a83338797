"""What sending the draft would do to the conversation before it: found out while it is still being written."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from studio.profile.saved_connection import SANDBOX

if TYPE_CHECKING:
    from studio.gemini.tuning import Tuning
    from studio.generation.foresee import Foreseen
    from studio.library.library import Library
    from studio.library.records import Image, Turn
    from studio.profile.saved_connection import SavedConnection
    from studio.profile.settings import Settings
    from studio.workbench.connection_book import ConnectionBook
    from studio.workbench.draft import Draft
    from studio.workbench.tasks import Tasks

_PAUSE = 200  # milliseconds without a change


class Question(NamedTuple):
    """All that the answer depends on, but for the few bytes of the words."""

    parent: Turn | None
    images: tuple[Image, ...]
    model: str
    connection: SavedConnection | None
    signatures: bool
    tuning: Tuning


class Foresight(QObject):
    """Asks in a worker, once the draft stands still. Known is nothing until then, and for a draft that has no past."""

    changed = Signal()

    def __init__(
        self, draft: Draft, book: ConnectionBook, settings: Settings, tasks: Tasks, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._draft = draft
        self._book = book
        self._settings = settings
        self._tasks = tasks
        self._library: Library | None = None
        self._answered: Question | None = None
        self._foreseen: Foreseen | None = None
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self._ask)
        draft.changed.connect(self._on_changed)
        book.changed.connect(self._on_changed)

    @property
    def foreseen(self) -> Foreseen | None:
        """What sending the draft as it is would do; None while that is not known."""
        return self._foreseen if self._answered == self.question() else None

    @property
    def budget(self) -> int:
        """The most bytes that a request may have."""
        return self._settings.request_megabytes * 1_000_000

    @property
    def too_much(self) -> bool:
        """Whether the draft is known to be more than can be sent."""
        return (found := self.foreseen) is not None and found.size > self.budget

    def open(self, library: Library) -> None:
        """Look at the conversations of this library."""
        self._library = library
        self._on_changed()

    def close(self) -> None:
        """Let go of the library."""
        self._library = self._answered = self._foreseen = None
        self._pause.stop()

    def look_again(self) -> None:
        """Judge what is known by the limit as it is set now."""
        self._draft.too_much = self.too_much
        self.changed.emit()

    def question(self) -> Question:
        """What is to be found out now."""
        draft = self._draft
        images = tuple(each.image for each in draft.inputs if each.image is not None)
        parent = None if draft.starts_anew else draft.parent_turn
        signatures = draft.row.signatures if draft.row is not None else False
        return Question(parent, images, draft.model.strip(), self._book.current, signatures, draft.tuning)

    def _on_changed(self) -> None:
        if self._library is not None and self.question() != self._answered:
            self._pause.start()
            self.look_again()  # what was known is about another draft

    def _ask(self) -> None:
        if self._library is not None:
            self._tasks.start(self._find_out(self._library, self.question(), self._draft.prompt), "foresee")

    async def _find_out(self, library: Library, question: Question, prompt: str) -> None:
        from studio.library.errors import LibraryError

        found: Foreseen | None = None
        if question.parent is not None or question.images:
            try:
                found = await self._tasks.in_worker(_foresee, library, question, prompt)
            except (LibraryError, OSError):
                found = None  # whatever it is, sending tells it
        if library is self._library and question == self.question():
            self._answered, self._foreseen = question, found
            self.look_again()


def _foresee(library: Library, question: Question, prompt: str) -> Foreseen | None:
    """In a worker."""
    from studio.gemini.errors import BadAddress
    from studio.generation.foresee import foresee
    from studio.generation.linking import endpoint_of
    from studio.generation.replay import Target

    endpoint = SANDBOX
    if question.connection is not None:
        try:
            endpoint = endpoint_of(question.connection).identity
        except BadAddress:
            return None
    target = Target(endpoint, question.model, question.signatures)
    return foresee(library, question.parent, target, prompt, question.images, question.tuning)
