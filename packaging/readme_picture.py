"""Makes the README's picture with the real command line: one prompt, and two changes that each go on from it."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

SIDE, GAP, SEED = 420, 12, "3"
TARGET = Path(__file__).parent.parent / "resources" / "samples" / "first-light.jpg"
PROMPT = "A cute baby otter wearing a tiny top hat, watercolor style"
CHANGES = ("make it night", "make it a warm sunset")


def draw(library: str, prompt: str, *options: str) -> tuple[str, Image.Image]:
    """Run one `studio generate`; return its turn and its picture, small."""
    command = [sys.executable, "-m", "studio", "generate", prompt, "--seed", SEED, "--library", library, "--json"]
    done = subprocess.run([*command, *options], check=True, stdout=subprocess.PIPE)
    made = json.loads(done.stdout)["images"][0]
    return made["turn"], Image.open(made["path"]).convert("RGB").resize((SIDE, SIDE), Image.Resampling.LANCZOS)


def main() -> None:
    """Put the pictures side by side."""
    with tempfile.TemporaryDirectory() as library:
        first, picture = draw(library, PROMPT)
        pictures = [picture, *(draw(library, change, "--continue", first)[1] for change in CHANGES)]
    strip = Image.new("RGB", (len(pictures) * (SIDE + GAP) - GAP, SIDE), "white")
    for index, picture in enumerate(pictures):
        strip.paste(picture, (index * (SIDE + GAP), 0))
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    strip.save(TARGET, quality=88, optimize=True)


main()
