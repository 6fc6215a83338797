"""Makes the README's picture with the real command line: one prompt, and two changes that go on from it."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

SIDE, GAP = 420, 12
TARGET = Path(__file__).parent.parent / "resources" / "samples" / "first-light.jpg"
STEPS = (
    ["A cute baby otter wearing a tiny top hat, watercolor style", "--seed", "7"],
    ["make it a warm sunset", "--continue", "last", "--seed", "7"],
    ["make it night", "--continue", "last", "--seed", "7"],
)


def draw(library: str, step: list[str]) -> Image.Image:
    """Run one `studio generate` and return its picture, small."""
    command = [sys.executable, "-m", "studio", "generate", *step, "--library", library, "--json"]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE)
    path = json.loads(done.stdout)["images"][0]["path"]
    return Image.open(path).convert("RGB").resize((SIDE, SIDE), Image.Resampling.LANCZOS)


def main() -> None:
    """Put the pictures side by side."""
    with tempfile.TemporaryDirectory() as library:
        pictures = [draw(library, step) for step in STEPS]
    strip = Image.new("RGB", (len(pictures) * (SIDE + GAP) - GAP, SIDE), "white")
    for index, picture in enumerate(pictures):
        strip.paste(picture, (index * (SIDE + GAP), 0))
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    strip.save(TARGET, quality=88, optimize=True)


main()
