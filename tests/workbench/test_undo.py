"""Undo: in order, one at a time, right after failures."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from studio.workbench.tasks import Tasks
from studio.workbench.undo import Ended, Undo
from tests.ui.waiting import until


@pytest.fixture
async def tasks() -> AsyncIterator[Tasks]:
    tasks = Tasks()
    yield tasks
    await tasks.close()


class Page:
    """Something with letters on it, written slowly."""

    def __init__(self, undo: Undo) -> None:
        self.undo = undo
        self.letters: list[str] = []
        self.inside = 0
        self.gate = asyncio.Event()
        self.gate.set()
        self.broken: set[str] = set()
        self.ended: list[tuple[str, str, bool]] = []
        undo.ended.connect(self._note)

    def write(self, letter: str) -> object:
        return self.undo.do(letter, self._way(letter, self._put), self._way(letter, self._take))

    def _way(self, letter: str, change: Callable[[str], None]) -> Callable[[], Awaitable[None]]:
        async def go() -> None:
            self.inside += 1
            assert self.inside == 1, "two at a time"
            await self.gate.wait()
            await asyncio.sleep(0)
            self.inside -= 1
            if letter in self.broken:
                raise OSError("no room")
            change(letter)

        return go

    def _put(self, letter: str) -> None:
        self.letters.append(letter)

    def _take(self, letter: str) -> None:
        self.letters.remove(letter)

    def _note(self, ended: Ended) -> None:
        self.ended.append((ended.action, ended.step.text, ended.error is None))

    async def over(self) -> str:
        self.gate.set()
        await until(lambda: not self.undo._busy)
        return "".join(self.letters)


@pytest.fixture
async def page(tasks: Tasks) -> Page:
    return Page(Undo(tasks))


async def test_steps_are_done_taken_back_and_done_again(page: Page) -> None:
    assert not page.undo.can_undo
    page.write("a")
    page.write("b")
    assert await page.over() == "ab"
    assert (page.undo.undo_text, page.undo.can_redo) == ("b", False)
    page.undo.undo()
    assert await page.over() == "a"
    assert (page.undo.undo_text, page.undo.redo_text) == ("a", "b")
    page.undo.redo()
    assert await page.over() == "ab"
    assert page.ended == [("do", "a", True), ("do", "b", True), ("undo", "b", True), ("redo", "b", True)]


async def test_everything_asked_at_once_happens_in_that_order(page: Page) -> None:
    page.write("a")
    page.write("b")
    page.undo.undo()
    page.write("c")
    page.undo.undo()
    page.undo.undo()
    page.undo.redo()
    page.undo.undo()
    page.undo.undo()  # one more than there is
    page.undo.redo()
    page.undo.redo()
    page.undo.redo()  # and here
    assert page.undo.can_undo  # because of what is under way
    assert await page.over() == "ac"


async def test_a_new_step_forgets_what_was_taken_back(page: Page) -> None:
    page.write("a")
    page.undo.undo()
    page.write("b")
    page.undo.redo()
    assert await page.over() == "b"
    assert not page.undo.can_redo


async def test_a_failure_is_told_and_changes_nothing(page: Page) -> None:
    page.write("a")
    page.broken = {"b"}
    page.write("b")
    assert await page.over() == "a"
    assert page.undo.undo_text == "a"
    page.broken = {"a"}
    page.undo.undo()
    assert await page.over() == "a"
    assert (page.undo.undo_text, page.undo.can_redo) == ("a", False)
    page.broken = set()
    page.undo.undo()
    assert await page.over() == ""
    page.broken = {"a"}
    page.undo.redo()
    assert await page.over() == ""
    assert (page.undo.can_undo, page.undo.redo_text) == (False, "a")
    assert page.ended == [
        ("do", "a", True),
        ("do", "b", False),
        ("undo", "a", False),
        ("undo", "a", True),
        ("redo", "a", False),
    ]


async def test_one_step_among_others_is_taken_back(page: Page) -> None:
    first = page.write("a")
    page.write("b")
    page.undo.take_back(first)
    page.undo.take_back(first)  # a second click on the same button
    assert await page.over() == "b"
    page.undo.redo()
    assert await page.over() == "ba"
    page.undo.undo()
    page.undo.undo()
    assert await page.over() == ""


async def test_forgetting_drops_what_waits_and_finishes_what_is_under_way(page: Page) -> None:
    page.gate.clear()
    page.write("a")
    page.write("b")
    await until(lambda: page.inside)
    page.undo.clear()
    assert await page.over() == "a"
    assert not page.undo.can_undo


async def test_what_is_under_way_when_everything_is_forgotten_is_not_remembered(page: Page) -> None:
    page.write("a")
    await page.over()
    page.gate.clear()
    page.undo.undo()
    await until(lambda: page.inside)
    page.undo.clear()
    assert await page.over() == ""
    assert (page.undo.can_undo, page.undo.can_redo) == (False, False)


async def test_the_oldest_steps_are_forgotten(page: Page) -> None:
    async def nothing() -> None:
        pass

    for number in range(300):
        page.undo.do(str(number), nothing, nothing)
    for _ in range(300):
        page.undo.undo()
    await page.over()
    assert len(page.undo._future) == 200
    assert page.undo.redo_text == "100"


async def test_changes_are_told(page: Page) -> None:
    seen: list[tuple[bool, bool, str]] = []
    page.undo.changed.connect(lambda: seen.append((page.undo.can_undo, page.undo.can_redo, page.undo.undo_text)))
    page.write("a")
    await page.over()
    page.undo.undo()
    await page.over()
    assert (True, False, "a") in seen
    assert seen[-1] == (False, True, "")
