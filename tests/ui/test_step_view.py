"""One step of the branch: its prompt, inputs, facts, words, siblings, and what can be done with it."""

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QEnterEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from studio.gemini import errors
from studio.generation.wish import JobState, Progress
from studio.library.library import Library
from studio.library.records import NewInput
from studio.ui.actions import Action
from tests.ui.stage_rig import StageRig
from tests.ui.staging import fail_turn, import_picture, job_for

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen one, which has no real screen
_LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def rig(qtbot: QtBot, tmp_path: Path) -> StageRig:
    # Its clock stands still: a reply that took a second to be written would have a second among its facts.
    return StageRig(qtbot, Library.open(tmp_path / "library", clock=lambda: 1_750_000_000_000))


def _child(rig: StageRig, name: str, kind: type[QWidget] = QPushButton, step: int = -1) -> QWidget:
    found = rig.views[step].findChild(kind, name)
    assert found is not None
    return found


def _facts(rig: StageRig, step: int = -1) -> str:
    label = _child(rig, "stepFacts", QLabel, step)
    assert isinstance(label, QLabel)
    return label.accessibleName()


def _shown(rig: StageRig, name: str, kind: type[QWidget] = QWidget) -> bool:
    found = rig.views[-1].findChild(kind, name)
    return found is not None and found.isVisible()


def test_tells_what_made_it_and_what_it_cost(rig: StageRig) -> None:
    settings = {"aspectRatio": "4:3", "imageSize": "1K", "seed": 7}
    turns = rig.send(2, settings=settings, size=(1200, 896))
    rig.show(turns[0])
    assert _facts(rig) == "Nano Banana Pro · 4:3 · 1K · seed 7 · 2 images · $0.268"


def test_words_grow_while_they_come_and_stay_where_the_record_has_them(rig: StageRig, qtbot: QtBot) -> None:
    turn = rig.turn()
    job = job_for(rig.library, turn, Progress(JobState.RECEIVING, 10), send_id=rig.library.ids.new())
    rig.branch.show(turn.conversation_id, job.id, [job])
    assert not _shown(rig, "modelWords", QLabel)
    words = _child(rig, "modelWords", QLabel)
    assert isinstance(words, QLabel)
    for said in ("An ot", "An otter <in> a hat."):
        job.progress = Progress(JobState.RECEIVING, 10, words=said)
        qtbot.waitUntil(lambda said=said: words.accessibleName() == said)
        assert words.isVisible()
        top = words.mapTo(rig.views[-1], QPoint()).y()
        assert top > rig.tiles[0].geometry().bottom(), "they stand under the tiles, which stay where they are"


def test_tells_what_came_otherwise_than_asked(rig: StageRig) -> None:
    turn = rig.turn(settings={"aspectRatio": "16:9", "imageSize": "4K"}, size=(1376, 768))
    rig.show(turn)
    assert "got 1376 × 768" in _facts(rig)
    label = _child(rig, "stepFacts", QLabel)
    assert isinstance(label, QLabel)
    assert '<span style="color:' in label.text()


def test_an_estimate_is_told_from_what_is_known(rig: StageRig) -> None:
    turn = rig.turn(commit={"actual_micros": None}, estimate_micros=67_000)
    rig.show(turn)
    assert "≈ $0.067" in _facts(rig)


def test_what_costs_nothing_says_so(rig: StageRig) -> None:
    rig.show(rig.turn(commit={"charge": "none"}))
    assert "· free ·" in _facts(rig)


def test_what_was_paid_at_an_unknown_price_is_not_called_free(rig: StageRig) -> None:
    rig.show(rig.turn(commit={"charge": "yes", "actual_micros": None}, estimate_micros=None))
    assert "price unknown" in _facts(rig)
    assert "free" not in _facts(rig)


def test_a_price_so_far_while_others_are_on_their_way(rig: StageRig) -> None:
    turn = rig.turn()
    rig.show(turn, [job_for(rig.library, turn, Progress(JobState.THINKING))])
    assert "$0.134 so far" in _facts(rig)


def test_inputs_are_shown_by_name_and_role_and_open_large(rig: StageRig, qtbot: QtBot, tmp_path: Path) -> None:
    logo = import_picture(rig.library, tmp_path, 1, "logo.png")
    photo = import_picture(rig.library, tmp_path, 2, "photo.png")
    turn = rig.turn(
        prompt="Put @logo on it", inputs=(NewInput("reference", logo.id, "logo"), NewInput("edit", photo.id))
    )
    rig.show(turn)
    thumbs = rig.views[-1]._inputs.thumbs
    assert [thumb.accessibleName() for thumb in thumbs] == ["Input 1, @logo", "Input 2, edited"]
    qtbot.mouseClick(thumbs[1], _LEFT)
    assert [image.id for (image,) in rig.named("open_image")] == [photo.id]
    thumbs[0].activateWindow()
    qtbot.waitUntil(thumbs[0].isActiveWindow)
    thumbs[0].setFocus(Qt.FocusReason.MouseFocusReason)
    assert not thumbs[0].is_ringed, "a click was seen"
    thumbs[1].setFocus(Qt.FocusReason.TabFocusReason)
    assert thumbs[1].is_ringed
    assert "<span" in rig.views[-1]._prompt._label.text()


def test_the_history_that_was_not_sent_is_explained(rig: StageRig) -> None:
    first = rig.turn()
    decision = {"turn_id": first.id, "reason": "another model", "image_id": "x"}
    rig.show(rig.turn(first, decisions=(decision,)))
    label = _child(rig, "historyDecision", QLabel)
    assert isinstance(label, QLabel)
    assert label.isVisible()
    assert "only its last image was sent" in label.text()


def test_siblings_are_reached_by_buttons_and_keys(rig: StageRig, qtbot: QtBot) -> None:
    first = rig.turn()
    rig.turn(conversation_id=first.conversation_id, prompt="Another")
    rig.show(first)
    earlier, later = _child(rig, "earlierSibling"), _child(rig, "laterSibling")
    assert not earlier.isEnabled()
    assert _child(rig, "siblingPlace", QLabel).accessibleName() == "Version 1 of 2"
    qtbot.mouseClick(later, _LEFT)
    rig.tiles[0].setFocus()
    qtbot.keyClick(rig.tiles[0], Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClick(rig.tiles[0], Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)  # there is none
    assert rig.named("sibling") == [(1, 1), (1, 1)]


def test_a_step_without_siblings_has_no_switch(rig: StageRig) -> None:
    rig.show(rig.turn())
    assert not _shown(rig, "siblingPlace", QLabel)


def _point(widget: QWidget, *, on: bool) -> None:
    """Let the pointer come over a widget or leave it, wherever the offscreen one happens to be."""
    widget.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, on)
    middle = QPointF(5, 5)
    QApplication.sendEvent(widget, QEnterEvent(middle, middle, middle) if on else QEvent(QEvent.Type.Leave))


def test_actions_are_seen_under_the_pointer_or_with_the_focus(rig: StageRig, qtbot: QtBot) -> None:
    rig.show(rig.turn())
    view = rig.views[-1]
    _point(view, on=False)
    hidden = view._actions.grab().toImage()
    _point(view, on=True)
    hovered = view._actions.grab().toImage()
    assert hovered != hidden
    _point(view, on=False)
    assert view._actions.grab().toImage() == hidden
    rig.tiles[0].setFocus(Qt.FocusReason.TabFocusReason)
    assert view._actions.grab().toImage() == hovered
    rig.thread.setFocus()
    assert view._actions.grab().toImage() == hidden


def test_actions_act_on_the_turn_the_branch_goes_through(rig: StageRig, qtbot: QtBot) -> None:
    turns = rig.send(2, prompt="An otter\nin a hat")
    rig.show(turns[1])
    for name in ("again", "editPrompt", "branchFromHere", "copyPrompt"):
        qtbot.mouseClick(_child(rig, name), _LEFT)
    expected = [("again", (turns[1].id,)), ("edit_prompt", (turns[1].id,)), ("branch_from", (turns[1].id,))]
    assert rig.asked == expected
    assert QGuiApplication.clipboard().text() == "An otter\nin a hat"


def test_a_failed_turn_can_be_asked_again_and_not_be_continued(rig: StageRig, qtbot: QtBot) -> None:
    turn = fail_turn(rig.library, None, errors.Overloaded("busy"))
    rig.show(turn)
    assert not _child(rig, "branchFromHere").isEnabled()
    rig.tiles[0].setFocus()
    qtbot.keyClick(rig.tiles[0], Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(rig.tiles[0], Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert rig.asked == [("again", (turn.id,))]


def test_the_menu_of_a_turn_has_its_actions_and_cancel(rig: StageRig) -> None:
    turn = rig.turn()
    job = job_for(rig.library, turn, Progress(JobState.THINKING))
    rig.show(turn, [job])
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, QPoint(20, 20), QPoint(20, 20))
    QApplication.sendEvent(rig.tiles[1], event)
    menu = rig.views[-1].findChild(QMenu, "turnMenu")
    assert menu is not None
    assert menu.isVisible()
    actions = {action.text(): action for action in menu.actions() if not action.isSeparator()}
    assert [text for text, action in actions.items() if action.isEnabled()] == ["Copy the prompt", "Cancel image 2"]
    assert list(actions) == [
        "Again",
        "Edit this turn",
        "Branch from here",
        "Fork branch into its own conversation",
        "Star as the best",
        "Copy the prompt",
        "Copy the request as curl",
        "Copy the request as Python",
        "Export the branch as Markdown…",
        "Cancel image 2",
        "Move turn to the trash",
    ]
    assert actions["Cancel image 2"].objectName() == "cancelImage2"
    actions["Cancel image 2"].trigger()
    assert rig.named("cancel") == [(job.id,)]
    menu.close()


def test_the_rest_of_what_can_be_done_is_behind_a_button(rig: StageRig, qtbot: QtBot) -> None:
    turn = rig.turn()
    rig.show(turn)
    button = _child(rig, "turnMore")
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    menu = rig.views[-1].findChild(QMenu, "turnMenu")
    assert menu is not None
    assert menu.isVisible()
    for name in ("again", "edit_turn", "branch", "fork", "star_turn", "prune_turn", "copy_prompt"):
        next(action for action in menu.actions() if action.objectName() == name).trigger()
    assert rig.named("again") == rig.named("edit_prompt") == rig.named("branch_from") == [(turn.id,)]
    assert rig.named("turn") == [(each, turn.id) for each in (Action.FORK, Action.STAR_TURN, Action.PRUNE_TURN)]
    assert QGuiApplication.clipboard().text() == turn.prompt
    menu.close()


def test_what_is_done_by_key_or_menu_is_done_with_the_variant_that_has_the_focus(rig: StageRig, qtbot: QtBot) -> None:
    turns = rig.send(3)
    rig.show(turns[0])
    rig.tiles[2].setFocus()
    for key in (Qt.Key.Key_E, Qt.Key.Key_B):
        modifiers = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        qtbot.keyClick(rig.tiles[2], key, modifiers)
    assert rig.named("edit_prompt") == [(turns[2].id,)]
    assert rig.named("turn") == [(Action.FORK, turns[2].id)]
    menu = rig.views[-1].menu(rig.tiles[1])
    next(action for action in menu.actions() if action.objectName() == "again").trigger()
    assert rig.named("again") == [(turns[1].id,)]


def test_drafts_are_behind_a_button(rig: StageRig, qtbot: QtBot) -> None:
    rig.show(rig.turn(roles=("draft", "thought", "main")))
    button = _child(rig, "sideImages")
    assert isinstance(button, QPushButton)
    assert button.text() == "1 draft · 1 thought"
    assert not rig.views[-1]._sides.isVisible()
    qtbot.mouseClick(button, _LEFT)
    sides = rig.views[-1]._sides.shown
    assert [side.accessibleName() for side in sides] == ["Draft of the model", "Thought of the model"]
    assert all(side.isVisible() for side in sides)
    qtbot.keyClick(sides[0], Qt.Key.Key_Space)
    assert [image.role for (image,) in rig.named("open_image")] == ["draft"]


def test_long_words_are_folded_and_can_be_read(rig: StageRig, qtbot: QtBot) -> None:
    words = "A warmer sun it is. " * 200
    rig.show(rig.turn(commit={"words": words}))
    view = rig.views[-1]._words
    folded = view.height()
    assert view.fold_button is not None
    assert view.fold_button.text() == "Show all"
    assert view.fold_button in rig.views[-1].stops
    qtbot.mouseClick(view.fold_button, _LEFT)
    qtbot.waitUntil(lambda: rig.views[-1]._words.height() > 3 * folded)
    assert view.text == words.strip()
    qtbot.mouseClick(view.fold_button, _LEFT)
    qtbot.waitUntil(lambda: rig.views[-1]._words.height() == folded)


def test_words_are_shown_as_they_are_and_not_as_markup(rig: StageRig) -> None:
    rig.show(rig.turn(prompt="<b>bold</b> & <img src='x'>", commit={"words": "a < b"}))
    assert "&lt;b&gt;bold&lt;/b&gt; &amp; &lt;img" in rig.views[-1]._prompt._label.text()
    assert "a &lt; b" in rig.views[-1]._words._label.text()


def test_the_tab_key_goes_from_actions_to_tiles_to_siblings(rig: StageRig, qtbot: QtBot) -> None:
    turn = fail_turn(rig.library, None, errors.TimedOut("slow", phase="read"))
    rig.turn(conversation_id=turn.conversation_id)
    rig.show(turn)
    rig.thread.setFocus()
    seen = []
    for _ in range(10):
        qtbot.keyClick(rig.stage.focusWidget(), Qt.Key.Key_Tab)
        seen.append(rig.stage.focusWidget().objectName())
    buttons = [button.objectName() for button in rig.tiles[0].buttons]
    start = seen.index("again")
    wanted = ["again", "editPrompt", "copyPrompt", "turnMore", f"tile-{turn.id}", *buttons, "laterSibling"]
    assert seen[start : start + len(wanted)] == wanted


def test_a_failure_is_told_in_full_beneath_its_tile_and_put_away(rig: StageRig, qtbot: QtBot) -> None:
    turn = fail_turn(rig.library, None, errors.KeyRefused("API key not valid", status=403))
    rig.show(turn)
    said = rig.views[-1]._said
    assert not said.isVisible()
    qtbot.mouseClick(rig.tiles[0], _LEFT, pos=QPoint(12, 12))
    assert not said.isVisible()  # the tile says all of it but the detail
    qtbot.mouseClick(rig.tiles[0].buttons[-1], _LEFT)
    assert said.isVisible()
    assert said._lines["detail"].text() == "API key not valid"
    face = rig.tiles[0].face
    assert face is not None
    qtbot.mouseClick(said.buttons[0], _LEFT)
    assert rig.named("fix") == [(face.fixes[0], turn.id)]
    qtbot.mouseClick(said.buttons[-1], _LEFT)
    assert not said.isVisible()
