"""Ctrl+K in the real window: commands, conversations, turns and images are found by typing, and Enter leads there."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QListView, QPushButton, QWidget

from studio.ui.palette.palette import Palette
from studio.ui.palette.results import ENTRY, HEADING
from tests.ui.waiting import until
from tests.ui.window_rig import Shown, shown

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
CTRL = Qt.KeyboardModifier.ControlModifier


def open_palette(w: Shown) -> Palette:
    w.window.activateWindow()
    focus = w.window.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, Qt.Key.Key_K, CTRL)
    palette = w.find(Palette, "palette")
    assert palette.isVisible()
    return palette


def field_of(palette: Palette) -> QLineEdit:
    field = palette.findChild(QLineEdit, "paletteField")
    assert field is not None
    return field


def lines_of(palette: Palette) -> list[str]:
    model = palette.findChild(QListView, "paletteList").model()  # type: ignore[union-attr]
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def headings_of(palette: Palette) -> list[str]:
    model = palette.findChild(QListView, "paletteList").model()  # type: ignore[union-attr]
    found = [model.index(row, 0).data(HEADING) for row in range(model.rowCount())]
    return [heading for heading in found if heading]


def status_of(palette: Palette) -> str:
    return palette.findChild(QLabel, "paletteStatus").text()  # type: ignore[union-attr]


def current_of(palette: Palette) -> str:
    return str(palette.findChild(QListView, "paletteList").currentIndex().data())  # type: ignore[union-attr]


def focused_name() -> str:
    focus = QApplication.focusWidget()
    return focus.objectName() if focus is not None else ""


async def search(palette: Palette, text: str) -> None:
    QTest.keyClicks(field_of(palette), text)
    await until(lambda: "found" in status_of(palette) or "Nothing" in status_of(palette), text)


async def test_without_words_it_offers_recent_conversations_and_common_commands(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        await w.generate("an otter")
        palette = open_palette(w)
        await until(lambda: "an otter" in lines_of(palette))
        assert headings_of(palette) == ["Conversations", "Actions"]
        assert lines_of(palette)[:3] == ["an otter", "New conversation", "Again"]
        assert current_of(palette) == "an otter"


async def test_what_is_in_the_trash_is_found_by_what_somebody_wants_of_it(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        await w.generate("an otter")
        w.find(QAction, "trash_conversationAction").trigger()
        await until(lambda: w.bench.branch.conversation is None, "the trash")
        QTest.mouseClick(w.widget("sidebarButton"), Qt.MouseButton.LeftButton)
        palette = open_palette(w)
        await search(palette, "restore")
        assert lines_of(palette) == ["Restore a conversation from the trash"]
        QTest.keyClick(field_of(palette), Qt.Key.Key_Return)
        rows = w.find(QListView, "conversationList")
        await until(lambda: rows.isVisible() and rows.model().rowCount() == 1, "the trash in the sidebar")
        assert focused_name() == "conversationSearch"
        QTest.keyClick(w.widget("conversationSearch"), Qt.Key.Key_Return)
        QTest.keyClick(rows, Qt.Key.Key_Return)
        await until(lambda: w.bench.branch.conversation is not None, "the conversation on the stage")


async def test_a_command_is_found_and_run_by_enter(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        palette = open_palette(w)
        await search(palette, "hide gal")
        assert lines_of(palette) == ["Show or hide the gallery"]
        QTest.keyClick(field_of(palette), Qt.Key.Key_Return)
        assert not palette.isVisible()
        await until(lambda: not w.desk.gallery.isVisible(), "the gallery folded away")


async def test_enter_pressed_before_the_answer_waits_for_it(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        await w.generate("an otter")
        palette = open_palette(w)
        await until(lambda: "an otter" in lines_of(palette))
        QTest.keyClicks(field_of(palette), "hide gal")
        QTest.keyClick(field_of(palette), Qt.Key.Key_Return)
        assert palette.isVisible()
        await until(lambda: not w.desk.gallery.isVisible(), "what was typed, not what was shown before")
        assert not palette.isVisible()


async def test_commands_that_mean_nothing_now_are_not_offered(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        palette = open_palette(w)
        await search(palette, "undo")
        assert lines_of(palette) == []
        assert status_of(palette) == "Nothing has the words “undo”."


async def test_a_conversation_is_found_by_its_title_and_opened_on_the_stage(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        await w.generate("an otter")
        QTest.mouseClick(w.widget("newConversationButton"), Qt.MouseButton.LeftButton)
        await w.generate("a fox")
        palette = open_palette(w)
        await search(palette, "OTTER")
        await until(lambda: headings_of(palette) == ["Conversations", "Turns", "Images"])
        assert current_of(palette) == "an otter"
        QTest.keyClick(field_of(palette), Qt.Key.Key_Return)
        await until(lambda: [step.prompt for step in w.bench.branch.steps] == ["an otter"])
        assert w.desk.stage.shows_thread


async def test_a_picture_is_found_by_its_prompt_and_opened_large(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        await w.generate("an otter")
        await w.generate("at midnight")
        palette = open_palette(w)
        await search(palette, "midnight")
        await until(lambda: headings_of(palette)[-1:] == ["Images"])
        QTest.keyClick(field_of(palette), Qt.Key.Key_Up)  # from the first to the last
        assert current_of(palette) == "at midnight"
        QTest.keyClick(field_of(palette), Qt.Key.Key_Return)
        await until(lambda: not w.desk.stage.shows_thread, "the picture")
        assert w.desk.stage.currentWidget().objectName() == "viewer"
        images = w.bench.branch.steps[1].entries[0].images
        assert w.desk.stage.currentWidget().image.id == images[0].id  # type: ignore[attr-defined]


async def test_a_turn_is_found_in_another_conversation_and_on_another_branch_and_gone_to(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        await w.generate("an otter")
        await w.generate("with a walrus")
        await w.generate("at midnight")
        first, second, third = (step.through.id for step in w.bench.branch.steps)
        w.bench.onward.branch_from(first)
        await w.generate("at noon")
        QTest.mouseClick(w.widget("newConversationButton"), Qt.MouseButton.LeftButton)
        await w.generate("a fox")
        palette = open_palette(w)
        await search(palette, "walrus")
        await until(lambda: headings_of(palette) == ["Turns", "Images"], "the turn")
        line = palette.findChild(QListView, "paletteList").model().index(0, 0)  # type: ignore[union-attr]
        entry = line.data(ENTRY)
        assert [entry.title[begin:end] for begin, end in entry.marks] == ["walrus"]
        assert entry.within == "an otter"
        assert line.data(Qt.ItemDataRole.AccessibleTextRole).startswith("with a walrus, turn, an otter, ")
        QTest.keyClick(field_of(palette), Qt.Key.Key_Return)
        await until(lambda: [step.through.id for step in w.bench.branch.steps][:2] == [first, second], "its branch")
        await until(lambda: focused_name() == f"tile-{second}", "the focus on its tile")
        assert w.desk.stage.shows_thread
        assert third not in focused_name()


async def test_who_goes_elsewhere_meanwhile_is_left_there(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        await w.generate("an otter")
        turn, conversation = w.bench.branch.steps[0].through.id, w.bench.branch.conversation_id
        assert conversation is not None
        w.desk.going._jump.go(conversation, turn)
        QTest.mouseClick(w.widget("newConversationButton"), Qt.MouseButton.LeftButton)
        await until(lambda: not w.bench.branch.is_loading and not w.bench.branch.steps, "the new conversation")
        await w.generate("a fox")
        assert focused_name() != f"tile-{turn}"
        assert [step.prompt for step in w.bench.branch.steps] == ["a fox"]


async def test_what_is_archived_says_so_and_what_was_asked_before_closing_is_dropped(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        await w.generate("an otter")
        assert w.bench.library is not None
        assert w.bench.branch.conversation_id is not None
        w.bench.library.conversations.archive(w.bench.branch.conversation_id, 5)
        palette = open_palette(w)
        answers: list[str] = []
        w.bench.everything.found.connect(lambda found: answers.append(found.text))
        await until(lambda: answers == [""], "what is recent")
        QTest.keyClicks(field_of(palette), "otter")
        QTest.keyClick(field_of(palette), Qt.Key.Key_Escape)
        w.bench.everything.ask("fox")
        await until(lambda: answers[-1] == "fox", "the answer to what was asked later")
        assert answers == ["", "fox"]
        palette = open_palette(w)
        await search(palette, "otter")
        await until(lambda: headings_of(palette) == ["Conversations", "Turns", "Images"])
        model = palette.findChild(QListView, "paletteList").model()  # type: ignore[union-attr]
        assert [model.index(row, 0).data(ENTRY).detail.startswith("Archived · ") for row in range(2)] == [True, True]


async def test_without_words_it_teaches_what_can_be_asked(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        palette = open_palette(w)
        await until(lambda: "model:pro" in status_of(palette))


@pytest.mark.parametrize("by", ["esc", "the key again"])
async def test_leaving_it_gives_the_focus_back(tmp_path: Path, by: str) -> None:
    async with shown(tmp_path) as w:
        await w.generate("an otter")
        w.window.activateWindow()
        w.widget("conversationList").setFocus()
        palette = open_palette(w)
        await until(lambda: QApplication.focusWidget() is field_of(palette), "the field")
        if by == "esc":
            QTest.keyClick(field_of(palette), Qt.Key.Key_Escape)
        else:
            QTest.keyClick(field_of(palette), Qt.Key.Key_K, CTRL)
        assert not palette.isVisible()
        await until(lambda: QApplication.focusWidget() is w.widget("conversationList"), "the list")


async def test_it_opens_by_its_button_below_it_and_within_the_window(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        for size in ((900, 600), (1440, 900)):
            w.window.resize(*size)
            button = w.find(QPushButton, "searchButton")
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)
            palette = w.find(Palette, "palette")
            await until(lambda palette=palette: "New conversation" in lines_of(palette))
            place = palette.geometry().translated(-w.window.mapToGlobal(w.window.rect().topLeft()))
            assert w.window.rect().contains(place)
            assert place.top() >= button.mapTo(w.window, button.rect().bottomLeft()).y()
            palette.hide()


async def test_arrows_go_round_and_are_told_to_a_screen_reader(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        palette = open_palette(w)
        told: list[str] = []
        palette.announced.connect(told.append)
        await search(palette, "search")
        lines = lines_of(palette)
        assert lines == ["Search conversations"]
        await until(lambda: told == ["1 found"], "the count")
        QTest.keyClick(field_of(palette), Qt.Key.Key_Down)
        assert current_of(palette) == "Search conversations"
        assert told[-1] == "Search conversations, action, Ctrl+Shift+K"
        view = palette.findChild(QWidget, "paletteList")
        assert view is not None
        assert view.accessibleName() == "Found"


async def test_letters_typed_into_it_are_letters(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        palette = open_palette(w)
        QTest.keyClicks(field_of(palette), "x1c0migf")
        assert field_of(palette).text() == "x1c0migf"
        assert w.desk.stage.shows_thread
