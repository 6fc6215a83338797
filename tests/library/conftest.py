"""A library in a fresh folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.library.library import Library


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "Otters & co"


@pytest.fixture
def library(root: Path) -> Iterator[Library]:
    with Library.open(root) as library:
        yield library
