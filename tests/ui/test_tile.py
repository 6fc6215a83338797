"""One tile: every state of a turn, by pointer, by keys, and for people who listen."""

import time
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QEnterEvent, QImage
from PySide6.QtWidgets import QAbstractButton, QApplication, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from studio.gemini import errors
from studio.generation.errors import NoRoom
from studio.generation.wish import Finished, JobState, Progress
from studio.library.library import Library
from studio.ui.image_actions import Verb
from studio.ui.stage.tile import Tile
from studio.ui.tokens import tokens_of
from studio.ui.widgets.tile_look import TileLook
from studio.ui.words import Fix
from studio.workbench.job import Waits, Why
from tests.library.making import new_turn
from tests.ui.stage_rig import StageRig
from tests.ui.staging import fail_turn, job_for

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen one, which has no real screen
_NOT_SENT = errors.Cancelled(errors.Charge.NO)
_LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def rig(qtbot: QtBot, tmp_path: Path) -> StageRig:
    return StageRig(qtbot, Library.open(tmp_path / "library"))


def _grab(rig: StageRig, number: int = 0) -> QImage:
    return rig.tiles[number].grab().toImage()


def look_of(tile: Tile) -> TileLook:
    """What a tile without a picture was told to show."""
    assert tile._look is not None
    return tile._look


@pytest.mark.parametrize(
    ("progress", "said"),
    [
        (Progress(JobState.QUEUED), "Queued"),
        (Progress(JobState.SENDING, 1_200_000), "Sending 1.2 MB"),
        (Progress(JobState.THINKING), "Thinking"),
        (Progress(JobState.RECEIVING, 3_400_000), "Receiving 3.4 MB"),
        (Progress(JobState.WAITING, wait=7.0, failure=errors.RateLimited("slow", wait=7.0)), "Tries again in 7 s"),
    ],
)
def test_tells_how_far_a_job_is_and_lets_it_be_cancelled(
    rig: StageRig, qtbot: QtBot, progress: Progress, said: str
) -> None:
    turn = rig.turn()
    job = job_for(rig.library, turn, progress)
    rig.show(turn, [job])
    tile = rig.tiles[1]
    assert tile.face is not None
    assert said in tile.face.title
    gone = int(job.elapsed(tile._looked))  # 14 s, unless the machine is busy
    assert gone >= 14 or progress.state is JobState.QUEUED
    number = {JobState.QUEUED: "", JobState.WAITING: "7"}.get(progress.state, str(gone))
    assert (tile.ring.text, tile.ring.isVisible()) == (number, bool(number))
    assert tile.objectName() == f"tile-{job.id}"
    assert "on its way" in tile.accessibleName()
    (cancel,) = tile.buttons
    assert isinstance(cancel, QPushButton)
    qtbot.mouseClick(cancel, _LEFT)
    assert rig.named("cancel") == [(job.id,)]
    assert not rig.named("choose")


def test_a_paused_queue_has_its_own_sign_on_what_waits_for_it(rig: StageRig) -> None:
    turn = rig.turn()
    job = job_for(rig.library, turn, Progress(JobState.QUEUED))
    job.waits = Waits(Why.ROOM, 2)
    rig.show(turn, [job])
    tile = rig.tiles[1]
    clock = tile.grab().toImage()
    assert look_of(tile).drawing == "clock"
    job.waits = Waits(Why.PAUSED)
    tile.look_again()
    assert look_of(tile).drawing == "pause"
    assert tile.grab().toImage() != clock


def test_an_advice_that_a_button_says_is_not_said_twice(rig: StageRig) -> None:
    free = errors.ReplyCut("cut")
    free.cost_nothing()
    for failure, third in ((free, ""), (errors.ReplyCut("cut"), "Ask again only if you accept paying twice.")):
        rig.show(fail_turn(rig.library, None, failure))
        tile = rig.tiles[0]
        assert look_of(tile).third == third
        assert "Ask again" in [button.text() for button in tile.buttons if isinstance(button, QPushButton)]
        assert "Ask again" in tile.accessibleDescription(), "whoever listens hears the whole"


def test_the_last_draft_stands_behind_what_is_told_until_the_picture_follows_it(rig: StageRig, qtbot: QtBot) -> None:
    turn = rig.turn(size=(640, 480))
    drafts = rig.library.images.of_turn(turn.id)
    job = job_for(rig.library, turn, Progress(JobState.RECEIVING, 10))
    rig.show(turn, [job])
    tile = rig.tiles[1]
    corner = tile.place().topLeft().toPoint() + QPoint(12, 12)
    beside = QPoint(tile.ring.geometry().left() - 4, tile.ring.geometry().center().y())
    empty, ground = QColor(_grab(rig, 1).pixel(corner)), QColor(_grab(rig, 1).pixel(beside))
    rig.thumbnails.late = True
    job.progress = Progress(JobState.RECEIVING, 10, drafts=drafts)
    tile.look_again()
    assert QColor(_grab(rig, 1).pixel(corner)) == empty, "its pixels are not there yet"
    rig.thumbnails.deliver()
    qtbot.waitUntil(lambda: QColor(_grab(rig, 1).pixel(corner)) != empty)
    assert QColor(_grab(rig, 1).pixel(beside)) == ground, "what is told has its own ground"
    assert tile.ring.isVisible()
    assert len(tile.buttons) == 1, "it can still be cancelled"
    drawn = QColor(_grab(rig, 1).pixel(corner))
    rig.thumbnails.late = True
    rig.show(rig.turn(turn, size=(640, 480)))  # as one that has just ended
    tile.show_picture(tile._picture_of(drafts[0]))
    assert QColor(tile.grab().toImage().pixel(corner)) == drawn, "nothing vanishes while the last pixels are awaited"


def test_the_record_knows_better_than_a_job_what_was_charged(rig: StageRig) -> None:
    turn = fail_turn(rig.library, None, errors.TimedOut("slow", phase="read"))
    ended = {"turn_id": turn.id, "ended": time.monotonic()}
    rig.show(turn, [job_for(rig.library, turn, Progress(JobState.CANCELLED), error=_NOT_SENT, **ended)])
    face = rig.tiles[0].face
    assert face is not None
    assert (face.state, face.money) == ("failed", "It may have been charged.")


def test_what_has_arrived_cannot_be_cancelled_any_more(rig: StageRig) -> None:
    turn = rig.turn()
    rig.show(turn, [job_for(rig.library, turn, Progress(JobState.ARRIVED, 10))])
    assert not rig.tiles[1].buttons
    assert "on its way" in rig.tiles[1].accessibleName()


def test_seconds_go_on_by_one_timer_that_ends_with_the_job(rig: StageRig, qtbot: QtBot) -> None:
    turn = rig.turn()
    job = job_for(rig.library, turn, Progress(JobState.THINKING))
    rig.show(turn, [job])
    tile, ticker = rig.tiles[1], rig.thread._kit.ticker
    assert ticker.runs
    assert tile.face is not None
    before = tile.ring.text
    assert job.started is not None
    job.started -= 60
    qtbot.waitUntil(lambda: tile.ring.text != before)
    name = tile.accessibleName()
    job.ended, job.finished = time.monotonic(), Finished(turn, (), failure=errors.Overloaded("busy"))
    rig.branch.entry_changed.emit(job.id)
    assert not ticker.runs
    assert tile.face.state == "failed"
    assert tile.accessibleName() != name


def test_a_countdown_empties_its_ring(rig: StageRig) -> None:
    turn = rig.turn()
    slow = errors.RateLimited("slow", wait=8.0)
    job = job_for(rig.library, turn, Progress(JobState.WAITING, wait=8.0, failure=slow))
    rig.show(turn, [job])
    tile = rig.tiles[1]
    assert (tile.ring.share, tile.ring.text) == (1.0, "8")
    job.progress = Progress(JobState.WAITING, wait=2.0, failure=slow)
    rig.branch.entry_changed.emit(job.id)
    assert (tile.ring.share, tile.ring.text) == (0.25, "2")
    job.progress = Progress(JobState.THINKING)
    rig.branch.entry_changed.emit(job.id)
    assert tile.ring.share is None


def test_tools_come_with_the_pointer_and_do_what_the_menu_does(rig: StageRig, qtbot: QtBot) -> None:
    turn = rig.turn()
    rig.show(turn)
    tile = rig.tiles[0]
    assert tile.findChild(QAbstractButton, "tileEdit") is None, "none until they are wanted"
    QApplication.sendEvent(tile, QEnterEvent(QPointF(9, 9), QPointF(9, 9), QPointF(9, 9)))
    tools = {name: tile.findChild(QAbstractButton, name) for name in ("tileOpen", "tileEdit", "tileMenu")}
    assert all(tool.isVisible() and tool.accessibleName() for tool in tools.values())
    qtbot.mouseClick(tools["tileOpen"], _LEFT)
    qtbot.mouseClick(tools["tileEdit"], _LEFT)
    assert [image.turn_id for (image,) in rig.named("open_image")] == [turn.id]
    assert [verb for verb, _ in rig.named("verb")] == [Verb.EDIT]
    qtbot.mouseClick(tools["tileMenu"], _LEFT)
    menu = tile.findChild(QMenu, "imageMenu")
    assert menu.isVisible()
    menu.close()
    assert not rig.named("choose"), "and nothing is chosen by it"
    QApplication.sendEvent(tile, QEvent(QEvent.Type.Leave))
    assert not tools["tileOpen"].isVisible()


def test_the_picture_stands_where_its_tile_was(rig: StageRig, qtbot: QtBot) -> None:
    turn = rig.turn(size=(640, 480), settings={"aspectRatio": "4:3"})
    job = job_for(rig.library, turn, Progress(JobState.RECEIVING, 10))
    rig.show(turn, [job])
    place = rig.tiles[1].geometry()
    made = rig.turn(
        seed=4, settings=turn.settings, send_id=turn.send_id, conversation_id=turn.conversation_id, id=job.id
    )
    job.ended, job.finished = time.monotonic(), Finished(made, rig.library.images.of_turn(made.id))
    tile = rig.tiles[1]
    rig.branch.entry_changed.emit(job.id)
    assert rig.tiles[1] is tile
    rig.show(turn, [job])
    assert rig.tiles[1] is tile
    assert tile.geometry() == place
    assert tile.face is not None
    assert tile.face.state == "picture"
    qtbot.waitUntil(lambda: tile._fade.state() == tile._fade.State.Stopped and not tile._arrives)
    shown = tile.grab().toImage()
    sky = QColor(111, 182, 214)
    assert shown.pixelColor(shown.width() - 20, 20) == sky


def test_room_that_no_picture_needs_is_given_back_when_all_has_failed(rig: StageRig) -> None:
    turn = fail_turn(rig.library, None, errors.Overloaded("busy"), settings={"aspectRatio": "4:3"})
    job = job_for(rig.library, turn, Progress(JobState.THINKING), turn_id=turn.id)
    rig.show(turn, [job])
    tile = rig.tiles[0]
    height = tile.height()
    assert height > 300
    job.ended, job.finished = time.monotonic(), Finished(turn, (), failure=errors.Overloaded("busy"))
    rig.branch.entry_changed.emit(job.id)
    assert rig.tiles[0] is tile
    assert tile.height() < 170
    assert not tile.is_cut


def test_a_thumbnail_that_comes_late_is_painted_when_it_is_there(rig: StageRig, qtbot: QtBot) -> None:
    rig.thumbnails.late = True
    rig.show(rig.turn())
    middle = _grab(rig).rect().center()
    assert _grab(rig).pixelColor(middle.x(), 30) == QColor(tokens_of(rig.stage.palette()).raised)
    rig.thumbnails.deliver()
    qtbot.waitUntil(lambda: _grab(rig).pixelColor(middle.x(), 30) == QColor(246, 196, 143))


def test_a_lost_file_is_said(rig: StageRig, monkeypatch: pytest.MonkeyPatch) -> None:
    rig.thumbnails.late = True
    rig.show(rig.turn())
    plain = _grab(rig)
    monkeypatch.setattr(rig.thumbnails, "has_failed", lambda image: True)
    assert _grab(rig) != plain


def test_a_click_chooses_and_a_double_click_opens(rig: StageRig, qtbot: QtBot) -> None:
    first, second = rig.send(2)
    rig.show(first)
    assert [tile.is_chosen for tile in rig.tiles] == [True, False]
    qtbot.mouseClick(rig.tiles[1], _LEFT)
    assert rig.named("choose") == [(second.id,)]
    qtbot.mouseDClick(rig.tiles[1], _LEFT)
    assert [image.turn_id for (image,) in rig.named("open_image")] == [second.id]
    rig.show(second)
    assert [tile.is_chosen for tile in rig.tiles] == [False, True]
    assert rig.tiles[1].accessibleName().endswith("done, chosen")


def test_a_tile_that_stands_alone_wears_no_ring(rig: StageRig) -> None:
    rig.show(rig.turn())
    assert not rig.tiles[0].is_chosen
    assert rig.tiles[0].accessibleName() == "Image 1 of 1, An otter in a top hat, done"


def test_keys_choose_open_and_walk(rig: StageRig, qtbot: QtBot) -> None:
    turns = rig.send(6, settings={"aspectRatio": "4:3"})
    rig.show(turns[0])
    tiles = rig.tiles
    tiles[0].setFocus(Qt.FocusReason.TabFocusReason)
    columns = 3
    for key, place in (
        (Qt.Key.Key_Right, 1),
        (Qt.Key.Key_Right, 2),
        (Qt.Key.Key_Left, 1),
        (Qt.Key.Key_Down, 1 + columns),
        (Qt.Key.Key_Up, 1),
    ):
        qtbot.keyClick(rig.stage.focusWidget(), key)
        assert tiles[place].hasFocus()
    qtbot.keyClick(tiles[1], Qt.Key.Key_Space)
    qtbot.keyClick(tiles[1], Qt.Key.Key_Return)
    assert rig.named("choose") == [(turns[1].id,)]
    assert [image.turn_id for (image,) in rig.named("open_image")] == [turns[1].id]


def test_focus_is_seen_when_it_came_by_keys_only(rig: StageRig, qtbot: QtBot) -> None:
    turn = rig.turn()
    rig.show(turn)
    plain = _grab(rig)
    qtbot.mouseClick(rig.tiles[0], _LEFT)
    assert _grab(rig) == plain
    rig.thread.setFocus()
    rig.tiles[0].setFocus(Qt.FocusReason.TabFocusReason)
    assert _grab(rig) != plain


def test_verbs_come_by_key_and_by_menu(rig: StageRig, qtbot: QtBot) -> None:
    rig.show(rig.turn())
    tile = rig.tiles[0]
    tile.setFocus()
    qtbot.keyClick(tile, Qt.Key.Key_4)
    assert [verb for verb, _ in rig.named("verb")] == [Verb.RATE_4]
    QApplication.sendEvent(tile, QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), QPoint()))
    menu = tile.findChild(QMenu, "imageMenu")
    assert menu is not None
    assert menu.isVisible()
    next(action for action in menu.actions() if action.objectName() == "EDIT").trigger()
    assert [verb for verb, _ in rig.named("verb")] == [Verb.RATE_4, Verb.EDIT]
    menu.close()


def test_a_picture_is_dragged_out_and_nothing_is_clicked(rig: StageRig, qtbot: QtBot) -> None:
    turn = rig.turn()
    rig.show(turn)
    tile = rig.tiles[0]
    qtbot.mousePress(tile, _LEFT, pos=QPoint(40, 40))
    assert [[image.turn_id for image in images] for images in rig.drags.prepared] == [[turn.id]]
    qtbot.mouseMove(tile, QPoint(44, 40))
    assert not rig.drags.started
    qtbot.mouseMove(tile, QPoint(90, 60))
    assert len(rig.drags.started) == 1
    qtbot.mouseRelease(tile, _LEFT, pos=QPoint(90, 60))
    assert not rig.named("choose")


def test_a_rating_is_seen(rig: StageRig) -> None:
    turn = rig.turn()
    rig.show(turn)
    plain = _grab(rig)
    (image,) = rig.library.images.of_turn(turn.id)
    rig.library.images.rate(image.id, 4)
    rig.show(turn)
    starred = _grab(rig)
    rig.library.images.rate(image.id, -1)
    rig.show(turn)
    assert plain != starred
    assert _grab(rig) not in (plain, starred)


@pytest.mark.parametrize(
    ("failure", "state", "face", "money"),
    [
        (errors.KeyRefused("no", status=403), "failed", "failed", "Nothing was charged."),
        (errors.TimedOut("slow", phase="read"), "failed", "failed", "It may have been charged."),
        (errors.Interrupted(), "unknown", "unknown", "It may have been charged."),
        (errors.Cancelled(errors.Charge.NO), "cancelled", "cancelled", "Nothing was charged."),
    ],
)
def test_a_failure_says_what_it_cost_and_how_to_go_on_before_and_after_a_restart(
    rig: StageRig, qtbot: QtBot, failure: errors.GeminiError, state: str, face: str, money: str
) -> None:
    turn = fail_turn(rig.library, None, failure, state)
    job = job_for(rig.library, turn, Progress(JobState.FAILED), turn_id=turn.id, ended=time.monotonic())
    job.finished = Finished(turn, (), failure=failure, charge=failure.charge)
    for jobs in ([job], []):  # in this run, and as the record has it
        rig.branch.show(None)
        rig.show(turn, jobs)
        tile = rig.tiles[0]
        assert tile.face is not None
        assert (tile.face.state, tile.face.money) == (face, money)
        assert tile.face.title in tile.accessibleDescription()
        assert money in tile.accessibleDescription()
        shown = {button.objectName() for button in tile.buttons}
        more = {"tileMore"} if tile.face.detail else set()
        assert shown == {f"tileFix-{fix.name.lower()}" for fix in tile.face.fixes[:2]} | more
        button = [each for each in tile.buttons if each.objectName() != "tileMore"][-1]
        assert isinstance(button, QPushButton)
        qtbot.mouseClick(button, _LEFT)
        fix = tile.face.fixes[:2][-1]
        assert rig.named("fix")[-1] == (fix, turn.id)
        assert button.text() == rig.words.fix(fix)


@pytest.mark.parametrize(
    ("outcome", "facts", "said"),
    [
        ("words", {}, "The model answered in words"),
        ("blocked", {"blockReason": "SAFETY"}, "The safety filters blocked"),
        ("nothing", {"finishReason": "NO_IMAGE"}, "draw"),
    ],
)
def test_a_reply_without_a_picture_says_why(rig: StageRig, outcome: str, facts: dict[str, str], said: str) -> None:
    turn = rig.turn(roles=(), commit={"outcome": outcome, "facts": facts, "charge": "maybe", "words": None})
    rig.show(turn)
    face = rig.tiles[0].face
    assert face is not None
    assert face.state == "silent"
    assert face.tone == "warn"
    assert said in face.title
    assert Fix.AGAIN in face.fixes


def test_what_could_not_be_begun_is_shown_without_a_turn(rig: StageRig) -> None:
    turn = rig.turn()
    job = job_for(rig.library, turn, Progress(JobState.FAILED), ended=time.monotonic(), error=NoRoom(1 << 26))
    rig.show(turn, [job])
    face = rig.tiles[1].face
    assert face is not None
    assert (face.state, face.money) == ("failed", "Nothing was charged.")


def test_a_picture_in_the_trash_leaves_a_word(rig: StageRig) -> None:
    turn = rig.turn()
    (image,) = rig.library.images.of_turn(turn.id)
    rig.library.images.trash(image.id, rig.library.clock())
    rig.show(turn)
    face = rig.tiles[0].face
    assert face is not None
    assert face.state == "trashed"
    assert not rig.tiles[0].images()


def test_long_failures_keep_to_their_tile_and_offer_the_rest(rig: StageRig, qtbot: QtBot) -> None:
    turns = rig.send(4, settings={"aspectRatio": "21:9"})
    kwargs = {"send_id": turns[0].send_id, "conversation_id": turns[0].conversation_id}
    failed = fail_turn(rig.library, None, errors.TimedOut("slow", phase="read"), **kwargs, settings=turns[0].settings)
    rig.show(turns[0])
    tile = next(tile for tile in rig.tiles if tile.turn_id == failed.id)
    assert tile.size() == rig.tiles[0].size()
    bottom = max(button.geometry().bottom() for button in tile.buttons)
    assert bottom < tile.height()
    tile.resize(180, 128)
    more = tile.buttons[-1]
    assert more.objectName() == "tileMore"
    qtbot.mouseClick(more, _LEFT)
    said = rig.views[-1]._said
    assert said.isVisible()
    assert tile.face is not None
    assert said._lines["advice"].text() == tile.face.advice
    assert len(said.buttons) == len(tile.face.fixes) + 1


def test_a_copy_of_what_is_on_its_way_says_where_it_is(rig: StageRig) -> None:
    turn = rig.library.turns.begin(new_turn(rig.library))
    rig.library.turns.begin_attempt(turn.id, rig.library.ids.new(), 5)
    made = rig.library.forest.fork(turn.id, "A fork", 5)
    (copy,) = rig.library.turns.of_conversation(made.id)
    for shown, said in ((turn, "Its reply is not in the library yet"), (copy, "Under way where it was copied from")):
        rig.show(shown)
        face = rig.tiles[0].face
        assert face is not None
        assert (face.state, face.title) == ("elsewhere", said)
