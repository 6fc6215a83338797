"""A streamed reply in the real window: words first, then a draft, then the picture in its place."""

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from studio.profile.saved_connection import SavedConnection
from studio.profile.secrets import Secret
from studio.ui.stage.tile import Tile
from tests.fakes.replies import image_part
from tests.fakes.server import Request, Wire
from tests.gemini.test_event_stream import events
from tests.gemini.test_streamed import END, piece
from tests.ui.staging import painted
from tests.ui.waiting import until
from tests.ui.window_rig import Shown, shown

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen one, which has no real screen
PIECES = [
    piece({"text": "An otter "}),
    piece({"text": "in a hat."}),
    piece(image_part(painted(1, 512, 512))),
    piece(image_part(painted(3, 512, 512))),
    END,
]


class Slowly:
    """Sends one event each time it is told to go on."""

    def __init__(self) -> None:
        self._next = threading.Semaphore(0)

    def go_on(self) -> None:
        self._next.release()

    def answer(self, _: Request, wire: Wire) -> None:
        wire.head(200, None, Content_Type="text/event-stream")
        for each in PIECES:
            while not self._next.acquire(timeout=0.05):
                if wire.closing.is_set():
                    return
            wire.send(events([each]))


def tile(w: Shown) -> Tile:
    return w.desk.stage.thread_view.views[-1].tiles[0]


def words(w: Shown) -> str:
    label = w.desk.stage.thread_view.views[-1].findChild(QLabel, "modelWords")
    return label.accessibleName() if label is not None and label.isVisible() else ""


def corner(w: Shown) -> QColor:
    shown_tile = tile(w)
    return QColor(shown_tile.grab().toImage().pixel(shown_tile.place().topLeft().toPoint() + QPoint(20, 60)))


def alike(one: QColor, other: QColor) -> bool:
    """Whether two are the same place of a picture, which may have been scaled to another width meanwhile."""
    apart = (one.red() - other.red(), one.green() - other.green(), one.blue() - other.blue())
    return max(map(abs, apart)) <= 2


async def send_streamed(w: Shown) -> None:
    saved = await w.bench.connections.add(
        SavedConnection(id="x", name="gateway", base_url=w.server.url, auth="goog-key", streaming=True)
    )
    await w.bench.connections.set_key(saved.id, Secret("canary-stream"), for_session_only=True)
    w.type("an otter")
    QTest.keyClick(w.widget("promptEdit"), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    await until(lambda: w.server.posts())
    assert w.server.posts()[0].target.endswith(":streamGenerateContent?alt=sse")


async def test_words_then_a_draft_then_the_picture_in_its_place(tmp_path: Path) -> None:
    far = Slowly()
    async with shown(tmp_path, far.answer) as w:
        await send_streamed(w)
        await until(lambda: w.bench.branch.steps)
        empty = corner(w)
        far.go_on()
        await until(lambda: words(w) == "An otter", "the first words")
        far.go_on()
        await until(lambda: words(w) == "An otter in a hat.", "the other words")
        assert corner(w) == empty
        far.go_on()
        await until(lambda: corner(w) != empty, "the draft")
        draft = corner(w)
        assert tile(w).ring.isVisible()
        far.go_on()
        await until(lambda: corner(w) not in (empty, draft), "the next image in its place")
        last, seen = corner(w), set()
        far.go_on()
        await until(lambda: seen.add(corner(w).rgb()) or not w.bench.jobs.under_way, "the end")
        await until(lambda: seen.add(corner(w).rgb()) or tile(w).images(), "the picture")
        assert all(alike(QColor(each), last) for each in seen), "it stands there all the time"
        assert words(w) == "An otter in a hat."
        (turn,) = w.bench.library.turns.recent(3) if w.bench.library is not None else ()
        assert turn.words == "An otter in a hat."


async def test_the_sandbox_streams_too_once_it_is_told_to(tmp_path: Path) -> None:
    far = Slowly()
    async with shown(tmp_path, far.answer) as w:
        await w.bench.connections.stream_sandbox(True)
        w.type("an otter")
        QTest.keyClick(w.widget("promptEdit"), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: w.server.posts())
        assert w.server.posts()[0].target.endswith(":streamGenerateContent?alt=sse")
        await until(lambda: w.bench.branch.steps)
        far.go_on()
        await until(lambda: words(w) == "An otter", "the first words")
        for _ in PIECES[1:]:
            far.go_on()
        await until(lambda: not w.bench.jobs.under_way, "the end")
        await until(lambda: tile(w).images(), "the picture")


async def test_a_stream_can_be_cancelled_and_what_was_whole_stays(tmp_path: Path) -> None:
    far = Slowly()
    async with shown(tmp_path, far.answer) as w:
        await send_streamed(w)
        for _ in range(3):
            far.go_on()
        await until(lambda: w.bench.jobs.under_way[0].progress.drafts, "a draft")
        w.bench.jobs.cancel_all()
        await until(lambda: not w.bench.jobs.under_way)
        assert w.bench.library is not None
        (turn,) = w.bench.library.turns.recent(3)
        (image,) = w.bench.library.images.of_turn(turn.id)
        assert w.bench.library.images.absolute_path(image).read_bytes() == painted(1, 512, 512)
        assert (turn.outcome, turn.content, turn.words) == ("cut off", None, "An otter in a hat.")
