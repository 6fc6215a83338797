"""Brings the real window into each scene of the contact sheets and takes its pictures; started by contact_sheet.py."""

import asyncio
import sys
from pathlib import Path

import scenes
from left_behind import leave_behind
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from real_window import Stand, show
from shapes import SCENES, THEMES, name_of, scenes_at

from studio.ui.stage.canvas import Canvas


class Scenes:
    """Plays those scenes that are wanted, and keeps a picture of each in both themes."""

    def __init__(self, stand: Stand, folder: Path, scale: float) -> None:
        self._stand = stand
        self._folder = folder
        self._scale = scale
        self._wanted = scenes_at(scale)

    async def begin(self) -> None:
        """What a library without pictures shows; its folder is one of this run, a person's is like this."""
        self._stand.desk.stage.set_library_path("/home/otter/Pictures/Studio")
        await self._take("first-run")

    async def go_on(self) -> None:
        """What a library with pictures shows, one scene after the other."""
        for name in ("done", "small", "wide"):
            await self._take(name)
        await self._looking()
        await self._giving()
        if "busy" in self._wanted:
            async with scenes.get_busy(self._stand):
                await self._take("busy")
                self._stand.button("queueButton").click()
                await self._take("queue")
                self._stand.button("queueButton").click()
            async with scenes.fail(self._stand):
                await self._take("failed")

    async def interrupted(self) -> None:
        """What a start after a kill shows."""
        await self._take("interrupted")

    async def _looking(self) -> None:
        stand = self._stand
        if "full-size" not in self._wanted:
            return
        modes = stand.desk.window_modes
        modes.toggle_gallery()
        await self._take("gallery-only")
        modes.leave()
        await stand.look_at_first_picture()
        (canvas,) = (each for each in stand.window.findChildren(Canvas) if each.isVisible())
        QTest.keyClick(canvas, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
        await self._take("full-size")
        await stand.back_to_thread()

    async def _giving(self) -> None:
        """Scenes about what goes to a model."""
        stand = self._stand
        await scenes.type_with_references(stand)
        await self._take("typing")
        await scenes.stop_typing(stand)
        if "drop" not in self._wanted:
            return
        with scenes.held_over(stand, await stand.a_file()):
            await self._take("drop")
        async with scenes.without_keyring(stand):
            await self._take("no-keyring")
        await stand.open_conversation(scenes.LONG[0])
        await self._take("long")
        await scenes.grow_a_tree(stand)
        await self._take("tree")

    async def _take(self, name: str) -> None:
        if name in self._wanted:
            for theme in THEMES:
                picture = await self._stand.dressed(theme, SCENES[name])
                assert picture.save(str(self._folder / name_of(name, theme, self._scale)))


def main() -> None:
    """Fill a library, or play on one: `fill LIBRARY`, `begin|go_on|interrupted LIBRARY FOLDER SCALE`."""
    what, root = sys.argv[1], Path(sys.argv[2])
    if what == "fill":
        show(scenes.fill, root)
    else:
        folder, scale = Path(sys.argv[3]), float(sys.argv[4])
        if what == "interrupted":
            asyncio.run(leave_behind(root))
        show(lambda stand: getattr(Scenes(stand, folder, scale), what)(), root)


main()
