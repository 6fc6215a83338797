"""Conversations leaving and coming in the real window, by menus and dialogs; and requests on the clipboard."""

import asyncio
import os
import subprocess
import sys
import threading
import zipfile
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox, QFileDialog, QLineEdit, QMenu, QWidget

from studio.library.progress import Counter
from studio.profile.saved_connection import SavedConnection
from studio.profile.secrets import Secret
from studio.workbench.messages import Message
from tests.conftest import need
from tests.fakes.held_transfer import hold_transfers
from tests.fakes.replies import google_error, image_part, picture, reply_of
from tests.fakes.server import reply, serving
from tests.ui.waiting import until
from tests.ui.window_rig import Shown, shown, window_on
from tests.workbench.rig import GOOD

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

KEY = "canary-window-code"


async def choose(w: Shown, name: str, path: Path) -> None:
    """Give a path to a file dialog and accept it."""
    await until(lambda: w.window.findChild(QFileDialog, name), name)
    dialog = w.find(QFileDialog, name)
    field = dialog.findChild(QLineEdit, "fileNameEdit")
    box = dialog.findChild(QDialogButtonBox, "buttonBox")
    assert isinstance(field, QLineEdit)
    assert isinstance(box, QDialogButtonBox)
    field.setText(str(path))  # typed, it would open a list of what is there, which takes the click
    saves = dialog.acceptMode() == QFileDialog.AcceptMode.AcceptSave
    button = QDialogButtonBox.StandardButton.Save if saves else QDialogButtonBox.StandardButton.Open
    QTest.mouseClick(box.button(button), Qt.MouseButton.LeftButton)
    await until(lambda: w.window.findChild(QFileDialog, name) is None, "the dialog to go")


def trigger(w: Shown, name: str) -> None:
    w.find(QAction, f"{name}Action").trigger()


async def said(w: Shown, words: str) -> Message:
    """The message that says this."""
    await until(lambda: words in w.said(), words)
    return next(message for message in w.bench.messages.all if words in message.text)


async def exported(w: Shown, tmp_path: Path) -> Path:
    trigger(w, "export_conversation")
    await choose(w, "exportFileDialog", tmp_path / "otters")
    await said(w, "Exported as “otters.studio”.")
    return tmp_path / "otters.studio"


def prompts(w: Shown) -> list[str]:
    return [step.prompt for step in w.bench.branch.steps]


async def test_a_conversation_leaves_and_comes_in_as_a_second_one(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        await w.generate("an otter")
        await w.generate("at night")
        first = w.bench.branch.conversation_id
        file = await exported(w, tmp_path)
        trigger(w, "import_conversations")
        await choose(w, "importDialog", file)
        message = await said(w, "“an otter” was here already. It was imported once more, beside the other.")
        await until(lambda: w.bench.branch.conversation_id != first and prompts(w) == ["an otter", "at night"])
        assert w.bench.conversations.rowCount() == 2
        assert message.actions[0][0] == "Undo"
        w.bench.messages.answer(message, 0)
        await until(lambda: w.bench.branch.conversation_id == first, "the one that was open before")
        await until(lambda: w.bench.conversations.rowCount() == 1, "the other in the trash")
        trigger(w, "redo")
        await until(lambda: w.bench.branch.conversation_id not in (None, first))


async def test_another_machine_goes_on_with_it(tmp_path: Path) -> None:
    async with shown(tmp_path / "here") as w:
        await w.generate("an otter")
        file = await exported(w, tmp_path)
        before = w.server.posts()[0].json
    async with shown(tmp_path / "there") as w:
        trigger(w, "import_conversations")
        await choose(w, "importDialog", file)
        await said(w, "“an otter” was imported, with one turn. What it cost was paid where it comes from.")
        await until(lambda: prompts(w) == ["an otter"])
        await w.generate("at night")
        contents = w.server.posts()[0].json["contents"]
        assert [content["role"] for content in contents] == ["user", "model", "user"]
        assert contents[0] == before["contents"][0]
        assert contents[1]["parts"][0]["thoughtSignature"] == "c2ln"


async def test_markdown_from_the_menu_of_a_row(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        await w.generate("an otter")
        (tmp_path / "out").mkdir()
        conversation = w.bench.branch.conversation
        assert conversation is not None
        menu = w.desk.sidebar._menu.of(conversation)
        next(each for each in menu.actions() if each.objectName() == "exportStoryAction").trigger()
        await choose(w, "exportStoryDialog", tmp_path / "out")
        message = await said(w, "Exported to the folder “an otter”.")
        text = tmp_path / "out" / "an otter" / "an otter.md"
        assert "> an otter" in text.read_text()
        asked: list[tuple[Path, ...]] = []
        w.desk._crossings.show_files.connect(asked.append)
        w.bench.messages.answer(message, 0)
        assert asked == [(text,)]


async def test_the_branch_alone_from_the_menu_of_a_turn(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        await w.generate("an otter")
        await w.generate("at night")
        (tmp_path / "out").mkdir()
        menu = w.desk.stage.thread_view.views[0].menu()
        assert isinstance(menu, QMenu)
        next(each for each in menu.actions() if each.objectName() == "export_branch").trigger()
        await choose(w, "exportStoryDialog", tmp_path / "out")
        await said(w, "Exported to the folder “an otter”.")
        text = (tmp_path / "out" / "an otter" / "an otter.md").read_text()
        assert "> an otter" in text
        assert "at night" not in text
        trigger(w, "export_branch")
        await choose(w, "exportStoryDialog", tmp_path / "out")
        await said(w, "Exported to the folder “an otter-2”.")
        assert "at night" in (tmp_path / "out" / "an otter-2" / "an otter.md").read_text()


async def test_what_is_refused_is_said_beside_its_name(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        (tmp_path / "odd.studio").write_text("hello")
        w.desk._crossings.exchanges.take_in([tmp_path / "odd.studio"])
        message = await said(w, "“odd.studio” was not imported. This file is no Studio conversation")
        assert message.severity == "error"
        assert "Nothing was imported." in message.text
        assert w.bench.exchange.under_way == ()


async def test_a_long_one_shows_how_far_it_is_and_can_be_cancelled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with shown(tmp_path) as w:
        await w.generate("an otter")
        file = await exported(w, tmp_path)
        go_on = hold_transfers(monkeypatch)
        w.desk._crossings.exchanges.take_in([file])
        message = await said(w, "Importing “otters.studio”: ")
        assert message.actions[0][0] == "Cancel"
        asked: list[object] = []
        w.desk.ask_to_quit(lambda: asked.append("quit"))
        question = w.find(QWidget, "quitQuestion")
        assert question.accessibleName() == "A conversation is being exported or imported"
        assert asked == []
        question.close()
        w.bench.messages.answer(message, 0)
        go_on.set()
        await said(w, "Import cancelled. Nothing of “otters.studio” is in the library.")
        assert w.bench.library is not None
        assert len(w.bench.library.conversations.newest(9)) == 1
        assert not any(w.bench.library.folder.landing.iterdir())


async def test_closing_the_window_half_way_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    go_on = threading.Event()
    add = Counter.add

    def slow(self: Counter, count: int) -> None:
        assert go_on.wait(30)
        add(self, count)

    async with shown(tmp_path) as w:
        await w.generate("an otter")
        monkeypatch.setattr(Counter, "add", slow)
        conversation = w.bench.branch.conversation_id
        assert conversation is not None
        transfer = w.bench.exchange.export(conversation, tmp_path / "out" / "x.studio", over=False)
        assert transfer is not None
        await until((tmp_path / "out").exists)
        cancel = transfer.cancel
        monkeypatch.setattr(transfer, "cancel", lambda: (cancel(), go_on.set()))
    assert not any((tmp_path / "out").iterdir()), "closing waits for the worker to clean up"
    assert transfer.result is not None
    assert transfer.result.cancelled


async def test_files_given_at_the_start_come_in_when_the_library_is_open(tmp_path: Path) -> None:
    async with shown(tmp_path / "here") as w:
        await w.generate("an otter")
        file = await exported(w, tmp_path)
    with serving(GOOD) as server:
        async with window_on(tmp_path / "there", server) as w:
            assert w.bench.library is None
            w.desk._crossings.take_in([file])
            await until(lambda: prompts(w) == ["an otter"])
            w.desk._openings.handed.emit((file,))  # and those that a second start hands over
            await said(w, "“an otter” was here already.")


# --- the request of a turn ---------------------------------------------------------------------------------------


async def use(w: Shown) -> None:
    """Send over a connection of one's own, to the same server."""
    added = await w.bench.connections.add(
        SavedConnection(id="x", name="far", base_url=w.server.url, auth="bearer", default_model="gemini-3-pro-image")
    )
    await w.bench.connections.set_key(added.id, Secret(KEY), for_session_only=True)


def copy_as(w: Shown, language: str) -> None:
    menu = w.desk.stage.thread_view.views[-1].menu()
    assert isinstance(menu, QMenu)
    next(each for each in menu.actions() if each.objectName() == f"copy_{language.lower()}").trigger()


async def run(command: list[str], folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    environment = {"PATH": os.environ["PATH"], "STUDIO_API_KEY": KEY, "HOME": str(folder)}
    ended = await asyncio.to_thread(
        subprocess.run, command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=60
    )
    assert ended.returncode == 0, ended.stderr


@pytest.mark.parametrize("language", ["Curl", "Python"])
async def test_what_is_copied_sends_what_was_sent(tmp_path: Path, language: str) -> None:
    if language == "Curl":
        need("curl")
    async with shown(tmp_path) as w:
        await use(w)
        w.bench.draft.seed = 7
        await w.generate("an 'otter', it's $late")
        QGuiApplication.clipboard().clear()
        copy_as(w, language)
        await said(w, "It takes the key from STUDIO_API_KEY")
        code = QGuiApplication.clipboard().text()
        assert KEY not in code
        await run(["sh", "-c", code] if language == "Curl" else [sys.executable, "-I", "-c", code], tmp_path / "run")
        sent, again = w.server.posts()
        assert again.body == sent.body
        assert (again.target, again.headers["authorization"]) == (sent.target, sent.headers["authorization"])


async def test_the_sandbox_says_that_it_has_to_be_started(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        await w.generate("an otter")
        trigger(w, "copy_python")
        await said(w, "Copied as Python. It asks the sandbox, which has to be started first: its top line says how.")
        assert QGuiApplication.clipboard().text().startswith("# The sandbox takes any key. Start it first: studio san")


async def test_no_key_leaves_with_a_conversation(tmp_path: Path) -> None:
    async with shown(tmp_path, reply(google_error(403, "PERMISSION_DENIED", f"bad {KEY}"), 403)) as w:
        await use(w)
        await w.generate("an otter")
        file = await exported(w, tmp_path)
        with zipfile.ZipFile(file) as archive:
            texts = [archive.read(name) for name in archive.namelist()]
        assert any(b"KeyRefused" in text for text in texts), "else this would test nothing"
        assert not any(KEY.encode() in text or str(tmp_path).encode() in text for text in texts)


async def test_a_request_with_pictures_asks_where_its_body_is_to_be(tmp_path: Path) -> None:
    large = reply(reply_of(image_part(picture(1, (120, 90)), signature="c2ln")))
    async with shown(tmp_path, large) as w:
        await use(w)
        await w.generate("an otter")
        await w.generate("at night")
        copy_as(w, "Python")
        await choose(w, "requestBodyDialog", tmp_path / "body.json")
        message = await said(w, "Copied as Python.")
        assert message.actions[0][0] == "Show in folder"
        assert (tmp_path / "body.json").read_bytes() == w.server.posts()[1].body
        await run([sys.executable, "-I", "-c", QGuiApplication.clipboard().text()], tmp_path / "run")
        assert w.server.posts()[2].body == w.server.posts()[1].body
