"""One library: a folder, its record and what lands in it (stub of the signatures, the code follows)."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Self

from studio.library.images import Images
from studio.library.landing import Landings
from studio.library.turns import Turns


class Library:
    """A library that is open; `ids.new()` makes ids, `clock()` tells milliseconds UTC."""

    images: Images
    landings: Landings
    turns: Turns
    clock: Callable[[], int]
    # also: folder: Folder, ids: IdMaker (.new() -> str), conversations: Conversations, ledger: Ledger

    @classmethod
    def open(cls, root: Path, create: bool = True, read_only: bool | None = None) -> Self:
        """Open the library in a folder, made when `create` and missing; `read_only=None` means: if the folder is."""
        raise NotImplementedError

    def transaction(self) -> AbstractContextManager[object]:
        """Everything written inside is kept as one, or not at all; nests."""
        raise NotImplementedError

    def close(self) -> None: ...

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
