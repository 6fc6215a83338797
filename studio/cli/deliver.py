"""Copies of pictures into a folder of the user's choice: whole or not at all, and never over another file."""

import os
import shutil
from pathlib import Path
from uuid import uuid4

from studio.cli.exit_status import BadArgument


def check_folder(folder: Path) -> None:
    """Make the folder if it is missing and see that it takes a file, before anything is paid for; BadArgument."""
    trial = folder / f".{uuid4().hex}.new"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        trial.touch(exist_ok=False)
        trial.unlink()
    except OSError as error:
        raise BadArgument(f"The folder {folder} cannot be written: {error.strerror}.") from error


def deliver(source: Path, folder: Path) -> Path:
    """Copy a picture into a folder, made if it is missing, under its own name or that name with a number; OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    beside = folder / f".{uuid4().hex}.new"
    try:
        with beside.open("xb") as copy, source.open("rb") as original:
            shutil.copyfileobj(original, copy)
            copy.flush()
            os.fsync(copy.fileno())
        return _name(beside, source, folder)
    finally:
        beside.unlink(missing_ok=True)


def _name(beside: Path, source: Path, folder: Path) -> Path:
    number = 1
    while True:
        target = folder / (source.name if number == 1 else f"{source.stem}-{number}{source.suffix}")
        try:
            _link(beside, target)
        except FileExistsError:
            number += 1
            continue
        return target


def _link(beside: Path, target: Path) -> None:
    """Give the file its name in one step; FileExistsError when there is one already."""
    try:
        os.link(beside, target)
    except (OSError, NotImplementedError) as error:
        if isinstance(error, FileExistsError):
            raise
        # A file system without hard links: the name is taken first, so that nothing of another's is replaced.
        with target.open("xb"):
            beside.replace(target)
