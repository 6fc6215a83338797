"""The gallery in the window: pictures of a real library, found, walked through, selected, rated, dragged."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QStringListModel, Qt
from PySide6.QtGui import QAccessible, QColor, QCursor, QMouseEvent, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMenu, QPushButton, QScrollBar, QWidget

from studio.library.library import Library
from studio.library.records import Image
from studio.ui.gallery.gallery import GalleryPanel
from studio.ui.gallery.grid import GAP, Grid, picture_in
from studio.ui.gallery.grid_view import GridView, Marks
from studio.ui.gallery.view import SIDES, GalleryView
from studio.ui.image_actions import Verb
from studio.ui.inspector.inspector import Inspector
from studio.ui.theme import palette_of, style_sheet
from studio.ui.tokens import tokens_named
from studio.ui.words import Words as AllWords
from studio.workbench.gallery import GalleryModel
from studio.workbench.inspection import Inspection
from studio.workbench.tasks import Tasks
from studio.workbench.thumbnails import Thumbnails
from tests.fakes.shots import take_in
from tests.ui.waiting import until

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen one, which has no real screen

DARK = tokens_named("dark")
Keys, Mods = Qt.Key, Qt.KeyboardModifier


class Words:
    """Says when."""

    def when(self, milliseconds: int) -> str:
        return "3 Nov 14:05"


@dataclass
class Drags:
    """Notes what is dragged."""

    prepared: list[tuple[Image, ...]] = field(default_factory=list)
    started: list[tuple[Image, ...]] = field(default_factory=list)

    def prepare(self, images: tuple[Image, ...]) -> None:
        self.prepared.append(images)

    def start_drag(self, widget: QWidget, images: tuple[Image, ...]) -> None:
        self.started.append(images)


@dataclass
class Rig:
    """A gallery of a library, and what it has told."""

    library: Library
    folder: Path
    tasks: Tasks
    model: GalleryModel
    thumbnails: Thumbnails
    drags: Drags
    panel: GalleryPanel
    verbs: list[tuple[Verb, list[str | None]]] = field(default_factory=list)
    opened: list[str | None] = field(default_factory=list)

    @property
    def view(self) -> GalleryView:
        return self.part("galleryView", GalleryView)

    def part(self, name: str, kind: type[Any]) -> Any:
        found = self.panel.findChild(kind, name)
        assert found is not None, name
        return found

    def put(self, *names: str, colour: str = "#336699") -> list[Image]:
        return [take_in(self.library, self.folder, name, colour=colour) for name in names]

    async def show(self, count: int) -> None:
        self.thumbnails.open(self.library)
        self.model.open(self.library)
        await self.settle(count)

    async def settle(self, count: int) -> None:
        await until(lambda: self.model.count == count and not self.model.is_loading, f"{count} pictures")

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Mods.NoModifier) -> None:
        QTest.keyClick(self.view, key, modifiers)

    def click(self, row: int, modifiers: Qt.KeyboardModifier = Mods.NoModifier) -> None:
        QTest.mouseClick(self.view.viewport(), Qt.MouseButton.LeftButton, modifiers, self.middle(row))

    def drag_to(self, place: QPoint) -> None:
        """Move the pointer with the button down; QTest would run a loop of its own."""
        viewport, left = self.view.viewport(), Qt.MouseButton.LeftButton
        where = QPointF(place), QPointF(viewport.mapToGlobal(place))
        QApplication.sendEvent(viewport, QMouseEvent(QEvent.Type.MouseMove, *where, left, left, Mods.NoModifier))

    def middle(self, row: int) -> QPoint:
        return self.view.visualRect(self.model.index(row)).center()

    def selected(self) -> list[str | None]:
        return [image.name for image in self.panel.selected_images()]


@pytest.fixture
async def rig(tmp_path: Path, qapp: QApplication) -> AsyncIterator[Rig]:
    with Library.open(tmp_path / "library") as library:
        tasks = Tasks()
        model, thumbnails, drags = GalleryModel(tasks), Thumbnails(tasks, tmp_path / "cache"), Drags()
        inspector = Inspector(Inspection(tasks), thumbnails, AllWords(), str)
        panel = GalleryPanel(model, thumbnails, Words(), drags, inspector)
        panel.setPalette(palette_of(DARK))
        rig = Rig(library, tmp_path, tasks, model, thumbnails, drags, panel)
        panel.verb.connect(lambda verb, images: rig.verbs.append((verb, [image.name for image in images])))
        panel.activated_image.connect(lambda image: rig.opened.append(image.name))
        panel.resize(332, 500)
        panel.show()
        panel.activateWindow()
        rig.view.setFocus()
        yield rig
        panel.hide()
        model.close()
        thumbnails.close()
        await tasks.close()


def names(count: int) -> list[str]:
    return [f"{number:02}.png" for number in range(count)]


async def test_pictures_are_painted_newest_first(rig: Rig) -> None:
    rig.put("old.png", colour="#ff0000")
    rig.put("new.png", colour="#00ff00")
    await rig.show(2)

    def are_painted(*wanted: str) -> bool:
        grabbed = rig.view.viewport().grab().toImage()
        found = [grabbed.pixelColor(rig.middle(row)) for row in range(2)]
        return all(_is_close(one, QColor(other)) for one, other in zip(found, wanted, strict=True))

    await until(lambda: are_painted("#00ff00", "#ff0000"))


async def test_stars_are_seen_on_a_white_picture(rig: Rig) -> None:
    (image,) = rig.put("white.png", colour="#ffffff")
    rig.library.images.rate(image.id, 3)
    await rig.show(1)
    picture = picture_in(rig.view.visualRect(rig.model.index(0)))
    corner = picture.adjusted(picture.width() - 44, 4, -4, 0)  # what three stars take
    corner.setHeight(16)

    def are_there() -> bool:
        grabbed = rig.view.viewport().grab().copy(corner).toImage()
        places = [(x, y) for x in range(grabbed.width()) for y in range(grabbed.height())]
        shades = [grabbed.pixelColor(x, y).lightness() for x, y in places]
        dark, white = sum(shade < 130 for shade in shades), sum(shade > 250 for shade in shades)
        return dark > len(shades) / 3 and white > 40

    await until(are_there, "white stars on a dark plate")


@pytest.mark.parametrize("colour", ["#ff0000", "#00ff0000"])
async def test_the_corners_of_a_picture_are_round(rig: Rig, colour: str) -> None:
    take_in(rig.library, rig.folder, "one.png", colour=colour if len(colour) == 7 else (0, 0, 255, 128))
    await rig.show(1)
    slot = rig.view.visualRect(rig.model.index(0))
    picture = picture_in(slot)

    def painted() -> bool:
        grabbed = rig.view.viewport().grab().toImage()
        ground = QColor(DARK.surface)
        corners = (picture.topLeft(), picture.topRight(), picture.bottomRight(), picture.bottomLeft())
        middle = grabbed.pixelColor(picture.center())
        return (
            all(_is_close(grabbed.pixelColor(corner), ground) for corner in corners)
            and not _is_close(middle, ground)
            and not _is_close(middle, QColor(DARK.raised))
        )

    await until(painted)


def _is_close(one: QColor, other: QColor) -> bool:
    """Whether two colours are the same but for what JPEG does to them."""
    return all(abs(a - b) < 6 for a, b in zip(one.getRgb(), other.getRgb(), strict=True))


async def test_a_list_whose_children_are_the_pictures_by_name(rig: Rig) -> None:
    rig.put("first.png", "second.png")
    await rig.show(2)
    interface = QAccessible.queryAccessibleInterface(rig.view)
    assert interface.role() == QAccessible.Role.List
    assert interface.text(QAccessible.Text.Name) == "Gallery"
    assert interface.childCount() == 2
    told = [interface.child(number).text(QAccessible.Text.Name) for number in range(2)]
    assert [text.split(",")[0] for text in told] == ["second.png", "first.png"]


async def test_keys_walk_select_and_open(rig: Rig) -> None:
    rig.put(*names(20))
    await rig.show(20)
    rig.key(Keys.Key_Down)
    assert rig.selected() == ["19.png"]  # the first key only shows where one is
    rig.key(Keys.Key_Right)
    assert rig.selected() == ["18.png"]
    rig.key(Keys.Key_Down)
    assert rig.selected() == ["15.png"]  # three in a row
    rig.key(Keys.Key_Left, Mods.ShiftModifier)
    assert rig.selected() == ["16.png", "15.png"]
    rig.key(Keys.Key_End)
    assert rig.selected() == ["00.png"]
    assert rig.view.visualRect(rig.model.index(19)).bottom() <= rig.view.viewport().rect().bottom()
    rig.key(Keys.Key_Return)
    assert rig.opened == ["00.png"]
    rig.key(Keys.Key_Home)
    rig.key(Keys.Key_A, Mods.ControlModifier)
    assert len(rig.selected()) == 20
    rig.key(Keys.Key_PageDown)
    assert len(rig.selected()) == 1


@pytest.mark.parametrize(
    ("key", "modifiers", "verb"),
    [
        (Keys.Key_4, Mods.NoModifier, Verb.RATE_4),
        (Keys.Key_0, Mods.KeypadModifier, Verb.RATE_NONE),
        (Keys.Key_X, Mods.NoModifier, Verb.REJECT),
        (Keys.Key_Delete, Mods.NoModifier, Verb.TRASH),
        (Keys.Key_C, Mods.ControlModifier, Verb.COPY),
        (Keys.Key_C, Mods.NoModifier, Verb.COMPARE),
    ],
)
async def test_keys_are_verbs_for_what_is_selected(
    rig: Rig, key: Qt.Key, modifiers: Qt.KeyboardModifier, verb: Verb
) -> None:
    rig.put(*names(3))
    await rig.show(3)
    rig.key(key, modifiers)
    assert rig.verbs == []  # nothing is selected
    rig.click(0)
    rig.click(1, Mods.ControlModifier)
    rig.key(key, modifiers)
    assert rig.verbs == [(verb, ["02.png", "01.png"])]
    field = rig.part("galleryFilter", QLineEdit)
    field.setFocus()
    QTest.keyClick(field, key, modifiers)
    assert len(rig.verbs) == 1  # letters are letters while somebody types


async def test_the_pointer_selects_ranges_and_frames(rig: Rig) -> None:
    rig.put(*names(9))
    await rig.show(9)
    rig.click(1)
    rig.click(5, Mods.ShiftModifier)
    assert rig.selected() == ["07.png", "06.png", "05.png", "04.png", "03.png"]
    rig.click(0)
    assert rig.selected() == ["08.png"]
    viewport = rig.view.viewport()
    beside = QPoint(4, rig.middle(3).y())  # left of the first column
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, Mods.NoModifier, beside)
    for target in (rig.middle(4), rig.middle(7)):
        rig.drag_to(target)
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, Mods.NoModifier, rig.middle(7))
    assert rig.selected() == ["05.png", "04.png", "02.png", "01.png"]


async def test_double_click_opens(rig: Rig) -> None:
    rig.put(*names(2))
    await rig.show(2)
    rig.click(1)
    QTest.mouseDClick(rig.view.viewport(), Qt.MouseButton.LeftButton, Mods.NoModifier, rig.middle(1))
    assert rig.opened == ["00.png"]
    assert [image.name for image in rig.panel.neighbours()] == ["01.png", "00.png"]


async def test_typing_filters_and_an_empty_result_says_why(rig: Rig) -> None:
    rig.put("otter.png", "hat.png")
    await rig.show(2)
    field = rig.part("galleryFilter", QLineEdit)
    assert field.placeholderText() == "Filter 2 images"
    rig.panel.focus_filter()
    QTest.keyClicks(field, "OTT")
    await rig.settle(1)
    QTest.keyClick(field, Keys.Key_Down)
    assert rig.view.hasFocus()
    assert rig.selected() == ["otter.png"]
    QTest.keyClicks(field, " zebra")
    await rig.settle(0)
    empty = rig.part("galleryEmpty", QWidget)
    await until(empty.isVisible)
    assert "OTT zebra" in rig.part("galleryEmptyTitle", QWidget).text()
    rig.part("galleryEmptyAction0", QPushButton).click()
    await rig.settle(2)
    assert not empty.isVisible()
    QTest.keyClicks(field, "hat")
    await rig.settle(1)
    QTest.keyClick(field, Keys.Key_Escape)
    await rig.settle(2)


async def test_an_empty_library_teaches_only_once_it_is_open(rig: Rig) -> None:
    empty = rig.part("galleryEmpty", QWidget)
    assert not empty.isVisible()
    await rig.show(0)
    await until(empty.isVisible)
    assert rig.part("galleryEmptyTitle", QWidget).text() == "No images yet"
    rig.put("first.png")
    rig.model.refresh()
    await until(lambda: not empty.isVisible())


async def test_stars_and_trash_are_views_of_their_own(rig: Rig) -> None:
    star, trash, _ = rig.put("star.png", "trash.png", "plain.png")
    rig.library.images.rate(star.id, 3)
    rig.library.images.trash(trash.id, 1)
    await rig.show(2)
    starred = rig.part("galleryStarred", QPushButton)
    starred.click()
    await rig.settle(1)
    starred.click()
    await rig.settle(2)
    rig.part("galleryMore", QPushButton).click()
    menu = rig.part("galleryMenu", QMenu)
    next(action for action in menu.actions() if action.objectName() == "galleryTrash").trigger()
    menu.hide()
    await rig.settle(1)
    strip, told = (
        rig.part("galleryFound", QLabel),
        "Images in the trash; conversations in the trash are in the sidebar",
    )
    assert (strip.text(), strip.toolTip(), strip.accessibleDescription()) == ("Trash", told, told)
    rig.click(0)
    rig.key(Keys.Key_Delete)
    assert rig.verbs == []  # it is there already
    rig.view.menu_wanted.emit(QPoint(0, 0))
    actions = rig.part("imageMenu", QMenu).actions()
    assert "RESTORE" in [action.objectName() for action in actions]
    assert "TRASH" not in [action.objectName() for action in actions]
    rig.part("imageMenu", QMenu).hide()
    rig.part("galleryBack", QPushButton).click()
    await rig.settle(2)


async def test_the_menu_offers_what_the_selection_allows(rig: Rig) -> None:
    rig.put(*names(2))
    await rig.show(2)
    rig.key(Keys.Key_A, Mods.ControlModifier)
    rig.view.menu_wanted.emit(QPoint(0, 0))
    menu = rig.part("imageMenu", QMenu)
    offered = {action.objectName(): action for action in menu.actions() if action.objectName()}
    assert {"COMPARE", "EDIT", "REFERENCE", "COPY", "EXPORT", "TRASH"} <= offered.keys()
    assert offered.keys().isdisjoint({"OPEN", "SAVE", "PROMPT", "AGAIN", "BRANCH", "RESTORE"})
    offered["EDIT"].trigger()
    menu.hide()
    assert rig.verbs == [(Verb.EDIT, ["01.png", "00.png"])]


async def test_new_pictures_come_in_front_and_move_nothing_else(rig: Rig) -> None:
    rig.put(*names(60))
    await rig.show(60)
    rig.view.setCurrentIndex(rig.model.index(40))
    bar: QScrollBar = rig.view.verticalScrollBar()
    bar.setValue(bar.maximum() - 37)
    before = rig.view.visualRect(rig.model.index(45))
    rig.put("a.png", "b.png", "c.png")
    rig.model.refresh()
    await rig.settle(63)
    assert rig.selected() == ["19.png"]
    assert rig.view.visualRect(rig.model.index(48)) == before
    bar.setValue(0)
    rig.put("d.png")
    rig.model.refresh()
    await rig.settle(64)
    assert bar.value() == 0  # at the top, what is new is to be seen


async def test_after_the_trash_the_next_picture_is_selected(rig: Rig) -> None:
    images = rig.put(*names(4))
    await rig.show(4)
    rig.click(1)
    rig.library.images.trash(images[2].id, 1)
    rig.model.refresh()
    await rig.settle(3)
    assert rig.selected() == ["01.png"]


@pytest.mark.parametrize("gone_on", [False, True])
async def test_what_comes_back_from_the_trash_is_selected_as_it_was_unless_one_has_gone_on(
    rig: Rig, gone_on: bool
) -> None:
    images = rig.put(*names(6))
    await rig.show(6)
    rig.click(1)
    rig.click(3, Mods.ControlModifier)
    for image in (images[2], images[4]):
        rig.library.images.trash(image.id, 1)
    rig.model.refresh()
    await rig.settle(4)
    assert rig.selected() == ["03.png"]
    if gone_on:
        rig.click(0)
    for image in (images[2], images[4]):
        rig.library.images.restore(image.id)
    rig.model.refresh()
    await rig.settle(6)
    assert rig.selected() == (["05.png"] if gone_on else ["04.png", "02.png"])


async def test_pictures_are_dragged_out(rig: Rig) -> None:
    rig.put(*names(4))
    await rig.show(4)
    rig.click(0)
    rig.click(2, Mods.ControlModifier)
    viewport = rig.view.viewport()
    start = rig.middle(2)
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, Mods.NoModifier, start)
    assert [image.name for image in rig.drags.prepared[-1]] == ["03.png", "01.png"]
    for step in (8, 16, 40):
        rig.drag_to(start + QPoint(step, step))
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, Mods.NoModifier, start + QPoint(40, 40))
    assert [[image.name for image in images] for images in rig.drags.started] == [["03.png", "01.png"]]


async def test_the_filter_is_no_wider_than_what_is_typed_there(rig: Rig) -> None:
    await rig.show(0)
    field, more = rig.part("galleryFilter", QLineEdit), rig.part("galleryMore", QPushButton)
    rig.panel.resize(300, 600)
    await until(lambda: rig.panel.width() - more.geometry().right() < 16, "a narrow one is filled")
    assert field.width() > 200
    rig.panel.resize(1400, 600)
    await until(lambda: field.width() == 480)
    assert field.x() == 12
    assert rig.panel.width() - more.geometry().right() < 16


async def test_the_size_of_the_pictures(rig: Rig) -> None:
    rig.put(*names(30))
    await rig.show(30)
    told: list[int] = []
    rig.panel.side_changed.connect(told.append)
    before = rig.view.visualRect(rig.model.index(0)).width()
    rig.key(Keys.Key_Plus)
    rig.key(Keys.Key_Plus)
    assert rig.view.visualRect(rig.model.index(0)).width() > before
    assert told == [128, 160]
    for _ in SIDES:
        rig.key(Keys.Key_Minus)
    assert rig.panel.side == SIDES[0]
    rig.panel.set_side(100)
    assert rig.panel.side == 98


async def test_a_missing_file_says_so_in_its_place(rig: Rig) -> None:
    (image,) = rig.put("gone.png", colour="#ff0000")
    rig.library.images.absolute_path(image).unlink()
    await rig.show(1)
    rig.view.viewport().grab()
    await until(lambda: rig.thumbnails.has_failed(image))
    corner = rig.view.visualRect(rig.model.index(0)).topLeft() + QPoint(12, 12)
    await until(lambda: rig.view.viewport().grab().toImage().pixelColor(corner) == QColor(DARK.raised))


async def test_a_large_selection_is_read_before_anything_is_done_with_it(rig: Rig) -> None:
    with rig.library.transaction():
        rig.put("first.png")
        row = rig.library.database.row("SELECT blob FROM image")
        assert row is not None
        for number in range(3000):
            rig.library.database.write(
                "INSERT INTO image (id, blob, origin, name, created) VALUES (?, ?, 'imported', ?, ?)",
                (rig.library.ids.new(), row[0], f"{number}.png", 1),
            )
    await rig.show(3001)
    rig.key(Keys.Key_A, Mods.ControlModifier)
    rig.key(Keys.Key_Delete)
    assert rig.verbs == []
    await until(rig.panel.selected_images)
    rig.key(Keys.Key_Delete)
    ((verb, images),) = rig.verbs
    assert verb is Verb.TRASH
    assert len(images) == len(set(images)) == 3001


def test_scrolling_paints_what_comes_into_sight_and_nothing_else(qapp: QApplication) -> None:
    painted: list[int] = []

    class Noting(GridView):
        def paint_cell(self, painter: QPainter, rect: QRectF, row: int, marks: Marks) -> None:
            painted.append(row)

    view = Noting(QStringListModel(["picture"] * 900), 98)
    view.setStyleSheet(style_sheet(DARK))  # with which Qt would paint all of it
    view.resize(332, 500)
    QCursor.setPos(700, 700)  # what it lies over is painted again for that
    view.show()
    qapp.processEvents()
    in_sight = len(painted)
    assert in_sight >= 15
    painted.clear()
    view.verticalScrollBar().setValue(40)
    qapp.processEvents()
    assert 0 < len(painted) <= 6
    view.hide()


@pytest.mark.parametrize("width", [60, 120, 332, 1200])
@pytest.mark.parametrize("total", [0, 1, 7, 100])
def test_the_grid_knows_where_everything_is(width: int, total: int) -> None:
    grid = Grid.fitted(width, 98, total)
    for row in range(total):
        picture = picture_in(grid.slot_of(row))
        assert grid.row_at(picture.center()) == row
        assert grid.row_at(picture.topLeft()) == row
        assert grid.row_at(picture.topLeft() - QPoint(1, 0)) is None  # the gap
        assert (row, row) in grid.runs_in(picture) or grid.columns == 1
        assert picture.right() <= max(width - 12, 12 + GAP + grid.slot)
        assert grid.slot_of(row).bottom() <= grid.height
    assert grid.row_at(QPoint(20, grid.height + 200)) is None
    whole = grid.runs_in(QRect(-10, -10, width + 20, grid.height + 50))
    assert whole == ([(0, total - 1)] if total else [])
    assert list(grid.lines_in(QRect(0, -50, 10, grid.height + 100))) == list(range(total))


def test_the_arrow_down_reaches_a_last_line_that_is_not_full() -> None:
    grid = Grid.fitted(332, 98, 7)
    assert grid.row_from(5, Keys.Key_Down, 300) == 6
    assert grid.row_from(6, Keys.Key_Down, 300) == 6
    assert grid.row_from(1, Keys.Key_Up, 300) == 1
    assert grid.row_from(0, Keys.Key_Left, 300) == 0
    assert grid.row_from(0, Keys.Key_PageDown, 300) == 6
