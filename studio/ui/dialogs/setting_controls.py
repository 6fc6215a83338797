"""One control for each kind of setting; all of them have a value, `edited` while it changes and `finished` after it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QEvent, QObject, Qt, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QLineEdit, QWidget

from studio.profile.setting import Choice, LibraryFolder, WholeNumber
from studio.ui.widgets.button import Button
from studio.ui.widgets.segmented import Option, Segmented

if TYPE_CHECKING:
    from studio.profile.setting import Setting
    from studio.ui.sentences.setting_words import SettingWords

_NUMBER_WIDTH = 96
_INTEGER = re.compile(r"-?[0-9]{1,9}")


class Control(Protocol):
    """What a row needs of its control."""

    edited: SignalInstance
    finished: SignalInstance

    @property
    def target(self) -> QWidget:
        """The widget that has the focus, the name and the look of the control."""

    @property
    def value(self) -> Any:
        """What stands in it, which may be refused."""

    def set_value(self, value: Any) -> None:
        """Show a value; tells nobody."""


def control_for(setting: Setting[Any], words: SettingWords) -> Control:
    """Return the control for a setting's kind."""
    if isinstance(setting, Choice):
        return ChoiceControl(setting, words)
    if isinstance(setting, WholeNumber):
        return NumberControl(setting, words)
    if isinstance(setting, LibraryFolder):
        return FolderControl(words)
    return TextControl()


class ChoiceControl(Segmented):
    """One of a few words, all of them in sight."""

    edited = Signal()
    finished = Signal()

    def __init__(self, setting: Choice, words: SettingWords) -> None:
        super().__init__(f"{setting.name}Setting")
        self.offer([Option(word, words.choice(word)) for word in setting.words])
        self.chosen.connect(self.edited)
        self.chosen.connect(self.finished)

    @property
    def target(self) -> QWidget:
        return self

    def set_value(self, value: str) -> None:
        self.choose(value)


class NumberControl(QWidget):
    """A whole number, typed or stepped with the arrow keys, its unit behind it; steps stay within the limits."""

    edited = Signal()
    finished = Signal()

    def __init__(self, setting: WholeNumber, words: SettingWords) -> None:
        super().__init__()
        self._setting = setting
        self.line = QLineEdit()
        self.line.setFixedWidth(_NUMBER_WIDTH)
        self.line.textEdited.connect(self.edited)
        self.line.editingFinished.connect(self.finished)
        self.line.installEventFilter(self)
        unit = QLabel(words.unit(setting.unit))
        unit.setProperty("role", "muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.line)
        row.addWidget(unit, 1)

    @property
    def target(self) -> QWidget:
        return self.line

    @property
    def value(self) -> int | str:
        text = self.line.text().strip()
        return int(text) if _INTEGER.fullmatch(text) else text

    def set_value(self, value: int) -> None:
        self.line.setText(str(value))

    def eventFilter(self, _: QObject, event: QEvent) -> bool:
        """Step with the arrow keys, as in any field for numbers."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()))
            value = self.value
            if step is not None and isinstance(value, int):
                self.set_value(max(self._setting.least, min(self._setting.most, value + step)))
                self.edited.emit()
                return True
        return False


class TextControl(QLineEdit):
    """A line of text."""

    edited = Signal()
    finished = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.textEdited.connect(self.edited)
        self.editingFinished.connect(self.finished)

    @property
    def target(self) -> QWidget:
        return self

    @property
    def value(self) -> str:
        return self.text()

    def set_value(self, value: str) -> None:
        self.setText(value)
        self.setCursorPosition(0)


class FolderControl(QWidget):
    """A folder, typed or chosen."""

    edited = Signal()
    finished = Signal()

    def __init__(self, words: SettingWords) -> None:
        super().__init__()
        self._words = words
        self.line = QLineEdit()
        self.line.textEdited.connect(self.edited)
        self.line.editingFinished.connect(self.finished)
        self.choose = Button("chooseFolderButton", words.choose_folder(), "folder")
        self.choose.setAccessibleName(words.folder_title())
        self.choose.clicked.connect(self._choose)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.line, 1)
        row.addWidget(self.choose)

    @property
    def target(self) -> QWidget:
        return self.line

    @property
    def value(self) -> Path | str:
        return Path(self.line.text()) if self.line.text().strip() else ""

    def set_value(self, value: Path) -> None:
        self.line.setText(str(value))
        self.line.setCursorPosition(0)

    def _choose(self) -> None:
        dialog = QFileDialog(self, self._words.folder_title(), self.line.text())
        dialog.setObjectName("folderDialog")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self._chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _chosen(self, folder: str) -> None:
        self.set_value(Path(folder))
        self.edited.emit()
        self.finished.emit()
