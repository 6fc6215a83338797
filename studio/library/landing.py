"""Where replies land while they arrive (stub of the signatures, the code follows)."""

from collections.abc import Mapping
from types import TracebackType
from typing import Self

from studio.library.records import Attempt, Landed

Piece = bytes | bytearray | memoryview


class Landing:
    """The sink of one attempt's reply; only `drain` and `finish` wait, and raise what the disk said."""

    attempt_id: str

    def skeleton(self, piece: bytes) -> None: ...
    def open_hole(self, offset: int, kind: str) -> None: ...
    def write(self, piece: Piece) -> None: ...
    def write_raw(self, piece: Piece) -> None: ...
    def close_hole(self, form: Mapping[str, object]) -> None: ...
    async def drain(self) -> None: ...

    async def finish(self, complete: bool = True) -> Landed:
        """Wait until all of it is safe on disk; `complete` says that the reply was received to its end."""
        raise NotImplementedError

    def abandon(self) -> None:
        """Remove the folder; only after `Turns.end_attempt`: an open row without one means nothing was sent."""

    def close(self) -> None:
        """Stop the thread and give up the lock; a folder not committed or abandoned stays for `Landings.orphans`."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class Orphan:
    """A landing folder whose process is gone, held by us: commit, or end the attempt and `discard`."""

    landed: Landed

    def discard(self) -> None: ...
    def close(self) -> None: ...

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class Landings:
    """The landing folders of one library."""

    def open(self, attempt_id: str, turn_id: str, stem: str) -> Landing:
        """Make the folder and its lock, before `Turns.begin_attempt`; blocks on the disk, so call it in a worker."""
        raise NotImplementedError

    def orphans(self) -> tuple[Orphan, ...]:
        """Landing folders whose process is gone and whose attempt is open, locked by us until closed."""
        raise NotImplementedError

    def never_sent(self) -> tuple[Attempt, ...]:
        """Open attempts without a landing folder: nothing was sent (if `end_attempt` then still finds them open)."""
        raise NotImplementedError
