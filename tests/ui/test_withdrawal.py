"""What is queued goes with what it follows into the trash, in the real window: it is not sent, and that is said."""

from pathlib import Path
from threading import Event

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListView, QWidget

from studio.generation.wish import JobState
from studio.library.library import Library
from studio.workbench.job import Job
from tests.fakes.replies import google_error
from tests.fakes.server import Request, Wire, one_after_another, reply
from tests.ui.waiting import lay_out, until
from tests.ui.window_rig import Shown, shown
from tests.workbench.rig import GOOD

KEY = Qt.Key
CANCELLED = "3 waiting requests were cancelled at no cost; undo does not bring them back."
GOING_ON = "2 under way go on: their images will be in the gallery."

BUSY = reply(google_error(429, "RESOURCE_EXHAUSTED", "Please retry in 60s."), 429)


class Held:
    """A server that answers once, and then only when it is let."""

    def __init__(self) -> None:
        self.may_answer = Event()
        self.answer = one_after_another(GOOD, *[self._late] * 9)

    def _late(self, request: Request, wire: Wire) -> None:
        self.may_answer.wait(20)
        GOOD(request, wire)


def library_of(w: Shown) -> Library:
    assert w.bench.library is not None
    return w.bench.library


async def queue_five(w: Shown) -> tuple[Job, ...]:
    """Send five variants that follow a first turn, of which two are under way."""
    await w.generate("an otter")
    w.bench.draft.count = 5
    w.type("at night")
    QTest.keyClick(w.widget("promptEdit"), KEY.Key_Return, Qt.KeyboardModifier.ControlModifier)
    jobs = w.bench.jobs.under_way
    await until(lambda: all(job.state is JobState.THINKING for job in jobs[:2]), "two requests")
    await until(lambda: len(w.bench.outline.tree or ()) == 6, "the tree")
    return jobs


async def ends_well(w: Shown, held: Held, jobs: tuple[Job, ...]) -> None:
    """What had begun is kept to the end, and nothing else was sent."""
    held.may_answer.set()
    await until(lambda: not w.bench.jobs.under_way, "the end")
    assert [job.state for job in jobs] == [JobState.DONE] * 2 + [JobState.CANCELLED] * 3
    assert len(w.server.posts()) == 3
    assert library_of(w).queue.all() == ()
    assert len(library_of(w).images.newest(9)) == 2


async def test_pruning_a_turn_cancels_what_was_queued_to_follow_it(tmp_path: Path) -> None:
    held = Held()
    async with shown(tmp_path, held.answer) as w:
        jobs = await queue_five(w)
        tree = w.find(QWidget, "treeView")
        tree.setFocus()
        QTest.keyClick(tree, KEY.Key_Home)
        QTest.keyClick(tree, KEY.Key_Delete)
        await until(lambda: f"3 turns moved to the trash. {CANCELLED} {GOING_ON}" in w.said(), "what was done")
        await until(lambda: not w.bench.branch.steps, "an empty stage")
        await until(lambda: not w.bench.outline.tree, "no ghost of what was queued")
        await ends_well(w, held, jobs)
        w.find(QAction, "undoAction").trigger()
        await until(lambda: len(w.bench.branch.steps) == 2, "it is back")
        assert len(w.server.posts()) == 3
        assert [entry.turn is not None for entry in w.bench.branch.steps[1].entries] == [True] * 2 + [False] * 3


async def test_trashing_a_conversation_cancels_its_queue(tmp_path: Path) -> None:
    held = Held()
    async with shown(tmp_path, held.answer) as w:
        jobs = await queue_five(w)
        view = w.find(QListView, "conversationList")
        lay_out()
        QTest.keyClick(view, KEY.Key_Delete)
        await until(lambda: f"Its images stay in the library. {CANCELLED} {GOING_ON}" in w.said(), "what was done")
        held.may_answer.set()
        await until(lambda: not w.bench.jobs.under_way, "the end")
        assert [job.state for job in jobs] == [JobState.DONE] * 2 + [JobState.CANCELLED] * 3
        assert len(w.server.posts()) == 3
        assert library_of(w).queue.all() == ()
        assert len(library_of(w).images.newest(9)) == 3


async def test_what_is_queued_elsewhere_goes_on(tmp_path: Path) -> None:
    held = Held()
    async with shown(tmp_path, held.answer) as w:
        await queue_five(w)
        other = library_of(w).conversations.create(library_of(w).ids.new(), "Foxes", library_of(w).clock())
        w.bench.edits.trash_conversation(other, "Move to the trash", "Moved.")
        await w.bench.undo.finish()
        assert w.said() == "Moved."
        assert len(w.bench.jobs.queued) == 3
        held.may_answer.set()
        await until(lambda: not w.bench.jobs.under_way, "the end")
        assert len(w.server.posts()) == 6


async def test_taking_a_restored_conversation_back_cancels_what_was_sent_in_it_and_says_so(tmp_path: Path) -> None:
    held = Held()
    async with shown(tmp_path, held.answer) as w:
        await w.generate("an otter")
        conversation = w.bench.branch.conversation
        assert conversation is not None
        library_of(w).conversations.trash(conversation.id, library_of(w).clock())
        w.bench.edits.restore_conversation(conversation, "Restore", "Back.")
        await w.bench.undo.finish()
        w.bench.jobs.pause(True)
        w.type("at night")
        QTest.keyClick(w.widget("promptEdit"), KEY.Key_Return, Qt.KeyboardModifier.ControlModifier)
        (job,) = w.bench.jobs.under_way
        w.bench.undo.undo()
        await until(lambda: job.is_over, "its end")
        assert "One waiting request was cancelled at no cost; undo does not bring it back." in w.said()
        w.bench.jobs.pause(False)
        assert len(w.server.posts()) == 1


async def test_what_counts_down_to_be_tried_again_is_cancelled_with_what_it_follows(tmp_path: Path) -> None:
    async with shown(tmp_path, one_after_another(GOOD, BUSY)) as w:
        await w.generate("an otter")
        w.type("at night")
        QTest.keyClick(w.widget("promptEdit"), KEY.Key_Return, Qt.KeyboardModifier.ControlModifier)
        (job,) = w.bench.jobs.under_way
        await until(lambda: job.state is JobState.WAITING, "its countdown")
        w.bench.edits.prune(job.wish.parent.id, "Move to the trash", lambda count: f"{count} turns moved.")  # type: ignore[union-attr]
        await until(lambda: job.is_over, "its end")
        assert job.state is JobState.CANCELLED
        assert w.said() == "2 turns moved. One waiting request was cancelled at no cost; undo does not bring it back."
        attempts = library_of(w).turns.attempts(job.id)
        assert [(each.state, each.charge) for each in attempts] == [("failed", "none"), ("cancelled", "none")]
        assert len(w.server.posts()) == 2
