"""What commands do with the conversation that is open: by the menu of its title, and only while there is one."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QMenu, QPushButton

from studio.ui.actions import Action
from tests.ui.waiting import until
from tests.ui.window_rig import Shown, shown

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
OF_CONVERSATION = (
    *(Action.RENAME, Action.PIN_CONVERSATION, Action.DUPLICATE_CONVERSATION, Action.FORK, Action.EXPORT_CONVERSATION),
    *(Action.EXPORT_STORY, Action.EXPORT_IMAGES),
    *(Action.ARCHIVE_CONVERSATION, Action.TRASH_CONVERSATION, Action.AGAIN, Action.BRANCH),
)


def is_offered(w: Shown, action: Action) -> bool:
    return w.find(QAction, f"{action.id}Action").isEnabled()


async def test_what_needs_a_conversation_is_offered_only_with_one(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        assert not any(is_offered(w, action) for action in OF_CONVERSATION)
        await w.generate("an otter")
        assert all(is_offered(w, action) for action in OF_CONVERSATION)
        assert not is_offered(w, Action.CANCEL)
        w.find(QAction, "new_conversationAction").trigger()
        assert not any(is_offered(w, action) for action in OF_CONVERSATION)


async def test_the_title_opens_its_menu_and_the_conversation_goes_to_the_trash_and_back(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        await w.generate("an otter")
        conversations = w.find(QAbstractItemView, "conversationList").model()
        await until(lambda: conversations.rowCount() == 1)
        QTest.mouseClick(w.find(QPushButton, "conversationTitle"), Qt.MouseButton.LeftButton)
        menu = w.find(QMenu, "titleMenu")
        assert menu.isVisible()
        texts = [each.iconText() for each in menu.actions() if not each.isSeparator()]
        assert texts == [
            action.text
            for action in (
                Action.RENAME,
                Action.PIN_CONVERSATION,
                Action.DUPLICATE_CONVERSATION,
                Action.FORK,
                Action.EXPORT_CONVERSATION,
                Action.EXPORT_STORY,
                Action.EXPORT_IMAGES,
                Action.NEW_CONVERSATION,
                Action.ARCHIVE_CONVERSATION,
                Action.TRASH_CONVERSATION,
            )
        ]
        menu.actions()[-1].trigger()
        menu.close()
        await until(lambda: conversations.rowCount() == 0, "the trash")
        await until(lambda: w.bench.branch.steps == (), "the stage to be empty")
        w.find(QAction, "undoAction").trigger()
        await until(lambda: conversations.rowCount() == 1, "the conversation back")


async def test_a_title_that_was_typed_can_be_taken_back(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        await w.generate("an otter")
        title = w.find(QPushButton, "conversationTitle")
        w.desk.title_row.title.renamed.emit("Otters")
        await until(lambda: title.text() == "Otters")
        w.find(QAction, "undoAction").trigger()
        await until(lambda: title.text() == "an otter")
