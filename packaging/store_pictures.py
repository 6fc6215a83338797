"""Makes the README's pictures and those of stores: the real window with pictures of the sandbox.

    python packaging/store_pictures.py [FOLDER]

The README's (1440 x 900 at scale 2, dark and light) go to resources/samples, the stores' (1600 x 900 at scale 1 and 2:
editing with references, variants, comparing, the gallery) to FOLDER, `out/store` by default.
"""

import shutil
import sys
import tempfile
from pathlib import Path

from PIL import Image

from tests.fakes.fresh_home import ROOT, in_fresh_home

SAMPLES = ROOT / "resources" / "samples"
README = {"readme-dark@2.png": "window.jpg", "readme-light@2.png": "window-light.jpg"}
MOST_BYTES = 400_000

_SCRIPT = "packaging/store_scenes.py"


def main() -> None:
    """Take the pictures of each scale in a process of its own, on copies of one library."""
    folder = (Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "out" / "store").absolute()
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        full = Path(place) / "full"
        in_fresh_home(_SCRIPT, "fill", str(full))
        for scale in (1, 2):
            root = Path(place) / f"full-{scale}"
            shutil.copytree(full, root)
            in_fresh_home(_SCRIPT, "play", str(root), str(folder), str(scale), scale=scale)
    for name, sample in README.items():
        keep_small(folder / name, SAMPLES / sample)
        (folder / name).unlink()
    for path in sorted(folder.glob("*.png")):
        print(path)


def keep_small(taken: Path, target: Path) -> None:
    """Keep a picture as small as a README wants it."""
    picture = Image.open(taken).convert("RGB")
    for quality in range(90, 50, -4):
        picture.save(target, quality=quality, optimize=True, progressive=True)
        if target.stat().st_size <= MOST_BYTES:
            break
    print(f"{target}: {picture.width} x {picture.height}, {target.stat().st_size:,} bytes")


main()
