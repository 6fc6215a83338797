"""Messages that pass: toasts over the stage, never over what stands below it, timed, answered by keys and buttons."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from studio.ui.message_toasts import MessageToasts
from studio.ui.theme import Theme
from studio.ui.widgets.toast import Toast
from studio.workbench.messages import Message, Messages
from tests.ui.pointer import enter, leave
from tests.ui.waiting import until


@dataclass
class Desk:
    messages: Messages
    window: QWidget
    stage: QPushButton
    prompt: QLineEdit
    toasts: MessageToasts = None  # type: ignore[assignment]
    said: list[tuple[str, bool]] = field(default_factory=list)
    taken: int = 0

    def say(self, _: QWidget, words: str, *, urgent: bool) -> None:
        self.said.append((words, urgent))

    def texts(self) -> list[str]:
        return [toast.text for toast in self.toasts.toasts]

    def button(self, toast: Toast, name: str) -> QPushButton:
        found = toast.findChild(QPushButton, name)
        assert found is not None, name
        return found


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    Theme(QApplication.instance(), "dark", motion="less").dress()  # type: ignore[arg-type]
    window = QWidget()
    desk = Desk(Messages(), window, QPushButton("stage", window), QLineEdit(window))
    desk.stage.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
    layout = QVBoxLayout(window)
    layout.addWidget(desk.stage, 1)
    layout.addWidget(desk.prompt)
    desk.toasts = MessageToasts(desk.messages, window, (desk.stage,), lambda: desk.taken, say=desk.say)
    window.resize(800, 560)
    window.show()
    window.activateWindow()
    desk.prompt.setFocus()
    await until(desk.prompt.hasFocus)
    yield desk
    window.close()
    window.deleteLater()


def done(text: str, seconds: float = 1000, **more: object) -> Message:
    return Message(severity="done", text=text, seconds=seconds, **more)  # type: ignore[arg-type]


async def test_only_what_passes_is_shown_and_said(desk: Desk) -> None:
    desk.messages.post(Message(severity="error", text="error", seconds=1))
    desk.messages.post(Message(severity="info", text="stays"))
    desk.messages.post(done("copied"))
    assert desk.texts() == ["copied"]
    assert desk.said == [("copied", False)]
    desk.messages.dismiss_all()
    assert desk.texts() == []


async def test_it_goes_by_itself(desk: Desk) -> None:
    desk.messages.post(done("copied", 0.01))
    await until(lambda: desk.messages.all == ())
    assert desk.texts() == []


async def test_an_action_answers_and_dismisses(desk: Desk) -> None:
    undone: list[str] = []
    desk.messages.post(done("moved", actions=(("Undo", lambda: undone.append("undo")),)))
    (toast,) = desk.toasts.toasts
    button = desk.button(toast, "toastAction0")
    assert (button.text(), button.accessibleName(), button.accessibleDescription()) == ("Undo", "Undo", "moved")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert undone == ["undo"]
    assert desk.messages.all == ()


async def test_three_float_above_each_other_over_the_stage_alone(desk: Desk) -> None:
    for number in range(5):
        desk.messages.post(done(f"number {number}"))
    assert desk.texts() == ["number 2", "number 3", "number 4"]
    assert len(desk.messages.all) == 3, "what was pushed out is gone"
    rects = [toast.geometry() for toast in desk.toasts.toasts]
    assert all(desk.stage.geometry().contains(rect) for rect in rects)
    assert not any(desk.prompt.geometry().intersects(rect) for rect in rects)
    assert [rect.bottom() < below.top() for rect, below in pairwise(rects)] == [True, True]
    clicks: list[bool] = []
    desk.stage.clicked.connect(clicks.append)
    left, between = rects[1].left() - 4, QPoint(rects[1].center().x(), rects[1].bottom() + 4)
    for point in (QPoint(left, rects[1].center().y()), between):
        assert desk.window.childAt(point) is desk.stage, "what is beside and between them can be clicked"


async def test_they_follow_the_stage_and_break_long_texts(desk: Desk) -> None:
    desk.messages.post(done("a picture was saved in a folder with quite a long name " * 3))
    (toast,) = desk.toasts.toasts
    wide = toast.geometry()
    assert wide.height() > 40, "more than one line"
    desk.window.resize(420, 700)
    await until(lambda: desk.stage.geometry().contains(toast.geometry()) and toast.width() < wide.width())
    desk.messages.dismiss_all()
    desk.messages.post(done("short"))
    assert desk.toasts.toasts[0].width() < 200


async def test_time_stands_still_while_someone_reads(desk: Desk) -> None:
    desk.messages.post(done("x", actions=(("Undo", lambda: None),)))
    (toast,) = desk.toasts.toasts
    await until(lambda: toast.runs_out)
    desk.button(toast, "toastAction0").setFocus()
    assert not toast.runs_out
    desk.prompt.setFocus()
    assert toast.runs_out
    enter(toast)
    assert not toast.runs_out
    for number in range(4):
        desk.messages.post(done(f"number {number}"))
    assert "x" in desk.texts(), "what is read is not pushed out"
    leave(toast)
    assert toast.runs_out


async def test_tab_leads_there_and_escape_leads_back(desk: Desk) -> None:
    desk.messages.post(done("one", actions=(("Undo", lambda: None),)))
    desk.messages.post(done("two"))
    first, second = desk.toasts.toasts
    QTest.keyClick(desk.prompt, Qt.Key.Key_Tab)
    assert desk.button(first, "toastAction0").hasFocus()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert desk.texts() == ["two"]
    assert second.has_focus_within()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert desk.messages.all == ()
    assert desk.prompt.hasFocus()


async def test_new_words_keep_place_and_focus(desk: Desk) -> None:
    desk.messages.post(done("one", id="a"))
    desk.messages.post(done("two", id="b"))
    desk.toasts.toasts[0].take_focus()
    desk.messages.post(done("three", id="a"))
    assert desk.texts() == ["three", "two"]
    assert desk.toasts.toasts[0].has_focus_within()
    desk.messages.post(Message(severity="error", text="failed", id="a"))
    assert desk.texts() == ["two"], "now it stays, elsewhere"


async def test_it_rises_where_things_may_move(desk: Desk) -> None:
    Theme(QApplication.instance(), "dark").dress()  # type: ignore[arg-type]
    desk.messages.post(done("x"))
    (toast,) = desk.toasts.toasts
    start = toast.y()
    assert start + toast.height() <= desk.stage.geometry().bottom() + 1
    await until(lambda: toast.y() < start)
    await until(lambda: toast.y() == start - 12)


async def test_they_make_way_for_a_bar_at_the_bottom(desk: Desk) -> None:
    desk.messages.post(done("x"))
    (toast,) = desk.toasts.toasts
    before = toast.y()
    desk.taken = 44
    desk.toasts.place_again()
    await until(lambda: toast.y() == before - 44)
