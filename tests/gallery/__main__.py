"""`python -m tests.gallery [FOLDER]`: every own widget in every state, in each theme and at once.

`gallery-THEME.png` for each theme and `gallery.png` are written to FOLDER, `out/gallery` by default.
"""

import argparse
from pathlib import Path

from PIL import Image

from tests.fakes.fresh_home import ROOT, in_fresh_home


def main() -> None:
    """Draw each theme, then put them side by side."""
    parser = argparse.ArgumentParser(prog="python -m tests.gallery", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "out" / "gallery")
    parser.add_argument("--scale", type=float, default=1.0, help="pixels of the picture for each of the window (1)")
    arguments = parser.parse_args()
    folder: Path = arguments.folder.absolute()
    folder.mkdir(parents=True, exist_ok=True)
    names = in_fresh_home("-m", "tests.gallery.draw", str(folder), scale=arguments.scale).split()
    pictures = [Image.open(folder / name).convert("RGB") for name in names]
    whole = Image.new("RGB", (sum(each.width for each in pictures), max(each.height for each in pictures)))
    left = 0
    for picture in pictures:
        whole.paste(picture, (left, 0))
        left += picture.width
    whole.save(folder / "gallery.png", optimize=True)
    for name in (*names, "gallery.png"):
        print(folder / name)


main()
