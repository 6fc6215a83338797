"""What Enter does to buttons that paint themselves."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from studio.ui.search_button import SearchButton
from studio.ui.stage.place_button import PlaceButton
from studio.ui.theme import Theme
from studio.ui.title_name import TitleName
from studio.ui.widgets.button import Button
from studio.ui.widgets.chip import Chip
from studio.ui.widgets.picture_card import PictureCard
from studio.ui.widgets.switch import Switch

BUTTONS: dict[str, Callable[[], QAbstractButton]] = {
    "button": lambda: Button("button", "Send"),
    "chip": lambda: Chip("chip"),
    "card": lambda: PictureCard("An otter", "Try: An otter"),
    "place": PlaceButton,
    "search": SearchButton,
    "switch": lambda: Switch("switch", "Motion"),
    "title": TitleName,
}


@pytest.mark.parametrize("name", BUTTONS)
def test_enter_presses_once_however_long_it_is_held(name: str, qtbot: QtBot, theme: Theme) -> None:
    button = BUTTONS[name]()
    qtbot.addWidget(button)
    presses: list[bool] = []
    button.clicked.connect(lambda: presses.append(True))
    for is_held in (False, True, True):
        enter = QKeyEvent(
            QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", autorep=is_held
        )
        QApplication.sendEvent(button, enter)
    assert len(presses) == 1
    QTest.keyClick(button, Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    assert len(presses) == 2
    QTest.keyClick(button, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert len(presses) == 2, "that key sends the prompt"
