"""Quitting while busy asks once: wait, leave it to the next start, or cancel. Each in the real window."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from studio.generation.wish import JobState
from studio.library.exchange.taking_in import StudioFileReader
from studio.library.library import Library
from studio.library.records import Attempt
from studio.ui.dialogs.quit_question import QuitQuestion
from tests.fakes.server import Request, Wire
from tests.ui.waiting import until
from tests.ui.window_rig import Shown, shown
from tests.workbench.rig import GOOD


def send(w: Shown, text: str) -> None:
    w.type(text)
    QTest.keyClick(w.widget("promptEdit"), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


class Held:
    """A server that answers when it is let go."""

    def __init__(self) -> None:
        self.go = Event()

    def answer(self, request: Request, wire: Wire) -> None:
        while not (self.go.is_set() or wire.closing.is_set()):
            wire.pause(0.01)
        if self.go.is_set():
            GOOD(request, wire)


@asynccontextmanager
async def busy(tmp_path: Path, held: Held, *, queued: int = 1) -> AsyncIterator[tuple[Shown, list[bool]]]:
    """A window with one request on its way and others behind it, whose person closes it; and whether it was closed."""
    async with shown(tmp_path, held.answer) as w:
        closed: list[bool] = []
        w.window.closed.connect(lambda: closed.append(True))
        w.bench.settings.change(type(w.bench.settings).concurrency, 1)
        for number in range(1 + queued):
            send(w, f"otter {number}")
        await until(lambda: len(w.server.posts()) == 1)
        await until(lambda: w.bench.jobs.under_way[0].state is JobState.THINKING)
        w.window.close()
        yield w, closed


def title(w: Shown) -> str:
    return next(each.text() for each in question(w).findChildren(QLabel) if each.property("role") == "title")


def question(w: Shown) -> QuitQuestion:
    return w.find(QuitQuestion, "quitQuestion")


def press(w: Shown, name: str) -> None:
    (button,) = question(w).findChildren(QPushButton, name)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def attempts(root: Path) -> list[Attempt]:
    with Library.open(root / "library") as library:
        return [attempt for turn in library.turns.recent(9) for attempt in library.turns.attempts(turn.id)]


def queued(root: Path) -> int:
    with Library.open(root / "library") as library:
        return len(library.queue.all())


async def test_it_is_asked_once_and_escape_goes_on(tmp_path: Path) -> None:
    async with busy(tmp_path, Held()) as (w, closed):
        assert title(w) == "1 under way, 1 queued"
        w.window.close()
        assert len(w.window.findChildren(QuitQuestion)) == 1
        assert not closed
        dialog = question(w)
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        await until(lambda: w.window.findChild(QuitQuestion) is None)
        assert not closed
        assert len(w.bench.jobs.under_way) == 2


async def test_waiting_counts_and_quits_by_itself_when_all_has_ended(tmp_path: Path) -> None:
    held = Held()
    async with busy(tmp_path, held) as (w, closed):
        press(w, "waitButton")
        assert question(w).isVisible()
        assert w.find(QPushButton, "waitButton").accessibleDescription() == "busy"
        counted: list[str] = []
        w.bench.jobs.ended.connect(lambda _: counted.append(title(w)))
        held.go.set()
        await until(lambda: closed == [True])
        assert len(w.server.posts()) == 2
        assert counted[0] == "One request is under way" or "queued" in counted[0]
    assert [attempt.state for attempt in attempts(tmp_path)] == ["done", "done"]
    assert queued(tmp_path) == 0


async def test_waiting_can_be_given_up(tmp_path: Path) -> None:
    held = Held()
    async with busy(tmp_path, held) as (w, closed):
        press(w, "waitButton")
        press(w, "stayButton")
        await until(lambda: w.window.findChild(QuitQuestion) is None)
        held.go.set()
        await until(lambda: not w.bench.jobs.under_way)
        assert not closed


async def test_a_paused_queue_is_not_waited_for_and_stays(tmp_path: Path) -> None:
    held = Held()
    async with busy(tmp_path, held) as (w, closed):
        w.bench.jobs.pause(True)
        press(w, "waitButton")
        assert "paused" in question(w)._wait_says.text()
        held.go.set()
        await until(lambda: closed == [True])
        assert len(w.server.posts()) == 1
    assert queued(tmp_path) == 1


async def test_left_as_it_is_the_next_start_lists_it(tmp_path: Path) -> None:
    async with busy(tmp_path, Held()) as (w, closed):
        press(w, "leaveButton")
        assert closed == [True]
    assert [attempt.state for attempt in attempts(tmp_path)] == ["open"]
    assert queued(tmp_path) == 1
    async with shown(tmp_path) as w:
        await until(w.widget("recoveryPanel").isVisible)
        assert w.find(QLabel, "leftHeading").text().startswith("One request was interrupted")
        assert w.find(QLabel, "waitingHeading").text().startswith("One request was queued and not sent")
        assert not w.server.posts()


async def test_cancelled_nothing_is_left_for_the_next_start(tmp_path: Path) -> None:
    async with busy(tmp_path, Held()) as (w, closed):
        assert "may be charged" in question(w)._cancel_says.text()
        press(w, "cancelAllButton")
        assert closed == [True]
    assert [attempt.state for attempt in attempts(tmp_path)] == ["cancelled"]
    assert queued(tmp_path) == 0
    async with shown(tmp_path) as w:
        assert not w.widget("recoveryPanel").isVisible()


async def test_what_ends_while_it_is_asked_leaves_a_plain_question(tmp_path: Path) -> None:
    held = Held()
    async with busy(tmp_path, held, queued=0) as (w, closed):
        assert title(w) == "One request is under way"
        held.go.set()
        await until(lambda: title(w) == "Everything has ended")
        assert not w.find(QPushButton, "leaveButton").isVisible()
        assert not closed, "nobody has said yet that it is to quit"
        assert w.find(QPushButton, "waitButton").text() == "Quit"
        press(w, "waitButton")
        assert closed == [True]


@pytest.mark.parametrize("count", [1, 2])
async def test_what_only_waits_in_the_queue_is_said_to_cost_nothing(tmp_path: Path, count: int) -> None:
    async with shown(tmp_path) as w:
        w.bench.jobs.pause(True)
        for number in range(count):
            send(w, f"otter {number}")
        await until(lambda: all(job.is_written for job in w.bench.jobs.queued))
        w.window.close()
        assert title(w) == ("One request is queued" if count == 1 else "2 requests are queued")
        assert "Nothing was charged" in question(w)._cancel_says.text()
        press(w, "leaveButton")
    assert queued(tmp_path) == count


async def test_what_begins_while_it_waits_is_waited_for_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held, may_go, take_in = Held(), Event(), StudioFileReader.take_in

    def slowly(reader: StudioFileReader, *given: Any) -> object:
        may_go.wait(20)
        return take_in(reader, *given)

    monkeypatch.setattr(StudioFileReader, "take_in", slowly)
    async with busy(tmp_path, held, queued=0) as (w, closed):
        press(w, "waitButton")
        transfer = w.bench.exchange.take_in(tmp_path / "none.studio")
        assert transfer is not None
        held.go.set()
        await until(lambda: title(w) == "A conversation is being exported or imported")
        assert not closed
        may_go.set()
        await until(lambda: closed == [True])
        assert transfer.result is not None


async def test_images_that_are_saved_while_it_waits_are_waited_for_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held, may_go = Held(), Event()
    monkeypatch.setattr("studio.library.export.check_folder", lambda _: may_go.wait(20))
    async with busy(tmp_path, held, queued=0) as (w, closed):
        press(w, "waitButton")
        saving = w.bench.exports.to_folder([], tmp_path / "folder", "{prompt}")
        held.go.set()
        await until(lambda: title(w) == "Images are being saved to a folder")
        assert not closed
        may_go.set()
        await until(lambda: closed == [True])
        assert saving.result is not None
