"""What is in the composer and not sent, kept in its library: it is there again after a restart, however that came."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from studio.profile.errors import FileNotSaved, FileUnreadable
from studio.profile.json_file import JsonFile
from studio.workbench.draft_document import KeptState, document_of, find_state, state_of, text_in
from studio.workbench.drafts import WHEREVER

if TYPE_CHECKING:
    from pathlib import Path

    from studio.library.library import Library
    from studio.profile.json_file import Document
    from studio.workbench.drafts import Drafts
    from studio.workbench.tasks import Tasks

_FILE = "draft.json"
_PAUSE = 500  # milliseconds from the first of some changes until they are written


class _Found(NamedTuple):
    """What the file says: the draft that was in the composer and where, and what was put aside."""

    document: Document
    place: str | None
    state: KeptState
    aside: dict[str | None, KeptState]


class KeptDraft(QObject):
    """Writes the drafts beside the record a moment after they change; puts them back when the library is opened.

    What cannot be read is forgotten, what cannot be written is not kept: no draft is worth an error.
    """

    back = Signal()
    """What was kept is in the composer again, `Drafts.place` is where it belongs."""

    def __init__(self, drafts: Drafts, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._drafts = drafts
        self._draft = draft = drafts.draft
        self._tasks = tasks
        self._library: Library | None = None
        self.is_back = False
        """Whether what was kept is in the composer again: until then the file is not to be written over."""
        self._written: Document = {}
        self._asked = self._saved = 0  # writings, counted: an earlier one must not come behind a later one
        self._one_by_one = Lock()
        self._pause = QTimer(self, singleShot=True)
        self._pause.timeout.connect(lambda: self._tasks.start(self._write(), "keep the draft"))
        for changed in (draft.changed, draft.prompt_changed, drafts.changed):
            changed.connect(self._on_changed)
        draft.was_sent.connect(self._at_once)

    def open(self, library: Library) -> None:
        """Put back what was not sent in this library."""
        self._library = library
        self._tasks.start(self._restore(library), "restore the draft")

    async def close(self) -> None:
        """Keep what is not sent for the next time, and let go of the library; the words go with it."""
        if self._library is None:
            return
        if self.is_back:
            await self._write()
            self._draft.prompt = ""
        self._library, self.is_back = None, False
        self._drafts.close()
        self._pause.stop()

    def _on_changed(self) -> None:
        if self.is_back and not self._pause.isActive():
            self._pause.start(_PAUSE)

    def _at_once(self) -> None:
        """Forget what was sent before anything can happen: it must not come back."""
        if self.is_back:
            self._pause.start(0)

    async def _write(self) -> None:
        library, document = self._library, self._document()
        if library is None or library.read_only or document == self._written:
            return
        self._asked += 1
        if await self._tasks.in_worker(self._save, self._asked, library.folder.root / _FILE, document):
            self._written = document

    def _document(self) -> Document:
        drafts = self._drafts
        aside = {place or "": document_of(state) for place, state in drafts.aside.items()}
        return {**document_of(self._draft.state()), "conversation": drafts.place or "", "others": aside}

    def _save(self, number: int, path: Path, document: Document) -> bool:
        """In a worker."""
        with self._one_by_one:
            if number < self._saved or not path.parent.is_dir():  # a library that went away is not to begin anew
                return False
            self._saved = number
            try:
                JsonFile(path).update(lambda old: old.update(document))
            except (FileNotSaved, FileUnreadable):
                return False
            return True

    async def _restore(self, library: Library) -> None:
        found = await self._tasks.in_worker(_read, library)
        if library is self._library:
            ready = self._draft.ready_input
            aside = {place: state_of(each, ready) for place, each in found.aside.items()}
            self._drafts.begin(found.place, state_of(found.state, ready), aside)
            self._written = found.document
            self.is_back = True
            self._on_changed()
            self.back.emit()


def _read(library: Library) -> _Found:
    """Read the file and look up what it names, in a worker."""
    try:
        document, _ = JsonFile(library.folder.root / _FILE).read()
    except FileUnreadable:
        document = {}
    others = document.get("others")
    aside = {
        place or None: find_state(library, each)
        for place, each in (others.items() if isinstance(others, dict) else ())
        if isinstance(each, dict) and isinstance(place, str)
    }
    return _Found(document, _place(library, text_in(document, "conversation")), find_state(library, document), aside)


def _place(library: Library, conversation_id: str) -> str | None:
    """Where a draft belongs; one whose conversation cannot be gone to stays in sight wherever one goes."""
    if not conversation_id:
        return None
    found = library.conversations.find(conversation_id)
    return conversation_id if found is not None and found.trashed is None else WHEREVER
