"""pytest-qt's bot with more patience: its five seconds are little for a machine that has other things to do."""

from functools import partialmethod

from pytestqt.qtbot import QtBot

_MILLISECONDS = 60_000


class PatientBot(QtBot):
    """Waits as long as `tests.ui.waiting.until` does."""

    waitActive = partialmethod(QtBot.waitActive, timeout=_MILLISECONDS)
    waitExposed = partialmethod(QtBot.waitExposed, timeout=_MILLISECONDS)
    waitSignal = partialmethod(QtBot.waitSignal, timeout=_MILLISECONDS)
    waitUntil = partialmethod(QtBot.waitUntil, timeout=_MILLISECONDS)
