"""Makes the sheet of faults: everything that can go wrong with a request, as the real window says it.

    python packaging/fault_sheet.py [FOLDER]

`fault-sheet.png` and `faults.txt` (sentence, money, advice and buttons of each) are written to FOLDER, `out/faults` by
default, beside the single pictures.
"""

import json
import sys
from pathlib import Path

from sheet import make_sheet

from tests.fakes.fresh_home import ROOT, in_fresh_home


def main() -> None:
    """Take the pictures in a process of its own, then put them together."""
    folder = (Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "out" / "faults").absolute()
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.png"):
        old.unlink()
    in_fresh_home("packaging/fault_scenes.py", str(folder))
    faults = json.loads((folder / "faults.json").read_text(encoding="utf-8"))
    make_sheet(
        [(fault["name"], folder / fault["picture"]) for fault in faults],
        folder / "fault-sheet.png",
        columns=3,
        width=880,
    )
    lines = [f"{fault['name']}\n{fault['said']}" for fault in faults]
    (folder / "faults.txt").write_text("\n\n".join(lines) + "\n", encoding="utf-8")
    print(folder / "fault-sheet.png")


main()
