"""A key as a small cap."""

import pytest
from PySide6.QtGui import QKeySequence
from pytestqt.qtbot import QtBot

from studio.ui.theme import Theme
from studio.ui.widgets.key_hint import HEIGHT, KeyHint, cap_of
from tests.ui.widgets.looking import colours_in


@pytest.mark.parametrize(
    ("keys", "cap"),
    [
        ("Ctrl+Return", "Ctrl ⏎"),
        ("Ctrl+Enter", "Ctrl ⏎"),
        ("Return", "⏎"),
        ("Ctrl+K", "Ctrl K"),
        ("Ctrl+Shift+L", "Ctrl Shift L"),
        ("Alt+Up", "Alt ↑"),
        ("F1", "F1"),
        ("+", "+"),
        ("Ctrl++", "Ctrl +"),
        ("Ctrl+M, Ctrl+X", "Ctrl M"),
    ],
)
def test_a_key_is_written_shortly(keys: str, cap: str) -> None:
    assert cap_of(QKeySequence(keys)) == cap


def test_it_is_as_wide_as_its_words_and_tells_its_name(qtbot: QtBot) -> None:
    short, long = KeyHint(QKeySequence("I")), KeyHint(QKeySequence("Ctrl+Shift+L"))
    for each in (short, long):
        qtbot.addWidget(each)
    assert short.sizeHint().width() == short.sizeHint().height() == HEIGHT, "the key of a narrow letter is a square"
    assert long.sizeHint().width() > 3 * short.sizeHint().width()
    assert long.accessibleName() == "Ctrl+Shift+L"


def test_without_a_key_it_is_not_there(qtbot: QtBot) -> None:
    hint = KeyHint()
    qtbot.addWidget(hint)
    assert hint.isHidden()
    assert hint.sizeHint().width() == 0
    hint.set_keys(QKeySequence("Ctrl+K"))
    assert not hint.isHidden()
    assert hint.cap == "Ctrl K"
    hint.set_keys(QKeySequence())
    assert hint.isHidden()


def test_its_frame_is_drawn_in_the_colours_of_the_theme(qtbot: QtBot, theme: Theme) -> None:
    hint = KeyHint(QKeySequence("Ctrl+K"))
    qtbot.addWidget(hint)
    assert theme.tokens.edge in colours_in(hint)
