"""The dialog of connections with a real keyring; run as `python -m tests.real.window_keyring SCENARIO URL`.

Runs on a bus of its own, offscreen. A timer of the painting thread ticks all the while; `ticking` proves that it does
while the keyring is asked. Prints what was seen as JSON; an AssertionError says what should have been.
"""

import asyncio
import contextlib
import json
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator

import secretstorage
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from studio.gemini.capabilities import Capabilities
from studio.gemini.content import Content, GenerationConfig, TextPart
from studio.gemini.request import build_body
from studio.gemini.wire import ReplyReader
from studio.generation.link import Link
from studio.profile.errors import KeyProblem
from studio.profile.folders import ProfileFolders
from studio.profile.keys import Keys
from studio.profile.settings import Settings
from studio.ui.dialogs.connections import ConnectionsDialog
from studio.ui.dialogs.key_field import KeyField
from studio.ui.words import Words
from studio.workbench.connection_book import ConnectionBook
from studio.workbench.draft import Draft
from studio.workbench.links import Links
from studio.workbench.loop import QtLoop
from studio.workbench.offered_models import OfferedModels
from studio.workbench.tasks import Tasks
from tests.fakes.memory_sink import MemorySink
from tests.fakes.tree import CAPABILITIES
from tests.ui.waiting import until

KEY = "canary-window-77b0"
OTHER_KEY = "canary-window-77b1"
PASSWORD = b"pw"
_MANY = 20
_LOG = logging.getLogger(__name__)


@contextlib.contextmanager
def service(*, unlocked: bool) -> Iterator[subprocess.Popen[bytes]]:
    """A keyring daemon, answering."""
    options = ["--unlock"] if unlocked else []
    command = ["gnome-keyring-daemon", "--foreground", "--components=secrets", *options]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, stdin=subprocess.PIPE, **quiet) as daemon:  # type: ignore[call-overload]
        daemon.stdin.write(PASSWORD if unlocked else b"")
        daemon.stdin.close()
        try:
            with contextlib.closing(secretstorage.dbus_init()) as bus:
                while not secretstorage.check_service_availability(bus):
                    assert daemon.poll() is None
            yield daemon
        finally:
            daemon.kill()


def no_sandbox() -> contextlib.AbstractAsyncContextManager[Link]:
    raise AssertionError("nobody asked for the sandbox")


class Window:
    """The dialog over a real profile, a timer that ticks, and what a person does and sees."""

    def __init__(self, url: str) -> None:
        folders = ProfileFolders.of_user()
        self.tasks = Tasks()
        self.tasks.failed.connect(lambda name, error: _LOG.error("%s failed", name, exc_info=error))
        self.book = ConnectionBook(folders, Keys(), self.tasks)
        self.links = Links(self.book, Settings.load(folders), Capabilities(), self.tasks, no_sandbox)
        models = OfferedModels(Draft(self.tasks), self.book, folders, self.tasks)
        self.dialog = ConnectionsDialog(self.book, self.tasks, Words(), CAPABILITIES, models)
        self.url = url
        self.ticks = 0
        self._timer = QTimer()
        self._timer.timeout.connect(self._tick)
        self._timer.start(1)

    def _tick(self) -> None:
        self.ticks += 1

    @property
    def key_state(self) -> str:
        return self.dialog.findChild(KeyField).state

    def line(self, name: str) -> QLineEdit:
        return self.dialog.findChild(QLineEdit, name)

    def press(self, name: str) -> None:
        button = self.dialog.findChild(QPushButton, name)
        assert button.isVisible(), name
        assert button.isEnabled(), name
        button.click()

    def type_key(self, key: str) -> None:
        self.line("keyEdit").clear()
        QTest.keyClicks(self.line("keyEdit"), key)

    async def open(self) -> None:
        """Open the dialog, at the connection in use when one is saved."""
        await self.book.load()
        self.dialog.show_connection(self.book.current.id if self.book.current else None)

    async def says(self, words: str) -> None:
        """Wait until the line about the key says something."""
        await until(lambda: words in self.key_state, f"{words!r}, not {self.key_state!r}")

    async def still(self) -> None:
        await until(lambda: not self.tasks.running, "nothing under way")

    async def ticking(self, daemon: subprocess.Popen[bytes], act: Callable[[], object]) -> None:
        """Do something that asks the keyring while it cannot answer, and see the window live."""
        daemon.send_signal(signal.SIGSTOP)
        act()
        await self.asked_and_ticking()
        daemon.send_signal(signal.SIGCONT)

    async def asked_and_ticking(self) -> None:
        """See that the keyring was asked, has not answered, and that the painting thread goes on meanwhile."""
        await self.says("Waiting for the keyring")
        before = self.ticks
        await until(lambda: self.ticks > before + _MANY, "ticks")
        assert "Waiting for the keyring" in self.key_state
        assert "keyring" in self.tasks.running

    async def request(self) -> None:
        """Ask for a picture, as a job does, with the key of the connection in use."""
        assert self.book.current is not None
        link = await self.links.open(self.book.current.id)
        body = build_body([Content("user", (TextPart("an otter"),))], GenerationConfig())
        await link.client.generate("m", body, ReplyReader(MemorySink()), lambda phase, count: None)

    async def close(self) -> None:
        self._timer.stop()
        await self.tasks.close()
        await self.links.close()


def stored() -> str:
    """What another program finds in the keyring."""
    command = ["secret-tool", "search", "--all", "service", "Studio"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=20)
    return "".join(line for line in done.stdout.splitlines() if line.startswith("secret"))


async def fill_in(window: Window, key: str) -> None:
    """Fill in a new connection to the test's server."""
    window.line("nameEdit").setText("Far")
    window.line("baseUrlEdit").setText(window.url)
    window.type_key(key)


async def life(window: Window) -> list[str]:
    """A key is saved, used, changed and removed, the keyring slow each time."""
    seen = []
    with service(unlocked=True) as daemon:
        await window.open()
        await fill_in(window, KEY)
        await window.ticking(daemon, lambda: window.press("saveButton"))
        await window.says("A key is in the keyring.")
        seen.append(stored())
        await window.request()
        window.type_key(OTHER_KEY)
        await window.ticking(daemon, lambda: window.press("saveButton"))
        await window.says("A key is in the keyring.")
        seen.append(stored())
        await window.request()
        await window.ticking(daemon, lambda: window.press("forgetKeyButton"))
        await window.says("No key.")
        seen.append(stored())
        window.type_key(KEY)
        window.press("saveButton")
        await window.says("A key is in the keyring.")
        daemon.send_signal(signal.SIGSTOP)
        window.press("removeButton")
        window.press("askYesButton")
        before = window.ticks
        await until(lambda: window.ticks > before + _MANY, "ticks")
        assert window.book.all()
        daemon.send_signal(signal.SIGCONT)
        await until(lambda: not window.book.all(), "the connection gone")
        seen.append(stored())
    return seen


async def dismissed(window: Window) -> list[str]:
    """The keyring is locked: its prompt is dismissed, then a session key used; then the prompt is answered."""
    seen = []
    with service(unlocked=True):
        await window.open()
        await fill_in(window, KEY)
        window.press("saveButton")
        await window.says("A key is in the keyring.")
    with service(unlocked=False):
        await window.open()
        await window.asked_and_ticking()
        await _prompt("Escape", window)
        await window.says("The keyring is locked.")
        seen.append(window.key_state)
        window.type_key(OTHER_KEY)
        window.press("saveButton")
        await window.asked_and_ticking()
        await _prompt("Escape", window)
        await window.says("The keyring is locked.")
        window.press("sessionOnlyButton")
        await window.says("until Studio ends")
        await window.request()
        window.type_key(OTHER_KEY)
        window.press("saveButton")
        await window.asked_and_ticking()
        await _prompt("Return", window, PASSWORD.decode())
        await window.says("A key is in the keyring.")
        await window.request()
        seen.append(stored())
    return seen


async def _prompt(key: str, window: Window, typed: str = "") -> None:
    """Answer the keyring's prompt with the keyboard of the display, as its user would."""
    search = ["xdotool", "search", "--onlyvisible", "--class", "gcr-prompter"]
    before = window.ticks
    while not (found := (await _output(search)).split()):
        await asyncio.sleep(0.02)
    await _output(["xdotool", "windowfocus", "--sync", found[-1]])
    if typed:
        await _output(["xdotool", "type", "--delay", "20", typed])
    await _output(["xdotool", "key", key])
    await until(lambda: window.ticks > before + _MANY, "ticks")


async def _output(command: list[str]) -> str:
    quiet = asyncio.subprocess.DEVNULL
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE, stderr=quiet)
    return (await process.communicate())[0].decode()


async def no_prompt(window: Window) -> list[str]:
    """The keyring is locked and there is no display to ask on: a key for this session works all the same."""
    seen = []
    with service(unlocked=True):
        await window.open()
        await fill_in(window, KEY)
        window.press("saveButton")
        await window.says("A key is in the keyring.")
    with service(unlocked=False):
        await window.open()
        await window.says("The keyring is locked.")
        try:
            await window.request()
        except KeyProblem as problem:
            seen.append(problem.kind)
        window.type_key(OTHER_KEY)
        window.press("saveButton")
        await window.says("The keyring is locked.")
        await window.still()
        window.press("sessionOnlyButton")
        await window.says("until Studio ends")
        await window.request()
    return seen


async def killed(window: Window) -> list[str]:
    """The keyring dies while it is asked; nothing is lost, and the key can be kept once it is back."""
    seen = []
    with service(unlocked=True) as daemon:
        await window.open()
        await fill_in(window, KEY)
        daemon.send_signal(signal.SIGSTOP)
        window.press("saveButton")
        await window.asked_and_ticking()
        daemon.kill()
        await window.says("no keyring")
        seen.append(window.key_state)
        assert window.line("keyEdit").text() == KEY
    with service(unlocked=True):
        window.press("tryAgainButton")
        await window.says("A key is in the keyring.")
        seen.append(stored())
        await window.request()
    return seen


async def hanging(window: Window) -> list[str]:
    """The keyring never answers: waiting is given up, and the end of the program does not wait for it either."""
    with service(unlocked=True) as daemon:
        await window.open()
        await fill_in(window, KEY)
        daemon.send_signal(signal.SIGSTOP)
        window.press("saveButton")
        await window.asked_and_ticking()
        window.press("keyCancelButton")
        seen = [window.key_state]
        window.press("sessionOnlyButton")
        await window.says("until Studio ends")
        await window.request()
        window.press("forgetKeyButton")
        await window.asked_and_ticking()
    return seen  # and the program ends while the keyring is still being asked


SCENARIOS: dict[str, Callable[[Window], Awaitable[list[str]]]] = {
    each.__name__: each for each in (life, dismissed, no_prompt, killed, hanging)
}


async def main(name: str, url: str) -> list[str]:
    window = Window(url)
    try:
        return await SCENARIOS[name](window)
    finally:
        await window.close()


if __name__ == "__main__":
    logging.basicConfig(level=logging.DEBUG, stream=sys.stderr)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication([])
    app.setQuitOnLastWindowClosed(False)
    with asyncio.Runner(loop_factory=lambda: QtLoop(app)) as runner:
        print(json.dumps(runner.run(main(*sys.argv[1:]))))
