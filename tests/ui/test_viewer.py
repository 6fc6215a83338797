"""One picture, large, in the hands of a person: wheel, keys, pointer, neighbours, and files that are gone."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QDrag, QImage, QPixmap, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton

from studio.library.library import Library
from studio.library.records import Image
from studio.ui.drag_out import DragOut
from studio.ui.image_actions import ImageActions, Verb
from studio.ui.stage.viewer import Viewer
from studio.ui.theme import Theme
from studio.ui.widgets.stars import Stars
from studio.ui.words import Words
from studio.workbench.carrying import Carrying, carried_ids
from studio.workbench.pictures import Pictures
from studio.workbench.prompts import Prompts
from studio.workbench.tasks import Tasks
from tests.fakes.shots import take_in
from tests.library.making import make_pictures, new_turn
from tests.ui.pointer import move_over
from tests.ui.waiting import until

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

NO, CONTROL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton


class Thumbnails(QObject):
    """Grey thumbnails, once they are let."""

    ready = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.are_there = False

    def get(self, image: Image, side: int) -> QPixmap | None:
        if not self.are_there:
            return None
        pixmap = QPixmap(64, 40)
        pixmap.fill(QColor("#808080"))
        return pixmap


class Room:
    """A viewer and what it is made with."""

    def __init__(self, library: Library) -> None:
        self.tasks = Tasks()
        self.pictures, self.prompts, self.carrying = Pictures(self.tasks), Prompts(self.tasks), Carrying(self.tasks)
        for part in (self.pictures, self.prompts, self.carrying):
            part.open(library)
        self.thumbnails, self.actions = Thumbnails(), ImageActions()
        self.dragged: list[tuple[str, ...]] = []
        drag_out = DragOut(self.carrying, self.thumbnails, self.tasks, execute=self.execute)
        self.viewer = Viewer(self.pictures, self.thumbnails, self.prompts, Words(), drag_out, self.actions)
        self.viewer.resize(800, 644)
        self.viewer.show()
        self.viewer.setFocus()
        self.canvas = self.viewer.canvas
        self.closed: list[bool] = []
        self.turned: list[Image] = []
        self.viewer.closed.connect(lambda: self.closed.append(True))
        self.viewer.turned_to.connect(self.turned.append)

    def execute(self, drag: QDrag) -> Qt.DropAction:
        self.dragged.append(carried_ids(drag.mimeData()))
        return Qt.DropAction.CopyAction

    async def show(self, image: Image, *row: Image) -> None:
        self.viewer.show_image(image, row)
        await until(lambda: self.viewer.is_whole or self.viewer.failure)

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NO) -> None:
        QTest.keyClick(self.viewer, key, modifiers)

    def wheel(self, at: QPointF, notches: int) -> None:
        event = QWheelEvent(
            at, self.canvas.mapToGlobal(at), QPoint(), QPoint(0, 120 * notches), Qt.MouseButton.NoButton, NO,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(self.canvas, event)

    def pixel(self, x: int, y: int) -> QColor:
        return self.canvas.grab().toImage().pixelColor(x, y)

    def text(self, name: str) -> str:
        label = self.viewer.findChild(QLabel, name)
        assert isinstance(label, QLabel)
        return label.text()

    def button(self, name: str) -> QPushButton:
        button = self.viewer.findChild(QPushButton, name)
        assert isinstance(button, QPushButton)
        return button


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library") as library:
        yield library


@pytest.fixture(params=["dark", "light"])
async def room(library: Library, qapp: QApplication, request: pytest.FixtureRequest) -> AsyncIterator[Room]:
    theme = Theme(qapp, request.param)
    room = Room(library)
    yield room
    await room.tasks.close()
    await room.carrying.close()
    room.viewer.close()
    room.viewer.deleteLater()
    theme.deleteLater()
    qapp.setStyleSheet("")


async def test_it_shows_all_of_the_picture_and_says_what_it_is(room: Room, library: Library, tmp_path: Path) -> None:
    image = take_in(library, tmp_path, "Otter.png", size=(1504, 752))
    await room.show(image)
    assert room.canvas.camera.zoom == pytest.approx(0.5)
    assert room.pixel(400, 300) == QColor("#336699")
    assert room.pixel(400, 50) != QColor("#336699")
    assert room.text("pictureCaption") == "Otter.png"
    assert room.text("pictureSize") == "1504 × 752"
    assert room.button("zoomButton").text() == "50 %"
    assert room.viewer.accessibleName() == "Image 1 of 1: Otter.png"
    assert room.viewer.accessibleDescription() == "1504 × 752, 50 %"


async def test_the_prompt_of_a_turn_is_its_caption(room: Room, library: Library, tmp_path: Path) -> None:
    turn = library.turns.begin(new_turn(library, prompt="An otter\nat night"))
    path = tmp_path / "made.png"
    picture = QImage(100, 80, QImage.Format.Format_RGB32)
    picture.fill(QColor("red"))
    assert picture.save(str(path))
    await make_pictures(library, turn, [path.read_bytes()])
    (image,) = library.images.of_turn(turn.id)
    await room.show(image)
    await until(lambda: room.text("pictureCaption"))
    assert room.text("pictureCaption") == "An otter at night"


async def test_its_thumbnail_stands_in_its_place_until_it_is_there(
    room: Room, library: Library, tmp_path: Path
) -> None:
    image = take_in(library, tmp_path, size=(1504, 752))
    room.thumbnails.are_there = True
    room.viewer.show_image(image)
    assert not room.viewer.is_whole
    assert room.pixel(400, 300) == QColor("#808080")
    before = room.canvas.camera.target
    await until(lambda: room.viewer.is_whole)
    assert room.canvas.camera.target == before
    assert room.pixel(400, 300) == QColor("#336699")


async def test_keys_zoom(room: Room, library: Library, tmp_path: Path) -> None:
    await room.show(take_in(library, tmp_path, size=(1504, 752)))
    camera = room.canvas.camera
    room.key(Qt.Key.Key_1, CONTROL)
    assert camera.zoom == 1.0
    room.key(Qt.Key.Key_Plus)
    assert camera.zoom == 1.5
    room.key(Qt.Key.Key_Minus, CONTROL)
    assert camera.zoom == 1.0
    left = camera.target.left()
    room.key(Qt.Key.Key_Right, CONTROL)
    assert camera.target.left() == left - 80
    room.key(Qt.Key.Key_0, CONTROL)
    assert camera.mode == "fit"
    room.key(Qt.Key.Key_2, CONTROL)
    assert camera.visible.size().toSize() == room.canvas.size()
    for _ in range(40):
        room.key(Qt.Key.Key_Equal)
    assert camera.zoom == 32.0
    for _ in range(40):
        room.key(Qt.Key.Key_Minus)
    assert camera.zoom == 0.05


async def test_the_wheel_zooms_to_the_pointer(room: Room, library: Library, tmp_path: Path) -> None:
    await room.show(take_in(library, tmp_path, size=(1504, 752)))
    camera, at = room.canvas.camera, QPointF(200, 250)
    before = (at - camera.target.topLeft()) / camera.zoom
    room.wheel(at, 8)
    assert camera.zoom == pytest.approx(2.0)
    after = (at - camera.target.topLeft()) / camera.zoom
    assert (before - after).manhattanLength() < 3
    room.wheel(at, -100)
    assert camera.zoom == 0.05


async def test_a_drag_pans_what_is_larger_than_the_window(room: Room, library: Library, tmp_path: Path) -> None:
    await room.show(take_in(library, tmp_path, size=(3000, 2000)))
    room.canvas.zoom_to(1.0)
    before = room.canvas.camera.target.topLeft()
    QTest.mousePress(room.canvas, LEFT, pos=QPoint(300, 300))
    assert room.canvas.cursor().shape() == Qt.CursorShape.ClosedHandCursor
    move_over(room.canvas, QPoint(250, 280), LEFT)
    QTest.mouseRelease(room.canvas, LEFT, pos=QPoint(250, 280))
    assert room.canvas.camera.target.topLeft() == before + QPointF(-50, -20)
    assert room.canvas.cursor().shape() == Qt.CursorShape.OpenHandCursor
    assert room.dragged == []


async def test_a_drag_of_what_is_all_in_view_carries_it_out(room: Room, library: Library, tmp_path: Path) -> None:
    image = take_in(library, tmp_path)
    await room.show(image)
    QTest.mousePress(room.canvas, LEFT, pos=QPoint(400, 300))
    await until(lambda: not room.tasks.running)
    move_over(room.canvas, QPoint(440, 330), LEFT)
    assert room.dragged == [(image.id,)]
    QTest.mouseRelease(room.canvas, LEFT, pos=QPoint(440, 330))


async def test_beside_the_picture_there_is_nothing_to_drag(room: Room, library: Library, tmp_path: Path) -> None:
    await room.show(take_in(library, tmp_path))
    await until(lambda: not room.tasks.running)
    QTest.mousePress(room.canvas, LEFT, pos=QPoint(5, 5))
    move_over(room.canvas, QPoint(60, 60), LEFT)
    QTest.mouseRelease(room.canvas, LEFT, pos=QPoint(60, 60))
    assert not room.tasks.running
    assert room.dragged == []


async def test_with_ctrl_a_picture_is_dragged_out_however_large(room: Room, library: Library, tmp_path: Path) -> None:
    image = take_in(library, tmp_path, size=(3000, 2000))
    await room.show(image)
    room.canvas.zoom_to(1.0)
    before = room.canvas.camera.target
    QTest.mousePress(room.canvas, LEFT, CONTROL, QPoint(400, 300))
    await until(lambda: not room.tasks.running)
    move_over(room.canvas, QPoint(440, 330), LEFT)
    QTest.mouseRelease(room.canvas, LEFT, CONTROL, QPoint(440, 330))
    assert room.dragged == [(image.id,)]
    assert room.canvas.camera.target == before


async def test_the_handle_drags_it_out_too(room: Room, library: Library, tmp_path: Path) -> None:
    image = take_in(library, tmp_path)
    await room.show(image)
    handle = room.button("dragHandle")
    QTest.mousePress(handle, LEFT, pos=QPoint(10, 10))
    await until(lambda: not room.tasks.running)
    move_over(handle, QPoint(10, -30), LEFT)
    QTest.mouseRelease(handle, LEFT, pos=QPoint(10, -30))
    assert room.dragged == [(image.id,)]


async def test_a_double_click_goes_to_100_percent_there_and_back(room: Room, library: Library, tmp_path: Path) -> None:
    await room.show(take_in(library, tmp_path, size=(3000, 2000)))
    camera, at = room.canvas.camera, QPoint(200, 200)
    before = (QPointF(at) - camera.target.topLeft()) / camera.zoom
    QTest.mouseDClick(room.canvas, LEFT, pos=at)
    assert camera.zoom == 1.0
    assert ((QPointF(at) - camera.target.topLeft()) - before).manhattanLength() < 6
    QTest.mouseRelease(room.canvas, LEFT, pos=at)
    QTest.mouseDClick(room.canvas, LEFT, pos=at)
    assert camera.mode == "fit"


async def test_arrows_go_to_the_neighbours_and_stop_at_the_ends(room: Room, library: Library, tmp_path: Path) -> None:
    row = [take_in(library, tmp_path, f"{name}.png", colour=name) for name in ("red", "green", "blue")]
    await room.show(row[1], *row)
    assert room.text("pictureCount") == "2 / 3"
    await until(lambda: room.pictures.get(row[0]) and room.pictures.get(row[2]))  # the neighbours are there before
    room.key(Qt.Key.Key_Right)
    assert room.viewer.is_whole
    assert room.viewer.image == row[2]
    assert room.pixel(400, 300) == QColor("blue")
    room.key(Qt.Key.Key_Right)
    assert room.turned == [row[2]]
    assert not room.button("nextButton").isEnabled()
    room.key(Qt.Key.Key_Home)
    assert room.viewer.image == row[0]
    room.key(Qt.Key.Key_End)
    assert room.viewer.image == row[2]
    QTest.mouseClick(room.button("previousButton"), LEFT)
    assert room.viewer.image == row[1]
    assert room.viewer.accessibleName() == "Image 2 of 3: green.png"


async def test_the_zoom_stays_from_one_neighbour_to_the_next(room: Room, library: Library, tmp_path: Path) -> None:
    row = [take_in(library, tmp_path, f"{name}.png", (3000, 2000), name) for name in ("red", "green")]
    await room.show(row[0], *row)
    room.canvas.zoom_to(2.0)
    place = room.canvas.camera.target
    room.key(Qt.Key.Key_Right)
    await until(lambda: room.viewer.is_whole)
    assert room.canvas.camera.target == place
    room.viewer.show_image(row[0], row)  # opened anew, it is shown whole
    assert room.canvas.camera.mode == "fit"


async def test_a_lone_picture_has_no_buttons_for_neighbours(room: Room, library: Library, tmp_path: Path) -> None:
    await room.show(take_in(library, tmp_path))
    assert not room.button("nextButton").isVisible()
    room.key(Qt.Key.Key_Right)
    assert room.turned == []


async def test_escape_and_the_button_close_it(room: Room, library: Library, tmp_path: Path) -> None:
    await room.show(take_in(library, tmp_path))
    room.key(Qt.Key.Key_Escape)
    QTest.mouseClick(room.button("closeViewerButton"), LEFT)
    assert room.closed == [True, True]


async def test_a_file_that_is_gone_is_said_and_looked_for_again(room: Room, library: Library, tmp_path: Path) -> None:
    image = take_in(library, tmp_path)
    path = library.images.absolute_path(image)
    path.rename(tmp_path / "away.png")
    await room.show(image)
    assert "The file of this picture is not in its place." in room.viewer.accessibleDescription()
    shown = room.canvas.grab().toImage()
    colours = {shown.pixelColor(x, y).name() for x in range(200, 600) for y in range(260, 340)}
    assert len(colours) > 4, "nothing is written there"
    (tmp_path / "away.png").rename(path)
    room.viewer.show_image(image)
    await until(lambda: room.viewer.is_whole)
    assert room.viewer.failure is None


@pytest.mark.parametrize("colour", [(0, 0, 0, 0), (0, 0, 255, 128)])
async def test_transparency_is_seen_through_to_checks(
    room: Room, library: Library, tmp_path: Path, colour: tuple[int, ...]
) -> None:
    await room.show(take_in(library, tmp_path, "clear.png", (400, 300), colour))
    whole = room.canvas.grab().toImage()
    seen = {whole.pixelColor(x, 300).name() for x in range(300, 340)}
    assert len(seen) == 2


async def test_pixels_are_squares_when_they_are_large(room: Room, library: Library, tmp_path: Path) -> None:
    path = tmp_path / "edge.png"
    picture = QImage(200, 200, QImage.Format.Format_RGB32)
    picture.fill(QColor("white"))
    for y in range(200):
        picture.setPixelColor(100, y, QColor("black"))
    assert picture.save(str(path))
    image = library.images.import_file(path, mime="image/png", width=200, height=200, name="edge")
    await room.show(image)
    room.canvas.zoom_to(8.0)
    shown = room.canvas.grab().toImage()
    colours = {shown.pixelColor(x, 300).name() for x in range(800)}
    assert colours == {"#ffffff", "#000000"}
    assert sum(shown.pixelColor(x, 300) == QColor("black") for x in range(800)) == 8


async def test_keys_of_pictures_act_on_the_one_shown(room: Room, library: Library, tmp_path: Path) -> None:
    image = take_in(library, tmp_path)
    await room.show(image)
    chosen: list[tuple[Verb, tuple[Image, ...]]] = []
    room.actions.chosen.connect(lambda verb, images: chosen.append((verb, images)))
    room.key(Qt.Key.Key_4)
    room.key(Qt.Key.Key_0, CONTROL)
    assert chosen == [(Verb.RATE_4, (image,))]


async def test_the_copy_button_copies_the_one_shown_and_gives_way_first(
    room: Room, library: Library, tmp_path: Path
) -> None:
    image = take_in(library, tmp_path)
    await room.show(image)
    chosen: list[tuple[Verb, tuple[Image, ...]]] = []
    room.actions.chosen.connect(lambda verb, images: chosen.append((verb, images)))
    copy, size = room.button("copyButton"), room.viewer.findChild(QLabel, "pictureSize")
    assert size is not None
    assert "Ctrl+C" in copy.toolTip()
    QTest.mouseClick(copy, LEFT)
    assert chosen == [(Verb.COPY, (image,))]
    for width in range(800, 340, -4):
        room.viewer.resize(width, 500)
        if not copy.isVisible():
            break
    assert not copy.isVisible()
    assert size.isVisible()


async def test_after_a_click_on_its_bar_the_arrows_are_still_those_of_the_picture(
    room: Room, library: Library, tmp_path: Path
) -> None:
    row = [take_in(library, tmp_path, f"{name}.png", colour=name) for name in ("red", "green")]
    await room.show(row[0], *row)
    for name in ("zoomInButton", "zoomOutButton", "fitButton", "copyButton"):
        QTest.mouseClick(room.button(name), LEFT)
        assert QApplication.focusWidget() is room.viewer, name


async def test_every_control_has_a_name(room: Room, library: Library, tmp_path: Path) -> None:
    await room.show(take_in(library, tmp_path))
    for button in room.viewer.findChildren(QPushButton):
        assert button.objectName()
        assert button.accessibleName()


async def test_the_zoom_can_be_chosen(room: Room, library: Library, tmp_path: Path) -> None:
    await room.show(take_in(library, tmp_path))
    QTest.mouseClick(room.button("zoomButton"), LEFT)
    menu = room.viewer.findChild(QMenu, "zoomMenu")
    assert isinstance(menu, QMenu)
    next(action for action in menu.actions() if action.text().startswith("400")).trigger()
    assert room.canvas.camera.zoom == 4.0
    menu.close()


async def test_where_there_is_little_room_the_prompt_comes_before_the_size(
    room: Room, library: Library, tmp_path: Path
) -> None:
    image = take_in(library, tmp_path, "An otter wearing a very tall hat.png", size=(1504, 752))
    await room.show(image)
    size, caption = room.viewer.findChild(QLabel, "pictureSize"), room.viewer.findChild(QLabel, "pictureCaption")
    assert size is not None
    assert caption is not None
    assert size.isVisible()
    room.viewer.resize(460, 500)
    await until(lambda: not size.isVisible())
    await until(lambda: "otter" in caption.text())
    room.viewer.resize(800, 644)
    await until(size.isVisible)
    assert caption.text() == "An otter wearing a very tall hat.png"


async def test_stars_are_seen_and_given_with_a_click(room: Room, library: Library, tmp_path: Path) -> None:
    taken, second = (take_in(library, tmp_path, name, size=(150, 75)) for name in ("a.png", "b.png"))
    first = taken._replace(rating=4)
    chosen: list[tuple[Verb, tuple[Image, ...]]] = []
    room.actions.chosen.connect(lambda verb, of: chosen.append((verb, of)))
    await room.show(first, first, second)
    stars = room.viewer.findChild(Stars, "viewerStars")
    assert stars is not None
    assert stars.isVisible()
    assert (stars.value(), chosen) == (4, []), "to see them gives none"
    QTest.mouseClick(stars, Qt.MouseButton.LeftButton, NO, QPoint(10, stars.height() // 2))
    assert chosen == [(Verb.RATE_1, (first,))]
    room.viewer.tell(first._replace(rating=2))
    assert (stars.value(), len(chosen)) == (2, 1)
    assert room.viewer.selection()[0].rating == 2
    room.viewer.tell(first._replace(rating=-1))
    assert (stars.value(), stars.accessibleDescription()) == (0, "Rejected")
