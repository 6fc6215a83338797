"""The queue on disk: in order, all or none, gone in the transaction that begins a turn."""

from dataclasses import replace
from pathlib import Path

import pytest

from studio.library.errors import LibraryBug, LibraryReadOnly
from studio.library.library import Library
from studio.library.records import QueuedWish
from tests.library.making import new_turn


def queued(library: Library, prompt: str = "an otter") -> QueuedWish:
    return QueuedWish(library.ids.new(), library.clock(), "f" * 32, "far", {"prompt": prompt, "inputs": []})


def test_what_waits_is_there_again_in_its_order(tmp_path: Path) -> None:
    with Library.open(tmp_path) as library:
        first, second, third = (queued(library, f"otter {number} \ud83e") for number in range(3))
        library.queue.add([second, first])
        library.queue.add([third])
    with Library.open(tmp_path) as library:
        assert library.queue.all() == (second, first, third)
        library.queue.drop([first.id, "not there"])
        assert library.queue.all() == (second, third)


def test_the_sandbox_has_no_id_and_comes_back_so(tmp_path: Path) -> None:
    with Library.open(tmp_path) as library:
        wish = replace(queued(library), connection_id=None)
        library.queue.add([wish])
        assert library.queue.all() == (wish,)


def test_another_order_is_kept_and_what_is_gone_stays_away(tmp_path: Path) -> None:
    with Library.open(tmp_path) as library:
        first, second, third = (queued(library) for _ in range(3))
        library.queue.add([first, second, third])
        library.queue.arrange([third.id, "not there", first.id, second.id])
        assert [each.id for each in library.queue.all()] == [third.id, first.id, second.id]
        last = queued(library)
        library.queue.add([last])
        assert library.queue.all()[-1] == last


def test_all_or_none_is_written(tmp_path: Path) -> None:
    with Library.open(tmp_path) as library:
        first = queued(library)
        with pytest.raises(LibraryBug):
            library.queue.add([queued(library), first, first])
        assert library.queue.all() == ()


def test_a_wish_goes_with_the_transaction_that_begins_it_or_not_at_all(tmp_path: Path) -> None:
    with Library.open(tmp_path) as library:
        turn = new_turn(library)
        wish = replace(queued(library), id=turn.id)
        library.queue.add([wish])
        with pytest.raises(LibraryBug), library.transaction():
            library.queue.drop([turn.id])
            library.turns.begin(replace(turn, origin="odd"))
        assert library.queue.all() == (wish,)


def test_a_library_that_may_only_be_read_says_so(tmp_path: Path) -> None:
    with Library.open(tmp_path) as library:
        library.queue.add([queued(library)])
    with Library.open(tmp_path, read_only=True) as library:
        assert len(library.queue.all()) == 1
        with pytest.raises(LibraryReadOnly):
            library.queue.add([queued(library)])
