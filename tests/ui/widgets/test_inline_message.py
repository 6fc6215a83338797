"""A message that stays, by itself: told by word, sign and colour, its detail on demand."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from studio.ui.theme import Theme
from studio.ui.widgets.inline_message import InlineMessage
from studio.ui.widgets.message_parts import Tone
from tests.ui.widgets.looking import colours_in


def _shown(qtbot: QtBot, *arguments: object) -> InlineMessage:
    message = InlineMessage(*arguments)  # type: ignore[arg-type]
    qtbot.addWidget(message)
    message.resize(640, 44)
    message.show()
    return message


@pytest.mark.parametrize(("tone", "word"), [("info", "Note"), ("ok", "Done"), ("warn", "Warning"), ("bad", "Error")])
def test_its_tone_is_a_word_too(qtbot: QtBot, tone: Tone, word: str) -> None:
    message = _shown(qtbot, tone, "The disk is full.")
    assert message.accessibleName() == f"{word}: The disk is full."
    assert message.findChild(QLabel, "messageSeverity").text() == word
    assert len(colours_in(message._sign)) > 1, "something is drawn"


def test_actions_and_the_way_out_are_told(qtbot: QtBot) -> None:
    message = _shown(qtbot, "warn", "Full", "", ("Show", "Settings"))
    answers: list[int] = []
    message.answered.connect(answers.append)
    qtbot.mouseClick(message.findChild(QPushButton, "messageAction1"), Qt.MouseButton.LeftButton)
    assert answers == [1]
    with qtbot.waitSignal(message.dismissed):
        message.take_focus()
        qtbot.keyClick(message.findChild(QPushButton, "messageCloseButton"), Qt.Key.Key_Escape)


def test_the_detail_opens_as_high_as_it_is(qtbot: QtBot) -> None:
    message = _shown(qtbot, "bad", "Failed", "one\ntwo\nthree")
    field = message.findChild(QPlainTextEdit, "messageDetail")
    assert not field.isVisible()
    more = message.findChild(QPushButton, "messageDetailButton")
    qtbot.mouseClick(more, Qt.MouseButton.LeftButton)
    assert field.isVisible()
    qtbot.waitUntil(lambda: not field.verticalScrollBar().isVisible())
    qtbot.mouseClick(more, Qt.MouseButton.LeftButton)
    assert not field.isVisible()


def test_long_texts_are_broken_and_not_cut(qtbot: QtBot, qapp: QApplication) -> None:
    Theme(qapp, "light").dress()
    message = _shown(qtbot, "bad", "A text that is longer than one line can be. " * 6, "", ("Again",))
    message.resize(420, message.heightForWidth(420))
    label = message.findChild(QLabel, "messageText")
    assert label.height() >= label.heightForWidth(label.width())
