"""What is under way, in the real window: the button that says how much, the list at it, real keys and clicks."""

from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from studio.generation.wish import JobState
from studio.ui.queue.button import QueueButton
from studio.ui.queue.panel import QueuePanel
from studio.ui.queue.row import QueueRow
from studio.workbench.job import Job
from tests.fakes.server import Request, Wire
from tests.ui.pointer import move_over
from tests.ui.waiting import lay_out, until
from tests.ui.window_rig import Shown, shown

ALT, SHIFT = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier
KEY, LEFT = Qt.Key, Qt.MouseButton.LeftButton


def hang(_: Request, wire: Wire) -> None:
    wire.until_gone()


async def send(w: Shown, count: int, prompt: str = "an otter") -> tuple[Job, ...]:
    """Send variants by the keyboard, of which two are under way."""
    w.bench.draft.count = count
    w.type(prompt)
    QTest.keyClick(w.widget("promptEdit"), KEY.Key_Return, Qt.KeyboardModifier.ControlModifier)
    jobs = w.bench.jobs.under_way
    await until(lambda: all(job.state is JobState.THINKING for job in jobs[:2]), "two requests")
    await w.bench.jobs.settle()
    return jobs


def button(w: Shown) -> QueueButton:
    return w.find(QueueButton, "queueButton")


async def opened(w: Shown) -> QueuePanel:
    QTest.mouseClick(button(w), LEFT)
    lay_out()
    return w.find(QueuePanel, "queuePanel")


def named(panel: QWidget, name: str) -> QPushButton:
    found = panel.findChild(QPushButton, name)
    assert found is not None
    return found


def facts(row: QueueRow) -> str:
    label = row.findChild(QLabel, "rowFacts")
    assert label is not None
    return label.accessibleName()


def order(w: Shown) -> list[str]:
    return [each.id for each in w.bench.library.queue.all()] if w.bench.library else []


async def gone(w: Shown) -> None:
    await until(lambda: w.window.findChild(QueuePanel) is None, "the end of the list")


async def test_the_button_is_there_only_while_something_is_under_way(tmp_path: Path) -> None:
    async with shown(tmp_path, hang) as w:
        assert not button(w).isVisible()
        assert not w.find(QAction, "show_queueAction").isEnabled()
        await send(w, 5)
        await until(lambda: button(w).text() == "2 under way · 3 queued", "what is queued")
        w.bench.jobs.pause(True)
        assert button(w).text() == "2 under way · 3 paused"
        w.bench.jobs.cancel_all()
        await until(lambda: (button(w).isVisible(), button(w).text()) == (True, "Paused"), "the end of all")
        QTest.keyClick(w.widget("promptEdit"), KEY.Key_J, Qt.KeyboardModifier.ControlModifier | SHIFT)
        assert not button(w).isVisible()


async def test_the_list_tells_each_one_in_order_with_what_it_waits_for(tmp_path: Path) -> None:
    async with shown(tmp_path, hang) as w:
        jobs = await send(w, 3)
        panel = await opened(w)
        assert [row.job for row in panel.rows] == list(jobs)
        assert [facts(row) for row in panel.rows] == [
            "1 of 3 · Sandbox · Thinking",
            "2 of 3 · Sandbox · Thinking",
            "3 of 3 · Sandbox · Waits for room: 2 at once",
        ]
        assert panel.rows[2].accessibleName() == "an otter, 3 of 3 · Sandbox"
        assert panel.rows[2].accessibleDescription() == "Waits for room: 2 at once"
        assert panel.rows[2].cancel.accessibleName() == "Cancel: an otter"
        assert QApplication.focusWidget() is panel.rows[0]


async def test_a_row_cancels_its_job_and_the_next_goes_on(tmp_path: Path) -> None:
    async with shown(tmp_path, hang) as w:
        jobs = await send(w, 3)
        panel = await opened(w)
        QTest.mouseClick(panel.rows[0].cancel, LEFT)
        await until(lambda: jobs[0].is_over and jobs[2].state is not JobState.QUEUED)
        assert [row.job for row in panel.rows] == [jobs[1], jobs[2]]
        QTest.keyClick(panel.rows[0], KEY.Key_Down)
        assert QApplication.focusWidget() is panel.rows[1]
        QTest.keyClick(panel.rows[1], KEY.Key_Delete)
        await until(lambda: jobs[2].is_over)
        assert QApplication.focusWidget() is panel.rows[0]
        QTest.keyClick(panel.rows[0], KEY.Key_Delete)
        await gone(w)
        assert not w.bench.jobs.under_way
        await until(lambda: not button(w).isVisible(), "the end of all")


async def test_the_arrow_keys_lead_along_the_rows_from_their_buttons_too(tmp_path: Path) -> None:
    async with shown(tmp_path, hang) as w:
        await send(w, 3)
        rows = (await opened(w)).rows
        rows[0].cancel.setFocus()
        QTest.keyClick(rows[0].cancel, KEY.Key_Down)
        assert QApplication.focusWidget() is rows[1].cancel
        QTest.keyClick(rows[1].cancel, KEY.Key_Up)
        QTest.keyClick(rows[0].cancel, KEY.Key_Up)
        assert QApplication.focusWidget() is rows[0].cancel, "there is none above it"
        rows[0].setFocus()
        QTest.keyClick(rows[0], KEY.Key_Down)
        assert QApplication.focusWidget() is rows[1]


async def test_keys_move_what_waits_and_leave_what_was_begun(tmp_path: Path) -> None:
    async with shown(tmp_path, hang) as w:
        jobs = await send(w, 5)
        first, second, third = jobs[2:]
        panel = await opened(w)
        rows = {row.job: row for row in panel.rows}
        QTest.keyClick(rows[third], KEY.Key_Up, ALT)
        assert w.bench.jobs.queued == (first, third, second)
        QTest.keyClick(rows[third], KEY.Key_Home, ALT)
        assert w.bench.jobs.queued == (third, first, second)
        QTest.keyClick(rows[third], KEY.Key_Down, ALT)
        QTest.keyClick(rows[jobs[0]], KEY.Key_Down, ALT)
        assert w.bench.jobs.queued == (first, third, second)
        assert [row.job for row in panel.rows] == [*jobs[:2], first, third, second]
        await w.bench.jobs.settle()
        assert order(w) == [first.id, third.id, second.id]


async def test_what_waits_is_pulled_to_another_place(tmp_path: Path) -> None:
    async with shown(tmp_path, hang) as w:
        jobs = await send(w, 5)
        first, second, third = jobs[2:]
        panel = await opened(w)
        rows = {row.job: row for row in panel.rows}
        start, above = rows[third].rect().center(), QPoint(60, -rows[third].height() - 4)
        QTest.mousePress(rows[third], LEFT, pos=start)
        move_over(rows[third], above, LEFT)
        assert w.widget("queuePanel").findChild(QWidget, "dropMark").isVisible()
        QTest.mouseRelease(rows[third], LEFT, pos=above)
        assert w.bench.jobs.queued == (first, third, second)
        below = QPoint(60, 3 * rows[first].height())
        QTest.mousePress(rows[first], LEFT, pos=start)
        move_over(rows[first], below, LEFT)
        QTest.mouseRelease(rows[first], LEFT, pos=below)
        assert w.bench.jobs.queued == (third, second, first)
        assert not panel.findChild(QWidget, "dropMark").isVisible()


async def test_the_queue_is_held_and_what_waits_cancelled_from_the_list(tmp_path: Path) -> None:
    async with shown(tmp_path, hang) as w:
        jobs = await send(w, 4)
        panel = await opened(w)
        pause, drop = named(panel, "queuePause"), named(panel, "queueCancelQueued")
        QTest.mouseClick(pause, LEFT)
        assert w.bench.jobs.is_paused
        assert (pause.text(), facts(panel.rows[2])) == ("Resume", "3 of 4 · Sandbox · Paused")
        QTest.mouseClick(pause, LEFT)
        assert (pause.text(), w.bench.jobs.is_paused) == ("Pause", False)
        QTest.mouseClick(drop, LEFT)
        assert [row.job for row in panel.rows] == list(jobs[:2])
        assert not drop.isVisible()
        assert not any(job.is_over for job in jobs[:2])
        await w.bench.jobs.settle()
        assert order(w) == []


async def test_enter_leads_to_the_turn(tmp_path: Path) -> None:
    async with shown(tmp_path, hang) as w:
        jobs = await send(w, 3)
        QTest.mouseClick(w.widget("newConversationButton"), LEFT)
        await until(lambda: w.bench.branch.conversation_id is None)
        panel = await opened(w)
        QTest.keyClick(panel.rows[2], KEY.Key_Return)
        await gone(w)
        await until(lambda: w.bench.branch.entry(jobs[2].id) is not None, "the turn")


async def test_the_list_opens_and_goes_by_keys_and_a_second_click(tmp_path: Path) -> None:
    async with shown(tmp_path, hang) as w:
        await send(w, 3)
        prompt = w.widget("promptEdit")
        prompt.setFocus()
        QTest.keyClick(prompt, KEY.Key_J, Qt.KeyboardModifier.ControlModifier)
        panel = w.find(QueuePanel, "queuePanel")
        QTest.keyClick(panel.rows[0], KEY.Key_Escape)
        await gone(w)
        assert QApplication.focusWidget() is prompt
        assert len(w.bench.jobs.under_way) == 3, "Esc cancels nothing"
        await opened(w)
        QTest.mouseClick(button(w), LEFT)
        await gone(w)


async def test_a_paused_empty_queue_says_what_that_means(tmp_path: Path) -> None:
    async with shown(tmp_path, hang) as w:
        w.find(QAction, "pause_queueAction").trigger()
        panel = await opened(w)
        assert panel.findChild(QLabel, "queueEmpty").isVisible()
        assert panel.rows == ()
        QTest.mouseClick(named(panel, "queuePause"), LEFT)
        await gone(w)
        assert not button(w).isVisible()


async def test_what_is_sent_into_a_held_queue_waits(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        w.bench.jobs.pause(True)
        w.type("an otter")
        QTest.keyClick(w.widget("promptEdit"), KEY.Key_Return, Qt.KeyboardModifier.ControlModifier)
        await w.bench.jobs.settle()
        (job,) = w.bench.jobs.under_way
        assert button(w).text() == "1 paused"
        assert not w.server.posts()
        w.bench.jobs.pause(False)
        await until(lambda: job.is_over)
        assert job.state is JobState.DONE
