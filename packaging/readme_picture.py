"""Makes the README's picture: the real window with the sandbox's pictures in it, dark, at scale 2.

python packaging/readme_picture.py
"""

import tempfile
from pathlib import Path

from PIL import Image

from tests.fakes.fresh_home import ROOT, in_fresh_home

TARGET = ROOT / "resources" / "samples" / "window.jpg"
MOST_BYTES = 600_000


def main() -> None:
    """Take the picture in a process of its own and keep it as small as a README wants it."""
    with tempfile.TemporaryDirectory() as folder:
        taken = Path(folder) / "window.png"
        in_fresh_home("packaging/readme_scene.py", str(taken), scale=2)
        picture = Image.open(taken).convert("RGB")
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    for quality in range(90, 50, -4):
        picture.save(TARGET, quality=quality, optimize=True, progressive=True)
        if TARGET.stat().st_size <= MOST_BYTES:
            break
    print(f"{TARGET}: {picture.width} x {picture.height}, {TARGET.stat().st_size:,} bytes")


main()
