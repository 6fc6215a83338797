"""Ctrl+Z with the focus in the prompt: its own words first, else what the window can take back."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit

from tests.ui.waiting import until
from tests.ui.window_rig import Shown, shown

CTRL = Qt.KeyboardModifier.ControlModifier


def prompts(w: Shown) -> list[str]:
    """What the stage shows."""
    return [step.through.turn.prompt for step in w.bench.branch.steps]


async def in_trash(w: Shown) -> QPlainTextEdit:
    """The prompt, with the focus, after the only conversation went to the trash."""
    w.window.activateWindow()
    await w.generate("a fox")
    w.find(QAction, "trash_conversationAction").trigger()
    await until(lambda: not prompts(w) and "is in the trash" in w.said(), "the trash")
    prompt = w.find(QPlainTextEdit, "promptEdit")
    prompt.setFocus()
    return prompt


async def test_where_nothing_was_typed_since_it_takes_back_what_the_message_offers(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        prompt = await in_trash(w)
        QTest.keyClick(prompt, Qt.Key.Key_Z, CTRL)
        await until(lambda: prompts(w) == ["a fox"], "the conversation")
        assert prompt.toPlainText() == ""
        QTest.keyClick(prompt, Qt.Key.Key_Z, CTRL | Qt.KeyboardModifier.ShiftModifier)
        await until(lambda: not prompts(w), "the trash again")


async def test_what_was_typed_is_the_prompts_own_and_taking_it_back_goes_no_further(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        prompt = await in_trash(w)
        QTest.keyClicks(prompt, "an owl")
        for _ in range(3):
            QTest.keyClick(prompt, Qt.Key.Key_Z, CTRL)
        assert prompt.toPlainText() == ""
        assert w.bench.undo.undo_text == "Move “a fox” to the trash", "it is still to be taken back"


async def test_what_was_sent_comes_back_into_the_prompt(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        w.window.activateWindow()
        await w.generate("a fox")
        prompt = w.find(QPlainTextEdit, "promptEdit")
        QTest.keyClick(prompt, Qt.Key.Key_Z, CTRL)
        assert prompt.toPlainText() == "a fox"
