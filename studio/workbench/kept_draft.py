"""What is in the composer and not sent, kept in its library: it is there again after a restart, however that came."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, QTimer

from studio.profile.errors import FileNotSaved, FileUnreadable
from studio.profile.json_file import JsonFile
from studio.workbench.draft_input import Role
from studio.workbench.sources import ImageSource

if TYPE_CHECKING:
    from pathlib import Path

    from studio.library.library import Library
    from studio.library.records import Image
    from studio.profile.json_file import Document
    from studio.workbench.draft import Draft
    from studio.workbench.draft_input import DraftInput
    from studio.workbench.tasks import Tasks

_FILE = "draft.json"
_PAUSE = 500  # milliseconds from the first of some changes until they are written


class KeptInput(NamedTuple):
    """A picture of a draft as it is found again."""

    image: Image
    role: Role
    label: str


class KeptDraft(QObject):
    """Writes the draft beside the record a moment after it changes; puts it back when the library is opened.

    What cannot be read is forgotten, what cannot be written is not kept: no draft is worth an error.
    """

    def __init__(self, draft: Draft, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._draft = draft
        self._tasks = tasks
        self._library: Library | None = None
        self.is_back = False
        """Whether what was kept is in the composer again: until then the file is not to be written over."""
        self._written: Document = {}
        self._asked = self._saved = 0  # writings, counted: an earlier one must not come behind a later one
        self._one_by_one = Lock()
        self._pause = QTimer(self, singleShot=True)
        self._pause.timeout.connect(lambda: self._tasks.start(self._write(), "keep the draft"))
        draft.changed.connect(self._on_changed)
        draft.prompt_changed.connect(self._on_changed)

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
        self._pause.stop()

    def _on_changed(self) -> None:
        if not self.is_back:
            return
        if not self._draft.prompt and not self._draft.inputs:
            self._pause.start(0)  # it was sent, and must not come back
        elif not self._pause.isActive():
            self._pause.start(_PAUSE)

    async def _write(self) -> None:
        library, document = self._library, _document_of(self._draft)
        if library is None or library.read_only or document == self._written:
            return
        self._asked += 1
        if await self._tasks.in_worker(self._save, self._asked, library.folder.root / _FILE, document):
            self._written = document

    def _save(self, number: int, path: Path, document: Document) -> bool:
        """In a worker."""
        with self._one_by_one:
            if number < self._saved:
                return False
            self._saved = number
            try:
                JsonFile(path).update(lambda old: old.update(document))
            except (FileNotSaved, FileUnreadable):
                return False
            return True

    async def _restore(self, library: Library) -> None:
        document, inputs = await self._tasks.in_worker(_read, library)
        if library is self._library:
            self._put(document, inputs)
            self._written = document
            self.is_back = True
            self._on_changed()

    def _put(self, document: Document, inputs: list[KeptInput]) -> None:
        """Put it before what was typed meanwhile; who had begun has chosen the settings as well."""
        draft = self._draft
        if not draft.prompt and not draft.inputs:
            self._put_settings(document)
        draft.prompt = "\n".join(part for part in (_text(document, "prompt"), draft.prompt) if part)
        known = {each.id for each in draft.inputs}
        for each in inputs:
            draft.add_images([each.image], each.role)
        added = sorted(each.id for each in draft.inputs if each.id not in known)  # in the order they came
        for input_id, each in zip(added, inputs, strict=True):
            if each.label:
                draft.set_label(input_id, each.label)

    def _put_settings(self, document: Document) -> None:
        draft = self._draft
        draft.model = _text(document, "model") or draft.model
        draft.aspect_ratio = _text(document, "aspectRatio") or None
        draft.image_size = _text(document, "imageSize") or None
        if draft.capabilities is not None:
            draft.know(draft.capabilities)  # which may be others than when this was written
        draft.count = count if (count := _number(document, "count")) is not None else draft.count
        draft.seed = _number(document, "seed")


def _document_of(draft: Draft) -> Document:
    """The draft as it is written: pictures by their ids, those that are not in the library yet not at all."""
    pictures = [
        {"image": image_id, "role": each.role, "label": each.label or ""}
        for each in draft.inputs
        if (image_id := _image_of(each))
    ]
    return {
        "prompt": draft.prompt,
        "model": draft.model,
        "aspectRatio": draft.aspect_ratio,
        "imageSize": draft.image_size,
        "count": draft.count,
        "seed": draft.seed,
        "inputs": pictures,
    }


def _image_of(given: DraftInput) -> str:
    if given.image is not None:
        return given.image.id
    return given.source.image_id if isinstance(given.source, ImageSource) and given.state != "refused" else ""


def _read(library: Library) -> tuple[Document, list[KeptInput]]:
    """Read the file and look up its pictures, in a worker; those that are gone are left out."""
    try:
        document, _ = JsonFile(library.folder.root / _FILE).read()
    except FileUnreadable:
        return {}, []
    listed = document.get("inputs")
    entries = [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
    return document, [found for entry in entries if (found := _find(library, entry)) is not None]


def _find(library: Library, entry: Document) -> KeptInput | None:
    image = library.images.find(_text(entry, "image"))
    if image is None or not library.images.absolute_path(image).is_file():
        return None
    return KeptInput(image, "edit" if entry.get("role") == "edit" else "reference", _text(entry, "label"))


def _text(document: Document, name: str) -> str:
    value = document.get(name)
    return value if isinstance(value, str) else ""


def _number(document: Document, name: str) -> int | None:
    value = document.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else None
