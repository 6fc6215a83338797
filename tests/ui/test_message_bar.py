"""The message bar: what stays is at most three, counted, answered by keys and buttons."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from studio.ui.message_bar import MessageBar
from studio.ui.theme import Theme
from studio.ui.widgets.inline_message import InlineMessage
from studio.workbench.messages import Message, Messages
from tests.ui.waiting import until
from tests.ui.widgets.looking import colours_in

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen one, which has no real screen


@dataclass
class Desk:
    messages: Messages
    window: QWidget
    bar: MessageBar
    prompt: QLineEdit
    said: list[tuple[str, bool]] = field(default_factory=list)

    def say(self, _: QWidget, words: str, *, urgent: bool) -> None:
        self.said.append((words, urgent))

    def rows(self) -> list[InlineMessage]:
        rows = [row for row in self.bar.findChildren(InlineMessage) if row.isVisible()]
        return sorted(rows, key=lambda row: row.y())

    def texts(self) -> list[str]:
        return [row.text for row in self.rows()]

    def button(self, row: InlineMessage, name: str) -> QPushButton:
        found = row.findChild(QPushButton, name)
        assert found is not None, name
        return found


@pytest.fixture
async def desk() -> Iterator[Desk]:
    Theme(QApplication.instance(), "dark")  # type: ignore[arg-type]
    messages, window = Messages(), QWidget()
    layout = QVBoxLayout(window)
    prompt = QLineEdit(window)
    desk = Desk(messages, window, None, prompt)  # type: ignore[arg-type]
    desk.bar = MessageBar(messages, window, say=desk.say)
    layout.addWidget(desk.bar)
    layout.addWidget(prompt)
    window.resize(700, 400)
    window.show()
    window.activateWindow()
    prompt.setFocus()
    await until(lambda: prompt.hasFocus())
    yield desk
    window.close()
    window.deleteLater()


async def show(desk: Desk, *messages: Message) -> None:
    for message in messages:
        desk.messages.post(message)
    desk.window.layout().activate()
    await until(lambda: not messages or desk.rows())
    QApplication.processEvents()


async def test_there_is_nothing_without_messages(desk: Desk) -> None:
    assert not desk.bar.isVisible()
    await show(desk, Message(severity="info", text="one"))
    assert desk.bar.isVisible()
    assert (desk.bar.objectName(), desk.bar.accessibleName()) == ("messageBar", "Messages")
    desk.messages.dismiss_all()
    assert not desk.bar.isVisible()


async def test_three_are_shown_and_the_rest_is_counted(desk: Desk) -> None:
    count = desk.bar.findChild(QLabel, "messageCount")
    messages = [Message(severity="info", text=str(number)) for number in range(5)]
    await show(desk, *messages[:3])
    assert desk.texts() == ["0", "1", "2"]
    assert not count.isVisible()
    await show(desk, *messages[3:])
    assert desk.texts() == ["2", "3", "4"]
    assert count.text() == "2 earlier messages"
    desk.messages.dismiss(messages[3].id)
    await until(lambda: desk.texts() == ["1", "2", "4"])
    assert count.text() == "1 earlier message"
    QTest.mouseClick(desk.bar.findChild(QPushButton, "dismissAllButton"), Qt.MouseButton.LeftButton)
    assert desk.messages.all == ()
    assert not desk.bar.isVisible()


@pytest.mark.parametrize(
    ("severity", "word", "urgent"),
    [("info", "Note", False), ("done", "Done", False), ("warning", "Warning", False), ("error", "Error", True)],
)
async def test_severity_is_a_word_a_sign_and_a_colour_and_is_said(
    desk: Desk, severity: str, word: str, urgent: bool
) -> None:
    await show(desk, Message(severity=severity, text="The disk is full."))  # type: ignore[arg-type]
    (row,) = desk.rows()
    label = row.findChild(QLabel, "messageSeverity")
    assert label.text() == word
    assert label.property("role") in {"muted", "ok", "warn", "bad"}
    assert len(colours_in(row._sign)) > 1, "something is drawn"
    assert desk.said == [(f"{word}: The disk is full.", urgent)]


async def test_what_servers_say_is_shown_as_it_is(desk: Desk) -> None:
    await show(desk, Message(severity="error", text="<b>bold</b> <img src=x>", detail="<i>more</i>"))
    (row,) = desk.rows()
    assert row.findChild(QLabel, "messageText").textFormat() == Qt.TextFormat.PlainText
    assert row.findChild(QPlainTextEdit, "messageDetail").toPlainText() == "<i>more</i>"


async def test_details_open_and_can_be_selected(desk: Desk) -> None:
    await show(desk, Message(severity="error", text="x", detail="line one\nline two"))
    (row,) = desk.rows()
    detail = row.findChild(QPlainTextEdit, "messageDetail")
    assert not detail.isVisible()
    more = desk.button(row, "messageDetailButton")
    more.setFocus()
    QTest.keyClick(more, Qt.Key.Key_Space)
    assert detail.isVisible()
    detail.selectAll()
    detail.copy()
    assert QApplication.clipboard().text() == "line one\nline two"
    QTest.keyClick(detail, Qt.Key.Key_Tab)
    assert not detail.hasFocus(), "the focus can leave"
    more.click()
    assert not detail.isVisible()


async def test_without_a_detail_there_is_no_button_for_it(desk: Desk) -> None:
    await show(desk, Message(severity="error", text="x"))
    assert not desk.button(desk.rows()[0], "messageDetailButton").isVisible()


async def test_an_action_answers_and_dismisses(desk: Desk) -> None:
    done: list[str] = []
    actions = (("Undo", lambda: done.append("undo")), ("Other", lambda: done.append("other")))
    await show(desk, Message(severity="done", text="x", actions=actions))
    button = desk.button(desk.rows()[0], "messageAction0")
    assert button.text() == "Undo"
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert done == ["undo"]
    assert desk.messages.all == ()


async def test_an_action_may_post_the_same_message_again(desk: Desk) -> None:
    def again() -> None:
        desk.messages.post(Message(id="same", severity="error", text="still"))

    await show(desk, Message(id="same", severity="error", text="once", actions=(("Again", again),)))
    desk.button(desk.rows()[0], "messageAction0").click()
    await until(lambda: desk.texts() == ["still"])


async def test_escape_dismisses_what_has_the_focus_and_gives_it_back(desk: Desk) -> None:
    await show(desk, Message(severity="error", text="one"), Message(severity="error", text="two", detail="d"))
    QTest.keyClick(desk.prompt, Qt.Key.Key_Escape)
    assert len(desk.messages.all) == 2, "not from outside"
    desk.button(desk.rows()[1], "messageDetailButton").setFocus()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert [message.text for message in desk.messages.all] == ["one"]
    assert desk.rows()[0].has_focus_within()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert desk.messages.all == ()
    assert desk.prompt.hasFocus()


async def test_new_words_keep_place_and_focus(desk: Desk) -> None:
    await show(desk, Message(id="crash", severity="error", text="once"), Message(id="b", severity="info", text="other"))
    desk.rows()[0].take_focus()
    await show(desk, Message(id="crash", severity="error", text="twice"))
    await until(lambda: desk.texts() == ["twice", "other"])
    assert desk.rows()[0].has_focus_within()


async def test_what_is_pushed_out_hands_its_focus_on(desk: Desk) -> None:
    await show(desk, *(Message(severity="info", text=str(number)) for number in range(3)))
    desk.rows()[0].take_focus()
    await show(desk, Message(severity="info", text="3"))
    assert desk.texts() == ["1", "2", "3"]
    assert any(row.has_focus_within() for row in desk.rows())


async def test_what_passes_is_not_shown_here_and_errors_stay(desk: Desk) -> None:
    await show(
        desk,
        Message(severity="error", text="error", seconds=0.01),
        Message(severity="warning", text="warning", seconds=0.01),
        Message(severity="done", text="done", seconds=5),
        Message(severity="info", text="kept"),
    )
    assert desk.texts() == ["error", "warning", "kept"]
    assert [words for words, _ in desk.said] == ["Error: error", "Warning: warning", "Note: kept"]


async def test_a_change_of_theme_reaches_the_sign(desk: Desk) -> None:
    theme = Theme(QApplication.instance(), "dark")  # type: ignore[arg-type]
    theme.dress()  # in the place of what an earlier test wore
    await show(desk, Message(severity="error", text="x"))
    (row,) = desk.rows()
    before = colours_in(row._sign)
    theme.choose("light")
    await until(lambda: colours_in(row._sign) != before)
    theme.choose("dark")
