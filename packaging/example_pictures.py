"""Makes the pictures on the cards of the first window: what the sandbox draws for each of their prompts.

python packaging/example_pictures.py
"""

import os
import random

from fresh_home import ROOT
from PIL import Image

from studio.sandbox.pictures.drawing import draw_picture

TARGET = ROOT / "resources" / "samples"
DRAWN, SIZE = (1200, 900), (480, 360)  # twice the pixels of the largest card
MOST_BYTES = 40_000
_SEEDS = (0, 2, 2)  # the ones that look best
_EDGE = 0.07  # of each side: the paper around a watercolour


def main() -> None:
    """Draw them, each as small as it may be without being seen to be."""
    for number, (prompt, seed) in enumerate(zip(_prompts(), _SEEDS, strict=True), 1):
        picture = draw_picture(prompt, DRAWN, random.Random(seed)).image.convert("RGB")
        across, down = round(DRAWN[0] * _EDGE), round(DRAWN[1] * _EDGE)
        picture = picture.crop((across, down, DRAWN[0] - across, DRAWN[1] - down))
        picture = picture.resize(SIZE, Image.Resampling.LANCZOS)
        target = TARGET / f"example-{number}.jpg"
        for quality in range(90, 40, -4):
            picture.save(target, quality=quality, optimize=True, progressive=True)
            if target.stat().st_size <= MOST_BYTES:
                break
        print(f"{target}: {picture.width} x {picture.height}, {target.stat().st_size:,} bytes")


def _prompts() -> tuple[str, ...]:
    """The prompts as the first window has them, so that the two cannot drift apart."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtWidgets import QApplication

    from studio.ui.stage.welcome import Welcome

    app = QApplication([])
    prompts = Welcome().prompts
    app.quit()
    return prompts


if __name__ == "__main__":
    main()
