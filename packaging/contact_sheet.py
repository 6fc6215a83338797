"""Makes the contact sheet of the real window: empty, full, busy and failed, both themes, four shapes, scale 1 and 2.

    python packaging/contact_sheet.py [FOLDER]

The pictures one by one and `contact-sheet.png` are written to FOLDER, `out/window` by default.
"""

import sys
from pathlib import Path

from shapes import SHAPES, STATES, THEMES, name_of
from sheet import make_sheet

from tests.fakes.fresh_home import ROOT, in_fresh_home


def main() -> None:
    """Take the pictures at each scale in a process of its own, then put them together."""
    folder = (Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "out" / "window").absolute()
    folder.mkdir(parents=True, exist_ok=True)
    for scale in SHAPES:
        in_fresh_home("packaging/contact_scenes.py", str(folder), str(scale), scale=scale)
    pictures = [
        (f"{state} · {theme} · {size[0]}x{size[1]} · scale {scale}", folder / name_of(state, theme, size, scale))
        for scale, sizes in SHAPES.items()
        for size in sizes
        for theme in THEMES
        for state in STATES
    ]
    make_sheet(pictures, folder / "contact-sheet.png", columns=len(STATES), width=720)
    print(folder / "contact-sheet.png")


main()
