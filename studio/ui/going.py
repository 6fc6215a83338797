"""Going somewhere else in the window: to a conversation, a turn, a request under way, or an image shown large."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from studio.ui.turn_jump import TurnJump

if TYPE_CHECKING:
    from studio.library.records import Turn
    from studio.ui.commands import Commands
    from studio.ui.composer.composer import Composer
    from studio.ui.gallery.gallery import GalleryPanel
    from studio.ui.palette.searching import Searching
    from studio.ui.picture_modes import PictureModes
    from studio.ui.pruned_turns import PrunedTurns
    from studio.ui.sidebar.sidebar import Sidebar
    from studio.ui.stage.stage import Stage
    from studio.ui.window_modes import WindowModes
    from studio.workbench.bench import Bench
    from studio.workbench.job import Job


class Going(QObject):
    """Leaves a mode that has no room for what is wanted, and shows that."""

    def __init__(
        self,
        bench: Bench,
        stage: Stage,
        composer: Composer,
        pictures: PictureModes,
        modes: WindowModes,
        pruned: PrunedTurns,
    ) -> None:
        super().__init__(stage)
        self._bench = bench
        self._stage = stage
        self._composer = composer
        self._pictures = pictures
        self._modes = modes
        self._pruned = pruned
        self._jump = TurnJump(bench.branch, stage, self)
        self._jump.begun.connect(modes.leave)
        asked = stage.asked
        asked.open_image.connect(pictures.open_large)
        asked.choose.connect(bench.branch.choose)
        asked.sibling.connect(bench.branch.sibling)
        asked.example_chosen.connect(self._try_example)

    def follow(self, commands: Commands, sidebar: Sidebar, gallery: GalleryPanel) -> None:
        """Go where the lists at the sides lead."""
        sidebar.opened.connect(self._bench.branch.show_conversation)
        sidebar.opened.connect(self._stage.show_thread)
        sidebar.opened.connect(self._modes.leave)
        for begun in (commands.new_conversation, sidebar.new_requested):
            begun.connect(self._modes.leave)
            begun.connect(sidebar.show_kept)
            begun.connect(self._begin_conversation)
        gallery.activated_image.connect(lambda image: self._pictures.open_among(image, gallery.neighbours(image)))

    def follow_search(self, searching: Searching, sidebar: Sidebar) -> None:
        """Go to what was found."""
        searching.conversation_wanted.connect(sidebar.opened)
        searching.turn_wanted.connect(self._jump.go)
        searching.image_wanted.connect(self._pictures.open_large)

    def show_turn(self, turn: Turn) -> None:
        """Show the branch through a turn; of one in the trash it is said where it is."""
        self._modes.leave()
        self._pruned.show(turn)
        self._stage.show_thread()

    def show_job(self, job: Job) -> None:
        """Show the branch through what is under way."""
        self._modes.leave()
        self._bench.branch.show_turn_of(job.wish.conversation_id, job.id)
        self._stage.show_thread()

    def show_sent(self) -> None:
        """Show the end of the branch, where what was just sent appears."""
        self._modes.leave()
        self._stage.show_thread()
        self._stage.thread_view.show_end()

    def _begin_conversation(self) -> None:
        self._bench.branch.clear()
        self._stage.show_thread()
        self._composer.focus_prompt()

    def _try_example(self, prompt: str) -> None:
        self._bench.draft.prompt = prompt
        self._composer.focus_prompt()
