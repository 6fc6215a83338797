"""Real disks: one that fills up, one that may only be read."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.library.errors import DiskFull, LibraryMissing, LibraryReadOnly
from studio.library.library import Library
from studio.library.verify import verify
from tests.conftest import cannot, need
from tests.fakes.disks import mounted, remount
from tests.library.killed import recover
from tests.library.making import begin_landing, land, make_pictures, new_turn, picture_bytes

pytestmark = pytest.mark.real


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 6 MiB of its own."""
    with mounted(tmp_path / "disk", 6 << 20) as folder:
        yield folder


def fill(disk: Path) -> Path:
    """Use up all room that is left."""
    path = disk / "filler"
    with path.open("wb", buffering=0) as file:
        try:
            while file.write(bytes(4096)):
                pass
        except OSError:
            return path
    return path


async def test_a_reply_larger_than_the_disk_loses_only_itself(disk: Path) -> None:
    with Library.open(disk / "library") as library:
        turn = library.turns.begin(new_turn(library))
        with begin_landing(library, turn) as landing, pytest.raises(DiskFull, match=r"charged.*Free some space"):
            await land(landing, [picture_bytes("whole", 1_000_000), picture_bytes("too large", 24_000_000)])
        next(library.folder.landing.glob("*/1")).unlink()
        recover(library)
        (image,) = library.images.of_turn(turn.id)
        assert library.images.absolute_path(image).read_bytes() == picture_bytes("whole", 1_000_000)
        assert verify(library).sound
        assert library.turns.open_attempts() == ()


def test_a_full_disk_refuses_before_anything_is_sent(disk: Path) -> None:
    with Library.open(disk / "library") as library:
        turn = library.turns.begin(new_turn(library))
        filler = fill(disk)
        with pytest.raises(DiskFull):
            library.landings.open(library.ids.new(), turn.id, "images/x/y").close()
            for _ in range(200):
                library.turns.begin(new_turn(library, prompt="x" * 100_000))
        filler.unlink()
        assert library.turns.recent(500)[-1] == turn
        library.turns.begin(new_turn(library))
        recover(library)
        assert verify(library).sound


def test_a_library_is_not_made_on_a_full_disk(disk: Path) -> None:
    filler = fill(disk)
    with pytest.raises(DiskFull, match="Free some space"):
        Library.open(disk / "library")
    filler.unlink()
    Library.open(disk / "library").close()


def test_an_import_that_does_not_fit_leaves_no_half_file(disk: Path, tmp_path: Path) -> None:
    (tmp_path / "large").write_bytes(picture_bytes("large", 8_000_000))
    with Library.open(disk / "library") as library:
        with pytest.raises(DiskFull):
            library.images.import_file(tmp_path / "large", mime="image/png", width=1, height=1, name="large")
        assert list(library.folder.landing.iterdir()) == []
        assert verify(library).stray == ()


async def test_a_disk_that_may_only_be_read(disk: Path) -> None:
    with Library.open(disk / "library") as library:
        turn = library.turns.begin(new_turn(library))
        await make_pictures(library, turn, [picture_bytes("otter")])
    remount(disk, "ro")
    with Library.open(disk / "library") as library:
        assert library.read_only
        (image,) = library.images.newest(5)
        assert library.images.absolute_path(image).read_bytes() == picture_bytes("otter")
        assert verify(library).sound
        for write in (lambda: library.forest.prune(turn.id, 1), lambda: library.landings.open("a" * 32, turn.id, "x")):
            with pytest.raises(LibraryReadOnly):
                write()
    with pytest.raises(LibraryReadOnly, match="may not be written"):
        Library.open(disk / "library", read_only=False)
    with pytest.raises(LibraryMissing):
        Library.open(disk, create=False)
    with pytest.raises(LibraryMissing):
        Library.open(disk)
    with pytest.raises(LibraryReadOnly):
        Library.open(disk / "new")


KILLED_WITH_A_LOG = """
import os, signal, sys
from pathlib import Path
from studio.library.library import Library
library = Library.open(Path(sys.argv[1]))
library.conversations.create("a" * 32, "Otters", 1)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize("index", ["with its index", "without its index"])
def test_a_log_left_by_a_crash_is_never_ignored(disk: Path, index: str) -> None:
    root = disk / "library"
    ended = subprocess.run([sys.executable, "-c", KILLED_WITH_A_LOG, str(root)], check=False)
    assert ended.returncode == -signal.SIGKILL
    assert (root / "library.sqlite-wal").stat().st_size
    if index == "without its index":
        (root / "library.sqlite-shm").unlink()
    remount(disk, "ro")
    if index == "with its index":
        with Library.open(root) as library:
            assert library.conversations.get("a" * 32).title == "Otters"
    else:
        with pytest.raises(LibraryReadOnly, match="Copy the folder"):
            Library.open(root)
    remount(disk, "rw")
    with Library.open(root) as library:
        assert library.conversations.get("a" * 32).title == "Otters"


def test_a_folder_of_somebody_else_may_be_read(tmp_path: Path) -> None:
    need("setpriv")
    if os.getuid():
        cannot("only root may become somebody else")
    root = Path("/tmp") / f"library-of-root-{os.getpid()}"
    script = f"""
from pathlib import Path
from studio.library.library import Library
with Library.open(Path({str(root)!r})) as library:
    assert library.read_only
    assert library.conversations.get("a" * 32).title == "Otters"
"""
    try:
        with Library.open(root) as library:
            library.conversations.create("a" * 32, "Otters", 1)
        nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
        command = [*nobody, sys.executable, "-B", "-c", script]
        ended = subprocess.run(command, capture_output=True, text=True, check=False)
        assert (ended.returncode, ended.stderr) == (0, "")
    finally:
        for path in sorted(root.rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()
        root.rmdir()
