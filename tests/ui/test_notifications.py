"""How a send ended is said on the desktop while another window is in front, once, and a click leads to it."""

from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from studio.gemini.errors import ServerFailed
from studio.generation.wish import JobState, Progress, Wish
from studio.profile.settings import Settings
from studio.ui.notifications import Notifications
from studio.ui.sentences.end_words import EndWords
from studio.ui.words import Words
from studio.workbench.job import Job
from tests.fakes.replies import google_error
from tests.fakes.server import Answer, Request, Wire, one_after_another, reply
from tests.ui.waiting import until
from tests.ui.window_rig import Shown, shown
from tests.workbench.rig import GOOD

BROKEN = reply(google_error(500, "INTERNAL", "no"), 500)


def hang(_: Request, wire: Wire) -> None:
    wire.until_gone()


class Notes(QObject):
    """A desktop that writes down what it is to show."""

    clicked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[tuple[str, str, str]] = []

    async def show(self, key: str, title: str, body: str) -> None:
        self.shown.append((key, title, body))


@pytest.fixture
def away(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another program is in front."""
    monkeypatch.setattr(QApplication, "activeWindow", lambda: None)


async def send(w: Shown, count: int = 1, prompt: str = "an otter in a hat") -> list[str]:
    w.bench.draft.count = count
    w.type(prompt)
    QTest.keyClick(w.widget("promptEdit"), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    return [job.id for job in w.bench.jobs.under_way]


def watched(w: Shown) -> tuple[Notes, Notifications]:
    notes = Notes()
    return notes, Notifications(w.bench, w.desk.words, notes, w.desk)


@pytest.mark.usefixtures("away")
async def test_variants_are_told_once_when_the_last_has_ended(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        notes, _ = watched(w)
        ids = await send(w, 3)
        await until(lambda: notes.shown)
        await until(lambda: not w.bench.jobs.under_way)
        assert notes.shown == [(ids[0], "3 images · an otter in a hat", "")]


@pytest.mark.usefixtures("away")
@pytest.mark.parametrize(
    ("answer", "title", "body"),
    [
        (one_after_another(GOOD, BROKEN), "1 image · an otter in a hat", "failed with status 500"),
        (BROKEN, "No image · an otter in a hat", "2 times: "),
    ],
)
async def test_what_failed_is_said_once_with_how_often(tmp_path: Path, answer: Answer, title: str, body: str) -> None:
    async with shown(tmp_path, answer) as w:
        notes, _ = watched(w)
        await send(w, 2)
        await until(lambda: notes.shown)
        assert notes.shown[0][1] == title
        assert body in notes.shown[0][2]


def test_what_may_have_been_charged_is_said_so(qapp: QApplication) -> None:
    wish = Wish("an otter", "m", "1" * 32, "2" * 32, "3" * 32, "new")
    paid, free = (Job(wish, each, "far", Progress(JobState.FAILED)) for each in ("f" * 32, None))
    for job in (paid, free):
        job.error = ServerFailed("far failed with status 500.")
    words = EndWords(Words())
    assert "It may have been charged." in words.body([paid])
    assert "charged" not in words.body([free])
    assert words.title([paid]) == "No image · an otter"


async def test_nothing_is_said_while_the_window_is_in_front(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with shown(tmp_path) as w:
        monkeypatch.setattr(QApplication, "activeWindow", lambda: w.window)
        notes, _ = watched(w)
        await w.generate("an otter")
        assert notes.shown == []


@pytest.mark.usefixtures("away")
async def test_nothing_is_said_where_a_person_wants_none(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        await w.bench.preferences.change(Settings.notifications, "never")
        notes, _ = watched(w)
        await w.generate("an otter")
        assert notes.shown == []


@pytest.mark.usefixtures("away")
async def test_nothing_is_said_of_what_was_cancelled_unsent(tmp_path: Path) -> None:
    async with shown(tmp_path, hang) as w:
        notes, _ = watched(w)
        w.bench.jobs.pause(True)
        await send(w, 2)
        w.bench.jobs.cancel_queued()
        assert not w.bench.jobs.under_way
        assert notes.shown == []


@pytest.mark.usefixtures("away")
async def test_a_click_leads_to_the_turn(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        notes, notifications = watched(w)
        notifications.wanted.connect(w.desk.going.show_job)
        (job_id,) = await send(w)
        await until(lambda: notes.shown)
        w.bench.branch.clear()
        notes.clicked.emit(job_id)
        await until(lambda: w.bench.branch.entry(job_id) is not None, "the turn")
        notes.clicked.emit("of another library")
