"""A card: a picture with words, pressed as one, high enough for both in either way of lying."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from studio.ui.theme import Theme
from studio.ui.widgets.picture_card import LYING, PictureCard
from tests.ui.widgets.looking import colours_in

_BLUE = "#123456"


@pytest.fixture
def card(qtbot: QtBot, theme: Theme) -> PictureCard:
    card = PictureCard("An otter in a top hat", "Try: An otter in a top hat")
    qtbot.addWidget(card)
    card.resize(200, card.heightForWidth(200))
    card.show()
    qtbot.waitExposed(card)
    return card


def _blue() -> QImage:
    picture = QImage(480, 360, QImage.Format.Format_RGB32)
    picture.fill(QColor(_BLUE))
    return picture


def test_the_place_of_the_picture_is_kept_until_it_is_there(card: PictureCard) -> None:
    before = card.heightForWidth(200)
    assert not card.has_picture
    assert colours_in(card)[_BLUE] == 0
    card.show_picture(_blue())
    assert card.has_picture
    assert card.heightForWidth(200) == before
    assert colours_in(card)[_BLUE] > 180 * 130


def test_a_picture_that_is_missing_leaves_its_place(card: PictureCard) -> None:
    card.show_picture(QImage())
    assert not card.has_picture
    card.grab()


def test_it_is_a_button_for_mouse_keys_and_readers(card: PictureCard, qtbot: QtBot) -> None:
    presses: list[bool] = []
    card.clicked.connect(lambda: presses.append(True))
    qtbot.mouseClick(card, Qt.MouseButton.LeftButton)
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Return):
        qtbot.keyClick(card, key)
    assert len(presses) == 3
    assert card.accessibleName() == "Try: An otter in a top hat"


def test_pressed_and_focused_are_seen(card: PictureCard, qtbot: QtBot, theme: Theme) -> None:
    plain = colours_in(card)
    card.setDown(True)
    assert colours_in(card)[theme.tokens.pressed] > 500
    card.setDown(False)
    card.clearFocus()
    card.setFocus(Qt.FocusReason.TabFocusReason)
    assert colours_in(card)[theme.tokens.accent] > 300 > plain[theme.tokens.accent]


def test_it_grows_with_its_words_and_can_lie_or_be_flat(card: PictureCard) -> None:
    upright = card.heightForWidth(200)
    card.setText("An otter in a top hat that walks along a river in the evening")
    assert card.heightForWidth(200) > upright
    card.set_flat(True)
    assert card.heightForWidth(200) < upright + 20
    card.set_lies(True)
    assert card.heightForWidth(400) == LYING
