"""What is in the window: its parts, laid out and connected to the workbench and to each other in one place."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QVBoxLayout, QWidget

from studio.ui.body import Body
from studio.ui.commands import Commands
from studio.ui.composer.composer import Composer
from studio.ui.composer_room import ComposerRoom
from studio.ui.composing import Composing
from studio.ui.conversation_deeds import ConversationDeeds
from studio.ui.desktop_notes import DesktopNotes
from studio.ui.drag_out import DragOut
from studio.ui.drop_overlay import DropOverlay
from studio.ui.example_pictures import ExamplePictures
from studio.ui.exchange.crossings import Crossings
from studio.ui.file_dialog import FileDialogs
from studio.ui.following import Following
from studio.ui.gallery.gallery import GalleryPanel
from studio.ui.inspector.inspector import Inspector
from studio.ui.looking import Looking
from studio.ui.message_bar import MessageBar
from studio.ui.message_toasts import MessageToasts
from studio.ui.notifications import Notifications
from studio.ui.openings import Openings
from studio.ui.palette.searching import Searching
from studio.ui.picture_deeds import PictureDeeds
from studio.ui.picture_modes import PictureModes
from studio.ui.pruned_turns import PrunedTurns
from studio.ui.queue.queueing import Queueing
from studio.ui.recovery.deeds import RecoveryDeeds
from studio.ui.recovery.panel import RecoveryPanel, held
from studio.ui.save_pictures import SavePictures
from studio.ui.saving_messages import SavingMessages
from studio.ui.show_in_folder import ShowInFolder
from studio.ui.sidebar.sidebar import Sidebar
from studio.ui.stage.stage import Stage
from studio.ui.tab_order import TabOrder
from studio.ui.taken_up import TakenUp
from studio.ui.title_row import TitleRow
from studio.ui.turn_deeds import TurnDeeds
from studio.ui.turn_jump import TurnJump
from studio.ui.version_tree import VersionTree
from studio.ui.widgets.awaited_thumbnails import AwaitedThumbnails
from studio.ui.window_deeds import WindowDeeds
from studio.ui.window_dialogs import WindowDialogs
from studio.ui.window_modes import WindowModes
from studio.ui.window_news import WindowNews
from studio.ui.window_parts import WindowPart, WindowParts, part_of
from studio.ui.words import Words
from studio.workbench.connection_models import ConnectionModels
from studio.workbench.sending import Sending

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from studio.library.records import Image, Turn
    from studio.ui.main_window import MainWindow
    from studio.ui.theme import Theme
    from studio.workbench.bench import Bench
    from studio.workbench.crash import CrashHook
    from studio.workbench.instance import Instance
    from studio.workbench.job import Job

_SIDE = "gallery.side"


class Desk(QWidget):
    """The whole inside of one library's window."""

    def __init__(self, bench: Bench, theme: Theme, window: MainWindow) -> None:
        super().__init__(window)
        self.setObjectName("desk")
        self._bench = bench
        self._theme = theme
        self._window = window
        theme.dress()
        self._make_parts()
        self._lay_out()
        self._connect_parts()
        self._connect_commands()
        self._restore()
        self.composer.focus_prompt()

    def start(self, root: Path, instance: Instance, hook: CrashHook, files: Sequence[Path] = ()) -> None:
        """Begin the work: load what is slow, then open the library, and import these files into it."""
        self._news.report_to(hook)
        self._crossings.take_in(files)
        self._openings.start(root, instance)

    def keep(self) -> None:
        """Remember how the window is divided."""
        self._window.state.set("body", self._body.state())
        self._window.state.set("tree", self.tree.area.state())
        self._window.state.set("inspector", self.gallery.body.state())

    def end(self) -> None:
        """Be called no more."""
        self._openings.close()

    def focusNextPrevChild(self, forth: bool) -> bool:
        """Let Tab go through the window as it is read."""
        return self._tab_order.go(forth)

    def ask_to_quit(self, quit_now: Callable[[], None]) -> None:
        """Quit, or ask once when requests, savings or conversations are under way."""
        bench = self._bench
        if bench.jobs.under_way or bench.exports.under_way or bench.exchange.under_way:
            self._dialogs.ask_to_quit(quit_now)
        else:
            quit_now()

    def _make_parts(self) -> None:
        bench = self._bench
        self.words = Words(self)
        self._commands = Commands(self._window)
        self._sending = Sending(bench, self)
        self._drags = DragOut(bench.carrying, bench.thumbnails, bench.tasks, self)
        self.title_row = TitleRow(self)
        self._conversations = ConversationDeeds(bench.edits, bench.undo, lambda: bench.branch.conversation_id, self)
        self.sidebar = Sidebar(
            bench.conversations, bench.thumbnails, bench.edits, self._conversations, self.words, self
        )
        self.stage = Stage(bench.branch, bench.thumbnails, self.words, self._drags, self._model_name, self)
        self.tree = VersionTree(bench, self.stage, self.words, self._model_name, self)
        self.inspector = Inspector(bench.inspection, bench.thumbnails, self.words, self._model_name, self)
        self.gallery = GalleryPanel(bench.gallery, bench.thumbnails, self.words, self._drags, self.inspector, self)
        self.composer = Composer(bench.draft, bench.thumbnails, self.words, bench.remembered, self)
        self.messages = MessageBar(bench.messages, self)
        awaited = AwaitedThumbnails(bench.thumbnails, self)
        self.recovery = RecoveryPanel(bench.recovery, self.words.left_behind, awaited, self)
        self._overlay = DropOverlay(self._window, self.words)
        self._openings = Openings(bench, self.words, self)
        self._dialogs = WindowDialogs(bench, self.words, self._theme, self._window)
        self._news = WindowNews(bench, self.words, self)
        self._folders = ShowInFolder(bench.tasks, self)
        saving_messages = SavingMessages(bench.messages, self.words, self)
        saving_messages.show_files.connect(self._show_files)
        dialogs = FileDialogs(bench.remembered, self._window)
        self._saving = SavePictures(
            bench.exports, dialogs, saving_messages, bench.tasks, lambda: bench.settings.picture_name, self
        )
        self._crossings = Crossings(bench, dialogs, saving_messages, self._conversations, self.words, self)
        self._crossings.show_files.connect(self._show_files)
        self._modes = PictureModes(bench, self.stage, self.words, self._drags, self)
        self._pruned = PrunedTurns(bench, self)
        self._pictures = PictureDeeds(bench, self._sending, self._saving, self._folders, self._pruned, self)
        self._deeds = WindowDeeds(bench, self.composer, self._conversations, self.gallery, self._modes)
        self._searching = Searching(self._commands, bench.everything, bench.thumbnails, self.words, self._window)
        self._queueing = Queueing(bench, self.title_row, self.words, self._commands, self)
        self._jump = TurnJump(bench.branch, self.stage, self)
        self._notifications = Notifications(bench, self.words, DesktopNotes(bench.tasks, self._window), self)
        self._turns = TurnDeeds(bench, self._sending, self)
        RecoveryDeeds(self.recovery, bench.recovery, self._sending, self._show_turn, self)
        self._following = Following(bench, self, self._commands, self._window)
        self._models = ConnectionModels(bench.draft, bench.connections, bench.remembered, self)
        self._taken_up = TakenUp(bench, self)
        self._composing = Composing(bench, self.composer, self.words)
        self._examples = ExamplePictures(self.stage, bench.tasks, self)

    def _lay_out(self) -> None:
        self._body = Body(self.sidebar, self.tree.area, self.gallery, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        above, below = (self.title_row, self._line(), held(self.recovery)), (self._line(), self.composer)
        for widget in above:
            column.addWidget(widget)
        column.addWidget(self._body, 1)
        column.addWidget(self.messages)
        for widget in below:
            column.addWidget(widget)
        sidebar, left, _, *rest = self._body.reading_order
        middle = self.tree.area.reading_order
        areas = (self.title_row, self.recovery, sidebar, left, *middle, *rest, self.messages, self.composer)
        self._tab_order = TabOrder(self._window, areas)
        self.toasts = MessageToasts(self._bench.messages, self, (self.stage, self._body), lambda: self.stage.bar_height)
        self.stage.currentChanged.connect(self.toasts.place_again)
        self._parts = self._parts_in_order()
        self._composer_room = ComposerRoom(self.composer, self._body, self)
        self.window_modes = WindowModes(self._body, self.stage, self.gallery, self._modes, above, below, self)
        self._looking = Looking(self._bench.inspection, self.stage, self.gallery, self._modes, self.window_modes, self)

    def _parts_in_order(self) -> WindowParts:
        sidebar, left, _, right, gallery = self._body.reading_order
        toasts = WindowPart(lambda: bool(self.toasts.toasts), self.toasts.holds, self.toasts.take_focus)
        return WindowParts(
            (
                part_of(lambda: self._tab_order.enter(self.title_row), self.title_row),
                part_of(self.recovery.take_focus, self.recovery),
                part_of(self.sidebar.take_focus, sidebar, left),
                part_of(self._enter_stage, self.stage),
                part_of(self.tree.take_focus, self.tree.view),
                part_of(self.gallery.focus_pictures, gallery, right),
                part_of(self.composer.focus_prompt, self.composer),
                part_of(self.messages.take_focus, self.messages),
                toasts,
            )
        )

    def _enter_stage(self) -> None:
        if not self.stage.take_focus():
            self._tab_order.enter(self.stage)

    def _line(self) -> QWidget:
        line = QFrame(self)
        line.setProperty("role", "line")
        line.setFixedHeight(1)
        return line

    def _connect_parts(self) -> None:
        bench, asked = self._bench, self.stage.asked
        self.title_row.menu_wanted.connect(lambda: self._commands.show_menu(self.title_row.menu_button))
        self.title_row.title_menu_wanted.connect(lambda: self._commands.show_conversation_menu(self.title_row.title))
        self.title_row.title.renamed.connect(self._deeds.rename)
        self.title_row.search_wanted.connect(self._commands.search)
        self.title_row.compare_wanted.connect(self._commands.compare_mode)
        self.title_row.settings_wanted.connect(self._dialogs.show_settings)
        self.title_row.connections_wanted.connect(lambda: self._dialogs.show_connections())
        self.title_row.sidebar_toggled.connect(lambda on: self._fold(self.sidebar, on))
        self.title_row.gallery_toggled.connect(lambda on: self._fold(self.gallery, on))
        self._body.folded.connect(self._follow_folds)
        self._body.focus_folded.connect(self.composer.focus_prompt)

        self.sidebar.opened.connect(bench.branch.show_conversation)
        self.sidebar.opened.connect(self.stage.show_thread)
        self.sidebar.new_requested.connect(self._begin_conversation)
        self.sidebar.export_requested.connect(self._saving.export_conversation)

        asked.open_image.connect(self._modes.open_large)
        asked.choose.connect(bench.branch.choose)
        asked.sibling.connect(bench.branch.sibling)
        asked.branch_from.connect(self._turns.branch_from)
        asked.again.connect(self._turns.again)
        asked.edit_prompt.connect(self._turns.edit_prompt)
        asked.turn.connect(self.tree.deeds.do)
        asked.cancel.connect(bench.jobs.cancel)
        asked.verb.connect(self._pictures.do)
        asked.fix.connect(self._turns.fix)
        asked.example_chosen.connect(self._try_example)
        asked.folder_wanted.connect(self._show_library)
        self._modes.verb.connect(self._pictures.do)
        self.tree.deeds.verb.connect(self._pictures.do)
        self.tree.deeds.again.connect(self._turns.again)
        self.tree.deeds.branch_from.connect(self._turns.branch_from)
        self._composing.edited.connect(asked.set_edited)
        self._composing.turn_wanted.connect(bench.outline.go_to)
        self.tree.deeds.edit.connect(self._turns.edit_prompt)
        self.tree.deeds.fork.connect(self._deeds.fork_at)

        self.inspector.turn_wanted.connect(self._show_turn)
        for leads_away in (
            *(self._pictures.composer_wanted, self._turns.composer_wanted, self._sending.sent, self.sidebar.opened),
        ):
            leads_away.connect(self.window_modes.leave)
        self.gallery.activated_image.connect(self._open_from_gallery)
        self.gallery.verb.connect(self._pictures.do)
        self._pictures.open_wanted.connect(self._modes.open_large)
        self._searching.conversation_wanted.connect(self.sidebar.opened)
        self._queueing.show_wanted.connect(self._show_job)
        self._searching.turn_wanted.connect(self._jump.go)
        self._searching.image_wanted.connect(self._modes.open_large)
        self._jump.begun.connect(self.window_modes.leave)
        self._notifications.wanted.connect(self._window.come_forward)
        self._notifications.wanted.connect(self._show_job)
        self._pictures.compare_wanted.connect(self._modes.compare)
        self._pictures.composer_wanted.connect(self.composer.focus_prompt)
        self._turns.composer_wanted.connect(self.composer.focus_prompt)
        self._turns.folder_wanted.connect(self._show_library)
        self._turns.settings_wanted.connect(self._dialogs.show_settings)
        self._turns.connection_wanted.connect(self._dialogs.show_connections)

        self.composer.generate_requested.connect(self._sending.send_draft)
        self.composer.cancel_requested.connect(bench.jobs.cancel_all)
        self.composer.connection_chosen.connect(self._dialogs.choose_connection)
        self.composer.manage_connections.connect(lambda: self._dialogs.show_connections())
        self._sending.sent.connect(self.stage.show_thread)
        self._sending.sent.connect(self.stage.thread_view.show_end)
        self._sending.refused.connect(self.composer.show_lack)
        self._drags.failed.connect(self._news.say)
        self._overlay.dropped.connect(self.composer.take)
        self._overlay.conversations_dropped.connect(self._crossings.take_in)
        self._openings.handed.connect(self._crossings.take_in)

        bench.ready.connect(self._models.follow)
        self._dialogs.library_wanted.connect(self._openings.open)
        self.gallery.side_changed.connect(lambda side: bench.remembered.set(_SIDE, side))
        self._openings.raised.connect(self._window.come_forward)

    def _connect_commands(self) -> None:
        commands = self._commands
        for leads_away in (commands.generate, commands.focus_prompt, commands.new_conversation):
            leads_away.connect(self.window_modes.leave)
        commands.generate.connect(self.composer.generate)
        commands.cancel.connect(self._bench.jobs.cancel_all)
        commands.focus_prompt.connect(self.composer.focus_prompt)
        commands.next_part.connect(lambda: self._parts.go(forth=True))
        commands.previous_part.connect(lambda: self._parts.go(forth=False))
        commands.new_conversation.connect(self._begin_conversation)
        commands.open_library.connect(self._openings.ask)
        commands.show_library.connect(self._show_library)
        commands.export_images.connect(self._export_this)
        self._crossings.follow(commands, self.sidebar, self.stage.asked)
        commands.connections.connect(lambda: self._dialogs.show_connections())
        commands.settings.connect(self._dialogs.show_settings)
        commands.undo.connect(self._bench.undo.undo)
        commands.redo.connect(self._bench.undo.redo)
        commands.follow(self._bench.undo)
        commands.again.connect(lambda: self._with_last(self._turns.again))
        commands.branch.connect(lambda: self._with_last(self._turns.branch_from))
        commands.edit_turn.connect(lambda: self._with_last(self._turns.edit_prompt))
        commands.copy_prompt.connect(self._deeds.copy_prompt)
        commands.compare_mode.connect(self._deeds.compare)
        commands.paste.connect(self._deeds.paste)
        commands.work_on_pictures(self.stage, self.gallery.pictures)
        commands.find.connect(lambda: self._search(self.title_row.gallery_button, self.gallery.focus_filter))
        commands.search.connect(lambda: self._searching.open_below(self.title_row.search_button))
        commands.rename.connect(self.title_row.title.rename)
        for command, deed in (
            (commands.pin_conversation, self._conversations.pin),
            (commands.duplicate_conversation, self._conversations.duplicate),
            (commands.archive_conversation, self._conversations.archive),
            (commands.trash_conversation, self._conversations.trash),
        ):
            command.connect(partial(self._deeds.with_conversation, deed))
        commands.fork.connect(self._deeds.fork)
        commands.find_conversation.connect(
            lambda: self._search(self.title_row.sidebar_button, self.sidebar.focus_search)
        )
        commands.sidebar.connect(self.title_row.sidebar_button.toggle)
        commands.tree.connect(self.tree.area.toggle)
        commands.gallery.connect(self.title_row.gallery_button.toggle)
        commands.information.connect(self._looking.toggle)
        commands.gallery_only.connect(self.window_modes.toggle_gallery)
        commands.picture_only.connect(self.window_modes.toggle_picture)
        commands.full_screen.connect(self._window.toggle_full_screen)
        commands.keys.connect(self._dialogs.show_keys)
        commands.menu.connect(self.title_row.menu_wanted)
        commands.quit.connect(self._window.close)

    def _begin_conversation(self) -> None:
        self._bench.branch.clear()
        self.sidebar.show_kept()
        self.stage.show_thread()
        self.composer.focus_prompt()

    def _fold(self, side: QWidget, shown: bool) -> None:
        self.window_modes.leave()
        self._body.fold(side, shown)

    def _show_turn(self, turn: Turn) -> None:
        self.window_modes.leave()
        self._pruned.show(turn)
        self.stage.show_thread()

    def _show_job(self, job: Job) -> None:
        self.window_modes.leave()
        self._bench.branch.show_job(job)
        self.stage.show_thread()

    def _search(self, button: QAbstractButton, go: Callable[[], None]) -> None:
        """Go to a search field, in a side that may be folded away."""
        button.setChecked(True)
        go()

    def _try_example(self, prompt: str) -> None:
        self._bench.draft.prompt = prompt
        self.composer.focus_prompt()

    def _export_this(self) -> None:
        if (conversation_id := self._bench.branch.conversation_id) is not None:
            self._saving.export_conversation(conversation_id)

    def _show_files(self, files: Sequence[Path]) -> None:
        self._bench.tasks.start(self._folders.show(files), "show in folder")

    def _show_library(self) -> None:
        if (library := self._bench.library) is not None:
            self._bench.tasks.start(self._folders.show_folder(library.folder.root), "show in folder")

    def _with_last(self, do: Callable[[str], None]) -> None:
        """Do something with the turn the branch ends in."""
        if steps := self._bench.branch.steps:
            do(steps[-1].through.id)

    def _open_from_gallery(self, image: Image) -> None:
        """Show a picture large, among those that the gallery shows."""
        self._modes.open_among(image, self.gallery.neighbours(image))

    def _follow_folds(self) -> None:
        """Let the buttons say what is folded away."""
        for button, side in (
            (self.title_row.sidebar_button, self.sidebar),
            (self.title_row.gallery_button, self.gallery),
        ):
            button.blockSignals(True)
            button.setChecked(self._body.is_shown(side))
            button.blockSignals(False)

    def _restore(self) -> None:
        """Divide the window as it was, now and whenever there are other screens."""
        self._divide()
        state = self._window.state
        state.leaving.connect(self.keep)
        state.restored.connect(self._divide)
        self.gallery.set_side(self._bench.remembered.get(_SIDE, self.gallery.side))

    def _divide(self) -> None:
        """Divide the window as it was with these screens; where that is not known it stays as it is."""
        self._body.restore(self._window.state.get("body"))
        self.tree.area.restore(self._window.state.get("tree"))
        self.gallery.body.restore(self._window.state.get("inspector"))
        self._follow_folds()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape or not self.window_modes.step_back():
            super().keyPressEvent(event)

    def _model_name(self, model: str) -> str:
        return self._bench.capabilities.row(model).name if self._bench.capabilities else model
