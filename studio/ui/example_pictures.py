"""The pictures of the examples that a first window offers, read when somebody sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage

from studio.resources import resource

if TYPE_CHECKING:
    from studio.ui.stage.stage import Stage
    from studio.workbench.tasks import Tasks


class ExamplePictures(QObject):
    """Reads them in a worker and hands them to the stage."""

    def __init__(self, stage: Stage, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stage = stage
        self._tasks = tasks
        stage.asked.examples_wanted.connect(lambda: tasks.start(self._show(), "pictures of the examples"))

    async def _show(self) -> None:
        welcome = self._stage.thread_view.welcome
        welcome.show_pictures(await self._tasks.in_worker(read_examples, len(welcome.prompts)))


def read_examples(count: int) -> list[QImage]:
    """The pictures of so many examples, made by packaging/example_pictures.py."""
    return [QImage(str(resource(f"samples/example-{number}.jpg"))) for number in range(1, count + 1)]
