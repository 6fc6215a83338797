"""The main job in the real window: type, look, branch, compare, keep; after a restart it is all there."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QDialog,
    QLabel,
    QLineEdit,
    QPushButton,
)

from studio.library.errors import LibraryMissing
from studio.library.library import Library
from studio.profile.settings import Settings
from studio.ui.image_actions import Verb
from tests.fakes.replies import google_error, picture
from tests.fakes.server import Request, Wire, one_after_another, reply, serving
from tests.ui.waiting import until
from tests.ui.window_rig import Shown, shown, window_on
from tests.workbench.rig import GOOD

NAMES = {
    "promptEdit": "Prompt",
    "modelPicker": "Model",
    "connectionPicker": "Connection",
    "generateButton": "Generate",
    "cancelButton": "Cancel",
    "dropZone": "Drop zone",
    "conversationList": "Conversations",
    "newConversationButton": "New conversation",
    "galleryView": "Gallery",
    "stage": "Stage",
    "messageBar": "Messages",
    "settingsButton": "Settings",
}


def hang(_: Request, wire: Wire) -> None:
    wire.until_gone()


def act(w: Shown, name: str) -> None:
    w.find(QAction, f"{name}Action").trigger()


async def test_everything_other_programs_look_for_is_there_by_name(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        assert w.window.objectName() == "Studio"
        assert {name: w.widget(name).accessibleName() for name in NAMES} == NAMES


async def test_type_press_ctrl_enter_and_a_picture_is_there(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        await w.generate("an otter")
        (step,) = w.bench.branch.steps
        assert step.prompt == "an otter"
        assert len(step.entries[0].images) == 1
        gallery = w.find(QAbstractItemView, "galleryView").model()
        await until(lambda: gallery.rowCount() == 1, "the gallery")
        conversations = w.find(QAbstractItemView, "conversationList").model()
        await until(lambda: conversations.rowCount() >= 1, "the conversation")
        assert w.find(QPushButton, "conversationTitle").text() == "an otter"
        assert w.window.windowTitle() == "an otter – Studio"
        assert not w.widget("cancelButton").isVisible()
        assert w.said() == ""


async def test_what_comes_next_goes_on_from_the_last_turn(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        await w.generate("an otter")
        await w.generate("at night")
        assert [step.prompt for step in w.bench.branch.steps] == ["an otter", "at night"]
        assert len(w.server.posts()[1].json["contents"]) == 3


async def test_branching_from_an_earlier_turn_keeps_what_followed(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        await w.generate("an otter")
        await w.generate("at night")
        w.desk.stage.asked.branch_from.emit(w.bench.branch.steps[0].entries[0].id)
        await until(lambda: w.bench.draft.parent_number == 1)
        await w.generate("at noon")
        await until(lambda: [step.prompt for step in w.bench.branch.steps] == ["an otter", "at noon"])
        assert (w.bench.branch.steps[1].place, w.bench.branch.steps[1].places) == (1, 2)
        w.desk.stage.asked.sibling.emit(2, -1)
        await until(lambda: [step.prompt for step in w.bench.branch.steps] == ["an otter", "at night"])


async def test_taking_the_chip_off_begins_a_new_tree(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        await w.generate("an otter")
        await until(lambda: w.bench.draft.parent_turn is not None)
        w.desk.composer.begin_anew.emit()
        assert w.bench.draft.parent_turn is None
        await w.generate("a fox")
        assert len(w.server.posts()[1].json["contents"]) == 1
        assert [step.prompt for step in w.bench.branch.steps] == ["a fox"]
        assert w.bench.branch.steps[0].places == 2


async def test_editing_a_prompt_makes_a_sibling(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        await w.generate("an otter")
        await w.generate("at night")
        w.desk.stage.asked.edit_prompt.emit(w.bench.branch.steps[1].entries[0].id)
        await until(lambda: w.bench.draft.prompt == "at night" and w.bench.draft.parent_number == 1)
        await w.generate(", raining")
        assert w.bench.branch.steps[1].places == 2


async def test_a_new_conversation_begins_empty_and_the_old_one_is_a_click_away(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        await w.generate("an otter")
        QTest.mouseClick(w.widget("newConversationButton"), Qt.MouseButton.LeftButton)
        assert w.bench.branch.steps == ()
        assert w.bench.draft.parent_turn is None
        await w.generate("a fox")
        first, second = (turn.conversation_id for turn in reversed(w.bench.library.turns.recent(9)))  # type: ignore[union-attr]
        assert first != second
        w.desk.sidebar.opened.emit(first)
        await until(lambda: [step.prompt for step in w.bench.branch.steps] == ["an otter"])


async def test_a_new_conversation_is_begun_among_conversations_not_in_the_trash(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        await w.generate("an otter")
        trash = w.find(QPushButton, "conversationTrashButton")
        trash.click()
        assert not w.widget("newConversationButton").isVisible()
        act(w, "new_conversation")
        assert not trash.isChecked()
        assert w.widget("newConversationButton").isVisible()
        conversations = w.find(QAbstractItemView, "conversationList").model()
        await until(lambda: conversations.rowCount() == 1)


async def test_a_failure_is_said_where_it_happened_and_again_works(tmp_path: Path) -> None:
    answers = one_after_another(reply(google_error(500, "INTERNAL", "An internal error has occurred."), 500), GOOD)
    async with shown(tmp_path, answers) as w:
        await w.generate("an otter")
        turn_id = w.bench.branch.steps[0].entries[0].id
        await until(lambda: any("Ask again" in button.text() for button in w.window.findChildren(QPushButton)))
        button = next(b for b in w.window.findChildren(QPushButton) if "Ask again" in b.text())
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        await until(lambda: len(w.server.posts()) == 2)
        await until(lambda: not w.bench.jobs.under_way)
        await until(lambda: w.bench.branch.steps[0].entries[0].images)
        assert w.bench.branch.steps[0].entries[0].id != turn_id
        assert w.bench.branch.steps[0].places == 2


async def test_cancelling_from_the_composer(tmp_path: Path) -> None:
    async with shown(tmp_path, hang) as w:
        w.type("an otter")
        QTest.keyClick(w.widget("promptEdit"), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: len(w.server.posts()) == 1)
        cancel = w.widget("cancelButton")
        await until(cancel.isVisible)
        QTest.mouseClick(cancel, Qt.MouseButton.LeftButton)
        await until(lambda: not w.bench.jobs.under_way)
        assert not cancel.isVisible()


async def test_an_empty_prompt_is_not_sent_and_that_is_said(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        act(w, "generate")
        assert not w.bench.jobs.under_way
        assert not w.server.posts()


async def test_pictures_open_large_are_compared_and_esc_leads_back(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        await w.generate("an otter")
        await w.generate("at night")
        images = [image for step in w.bench.branch.steps for image in step.entries[0].images]
        w.desk.stage.asked.open_image.emit(images[0])
        assert not w.desk.stage.shows_thread
        QTest.keyClick(w.desk.stage.currentWidget(), Qt.Key.Key_Escape)
        assert w.desk.stage.shows_thread
        act(w, "compare_mode")
        assert w.desk.stage.currentWidget().objectName() == "wipe"
        QTest.keyClick(w.desk.stage.currentWidget(), Qt.Key.Key_Escape)
        assert w.desk.stage.shows_thread


async def test_what_goes_to_the_trash_can_be_taken_back(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        await w.generate("an otter")
        gallery = w.find(QAbstractItemView, "galleryView").model()
        await until(lambda: gallery.rowCount() == 1)
        w.desk.gallery.verb.emit(Verb.TRASH, w.bench.branch.steps[0].entries[0].images)
        await until(lambda: gallery.rowCount() == 0, "an empty gallery")
        assert "trash" in w.said()
        act(w, "undo")
        await until(lambda: gallery.rowCount() == 1, "the picture back")


async def test_after_a_restart_it_is_all_there(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        await w.generate("an otter")
        await w.generate("at night")
    async with shown(tmp_path) as w:
        gallery = w.find(QAbstractItemView, "galleryView").model()
        await until(lambda: gallery.rowCount() == 2)
        conversations = w.find(QAbstractItemView, "conversationList").model()
        await until(lambda: conversations.rowCount() >= 1)
        with Library.open(tmp_path / "library", read_only=True) as library:
            (conversation,) = library.conversations.newest(9)
        w.desk.sidebar.opened.emit(conversation.id)
        await until(lambda: [step.prompt for step in w.bench.branch.steps] == ["an otter", "at night"])
        await w.generate("with a hat")
        assert len(w.bench.branch.steps) == 3


async def test_a_library_that_cannot_be_opened_is_said_with_ways_out(tmp_path: Path) -> None:
    (tmp_path / "library").write_text("not a folder")
    with serving(GOOD) as server:
        async with window_on(tmp_path / "library", server) as w:
            await until(lambda: w.bench.messages.all)
            (message,) = w.bench.messages.all
            assert message.severity == "error"
            again, other = message.actions
            (tmp_path / "library").unlink()
            again[1]()
            await until(lambda: w.bench.library is not None)
            assert not w.bench.messages.all
            assert other[0].startswith("Open another")


async def test_another_library_can_be_opened_and_is_opened_next_time(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        await w.generate("an otter")
        w.desk._openings.open(tmp_path / "another")
        await until(lambda: w.bench.library and w.bench.library.folder.root == tmp_path / "another")
        await until(lambda: w.bench.settings.library_folder == tmp_path / "another")
        assert w.bench.branch.steps == ()
        gallery = w.find(QAbstractItemView, "galleryView").model()
        await until(lambda: gallery.rowCount() == 0)


async def test_sides_fold_away_and_come_back(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        for button, part in (("sidebarButton", w.desk.sidebar), ("galleryButton", w.desk.gallery)):
            QTest.mouseClick(w.find(QPushButton, button), Qt.MouseButton.LeftButton)
            assert not part.isVisible()
            QTest.mouseClick(w.find(QPushButton, button), Qt.MouseButton.LeftButton)
            assert part.isVisible()
            assert part.width() > 100


async def test_letters_never_fire_while_typing(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        w.type("c x 1 compare 0 12345")
        assert w.bench.draft.prompt == "c x 1 compare 0 12345"
        assert w.desk.stage.shows_thread


async def test_an_unexpected_mistake_keeps_the_session_and_offers_a_report(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:

        async def doomed() -> None:
            raise ZeroDivisionError("a bug of ours")

        w.bench.tasks.start(doomed(), "doomed")
        await until(lambda: "mistake of its own" in w.said())
        await w.generate("an otter")
        assert w.bench.branch.steps[0].entries[0].images


async def test_the_connection_is_named_and_the_sandbox_is_free(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        assert w.find(QPushButton, "connectionState").text() == "Sandbox"
        assert w.bench.draft.estimate.free


async def test_settings_open_by_their_button(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        QTest.mouseClick(w.widget("settingsButton"), Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
        dialog = w.widget("settingsDialog")
        assert dialog.isVisible()
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        await until(lambda: not dialog.isVisible())


@pytest.mark.parametrize(
    ("command", "field", "button"),
    [
        ("find", "galleryFilter", "galleryButton"),
        ("find_conversation", "conversationSearch", "sidebarButton"),
    ],
)
async def test_a_search_goes_to_its_field_also_when_that_is_folded_away(
    tmp_path: Path, command: str, field: str, button: str
) -> None:
    async with shown(tmp_path) as w:
        w.window.activateWindow()
        QTest.mouseClick(w.find(QPushButton, button), Qt.MouseButton.LeftButton)
        assert not w.find(QLineEdit, field).isVisible()
        act(w, command)
        assert w.find(QLineEdit, field).isVisible()
        assert w.window.focusWidget() is w.find(QLineEdit, field)


async def test_the_menu_says_what_would_be_taken_back(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        undo, redo = (w.find(QAction, f"{name}Action") for name in ("undo", "redo"))
        assert (undo.text(), undo.isEnabled(), redo.isEnabled()) == ("Undo", False, False)
        await w.generate("an otter")
        w.desk.gallery.verb.emit(Verb.TRASH, w.bench.branch.steps[0].entries[0].images)
        await until(lambda: undo.text() == "Undo: Move to trash")
        act(w, "undo")
        await until(lambda: redo.text() == "Redo: Move to trash")
        assert (undo.text(), redo.isEnabled()) == ("Undo", True)
        conversation = w.bench.branch.conversation
        assert conversation is not None
        w.bench.edits.rename(conversation, "Otters", "Rename “Tom & Jerry” " + "and so on " * 9)
        await until(lambda: undo.text().endswith("…"))
        assert undo.text().startswith("Undo: Rename “Tom && Jerry” and so on")
        assert redo.text() == "Redo"
        act(w, "keys")
        dialog = w.find(QDialog, "keysDialog")
        names = [label.text() for label in dialog.findChildren(QLabel)]
        assert "Undo" in names
        dialog.close()


async def test_what_cannot_be_sent_is_shown_where_it_was_asked_for_and_kept(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        await w.generate("an otter")
        await w.bench.preferences.change(Settings.request_megabytes, 1)
        with_much = tmp_path / "big.png"
        with_much.write_bytes(picture(size=(1000, 800)))
        w.bench.draft.add_files([with_much], "edit")
        await until(lambda: [each.state for each in w.bench.draft.inputs] == ["ready"])
        await w.generate("make it snow")
        assert [step.prompt for step in w.bench.branch.steps] == ["make it snow"]
        assert len(w.server.posts()) == 1
    async with shown(tmp_path) as w:
        await until(lambda: [step.prompt for step in w.bench.branch.steps] == ["make it snow"])
        (attempt,) = w.bench.branch.steps[0].entries[0].attempts
        assert attempt.failure is not None
        assert attempt.failure["kind"] == "TooMuchToSend"


async def test_a_running_conversation_is_listed_at_once(tmp_path: Path) -> None:
    async with shown(tmp_path, hang) as w:
        w.type("an otter")
        w.desk.composer.generate()
        conversations = w.find(QAbstractItemView, "conversationList").model()
        await until(lambda: conversations.rowCount() == 1)
        assert w.bench.jobs.under_way


async def test_a_library_that_went_away_is_said_as_such(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        await w.generate("an otter")
        (tmp_path / "library").rename(tmp_path / "elsewhere")
        w.type("at night")
        w.desk.composer.generate()
        await until(lambda: not w.bench.jobs.under_way)
        job = w.bench.jobs.find(w.bench.branch.steps[-1].entries[-1].id)
        assert job is None or isinstance(job.error, LibraryMissing)
        assert "mistake of its own" not in w.said()
        (tmp_path / "elsewhere").rename(tmp_path / "library")


async def test_what_is_typed_behind_a_choice_or_a_folded_side_goes_into_the_prompt(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        w.window.activateWindow()
        prompt = w.widget("promptEdit")
        prompt.setFocus()
        QTest.mouseClick(w.widget("ratioPicker"), Qt.MouseButton.LeftButton)
        await until(lambda: QApplication.focusWidget() is not prompt, "the ratios")
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, Qt.Key.Key_Escape)
        assert QApplication.focusWidget() is prompt
        w.widget("galleryFilter").setFocus()
        w.window.resize(900, 600)
        await until(lambda: QApplication.focusWidget() is prompt, "the prompt, with the gallery put away")
