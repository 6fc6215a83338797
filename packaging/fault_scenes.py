"""Lets everything go wrong in the real window, one fault after the other; started by fault_sheet.py."""

import contextlib
import json
import sys
import tempfile
from pathlib import Path

import faults
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from real_window import Stand, show

from studio.generation.wish import JobState
from tests.fakes.disks import mounted
from tests.fakes.replies import google_error
from tests.fakes.server import Answer, FakeServer, reply, serving

SIZE = (1180, 640)
PROMPT = "A lighthouse on a cliff above the sea"


class Faults:
    """Takes a picture and the words of each fault."""

    def __init__(self, stand: Stand, server: FakeServer, folder: Path) -> None:
        self._stand = stand
        self._server = server
        self._folder = folder
        self.found: list[dict[str, str]] = []

    async def take(self, name: str, answer: Answer | None = None, *, prompt: str = PROMPT) -> None:
        """Ask, wait until it has failed, open what is said of it, and keep that."""
        if answer is not None:
            self._server.answer = answer
        await self._stand.new_conversation()
        await self._stand.ask(prompt)
        await self.keep(name)

    async def keep(self, name: str) -> None:
        """Keep how the window stands now."""
        await self._stand.open_details()
        picture = f"{len(self.found) + 1:02}-{''.join(c if c.isalnum() else '-' for c in name.lower())}.png"
        assert self._stand.picture(self._stand.desk.stage).save(str(self._folder / picture))
        self.found.append({"name": name, "picture": picture, "said": said_in(self._stand.window)})
        print(f"{name}\n{self.found[-1]['said']}\n", flush=True)


def said_in(window: QWidget) -> str:
    """The words of the details that are open, of the tiles, and of the message bar."""
    labels = [
        f"  {label.objectName()}: {label.text()}"
        for label in window.findChildren(QLabel)
        if label.isVisible() and label.text() and label.objectName().startswith(("said-", "message"))
    ]
    buttons = [button for button in window.findChildren(QAbstractButton) if button.isVisible()]
    fixes = [f"  [{button.text()}]" for button in buttons if button.objectName().startswith("fix-")]
    tiles = [f"  tile: {button.accessibleName()}" for button in buttons if button.objectName().startswith("tile-")]
    return "\n".join((*tiles, *labels, *fixes))


async def play(stand: Stand, folder: Path, disk: Path) -> None:
    """One fault after the other."""
    await stand.dressed("dark", SIZE)
    await stand.ask(PROMPT)
    picture = await stand.a_picture()
    with serving(faults.silent) as server:
        await stand.use("RouterHub", server.url, at_once=4)
        each = Faults(stand, server, folder)
        for name, answer in faults.answers(picture).items():
            await each.take(name, answer)
        await _over_time(stand, each, server)
        await _of_the_way_there(stand, each)
        await stand.use_again("RouterHub")
        await each.take("Disk full while the reply arrives", faults.filling(disk, picture))
        await each.take("Disk nearly full before anything is sent")
    (folder / "faults.json").write_text(json.dumps(each.found, indent=1, ensure_ascii=False), encoding="utf-8")


async def _over_time(stand: Stand, each: Faults, server: FakeServer) -> None:
    """What takes too long: a countdown, a cancellation, a time limit."""
    server.answer = reply(google_error(429, "RESOURCE_EXHAUSTED", "Slow down."), 429, Retry_After="40")
    await stand.new_conversation()
    await stand.ask(PROMPT, wait=False)
    await stand.until(lambda: {job.state for job in stand.bench.jobs.under_way} == {JobState.WAITING})
    await stand.settled()
    await each.keep("Too many requests (429), with a countdown")
    stand.bench.jobs.cancel_all()
    await stand.quiet()
    await each.keep("Cancelled in the countdown")
    server.answer = faults.silent
    await stand.new_conversation()
    await stand.ask(PROMPT, wait=False)
    await stand.until(lambda: {job.state for job in stand.bench.jobs.under_way} == {JobState.THINKING})
    stand.bench.jobs.cancel_all()
    await stand.quiet()
    await each.keep("Cancelled while the model thinks")
    await stand.set("read_seconds", 10)
    await each.take("Time limit", faults.silent)
    await stand.set("read_seconds", 300)


async def _of_the_way_there(stand: Stand, each: Faults) -> None:
    """Connections that lead nowhere."""
    await stand.use("Nowhere", "http://127.0.0.1:9", at_once=1)
    await each.take("Unreachable: refused")
    await stand.use("Unknown host", "https://gateway.invalid", at_once=1)
    await each.take("Unreachable: no such host")
    await stand.use("Keyless", "https://keyless.invalid", at_once=1, key=None)
    await each.take("No key")


def main() -> None:
    """Play on a library on a small disk of its own, where one can be mounted."""
    folder = Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as place, contextlib.ExitStack() as held:
        disk = held.enter_context(mounted(Path(place) / "disk", 160 << 20))
        show(lambda stand: play(stand, folder, disk), disk / "Studio")


main()
