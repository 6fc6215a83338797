"""Notes of the desktop without a desktop: what is clicked at once, before the number of the note is known here."""

import threading

from PySide6.QtWidgets import QWidget

from studio.ui.desktop_notes import DesktopNotes
from studio.workbench.tasks import Tasks


class Slow(DesktopNotes):
    """Its worker comes back with the number of the note, 7, when it is let."""

    def __init__(self, tasks: Tasks, window: QWidget) -> None:
        super().__init__(tasks, window, "linux")
        self.may_come_back = threading.Event()

    def _post(self, title: str, body: str) -> int | None:
        assert self.may_come_back.wait(30)
        return 7


async def test_a_click_that_is_quicker_than_the_number_of_its_note_is_told() -> None:
    tasks, window, clicked = Tasks(), QWidget(), list[str]()
    notes = Slow(tasks, window)
    notes.clicked.connect(clicked.append)
    showing = tasks.start(notes.show("otter", "1 image", ""), "notification")
    while not notes._posting:
        await tasks.in_worker(lambda: None)
    for number in (6, 7):  # the note of another program, and ours
        notes.on_action(number, "default")
    assert clicked == []
    notes.may_come_back.set()
    await showing
    assert clicked == ["otter"]
    for number in (6, 7):
        notes.on_action(number, "default")
    await notes.show("heron", "1 image", "")
    assert clicked == ["otter"], "and once"
    notes.on_action(7, "default")
    assert clicked == ["otter", "heron"]
