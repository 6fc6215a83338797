"""The settings dialog: built from the declarations, used as soon as typed, refused beside the control."""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QFileDialog, QWidget

from studio.profile.errors import FileNotSaved
from studio.profile.setting import Setting
from studio.profile.settings import Settings
from studio.ui.dialogs.settings import SettingsDialog
from studio.ui.widgets.button import Button
from studio.ui.widgets.segmented import Segmented
from studio.ui.words import Words
from studio.workbench.preferences import Preferences
from studio.workbench.tasks import Tasks
from tests.fakes.folders import folders_in
from tests.ui.dialog_help import choose_segment, find, gone, is_offered, line, nameless, press, shown, type_into
from tests.ui.waiting import until


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[tuple[SettingsDialog, Preferences, Tasks]]:
    gc.collect()  # loops of earlier tests hold QObjects, which must not end in a worker thread
    tasks, failures = Tasks(), list[object]()
    tasks.failed.connect(lambda *failure: failures.append(failure))
    settings = Settings.load(folders_in(folder))
    preferences = Preferences(settings, tasks)
    dialog = SettingsDialog(preferences, tasks, Words(), settings.library_folder)
    dialog.open()
    await shown(dialog)
    yield dialog, preferences, tasks
    await until(lambda: not tasks.running)
    dialog.done(0)
    await gone(dialog)
    await tasks.close()
    assert failures == []


def kept(folder: Path, setting: Setting[Any]) -> Any:
    """What a new run of the program finds."""
    return Settings.load(folders_in(folder)).value_of(setting)


def control(setting: Setting[Any]) -> str:
    return f"{setting.name}Setting"


def reason(dialog: SettingsDialog, setting: Setting[Any]) -> str:
    return dialog.rows[setting.name].field.reason


def leave(dialog: QWidget) -> None:
    """Go on to whatever comes next."""
    focused = dialog.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, Qt.Key.Key_Tab)


async def test_every_declared_setting_has_a_named_control_that_shows_its_value(tmp_path: Path) -> None:
    async with opened(tmp_path) as (dialog, preferences, _):
        assert dialog.objectName() == "settingsDialog"
        for setting in Settings.declared():
            row = dialog.rows[setting.name]
            assert row.control.target.accessibleName() == setting.label
            assert setting.hint.split("{")[0] in row.control.target.accessibleDescription()
            assert setting.parse(row.control.value) == preferences.settings.value_of(setting)
        assert nameless(dialog) == []


async def test_the_theme_is_worn_as_soon_as_it_is_chosen(tmp_path: Path) -> None:
    async with opened(tmp_path) as (dialog, preferences, tasks):
        spy = QSignalSpy(preferences.changed)
        assert find(dialog, Segmented, control(Settings.theme)).value == "system"
        choose_segment(dialog, control(Settings.theme), "Dark")
        await until(lambda: preferences.settings.theme == "dark" and not tasks.running)
        assert [spy.at(number)[0] for number in range(spy.count())] == ["theme"]
        assert kept(tmp_path, Settings.theme) == "dark"


async def test_a_number_is_used_when_its_field_is_left_and_steps_stay_within_limits(tmp_path: Path) -> None:
    async with opened(tmp_path) as (dialog, preferences, tasks):
        name = control(Settings.concurrency)
        type_into(dialog, name, "7")
        assert preferences.settings.concurrency == 2
        for _ in range(3):
            QTest.keyClick(line(dialog, name), Qt.Key.Key_Up)
        assert line(dialog, name).text() == "8"
        QTest.keyClick(line(dialog, name), Qt.Key.Key_Down)
        leave(dialog)
        await until(lambda: preferences.settings.concurrency == 7 and not tasks.running)
        assert kept(tmp_path, Settings.concurrency) == 7


@pytest.mark.parametrize(
    ("setting", "text", "words"),
    [
        (Settings.concurrency, "9", "Generations at once must be a whole number from 1 to 8."),
        (Settings.concurrency, "", "Generations at once must be a whole number from 1 to 8."),
        (Settings.concurrency, "two", "Generations at once must be a whole number from 1 to 8."),
        (Settings.read_seconds, "-5", "from 10 to 3600 seconds"),
        (Settings.picture_name, "a/b", "without any of"),
        (Settings.picture_name, " ", "one line of text"),
        (Settings.library_folder, "pictures", "a whole path"),
        (Settings.library_folder, "", "a whole path"),
    ],
)
async def test_a_refused_value_says_why_beside_it_and_is_not_used(
    tmp_path: Path, setting: Setting[Any], text: str, words: str
) -> None:
    async with opened(tmp_path) as (dialog, preferences, _):
        before = preferences.settings.value_of(setting)
        type_into(dialog, control(setting), text or "x")
        if not text:
            QTest.keyClick(line(dialog, control(setting)), Qt.Key.Key_Backspace)
        assert words in reason(dialog, setting)
        assert words in line(dialog, control(setting)).accessibleDescription()
        leave(dialog)
        assert words in reason(dialog, setting)
        assert preferences.settings.value_of(setting) == before
        dialog.reject()
        dialog.open()
        assert reason(dialog, setting) == ""
        assert setting.parse(dialog.rows[setting.name].control.value) == before
    assert not (tmp_path / "config").exists()


async def test_closing_uses_what_stands_in_a_field(tmp_path: Path) -> None:
    async with opened(tmp_path) as (dialog, preferences, _):
        type_into(dialog, control(Settings.read_seconds), "42")
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        assert not dialog.isVisible()
        await until(lambda: preferences.settings.read_seconds == 42)


async def test_a_dialog_that_is_deleted_at_its_end_still_keeps_the_last_change(tmp_path: Path) -> None:
    gc.collect()
    tasks, failures = Tasks(), list[object]()
    tasks.failed.connect(lambda name, error: failures.append(type(error)))
    preferences = Preferences(Settings.load(folders_in(tmp_path)), tasks)
    for broken in (False, True):
        dialog = SettingsDialog(preferences, tasks, Words())
        dialog.open()
        await shown(dialog)
        type_into(dialog, control(Settings.read_seconds), "43" if broken else "42")
        if broken:
            (tmp_path / "config").rename(tmp_path / "moved")
            (tmp_path / "config").write_text("a file where the folder should be")
        dialog.reject()
        await gone(dialog)
        await until(lambda: not tasks.running)
        assert preferences.settings.read_seconds == 42
    assert failures == [FileNotSaved]
    await tasks.close()


async def test_the_template_shows_an_example_while_it_is_typed(tmp_path: Path) -> None:
    async with opened(tmp_path) as (dialog, preferences, tasks):
        type_into(dialog, control(Settings.picture_name), "{slug}-mine")
        told = line(dialog, control(Settings.picture_name)).accessibleDescription()
        assert told.endswith("For example: otter-in-a-top-hat-mine.png")
        leave(dialog)
        await until(lambda: preferences.settings.picture_name == "{slug}-mine" and not tasks.running)


async def test_reset_is_offered_for_what_was_changed_and_goes_back(tmp_path: Path) -> None:
    Settings.load(folders_in(tmp_path)).change(Settings.total_seconds, 77)
    async with opened(tmp_path) as (dialog, preferences, _):
        button = find(dialog, Button, "total_secondsReset")
        assert "Time limit in all" in button.accessibleName()
        assert button.isVisible()
        assert not find(dialog, Button, "read_secondsReset").isVisible()
        button.click()
        await until(lambda: preferences.settings.total_seconds == 900)
        await until(lambda: line(dialog, control(Settings.total_seconds)).text() == "900")
        assert not button.isVisible()


async def test_another_library_is_opened_when_that_is_wanted(tmp_path: Path) -> None:
    async with opened(tmp_path) as (dialog, preferences, tasks):
        spy = QSignalSpy(dialog.library_wanted)
        assert not find(dialog, QWidget, "openLibraryButton").isVisible()
        type_into(dialog, control(Settings.library_folder), str(tmp_path / "other"))
        leave(dialog)
        await until(lambda: is_offered(dialog, "openLibraryButton"))
        await until(lambda: not tasks.running)
        assert "when it starts next" in line(dialog, control(Settings.library_folder)).accessibleDescription()
        assert spy.count() == 0
        press(dialog, "openLibraryButton")
        assert [spy.at(0), spy.count()] == [[tmp_path / "other"], 1]
        assert kept(tmp_path, Settings.library_folder) == tmp_path / "other"
        assert preferences.settings.library_folder == tmp_path / "other"


async def test_a_folder_is_chosen_without_stopping_anything(tmp_path: Path) -> None:
    (tmp_path / "chosen").mkdir()
    async with opened(tmp_path) as (dialog, preferences, _):
        press(dialog, "chooseFolderButton")
        (chooser,) = dialog.findChildren(QFileDialog)
        chooser.fileSelected.emit(str(tmp_path / "chosen"))
        chooser.close()
        await until(lambda: preferences.settings.library_folder == tmp_path / "chosen")


async def test_what_cannot_be_written_is_said_beside_the_setting(tmp_path: Path) -> None:
    async with opened(tmp_path) as (dialog, preferences, _):
        (tmp_path / "config").write_text("a file where the folder should be")
        choose_segment(dialog, control(Settings.theme), "Light")
        await until(lambda: "cannot be written" in reason(dialog, Settings.theme))
        assert preferences.settings.theme == "system"


async def test_what_changes_elsewhere_is_shown_but_not_under_somebody_s_hands(tmp_path: Path) -> None:
    async with opened(tmp_path) as (dialog, preferences, _):
        type_into(dialog, control(Settings.concurrency), "5")
        await preferences.change(Settings.connect_seconds, 33)
        await preferences.change(Settings.concurrency, 3)
        assert line(dialog, control(Settings.connect_seconds)).text() == "33"
        assert line(dialog, control(Settings.concurrency)).text() == "5"
