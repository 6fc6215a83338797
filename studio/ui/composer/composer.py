"""Where the next picture is asked for: pictures, words, settings, what it will cost, and the button."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from studio.ui.composer.chip_row import ChipArea, ChipRow
from studio.ui.composer.connection_picker import ConnectionPicker
from studio.ui.composer.generate_button import GenerateButton
from studio.ui.composer.model_picker import ModelPicker
from studio.ui.composer.picker_button import PickerButton, above
from studio.ui.composer.prompt_edit import PromptEdit
from studio.ui.composer.remarks import Remarks
from studio.ui.composer.seed_popover import SeedPopover
from studio.ui.composer.setting_pickers import SettingPickers
from studio.ui.icons import icon
from studio.ui.widgets.awaited_thumbnails import AwaitedThumbnails

if TYPE_CHECKING:
    from studio.gemini.capabilities import Capabilities
    from studio.ui.widgets.awaited_thumbnails import MakesThumbnails
    from studio.ui.words import Words
    from studio.workbench.draft import Draft
    from studio.workbench.draft_input import Role

_NARROW = 920


class Composer(QFrame):
    """Edits a draft; asks for what is not its business by signals."""

    generate_requested = Signal()
    cancel_requested = Signal()
    manage_connections = Signal()
    connection_chosen = Signal(object)
    """The id of a connection, None for the sandbox."""
    folder_chosen = Signal(str)
    """Files were chosen in this folder: a good place to begin next time."""

    def __init__(self, draft: Draft, thumbnails: MakesThumbnails, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("composer")
        self.setProperty("role", "surface")
        self._draft = draft
        self._words = words
        self._folder = ""
        self.native_dialogs = True
        self.chips = ChipRow(draft, AwaitedThumbnails(thumbnails, self), words)
        self.prompt = PromptEdit()
        self.remarks = Remarks(words)
        self.model = ModelPicker()
        self.connection = ConnectionPicker()
        self.settings = SettingPickers(draft, self)
        self.more = PickerButton("moreSettings")
        self.price = QLabel()
        self.cancel = QPushButton(self.tr("Cancel"))
        self.generate_button = GenerateButton()
        self._lay_out()
        self._connect()
        self._refresh()

    def set_capabilities(self, capabilities: Capabilities) -> None:
        """Offer the models of a table and what they take."""
        self.model.set_capabilities(capabilities)
        self._draft.know(capabilities)

    def set_connections(self, names: Sequence[tuple[str | None, str]], current: str | None) -> None:
        """Offer connections by id and name; None is the sandbox, which asks for no money."""
        self.connection.set_connections(names, current)
        self._draft.free = current is None

    def set_busy(self, count: int) -> None:
        """Offer to cancel while requests are under way."""
        self.cancel.setVisible(count > 0)
        self.cancel.setText(self.tr("Cancel {count}").format(count=count) if count > 1 else self.tr("Cancel"))
        self.cancel.setToolTip(self.tr("Cancel %n request(s) under way (Ctrl+.)", "", count))

    def set_history(self, prompts: Sequence[str]) -> None:
        """Say which prompts were sent before, newest first."""
        self.prompt.set_history(prompts)

    def set_folder(self, folder: str) -> None:
        """Say where the file dialog begins."""
        self._folder = folder

    def generate(self) -> None:
        """Ask for the pictures, or say what is missing."""
        lack = self._draft.lack
        if lack is None:
            self.remarks.set_notice("")
            self.generate_requested.emit()
        else:
            said = self._words.error(lack)
            self.remarks.set_notice(f"{said.what} {said.advice}".strip())
            self.prompt.setFocus(Qt.FocusReason.OtherFocusReason)

    def take(self, mime: QMimeData, role: Role | None = None) -> None:
        """Take the pictures that were dropped or pasted; read before this returns."""
        if self._draft.add_mime(mime, role or self._draft.usual_role):
            self.remarks.set_notice("")
        else:
            self.remarks.set_notice(self.tr("There is no picture in this, and no link to one."))

    def choose_files(self) -> None:
        """Open a dialog for pictures."""
        dialog = QFileDialog(self, self.tr("Add images"), self._folder)
        dialog.setObjectName("addImagesDialog")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        pictures = "*.png *.jpg *.jpeg *.webp *.gif *.bmp *.tif *.tiff *.avif *.heic *.heif"
        dialog.setNameFilters([self.tr("Pictures ({endings})").format(endings=pictures), self.tr("All files (*)")])
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog, not self.native_dialogs)
        dialog.filesSelected.connect(self._take_files)
        dialog.open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and keys == Qt.KeyboardModifier.ControlModifier:
            self.generate()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_price()

    def _lay_out(self) -> None:
        self._box = QFrame(self)
        self._box.setProperty("role", "composer")
        box = QVBoxLayout(self._box)
        box.setContentsMargins(12, 10, 12, 10)
        box.setSpacing(10)
        box.addWidget(ChipArea(self.chips))
        box.addWidget(self.remarks)
        box.addWidget(self.prompt)
        box.addLayout(self._controls())
        outer = QVBoxLayout(self)
        outer.setContentsMargins(12, 12, 12, 12)
        outer.addWidget(self._box)

    def _controls(self) -> QHBoxLayout:
        self.more.setAccessibleName(self.tr("More settings"))
        self.price.setObjectName("priceLabel")
        self.price.setProperty("role", "muted")
        self.cancel.setObjectName("cancelButton")
        self.cancel.setAccessibleName(self.tr("Cancel"))
        self.cancel.setFixedHeight(34)
        self.cancel.hide()
        row = QHBoxLayout()
        row.setSpacing(8)
        settings = self.settings
        for each in (self.model, self.connection, settings.ratio, settings.size_picker, settings.count, self.more):
            row.addWidget(each)
        row.addStretch(1)
        for last in (self.price, self.cancel, self.generate_button):
            row.addWidget(last)
        return row

    def _connect(self) -> None:
        draft, chips = self._draft, self.chips
        draft.changed.connect(self._refresh)
        draft.prompt_changed.connect(self._on_draft_prompt)
        draft.noticed.connect(self.remarks.set_fact)
        self.prompt.textChanged.connect(self._on_typed)
        self.prompt.generate_wanted.connect(self.generate)
        self.prompt.pictures_given.connect(self.take)
        chips.drop_zone.given.connect(self.take)
        chips.drop_zone.files_wanted.connect(self.choose_files)
        self.model.chosen.connect(self._choose_model)
        self.connection.chosen.connect(self._choose_connection)
        self.connection.manage_wanted.connect(self.manage_connections)
        self.more.clicked.connect(self._open_more)
        self.generate_button.clicked.connect(self.generate)
        self.cancel.clicked.connect(self.cancel_requested)
        QApplication.instance().focusChanged.connect(self._on_focus)  # type: ignore[union-attr]

    def _refresh(self) -> None:
        draft = self._draft
        self.chips.refresh()
        self.settings.refresh()
        self.model.show_model(draft.model)
        self.remarks.show_draft(draft)
        self.prompt.setPlaceholderText(self._placeholder())
        seed = draft.seed
        self.more.set_bare(seed is None)
        self.more.setText("" if seed is None else self.tr("Seed {seed}").format(seed=seed))
        self.more.setIcon(icon("more", self.palette()))
        self.more.setToolTip(
            self.tr("More settings: the seed is {seed}").format(seed=self.tr("random") if seed is None else seed)
        )
        self._show_lack()

    def _show_lack(self) -> None:
        lack = self._draft.lack
        said = self._words.error(lack) if lack else None
        self.generate_button.set_lack(f"{said.what} {said.advice}".strip() if said else "")
        self._show_price()

    def _show_price(self) -> None:
        estimate = self._draft.estimate
        money = self._words.money(estimate.micros, True, free=estimate.free) or self.tr("price unknown")
        if estimate.requests > 1 and self.width() >= _NARROW:
            money = self.tr("{count} requests {money}").format(count=estimate.requests, money=money)
        self.price.setText(money)
        self.price.setToolTip(
            self.tr("What %n request(s) cost by the list price. Gateways may differ.", "", estimate.requests)
        )

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

    def _on_focus(self, _: QWidget | None, now: QWidget | None) -> None:
        inside = now is not None and self.isAncestorOf(now)
        if bool(self._box.property("focused") == "true") != inside:
            self._box.setProperty("focused", "true" if inside else "false")
            self._box.style().polish(self._box)

    def _choose_model(self, model: str) -> None:
        self._draft.model = model

    def _choose_connection(self, connection_id: object) -> None:
        self._draft.free = connection_id is None
        self.connection_chosen.emit(connection_id)

    def _choose_seed(self, seed: object) -> None:
        self._draft.seed = seed if isinstance(seed, int) else None

    def _open_more(self) -> None:
        popover = SeedPopover(self._draft.seed, self)
        popover.seed_chosen.connect(self._choose_seed)
        popover.adjustSize()
        popover.move(above(self.more, popover.size()))
        popover.show()
        popover.edit.setFocus(Qt.FocusReason.PopupFocusReason)

    def _take_files(self, files: list[str]) -> None:
        paths = [Path(file) for file in files]
        if paths:
            self._folder = str(paths[0].parent)
            self.folder_chosen.emit(self._folder)
            self._draft.add_files(paths, self._draft.usual_role)
