"""The settings, one row for each that is declared; a change is in use and kept as soon as it is made."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from studio.library.folder import picture_name
from studio.profile.settings import Settings
from studio.ui.dialogs.setting_row import SettingRow
from studio.ui.sentences.setting_words import SettingWords
from studio.ui.widgets.button import Button
from studio.ui.widgets.line import line

if TYPE_CHECKING:
    from studio.profile.setting import Setting
    from studio.ui.words import Words
    from studio.workbench.preferences import Preferences
    from studio.workbench.tasks import Tasks

_SIZE = (640, 640)
_LEAST = (520, 400)
_SOME_ID = "0192f0ab12cd"


class SettingsDialog(QDialog):
    """Opened with `open`; what is changed in it holds at once."""

    library_wanted = Signal(Path)
    """The library in this folder should be opened now."""

    def __init__(
        self,
        preferences: Preferences,
        tasks: Tasks,
        words: Words,
        library: Path | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """`library` is the folder of the library that is open."""
        super().__init__(parent)
        self.setObjectName("settingsDialog")
        self.setWindowTitle(self.tr("Settings"))
        self.setAccessibleName(self.tr("Settings"))
        self._preferences = preferences
        self._library = library
        self._called = SettingWords(self)
        self.rows = {
            setting.name: SettingRow(setting, preferences, tasks, words, self._called)
            for setting in Settings.declared()
        }
        self._open_library = Button("openLibraryButton", self.tr("&Open it now"))
        self._open_library.setAccessibleName(self.tr("Open this library now"))
        self._open_library.clicked.connect(self._want_library)
        self._lay_out()
        self.rows[Settings.picture_name.name].control.edited.connect(self._show_example)
        preferences.changed.connect(self._changed)
        self._changed()

    def done(self, result: int) -> None:
        """Close; what stands in a field that has not been left yet is used too, unless it was refused."""
        for row in self.rows.values():
            if row.field.reason:
                row.show_value()
            else:
                row.use()
        super().done(result)

    def _want_library(self) -> None:
        folder = self._preferences.settings.library_folder
        self.done(QDialog.DialogCode.Accepted)
        self.library_wanted.emit(folder)

    def _changed(self, _: str = "") -> None:
        self._show_example()
        folder = self._preferences.settings.library_folder
        other = self._library is not None and folder != self._library
        row = self.rows[Settings.library_folder.name]
        hint = self._called.hint(Settings.library_folder)
        later = self.tr("Studio opens it when it starts next; the library that is open stays open until then.")
        row.field.set_hint(later if other else hint, "warn" if other else "faint")
        self._open_library.setVisible(other)

    def _show_example(self) -> None:
        """Show what a picture would be called, below the template, while that is typed."""
        row = self.rows[Settings.picture_name.name]
        template = row.check()
        hint = self._called.hint(Settings.picture_name)
        if template is None:
            row.field.set_hint(hint)
            return
        name = picture_name(datetime.now().astimezone(), self.tr("Otter in a top hat"), _SOME_ID, template)
        row.field.set_hint(hint + "\n" + self.tr("For example: {name}.png").format(name=name))

    def _lay_out(self) -> None:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        for heading, settings in self._groups():
            label = QLabel(heading)
            label.setProperty("role", "heading")
            if column.count():
                column.addSpacing(8)
            column.addWidget(label)
            column.addWidget(self._group(settings))
        column.addStretch(1)
        page = QScrollArea()
        page.setObjectName("settingsPage")
        page.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # it scrolls to whatever has the focus
        page.setWidgetResizable(True)
        page.setFrameShape(QFrame.Shape.NoFrame)
        page.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        page.setWidget(inner)
        inner.setAutoFillBackground(False)  # the dialog is its ground
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(page, 1)
        whole.addLayout(self._foot())
        self._page, self._inner = page, inner
        self.resize(*_SIZE)

    def showEvent(self, event: QShowEvent) -> None:
        """Be no narrower than what is in it: in some languages that is more."""
        bar = self._page.verticalScrollBar().sizeHint().width()
        self.setMinimumSize(max(_LEAST[0], self._inner.minimumSizeHint().width() + bar), _LEAST[1])
        super().showEvent(event)

    def _group(self, settings: list[Setting[Any]]) -> QFrame:
        """Settings that belong together, on a ground of their own, with lines between them."""
        group = QFrame()
        group.setProperty("role", "raised")
        column = QVBoxLayout(group)
        column.setContentsMargins(16, 12, 12, 12)
        column.setSpacing(12)
        for setting in settings:
            if column.count():
                column.addWidget(line())
            column.addWidget(self.rows[setting.name])
            if setting is Settings.library_folder:
                self.rows[setting.name].field.add_below(self._open_library)
        return group

    def _foot(self) -> QHBoxLayout:
        words = QLabel(self.tr("Changes are kept as you make them."))
        words.setProperty("role", "faint")
        close = Button("closeButton", self.tr("Close"))
        close.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.setContentsMargins(20, 12, 16, 16)
        row.addWidget(words, 1)
        row.addWidget(close)
        return row

    def _groups(self) -> list[tuple[str, list[Setting[Any]]]]:
        """Settings under headings; one that nobody has put under a heading stands with the requests."""
        look: list[Setting[Any]] = [Settings.theme, Settings.contrast, Settings.motion]
        library: list[Setting[Any]] = [Settings.library_folder, Settings.picture_name]
        rest = [setting for setting in Settings.declared() if setting not in (*look, *library)]
        return [
            (self.tr("Look"), look),
            (self.tr("Library"), library),
            (self.tr("Requests"), rest),
        ]
