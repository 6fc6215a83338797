"""The links of a reply under its image: each kind in a line, each link opened by one click, nothing that is no link."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from studio.library.library import Library
from studio.ui.stage.step_sources import StepSources
from tests.ui.stage_rig import StageRig

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen one, which has no real screen
FACTS: dict[str, Any] = {
    "sources": [
        {"uri": "https://otters.example/1", "title": "otters.example"},
        {"uri": "https://kelp.example/2", "title": "The <b>kelp</b> & the sea: everything that grows in cold water"},
        {"uri": "https://photos.example/otter", "title": "Otter in kelp", "kind": "image"},
        {"uri": "javascript:alert(1)", "title": "a script"},
    ],
    "searches": [{"words": "sea otters & kelp", "uri": "https://www.google.com/search?q=sea"}],
    "modelVersion": "gemini-2.0-flash-exp",
    "modelStatus": {"message": "Shut down in March."},
    "onlyThought": True,
}


@pytest.fixture
def rig(qtbot: QtBot, tmp_path: Path) -> StageRig:
    return StageRig(qtbot, Library.open(tmp_path / "library"))


def sources_of(rig: StageRig) -> StepSources:
    found = rig.views[-1].findChild(StepSources)
    assert isinstance(found, StepSources)
    return found


def test_each_link_opens_by_one_click_and_by_the_keyboard(
    rig: StageRig, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(QUrl(url).toString()) or True)
    rig.show(rig.turn(size=(1200, 896), commit={"facts": FACTS}))
    sources = sources_of(rig)
    assert sources.isVisible()
    qtbot.mouseClick(sources.buttons[0], Qt.MouseButton.LeftButton)
    sources.buttons[2].setFocus()
    qtbot.keyClick(sources.buttons[2], Qt.Key.Key_Space)
    assert opened == ["https://otters.example/1", "https://photos.example/otter"]


def test_every_kind_has_a_line_and_what_is_no_link_is_left_out(rig: StageRig) -> None:
    rig.show(rig.turn(size=(1200, 896), commit={"facts": FACTS}))
    sources = sources_of(rig)
    assert [label.text() for label in sources.findChildren(QLabel)] == ["Sources", "Found images", "Google Search"]
    assert [button.accessibleName() for button in sources.buttons] == [
        "otters.example",
        "The <b>kelp</b> & the sea: everything that grows in cold water",
        "Otter in kelp",
        "sea otters & kelp",
    ]
    assert [stop for stop in rig.views[-1].stops if stop in sources.buttons] == list(sources.buttons)


def test_a_thought_another_model_and_the_state_of_a_model_are_told(rig: StageRig) -> None:
    rig.show(rig.turn(size=(1200, 896), commit={"facts": FACTS}))
    facts = rig.views[-1].findChild(QLabel, "stepFacts")
    assert isinstance(facts, QLabel)
    for said in ("as a thought only", "answered by gemini-2.0-flash-exp", "“Shut down in March.”"):
        assert said in facts.accessibleName()


def test_a_reply_without_links_has_no_room_for_them(rig: StageRig) -> None:
    rig.show(rig.turn(commit={"facts": {}}))
    assert not sources_of(rig).isVisible()
    assert sources_of(rig).buttons == ()
