"""Draws the gallery in every theme and measures it; `python -m tests.gallery` and the tests let it do that.

A process of its own does, so that nothing but the program's own look is in it.
"""

import json
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.fakes.frozen import freeze

freeze()

from PIL import Image  # noqa: E402
from PySide6.QtGui import QImage  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

from studio.ui.theme import Theme  # noqa: E402
from tests.gallery import looked_at  # noqa: E402
from tests.gallery.cell import Family, Host, Row  # noqa: E402
from tests.gallery.looked_at import Measured  # noqa: E402
from tests.gallery.registry import families  # noqa: E402
from tests.gallery.sheet import Section, make_sheet  # noqa: E402

# The name of each sheet, and what is chosen for it: dark or light, and the contrast.
THEMES: Mapping[str, tuple[str, str]] = {
    "dark": ("dark", "normal"),
    "light": ("light", "normal"),
    "dark-contrast": ("dark", "high"),
    "light-contrast": ("light", "high"),
}


class Round:
    """Goes through all families in one theme, taking pictures and measures."""

    def __init__(self, theme: str, *, with_measures: bool) -> None:
        self.measured: list[Measured] = []
        self._theme = theme
        self._with_measures = with_measures

    def sections(self) -> list[Section]:
        """The pictures of all families."""
        return [
            Section(family.title, [(row.title, self._row(family, row)) for row in family.rows()])
            for family in families()
        ]

    def _row(self, family: Family, row: Row) -> list[tuple[str, QImage]]:
        taken: list[tuple[str, QImage]] = []
        for cell in row.cells:
            host = Host(cell)
            before = looked_at.enlarged(host.shown()) if self._with_measures and cell.is_ringed else None
            host.perform()
            picture = host.picture()
            if self._with_measures:
                found = self._measure(host, before)
                same = next((label for label, other in taken if other == picture and row.are_states), "")
                told = {"theme": self._theme, "family": family.title, "row": row.title, "label": cell.label}
                self.measured.append(Measured(**told, **found, same_as=same))  # type: ignore[typeddict-item]
            taken.append((cell.label, picture))
            host.end()
        return taken

    def _measure(self, host: Host, before: Image.Image | None) -> dict[str, object]:
        picture = looked_at.enlarged(host)
        return {
            "classes": looked_at.classes(host),
            "texts": looked_at.texts(host, picture),
            "edge": looked_at.edge(host, picture) if host.cell.told_by_edge else None,
            "ring": looked_at.ring(host, before, picture) if before is not None else None,
        }


def main() -> None:
    """Draw a sheet for each theme that is named, or for all, into a folder; with --measure also `measured.json`."""
    folder, with_measures = Path(sys.argv[1]), "--measure" in sys.argv
    wanted = [name for name in THEMES if name in sys.argv] or list(THEMES)
    app = QApplication([])
    app.setCursorFlashTime(0)
    measured: list[Measured] = []
    for name in wanted:
        theme = Theme(app, *THEMES[name], motion="less")
        theme.dress()
        round_ = Round(name, with_measures=with_measures)
        picture = make_sheet(f"Studio · {name.replace('-', ', high ')}", round_.sections(), theme.tokens)
        assert picture.save(str(folder / f"gallery-{name}.png"))
        measured += round_.measured
        print(f"gallery-{name}.png")
        theme.deleteLater()
    if with_measures:
        (folder / "measured.json").write_text(json.dumps(measured, indent=1, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main()
