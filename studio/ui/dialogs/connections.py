"""The connections: a list, and beside it the one that is chosen, to be used, changed, tested or removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QWidget

from studio.profile.errors import KeyInvalid, NameTaken, ProfileError
from studio.ui.dialogs.connection_list import NEW
from studio.ui.dialogs.connections_layout import ConnectionsLayout
from studio.ui.dialogs.key_keeper import KeyKeeper
from studio.ui.sentences.connection_words import ConnectionWords
from studio.workbench.connection_fields import ConnectionFields, FieldRefused, fields_of, host_of

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from typing import Any

    from studio.gemini.capabilities import Capabilities
    from studio.profile.saved_connection import SavedConnection
    from studio.profile.secrets import Secret
    from studio.ui.words import Words
    from studio.workbench.connection_book import ConnectionBook
    from studio.workbench.offered_models import OfferedModels
    from studio.workbench.tasks import Tasks

_FIRST_PRESET = "google"


class ConnectionsDialog(QDialog):
    """Opened with `show_connection`; whatever takes time in it leaves the window working."""

    def __init__(
        self,
        book: ConnectionBook,
        tasks: Tasks,
        words: Words,
        capabilities: Capabilities,
        models: OfferedModels,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("connectionsDialog")
        self.setWindowTitle(self.tr("Connections"))
        self.setAccessibleName(self.tr("Connections"))
        self._book = book
        self._tasks = tasks
        self._words = words
        self._refusals = ConnectionWords(self)
        self._default_model = capabilities.default
        self._models = models
        self._saved: SavedConnection | None = None
        self._place: str | None = None
        self._clean = ConnectionFields()
        self._saving = False
        self._parts = ConnectionsLayout(self, book, tasks, words, capabilities)
        self._form = self._parts.form
        self._keys = KeyKeeper(self._form.key, book, tasks, words)
        self._connect()
        self._go(book.current.id if book.current else None)

    def show_connection(self, connection_id: str | None = None, *, for_key: bool = False) -> None:
        """Open at a connection, None for the sandbox; who has none saved yet is offered to add one.

        `for_key` lets its key be typed at once.
        """
        self._start(self._book.load, "read connections")
        if connection_id is None and not self._book.all():
            self._go(NEW)
        else:
            self._go(connection_id)
        if self._place != NEW:
            (self._form.key.edit if for_key and self._saved else self._parts.list.view).setFocus()
        self.open()

    def reject(self) -> None:
        """Take a question away, or close."""
        if self._parts.ask.question:
            self._parts.ask.hide()
        else:
            super().reject()

    def done(self, result: int) -> None:
        """Close, unless something was typed that is not saved: then ask first."""
        if self._is_dirty():
            self._ask_to_leave(lambda: self._leave(result))
        else:
            self._leave(result)

    def _leave(self, result: int) -> None:
        self._keys.stop()
        self._parts.test.stop()
        self._form.key.clear()
        self._clean = self._form.fields()
        self._parts.ask.hide()
        super().done(result)

    def _connect(self) -> None:
        parts = self._parts
        parts.list.wanted.connect(self._wanted)
        parts.use.clicked.connect(lambda: self._start(lambda: self._book.choose(self._place), "use a connection"))
        parts.save.clicked.connect(lambda: self._start(self._save, "save a connection"))
        parts.revert.clicked.connect(lambda: self._go(self._place))
        parts.remove.clicked.connect(self._ask_to_remove)
        parts.sandbox.streaming_wanted.connect(self._stream_sandbox)
        parts.close_button.clicked.connect(self.reject)
        parts.test.wanted.connect(self._test)
        parts.test.listed.connect(self._on_listed)
        self._form.edited.connect(self._edited)
        self._form.preset.chosen.connect(lambda _: self._edited())
        self._keys.settled.connect(self._refresh)
        self._keys.kept.connect(self._say_saved)
        self._book.changed.connect(self._book_changed)

    def _wanted(self, place: str | None) -> None:
        if self._is_dirty():
            self._ask_to_leave(lambda: self._go(place))
        else:
            self._go(place)

    def _go(self, place: str | None) -> None:
        """Show the sandbox, a saved connection, or a new one, as it is saved."""
        self._parts.ask.hide()
        self._parts.test.stop()
        self._parts.say("")
        saved = next((each for each in self._book.all() if each.id == place), None)
        self._place, self._saved = (saved.id if saved else place if place == NEW else None), saved
        self._keys.show(saved)
        if saved is not None:
            self._form.show_fields(fields_of(saved), key_host=host_of(saved.base_url))
        elif place == NEW:
            self._form.show_preset(_FIRST_PRESET)
        self._clean = self._form.fields()
        self._refresh()
        if place == NEW:
            self._form.key.edit.setFocus()

    def _refresh(self) -> None:
        """Let the list, the heading and the buttons say how things are."""
        current = self._book.current
        in_use = self._place != NEW and self._place == (current.id if current else None)
        self._parts.list.show_all(self._book.all(), current, self._place)
        self._parts.show_place(self._saved, is_new=self._place == NEW, in_use=in_use)
        busy = self._saving or (self._keys.is_busy and self._form.key.is_dirty)
        if not self._saving:  # what is being written is shown as it was asked for
            self._parts.sandbox.show_streaming(self._book.sandbox_streams)
        dirty = self._is_dirty()
        self._parts.save.setEnabled((dirty or self._place == NEW) and not busy)
        self._parts.revert.setVisible(dirty and not busy)
        self._parts.remove.setEnabled(not busy)

    def _is_dirty(self) -> bool:
        return self._place is not None and (self._form.key.is_dirty or self._form.fields() != self._clean)

    def _edited(self) -> None:
        is_preset = self._form.fields() == self._form.preset_fields()
        if self._place == NEW and not self._form.key.is_dirty and is_preset:
            self._clean = self._form.fields()  # a preset that nobody has changed is no work that could be lost
        self._parts.ask.hide()
        self._parts.test.stop()
        self._parts.say("")
        self._refresh()

    def _book_changed(self) -> None:
        """Follow a change, whoever made it; what is being typed stays."""
        if self._saved is not None and all(each.id != self._saved.id for each in self._book.all()):
            self._go(None)
        else:
            self._refresh()

    def _ask_to_leave(self, leave: Callable[[], None]) -> None:
        name = self._form.fields().name or self.tr("New connection")
        self._parts.ask.ask(
            self.tr("“{name}” has changes that are not saved.").format(name=name),
            yes=self.tr("Discard changes"),
            no=self.tr("Go on editing"),
            do=leave,
        )

    def _ask_to_remove(self) -> None:
        if (saved := self._saved) is None:
            return
        self._parts.ask.ask(
            self.tr("Remove “{name}” and its key? Pictures made with it stay.").format(name=saved.name),
            yes=self.tr("Remove"),
            no=self.tr("Keep"),
            do=lambda: self._start(lambda: self._remove(saved), "remove a connection"),
            dangerous=True,
        )

    def _read(self) -> tuple[SavedConnection, Secret | None] | None:
        """What stands in the form; None when it was refused, which is then said beside the field."""
        self._form.accept_all()
        try:
            return self._form.fields().read(self._saved.id if self._saved else "new"), self._form.key.secret()
        except FieldRefused as refused:
            self._form.refuse(refused.field, self._refusals.refusal(refused.error))
        except KeyInvalid as error:
            self._form.key.refuse(self._words.error(error).sentence)
            self._form.key.edit.setFocus()
        return None

    def _test(self) -> None:
        if (read := self._read()) is not None:
            connection, key = read
            self._parts.test.run(connection, key, connection.default_model or self._default_model)

    async def _save(self) -> None:
        if (read := self._read()) is None:
            return
        wanted, key = read
        try:
            saved = await (self._book.change(wanted) if self._saved else self._book.add(wanted))
        except NameTaken as error:
            self._form.refuse("name", self._refusals.refusal(error))
            return
        self._show_saved(saved, key)
        if self._parts.test.models:
            await self._models.keep(saved, self._parts.test.models)

    def _on_listed(self, models: tuple[str, ...]) -> None:
        """Offer the models that a test has found; those of a connection as it is saved are kept with it."""
        self._form.offer_models(models)
        if models and (saved := self._saved) is not None and not self._is_dirty():
            self._tasks.start(self._models.keep(saved, models), "keep a list of models")

    def _show_saved(self, saved: SavedConnection, key: Secret | None) -> None:
        """Be about what was just saved; a key that was typed stays in its field until the keyring has it."""
        looked = self._saved is not None
        self._saved, self._place = saved, saved.id
        self._form.show_fields(fields_of(saved), key_host=host_of(saved.base_url))
        self._clean = self._form.fields()
        self._keys.about(saved)
        if key is not None:
            self._keys.keep(key)
            self._parts.say(self.tr("“{name}” is saved, its key is not yet.").format(name=saved.name))
        else:
            self._say_saved()
            if not looked:
                self._keys.show(saved)
        self._refresh()

    def _say_saved(self) -> None:
        self._parts.say(self.tr("Saved."))

    def _stream_sandbox(self, streaming: bool) -> None:
        self._start(lambda: self._book.stream_sandbox(streaming), "change how the sandbox replies")

    async def _remove(self, saved: SavedConnection) -> None:
        key_gone = await self._book.remove(saved.id)
        self._go(None)
        self._parts.say(
            self.tr("Removed “{name}” and its key.").format(name=saved.name)
            if key_gone
            else self.tr("Removed “{name}”. No keyring answers here: a key kept in one stays there.").format(
                name=saved.name
            )
        )

    def _start(self, work: Callable[[], Coroutine[Any, Any, object]], name: str) -> None:
        self._tasks.start(self._guarded(work), name)

    async def _guarded(self, work: Callable[[], Coroutine[Any, Any, object]]) -> None:
        """Do one thing to the list; what a person can mend is said at the bottom of the dialog."""
        self._saving = True
        self._refresh()
        try:
            await work()
        except ProfileError as error:
            self._parts.say(self._words.error(error).sentence, "bad")
        finally:
            self._saving = False
            self._refresh()
