"""Transactions: all or nothing, across threads and processes."""

import multiprocessing
import sqlite3
import threading
from pathlib import Path

import pytest

from studio.library.errors import LibraryBug
from studio.library.library import Library


def test_an_error_takes_everything_back(library: Library) -> None:
    with pytest.raises(ZeroDivisionError), library.transaction():
        library.conversations.create("a" * 32, "Otters", 1)
        raise ZeroDivisionError
    assert library.conversations.newest(5) == ()
    library.conversations.create("b" * 32, "Beavers", 1)


def test_an_inner_transaction_is_part_of_the_outer(library: Library) -> None:
    with pytest.raises(ZeroDivisionError), library.transaction():
        with library.transaction():
            library.conversations.create("a" * 32, "Otters", 1)
        raise ZeroDivisionError
    assert library.conversations.newest(5) == ()


def test_a_change_outside_a_transaction_is_a_mistake(library: Library) -> None:
    with pytest.raises(LibraryBug, match="outside a transaction"):
        library.database.write("DELETE FROM conversation")


def test_a_broken_rule_is_our_mistake_and_changes_nothing(library: Library) -> None:
    library.conversations.create("a" * 32, "Otters", 1)
    with pytest.raises(LibraryBug, match="mistake in Studio") as caught:
        library.conversations.create("a" * 32, "Otters", 1)
    assert isinstance(caught.value.__cause__, sqlite3.IntegrityError)


def test_threads_share_one_library(library: Library) -> None:
    def work(part: int) -> None:
        for number in range(50):
            library.conversations.create(f"{part}{number:031x}", "Otters", number)
            library.conversations.newest(3)

    threads = [threading.Thread(target=work, args=(part,)) for part in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(library.conversations.newest(1000)) == 200


def test_a_change_by_another_connection_is_noticed(library: Library, root: Path) -> None:
    before = library.data_version()
    library.conversations.create("a" * 32, "Ours", 1)
    assert library.data_version() == before
    with Library.open(root) as other:
        other.conversations.create("b" * 32, "Theirs", 1)
    assert library.data_version() != before


def write_many(root: str, part: int) -> None:
    """Runs in a process of its own."""
    with Library.open(Path(root)) as library:
        for number in range(40):
            library.conversations.create(f"{part}{number:031x}", "Otters", number)


def test_processes_that_open_and_write_at_once_lose_nothing(root: Path) -> None:
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=write_many, args=(str(root), part)) for part in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0, 0, 0]
    with Library.open(root) as library:
        assert len(library.conversations.newest(1000)) == 120
