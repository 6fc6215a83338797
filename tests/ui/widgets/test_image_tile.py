"""A tile by itself: skeleton, ring, picture, failure, in little room and in every theme."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QEnterEvent, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from studio.ui.theme import Theme
from studio.ui.widgets.image_tile import ImageTile, TilePicture
from studio.ui.widgets.motion import Ticker
from studio.ui.widgets.tile_look import TileButton, TileLook
from tests.ui.widgets.looking import colours_in

BLUE = "#123456"
MORE = TileButton("more", "More…", "Read all")
FAILED = TileLook(
    "The provider did not answer in time, and the connection was cut.",
    "bad",
    "warning",
    second="It may have been charged.",
    third="Look at the account of the provider before asking again, so that nothing is paid for twice.",
    buttons=(TileButton("again", "Ask again", "Ask again"), TileButton("key", "Set the key", "Set the key")),
    more=MORE,
    tells_more=True,
)


class Source:
    """Pixels that may be late or lost."""

    pixmap: QPixmap | None = None
    lost = False

    def deliver(self) -> None:
        self.pixmap = QPixmap(400, 300)
        self.pixmap.fill(QColor(BLUE))

    def picture(self, rating: int = 0) -> TilePicture:
        return TilePicture(QSizeF(400, 300), rating, lambda _: self.pixmap, lambda: self.lost)


@pytest.fixture
def tile(qtbot: QtBot, theme: Theme) -> ImageTile:
    tile = ImageTile(Ticker(), (TileButton("open", "Open", "Open large", "fit"),))
    qtbot.addWidget(tile)
    tile.resize(240, 182)
    tile.show()
    qtbot.waitExposed(tile)
    return tile


def _children_stand_apart(tile: ImageTile) -> bool:
    rects = [QRectF(button.geometry()) for button in tile.buttons]
    inside = all(QRectF(tile.rect()).contains(rect) for rect in rects)
    return inside and not any(a.intersects(b) for number, a in enumerate(rects) for b in rects[number + 1 :])


def test_a_place_shimmers_after_a_while_and_no_longer_than_it_waits(tile: ImageTile, qtbot: QtBot) -> None:
    source = Source()
    tile.show_picture(source.picture())
    tile.grab()
    assert tile._ticks.runs
    plain = colours_in(tile)
    qtbot.waitUntil(lambda: colours_in(tile) != plain)
    source.deliver()
    assert colours_in(tile)[BLUE] > 10_000
    assert not tile._ticks.runs, "what is there needs no clock"


def test_a_place_is_still_where_nothing_may_move(tile: ImageTile, theme: Theme) -> None:
    theme.choose_motion("less")
    tile.show_picture(Source().picture())
    tile.grab()
    assert not tile._ticks.runs


def test_a_lost_picture_says_so(tile: ImageTile, theme: Theme) -> None:
    source = Source()
    source.lost = True
    tile.show_picture(source.picture())
    assert colours_in(tile)[theme.tokens.warn] > 0
    assert not tile._ticks.runs


def test_a_picture_fades_in_only_where_it_was_waited_for(tile: ImageTile, qtbot: QtBot) -> None:
    source = Source()
    source.deliver()
    tile.show_picture(source.picture())
    assert colours_in(tile)[BLUE] > 10_000
    tile.forget()
    tile.show_look(TileLook("Thinking", ring=True, seconds=3))
    assert (tile.ring.isVisible(), tile.ring.text) == (True, "3")
    tile.show_picture(source.picture())
    assert colours_in(tile)[BLUE] == 0, "it has just begun"
    assert not tile.ring.isVisible()
    qtbot.waitUntil(lambda: colours_in(tile)[BLUE] > 10_000)


@pytest.mark.parametrize("size", [(190, 140), (180, 128), (240, 182), (400, 300)])
def test_a_failure_has_room_in_any_size(tile: ImageTile, size: tuple[int, int]) -> None:
    tile.resize(*size)
    tile.show_look(FAILED)
    names = [button.objectName() for button in tile.buttons]
    assert names[0] == "again"
    assert ("more" in names) or not tile.is_cut
    assert _children_stand_apart(tile)
    stack = tile._stack
    top = stack.top + stack.above + stack.words.height
    assert min(button.y() for button in tile.buttons) >= top, "words end above the buttons"
    assert stack.words.blocks, "something is said"
    assert tile.grab().toImage().width() > 0


def test_with_room_a_failure_is_told_whole_with_its_drawing(tile: ImageTile) -> None:
    tile.resize(420, 300)
    tile.show_look(FAILED)
    assert not tile.is_cut
    assert tile._stack.is_signed
    tile.resize(190, 140)
    assert not tile._stack.is_signed, "the drawing goes first"


def test_buttons_say_their_names(tile: ImageTile, qtbot: QtBot) -> None:
    pressed: list[str] = []
    tile.button_pressed.connect(pressed.append)
    tile.resize(420, 300)
    tile.show_look(FAILED)
    for button in tile.buttons:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert pressed == ["again", "key", "more"]


def test_tools_come_and_go_with_the_pointer(tile: ImageTile, qtbot: QtBot) -> None:
    source = Source()
    source.deliver()
    enter = QEnterEvent(QPointF(9, 9), QPointF(9, 9), QPointF(9, 9))
    tile.show_look(TileLook("Queued"))
    QApplication.sendEvent(tile, enter)
    assert tile.findChild(QAbstractButton, "open") is None, "there is no picture"
    tile.show_picture(source.picture())
    QApplication.sendEvent(tile, enter)
    tool = tile.findChild(QAbstractButton, "open")
    assert tool is not None
    assert (tool.isVisible(), tool.accessibleName(), tool.focusPolicy()) == (True, "Open large", Qt.FocusPolicy.NoFocus)
    with qtbot.waitSignal(tile.button_pressed) as pressed:
        qtbot.mouseClick(tool, Qt.MouseButton.LeftButton)
    assert pressed.args == ["open"]
    QApplication.sendEvent(tile, QEvent(QEvent.Type.Leave))
    assert not tool.isVisible()
    tile.resize(60, 50)
    QApplication.sendEvent(tile, enter)
    assert not tool.isVisible(), "a small picture is not covered"


def test_chosen_and_rated_are_seen(tile: ImageTile, theme: Theme) -> None:
    source = Source()
    source.deliver()
    tile.show_picture(source.picture())
    plain = colours_in(tile)
    tile.set_chosen(True)
    assert tile.is_chosen
    assert colours_in(tile)[theme.tokens.accent] > plain[theme.tokens.accent] + 400
    tile.set_chosen(False)
    tile.show_picture(source.picture(4))
    assert colours_in(tile)[theme.tokens.on_picture] > plain[theme.tokens.on_picture]


def test_in_little_room_the_seconds_go_on_under_the_focus_and_under_a_press(tile: ImageTile, qtbot: QtBot) -> None:
    tile.resize(190, 120)
    waiting = replace(FAILED, ring=True, seconds=9, buttons=(TileButton("cancel", "Cancel", "Cancel this picture"),))
    with qtbot.waitActive(tile):
        tile.activateWindow()
    tile.show_look(waiting)
    assert tile.is_cut, "else the buttons would not change on the way"
    (button, *_) = tile.buttons
    button.setFocus(Qt.FocusReason.TabFocusReason)
    pressed: list[str] = []
    tile.button_pressed.connect(pressed.append)
    QTest.mousePress(button, Qt.MouseButton.LeftButton)
    tile.show_look(replace(waiting, seconds=8))
    assert tile.buttons[0] is button
    assert QApplication.focusWidget() is button
    QTest.mouseRelease(button, Qt.MouseButton.LeftButton)
    assert len(pressed) == 1


def test_a_place_that_nobody_sees_waits_for_nothing(tile: ImageTile, qtbot: QtBot) -> None:
    tile.show_picture(Source().picture())
    tile.grab()
    ticker = tile._ticks
    qtbot.waitUntil(lambda: ticker.runs)
    tile.hide()
    qtbot.waitUntil(lambda: not ticker.runs)


def test_only_other_words_are_broken_anew(tile: ImageTile, monkeypatch: pytest.MonkeyPatch) -> None:
    look = TileLook("Thinking", ring=True, seconds=3, buttons=(TileButton("cancel", "Cancel", "Cancel this"),))
    tile.show_look(look)
    fitted: list[str] = []
    fit = tile.fit
    monkeypatch.setattr(tile, "fit", lambda: (fitted.append(tile._look.title if tile._look else ""), fit()))
    tile.show_look(replace(look, seconds=4))
    assert (tile.ring.text, fitted) == ("4", [])
    tile.show_look(replace(look, title="Receiving 3.2 MB", seconds=5))
    assert (tile.ring.text, fitted) == ("5", ["Receiving 3.2 MB"])
    tile.show_look(replace(look, title="Receiving 3.2 MB", seconds=5))
    assert fitted == ["Receiving 3.2 MB"]


def test_a_ring_that_turns_stands_on_the_ground_of_its_tile(tile: ImageTile, theme: Theme) -> None:
    tile.show_look(TileLook("Thinking", ring=True, seconds=3))
    around = tile.ring.geometry()
    part = tile.grab(around).toImage()
    assert part.pixelColor(0, 0) == QColor(theme.tokens.raised)
    assert part.pixelColor(0, 0) == tile.grab().toImage().pixelColor(around.topLeft())
