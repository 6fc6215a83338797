"""What was done is told with a way back; what could not be done is told with its reason."""

from collections.abc import AsyncIterator

import pytest

from studio.library.errors import DiskFull
from studio.ui.undo_messages import UndoMessages
from studio.ui.words import Words
from studio.workbench.messages import Messages
from studio.workbench.tasks import Tasks
from studio.workbench.undo import Undo
from tests.ui.waiting import until


class Desk:
    """An undo that is spoken for, and something to do with it."""

    def __init__(self) -> None:
        self.tasks, self.messages, self.words = Tasks(), Messages(), Words()
        self.undo = Undo(self.tasks)
        self.speaker = UndoMessages(self.undo, self.messages, self.words)
        self.done: list[str] = []
        self.fails = False

    async def do(self, name: str, said: str = "") -> None:
        async def forward() -> None:
            self.fail()
            self.done.append(name)

        async def back() -> None:
            self.fail()
            self.done.remove(name)

        self.undo.do(name, forward, back, said)
        await self.over()

    def fail(self) -> None:
        if self.fails:
            raise DiskFull("the disk is full")

    async def over(self) -> None:
        await until(lambda: not self.undo._busy)

    def texts(self) -> list[str]:
        return [message.text for message in self.messages.all]


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    desk = Desk()
    yield desk
    await desk.tasks.close()


async def test_the_button_takes_back_its_own_step(desk: Desk) -> None:
    await desk.do("a", "A is done.")
    await desk.do("silent")
    await desk.do("b", "B is done.")
    assert desk.texts() == ["A is done.", "B is done."]
    message = desk.messages.all[0]
    assert (message.severity, message.lifetime is None) == ("done", False)
    ((label, run),) = message.actions
    assert label == "Undo"
    run()
    await desk.over()
    assert desk.done == ["silent", "b"]
    assert desk.texts() == ["B is done."], "what was taken back needs no button any more"


async def test_doing_it_again_offers_the_way_back_again(desk: Desk) -> None:
    await desk.do("a", "A is done.")
    desk.undo.undo()
    await desk.over()
    assert desk.texts() == []
    desk.undo.redo()
    await desk.over()
    assert desk.texts() == ["A is done."]


async def test_a_failure_says_what_was_not_done_and_why(desk: Desk) -> None:
    await desk.do("Rename “a”")
    desk.fails = True
    await desk.do("Rate", "Rated.")
    desk.undo.undo()
    await desk.over()
    assert [message.severity for message in desk.messages.all] == ["error", "error"]
    assert desk.texts()[0].startswith("Not done: Rate.")
    assert desk.texts()[1].startswith("Not undone: Rename “a”.")
    assert desk.words.error(DiskFull("")).what in desk.texts()[0]
    assert desk.done == ["Rename “a”"]


async def test_what_was_dismissed_is_forgotten(desk: Desk) -> None:
    await desk.do("a", "A is done.")
    desk.messages.dismiss_all()
    assert desk.speaker._told == {}
    desk.undo.undo()
    await desk.over()
    assert desk.texts() == []
