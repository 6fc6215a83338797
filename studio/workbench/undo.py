"""Undo of what takes its time: each step is a coroutine there and a coroutine back, run in order, one at a time.

QUndoStack wants both to be over when they return, which nothing that touches the disk may be here; hence two lists.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, Literal, NamedTuple

from PySide6.QtCore import QObject, Signal

from studio.workbench.tasks import Tasks

if TYPE_CHECKING:
    import asyncio

Way = Callable[[], Awaitable[object]]
"""A way there or back; what it returns is told with its end."""
Saying = str | Callable[[], str]
"""A sentence, or what makes it as soon as it is known what was done."""
Action = Literal["do", "undo", "redo"]

_MOST_STEPS = 200


class Step:
    """Something done that can be taken back; `text` names it."""

    __slots__ = ("_saying", "back", "forward", "text")

    def __init__(self, text: str, forward: Way, back: Way, saying: Saying = "") -> None:
        self.text = text
        self._saying = saying
        self.forward = forward
        self.back = back

    @property
    def said(self) -> str:
        """A sentence to tell the user when it is done."""
        return self._saying if isinstance(self._saying, str) else self._saying()


class Ended(NamedTuple):
    """What became of an action on a step, and what its way returned; with an `error`, all is as it was before."""

    action: Action
    step: Step
    error: Exception | None = None
    brought: object = None


class Undo(QObject):
    """What can be taken back and done again. A step that fails, either way, stays where it was."""

    changed = Signal()
    """`can_undo`, `can_redo` or the texts are new."""
    ended = Signal(object)
    """Ended: an action is over, well or with an error."""

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._past: deque[Step] = deque(maxlen=_MOST_STEPS)
        self._future: list[Step] = []
        self._waiting: deque[Way] = deque()
        self._busy = False
        self._running: asyncio.Task[None] | None = None
        self._era = 0  # one more at every `clear`

    @property
    def can_undo(self) -> bool:
        """Whether there is something to take back; while something is being done, there may be."""
        return bool(self._past) or self._busy

    @property
    def can_redo(self) -> bool:
        """Whether there is something to do again."""
        return bool(self._future)

    @property
    def undo_text(self) -> str:
        """What `undo` would take back, empty for nothing."""
        return self._past[-1].text if self._past else ""

    @property
    def redo_text(self) -> str:
        """What `redo` would do again, empty for nothing."""
        return self._future[-1].text if self._future else ""

    def do(self, text: str, forward: Way, back: Way, said: Saying = "") -> Step:
        """Go forward as soon as everything asked before is over; then it can be taken back."""
        step = Step(text, forward, back, said)
        self._ask(partial(self._do, step))
        return step

    def undo(self) -> None:
        """Take back the last step there is when everything asked before is over."""
        self._ask(self._undo)

    def redo(self) -> None:
        """Do again what was taken back last."""
        self._ask(self._redo)

    def take_back(self, step: Step) -> None:
        """Take back this very step, also when others followed it; nothing, when it is taken back already."""
        self._ask(partial(self._take_back, step))

    def clear(self) -> None:
        """Forget every step, and what was asked for but has not begun; `finish` waits for that first."""
        self._era += 1
        self._waiting.clear()
        self._past.clear()
        self._future.clear()
        self.changed.emit()

    async def finish(self) -> None:
        """Wait until everything that was asked for is done."""
        import asyncio

        while self._busy:
            assert self._running is not None
            await asyncio.wait([self._running])

    def _ask(self, work: Way) -> None:
        self._waiting.append(work)
        if not self._busy:
            self._busy = True
            self._running = self._tasks.start(self._run(), "undo")
            self.changed.emit()

    async def _run(self) -> None:
        try:
            while self._waiting:
                await self._waiting.popleft()()
                self.changed.emit()
        finally:
            self._busy = False
            self.changed.emit()

    async def _do(self, step: Step) -> None:
        era = self._era
        ended = await self._went("do", step, step.forward)
        if ended.error is None and era == self._era:
            self._past.append(step)
            self._future.clear()
        self.ended.emit(ended)

    async def _undo(self) -> None:
        if self._past:
            await self._go("undo", self._past[-1])

    async def _redo(self) -> None:
        if self._future:
            await self._go("redo", self._future[-1])

    async def _take_back(self, step: Step) -> None:
        if step in self._past:
            await self._go("undo", step)

    async def _go(self, action: Action, step: Step) -> None:
        """Take a step back or do it again, and let it stand on the other side then."""
        is_back = action == "undo"
        ended = await self._went(action, step, step.back if is_back else step.forward)
        if ended.error is None:
            self._move(step, *((self._past, self._future) if is_back else (self._future, self._past)))
        self.ended.emit(ended)

    def _move(self, step: Step, source: deque[Step] | list[Step], target: deque[Step] | list[Step]) -> None:
        # `clear` may have come in between: then there is nothing to move.
        if step in source:
            source.remove(step)
            target.append(step)

    async def _went(self, action: Action, step: Step, way: Way) -> Ended:
        try:
            return Ended(action, step, brought=await way())
        except Exception as error:  # noqa: BLE001 - whatever it was, it is told, and the lists stay right
            return Ended(action, step, error)
