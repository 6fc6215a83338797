"""Brings the real window into each state of the contact sheet and takes its pictures; started by contact_sheet.py."""

import sys
import tempfile
from pathlib import Path

from real_window import Stand, show
from scenes import fail, fill, get_busy
from shapes import SHAPES, THEMES, name_of


async def play(stand: Stand, folder: Path, scale: int) -> None:
    """One state after the other."""

    async def take(state: str) -> None:
        for theme in THEMES:
            for size in SHAPES[scale]:
                picture = await stand.dressed(theme, size)
                assert picture.save(str(folder / name_of(state, theme, size, scale)))

    await take("empty")
    await fill(stand)
    await take("full")
    await stand.look_at_first_picture()
    await take("large")
    await stand.compare_first_two()
    await take("compared")
    await stand.back_to_thread()
    async with get_busy(stand):
        await take("busy")
    async with fail(stand):
        await take("failed")


def main() -> None:
    """Play on a library of its own."""
    folder, scale = Path(sys.argv[1]), int(sys.argv[2])
    with tempfile.TemporaryDirectory() as root:
        show(lambda stand: play(stand, folder, scale), Path(root) / "Studio")


main()
