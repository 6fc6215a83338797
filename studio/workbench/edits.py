"""Changes a person makes to what is in the library, each of which can be taken back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, Signal

from studio.workbench.tasks import Tasks
from studio.workbench.undo import Step, Undo, Way

if TYPE_CHECKING:
    from studio.library.library import Library
    from studio.library.records import Conversation, Image

Subject = Literal["images", "conversations"]


class Edits(QObject):
    """Renames, rates, puts into the trash and takes out of it, in order, off the painting thread.

    `text` names a change for undo, `said` is told when it is done (`undo.Step`); with no library open nothing happens.
    """

    changed = Signal(str)
    """What is different now: "images" or "conversations"."""

    def __init__(self, tasks: Tasks, undo: Undo, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._undo = undo
        self._library: Library | None = None

    def open(self, library: Library) -> None:
        """Change this library from now on."""
        self._library = library
        self._undo.clear()

    def close(self) -> None:
        """Forget the library and what could be taken back in it."""
        self._library = None
        self._undo.clear()

    def rename(self, conversation: Conversation, title: str, text: str) -> Step | None:
        """Give a conversation another title."""
        if (library := self._library) is None:
            return None
        before: list[str] = []

        def forward() -> None:
            with library.transaction():
                before[:] = [library.conversations.get(conversation.id).title]
                library.conversations.rename(conversation.id, title)

        def back() -> None:
            library.conversations.rename(conversation.id, before[0])

        return self._do("conversations", text, "", forward, back)

    def trash_conversation(self, conversation: Conversation, text: str, said: str) -> Step | None:
        """Put a conversation into the trash."""
        return self._move_conversation(conversation, True, text, said)

    def restore_conversation(self, conversation: Conversation, text: str, said: str) -> Step | None:
        """Take a conversation out of the trash."""
        return self._move_conversation(conversation, False, text, said)

    def trash_images(self, images: Sequence[Image], text: str, said: str) -> Step | None:
        """Put images into the trash."""
        return self._move_images([image.id for image in images], True, text, said)

    def restore_images(self, images: Sequence[Image], text: str, said: str) -> Step | None:
        """Take images out of the trash."""
        return self._move_images([image.id for image in images], False, text, said)

    def rate(self, images: Sequence[Image], rating: int | None, text: str) -> Step | None:
        """Rate images 1 to 5, reject them with -1, or take their rating away with None."""
        if (library := self._library) is None or not images:
            return None
        ids = [image.id for image in images]
        before: dict[str, int | None] = {}

        def forward() -> None:
            with library.transaction():
                for image_id in ids:  # asked now: an earlier change of the same image may just have been made
                    before[image_id] = library.images.get(image_id).rating
                    library.images.rate(image_id, rating)

        def back() -> None:
            with library.transaction():
                for image_id, old in before.items():
                    library.images.rate(image_id, old)

        return self._do("images", text, "", forward, back)

    def _move_conversation(self, conversation: Conversation, into: bool, text: str, said: str) -> Step | None:
        if (library := self._library) is None:
            return None

        def trash() -> None:
            library.conversations.trash(conversation.id, library.clock())

        def restore() -> None:
            library.conversations.restore(conversation.id)

        return self._do("conversations", text, said, *((trash, restore) if into else (restore, trash)))

    def _move_images(self, ids: Sequence[str], into: bool, text: str, said: str) -> Step | None:
        if (library := self._library) is None or not ids:
            return None

        def trash() -> None:
            with library.transaction():
                for image_id in ids:
                    library.images.trash(image_id, library.clock())

        def restore() -> None:
            with library.transaction():
                for image_id in ids:
                    library.images.restore(image_id)

        return self._do("images", text, said, *((trash, restore) if into else (restore, trash)))

    def _do(
        self, subject: Subject, text: str, said: str, forward: Callable[[], None], back: Callable[[], None]
    ) -> Step:
        return self._undo.do(text, self._way(subject, forward), self._way(subject, back), said)

    def _way(self, subject: Subject, change: Callable[[], None]) -> Way:
        async def go() -> None:
            try:
                await self._tasks.in_worker(change)
            finally:  # also after a failure: what is shown may have run ahead
                self.changed.emit(subject)

        return go
