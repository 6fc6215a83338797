"""The real window, offscreen and with a home of its own, driven as a person drives it: for pictures of it."""

import asyncio
import random
import secrets
import sys
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QDialog, QPlainTextEdit, QWidget

import studio.app
from studio.display import make_application
from studio.library.records import Image
from studio.profile.folders import ProfileFolders
from studio.profile.remembered import Remembered
from studio.profile.saved_connection import SavedConnection
from studio.profile.secrets import Secret
from studio.profile.settings import Settings
from studio.sandbox import reply as sandbox_reply
from studio.ui.desk import Desk
from studio.ui.image_actions import Verb
from studio.ui.main_window import MainWindow
from studio.ui.stage.tile import Tile
from studio.ui.theme import Theme
from studio.workbench.bench import Bench
from studio.workbench.crash import CrashHook
from studio.workbench.instance import claim
from studio.workbench.loop import QtLoop

KEY = "a-key-for-pictures-only"
_PATIENCE = 60.0
_CHANCE = 11
_LOOK, _SAME = 0.03, 3  # seconds between two looks, and how many have to be alike


def show(scene: Callable[["Stand"], Awaitable[None]], root: Path) -> None:
    """Open the window on a library, play a scene in it, and close it in order."""
    app = make_application()
    app.setCursorFlashTime(0)
    folders = ProfileFolders.of_user()
    settings = Settings.load(folders)
    instance = claim(root, "")
    assert instance is not None
    theme = Theme(app, "dark", "normal", motion="less")
    sandbox_reply.secrets = _Chance()  # type: ignore[attr-defined]
    remembered = Remembered.load(folders)
    window = MainWindow(remembered)
    window.show()

    async def play() -> None:
        bench = Bench(folders, settings, remembered, studio.app.sandbox)
        desk = Desk(bench, theme, window)
        window.fill(desk)
        hook = CrashHook(folders.state / "reports")
        hook.crashed.connect(lambda crash: print(crash.text, file=sys.stderr))
        desk.start(root, instance, hook)
        stand = Stand(root, bench, window, desk, theme)
        await stand.until(lambda: bench.library is not None)
        try:
            await scene(stand)
        finally:
            window.hide()
            desk.end()
            await bench.close()

    with asyncio.Runner(loop_factory=lambda: QtLoop(app)) as runner:
        runner.run(play())


class _Chance:
    """The sandbox draws the same pictures every time."""

    def __init__(self) -> None:
        self.randbelow = random.Random(_CHANCE).randrange
        self.token_urlsafe = secrets.token_urlsafe


class Stand:
    """A window that is open, and hands that use it."""

    def __init__(self, root: Path, bench: Bench, window: MainWindow, desk: Desk, theme: Theme) -> None:
        self.root = root
        self.bench = bench
        self.window = window
        self.desk = desk
        self.theme = theme

    async def until(self, holds: Callable[[], object]) -> None:
        """Wait for a condition."""
        loop = asyncio.get_running_loop()
        end = loop.time() + _PATIENCE
        while not holds():
            assert loop.time() < end, f"waited in vain, {self.bench.tasks.running} running"
            await asyncio.sleep(0.01)

    def button(self, name: str) -> QAbstractButton:
        """A button by its object name."""
        found = self.window.findChild(QAbstractButton, name)
        assert found is not None, name
        return found

    def type(self, prompt: str) -> None:
        """Type a prompt into the composer."""
        edit = self.window.findChild(QPlainTextEdit, "promptEdit")
        assert edit is not None
        edit.selectAll()
        QTest.keyClicks(edit, prompt)

    async def ask(
        self,
        prompt: str,
        *,
        count: int = 1,
        ratio: str | None = "4:3",
        first_seed: int | None = None,
        wait: bool = True,
    ) -> None:
        """Type a prompt, set its shape, press Generate; and wait until all of it is over."""
        draft = self.bench.draft
        draft.count, draft.aspect_ratio, draft.seed = count, ratio, first_seed
        self.type(prompt)
        before = len(self.bench.jobs.under_way)
        self.button("generateButton").click()
        draft.seed = None
        await self.until(lambda: len(self.bench.jobs.under_way) > before or not wait)
        if wait:
            await self.quiet()

    async def quiet(self) -> None:
        """Wait until nothing is under way and the window shows it."""
        await self.until(lambda: not self.bench.jobs.under_way)
        await self.settled()

    async def new_conversation(self) -> None:
        """Press New conversation."""
        self.button("newConversationButton").click()
        await self.settled()

    async def use(self, name: str, url: str, *, at_once: int | None = None, key: str | None = KEY) -> None:
        """Add a connection with a key for this session, and use it."""
        wanted = SavedConnection(
            id="new", name=name, base_url=url, auth="goog-key", plain_http=True, concurrency=at_once
        )
        known = await self.bench.connections.add(wanted)
        if key is not None:
            await self.bench.connections.set_key(known.id, Secret(key), for_session_only=True)

    async def use_again(self, name: str) -> None:
        """Use a connection that was added before."""
        known = self.bench.connections.named(name)
        await self.bench.connections.choose(known.id if known else None)

    async def set(self, setting: str, value: object) -> None:
        """Change a setting."""
        await self.bench.preferences.change(getattr(Settings, setting), value)

    async def open_details(self) -> None:
        """Ask the first tile that has no picture for more, to read all that is said of it."""
        for tile in self.window.findChildren(Tile):
            if tile.isVisible() and tile.face is not None and tile.face.image is None and tile.face.is_over:
                more = tile.findChild(QAbstractButton, "tileMore")
                (more if more is not None and more.isVisible() else tile).click()
                break
        await self.settled()

    async def use_none(self, name: str) -> None:
        """Remove a connection and go back to the sandbox."""
        known = self.bench.connections.named(name)
        assert known is not None
        await self.bench.connections.remove(known.id)
        await self.bench.connections.choose(None)

    async def a_picture(self) -> bytes:
        """The bytes of some picture of the library."""
        return await asyncio.to_thread((await self.a_file()).read_bytes)

    async def a_file(self, number: int = 0) -> Path:
        """Some picture of the library."""
        files = await asyncio.to_thread(lambda: sorted((self.root / "images").rglob("*.*")))
        return files[number]

    async def open_conversation(self, title: str) -> None:
        """Show the conversation with this title."""
        assert self.bench.library is not None
        newest = await asyncio.to_thread(self.bench.library.conversations.newest, 100)
        self.bench.branch.show_conversation(next(each.id for each in newest if each.title == title))
        await self.until(lambda: self.bench.branch.conversation and self.bench.branch.conversation.title == title)
        await self.settled()

    async def rate(self, ratings: Sequence[int]) -> None:
        """Give the pictures of the last step these ratings, none with 0."""
        library = self.bench.library
        assert library is not None
        for image, rating in zip(self.main_images(), ratings, strict=False):
            await asyncio.to_thread(library.images.rate, image.id, rating or None)
        self.bench.refresh()
        self.bench.branch.refresh()
        await self.settled()

    def main_images(self) -> list[Image]:
        """The pictures of the last step."""
        return [image for entry in self.bench.branch.steps[-1].entries for image in entry.images]

    async def look_at_first_picture(self) -> None:
        """Open the first picture of the last step large."""
        self.desk.stage.asked.open_image.emit(self.main_images()[0])
        await self.settled()

    async def compare_first_two(self) -> None:
        """Lay the first two pictures of the last step over each other."""
        self.desk.stage.asked.verb.emit(Verb.COMPARE, tuple(self.main_images()[:2]))
        await self.settled()

    async def back_to_thread(self) -> None:
        """Leave whatever lies over the thread."""
        self.desk.stage.show_thread()
        await self.settled()

    async def settled(self) -> None:
        """Wait until no work is begun or ended and nothing changes on the window any more; nothing moves on it."""
        end, same = asyncio.get_running_loop().time() + _PATIENCE, 0
        last: tuple[object, ...] = ()
        while same < _SAME:
            assert asyncio.get_running_loop().time() < end, "the window never stands still"
            await asyncio.sleep(_LOOK)
            now = (sorted(self.bench.tasks.running), self.bench.thumbnails.bytes, self.picture())
            same, last = (same + 1 if now == last else 0), now

    async def dressed(self, theme: str, size: tuple[int, int]) -> QImage:
        """The window in a theme and a size."""
        self.theme.choose(theme)
        self.window.resize(QSize(*size))
        await self.settled()
        return self.picture()

    def picture(self, widget: QWidget | None = None) -> QImage:
        """The window with the dialogs before it, or a part of it, as it is now."""
        shown = widget or self.window
        picture = QPixmap(shown.size() * shown.devicePixelRatioF())
        picture.setDevicePixelRatio(shown.devicePixelRatioF())
        # Where a scale is broken, the last column of what paints all of its ground itself may stay as it was.
        picture.fill(shown.palette().color(shown.backgroundRole()))
        shown.render(picture)
        if widget is None:
            with QPainter(picture) as painter:
                for dialog in self.window.findChildren(QDialog):
                    if dialog.isVisible():
                        painter.drawPixmap(self.window.rect().center() - dialog.rect().center(), dialog.grab())
        return picture.toImage()
