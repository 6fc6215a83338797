"""Changes a person makes to what is in the library, each of which can be taken back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, Signal

from studio.workbench.tasks import Tasks
from studio.workbench.undo import Saying, Step, Undo, Way

if TYPE_CHECKING:
    from studio.library.forest import Pruned
    from studio.library.library import Library
    from studio.library.records import Conversation, Image

Subject = Literal["images", "conversations", "turns"]
_Mark = Callable[[str, int | None], int | None]
Aftermath = Callable[["Library"], Awaitable[object]]
"""What has to follow a change of turns or conversations."""


async def _nothing(_: Library) -> None:
    """Let nothing follow."""


class Edits(QObject):
    """Renames, rates, prunes, copies, puts into the trash and takes out of it, in order, off the painting thread.

    `text` names a change for undo, `said` is told when it is done (`undo.Step`); with no library open nothing happens.
    What the `aftermath` of a change returns, `Undo.ended` brings.
    """

    changed = Signal(str)
    """What is different now: "images", "conversations" or "turns", which takes images and conversations along."""
    made = Signal(str)
    """There is a new conversation, a fork or a duplicate: its id; told again when making it was undone and redone."""

    def __init__(
        self, tasks: Tasks, undo: Undo, parent: QObject | None = None, aftermath: Aftermath = _nothing
    ) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._aftermath = aftermath
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

    def pin(self, conversation: Conversation, pinned: bool, text: str, said: str = "") -> Step | None:
        """Let a conversation stand before the others, or among them again."""
        if (library := self._library) is None:
            return None

        def pin() -> None:
            library.conversations.pin(conversation.id, conversation.pinned or library.clock())

        def unpin() -> None:
            library.conversations.unpin(conversation.id)

        return self._do("conversations", text, said, *((pin, unpin) if pinned else (unpin, pin)))

    def archive(self, conversation: Conversation, archived: bool, text: str, said: str = "") -> Step | None:
        """Put a conversation into the archive, or take it out."""
        if (library := self._library) is None:
            return None

        def archive() -> None:
            library.conversations.archive(conversation.id, conversation.archived or library.clock())

        def unarchive() -> None:
            library.conversations.unarchive(conversation.id)

        return self._do("conversations", text, said, *((archive, unarchive) if archived else (unarchive, archive)))

    def prune(self, turn_id: str, text: str, say: Callable[[int], str]) -> Step | None:
        """Put a turn and all that follows it into the trash, with the images that nothing else shows.

        `say` makes the sentence of how many turns that were.
        """
        if (library := self._library) is None:
            return None
        pruned: list[Pruned] = []

        def forward() -> None:
            pruned[:] = [library.forest.prune(turn_id, library.clock())]

        def back() -> None:
            library.forest.unprune(pruned[0])

        return self._do("turns", text, lambda: say(len(pruned[0].turns)), forward, back)

    def take_up(self, turn_id: str, text: str, said: str) -> Step | None:
        """Take a turn and what it follows out of the trash, with the images that went there with them."""
        if (library := self._library) is None:
            return None
        taken: list[Pruned] = []

        def forward() -> None:
            taken[:] = [library.forest.take_up(turn_id)]

        def back() -> None:
            library.forest.put_back(taken[0], library.clock())

        return self._do("turns", text, said, forward, back)

    def star(self, turn_id: str, starred: bool, text: str) -> Step | None:
        """Mark a turn as the best of its siblings, or no more."""
        library = self._library
        return None if library is None else self._mark(library, library.forest.star, turn_id, starred, text)

    def fold(self, turn_id: str, folded: bool, text: str) -> Step | None:
        """Hide what follows a turn in the tree, or show it."""
        library = self._library
        return None if library is None else self._mark(library, library.forest.fold, turn_id, folded, text)

    def fork(self, turn_id: str, title: str, text: str, said: str) -> Step | None:
        """Copy the branch that ends at a turn into a conversation of its own: `made`; undone, that is in the trash."""
        if (library := self._library) is None:
            return None
        return self._make(library, lambda: library.forest.fork(turn_id, title, library.clock()), text, said)

    def duplicate(self, conversation: Conversation, title: str, text: str, said: str) -> Step | None:
        """Copy a conversation: `made`; undone, the copy is in the trash."""
        if (library := self._library) is None:
            return None
        return self._make(
            library, lambda: library.forest.duplicate(conversation.id, title, library.clock()), text, said
        )

    def came_in(self, conversation_id: str, text: str, said: str) -> Step | None:
        """Count a conversation that has come in as `made`; undone, it is in the trash."""
        if (library := self._library) is None:
            return None
        return self._make(library, lambda: library.conversations.get(conversation_id), text, said)

    def _mark(self, library: Library, mark: _Mark, turn_id: str, marked: bool, text: str) -> Step:
        before: list[int | None] = []

        def forward() -> None:
            before[:] = [mark(turn_id, library.clock() if marked else None)]

        def back() -> None:
            mark(turn_id, before[0])

        return self._do("turns", text, "", forward, back)

    def _make(self, library: Library, copy: Callable[[], Conversation], text: str, said: str) -> Step:
        made: list[str] = []
        images: list[tuple[str, int]] = []

        def forward() -> None:
            with library.transaction():
                if not made:
                    made.append(copy().id)
                images[:] = library.forest.restore(made[0])  # what was copied may have been in the trash

        def back() -> None:
            library.forest.trash(made[0], library.clock(), images)

        async def make() -> object:
            brought = await self._way("conversations", forward)()
            self.made.emit(made[0])
            return brought

        return self._undo.do(text, make, self._way("conversations", back), said)

    def _move_conversation(self, conversation: Conversation, into: bool, text: str, said: str) -> Step | None:
        if (library := self._library) is None:
            return None
        images: list[tuple[str, int]] = []

        def trash() -> None:
            library.forest.trash(conversation.id, library.clock(), images)

        def restore() -> None:
            images[:] = library.forest.restore(conversation.id)

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
        self, subject: Subject, text: str, said: Saying, forward: Callable[[], None], back: Callable[[], None]
    ) -> Step:
        return self._undo.do(text, self._way(subject, forward), self._way(subject, back), said)

    def _way(self, subject: Subject, change: Callable[[], None]) -> Way:
        async def go() -> object:
            library = self._library
            try:
                await self._tasks.in_worker(change)
                return await self._aftermath(library) if library is not None and subject != "images" else None
            finally:  # also after a failure: what is shown may have run ahead
                self.changed.emit(subject)

        return go
