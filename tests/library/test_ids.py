"""Ids sort by time, never repeat and keep the layout of UUID version 7."""

import threading
import uuid

from hypothesis import given
from hypothesis import strategies as st

from studio.library.ids import IdMaker


@given(st.lists(st.integers(0, 2**47), min_size=1, max_size=50))
def test_ids_rise_whatever_the_clock_does(times: list[int]) -> None:
    clock = iter(times)
    maker = IdMaker(lambda: next(clock))
    ids = [maker.new() for _ in times]
    assert ids == sorted(set(ids))
    assert all(len(text) == 32 and text == text.lower() for text in ids)
    assert all(uuid.UUID(hex=text).version == 7 and uuid.UUID(hex=text).variant == uuid.RFC_4122 for text in ids)


def test_the_time_stands_at_the_front() -> None:
    assert IdMaker(lambda: 0x0123456789AB).new().startswith("0123456789ab7")


def test_more_ids_than_fit_into_a_millisecond_still_rise() -> None:
    maker = IdMaker(lambda: 1)
    ids = [maker.new() for _ in range(10_000)]
    assert ids == sorted(set(ids))


def test_endings_differ_within_a_millisecond() -> None:
    maker = IdMaker(lambda: 1)
    assert len({maker.new()[-12:] for _ in range(1000)}) == 1000


def test_threads_never_get_the_same_id() -> None:
    maker = IdMaker(lambda: 1)
    found: list[list[str]] = [[] for _ in range(4)]
    threads = [threading.Thread(target=ids.extend, args=((maker.new() for _ in range(2000)),)) for ids in found]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({text for ids in found for text in ids}) == 8000
    assert all(ids == sorted(ids) for ids in found)
