"""Exports and imports that stop at their first step until they are let go on."""

import threading

import pytest

from studio.library.progress import Counter


def hold_transfers(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Let every transfer of this test wait for the event that is returned."""
    go_on = threading.Event()
    add = Counter.add

    def slow(self: Counter, count: int) -> None:
        assert go_on.wait(30)
        add(self, count)

    monkeypatch.setattr(Counter, "add", slow)
    return go_on
