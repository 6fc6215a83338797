"""A file shown in its folder: by the service of the desktop, by the system's own program, or by its folder alone."""

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl

from studio.ui import show_in_folder
from studio.ui.show_in_folder import ShowInFolder
from studio.workbench.tasks import Tasks


class Desktop:
    """What was opened and started."""

    def __init__(self, platform: str) -> None:
        self.opened: list[str] = []
        self.show = ShowInFolder(Tasks(), platform=platform, open_url=self.open)

    def open(self, url: QUrl) -> bool:
        self.opened.append(url.toLocalFile())
        return True


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "Ein Otter, 100 %.png"
    path.write_bytes(b"otter")
    return path


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    commands: list[tuple[str, ...]] = []

    def run(command: tuple[str, ...], **_: object) -> None:
        commands.append(command)

    monkeypatch.setattr(subprocess, "run", run)
    return commands


async def test_explorer_selects_it(file: Path, started: list[tuple[str, ...]]) -> None:
    desktop = Desktop("win32")
    assert await desktop.show.show([file])
    assert started == [("explorer", f"/select,{file}")]
    assert desktop.opened == []


async def test_finder_reveals_all_of_them(file: Path, tmp_path: Path, started: list[tuple[str, ...]]) -> None:
    other = tmp_path / "-rf.png"
    other.touch()
    assert await Desktop("darwin").show.show([file, other])
    assert started == [("open", "-R", str(file), str(other))]


async def test_without_that_program_the_folder_is_opened(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def run(*_: object, **__: object) -> None:
        raise FileNotFoundError

    monkeypatch.setattr(subprocess, "run", run)
    desktop = Desktop("darwin")
    assert await desktop.show.show([file])
    assert desktop.opened == [str(file.parent)]


@pytest.mark.skipif(sys.platform != "linux", reason="D-Bus")
async def test_without_a_session_bus_the_folder_is_opened(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path / 'no bus'}")
    desktop = Desktop("linux")
    assert await desktop.show.show([file])
    assert desktop.opened == [str(file.parent)]


async def test_a_file_that_is_gone_shows_the_folder_it_was_in(tmp_path: Path, started: list[tuple[str, ...]]) -> None:
    desktop = Desktop("win32")
    assert await desktop.show.show([tmp_path / "gone.png"])
    assert started == []
    assert desktop.opened == [str(tmp_path)]


async def test_a_folder_is_opened(tmp_path: Path) -> None:
    desktop = Desktop("linux")
    assert await desktop.show.show_folder(tmp_path)
    assert desktop.opened == [str(tmp_path)]


async def test_addresses_keep_every_letter(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []

    def ask(addresses: list[str]) -> bool:
        asked.append(addresses)
        return True

    monkeypatch.setattr(show_in_folder, "_ask_file_manager", ask)
    assert await Desktop("linux").show.show([file])
    assert [QUrl(address).toLocalFile() for address in asked[0]] == [str(file)]
    assert asked[0][0].endswith("Ein%20Otter,%20100%20%25.png")
