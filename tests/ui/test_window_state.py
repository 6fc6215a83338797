"""Where the window was, for each set-up of screens: another monitor brings back what was there last with it."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from studio.profile.json_file import JsonFile
from studio.profile.remembered import Remembered
from studio.ui.main_window import MainWindow
from studio.ui.window_state import WindowState


@dataclass
class Screen:
    """A monitor that is plugged in."""

    place: QRect
    called: str = "DP-1"
    scale: float = 1.0

    def name(self) -> str:
        return self.called

    def geometry(self) -> QRect:
        return self.place

    def availableGeometry(self) -> QRect:
        return self.place

    def devicePixelRatio(self) -> float:
        return self.scale


LAPTOP = Screen(QRect(0, 0, 800, 800), "eDP-1")
DESK = Screen(QRect(800, 0, 2560, 1440), "HDMI-1")


class Desktop:
    """Windows on screens that come and go, and what is remembered of them."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.qtbot = qtbot
        self.screens = [LAPTOP]
        self.remembered = Remembered(JsonFile(folder / "window.json"))
        self.windows: list[QWidget] = []

    def window(self) -> tuple[QWidget, WindowState]:
        """Another run of the program."""
        window = QWidget()
        self.qtbot.addWidget(window)
        self.windows.append(window)
        state = WindowState(window, self.remembered, lambda: self.screens)  # type: ignore[arg-type, return-value]
        state.restore()
        window.show()
        return window, state

    def plug(self, state: WindowState, *screens: Screen) -> None:
        self.screens = list(screens)
        with self.qtbot.waitSignal(state.restored):
            state.look_again()


@pytest.fixture
def desktop(qtbot: QtBot, tmp_path: Path) -> Desktop:
    return Desktop(qtbot, tmp_path)


def test_a_first_window_stays_within_the_screen(desktop: Desktop) -> None:
    window, _ = desktop.window()
    assert window.width() <= window.screen().availableSize().width() * 0.9


def test_the_next_run_is_where_the_last_one_was(desktop: Desktop) -> None:
    window, state = desktop.window()
    window.setGeometry(60, 70, 640, 480)
    state.keep()
    again, _ = desktop.window()
    assert again.geometry() == QRect(60, 70, 640, 480)


@pytest.mark.parametrize("show", ["showMaximized", "showFullScreen"])
def test_a_window_that_fills_the_screen_does_so_again(desktop: Desktop, show: str) -> None:
    window, state = desktop.window()
    getattr(window, show)()
    state.keep()
    again, _ = desktop.window()
    assert (again.isMaximized(), again.isFullScreen()) == (window.isMaximized(), window.isFullScreen())
    assert again.isMaximized() or again.isFullScreen()


def test_another_monitor_brings_back_what_was_there_last_with_it(desktop: Desktop) -> None:
    window, state = desktop.window()
    window.setGeometry(60, 70, 640, 480)
    state.set("body", "narrow")
    state.keep()
    desktop.plug(state, LAPTOP, DESK)
    assert state.get("body") is None
    window.setGeometry(100, 40, 700, 500)
    state.set("body", "wide")
    state.keep()
    desktop.plug(state, LAPTOP)
    assert (window.geometry(), state.get("body")) == (QRect(60, 70, 640, 480), "narrow")
    desktop.plug(state, DESK, LAPTOP)  # whichever comes first
    assert (window.geometry(), state.get("body")) == (QRect(100, 40, 700, 500), "wide")


def test_what_is_to_be_kept_is_asked_for_before_other_screens_count(desktop: Desktop) -> None:
    _, state = desktop.window()
    state.leaving.connect(lambda: state.set("body", "with the laptop"))
    desktop.plug(state, DESK)
    assert state.get("body") is None
    desktop.plug(state, LAPTOP)
    assert state.get("body") == "with the laptop"


def test_a_move_by_the_system_while_a_monitor_goes_is_not_taken_for_a_persons(desktop: Desktop) -> None:
    desktop.screens = [LAPTOP, DESK]
    window, state = desktop.window()
    window.setGeometry(100, 40, 700, 500)
    state.keep()
    desktop.screens = [LAPTOP]
    window.setGeometry(0, 0, 300, 300)
    state.note()
    state.keep()
    desktop.plug(state, LAPTOP)
    desktop.plug(state, LAPTOP, DESK)
    assert window.geometry() == QRect(100, 40, 700, 500)


def test_another_scale_is_another_set_up(desktop: Desktop) -> None:
    _, state = desktop.window()
    state.set("body", "at 1")
    desktop.plug(state, Screen(LAPTOP.place, LAPTOP.called, 1.5))
    assert state.get("body") is None


def test_a_window_beside_every_screen_comes_back_into_sight(desktop: Desktop) -> None:
    desktop.screens = [LAPTOP, DESK]
    window, state = desktop.window()
    window.setGeometry(2000, 900, 700, 500)
    desktop.plug(state, LAPTOP)
    assert LAPTOP.place.contains(window.geometry())
    window.setGeometry(60, -460, 640, 480)  # its title bar is out of reach
    state.keep()
    again, _ = desktop.window()
    assert LAPTOP.place.contains(again.geometry())


def test_a_window_is_remembered_once_it_was_left_where_it_is(desktop: Desktop, qtbot: QtBot) -> None:
    window, state = desktop.window()
    window.setGeometry(60, 70, 640, 480)
    state.note()
    qtbot.waitUntil(lambda: state.get("geometry") is not None)
    again, _ = desktop.window()
    assert again.geometry() == QRect(60, 70, 640, 480)


@pytest.mark.parametrize("kept", ["", "no bytes", "AAAA", "äöü", 7, None, ["x"], {"a": 1}])
def test_what_was_remembered_may_be_anything(desktop: Desktop, kept: object) -> None:
    _, state = desktop.window()
    state.set("geometry", kept)
    again, _ = desktop.window()
    assert again.width() > 100
    assert again.isVisible()


@pytest.mark.parametrize("kept", [7, "x", ["x"], None])
def test_a_set_up_that_is_no_set_up_is_ignored(desktop: Desktop, kept: object) -> None:
    _, state = desktop.window()
    state.set("body", 1)
    (key,) = (each for each in desktop.remembered._values if each.startswith("window on"))
    desktop.remembered.set(key, kept)
    assert state.get("body") is None
    desktop.window()


def test_the_window_itself_notes_where_it_is_moved(qtbot: QtBot, tmp_path: Path) -> None:
    window = MainWindow(Remembered(JsonFile(tmp_path / "window.json")))
    qtbot.addWidget(window)
    window.show()
    QTest.qWaitForWindowExposed(window)
    window.resize(1000, 700)
    qtbot.waitUntil(lambda: window.state.get("geometry") is not None)
