"""The branch as a thread: what is made, what stays in its place, and what is told."""

import asyncio
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from studio.gemini import errors
from studio.generation.wish import Finished, JobState, Progress
from studio.library.library import Library
from studio.library.records import Turn
from studio.ui.image_actions import Verb
from studio.ui.stage.step_pool import _MOST
from studio.ui.stage.tile import Tile
from studio.workbench.branch import Branch
from studio.workbench.jobs import Job, Jobs
from studio.workbench.steps import Step
from studio.workbench.tasks import Tasks
from tests.ui.stage_rig import StageRig
from tests.ui.staging import fail_turn, job_for, make_turn
from tests.ui.waiting import until

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen one, which has no real screen
_LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def rig(qtbot: QtBot, tmp_path: Path) -> StageRig:
    return StageRig(qtbot, Library.open(tmp_path / "library"))


def _branch_of(rig: StageRig, count: int) -> list[Turn]:
    turns: list[Turn] = []
    for number in range(count):
        turns.append(rig.turn(turns[-1] if turns else None, seed=number, settings={"aspectRatio": "4:3"}))
    return turns


def _stretched(step: Step, count: int) -> tuple[Step, ...]:
    """A long branch of steps like this one."""
    entry = step.entries[0]
    return tuple(
        replace(step, number=number + 1, prompt=f"Step {number + 1}", entries=(replace(entry, id=f"{number:032x}"),))
        for number in range(count)
    )


def _top_of(rig: StageRig, turn_id: str) -> int:
    """How far below the top of the view a tile stands."""
    tile = rig.stage.findChild(Tile, f"tile-{turn_id}")
    assert tile is not None
    return tile.mapTo(rig.thread.viewport(), QPoint()).y()


def test_teaches_when_there_is_nothing_yet(rig: StageRig, qtbot: QtBot) -> None:
    rig.stage.set_library_path("/home/ada/Pictures/Studio")
    welcome = rig.thread.welcome
    assert welcome.isVisible()
    assert "/home/ada/Pictures/Studio" in welcome._place.accessibleName()
    qtbot.mouseClick(welcome._place, _LEFT)
    assert rig.named("folder_wanted") == [()]
    qtbot.mouseClick(welcome.examples[1], _LEFT)
    welcome.examples[2].setFocus()
    qtbot.keyClick(welcome.examples[2], Qt.Key.Key_Space)
    asked = [prompt for (prompt,) in rig.named("example_chosen")]
    assert len(asked) == 2
    assert asked[0] != asked[1]
    rig.show(rig.turn())
    assert not welcome.isVisible()
    rig.branch.show(None)
    assert welcome.isVisible()


def test_begins_at_the_end_and_goes_on_with_it(rig: StageRig) -> None:
    turns = _branch_of(rig, 5)
    rig.show(turns[-2])
    bar = rig.thread.verticalScrollBar()
    assert bar.value() == bar.maximum() > 0
    rig.show(turns[-1])
    assert bar.value() == bar.maximum()
    rig.stage.resize(850, 400)
    assert bar.value() == bar.maximum()


def test_what_is_read_stays_when_a_turn_is_added(rig: StageRig) -> None:
    turns = _branch_of(rig, 6)
    rig.show(turns[-1])
    bar = rig.thread.verticalScrollBar()
    bar.setValue(700)
    before = _top_of(rig, turns[1].id)
    rig.show(rig.turn(turns[-1]))
    assert _top_of(rig, turns[1].id) == before
    assert bar.value() < bar.maximum()


def test_a_result_moves_nothing_that_is_looked_at(rig: StageRig) -> None:
    turns = _branch_of(rig, 3)
    job = job_for(rig.library, turns[-1], Progress(JobState.THINKING))
    rig.show(turns[-1], [job])
    places = [_top_of(rig, turn.id) for turn in turns[1:]] + [_top_of(rig, job.id)]
    made = rig.turn(
        turns[1],
        id=job.id,
        send_id=turns[-1].send_id,
        settings=turns[-1].settings,
        roles=("draft", "main"),
        commit={"words": "Here it is. " * 60},
        size=(300, 900),
    )
    job.ended, job.finished = time.monotonic(), Finished(made, rig.library.images.of_turn(made.id))
    rig.branch.entry_changed.emit(job.id)
    rig.show(turns[-1], [job])
    QApplication.processEvents()
    assert [_top_of(rig, turn.id) for turn in turns[1:]] + [_top_of(rig, job.id)] == places


@pytest.mark.parametrize("away", [False, True])
def test_what_comes_below_a_result_is_followed_by_who_is_at_the_end(rig: StageRig, qtbot: QtBot, away: bool) -> None:
    turns = _branch_of(rig, 4)
    rig.show(turns[-1])
    bar = rig.thread.verticalScrollBar()
    if away:
        bar.setValue(bar.maximum() - 200)
    qtbot.waitUntil(lambda: not rig.thread._soon.isActive())
    top, maximum = _top_of(rig, turns[-1].id), bar.maximum()
    source = {"uri": "https://example.com/otters", "title": "Otters", "kind": "web", "licence": ""}
    rig.views[-1]._sources.show_facts({"sources": [source]})
    qtbot.waitUntil(lambda: bar.maximum() > maximum and not rig.thread._soon.isActive())
    grown = bar.maximum() - maximum
    assert _top_of(rig, turns[-1].id) == (top if away else top - grown)
    assert (bar.value() == bar.maximum()) is not away


def test_what_comes_wider_than_expected_leaves_no_gap_and_does_not_move(rig: StageRig) -> None:
    turn = rig.turn(settings={}, size=(512, 512))
    job = job_for(rig.library, turn, Progress(JobState.THINKING), send_id=rig.library.ids.new())
    rig.show(turn)
    rig.branch.show(turn.conversation_id, job.id, [job])
    before = rig.tiles[0].geometry()
    top = _top_of(rig, job.id)
    made = rig.turn(
        id=job.id, send_id=job.wish.send_id, conversation_id=turn.conversation_id, settings={}, size=(1376, 768)
    )
    job.ended, job.finished = time.monotonic(), Finished(made, rig.library.images.of_turn(made.id))
    rig.branch.show(turn.conversation_id, job.id, [job])
    QApplication.processEvents()
    after = rig.tiles[0].geometry()
    assert (after.topLeft(), after.width()) == (before.topLeft(), before.width())
    assert after.height() < before.height()
    assert _top_of(rig, job.id) == top


def test_a_turn_that_goes_on_expects_the_shape_it_goes_on_from(rig: StageRig) -> None:
    first = rig.turn(settings={}, size=(1376, 768))
    second = rig.turn(first, settings={})
    job = job_for(rig.library, second, Progress(JobState.THINKING), send_id=rig.library.ids.new())
    rig.show(first)
    rig.branch.show(first.conversation_id, job.id, [job])
    tile = rig.tiles[0]
    assert tile.turn_id == job.id
    assert tile.place().width() / tile.place().height() == pytest.approx(1376 / 768, rel=0.02)


def test_another_way_keeps_the_step_that_was_touched(rig: StageRig, qtbot: QtBot) -> None:
    turns = _branch_of(rig, 2)
    others = rig.send(2, turns[0], settings={"aspectRatio": "4:3"})
    for number in range(3):
        others.append(rig.turn(others[-1], seed=number))
    rig.show(others[-1])
    bar = rig.thread.verticalScrollBar()
    bar.setValue(300)
    before = _top_of(rig, others[0].id)
    rig.stage.asked.sibling.emit(2, -1)
    rig.show(turns[1])
    assert _top_of(rig, turns[1].id) == before


def test_a_long_branch_makes_only_what_is_near(rig: StageRig) -> None:
    turn = rig.turn()
    rig.show(turn)
    rig.branch.conversation_id = "another"
    rig.branch.steps = _stretched(rig.branch.steps[0], 300)
    rig.branch.changed.emit()
    bar = rig.thread.verticalScrollBar()
    assert bar.value() == bar.maximum()
    assert rig.views[-1].step is rig.branch.steps[-1]
    assert len(rig.views) < 12
    for value in range(bar.maximum(), -1, -400):
        bar.setValue(value)
        top, bottom = bar.value(), bar.value() + rig.thread.viewport().height()
        covered = [view.geometry() for view in rig.views]
        assert min(place.top() for place in covered) <= max(top, 20)
        assert max(place.bottom() for place in covered) >= bottom - 60
    assert rig.views[0].step is rig.branch.steps[0]
    assert len(rig.views) <= _MOST


def test_views_are_kept_and_only_what_changed_is_shown_again(rig: StageRig, monkeypatch: pytest.MonkeyPatch) -> None:
    turns = _branch_of(rig, 3)
    rig.show(turns[-1])
    views = rig.views
    shown: list[int] = []
    for view in views:
        monkeypatch.setattr(view, "show_step", lambda step: shown.append(step.number))
    rig.show(turns[-1])
    assert not shown
    (image,) = rig.library.images.of_turn(turns[1].id)
    rig.library.images.rate(image.id, 3)
    rig.show(turns[-1])
    assert shown == [2]
    assert rig.views == views


def test_arrows_lead_from_step_to_step(rig: StageRig, qtbot: QtBot) -> None:
    turns = _branch_of(rig, 3)
    rig.show(turns[-1])
    rig.tiles[0].setFocus()
    qtbot.keyClick(rig.tiles[0], Qt.Key.Key_Up)
    assert rig.stage.focusWidget().objectName() == f"tile-{turns[1].id}"
    qtbot.keyClick(rig.stage.focusWidget(), Qt.Key.Key_Up)
    assert rig.stage.focusWidget().objectName() == f"tile-{turns[0].id}"
    assert 0 <= _top_of(rig, turns[0].id) < rig.thread.viewport().height()
    qtbot.keyClick(rig.stage.focusWidget(), Qt.Key.Key_Down)
    assert rig.stage.focusWidget().objectName() == f"tile-{turns[1].id}"


def _beside(rig: StageRig) -> QLineEdit:
    """Something else that could take the focus, as the gallery's filter does."""
    field = QLineEdit(rig.stage)
    field.show()
    rig.stage.activateWindow()
    return field


def _focused() -> str:
    focus = QApplication.focusWidget()
    return focus.objectName() if focus is not None else ""


@pytest.mark.parametrize("at", ["tile", "again"])
def test_the_focus_goes_to_the_step_that_takes_the_place_of_another(rig: StageRig, at: str) -> None:
    first = rig.turn()
    second, other = rig.turn(first), rig.turn(first, seed=2)
    _beside(rig)
    rig.show(second)
    tile = rig.tiles[0]
    widget: QWidget | None = tile if at == "tile" else rig.views[-1].findChild(QWidget, at)
    assert widget is not None
    widget.setFocus()
    assert widget.hasFocus()
    rig.show(other)
    assert _focused() == f"tile-{other.id}"
    rig.branch.steps = rig.branch.steps[:1]
    rig.branch.changed.emit()
    assert rig.thread.hasFocus(), "there is no step in its place"


def test_the_focus_stays_in_the_thread_when_another_conversation_comes(rig: StageRig) -> None:
    one, other = rig.turn(), rig.turn()
    field = _beside(rig)
    rig.show(one)
    rig.tiles[0].setFocus()
    rig.show(other)
    assert rig.thread.hasFocus()
    field.setFocus()
    rig.show(one)
    assert field.hasFocus(), "it was not in here"


def test_the_focus_stays_in_the_step_when_a_tile_or_a_button_goes(rig: StageRig) -> None:
    turns = rig.send(2)
    job = job_for(rig.library, turns[0], Progress(JobState.THINKING))
    _beside(rig)
    rig.show(turns[1], [job])
    tile = rig.tiles[-1]
    assert tile.turn_id == job.id
    tile.buttons[0].setFocus()
    job.ended, job.error = time.monotonic(), errors.TimedOut("slow", phase="read")
    job.progress = Progress(JobState.FAILED)
    rig.branch.entry_changed.emit(job.id)
    assert tile.hasFocus(), "its button is gone"
    rig.show(turns[1])
    assert len(rig.tiles) == 2
    assert _focused() == f"tile-{turns[1].id}", "the chosen one"


def test_home_and_end(rig: StageRig, qtbot: QtBot) -> None:
    rig.show(_branch_of(rig, 4)[-1])
    bar = rig.thread.verticalScrollBar()
    qtbot.keyClick(rig.thread, Qt.Key.Key_Home)
    assert bar.value() == 0
    qtbot.keyClick(rig.thread, Qt.Key.Key_End)
    assert bar.value() == bar.maximum()


def test_c_compares_with_what_it_came_from_or_with_the_chosen_one(rig: StageRig, qtbot: QtBot) -> None:
    first = rig.turn()
    pair = rig.send(2, first)
    rig.show(pair[0])
    for tile in rig.tiles:
        tile.setFocus()
        qtbot.keyClick(tile, Qt.Key.Key_C)
    asked = [(verb, [image.turn_id for image in images]) for verb, images in rig.named("verb")]
    assert asked == [(Verb.COMPARE, [first.id, pair[0].id]), (Verb.COMPARE, [pair[0].id, pair[1].id])]


def test_c_compares_the_first_of_all_with_the_next_sibling_that_has_an_image(rig: StageRig, qtbot: QtBot) -> None:
    chosen = rig.turn()
    of_send = {"send_id": chosen.send_id, "conversation_id": chosen.conversation_id}
    fail_turn(rig.library, None, errors.ServerFailed("…"), **of_send)
    other = rig.turn(seed=2, **of_send)
    rig.show(chosen)
    tile = next(tile for tile in rig.tiles if tile.objectName() == f"tile-{chosen.id}")
    tile.setFocus()
    qtbot.keyClick(tile, Qt.Key.Key_C)
    (asked,) = rig.named("verb")
    assert (asked[0], [image.turn_id for image in asked[1]]) == (Verb.COMPARE, [other.id, chosen.id])


def test_an_end_is_announced_once(rig: StageRig) -> None:
    turn = rig.turn()
    job = job_for(rig.library, turn, Progress(JobState.THINKING))
    rig.show(turn, [job])
    told: list[str] = []
    rig.thread.announced.connect(told.append)
    rig.branch.entry_changed.emit(job.id)
    assert not told
    job.ended, job.error = time.monotonic(), errors.Overloaded("busy", status=503)
    rig.branch.entry_changed.emit(job.id)
    rig.branch.entry_changed.emit(job.id)
    assert len(told) == 1
    assert told[0].startswith("Image 2 of 2: ")
    assert "Nothing was charged." in told[0]


def _end(job: Job, turn: Turn, failure: errors.GeminiError | None = None) -> None:
    job.ended, job.finished = time.monotonic(), Finished(turn, (), failure=failure)


def _same_send(first: Turn, job: Job) -> dict[str, Any]:
    return {"send_id": first.send_id, "conversation_id": first.conversation_id, "id": job.id}


def test_a_send_that_ends_says_exactly_one_thing_with_its_pictures_and_money(rig: StageRig) -> None:
    first = rig.turn(commit={"charge": "none"})
    jobs = [job_for(rig.library, first, Progress(JobState.THINKING)) for _ in range(3)]
    rig.show(first, jobs)
    told: list[str] = []
    rig.thread.announced.connect(told.append)
    for seed, job in enumerate(jobs, 2):
        assert not told, "not before all of it is over"
        paid = {"charge": "yes", "actual_micros": 67_000}
        _end(job, rig.turn(seed=seed, commit=paid, **_same_send(first, job)))
        rig.branch.entry_changed.emit(job.id)
        rig.show(first, jobs)
    rig.show(first)
    assert told == ["3 images are done, $0.201"]


def test_what_failed_in_a_send_is_said_in_the_same_breath(rig: StageRig) -> None:
    first = rig.turn(commit={"charge": "none"})
    jobs = [job_for(rig.library, first, Progress(JobState.THINKING)) for _ in range(2)]
    rig.show(first, jobs)
    told: list[str] = []
    rig.thread.announced.connect(told.append)
    paid = {"charge": "yes", "actual_micros": 67_000}
    _end(jobs[0], rig.turn(seed=2, commit=paid, **_same_send(first, jobs[0])))
    failure = errors.KeyRefused("no", status=403)
    _end(jobs[1], fail_turn(rig.library, None, failure, **_same_send(first, jobs[1])), failure)
    for job in jobs:
        rig.branch.entry_changed.emit(job.id)
    rig.show(first, jobs)
    (said,) = told
    assert said.startswith("1 of 2 images are done; ")
    assert "Nothing was charged." in said
    assert said.endswith(", $0.067")


def test_reveals_a_turn(rig: StageRig) -> None:
    turns = _branch_of(rig, 6)
    rig.show(turns[-1])
    rig.thread.reveal(turns[1].id)
    assert 0 <= _top_of(rig, turns[1].id) < 120
    rig.thread.show_end()
    assert rig.thread.verticalScrollBar().value() == rig.thread.verticalScrollBar().maximum()


async def test_shows_the_real_branch_of_a_real_library(qtbot: QtBot, tmp_path: Path) -> None:
    with Library.open(tmp_path / "library") as library:
        rig = StageRig(qtbot, library)
        tasks = Tasks()
        branch = Branch(tasks, Jobs(tasks))
        stage = type(rig.stage)(branch, rig.thumbnails, rig.words, rig.drags, str)
        qtbot.addWidget(stage)
        stage.resize(850, 620)
        stage.show()
        first = await make_turn(library)
        second = await make_turn(library, first, seed=1)
        branch.open(library)
        branch.show_conversation(first.conversation_id)
        await until(lambda: len(stage.thread_view.views) == 2)
        qtbot.mouseClick(stage.thread_view.views[-1].tiles[0], _LEFT)
        assert stage.thread_view.views[-1].turn_id == second.id
        await asyncio.sleep(0)
        await tasks.close()


class _LayoutRequests(QObject):
    """Counts how often a widget is asked to lay itself out."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, _: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.LayoutRequest
        return False


@pytest.mark.parametrize("height", [300, 620, 1000])
def test_the_welcome_rests_once_it_is_laid_out(rig: StageRig, height: int) -> None:
    rig.stage.resize(850, height)
    asked = _LayoutRequests(rig.thread.welcome)
    for _ in range(100):
        QApplication.processEvents()
    assert asked.count < 20, "a layout must not ask for the next one"
