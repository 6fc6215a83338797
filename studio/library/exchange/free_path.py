"""Names of which none is taken twice, on disks too where upper and lower case are the same."""

from itertools import count
from pathlib import PurePosixPath


def free_path(path: PurePosixPath, taken: set[str]) -> PurePosixPath:
    """The path, or one with a number, which is taken from now on."""
    for number in count(1):
        free = path if number == 1 else path.with_name(f"{path.stem}-{number}{path.suffix}")
        if str(free).casefold() not in taken:
            taken.add(str(free).casefold())
            return free
    raise AssertionError("unreachable: there is always a next number")
