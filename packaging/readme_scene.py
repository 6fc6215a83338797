"""Brings the real window into the state that the README shows; started by readme_picture.py."""

import sys
import tempfile
from pathlib import Path

from real_window import Stand, show
from scenes import fill

SIZE = (1440, 900)


async def play(stand: Stand, target: Path) -> None:
    """An afternoon's library, and the next prompt half thought out."""
    await stand.dressed("dark", SIZE)
    await fill(stand)
    stand.type("Warmer light from the left, and keep the hat exactly as it is")
    picture = await stand.dressed("dark", SIZE)
    assert picture.save(str(target))


def main() -> None:
    """Play on a library of its own."""
    with tempfile.TemporaryDirectory() as root:
        show(lambda stand: play(stand, Path(sys.argv[1])), Path(root) / "Studio")


main()
