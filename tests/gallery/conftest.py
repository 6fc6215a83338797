"""The gallery is drawn and measured once for all its tests."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.fakes.fresh_home import in_fresh_home
from tests.gallery.looked_at import Measured


class Drawn(NamedTuple):
    """The pictures, by their names, and what was measured."""

    folder: Path
    names: tuple[str, ...]
    measured: tuple[Measured, ...]

    def lacking(self, lacks: Callable[[Measured], object]) -> list[str]:
        """The cells that lack something, and what it is."""
        return [f"{told(each)}: {lack}" for each in self.measured if (lack := lacks(each))]


def told(cell: Measured) -> str:
    """Which cell it is."""
    return f"{cell['theme']}, {cell['family']}, {cell['row']}, {cell['label']}"


@pytest.fixture(scope="session")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Drawn:
    folder = tmp_path_factory.mktemp("gallery")
    names = in_fresh_home("-m", "tests.gallery.draw", str(folder), "--measure").split()
    return Drawn(folder, tuple(names), tuple(json.loads((folder / "measured.json").read_text(encoding="utf-8"))))
