"""Dragging pictures out: copies are made first, and the drag begins with the next movement, or not at all."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QDrag, QMouseEvent, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from studio.library.errors import PictureMissing
from studio.library.library import Library
from studio.library.records import Image
from studio.ui.drag_out import DragOut
from studio.workbench.carrying import Carried, Carrying, carried_ids
from studio.workbench.tasks import Tasks
from tests.fakes.shots import take_in
from tests.ui.waiting import until


class Gated(Carrying):
    """Copies only once it is let."""

    def __init__(self, tasks: Tasks) -> None:
        super().__init__(tasks)
        self.gate = asyncio.Event()
        self.asked: list[tuple[Image, ...]] = []

    async def prepare(self, images: Sequence[Image]) -> Carried:
        self.asked.append(tuple(images))
        await self.gate.wait()
        return await super().prepare(images)


class Thumbnails:
    """One thumbnail for all."""

    def get(self, image: Image, side: int) -> QPixmap | None:
        pixmap = QPixmap(side, side // 2)
        pixmap.fill(QColor("#c04020"))
        return pixmap


class Grip(QWidget):
    """A picture that can be dragged: as tiles and the gallery do it."""

    def __init__(self, drag_out: DragOut, images: tuple[Image, ...]) -> None:
        super().__init__()
        self.drag_out, self.images, self.moves = drag_out, images, 0
        self.resize(200, 200)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.drag_out.prepare(self.images)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.moves += 1
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.drag_out.start_drag(self, self.images)


class Table:
    """Everything a drag needs, with the drag itself written down instead of run."""

    def __init__(self, library: Library, images: tuple[Image, ...]) -> None:
        self.tasks = Tasks()
        self.carrying = Gated(self.tasks)
        self.carrying.open(library)
        self.dragged: list[tuple[list[Path], tuple[str, ...], tuple[int, int]]] = []
        self.drag_out = DragOut(self.carrying, Thumbnails(), self.tasks, execute=self.execute)
        self.failed: list[object] = []
        self.dropped: list[int] = []
        self.drag_out.failed.connect(self.failed.append)
        self.drag_out.dropped.connect(self.dropped.append)
        self.grip = Grip(self.drag_out, images)
        self.grip.show()

    def execute(self, drag: QDrag) -> Qt.DropAction:
        mime, pixmap = drag.mimeData(), drag.pixmap()
        files = [Path(url.toLocalFile()) for url in mime.urls()]
        self.dragged.append((files, carried_ids(mime), (pixmap.width(), pixmap.height())))
        return Qt.DropAction.CopyAction

    def press(self) -> None:
        QTest.mousePress(self.grip, Qt.MouseButton.LeftButton, pos=QPoint(20, 20))

    def move(self, x: int) -> None:
        position = QPoint(x, 40)
        event = QMouseEvent(
            QMouseEvent.Type.MouseMove,
            position.toPointF(),
            self.grip.mapToGlobal(position).toPointF(),
            Qt.MouseButton.NoButton,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(self.grip, event)

    def release(self) -> None:
        QTest.mouseRelease(self.grip, Qt.MouseButton.LeftButton, pos=QPoint(40, 40))

    async def copied(self) -> None:
        self.carrying.gate.set()
        await until(lambda: not self.tasks.running)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library") as library:
        yield library


@pytest.fixture
def images(library: Library, tmp_path: Path) -> tuple[Image, ...]:
    return tuple(take_in(library, tmp_path, f"{name}.png", colour=name) for name in ("red", "green"))


@pytest.fixture
async def table(library: Library, images: tuple[Image, ...]) -> AsyncIterator[Table]:
    table = Table(library, images)
    yield table
    await table.tasks.close()
    await table.carrying.close()
    table.grip.close()
    table.grip.deleteLater()


async def test_a_drag_whose_copies_are_there_begins_at_once(
    table: Table, library: Library, images: tuple[Image, ...]
) -> None:
    table.press()
    await table.copied()
    table.move(60)
    ((files, ids, size),) = table.dragged
    assert [file.read_bytes() for file in files] == [
        library.images.absolute_path(image).read_bytes() for image in images
    ]
    assert ids == tuple(image.id for image in images)
    assert size[0] > 90
    assert table.dropped == [2]
    assert table.failed == []


async def test_a_drag_waits_for_its_copies_and_begins_with_the_next_movement(table: Table) -> None:
    table.press()
    table.move(60)
    assert table.drag_out.is_waiting
    table.move(70)
    assert table.grip.moves == 1  # what is dragged must not be panned or selected meanwhile
    assert table.dragged == []
    await table.copied()
    table.move(80)
    assert len(table.dragged) == 1
    assert not table.drag_out.is_waiting
    table.release()
    table.move(90)
    assert table.grip.moves == 2


async def test_letting_go_before_the_copies_are_there_drags_nothing(table: Table) -> None:
    table.press()
    table.move(60)
    table.release()
    assert not table.drag_out.is_waiting
    await table.copied()
    table.grip.images = ()
    table.move(90)
    assert table.dragged == []
    assert table.failed == []


async def test_escape_gives_a_waiting_drag_up(table: Table) -> None:
    table.press()
    table.move(60)
    QTest.keyClick(table.grip, Qt.Key.Key_Escape)
    assert not table.drag_out.is_waiting
    await table.copied()
    assert table.dragged == []


async def test_a_widget_that_goes_away_takes_its_drag_along(table: Table, library: Library) -> None:
    grip = Grip(table.drag_out, table.grip.images)
    table.drag_out.start_drag(grip, grip.images)
    grip.deleteLater()
    await until(lambda: not table.drag_out.is_waiting)
    await table.copied()
    table.grip.images = ()
    table.move(60)
    assert table.dragged == []


async def test_a_picture_whose_file_is_gone_is_told_and_not_dragged(
    table: Table, library: Library, images: tuple[Image, ...]
) -> None:
    for image in images:
        library.images.absolute_path(image).unlink()
    table.press()
    await table.copied()
    table.move(60)
    assert table.dragged == []
    assert [type(error) for error in table.failed] == [PictureMissing]


async def test_what_is_missing_among_several_is_told(table: Table, library: Library, images: tuple[Image, ...]) -> None:
    library.images.absolute_path(images[0]).unlink()
    table.press()
    await table.copied()
    table.move(60)
    assert table.dragged[0][1] == (images[1].id,)
    assert [type(error) for error in table.failed] == [PictureMissing]


async def test_a_second_drag_finds_its_copies(table: Table) -> None:
    for _ in range(2):
        table.press()
        await table.copied()
        table.move(60)
        table.release()
    assert len(table.dragged) == 2
    assert table.dragged[0][0] == table.dragged[1][0]


async def test_many_are_copied_only_when_the_drag_begins(
    table: Table, library: Library, tmp_path: Path, images: tuple[Image, ...]
) -> None:
    table.grip.images = images * 3
    table.press()
    assert not table.tasks.running
    table.move(60)
    await table.copied()
    table.move(70)
    assert len(table.dragged[0][0]) == 6


async def test_pressing_on_another_picture_drags_that_one(table: Table, images: tuple[Image, ...]) -> None:
    table.press()
    table.grip.images = images[1:]
    table.press()
    await table.copied()
    table.move(60)
    assert table.dragged[0][1] == (images[1].id,)
