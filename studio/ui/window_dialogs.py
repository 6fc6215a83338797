"""The dialogs of the window, each made when it is first asked for."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from collections.abc import Callable

    from studio.ui.commands import Commands
    from studio.ui.composer.composer import Composer
    from studio.ui.dialogs.connections import ConnectionsDialog
    from studio.ui.theme import Theme
    from studio.ui.title_row import TitleRow
    from studio.ui.turn_deeds import TurnDeeds
    from studio.ui.words import Words
    from studio.workbench.bench import Bench


class WindowDialogs(QObject):
    """Opens dialogs without stopping anything else."""

    library_wanted = Signal(object)
    """The library in this folder, a Path, should be opened now."""

    def __init__(self, bench: Bench, words: Words, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._bench = bench
        self._words = words
        self._window = window
        self._theme = theme
        bench.preferences.changed.connect(self._on_preference)

    def follow(self, commands: Commands, title_row: TitleRow, composer: Composer, turns: TurnDeeds) -> None:
        """Open what is asked for at the top, in the composer, by a command or out of a failure."""
        for asks in (commands.settings, title_row.settings_wanted, turns.settings_wanted):
            asks.connect(self.show_settings)
        for asks in (commands.connections, title_row.connections_wanted, composer.manage_connections):
            asks.connect(lambda: self.show_connections())
        turns.connection_wanted.connect(self.show_connections)
        composer.connection_chosen.connect(self.choose_connection)
        commands.keys.connect(self.show_keys)

    def show_connections(self, name: str | None = None, for_key: bool = False) -> None:
        """Show the connections, at the one of this name, else at the one in use; `for_key` to type its key."""
        book = self._bench.connections
        named = book.named(name) if isinstance(name, str) else book.current
        self._connections.show_connection(named.id if named else None, for_key=for_key)

    def show_settings(self) -> None:
        """Show the settings."""
        from studio.ui.dialogs.settings import SettingsDialog

        bench = self._bench
        library = bench.library.folder.root if bench.library is not None else None
        dialog = SettingsDialog(bench.preferences, bench.tasks, self._words, library, self._window)
        dialog.library_wanted.connect(self.library_wanted)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def choose_connection(self, connection_id: str | None) -> None:
        """Use another connection from now on."""
        self._bench.tasks.start(self._bench.connections.choose(connection_id), "choose a connection")

    def _on_preference(self, name: str) -> None:
        settings = self._bench.settings
        if name == "theme":
            self._theme.choose(settings.theme)
        elif name == "contrast":
            self._theme.choose_contrast(settings.contrast)
        elif name == "motion":
            self._theme.choose_motion(settings.motion)

    @cached_property
    def _connections(self) -> ConnectionsDialog:
        from studio.ui.dialogs.connections import ConnectionsDialog

        bench = self._bench
        assert bench.capabilities is not None
        return ConnectionsDialog(
            bench.connections, bench.tasks, self._words, bench.capabilities, bench.models, self._window
        )

    def ask_to_quit(self, quit_now: Callable[[], None]) -> None:
        """Quit; first ask once what is to become of requests, savings and conversations that are under way."""
        bench = self._bench
        if not (bench.jobs.under_way or bench.exports.under_way or bench.exchange.under_way):
            quit_now()
            return
        from studio.ui.dialogs.quit_question import QuitQuestion

        if self._window.findChild(QuitQuestion) is not None:
            return  # it is being asked
        question = QuitQuestion(bench.jobs, bench.exports, bench.exchange, self._window)
        question.cancel_wanted.connect(bench.jobs.cancel_all)
        question.quit_wanted.connect(quit_now)
        question.open()

    def show_keys(self) -> None:
        """Show which keys do what."""
        from studio.ui.dialogs.keys import KeysDialog

        KeysDialog(self._window).open()
