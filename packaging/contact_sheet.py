"""Makes the contact sheets of the real window: fifteen scenes, dark and light, at scale 1 and 2.

    python packaging/contact_sheet.py [FOLDER]

One sheet for each scale and theme (`sheet-dark@1.png` ...), one of two scenes at scales between (`sheet-between.png`)
and the pictures one by one are written to FOLDER, `out/window` by default.
"""

import shutil
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from shapes import BROKEN_SCALES, SCALES, SCENES, THEMES, name_of, scenes_at
from sheet import make_sheet

from tests.fakes.fresh_home import ROOT, in_fresh_home

_AT_ONCE = 2
_SCRIPT = "packaging/contact_scenes.py"


def main() -> None:
    """Fill one library, take the pictures of each scale in a process of its own, then put them together."""
    folder = (Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "out" / "window").absolute()
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place, ThreadPoolExecutor(_AT_ONCE) as pool:
        full = Path(place) / "full"
        filled = pool.submit(in_fresh_home, _SCRIPT, "fill", str(full))
        begun = [pool.submit(_begin, Path(place) / f"empty-{scale}", folder, scale) for scale in SCALES]
        filled.result()
        gone_on = [pool.submit(_go_on, full, folder, scale) for scale in (*SCALES[::-1], *BROKEN_SCALES)]
        interrupted = [pool.submit(_interrupted, full, folder, scale) for scale in SCALES]
        for each in (*begun, *gone_on, *interrupted):
            each.result()
    for path in _sheets(folder):
        print(path)


def _begin(root: Path, folder: Path, scale: float) -> None:
    in_fresh_home(_SCRIPT, "begin", str(root), str(folder), str(scale), scale=scale)


def _go_on(full: Path, folder: Path, scale: float) -> None:
    root = full.with_name(f"full-{scale}")
    shutil.copytree(full, root)
    in_fresh_home(_SCRIPT, "go_on", str(root), str(folder), str(scale), scale=scale)


def _interrupted(full: Path, folder: Path, scale: float) -> None:
    root = full.with_name(f"interrupted-{scale}")
    shutil.copytree(full, root)
    in_fresh_home(_SCRIPT, "interrupted", str(root), str(folder), str(scale), scale=scale)


def _sheets(folder: Path) -> list[Path]:
    """Every picture on one sheet, in cells that can be read."""
    made = []
    for scale in SCALES:
        for theme in THEMES:
            pictures = [(scene, folder / name_of(scene, theme, scale)) for scene in SCENES]
            made.append(folder / f"sheet-{theme}@{scale:g}.png")
            make_sheet(pictures, made[-1], columns=3, width=720 if scale == 1 else 960)
    between = [
        (f"{scene} · {theme} · scale {scale:g}", folder / name_of(scene, theme, scale))
        for scale in BROKEN_SCALES
        for theme in THEMES
        for scene in scenes_at(scale)
    ]
    made.append(folder / "sheet-between.png")
    make_sheet(between, made[-1], columns=2, width=1440)
    return made


main()
