"""The models of a connection in the real window: fetched from the picker, chosen, and there again at the next start."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from studio.profile.keys import KEY_VARIABLE
from studio.ui.composer.model_popover import ModelPopover
from studio.ui.widgets.button import Button
from tests.fakes.server import reply, serving
from tests.ui.waiting import until
from tests.ui.window_rig import Shown, shown
from tests.workbench.connecting import KEY, wanted

LEFT = Qt.MouseButton.LeftButton
LIST = reply({"models": [{"name": "models/gemini-9-image"}, {"name": "models/gemini-3-pro-image"}]})


def opened(window: Shown) -> ModelPopover:
    QTest.mouseClick(window.desk.composer.model, LEFT)
    (popover,) = [each for each in window.window.findChildren(ModelPopover) if each.isVisible()]
    return popover


def state(popover: ModelPopover) -> str:
    label = popover.findChild(QLabel, "modelListState")
    assert isinstance(label, QLabel)
    return label.text() if label.isVisible() else ""


async def test_models_are_fetched_chosen_and_there_after_a_restart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(KEY_VARIABLE, KEY)
    with serving(LIST) as server:
        async with shown(tmp_path) as window:
            await window.bench.connections.add(wanted(base_url=f"{server.url}/v1beta"))
            popover = opened(window)
            assert state(popover) == "What this connection lists was not fetched yet."
            button = popover.findChild(Button, "fetchModelsButton")
            assert isinstance(button, Button)
            QTest.mouseClick(button, LEFT)
            await until(lambda: state(popover) == "2 image models listed, now")
            QTest.keyClicks(popover.edit, "gemini-9")
            QTest.keyClick(popover.edit, Qt.Key.Key_Return)
            assert window.bench.draft.model == "gemini-9-image"
        async with shown(tmp_path) as window:
            await until(lambda: window.bench.models.kept is not None)
            assert window.bench.draft.model == "gemini-9-image"
            assert state(opened(window)).startswith("2 image models listed, ")
    assert len(server.requests) == 1, "nobody asks unasked"
