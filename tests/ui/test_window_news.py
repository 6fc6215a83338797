"""News that belong to no part of the window, said in its message bar: errors, fates, notices, and what is read-only."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPlainTextEdit

from studio.library.errors import DiskFull
from studio.library.library import Library
from studio.profile.errors import ConnectionInvalid, SettingInvalid
from studio.profile.folders import ProfileFolders
from studio.profile.notices import ConnectionIgnored, FileSetAside, Notice, ValueIgnored
from studio.profile.settings import Settings
from studio.ui.sentences.setting_words import SettingWords
from studio.ui.sentences.startup import StartupWords
from studio.workbench.messages import Message
from tests.fakes.server import serving
from tests.ui.waiting import until
from tests.ui.window_rig import Shown, shown, window_on
from tests.workbench.rig import GOOD


def fail(w: Shown, error: Exception) -> None:
    """Let a task of the window end with an error that nobody else handles."""

    async def doomed() -> None:
        raise error

    w.bench.tasks.start(doomed(), "doomed")


async def first_message(w: Shown) -> Message:
    await until(lambda: w.bench.messages.all)
    return w.bench.messages.all[0]


async def test_what_a_person_can_mend_is_said_without_a_report(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        fail(w, DiskFull("The picture cannot be written: the disk is full."))
        message = await first_message(w)
        assert (message.severity, message.actions) == ("error", ())
        assert "disk" in message.text
        assert "mistake" not in message.text
        assert any(message.text in label.text() for label in w.widget("messageBar").findChildren(QLabel))


async def test_a_mistake_of_ours_offers_its_report(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        fail(w, ZeroDivisionError("by zero"))
        message = await first_message(w)
        ((label, show),) = message.actions
        assert label == "Show report"
        show()
        assert w.widget("crashReport").isVisible()
        await until(lambda: "ZeroDivisionError: by zero" in w.find(QPlainTextEdit, "crashText").toPlainText())
        w.find(QDialog, "crashReport").close()


async def test_files_that_could_not_be_read_are_said(tmp_path: Path) -> None:
    folders = ProfileFolders.of_user()
    folders.config.mkdir(parents=True)
    for name in ("settings.json", "connections.json"):
        (folders.config / name).write_text("no JSON")
    async with shown(tmp_path) as w:
        await until(lambda: len(w.bench.messages.all) == 2)
        assert {message.severity for message in w.bench.messages.all} == {"warning"}
        assert "settings" in w.said()
        assert "connections" in w.said()


async def test_what_the_files_say_and_is_not_used_is_told_in_the_words_of_the_window(tmp_path: Path) -> None:
    folders = ProfileFolders.of_user()
    folders.config.mkdir(parents=True)
    (folders.config / "settings.json").write_text('{"concurrency": 99}')
    (folders.config / "connections.json").write_text('{"connections": [{"name": "far"}, {"base_url": 3}]}')
    async with shown(tmp_path) as w:
        await until(lambda: len(w.bench.messages.all) == 3)
        setting, named, nameless = (message.text for message in w.bench.messages.all)
    label = SettingWords().label(Settings.concurrency)
    assert f"“{label}” is not used" in setting
    assert "whole number from 1 to 8" in setting
    assert "“far”" in named
    assert "something that a connection needs is missing" in named.lower()
    assert nameless.startswith("A connection without a name")


@pytest.mark.parametrize("notice", [FileSetAside, ValueIgnored, ConnectionIgnored])
def test_every_notice_has_a_translated_sentence(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, notice: type[Notice]
) -> None:
    made: dict[type[Notice], Notice] = {
        FileSetAside: FileSetAside(Path("settings.json"), None),
        ValueIgnored: ValueIgnored("concurrency", SettingInvalid("no", setting="concurrency", rule="words")),
        ConnectionIgnored: ConnectionIgnored("far", ConnectionInvalid("no", fault="incomplete")),
    }
    monkeypatch.setattr(StartupWords, "tr", lambda _, text: f"translated: {text}")
    assert StartupWords().notice(made[notice]).startswith("translated: ")


def opened_with(monkeypatch: pytest.MonkeyPatch, change: Callable[[Library], None], **options: Any) -> None:
    """Let libraries be opened in another way than they would be."""
    real = Library.open

    def opening(root: Path, **asked: Any) -> Library:
        library = real(root, **(asked | options))
        change(library)
        return library

    monkeypatch.setattr(Library, "open", opening)


async def test_in_a_library_that_can_only_be_looked_at_generate_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Library.open(tmp_path / "library").close()
    opened_with(monkeypatch, lambda _: None, read_only=True)
    with serving(GOOD) as server:
        async with window_on(tmp_path / "library", server) as w:
            await until(lambda: w.bench.library is not None)
            assert "only be looked at" in (await first_message(w)).text
            w.type("an otter")
            button = w.widget("generateButton")
            assert not button.isEnabled()
            assert "only be looked at" in button.toolTip()
            w.desk.composer.generate()
            assert not w.bench.jobs.under_way
            assert w.bench.branch.steps == ()
            assert w.bench.draft.prompt == "an otter"
    assert not (tmp_path / "library" / "draft.json").exists()


async def test_a_backup_that_could_not_be_made_is_said_and_the_library_is_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def without_backup(library: Library) -> None:
        library.backup_failure = DiskFull("The backup cannot be written: the disk is full.")

    opened_with(monkeypatch, without_backup)
    async with shown(tmp_path) as w:
        assert (await first_message(w)).severity == "error"
        await w.generate("an otter")
