"""Landing: where a reply is written down while it arrives, and taken up again when its process died."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import cast, get_args

from studio.library.attempts import Attempts
from studio.library.closing import Closing
from studio.library.errors import LibraryBug, LibraryError, translated
from studio.library.hashed_file import Piece
from studio.library.ids import Clock
from studio.library.records import Attempt, HoleKind, Landed, LandedHole
from studio.library.rooms import Room, Rooms
from studio.library.spool import Manifest, Spool, read_landed
from studio.library.steps import Step
from studio.library.writer import Work, Writer

_LOST = "The reply may have been charged, but could not be written down"
_WRITE = 1 << 18  # bytes gathered before they are passed on


@dataclass(slots=True)
class _Gathered:
    """Pieces on their way to one file, to be written together: fewer, larger writes, and fewer changes of thread."""

    target: Callable[[Sequence[Piece]], None]
    pieces: list[Piece] = field(default_factory=list)
    size: int = 0


class Landing(Closing):
    """The sink of one attempt's reply; only `drain`, `settle` and `finish` wait, and raise what the disk said.

    Its methods belong to one thread, that of an event loop; a thread of its own does the writing.
    """

    def __init__(self, attempt_id: str, room: Room, spool: Spool) -> None:
        self.attempt_id = attempt_id
        self._room = room
        self._spool = spool
        self._writer = Writer(f"landing-{attempt_id[-6:]}")
        self._in_hole = False
        self._gathered = _Gathered(spool.write)
        self._landed: Landed | None = None

    @property
    def folder(self) -> Path:
        """Where it lands: what belongs to the reply and is no part of it may be put there before `finish`."""
        return self._room.path

    def skeleton(self, piece: bytes) -> None:
        """Take the next bytes of the skeleton."""
        self._put(partial(self._spool.skeleton, piece), len(piece))

    def open_hole(self, offset: int, kind: str) -> None:
        """Begin the next hole, cut out at byte `offset` of the skeleton; `kind` is "data" or "text"."""
        if self._in_hole or kind not in get_args(HoleKind):
            raise LibraryBug(f"A hole of kind {kind!r} was opened{' inside another' if self._in_hole else ''}.")
        self._in_hole = True
        self._put(partial(self._spool.open_hole, offset, cast("HoleKind", kind)))

    def write(self, piece: Piece) -> None:
        """Take bytes of the open hole; the piece belongs to the landing from now on."""
        self._need_hole()
        self._gather(self._spool.write, piece)

    def write_raw(self, piece: Piece) -> None:
        """Take text of the open data hole as it was written; the piece belongs to the landing from now on."""
        self._need_hole()
        self._gather(self._spool.write_raw, piece)

    def close_hole(self, form: Mapping[str, object]) -> None:
        """The closing quote has arrived: the hole is whole; `form` says in JSON how it was written."""
        self._need_hole()
        self._in_hole = False
        self._pass_on()
        self._put(partial(self._spool.close_hole, dict(form)))

    async def drain(self) -> None:
        """Return at once while little is queued, else when the disk has caught up."""
        await self._writer.drain()

    async def settle(self) -> None:
        """Wait until what has come, but for what is still gathered of an open hole, is on the disk."""
        await self._writer.settle()

    def hole(self, number: int) -> LandedHole | None:
        """A hole that is whole on the disk: from the `settle` after its end on, until the reply is taken in."""
        return self._spool.whole.get(number)

    async def finish(self, complete: bool = True) -> Landed:
        """Wait until all of it is safe on disk; `complete` says that the reply was received to its end."""
        self._pass_on()
        self._put(partial(self._finish, complete))
        await self._writer.settle()
        assert self._landed is not None, "set by the work that has just been done"
        return self._landed

    def abandon(self) -> None:
        """Close and remove the folder; only after `Turns.end_attempt`: an open row without one counts as abandoned."""
        self._writer.close()
        self._spool.close()
        self._room.remove()
        self._room.close()

    def close(self) -> None:
        """Stop the thread and give up the lock; a folder not committed or abandoned stays for `Landings.orphans`."""
        self._writer.close()
        self._spool.close()
        self._room.close()

    def _finish(self, complete: bool) -> None:
        self._landed = self._spool.finish(complete)

    def _gather(self, target: Callable[[Sequence[Piece]], None], piece: Piece) -> None:
        if self._gathered.target != target:
            self._pass_on()
            self._gathered = _Gathered(target)
        self._gathered.pieces.append(piece)
        self._gathered.size += len(piece)
        if self._gathered.size >= _WRITE:
            self._pass_on()

    def _pass_on(self) -> None:
        gathered, self._gathered = self._gathered, _Gathered(self._gathered.target)
        if gathered.pieces:
            self._put(partial(gathered.target, gathered.pieces), gathered.size)

    def _put(self, work: Work, size: int = 0) -> None:
        self._writer.put(partial(_do, work), size + 1)

    def _need_hole(self) -> None:
        if not self._in_hole:
            raise LibraryBug("A hole of a reply was written to or closed while none was open.")


class Orphan(Closing):
    """A landing folder whose process is gone, held by us: commit, or end the `attempt` and `discard`."""

    def __init__(self, room: Room, attempt: Attempt, landed: Landed) -> None:
        self.attempt = attempt
        self.landed = landed
        self._room = room

    def discard(self) -> None:
        """Remove the folder; only after the attempt was ended."""
        self._room.remove()

    def close(self) -> None:
        """Give it up; a folder not committed or discarded will be found again."""
        self._room.close()


class Landings:
    """The landing folders of one library."""

    def __init__(self, rooms: Rooms, attempts: Attempts, clock: Clock, step: Step) -> None:
        self._rooms = rooms
        self._attempts = attempts
        self._clock = clock
        self._step = step

    def open(self, attempt_id: str, turn_id: str, stem: str) -> Landing:
        """Make the folder and its lock, before `Turns.begin_attempt`; blocks on the disk, so call it in a worker."""
        room = self._rooms.open(attempt_id)
        self._step("folder made")
        try:
            with translated("The landing folder could not be made; nothing was sent"):
                spool = Spool(room.path, Manifest(attempt_id, turn_id, stem, self._clock()), self._step)
        except LibraryError:
            room.remove()
            room.close()
            raise
        return Landing(attempt_id, room, spool)

    def orphans(self) -> tuple[Orphan, ...]:
        """Landing folders whose process is gone and whose attempt is open, locked by us until closed.

        Every whole hole in them was checked. Folders of attempts that were ended, or never begun, are removed on the
        way; one that cannot be read, or with a reply this record knows nothing of (an older copy was put back), stays
        for `verify` to report.
        """
        found = (self._orphan(room) for room in self._rooms.deserted())
        return tuple(orphan for orphan in found if orphan is not None)

    def abandoned(self) -> tuple[Attempt, ...]:
        """Open attempts without a landing folder; `sent` alone tells whether a server may have heard of them."""
        # The rows are read first: a folder goes only after its row was ended, so a row read open whose folder is gone
        # was ended meanwhile (`end_attempt` will say so), or its folder was taken away by hand.
        return tuple(attempt for attempt in self._attempts.open_ones() if not self._rooms.exists(attempt.id))

    def _orphan(self, room: Room) -> Orphan | None:
        attempt = self._attempts.find(room.name)
        if attempt is not None and attempt.state == "open":
            if (landed := _landed_in(room, check=True)) is not None:
                return Orphan(room, attempt, replace(landed, attempt_id=attempt.id, turn_id=attempt.turn_id))
        elif attempt is not None or _is_empty(room):
            room.remove()
        room.close()
        return None


def _landed_in(room: Room, *, check: bool) -> Landed | None:
    """What landed in a room; None when the disk does not give it out now."""
    try:
        with translated(f"The landing folder {room.path} could not be read"):
            return read_landed(room.path, check=check)
    except LibraryError:
        return None


def _is_empty(room: Room) -> bool:
    landed = _landed_in(room, check=False)
    return landed is not None and not (landed.skeleton or landed.holes)


def _do(work: Work) -> None:
    with translated(_LOST):
        work()
