"""What each verb does to the pictures it was chosen for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from studio.ui.image_actions import RATINGS, Verb
from studio.workbench.draft_state import with_words
from studio.workbench.messages import Message

if TYPE_CHECKING:
    from studio.library.records import Image, Turn
    from studio.ui.pruned_turns import PrunedTurns
    from studio.ui.save_pictures import SavePictures
    from studio.ui.show_in_folder import ShowInFolder
    from studio.workbench.bench import Bench
    from studio.workbench.sending import Sending

_COPIED = "copied"


class PictureDeeds(QObject):
    """Does what was chosen in a menu or by a key, wherever the pictures were."""

    open_wanted = Signal(object)
    """Show this Image large."""
    compare_wanted = Signal(object, object)
    """Compare these two Images."""
    composer_wanted = Signal()
    """Something was put into the composer: go there."""

    def __init__(
        self,
        bench: Bench,
        sending: Sending,
        saving: SavePictures,
        folders: ShowInFolder,
        pruned: PrunedTurns,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._bench = bench
        self._sending = sending
        self._saving = saving
        self._folders = folders
        self._pruned = pruned

    def do(self, verb: Verb, images: tuple[Image, ...]) -> None:
        """Do it."""
        if verb in RATINGS:
            self._bench.edits.rate(images, RATINGS[verb], self.tr("Rate"))
            return
        match verb:
            case Verb.OPEN:
                self.open_wanted.emit(images[0])
            case Verb.COMPARE:
                self.compare_wanted.emit(images[0], images[1])
            case Verb.EDIT | Verb.REFERENCE:
                self._bench.draft.add_images(images, "edit" if verb is Verb.EDIT else "reference")
                self.composer_wanted.emit()
            case Verb.COPY:
                self._bench.tasks.start(self._copy(images), "copy pictures")
            case Verb.SAVE:
                self._saving.save_as(images[0])
            case Verb.EXPORT:
                self._saving.export(images)
            case Verb.SHOW:
                self._show(images)
            case Verb.CONTINUE | Verb.PROMPT | Verb.BRANCH | Verb.AGAIN:
                self._bench.tasks.start(self._with_turn(verb, images[0]), verb.action.id)
            case Verb.TRASH:
                self._trash(images)
            case Verb.RESTORE:
                self._bench.edits.restore_images(images, self.tr("Restore from the trash"), "")

    async def _copy(self, images: tuple[Image, ...]) -> None:
        await self._bench.carrying.copy(images)
        if not QGuiApplication.clipboard().ownsClipboard():
            text = self.tr("Nothing was copied: another program holds the clipboard. Try again.")
            self._bench.messages.post(Message(severity="warning", text=text, id=_COPIED))
            return
        if len(images) == 1:
            text = self.tr("Copied: pixels and file.")
        else:
            text = self.tr("Copied: {count} files.").format(count=len(images))
        self._bench.messages.post(Message(severity="done", text=text, seconds=3, id=_COPIED))

    def _show(self, images: tuple[Image, ...]) -> None:
        if (library := self._bench.library) is not None:
            files = [library.images.absolute_path(image) for image in images]
            self._bench.tasks.start(self._folders.show(files), "show in folder")

    async def _with_turn(self, verb: Verb, image: Image) -> None:
        if (turn := await self._turn_of(image)) is None:
            return
        bench = self._bench
        if verb is Verb.PROMPT:
            self._use_prompt_of(turn)
            return
        if verb is Verb.CONTINUE:
            self._continue_from(image, turn)
            return
        if verb is Verb.AGAIN:
            bench.branch.show_turn(turn)
            self._sending.again(turn.id)
        else:
            await self._pruned.take_up(turn)
            bench.branch.show_turn(turn)
            bench.onward.branch_from(turn.id)
            self.composer_wanted.emit()

    async def _turn_of(self, image: Image) -> Turn | None:
        """The turn that shows a picture on the stage, which may be a copy; else the one that made it."""
        if (library := self._bench.library) is None:
            return None
        return await self._bench.tasks.in_worker(library.turns.showing, image, self._bench.branch.conversation_id)

    def _continue_from(self, image: Image, turn: Turn) -> None:
        """Begin a new tree with a picture, in the conversation it is from."""
        bench = self._bench
        if turn.conversation_id != bench.branch.conversation_id:
            bench.branch.show_turn(turn)
            bench.drafts.follow()
        bench.draft.add_images((image,), "edit")
        self.composer_wanted.emit()

    def _use_prompt_of(self, turn: Turn) -> None:
        """Take words and settings over; words that were there before can be had back."""
        draft = self._bench.draft
        if draft.prompt.strip() in ("", turn.prompt.strip()):
            draft.use_settings_of(turn)
        else:
            text, said = self.tr("Use another prompt"), self.tr("The prompt in the composer was replaced.")
            self._bench.drafts.change(with_words(draft.state(), turn.prompt, turn.model, turn.settings), text, said)
        self.composer_wanted.emit()

    def _trash(self, images: tuple[Image, ...]) -> None:
        if len(images) == 1:
            said = self.tr("One image moved to the trash.")
        else:
            said = self.tr("{count} images moved to the trash.").format(count=len(images))
        self._bench.edits.trash_images(images, self.tr("Move to trash"), said)
