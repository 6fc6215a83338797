"""What is to be called soon leaves events their turn."""

import asyncio
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEventLoop, QTimer, QTimerEvent

from studio.workbench.soon import Soon
from tests.ui.waiting import until


@pytest.fixture
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    loop = asyncio.new_event_loop()
    yield loop
    loop.close()


class _Row:
    """A row on a clock that stands still unless a call takes time."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.called: list[str] = []
        self.in_task = False
        self._now = 0.0
        self._loop = loop
        self.soon = Soon(lambda: self.in_task, lambda: self._now)

    def ask(self, name: str, seconds: float = 0.0, then: Callable[[], object] = lambda: None) -> asyncio.Handle:
        def call() -> None:
            self.called.append(name)
            self._now += seconds
            then()

        handle = asyncio.Handle(call, (), self._loop)
        self.soon.add(handle)
        return handle

    def turn(self) -> str:
        """Let Qt call back once; what was called."""
        self.called.clear()
        self.soon.timerEvent(QTimerEvent(0))
        return "".join(self.called)


@pytest.mark.usefixtures("qapp")
def test_what_takes_long_is_called_in_several_turns_and_in_order(loop: asyncio.AbstractEventLoop) -> None:
    row = _Row(loop)
    for name in "abcde":
        row.ask(name, seconds=0.005)
    assert [row.turn() for _ in range(4)] == ["ab", "cd", "e", ""]


@pytest.mark.usefixtures("qapp")
def test_what_a_call_asks_for_comes_behind_the_events(loop: asyncio.AbstractEventLoop) -> None:
    row = _Row(loop)
    row.ask("a", then=lambda: row.ask("c"))
    row.ask("b")
    assert [row.turn(), row.turn()] == ["ab", "c"]


@pytest.mark.usefixtures("qapp")
def test_what_was_cancelled_or_given_up_is_not_called(loop: asyncio.AbstractEventLoop) -> None:
    row = _Row(loop)
    row.ask("a").cancel()
    row.ask("b", then=row.soon.clear)
    row.ask("c")
    assert row.turn() == "b"
    assert row.turn() == ""


@pytest.mark.usefixtures("qapp")
def test_nothing_is_called_within_a_task_and_nothing_is_lost(loop: asyncio.AbstractEventLoop) -> None:
    row = _Row(loop)
    row.ask("a")
    row.in_task = True
    assert row.turn() == ""
    row.in_task = False
    assert row.turn() == "a"


async def test_a_loop_of_qt_within_a_plain_call_goes_on_with_all_others() -> None:
    inner, over = QEventLoop(), asyncio.Event()

    def run() -> None:
        QTimer.singleShot(20_000, inner.quit)  # else it would stand here for ever
        if inner.exec() == 0:
            over.set()

    async def leave() -> None:
        await asyncio.sleep(0)
        inner.exit(0)

    loop = asyncio.get_running_loop()
    loop.call_soon(run)
    leaving = asyncio.create_task(leave())
    async with asyncio.timeout(10):
        await over.wait()
        await leaving


async def test_a_task_that_lets_qt_go_through_its_events_stops_no_other() -> None:
    seen: list[int] = []

    async def count() -> None:
        for number in range(5):
            seen.append(number)
            await asyncio.sleep(0)

    counting = asyncio.create_task(count())
    for _ in range(3):
        QCoreApplication.processEvents()
        await asyncio.sleep(0)
    await until(lambda: counting.done())
    assert seen == [0, 1, 2, 3, 4]


async def test_events_have_their_turn_while_tasks_keep_each_other_busy() -> None:
    ticked = asyncio.Event()
    spinning = asyncio.create_task(_spin(ticked))
    asyncio.get_running_loop().call_later(0.01, ticked.set)  # a timer of Qt
    async with asyncio.timeout(20):
        await spinning


async def _spin(until_set: asyncio.Event) -> None:
    while not until_set.is_set():
        await asyncio.sleep(0)
