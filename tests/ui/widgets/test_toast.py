"""A toast by itself: words, names, a shadow of the theme, a size that fits its words."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QGraphicsDropShadowEffect, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from studio.ui.theme import Theme
from studio.ui.tokens import tokens_named
from studio.ui.widgets.toast import WIDEST, Toast


def _toast(qtbot: QtBot, text: str = "Moved to the trash.", actions: tuple[str, ...] = ("Undo",)) -> Toast:
    toast = Toast("ok", text, actions, 1000)
    qtbot.addWidget(toast)
    toast.fit(900)
    toast.show()
    return toast


def test_its_parts_say_what_they_are(qtbot: QtBot, qapp: QApplication) -> None:
    Theme(qapp, "dark").dress()
    toast = _toast(qtbot)
    assert (toast.objectName(), toast.accessibleName()) == ("toast", "Moved to the trash.")
    names = {button.objectName(): button.accessibleName() for button in toast.findChildren(QPushButton)}
    assert names == {"toastAction0": "Undo", "toastCloseButton": "Dismiss: Moved to the trash."}
    assert toast.findChild(QLabel, "toastText").textFormat() == Qt.TextFormat.PlainText


def test_it_tells_which_action_was_chosen_and_that_it_was_closed(qtbot: QtBot) -> None:
    toast = _toast(qtbot, actions=("Undo", "Show"))
    answers: list[int] = []
    toast.answered.connect(answers.append)
    qtbot.mouseClick(toast.findChild(QPushButton, "toastAction1"), Qt.MouseButton.LeftButton)
    assert answers == [1]
    with qtbot.waitSignal(toast.dismissed):
        qtbot.mouseClick(toast.findChild(QPushButton, "toastCloseButton"), Qt.MouseButton.LeftButton)


def test_it_is_as_wide_as_its_words_and_no_wider_than_allowed(qtbot: QtBot) -> None:
    short = _toast(qtbot, "Copied.", ())
    assert short.width() < 200
    long = _toast(qtbot, "A long text that goes on and on " * 8)
    assert long.width() == WIDEST
    label = long.findChild(QLabel, "toastText")
    assert label.height() >= label.heightForWidth(label.width()), "nothing is cut"
    long.fit(300)
    assert long.width() == 300


@pytest.mark.parametrize("name", ["dark", "light", "dark-contrast", "light-contrast"])
def test_it_wears_the_theme(qtbot: QtBot, qapp: QApplication, name: str) -> None:
    tokens = tokens_named(name)
    theme = Theme(qapp, "dark" if name.startswith("dark") else "light", "high" if "contrast" in name else "normal")
    theme.dress()
    toast = _toast(qtbot)
    effect = toast.graphicsEffect()
    assert isinstance(effect, QGraphicsDropShadowEffect)
    assert effect.color() == QColor(tokens.shadow)
    assert effect.yOffset() == tokens.shadow_drop
    image = toast.grab().toImage()
    assert image.pixelColor(image.width() // 2, 3) == QColor(tokens.raised)
