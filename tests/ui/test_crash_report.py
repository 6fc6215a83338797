"""A mistake of Studio as a person meets it: a message, a report to read, copy and save."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from studio.ui.crash_messages import CrashMessages
from studio.ui.dialogs.crash_report import CrashReport
from studio.workbench.crash import Crash
from studio.workbench.messages import Messages
from studio.workbench.tasks import Tasks
from tests.ui.waiting import until

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen one, which has no real screen

BUG = Crash("1", "bug", "ValueError: odd", "Studio 1\nTraceback\nValueError: odd", 1, Path("/x/errors.log"))


class Hook(QObject):
    """A CrashHook that catches what it is told to."""

    crashed = Signal(object)


@dataclass
class Desk:
    hook: Hook
    messages: Messages
    tasks: Tasks
    window: QWidget

    def texts(self) -> list[str]:
        return [message.text for message in self.messages.all]

    def dialog(self) -> CrashReport:
        found = self.window.findChild(CrashReport)
        assert found is not None
        return found


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    hook, messages, tasks, window = Hook(), Messages(), Tasks(), QWidget()
    CrashMessages(hook, messages, tasks, window)  # type: ignore[arg-type]
    window.show()
    yield Desk(hook, messages, tasks, window)
    await tasks.close()
    window.close()
    window.deleteLater()


@pytest.fixture
async def dialog(desk: Desk) -> CrashReport:
    dialog = CrashReport(BUG, desk.tasks, desk.window, native=False)
    dialog.open()
    return dialog


def told(dialog: CrashReport) -> str:
    label = dialog.findChild(QLabel, "crashTold")
    assert label is not None
    return label.text()


def press(dialog: CrashReport, name: str) -> None:
    button = dialog.findChild(QPushButton, name)
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


async def test_a_mistake_is_one_message_with_a_count(desk: Desk) -> None:
    desk.hook.crashed.emit(BUG)
    assert desk.texts() == [
        "Studio made a mistake of its own (ValueError: odd). Your pictures are safe; you can go on."
    ]
    desk.hook.crashed.emit(Crash("1", "bug", "ValueError: odd", "", 7, Path()))
    assert len(desk.texts()) == 1
    assert desk.texts()[0].endswith("It has happened 7 times.")
    desk.hook.crashed.emit(Crash("2", "fault", "Segmentation fault", "", 1, Path()))
    assert desk.texts()[1].startswith("Studio ended unexpectedly last time.")
    assert [message.severity for message in desk.messages.all] == ["error", "warning"]


async def test_the_report_can_be_read(desk: Desk) -> None:
    desk.hook.crashed.emit(BUG)
    ((label, run),) = desk.messages.all[0].actions
    assert label == "Show report"
    run()
    text = desk.dialog().findChild(QPlainTextEdit, "crashText")
    assert text is not None
    assert text.toPlainText() == BUG.text
    assert text.isReadOnly()
    QTest.keyClick(desk.dialog(), Qt.Key.Key_Escape)
    await until(lambda: desk.window.findChild(CrashReport) is None)


async def test_the_report_can_be_copied(dialog: CrashReport) -> None:
    press(dialog, "copyReportButton")
    assert QApplication.clipboard().text() == BUG.text
    assert told(dialog) == "Copied."


async def test_the_report_can_be_saved(dialog: CrashReport, tmp_path: Path) -> None:
    press(dialog, "saveReportButton")
    asked = dialog.findChild(QFileDialog)
    assert asked is not None
    name = asked.findChild(QLineEdit, "fileNameEdit")
    assert name is not None
    assert name.text().startswith("studio-report-")
    name.setText(str(tmp_path / "bug"))
    QTest.keyClick(name, Qt.Key.Key_Return)
    await until(lambda: told(dialog))
    assert told(dialog) == "Saved as “bug.txt”."
    assert (tmp_path / "bug.txt").read_text(encoding="utf-8") == BUG.text


async def test_a_place_that_cannot_be_written_is_said(dialog: CrashReport, tmp_path: Path) -> None:
    await dialog._save(tmp_path / "missing" / "bug.txt")
    assert told(dialog) == "Not saved: No such file or directory. Choose another folder."


async def test_saving_may_end_after_the_dialog(desk: Desk, tmp_path: Path) -> None:
    dialog = CrashReport(BUG, desk.tasks, desk.window, native=False)
    dialog.open()
    saving = desk.tasks.start(dialog._save(tmp_path / "bug.txt"), "save")
    dialog.close()
    await saving
    assert (tmp_path / "bug.txt").exists()
