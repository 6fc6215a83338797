"""Draws everything that there is a reference of; where the references are, and where what differs from them is kept."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.fakes.fresh_home import ROOT, in_fresh_home

REFERENCES = Path(__file__).parent
KEPT = ROOT / "out" / "references"
SCENES = ("first-run", "busy", "done", "failed")
THEMES = ("dark", "light")
NAMES = tuple(f"{scene}-{theme}.png" for scene in ("gallery", *SCENES) for theme in THEMES)


def draw_all(folder: Path) -> None:
    """Draw the gallery and the scenes of the window, each in a process where nothing but the program is."""
    with ThreadPoolExecutor() as pool:
        gallery = pool.submit(in_fresh_home, "-m", "tests.gallery.draw", str(folder), *THEMES)
        window = pool.submit(in_fresh_home, "-m", "tests.references.draw_window", str(folder))
        gallery.result()
        window.result()
