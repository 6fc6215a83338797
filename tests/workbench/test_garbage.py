"""What Qt owns is destroyed in Qt's thread, however many other threads allocate."""

import gc
import threading

from PySide6.QtCore import QObject

from studio.workbench.garbage import Garbage
from studio.workbench.tasks import Tasks
from tests.ui.waiting import until


class Cycle(QObject):
    """Can only be collected, and says where it was."""

    def __init__(self, told: list[int]) -> None:
        super().__init__()
        self.me = self
        self.told = told

    def __del__(self) -> None:
        self.told.append(threading.get_ident())


def allocate() -> list[list[int]]:
    return [[number] for number in range(200_000)]


async def test_cycles_are_collected_in_the_loops_thread_only() -> None:
    told: list[int] = []
    for _ in range(50):
        Cycle(told)
    await Tasks().in_worker(allocate)
    assert set(told) <= {threading.get_ident()}, "another thread collected"
    kept = [[number] for number in range(2_000)]  # more than Python lets pass without a collection
    await until(lambda: len(told) == 50, "the collection")
    assert set(told) == {threading.get_ident()}
    assert kept


def test_afterwards_python_collects_by_itself_again(qapp: object) -> None:
    assert gc.isenabled()
    garbage = Garbage()
    garbage.start()
    assert not gc.isenabled()
    garbage.stop()
    assert gc.isenabled()
