"""What the window is made to show for its pictures."""

import asyncio
import json
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QDialog, QLineEdit
from real_window import KEY, Stand

from studio.generation.wish import JobState
from tests.fakes.replies import google_error, image_part, reply_of
from tests.fakes.server import Answer, Request, Wire, reply, serving

CONVERSATIONS = (
    "A lighthouse on a cliff above the sea at sunset",
    "A red fox in the snow, oil painting",
    "A city at night with a full moon",
    "A wooden house by a lake, morning mist",
    "A cat on a window sill, pencil sketch",
    "A sailing boat on a calm sea",
)
LONG = (
    "A hot air balloon above the mountains, morning",
    "warmer light",
    "make it night, with stars",
    "brighter",
    "make it a watercolour",
    "colder",
)
OTTER = "A cute baby otter wearing a tiny top hat, watercolor style"
NEXT = "Change the background to a forest at sunset"

_FIRST_SEED = 1


async def fill(stand: Stand) -> None:
    """A library as it is after an afternoon: several conversations, one of them long, the last one a branch."""
    for prompt in CONVERSATIONS:
        await stand.new_conversation()
        await stand.ask(prompt, count=2)
    await stand.new_conversation()
    for prompt in LONG:
        await stand.ask(prompt)
    await stand.new_conversation()
    await stand.ask(OTTER, count=4)
    await stand.ask(NEXT, count=3)
    await stand.rate([5, 4, 3])


async def grow_a_tree(stand: Stand) -> None:
    """A conversation with branches and variants, and what changed in the words of the turn that has the focus."""
    await stand.open_conversation(LONG[0])
    storm = "make it rain, with a storm behind the mountains"
    for number, prompt, count in ((4, "brighter, and no stars", 1), (2, storm, 3)):
        stand.bench.onward.branch_from(stand.bench.branch.steps[number - 1].through.id)
        await stand.ask(prompt, count=count)
        await stand.open_conversation(LONG[0])
    tree = stand.window.findChild(QAbstractItemView, "treeView")
    assert tree is not None
    tree.setFocus(Qt.FocusReason.TabFocusReason)
    for key in (Qt.Key.Key_Left, Qt.Key.Key_S, Qt.Key.Key_Right):
        QTest.keyClick(tree, key)
        await stand.settled()


async def type_with_references(stand: Stand) -> None:
    """The next prompt half thought out, that goes on from a picture and refers to two files."""
    await stand.until(lambda: stand.bench.branch.steps)
    draft, files = stand.bench.draft, [stand.root.parent / name for name in ("lantern.jpg", "colours.jpg")]
    for file in files:
        await asyncio.to_thread(shutil.copyfile, await stand.a_file(files.index(file)), file)
    draft.add_files(files, "reference")
    await stand.until(lambda: [each.state for each in draft.inputs] == ["ready", "ready"])
    draft.set_label(draft.inputs[0].id, "lamp")
    stand.type("Warmer light from the left as in @lamp, and keep the hat exactly as it is")
    await stand.settled()


async def stop_typing(stand: Stand) -> None:
    """Throw away what is written and what was put beside it."""
    stand.bench.draft.clear_inputs()
    stand.bench.draft.prompt = ""
    await stand.settled()


def by_seed(*answers: Answer) -> Answer:
    """An answer for each variant of one send, whichever of them arrives first."""

    def answer(request: Request, wire: Wire) -> None:
        answers[request.json["generationConfig"]["seed"] - _FIRST_SEED](request, wire)

    return answer


@asynccontextmanager
async def get_busy(stand: Stand) -> AsyncIterator[None]:
    """Four variants at once: one is there, one thinks, one arrives, one is queued."""
    whole = json.dumps(_as_asked(image_part(await stand.a_picture()))).encode()

    def arrives(_: Request, wire: Wire) -> None:
        wire.head(200, 2 * len(whole))
        wire.send(whole[: len(whole) // 2])
        wire.until_gone()

    def thinks(_: Request, wire: Wire) -> None:
        wire.until_gone()

    with serving(by_seed(reply(json.loads(whole)), thinks, arrives, thinks)) as server:
        await stand.use("RouterHub", server.url, at_once=2)
        await stand.new_conversation()
        prompt = "A poster for a jazz evening, three colours, a lot of air"
        await stand.ask(prompt, count=4, first_seed=_FIRST_SEED, wait=False)
        await _until_states(stand, JobState.THINKING, JobState.RECEIVING, JobState.QUEUED)
        yield
        stand.bench.jobs.cancel_all()
        await stand.quiet()
    await stand.use_none("RouterHub")


@asynccontextmanager
async def fail(stand: Stand) -> AsyncIterator[None]:
    """Four variants: three have failed, each in a way of its own, the fourth waits for its next try."""
    answers = (
        reply(google_error(500, "INTERNAL", "An internal error has occurred."), 500),
        reply(_as_asked({"text": "Here is how I would draw it: first, an otter."})),
        reply({"promptFeedback": {"blockReason": "PROHIBITED_CONTENT"}}),
        reply(google_error(429, "RESOURCE_EXHAUSTED", "Slow down."), 429, Retry_After="40"),
    )
    with serving(by_seed(*answers)) as server:
        await stand.use("RouterHub", server.url, at_once=4)
        await stand.new_conversation()
        prompt = "An otter in front of a famous coffee house"
        await stand.ask(prompt, count=4, first_seed=_FIRST_SEED, wait=False)
        await _until_states(stand, JobState.WAITING)
        await stand.settled()
        yield
        stand.bench.jobs.cancel_all()
        await stand.quiet()
    await stand.use_none("RouterHub")


def _as_asked(part: dict[str, Any]) -> dict[str, Any]:
    """A reply that names no model, as some gateways send it: so it is none but the one that was asked for."""
    return reply_of(part) | {"modelVersion": None}


async def _until_states(stand: Stand, *states: JobState) -> None:
    """Wait until these are the states of all that is under way."""
    await stand.until(lambda: sorted(job.state for job in stand.bench.jobs.under_way) == sorted(states))


@contextmanager
def held_over(stand: Stand, picture: Path) -> Iterator[None]:
    """A file of a picture, held over the window and not let go."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(picture))])
    place = QPoint(stand.window.width() // 4, stand.window.height() // 2)
    how = (Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    surface = stand.window.windowHandle()
    QApplication.sendEvent(surface, QDragEnterEvent(place, *how))
    QApplication.sendEvent(surface, QDragMoveEvent(place, *how))
    yield
    QApplication.sendEvent(surface, QDragLeaveEvent())


@asynccontextmanager
async def without_keyring(stand: Stand) -> AsyncIterator[None]:
    """A key is to be kept where there is no keyring: what the dialog says of it."""
    await stand.use("RouterHub", "https://api.routerhub.example", key=None)
    stand.desk.composer.manage_connections.emit()
    (dialog,) = (each for each in stand.window.findChildren(QDialog) if each.isVisible())
    edit = dialog.findChild(QLineEdit, "keyEdit")
    assert edit is not None
    edit.setText(KEY)
    stand.button("saveButton").click()
    await stand.until(lambda: not stand.bench.tasks.running)
    await stand.settled()
    yield
    edit.clear()
    dialog.close()
    await stand.use_none("RouterHub")
