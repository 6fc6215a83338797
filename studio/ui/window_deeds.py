"""What commands of the window do where that takes more than one part of it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from studio.ui.stage.step_menu import copy_prompt
from studio.workbench.messages import Message

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from studio.library.records import Conversation
    from studio.ui.commands import Commands
    from studio.ui.composer.composer import Composer
    from studio.ui.conversation_deeds import ConversationDeeds
    from studio.ui.gallery.gallery import GalleryPanel
    from studio.ui.picture_modes import PictureModes
    from studio.ui.save_pictures import SavePictures
    from studio.ui.show_in_folder import ShowInFolder
    from studio.workbench.bench import Bench

_COMPARE = "compare"


class WindowDeeds(QObject):
    """Does them for the conversation that is open and the pictures that are selected."""

    def __init__(
        self,
        bench: Bench,
        composer: Composer,
        conversations: ConversationDeeds,
        gallery: GalleryPanel,
        modes: PictureModes,
        saving: SavePictures,
        folders: ShowInFolder,
    ) -> None:
        super().__init__(composer)
        self._bench = bench
        self._branch = bench.branch
        self._messages = bench.messages
        self._composer = composer
        self._conversations = conversations
        self._gallery = gallery
        self._modes = modes
        self._saving = saving
        self._folders = folders

    def follow(self, commands: Commands) -> None:
        """Do what is asked for in menus, by keys and in the palette."""
        commands.paste.connect(self.paste)
        commands.fork.connect(self.fork)
        commands.copy_prompt.connect(self.copy_prompt)
        commands.compare_mode.connect(self.compare)
        commands.show_library.connect(self.show_library)
        conversations, export = self._conversations, self._saving.export_conversation
        for command, deed in (
            (commands.pin_conversation, conversations.pin),
            (commands.duplicate_conversation, conversations.duplicate),
            (commands.archive_conversation, conversations.archive),
            (commands.trash_conversation, conversations.trash),
            (commands.export_images, lambda conversation: export(conversation.id)),
        ):
            command.connect(partial(self._with_conversation, deed))

    def paste(self) -> None:
        """Give what was copied to the composer, wherever the focus is."""
        self._composer.paste(QGuiApplication.clipboard().mimeData())

    def rename(self, title: str) -> None:
        """Give the conversation that is open another title."""
        conversation = self._branch.conversation
        if conversation is not None and title != conversation.title:
            self._conversations.rename(conversation, title)

    def fork(self) -> None:
        """Make a conversation of its own of the branch that is shown, up to the turn that would be continued."""
        if (step := self._bench.onward.base or self._bench.onward.head) is not None:
            self.fork_at(step.through.id, step.number)

    def fork_at(self, turn_id: str, number: int) -> None:
        """Make a conversation of its own of the branch that ends at a turn, the one with this number."""
        if (conversation := self._branch.conversation) is not None:
            self._conversations.fork(conversation, turn_id, number)

    def copy_prompt(self) -> None:
        """Put the prompt of the turn that the branch ends in on the clipboard."""
        if steps := self._branch.steps:
            copy_prompt(steps[-1])

    def show_files(self, files: Sequence[Path]) -> None:
        """Show files where they lie."""
        self._bench.tasks.start(self._folders.show(files), "show in folder")

    def show_library(self) -> None:
        """Show the folder of the library."""
        if (library := self._bench.library) is not None:
            self._bench.tasks.start(self._folders.show_folder(library.folder.root), "show in folder")

    def _with_conversation(self, do: Callable[[Conversation], None]) -> None:
        """Do something with the conversation that is open."""
        if (conversation := self._branch.conversation) is not None:
            do(conversation)

    def compare(self) -> None:
        """Compare what is selected in the gallery, else the two newest pictures of the branch; or change how."""
        if self._modes.compares:
            self._modes.compare_otherwise()
            return
        images = self._gallery.selected_images()
        if len(images) != 2:
            steps = self._branch.steps
            images = tuple(image for step in steps for entry in step.entries for image in entry.images)[-2:]
        if len(images) == 2:
            self._modes.compare(*images)
        else:
            text = self.tr("Comparing takes two pictures: select two in the gallery, or make a second one here.")
            self._messages.post(Message(severity="info", text=text, seconds=6, id=_COMPARE))
