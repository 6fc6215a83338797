"""What is in the window: its parts, laid out and connected to the workbench and to each other in one place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.ui.body import Body
from studio.ui.commands import Commands
from studio.ui.composer.composer import Composer
from studio.ui.composer_room import ComposerRoom
from studio.ui.composing import Composing
from studio.ui.conversation_deeds import ConversationDeeds
from studio.ui.desktop_notes import DesktopNotes
from studio.ui.division import Division
from studio.ui.drag_out import DragOut
from studio.ui.drop_overlay import DropOverlay
from studio.ui.example_pictures import ExamplePictures
from studio.ui.exchange.crossings import Crossings
from studio.ui.file_dialog import FileDialogs
from studio.ui.following import Following
from studio.ui.gallery.gallery import GalleryPanel
from studio.ui.going import Going
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
from studio.ui.recovery.panel import RecoveryPanel
from studio.ui.recovery.place import RecoveryPlace
from studio.ui.save_pictures import SavePictures
from studio.ui.saving_messages import SavingMessages
from studio.ui.show_in_folder import ShowInFolder
from studio.ui.sidebar.sidebar import Sidebar
from studio.ui.stage.stage import Stage
from studio.ui.tab_order import TabOrder
from studio.ui.taken_up import TakenUp
from studio.ui.title_row import TitleRow
from studio.ui.turn_deeds import TurnDeeds
from studio.ui.version_tree import VersionTree
from studio.ui.widgets.awaited_thumbnails import AwaitedThumbnails
from studio.ui.widgets.line import line
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

    from studio.ui.main_window import MainWindow
    from studio.ui.theme import Theme
    from studio.workbench.bench import Bench
    from studio.workbench.crash import CrashHook
    from studio.workbench.instance import Instance


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
        self._make_pictures()
        self._lay_out()
        self._make_deeds()
        self._follow_bench()
        self._connect_stage()
        self._connect_composer()
        self._connect_window()
        self.division.remember(bench.remembered, window.state)
        self.composer.focus_prompt()

    def start(self, root: Path, instance: Instance, hook: CrashHook, files: Sequence[Path] = ()) -> None:
        """Begin the work: load what is slow, then open the library, and import these files into it."""
        self._news.report_to(hook)
        self._crossings.take_in(files)
        self._openings.start(root, instance)

    def end(self) -> None:
        """Be called no more."""
        self._openings.close()

    def focusNextPrevChild(self, forth: bool) -> bool:
        """Let Tab go through the window as it is read."""
        return self._tab_order.go(forth)

    def ask_to_quit(self, quit_now: Callable[[], None]) -> None:
        """Quit, or ask once when requests, savings or conversations are under way."""
        self._dialogs.ask_to_quit(quit_now)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape or not self.window_modes.step_back():
            super().keyPressEvent(event)

    def _make_parts(self) -> None:
        """What is seen, apart from what opens later."""
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

    def _make_pictures(self) -> None:
        """What is done with pictures and files."""
        bench = self._bench
        self._modes = PictureModes(bench, self.stage, self.words, self._drags, self)
        self._folders = ShowInFolder(bench.tasks, self)
        savings = SavingMessages(bench.messages, self.words, self)
        dialogs = FileDialogs(bench.remembered, self._window)
        self._saving = SavePictures(
            bench.exports, dialogs, savings, bench.tasks, lambda: bench.settings.picture_name, self
        )
        self._crossings = Crossings(bench, dialogs, savings, self._conversations, self.words, self)
        self._pruned = PrunedTurns(bench, self)
        self._pictures = PictureDeeds(bench, self._sending, self._saving, self._folders, self._pruned, self)
        self._deeds = WindowDeeds(
            bench, self.composer, self._conversations, self.gallery, self._modes, self._saving, self._folders
        )
        for asks in (savings, self._crossings):
            asks.show_files.connect(self._deeds.show_files)

    def _lay_out(self) -> None:
        self._body = Body(self.sidebar, self.tree.area, self.gallery, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        above, below = (self.title_row, line(self), RecoveryPlace(self.recovery)), (line(self), self.composer)
        for widget in (*above, self._body, self.messages, *below):
            column.addWidget(widget)
        column.setStretchFactor(self._body, 1)
        sidebar, left, _, *rest = self._body.reading_order
        middle = self.tree.area.reading_order
        areas = (self.title_row, self.recovery, sidebar, left, *middle, *rest, self.messages, self.composer)
        self._tab_order = TabOrder(self._window, areas)
        self.toasts = MessageToasts(self._bench.messages, self, (self.stage, self._body), lambda: self.stage.bar_height)
        self.stage.currentChanged.connect(self.toasts.place_again)
        self._parts = self._parts_in_order()
        self.division = Division(self.title_row, self.sidebar, self.gallery, self._body, self.tree.area)
        self._composer_room = ComposerRoom(self.composer, self._body, self)
        self.window_modes = WindowModes(self._body, self.stage, self.gallery, self._modes, above, below, self)

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

    def _make_deeds(self) -> None:
        """What is done at a word of somebody, and what leads about in the window."""
        bench, words, commands = self._bench, self.words, self._commands
        self._openings = Openings(bench, words, self)
        self._dialogs = WindowDialogs(bench, words, self._theme, self._window)
        self._news = WindowNews(bench, words, self)
        self._news.follow(self.window_modes)
        self._searching = Searching(commands, bench.everything, bench.thumbnails, words, self._window)
        self._queueing = Queueing(bench, self.title_row, words, commands, self)
        self._notifications = Notifications(bench, words, DesktopNotes(bench.tasks, self._window), self)
        self._turns = TurnDeeds(bench, self._sending, self)
        self._looking = Looking(bench.inspection, self.stage, self.gallery, self._modes, self.window_modes, self)
        self.going = Going(bench, self.stage, self.composer, self._modes, self.window_modes, self._pruned)
        RecoveryDeeds(self.recovery, bench.recovery, self._sending, self.going.show_turn, self)

    def _follow_bench(self) -> None:
        """What keeps the window as the workbench is."""
        bench = self._bench
        self._following = Following(bench, self, self._commands, self._window)
        self._composing = Composing(bench, self.composer, self.words)
        self._models = ConnectionModels(bench.draft, bench.connections, bench.remembered, self)
        self._taken_up = TakenUp(bench, self)
        self._examples = ExamplePictures(self.stage, bench.tasks, self)
        bench.ready.connect(self._models.follow)

    def _connect_stage(self) -> None:
        """Let what is asked for on the stage, in the tree and at the sides be done by whoever can."""
        asked, going, deeds = self.stage.asked, self.going, self.tree.deeds
        self._turns.follow(self._commands, asked, deeds)
        self._crossings.follow(self._commands, self.sidebar, asked)
        going.follow(self._commands, self.sidebar, self.gallery)
        going.follow_search(self._searching, self.sidebar)
        deeds.fork.connect(self._deeds.fork_at)
        for shows_pictures in (asked, self._modes, deeds, self.gallery):
            shows_pictures.verb.connect(self._pictures.do)
        self._pictures.open_wanted.connect(self._modes.open_large)
        self._pictures.compare_wanted.connect(self._modes.compare)
        for wants_folder in (asked, self._turns):
            wants_folder.folder_wanted.connect(self._deeds.show_library)
        self.sidebar.export_requested.connect(self._saving.export_conversation)
        self.inspector.turn_wanted.connect(going.show_turn)
        self._queueing.show_wanted.connect(going.show_job)
        self._notifications.wanted.connect(self._window.come_forward)
        self._notifications.wanted.connect(going.show_job)
        self._composing.edited.connect(asked.set_edited)
        self._composing.turn_wanted.connect(self._bench.outline.go_to)

    def _connect_composer(self) -> None:
        """Let what is written be sent, and whatever is put into the composer lead there."""
        composer, sending, jobs = self.composer, self._sending, self._bench.jobs
        for leads_away in (self._pictures.composer_wanted, self._turns.composer_wanted):
            leads_away.connect(self.window_modes.leave)
            leads_away.connect(composer.focus_prompt)
        composer.generate_requested.connect(sending.send_draft)
        for cancels in (composer.cancel_requested, self._commands.cancel):
            cancels.connect(jobs.cancel_all)
        sending.sent.connect(self.going.show_sent)
        sending.refused.connect(composer.show_lack)
        self._drags.failed.connect(self._news.say)
        self._overlay.dropped.connect(composer.take)
        for hands_over in (self._overlay.conversations_dropped, self._openings.handed):
            hands_over.connect(self._crossings.take_in)
        for hides in (self._body.focus_folded, self.recovery.focus_left_over):
            hides.connect(composer.focus_prompt)

    def _connect_window(self) -> None:
        """Let the commands and the row at the top do what they say."""
        commands, row = self._commands, self.title_row
        row.menu_wanted.connect(lambda: commands.show_menu(row.menu_button))
        row.title_menu_wanted.connect(lambda: commands.show_conversation_menu(row.title))
        row.title.renamed.connect(self._deeds.rename)
        row.search_wanted.connect(commands.search)
        row.compare_wanted.connect(commands.compare_mode)
        self._dialogs.follow(commands, row, self.composer, self._turns)
        self._dialogs.library_wanted.connect(self._openings.open)
        self._openings.raised.connect(self._window.come_forward)
        self.division.follow(commands, self.window_modes)
        self.window_modes.follow(commands)
        self.composer.follow(commands)
        self._deeds.follow(commands)
        commands.follow(self._bench.undo)
        commands.work_on_pictures(self.stage, self.gallery.pictures)
        for command, act in (
            (commands.count_tokens, self._bench.tokens.count),
            (commands.next_part, lambda: self._parts.go(forth=True)),
            (commands.previous_part, lambda: self._parts.go(forth=False)),
            (commands.open_library, self._openings.ask),
            (commands.undo, self._bench.undo.undo),
            (commands.redo, self._bench.undo.redo),
            (commands.search, lambda: self._searching.open_below(row.search_button)),
            (commands.rename, row.title.rename),
            (commands.information, self._looking.toggle),
            (commands.full_screen, self._window.toggle_full_screen),
            (commands.menu, row.menu_wanted),
            (commands.quit, self._window.close),
        ):
            command.connect(act)

    def _model_name(self, model: str) -> str:
        return self._bench.capabilities.row(model).name if self._bench.capabilities else model
