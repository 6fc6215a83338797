"""A real disk of its own, as small as a test wants it."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.conftest import cannot, need


@contextmanager
def mounted(folder: Path, size: int) -> Iterator[Path]:
    """A tmpfs of `size` bytes at a new folder, for as long as the block runs; skips the test where none can be had."""
    need("mount", "umount")
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        cannot(f"cannot mount a disk: {done.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def remount(folder: Path, mode: str) -> None:
    """Make a mounted disk writable ("rw") or only readable ("ro")."""
    subprocess.run(["mount", "-o", f"remount,{mode}", str(folder)], check=True)
