"""An empty state says why, and offers what is useful and no more."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from studio.ui.theme import Theme
from studio.ui.widgets.empty_state import EmptyState
from tests.ui.widgets.looking import colours_in


@pytest.fixture
def state(qtbot: QtBot, theme: Theme) -> EmptyState:
    state = EmptyState("nothing")
    qtbot.addWidget(state)
    state.show_words("search", "Nothing found", "Try other words.", ("Clear", "Show all"))
    state.resize(420, 300)
    state.show()
    return state


def test_it_tells_what_and_why(state: EmptyState) -> None:
    assert state.findChild(QLabel, "nothingTitle").text() == "Nothing found"
    assert state.findChild(QLabel, "nothingAdvice").text() == "Try other words."
    assert (state.accessibleName(), state.accessibleDescription()) == ("Nothing found", "Try other words.")
    assert len(colours_in(state._sign)) > 1, "something is drawn"


def test_it_offers_at_most_two_things(state: EmptyState, qtbot: QtBot) -> None:
    answers: list[int] = []
    state.answered.connect(answers.append)
    assert [button.text() for button in state.buttons] == ["Clear", "Show all"]
    for button in state.buttons:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert answers == [0, 1]
    state.show_words("search", "Nothing found", "", ("Clear",))
    assert [button.text() for button in state.buttons] == ["Clear"]
    assert state.findChild(QLabel, "nothingAdvice").isHidden()
    state.show_words("image", "Nothing yet")
    assert state.buttons == ()


def test_words_are_never_cut(state: EmptyState) -> None:
    state.show_words("trash", "The trash is empty", "What you move to the trash stays here until you take it out. " * 3)
    state.resize(220, 400)
    for name in ("nothingTitle", "nothingAdvice"):
        label = state.findChild(QLabel, name)
        assert label.height() >= label.heightForWidth(label.width())
    middle = state.findChild(QLabel, "nothingAdvice").geometry().center().x()
    assert abs(middle - state.width() / 2) <= 1
