"""Finding conversations by their titles and prompts, and pictures by their prompts, away from the painting thread."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from studio.workbench.spine import Spine
from studio.workbench.tasks import Tasks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from studio.library.gallery import Place, Shown, Wanted
    from studio.library.library import Library
    from studio.library.records import ConversationSummary

CONVERSATIONS, PICTURES = 6, 8
"""How many of each are found at most."""

_TYPING_PAUSE = 80  # milliseconds
_STRETCH = 3_000  # each image's words are read: keep the record free for others in between


class Found(NamedTuple):
    """What has the words of `text`, newest first; without words, the conversations that were worked on last."""

    text: str = ""
    conversations: tuple[ConversationSummary, ...] = ()
    pictures: tuple[Shown, ...] = ()
    is_all: bool = False


class Everything(QObject):
    """Answers the question asked last; whatever was asked before is dropped."""

    found = Signal(object)
    """A Found: first without pictures, then with more of them, at last with `is_all`."""

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._library: Library | None = None
        self._text = ""
        self._serial = 0
        self._typing = QTimer(self, singleShot=True, interval=_TYPING_PAUSE)
        self._typing.timeout.connect(self._begin)

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
            self.found.emit(Found(self._text, is_all=True))
        else:
            self._tasks.start(self._look(self._library, self._text, self._serial), "search everything")

    async def _look(self, library: Library, text: str, serial: int) -> None:
        try:
            conversations = await self._tasks.in_worker(library.conversations.summaries, CONVERSATIONS, text=text)
            found = Found(text, conversations, is_all=not text)
            if not self._tell(found, serial) or not text:
                return
            search = _pictures(library, text)
            while (pictures := await self._tasks.in_worker(next, search, None)) is not None:
                found = found._replace(pictures=(*found.pictures, *pictures)[:PICTURES])
                if len(found.pictures) == PICTURES or not self._tell(found, serial):
                    break
            self._tell(found._replace(is_all=True), serial)
        except Exception:
            if serial == self._serial:  # else closed or asked anew in the meantime: of no interest
                raise

    def _tell(self, found: Found, serial: int) -> bool:
        """Give an answer, unless another question was asked meanwhile."""
        if serial == self._serial:
            self.found.emit(found)
        return serial == self._serial


def _pictures(library: Library, text: str) -> Iterator[tuple[Shown, ...]]:
    """In a worker: the newest pictures with these words, a stretch of the gallery at a time."""
    from studio.library.gallery import Wanted  # not before the first paint

    wanted: Wanted = Wanted(text)
    end: Place | None = None
    while True:
        ids, end = library.gallery.stretch(wanted, end, _STRETCH)
        spine = Spine(ids)
        front = [spine.id_at(place) for place in range(min(PICTURES, len(spine)))]
        rows = {shown.image.id: shown for shown in library.gallery.rows(front)} if front else {}
        yield tuple(rows[each] for each in front if each in rows)
        if end is None:
            return
