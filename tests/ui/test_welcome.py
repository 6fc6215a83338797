"""The first window: three cards with pictures, in every size, and words that are true of who draws."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from studio.resources import resource
from studio.ui.example_pictures import read_examples
from studio.ui.stage.welcome import Welcome
from studio.ui.widgets.key_hint import KeyHint
from studio.ui.widgets.picture_card import LYING

MOST_BYTES = 40_000


@pytest.fixture
def welcome(qtbot: QtBot) -> Welcome:
    welcome = Welcome()
    qtbot.addWidget(welcome)
    welcome.set_library_path(str(Path("/home/ada/Pictures") / ("a-long-name-" * 12) / "Studio"))
    return welcome


def _words(welcome: Welcome) -> str:
    return " ".join(label.text() for label in welcome.findChildren(QLabel))


def test_there_is_a_small_picture_for_each_example(welcome: Welcome) -> None:
    pictures = read_examples(len(welcome.prompts))
    assert [(each.width(), each.height()) for each in pictures] == [(480, 360)] * 3
    for number in range(1, 4):
        assert resource(f"samples/example-{number}.jpg").stat().st_size <= MOST_BYTES
    welcome.show_pictures(pictures)
    assert all(card.has_picture for card in welcome.examples)


def test_pictures_are_asked_for_once_when_it_is_seen(welcome: Welcome, qtbot: QtBot) -> None:
    asked: list[bool] = []
    welcome.pictures_wanted.connect(lambda: asked.append(True))
    assert not asked
    for _ in range(2):
        welcome.show()
        welcome.hide()
    assert asked == [True]


@pytest.mark.parametrize("width", [300, 420, 560, 720])
@pytest.mark.parametrize("short", [False, True])
def test_nothing_is_cut_in_any_width(welcome: Welcome, width: int, short: bool) -> None:
    welcome.set_short(short)
    welcome.resize(width, welcome.heightForWidth(width))
    welcome.show()
    assert welcome.layout().minimumHeightForWidth(width) <= welcome.height()
    lie = width < 480
    for card in welcome.examples:
        assert card.height() >= card.heightForWidth(card.width())
        assert (card.height() == LYING) == lie
    tops = {card.y() for card in welcome.examples}
    assert len(tops) == (3 if lie else 1)


def test_it_teaches_the_key_and_says_who_draws(welcome: Welcome) -> None:
    assert welcome.findChild(KeyHint).accessibleName() == "Ctrl+Return"
    assert "free, offline" in _words(welcome)
    welcome.set_provider("RouterHub")
    assert "RouterHub will draw" in _words(welcome)
    assert "free" not in _words(welcome), "it is not, with a provider"


def test_the_middle_of_a_long_path_gives_way(welcome: Welcome, qtbot: QtBot) -> None:
    welcome.resize(500, 600)
    welcome.show()
    place = welcome._place
    assert "…" in place.shown_text()
    assert place.shown_text().endswith("Studio")
    assert "a-long-name-" * 12 in place.accessibleName()
    with qtbot.waitSignal(welcome.folder_wanted):
        place.setFocus(Qt.FocusReason.TabFocusReason)
        qtbot.keyClick(place, Qt.Key.Key_Return)


def test_a_lost_picture_leaves_a_card_that_works(welcome: Welcome, qtbot: QtBot) -> None:
    welcome.show()
    welcome.show_pictures([QImage()] * 3)
    with qtbot.waitSignal(welcome.example_chosen) as chosen:
        qtbot.mouseClick(welcome.examples[0], Qt.MouseButton.LeftButton)
    assert chosen.args == [welcome.prompts[0]]
