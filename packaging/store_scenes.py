"""Brings the real window into the states that the README and stores show; started by store_pictures.py."""

import sys
from pathlib import Path

import scenes
from real_window import Stand, show

from studio.ui.image_actions import Verb

README, STORE = (1440, 900), (1600, 900)


async def fill(stand: Stand) -> None:
    """A tidy library of somebody who works on a campaign."""
    for prompt in ("A red fox in the snow, oil painting", "A sailing boat on a calm sea at sunset", "A cat on a sofa"):
        await stand.new_conversation()
        await stand.ask(prompt, count=2)
        await stand.rate([4])
    await stand.new_conversation()
    await stand.ask("A lighthouse on a cliff above the sea, flat poster", count=4, ratio="3:4")
    await stand.rate([0, 5, 0, 3])
    await stand.new_conversation()
    await stand.ask(scenes.OTTER, count=4)
    await stand.rate([0, 4, 5, 0])
    await stand.ask(scenes.NEXT, count=2)
    await stand.rate([5, 3])


class Shots:
    """Takes one picture after the other; `scale` is in their names."""

    def __init__(self, stand: Stand, folder: Path, scale: int) -> None:
        self._stand = stand
        self._folder = folder
        self._scale = scale

    async def play(self) -> None:
        """The README's picture at scale 2, the stores' at both."""
        stand = self._stand
        await scenes.type_with_references(stand)
        if self._scale == 2:
            for theme in ("dark", "light"):
                await self._take(f"readme-{theme}", README, theme)
        await self._take("editing", STORE)
        await scenes.stop_typing(stand)
        await stand.open_conversation("A lighthouse on a cliff above the sea, flat poster")
        await self._take("variants", STORE)
        await self._compare()
        stand.desk.window_modes.toggle_gallery()
        await self._take("gallery", STORE, "light")

    async def _compare(self) -> None:
        """A picture and what was made of it, half over each other."""
        stand = self._stand
        await stand.open_conversation(scenes.OTTER)
        first, second = (step.entries[0].images[0] for step in stand.bench.branch.steps)
        stand.desk.stage.asked.verb.emit(Verb.COMPARE, (first, second))
        await self._take("compare", STORE)
        await stand.back_to_thread()

    async def _take(self, name: str, size: tuple[int, int], theme: str = "dark") -> None:
        picture = await self._stand.dressed(theme, size)
        assert picture.save(str(self._folder / f"{name}@{self._scale}.png"))


def main() -> None:
    """Fill a library, or play on one: `fill LIBRARY`, `play LIBRARY FOLDER SCALE`."""
    if sys.argv[1] == "fill":
        show(fill, Path(sys.argv[2]))
    else:
        show(lambda stand: Shots(stand, Path(sys.argv[3]), int(sys.argv[4])).play(), Path(sys.argv[2]))


main()
