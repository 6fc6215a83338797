"""One library: a folder, its record and what lands in it, tied together."""

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Self

from studio.library.attempts import Attempts
from studio.library.blobs import Blobs
from studio.library.closing import Closing
from studio.library.conversations import Conversations
from studio.library.errors import translated
from studio.library.folder import Folder
from studio.library.forest import Forest
from studio.library.full_turns import FullTurns
from studio.library.gallery import Gallery
from studio.library.ids import Clock, IdMaker, system_clock
from studio.library.images import Images
from studio.library.landing import Landings
from studio.library.ledger import Ledger
from studio.library.opening import Opened, back_up_today, open_record
from studio.library.outline import Outlines
from studio.library.queue import Queue
from studio.library.replies import Replies
from studio.library.rooms import Rooms
from studio.library.search import Search
from studio.library.steps import Step, no_step
from studio.library.turns import Turns
from studio.library.unsettled import Unsettled


class Library(Closing):
    """A library that is open: `ids.new()` makes ids, `clock()` tells milliseconds UTC.

    `backup_failure` is the typed reason why today's copy of the record could not be made, if it could not;
    `backup_due` says that it was put off, because copying a large record takes longer than opening it.
    """

    def __init__(self, folder: Folder, opened: Opened, clock: Clock, step: Step) -> None:
        self.folder = folder
        self.read_only = opened.read_only
        self.backup_failure = opened.backup_failure
        self.backup_due = opened.backup_due
        self.clock = clock
        self.database = opened.database
        self.ids = IdMaker(clock)
        rooms = Rooms(folder)
        attempts = Attempts(self.database)
        blobs = Blobs(self.database, folder)
        self.conversations = Conversations(self.database)
        self.images = Images(self.database, folder, blobs, rooms, self.ids, clock)
        replies = Replies(self.database, folder, blobs, self.images, attempts, self.ids, step)
        self.forest = Forest(self.database, self.conversations, self.ids)
        self.turns = Turns(self.database, attempts, replies, self.forest)
        self.unsettled = Unsettled(self.database, attempts)
        self.landings = Landings(rooms, attempts, clock, step)
        self.ledger = Ledger(self.database)
        self.gallery = Gallery(self.database)
        self.search = Search(self.database, self.conversations)
        self.queue = Queue(self.database)
        self.full_turns = FullTurns(self.database)
        self.outlines = Outlines(self.database)

    @classmethod
    def open(
        cls,
        root: Path,
        create: bool = True,
        read_only: bool | None = None,
        clock: Clock = system_clock,
        step: Step = no_step,
        back_up: bool = True,
    ) -> Self:
        """Open the library in a folder, made when `create` and missing; `read_only=None` means: if the folder is.

        Without `back_up` the day's copy of the record is left to `back_up_today`.
        """
        with translated(f"The library {root} could not be opened"):  # the folder we are in may be gone
            folder = Folder(root.absolute())
        opened = open_record(folder, create=create, read_only=read_only, clock=clock, back_up=back_up)
        return cls(folder, opened, clock, step)

    def transaction(self) -> AbstractContextManager[None]:
        """Everything written inside is kept as one, or not at all; a reply cannot be committed inside."""
        return self.database.transaction()

    def data_version(self) -> int:
        """A number that changes when another process has changed the record."""
        return self.database.data_version()

    def back_up_today(self) -> None:
        """Copy the record unless that was done on this day: for a window, which opens without, and is open for days."""
        back_up_today(self.folder, self.clock)

    def close(self) -> None:
        """Close the record; landings still open are the caller's to close first."""
        self.database.close()
