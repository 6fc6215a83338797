"""One person's library with only the wire made up, and everything that can be done in it, each to its end."""

import asyncio
import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from studio.gemini.capabilities import Capabilities
from studio.gemini.connections import Endpoint, read_address
from studio.generation.link import Link
from studio.generation.recover import recover
from studio.generation.run import Generator
from studio.generation.wish import Progress, Wish
from studio.library.library import Library
from studio.library.records import Conversation, Image, Turn
from studio.resources import read_json
from studio.workbench.edits import Edits
from studio.workbench.tasks import Tasks
from studio.workbench.undo import Ended, Step, Undo
from tests.fakes.far_end import PICTURES, Died, Ending, FarEnd
from tests.workbench.forest_record import lasting, record_of, spending, without

CAPABILITIES = Capabilities.read(read_json("models/capabilities.json"))
MODELS = ("gemini-3-pro-image", "gemini-2.5-flash-image")
KEEPING = ("file placed", "rows written", "committed", "folder removed")
# What is tried here is the tree; the disk, which would take most of the time, is tried elsewhere.
MEMORY = Path("/dev/shm")


class ForestRig:
    """A library, what sends in it and what changes it; `since_send` counts the steps since anything was sent."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="forest", dir=MEMORY if MEMORY.is_dir() else None))
        self.loop = asyncio.new_event_loop()
        self.far = FarEnd(self.die_keeping)
        self.tasks = Tasks()
        self.undo = Undo(self.tasks)
        self.edits = Edits(self.tasks, self.undo)
        self.undo.ended.connect(self.on_ended)
        self.failures: list[Ended] = []
        self.steps: list[Step] = []
        self.made: set[str] = set()
        self.edits.made.connect(self.made.add)
        self.since_send = 0
        self.dies_at = ""
        self.is_dead = False
        self.deaths = 0
        self.now = 1_800_000_000_000
        self.open()
        given = self.folder / "given.png"
        given.write_bytes(PICTURES[0])
        self.library.images.import_file(given, mime="image/png", width=8, height=8, name="given.png")

    def open(self) -> None:
        self.library = Library.open(self.folder / "library", clock=self.clock, step=self.on_step)
        link: Any = Link("far", Endpoint(read_address("https://far.example/v1beta")), self.far, CAPABILITIES)  # type: ignore[arg-type]
        self.generator = Generator(self.library, link, sleep=self.sleep)
        self.edits.open(self.library)
        self.steps.clear()
        self.since_send = 0

    def reopen(self) -> None:
        self.edits.close()
        self.library.close()
        self.far.will.clear()
        self.dies_at, self.is_dead = "", False
        self.open()
        recover(self.library, CAPABILITIES)

    def close(self) -> None:
        self.loop.run_until_complete(self.tasks.close())
        self.library.close()
        self.loop.run_until_complete(self.loop.shutdown_default_executor())
        self.loop.close()
        shutil.rmtree(self.folder)

    def clock(self) -> int:
        """Never the same twice, and the same in every run."""
        self.now += 1
        return self.now

    async def sleep(self, seconds: float) -> None:
        return

    def die_keeping(self) -> None:
        self.deaths += 1
        self.dies_at = KEEPING[self.deaths % len(KEEPING)]

    def on_step(self, name: str) -> None:
        if name == self.dies_at:
            self.dies_at, self.is_dead = "", True
            raise Died

    def on_ended(self, ended: Ended) -> None:
        if ended.error is not None:
            self.failures.append(ended)

    def conversations(self) -> list[Conversation]:
        rows = self.library.database.rows("SELECT id FROM conversation ORDER BY id")
        return [self.library.conversations.get(row["id"]) for row in rows]

    def turns(self) -> list[Turn]:
        rows = self.library.database.rows("SELECT id FROM conversation ORDER BY id")
        return [turn for row in rows for turn in self.library.turns.of_conversation(row["id"])]

    def continuable(self) -> list[Turn]:
        return [turn for turn in self.turns() if turn.content is not None]

    def images(self) -> list[Image]:
        newest = self.library.images.newest
        return sorted((*newest(10_000), *newest(10_000, trashed=True)), key=lambda image: image.id)

    def wish(self, origin: Any, parent: Turn | None, conversation_id: str, **options: Any) -> Wish:
        new = self.library.ids.new
        given = {"prompt": f"Draw {len(self.far.contents)}", "model": MODELS[0], "turn_id": new(), "send_id": new()}
        return Wish(**given | {"origin": origin, "parent": parent, "conversation_id": conversation_id} | options)

    def send(
        self, endings: list[Ending], origin: str, parent: Turn | None, conversation_id: str, **options: Any
    ) -> None:
        """Send as many variants as there are endings."""
        first = self.wish(origin, parent, conversation_id, **options)
        others = [
            self.wish("variant", parent, conversation_id, **options | {"send_id": first.send_id}) for _ in endings[1:]
        ]
        self.send_wishes([first, *others], endings)

    def send_wishes(self, wishes: Sequence[Wish], endings: list[Ending]) -> None:
        before = record_of(self.library)
        self.far.will[:] = endings
        outcomes = self.loop.run_until_complete(self.one_by_one(wishes))
        self.far.will.clear()
        if self.is_dead or self.dies_at or any(isinstance(outcome, Died) for outcome in outcomes):
            self.reopen()
        elif failed := [outcome for outcome in outcomes if isinstance(outcome, Exception)]:
            raise failed[0]
        after = record_of(self.library)
        assert lasting(before).items() <= lasting(after).items(), "something that had ended was changed"
        assert {f"turn:{wish.turn_id}" for wish, _ in zip(wishes, outcomes, strict=False)} == {
            key for key in after.keys() - before.keys() if key.startswith("turn:")
        }
        self.since_send = 0

    async def one_by_one(self, wishes: Sequence[Wish]) -> list[Any]:
        """Run wishes as long as the program lives; not at once, which would end in another way each time."""
        outcomes: list[Any] = []
        for wish in wishes:
            running = asyncio.ensure_future(self.generator.run(wish, self.tell))
            outcomes += await asyncio.gather(running, return_exceptions=True)
            if self.is_dead or isinstance(outcomes[-1], Died):
                break
        return outcomes

    def run(self, wish: Wish) -> Any:
        return self.loop.run_until_complete(self.one_by_one([wish]))[0]

    def tell(self, progress: Progress) -> None:
        """Nobody looks."""

    def do(self, begin: Callable[[], Step | None]) -> None:
        """Do something, undo it and redo it."""
        before, spent = record_of(self.library), spending(self.library)
        self.made.clear()
        steps: list[Step | None] = []
        self.settle(lambda: steps.append(begin()))
        after, made = record_of(self.library), set(self.made)
        if steps[0] is not None:
            self.settle(self.undo.undo)
            assert without(record_of(self.library), made) == before
            self.settle(self.undo.redo)
            self.steps.append(steps[0])
            self.since_send += 1
        assert record_of(self.library) == after
        assert lasting(before).items() <= lasting(after).items()
        assert spending(self.library) == spent

    def settle(self, *asked: Callable[[], object]) -> None:
        """Ask for all of it at once, and wait until it is done."""

        async def finish() -> None:
            for ask in asked:
                ask()
            await self.undo.finish()

        self.loop.run_until_complete(finish())
        assert not self.failures, self.failures
