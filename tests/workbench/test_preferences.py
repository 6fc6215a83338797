"""Settings as the window changes them: told when they are another, refused with their own words, never blocking."""

import asyncio
import gc
import json
import threading
from pathlib import Path

import pytest
from PySide6.QtTest import QSignalSpy

from studio.profile.errors import FileNotSaved, SettingInvalid
from studio.profile.settings import Settings
from studio.workbench.preferences import Preferences
from studio.workbench.tasks import Tasks
from tests.fakes.folders import folders_in


@pytest.fixture(autouse=True)
def collected() -> None:
    """Collect the loops of earlier tests here: they hold QObjects, which must not end in a worker thread."""
    gc.collect()


def heard(spy: QSignalSpy) -> list[object]:
    return [spy.at(number)[0] for number in range(spy.count())]


async def test_a_change_is_kept_and_told(tmp_path: Path) -> None:
    preferences = Preferences(Settings.load(folders_in(tmp_path)), Tasks())
    spy = QSignalSpy(preferences.changed)
    await preferences.change(Settings.theme, "dark")
    await preferences.change(Settings.concurrency, 5)
    await preferences.change(Settings.concurrency, 5)
    assert heard(spy) == ["theme", "concurrency"]
    again = Settings.load(folders_in(tmp_path))
    assert (again.theme, again.concurrency) == ("dark", 5)
    await preferences.reset(Settings.concurrency)
    assert (preferences.settings.concurrency, heard(spy)[2:]) == (2, ["concurrency"])
    assert json.loads((tmp_path / "config" / "settings.json").read_text()) == {"theme": "dark"}


async def test_a_refused_value_says_why_and_changes_nothing(tmp_path: Path) -> None:
    preferences = Preferences(Settings.load(folders_in(tmp_path)), Tasks())
    spy = QSignalSpy(preferences.changed)
    with pytest.raises(SettingInvalid, match="from 1 to 8"):
        await preferences.change(Settings.concurrency, 9)
    assert (preferences.settings.concurrency, spy.count()) == (2, 0)
    assert not (tmp_path / "config").exists()


async def test_what_cannot_be_saved_is_not_in_use(tmp_path: Path) -> None:
    preferences = Preferences(Settings.load(folders_in(tmp_path)), Tasks())
    spy = QSignalSpy(preferences.changed)
    (tmp_path / "config").write_text("a file where the folder should be")
    with pytest.raises(FileNotSaved):
        await preferences.change(Settings.concurrency, 3)
    assert (preferences.settings.concurrency, spy.count()) == (2, 0)


async def test_what_another_program_wrote_meanwhile_is_told_too(tmp_path: Path) -> None:
    preferences = Preferences(Settings.load(folders_in(tmp_path)), Tasks())
    spy = QSignalSpy(preferences.changed)
    Settings.load(folders_in(tmp_path)).change(Settings.theme, "light")
    await preferences.change(Settings.read_seconds, 20)
    assert sorted(map(str, heard(spy))) == ["read_seconds", "theme"]


async def test_writing_is_done_by_workers_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    threads: list[threading.Thread] = []
    change = Settings.change

    def noting(self: Settings, setting: object, value: object) -> None:
        threads.append(threading.current_thread())
        change(self, setting, value)  # type: ignore[arg-type]

    monkeypatch.setattr(Settings, "change", noting)
    preferences = Preferences(Settings.load(folders_in(tmp_path)), Tasks())
    await asyncio.gather(*(preferences.change(Settings.concurrency, number) for number in (3, 4, 5, 6)))
    assert Settings.load(folders_in(tmp_path)).concurrency == 6
    assert len(threads) == 4
    assert threading.main_thread() not in threads
