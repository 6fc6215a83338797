"""`python -m tests.references`: draws the reference pictures anew. Look at each before you commit it."""

import tempfile
from pathlib import Path

import PySide6
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from tests.references.drawing import NAMES, REFERENCES, draw_all


def main() -> None:
    """Draw all, and keep each as small as it can be without a loss."""
    told = PngInfo()
    told.add_text("Software", f"PySide6 {PySide6.__version__}")
    with tempfile.TemporaryDirectory() as folder:
        draw_all(Path(folder))
        for name in NAMES:
            Image.open(Path(folder) / name).convert("RGB").save(REFERENCES / name, optimize=True, pnginfo=told)
            print(REFERENCES / name)


main()
