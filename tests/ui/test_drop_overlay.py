"""Pictures held over a window and let go of: by events of the window's surface, as the platform sends them."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QObject, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from studio.ui.drop_overlay import DropOverlay
from studio.ui.theme import Theme
from studio.ui.tokens import tokens_of
from studio.ui.words import Words
from studio.workbench.intake import sources_in
from studio.workbench.sources import BytesSource, FileSource

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
ACTIONS = Qt.DropAction.MoveAction | Qt.DropAction.CopyAction


class Rig:
    """A window with a field in it that takes drops of text, and the overlay."""

    def __init__(self, qtbot: QtBot) -> None:
        gc.collect()
        self.window = QWidget()
        self.field = QPlainTextEdit()
        QVBoxLayout(self.window).addWidget(self.field)
        self.overlay = DropOverlay(self.window, Words())
        self.dropped: list[tuple[QMimeData, str]] = []
        self.overlay.dropped.connect(lambda mime, role: self.dropped.append((mime, role)))
        qtbot.addWidget(self.window)
        self.window.resize(800, 400)
        self.window.show()
        self.surface: QObject = self.window.windowHandle()

    def enter(self, mime: QMimeData, x: int = 100, to: QObject | None = None) -> QDragEnterEvent:
        event = QDragEnterEvent(QPoint(x, 200), ACTIONS, mime, LEFT, NONE)
        QApplication.sendEvent(to or self.surface, event)
        return event

    def move(self, mime: QMimeData, x: int, to: QObject | None = None) -> QDragMoveEvent:
        event = QDragMoveEvent(QPoint(x, 200), ACTIONS, mime, LEFT, NONE)
        QApplication.sendEvent(to or self.surface, event)
        return event

    def drop(self, mime: QMimeData, x: int, to: QObject | None = None) -> QDropEvent:
        event = QDropEvent(QPointF(x, 200), ACTIONS, mime, LEFT, NONE)
        QApplication.sendEvent(to or self.surface, event)
        return event

    def meant(self) -> list[str]:
        return [half.key for half in self.overlay.zones if half.is_meant]


@pytest.fixture
def rig(qtbot: QtBot) -> Iterator[Rig]:
    yield Rig(qtbot)
    gc.collect()


@pytest.fixture
def files(tmp_path: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "otter.png"))])
    return mime


@pytest.mark.parametrize("through", ["surface", "window"])
def test_two_halves_appear_and_take_the_picture_as_a_copy(
    rig: Rig, files: QMimeData, tmp_path: Path, through: str
) -> None:
    to = rig.surface if through == "surface" else rig.window
    assert rig.enter(files, 100, to).isAccepted()
    assert rig.overlay.isVisible()
    assert rig.overlay.geometry() == rig.window.rect()
    assert rig.meant() == ["edit"]
    moved = rig.move(files, 700, to)
    assert (moved.isAccepted(), moved.dropAction()) == (True, Qt.DropAction.CopyAction)
    assert rig.meant() == ["reference"]
    event = rig.drop(files, 700, to)
    assert (event.isAccepted(), event.dropAction()) == (True, Qt.DropAction.CopyAction)
    assert not rig.overlay.isVisible()
    ((mime, role),) = rig.dropped
    assert role == "reference"
    files.clear()
    assert sources_in(mime) == (FileSource(tmp_path / "otter.png"),), "it outlives the drag"


def test_conversations_are_imported_and_nothing_else_is_offered(rig: Rig, tmp_path: Path) -> None:
    mime = QMimeData()
    files = (tmp_path / "Otters.STUDIO", tmp_path / "herons.studio")
    mime.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    taken: list[tuple[Path, ...]] = []
    rig.overlay.conversations_dropped.connect(taken.append)
    assert rig.enter(mime, 700).isAccepted()
    assert [zone.accessibleName() for zone in rig.overlay.zones if zone.isVisible()] == ["Import"]
    assert rig.meant() == ["import"]
    assert rig.drop(mime, 700).dropAction() == Qt.DropAction.CopyAction
    assert (taken, rig.dropped, rig.overlay.isVisible()) == ([files], [], False)


def test_a_picture_among_them_makes_it_about_pictures(rig: Rig, files: QMimeData, tmp_path: Path) -> None:
    files.setUrls([*files.urls(), QUrl.fromLocalFile(str(tmp_path / "x.studio"))])
    rig.enter(files, 100)
    assert [zone.key for zone in rig.overlay.zones] == ["edit", "reference"]
    assert rig.drop(files, 100).isAccepted()
    assert [role for _, role in rig.dropped] == ["edit"]


def test_a_field_of_text_does_not_keep_a_picture_for_itself(rig: Rig, files: QMimeData) -> None:
    files.setText("otter.png")
    rig.enter(files, 400)
    rig.drop(files, 100)
    assert rig.field.toPlainText() == ""
    assert [role for _, role in rig.dropped] == ["edit"]


def test_text_is_left_to_the_field(rig: Rig) -> None:
    text = QMimeData()
    text.setText("an otter")
    rig.enter(text)
    assert not rig.overlay.isVisible()
    rig.move(text, 400)
    rig.drop(text, 400)
    assert rig.field.toPlainText() == "an otter"
    assert rig.dropped == []


def test_it_goes_when_the_pointer_leaves(rig: Rig, files: QMimeData) -> None:
    rig.enter(files)
    assert rig.overlay.isVisible()
    QApplication.sendEvent(rig.surface, QDragLeaveEvent())
    assert not rig.overlay.isVisible()
    rig.enter(files)
    assert rig.overlay.isVisible(), "and comes back with it"


def test_escape_cancels(rig: Rig, files: QMimeData) -> None:
    rig.enter(files)
    QTest.keyClick(rig.window, Qt.Key.Key_Escape)
    assert not rig.overlay.isVisible()
    assert not rig.move(files, 300, rig.window).isAccepted()
    rig.drop(files, 300)
    assert rig.dropped == []
    rig.enter(files)
    assert rig.overlay.isVisible(), "the next drag is another one"


def test_other_keys_are_left_alone(rig: Rig) -> None:
    rig.field.setFocus()
    QTest.keyClicks(rig.field, "a")
    assert rig.field.toPlainText() == "a"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_half_that_is_meant_comes_forward_in_colour(rig: Rig, files: QMimeData, theme: str) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    Theme(app, theme).dress()
    rig.enter(files, 100)
    grounds = [half.grab().toImage().pixelColor(40, 40) for half in rig.overlay.zones]
    assert grounds[0].saturation() > 20
    assert grounds[1].saturation() == 0, "the other is grey"
    accent = QColor(tokens_of(app.palette()).accent)
    assert grounds[0].hue() == pytest.approx(accent.hue(), abs=6)
    rig.move(files, 700)
    assert [half.grab().toImage().pixelColor(40, 40) for half in rig.overlay.zones] == grounds[::-1]


def test_the_halves_can_be_read_aloud(rig: Rig, files: QMimeData) -> None:
    rig.enter(files)
    assert [half.accessibleName() for half in rig.overlay.zones] == ["Edit this", "Add as reference"]
    assert all(half.accessibleDescription() for half in rig.overlay.zones)


def test_pixels_of_a_browser_are_copied(rig: Rig) -> None:
    mime = QMimeData()
    mime.setData("image/png", b"png")
    mime.setHtml('<img src="https://pictures.example/otter.png">')
    mime.setData("chromium/x-renderer-taint", b"x")
    rig.enter(mime)
    rig.drop(mime, 10)
    ((copy, _),) = rig.dropped
    assert sources_in(copy) == (BytesSource(b"png", "otter.png"),)
    assert not copy.hasFormat("chromium/x-renderer-taint")


def test_it_follows_the_window(rig: Rig, files: QMimeData, qtbot: QtBot) -> None:
    rig.enter(files)
    rig.window.resize(900, 500)
    qtbot.waitUntil(lambda: rig.overlay.geometry() == rig.window.rect())


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("logo.svg", "drawing (SVG)"),
        ("brief.pdf", "PDF document"),
        ("holiday.HEIC", "HEIC"),
        ("clip.mp4", "no picture"),
    ],
)
@pytest.mark.parametrize("through", ["surface", "window"])
def test_what_cannot_be_taken_is_refused_with_the_reason(rig: Rig, name: str, says: str, through: str) -> None:
    to = rig.surface if through == "surface" else rig.window
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(f"/pictures/{name}")])
    assert not rig.enter(mime, 100, to).isAccepted()
    refusal = rig.overlay.refusal
    assert refusal is not None
    assert refusal.isVisible()
    assert name in refusal.accessibleName()
    assert says in refusal.accessibleName()
    assert refusal.accessibleDescription(), "and what to do"
    assert not any(zone.isVisible() for zone in rig.overlay.zones)
    assert not rig.move(mime, 300, to).isAccepted()
    rig.drop(mime, 300, to)
    assert rig.dropped == []
    QApplication.sendEvent(rig.surface, QDragLeaveEvent())
    assert not rig.overlay.isVisible()


def test_the_next_drag_is_offered_again(rig: Rig, files: QMimeData) -> None:
    refused = QMimeData()
    refused.setUrls([QUrl.fromLocalFile("/pictures/brief.pdf")])
    rig.enter(refused)
    QApplication.sendEvent(rig.surface, QDragLeaveEvent())
    rig.enter(files)
    assert rig.overlay.refusal is None
    assert all(zone.isVisible() for zone in rig.overlay.zones)
