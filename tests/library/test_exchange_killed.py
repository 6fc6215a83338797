"""An import that is killed at any moment leaves no conversation, and none of its files in the way of the next one."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.library.exchange.studio_file import StudioFileWriter
from studio.library.exchange.taking_in import StudioFileReader
from studio.library.library import Library
from studio.library.verify import verify
from tests.conftest import ROOT
from tests.fakes.tree import Tree


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("file")
    with Library.open(folder / "library") as library:
        tree = Tree(library)
        tree.turn("two", tree.turn("one", seed=1), seed=2)
        yield StudioFileWriter(library).write(tree.conversation, folder / "x.studio")


def run(root: Path, file: Path, moment: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.library.killed_import", str(root), str(file), str(moment)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)


# Told of: the beginning, four files unpacked (two pictures, two skeletons), two pictures about to be placed.
@pytest.mark.parametrize("moment", [1, 3, 5, 7, "rows"])
def test_a_killed_import_leaves_nothing_that_counts(tmp_path: Path, file: Path, moment: object) -> None:
    root = tmp_path / "library"
    assert run(root, file, moment).returncode == -9
    with Library.open(root) as library:
        assert any(library.folder.landing.iterdir()), "else this would test nothing"
        assert library.landings.orphans() == ()
        assert not any(library.folder.landing.iterdir())
        report = verify(library)
        assert (report.sound, report.checked) == (True, 0)
        assert len(report.stray) == {7: 1, "rows": 2}.get(moment, 0)  # type: ignore[call-overload]
        assert library.conversations.newest(9) == ()
        came = StudioFileReader(library).take_in(file)
        assert (came.turns, came.again) == (2, False)
        assert verify(library).stray == (), "what was placed is taken up under the same names"
        assert verify(library).checked == 2


def test_the_moments_are_those_that_there_are(tmp_path: Path, file: Path) -> None:
    assert run(tmp_path / "library", file, 0).stdout == "7\n"
