"""Where the next picture is asked for: pictures, words, settings, what it will cost, and the button."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from studio.ui.actions import Action
from studio.ui.composer.chip_row import ChipArea, ChipRow
from studio.ui.composer.connection_picker import ConnectionPicker
from studio.ui.composer.controls import Controls
from studio.ui.composer.file_chooser import FileChooser
from studio.ui.composer.model_picker import ModelPicker
from studio.ui.composer.more_button import MoreButton
from studio.ui.composer.plan_line import PlanLine
from studio.ui.composer.prompt_edit import PromptEdit
from studio.ui.composer.remarks import Remarks
from studio.ui.composer.setting_pickers import SettingPickers
from studio.ui.keys import is_pressed
from studio.ui.widgets.awaited_thumbnails import AwaitedThumbnails
from studio.ui.widgets.focus_frame import FocusFrame

if TYPE_CHECKING:
    from pathlib import Path

    from studio.gemini.capabilities import Capabilities
    from studio.profile.remembered import Remembered
    from studio.ui.commands import Commands
    from studio.ui.widgets.awaited_thumbnails import MakesThumbnails
    from studio.ui.words import Words
    from studio.workbench.draft import Draft, NotReady
    from studio.workbench.draft_input import Role

_WIDEST, _LONGEST_LINE = 1416, 1200


class Composer(QFrame):
    """Edits a draft; asks for what is not its business by signals."""

    generate_requested = Signal()
    cancel_requested = Signal()
    manage_connections = Signal()
    connection_chosen = Signal(object)
    """The id of a connection, None for the sandbox."""
    begin_anew = Signal()
    """The turn that would be continued is taken out."""
    leave_wanted = Signal()
    """The turn that is edited, or whatever else is not the usual way on, is to be left."""

    def __init__(
        self,
        draft: Draft,
        thumbnails: MakesThumbnails,
        words: Words,
        remembered: Remembered,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("composer")
        self.setProperty("role", "surface")
        self._draft = draft
        self._words = words
        self._capabilities: Capabilities | None = None
        self.files = FileChooser(remembered, self)
        self.chips = ChipRow(draft, AwaitedThumbnails(thumbnails, self), words)
        self.chip_area = ChipArea(self.chips)
        self.prompt = PromptEdit()
        self.remarks = Remarks(words)
        self.plan = PlanLine()
        self.model = ModelPicker()
        self.connection = ConnectionPicker()
        self.settings = SettingPickers(draft, self)
        self.more = MoreButton(draft, words)
        settings = self.settings
        pickers = (self.model, self.connection, settings.ratio, settings.size_picker, settings.count, self.more)
        for picker in (self.model, self.connection, settings.ratio, settings.count, self.more):
            # A click leaves the keyboard at the prompt: what is typed behind a choice is meant for it.
            picker.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.controls = Controls(pickers)
        self._lay_out()
        self._connect()
        self._refresh()

    def set_connections(self, names: Sequence[tuple[str | None, str]], current: str | None) -> None:
        """Offer connections by id and name; None is the sandbox, which asks for no money."""
        self.connection.set_connections(names, current)
        self._draft.free = current is None

    def follow(self, commands: Commands) -> None:
        """Do what commands of the window ask of the composer."""
        commands.generate.connect(self.generate)
        commands.focus_prompt.connect(self.focus_prompt)
        commands.more_settings.connect(self.more.open_soon)

    def set_busy(self, count: int) -> None:
        """Offer to cancel while requests are under way."""
        self.controls.set_busy(count)

    def set_history(self, prompts: Sequence[str]) -> None:
        """Say which prompts were sent before, in the order they were."""
        self.prompt.set_history(prompts)

    def focus_prompt(self) -> None:
        """Let words be typed."""
        self.prompt.setFocus(Qt.FocusReason.OtherFocusReason)

    def generate(self) -> None:
        """Ask for the pictures, or say what is missing."""
        lack = self._draft.lack
        if lack is None:
            self.remarks.set_notice("")
            self.generate_requested.emit()
        else:
            self.show_lack(lack)

    def show_lack(self, lack: NotReady) -> None:
        """Say what is missing, and go there."""
        self.remarks.set_lack(self._said(lack))
        self.focus_prompt()

    def take(self, mime: QMimeData, role: Role | None = None) -> None:
        """Take the pictures that were dropped or pasted; read before this returns."""
        if self._draft.add_mime(mime, role or self._draft.usual_role):
            self.remarks.set_notice("")
        else:
            self.remarks.set_notice(self.tr("There is no picture in this, and no link to one."))

    def paste(self, mime: QMimeData) -> None:
        """Take what was copied, pictures or text, as the prompt does while the focus is there."""
        if self.prompt.canInsertFromMimeData(mime):
            self.focus_prompt()
            self.prompt.insertFromMimeData(mime)
        else:
            self.remarks.set_notice(self.tr("There is no picture and no text to paste."))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_pressed(Action.GENERATE, event):
            if not event.isAutoRepeat():
                self.generate()
        elif is_pressed(Action.LEAVE_EDIT, event) and self.plan.leads_back:
            self.leave_wanted.emit()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        frame = FocusFrame(self.prompt, self)
        frame.setObjectName("composerFrame")
        box = QVBoxLayout(frame)
        box.setContentsMargins(12, 10, 12, 10)
        box.setSpacing(10)
        box.addWidget(self.chip_area)
        box.addWidget(self.plan)
        box.addWidget(self.remarks)
        box.addLayout(self._prompt_row())
        box.addWidget(self.controls)
        frame.setMaximumWidth(_WIDEST)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(12, 12, 12, 12)
        outer.setSpacing(0)
        outer.addStretch(0)
        outer.addWidget(frame, 1)  # in the middle, once there is more room than it takes
        outer.addStretch(0)

    def _prompt_row(self) -> QHBoxLayout:
        """The prompt, its lines no longer than can be read."""
        self.prompt.setMaximumWidth(_LONGEST_LINE)
        row = QHBoxLayout()
        row.addWidget(self.prompt, 1)
        row.addStretch(0)
        return row

    def _connect(self) -> None:
        draft, chips = self._draft, self.chips
        draft.changed.connect(self._refresh)
        draft.prompt_changed.connect(self._on_draft_prompt)
        draft.noticed.connect(self.remarks.set_fact)
        self.prompt.textChanged.connect(self._on_typed)
        self.prompt.generate_wanted.connect(self.generate)
        self.prompt.pictures_given.connect(self.take)
        chips.parent_chip.remove_wanted.connect(
            lambda: (self.begin_anew if draft.instead is None else self.leave_wanted).emit()
        )
        chips.drop_zone.given.connect(self.take)
        chips.drop_zone.files_wanted.connect(self.files.ask)
        self.files.chosen.connect(self._take_files)
        self.model.model_chosen.connect(self._choose_model)
        self.connection.connection_chosen.connect(self._choose_connection)
        self.connection.manage_wanted.connect(self.manage_connections)
        self.controls.generate.clicked.connect(self.generate)
        self.controls.cancel.clicked.connect(self.cancel_requested)

    def _refresh(self) -> None:
        draft = self._draft
        self.chips.refresh()
        self.settings.refresh()
        if draft.capabilities is not None and draft.capabilities is not self._capabilities:
            self._capabilities = draft.capabilities
            self.model.set_capabilities(draft.capabilities)
        self.model.show_model(draft.model)
        self.remarks.show_draft(draft)
        self.prompt.hint(self._placeholder())
        self.more.refresh()
        self.controls.generate.show_count(draft.count)
        self._show_lack()

    def _show_lack(self) -> None:
        lack = self._draft.lack
        said = self._said(lack) if lack else ""
        self.controls.generate.set_lack(said)
        self.remarks.mend_lack(said)
        self._show_price()

    def _said(self, lack: NotReady) -> str:
        said = self._words.error(lack)
        return f"{said.what} {said.advice}".strip()

    def _show_price(self) -> None:
        estimate = self._draft.estimate
        if self._draft.capabilities is None:
            return  # nobody knows a price yet
        money = self._words.money(estimate.micros, True, free=estimate.free) or self.tr("price unknown")
        long = self.tr("{count} requests · {money}").format(count=estimate.requests, money=money)
        self.controls.set_price(money, long if estimate.requests > 1 else money)
        tip, tuning = self.tr("An estimate by the list price. Gateways may differ."), self._draft.tuning
        if tuning.web_search or tuning.image_search:
            tip += " " + self.tr("Searches may cost extra.")
        self.controls.price.setToolTip(tip)

    def _placeholder(self) -> str:
        draft = self._draft
        if draft.starts_anew:
            return self.tr("Say what to change in this picture")
        if draft.parent_turn is not None:
            return self.tr("Say what to change, or what to try next")
        if draft.inputs:
            return self.tr("Say what to make of these pictures")
        return self.tr("Describe a picture, or drop one in and say what to change")

    def _on_typed(self) -> None:
        self._draft.prompt = self.prompt.toPlainText()

    def _on_draft_prompt(self) -> None:
        self.prompt.put(self._draft.prompt)
        self._show_lack()

    def _choose_model(self, model: str) -> None:
        self._draft.model = model

    def _choose_connection(self, connection_id: object) -> None:
        self._draft.free = connection_id is None
        self.connection_chosen.emit(connection_id)

    def _take_files(self, paths: list[Path]) -> None:
        self._draft.add_files(paths, self._draft.usual_role)
