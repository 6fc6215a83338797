"""The report of a mistake, to read, copy or save. It leaves this computer only if a person takes it along."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDir, Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from studio.ui.announcing import announce
from studio.ui.tokens import tokens_of
from studio.ui.widgets.button import Button

if TYPE_CHECKING:
    from studio.workbench.crash import Crash
    from studio.workbench.tasks import Tasks


class CrashReport(QDialog):
    """Shows a Crash. `native` False asks for the file in a dialog of Qt's own."""

    def __init__(self, crash: Crash, tasks: Tasks, parent: QWidget | None = None, *, native: bool = True) -> None:
        super().__init__(parent)
        self._crash = crash
        self._tasks = tasks
        self._native = native
        self.setObjectName("crashReport")
        self.setAccessibleName(self.tr("Report"))
        self.setWindowTitle(self.tr("Report"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(720, 520)
        self._told = QLabel(self)
        self._told.setObjectName("crashTold")
        self._told.setProperty("role", "muted")
        self._told.setTextFormat(Qt.TextFormat.PlainText)
        self._lay_out()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._told, 1)
        for name, label, act in (
            ("copyReportButton", self.tr("Copy"), self._copy),
            ("saveReportButton", self.tr("Save as…"), self._ask_where),
            ("closeReportButton", self.tr("Close"), self.close),
        ):
            button = Button(name, label, parent=self)
            button.clicked.connect(act)
            buttons.addWidget(button)
        button.setDefault(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(12)
        column.addWidget(self._label("title", self._title()))
        column.addWidget(self._label("muted", self._advice()))
        column.addWidget(self._report(), 1)
        column.addLayout(buttons)
        button.setFocus()

    def _title(self) -> str:
        if self._crash.kind == "fault":
            return self.tr("Studio ended unexpectedly last time")
        return self.tr("Studio made a mistake of its own")

    def _advice(self) -> str:
        return self.tr(
            "This is what happened. Keys and the name of your home folder are taken out, and it stays on this computer:"
            " Studio sends nothing by itself. If you want it mended, put the report into a bug report. It is also in"
            " {file}."
        ).format(file=QDir.toNativeSeparators(str(self._crash.file)))

    def _label(self, role: str, text: str) -> QLabel:
        label = QLabel(text, self)
        label.setProperty("role", role)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        return label

    def _report(self) -> QPlainTextEdit:
        field = QPlainTextEdit(self._crash.text, self)
        field.setObjectName("crashText")
        field.setAccessibleName(self.tr("Text of the report"))
        field.setProperty("role", "field")
        field.setReadOnly(True)
        field.setTabChangesFocus(True)
        field.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        field.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPixelSize(tokens_of(self.palette()).small)
        field.setFont(font)
        return field

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._crash.text)
        self._tell(self.tr("Copied."))

    def _ask_where(self) -> None:
        dialog = QFileDialog(self, self.tr("Save the report"))
        dialog.setObjectName("saveReportDialog")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog, not self._native)
        dialog.setDefaultSuffix("txt")
        dialog.selectFile(f"studio-report-{datetime.now(UTC).astimezone():%Y-%m-%d}.txt")
        dialog.fileSelected.connect(lambda path: self._tasks.start(self._save(Path(path)), "save a report"))
        dialog.open()

    async def _save(self, path: Path) -> None:
        try:
            await self._tasks.in_worker(path.write_text, self._crash.text, encoding="utf-8")
            words = self.tr("Saved as “{file}”.").format(file=path.name)
        except OSError as error:
            words = self.tr("Not saved: {reason}. Choose another folder.").format(reason=error.strerror or str(error))
        from shiboken6 import isValid

        if isValid(self):  # it may have been closed in the meantime
            self._tell(words)

    def _tell(self, words: str) -> None:
        self._told.setText(words)
        announce(self, words, urgent=False)
