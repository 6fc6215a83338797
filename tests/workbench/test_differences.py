"""Differences: short ones within the frame, those that take longer in a worker, however few letters they have."""

from collections.abc import AsyncIterator

import pytest

from studio.workbench.differences import Differences
from studio.workbench.tasks import Tasks
from studio.workbench.word_diff import pairs_between, word_diff
from tests.ui.waiting import until

LETTERS = [chr(97 + number % 26) for number in range(120)]


@pytest.fixture
async def differences() -> AsyncIterator[Differences]:
    tasks = Tasks()
    yield Differences(tasks, tasks)
    await tasks.close()


async def test_a_few_words_are_compared_at_once(differences: Differences) -> None:
    old, new = "An otter in a red hat", "An otter in a blue hat"
    assert differences.of(old, new) == word_diff(old, new)


async def test_a_list_of_short_words_is_compared_elsewhere(differences: Differences) -> None:
    old, new = ", ".join(LETTERS), ", ".join(reversed(LETTERS))
    assert len(old) + len(new) < 1000
    ready: list[None] = []
    differences.ready.connect(lambda: ready.append(None))
    assert differences.of(old, new) is None
    await until(lambda: ready)
    assert differences.of(old, new) == word_diff(old, new)


async def test_one_word_more_in_a_long_list_is_found_at_once(differences: Differences) -> None:
    old, new = ", ".join(LETTERS), ", ".join([*LETTERS[:60], "zz", *LETTERS[60:]])
    assert pairs_between(old, new) < 10
    assert differences.of(old, new) == word_diff(old, new)
