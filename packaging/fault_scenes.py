"""Lets everything go wrong in the real window, one fault after the other; started by fault_sheet.py."""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import faults
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from real_window import KEY, Stand, show
from scenes import stop_typing

from studio.generation.wish import JobState
from tests.fakes.disks import mounted
from tests.fakes.replies import google_error, image_part, reply_of
from tests.fakes.replies import picture as noise
from tests.fakes.server import FakeServer, reply, serving

SIZE = (1180, 640)
PROMPT = "A lighthouse on a cliff above the sea"


class Faults:
    """Takes a picture and the words of each fault."""

    def __init__(self, stand: Stand, folder: Path) -> None:
        self._stand = stand
        self._folder = folder
        self.found: list[dict[str, str]] = []

    async def take(self, name: str) -> None:
        """Ask, wait until it has failed, open what is said of it, and keep that."""
        await self._stand.new_conversation()
        await self._stand.ask(PROMPT)
        await self.keep(name)

    async def keep(self, name: str, *, whole: bool = False) -> None:
        """Keep how the stage stands now, or the whole window."""
        await self._stand.open_details()
        picture = f"{len(self.found) + 1:02}-{''.join(c if c.isalnum() else '-' for c in name.lower())}.png"
        shown = self._stand.window if whole else self._stand.desk.stage
        assert self._stand.picture(shown).save(str(self._folder / picture))
        self.found.append({"name": name, "picture": picture, "said": said_in(self._stand.window)})
        print(f"{name}\n{self.found[-1]['said']}\n", flush=True)


def said_in(window: QWidget) -> str:
    """The words of the details that are open, of the tiles, and of the message bar."""
    labels = [
        f"  {label.objectName()}: {label.text()}"
        for label in window.findChildren(QLabel)
        if label.isVisible() and label.text() and label.objectName().startswith(("said-", "message", "left"))
    ]
    buttons = [button for button in window.findChildren(QAbstractButton) if button.isVisible()]
    fixes = [f"  [{button.text()}]" for button in buttons if button.objectName().startswith("fix-")]
    tiles = [f"  tile: {button.accessibleName()}" for button in buttons if button.objectName().startswith("tile-")]
    return "\n".join((*tiles, *labels, *fixes))


async def play(stand: Stand, folder: Path, disk: Path) -> None:
    """One fault after the other."""
    await stand.dressed("dark", SIZE)
    each = Faults(stand, folder)
    await _left_behind(stand, each)
    await stand.new_conversation()
    await stand.ask(PROMPT)
    await _of_files(stand, each, folder)
    picture = await stand.a_picture()
    with serving(faults.silent) as server:
        await stand.use("RouterHub", server.url, at_once=4)
        for name, answer in faults.answers(picture).items():
            server.answer = answer
            await each.take(name)
        await _over_time(stand, each, server)
        await _of_the_way_there(stand, each)
        await stand.use_again("RouterHub")
        await _too_much(stand, each, server)
        server.answer = faults.filling(disk, picture)
        await each.take("Disk full while the reply arrives")
        await each.take("Disk nearly full before anything is sent")
    (folder / "faults.json").write_text(json.dumps(each.found, indent=1, ensure_ascii=False), encoding="utf-8")


async def _left_behind(stand: Stand, each: Faults) -> None:
    """What a program that was killed left in the library, taken in when the window opened."""
    assert stand.bench.library is not None
    await stand.until(lambda: stand.bench.recovery.left)
    conversation = stand.bench.library.conversations.newest(1)[0]
    stand.bench.branch.show_conversation(conversation.id)
    await stand.until(lambda: stand.bench.branch.steps)
    await stand.settled()
    await each.keep("Interrupted: the program was killed", whole=True)
    stand.bench.recovery.let_go(stand.bench.recovery.left, "Let go", "")
    await stand.until(lambda: not stand.bench.recovery.left)


async def _of_files(stand: Stand, each: Faults, folder: Path) -> None:
    """Files that cannot be sent."""
    (folder / "contract.pdf").write_bytes(b"%PDF-1.7\n")
    (folder / "notes.txt").write_text("no picture")
    (folder / "cut.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(40))
    names = ("contract.pdf", "notes.txt", "cut.png", "gone.jpg")
    stand.bench.draft.add_files([folder / name for name in names], "reference")
    await stand.until(lambda: not any(given.state == "preparing" for given in stand.bench.draft.inputs))
    await stand.settled()
    await each.keep("Files that cannot be sent", whole=True)
    stand.bench.draft.clear_inputs()


async def _too_much(stand: Stand, each: Faults, server: FakeServer) -> None:
    """A conversation that has grown larger than servers take."""
    await stand.set("request_megabytes", 1)
    server.answer = reply(reply_of(image_part(noise(size=(900, 700)), signature="c2lnbmF0dXJl")))
    await stand.new_conversation()
    await stand.ask(PROMPT)
    stand.type("make it night")
    await stand.until(lambda: stand.bench.foresight.too_much)
    await stand.settled()
    await each.keep("Too much to send", whole=True)
    await stop_typing(stand)
    await stand.set("request_megabytes", 18)


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
    await each.take("Time limit")
    await stand.set("read_seconds", 300)


async def _of_the_way_there(stand: Stand, each: Faults) -> None:
    """Connections that lead nowhere."""
    await stand.use("Nowhere", "http://127.0.0.1:9", at_once=1)
    await each.take("Unreachable: refused")
    await stand.use("Unknown host", "https://gateway.invalid", at_once=1)
    await each.take("Unreachable: no such host")
    await stand.use("Keyless", "https://keyless.invalid", at_once=1, key=None)
    await each.take("No key")


def kill_half_way(library: Path) -> None:
    """Leave what a program leaves that is killed while a model thinks."""
    with serving(faults.silent) as server:
        command = [sys.executable, "-m", "studio", "generate", "A fox in the snow", "--library", str(library)]
        environment = {**os.environ, "STUDIO_API_KEY": KEY}
        process = subprocess.Popen([*command, "--base-url", server.url], env=environment)
        while not server.posts() and process.poll() is None:
            time.sleep(0.05)
        process.kill()
        process.wait()


def main() -> None:
    """Play on a library on a small disk of its own, where one can be mounted."""
    folder = Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as place, mounted(Path(place) / "disk", 160 << 20) as disk:
        kill_half_way(disk / "Studio")
        show(lambda stand: play(stand, folder, disk), disk / "Studio")


main()
