"""Started by test_true_pixels.py at a scale of the screen: a checkerboard at 100 %, as it comes to the window's pixels.

Answers with a line of JSON: how many of the window's pixels that the picture covers are not those of the picture, in
several places, and how large thumbnails a square of the gallery and a tile ask for beside the pixels that they cover.
"""

import json
import sys
from math import floor

from PySide6.QtCore import QObject, QPoint, QRectF, QSizeF, Signal
from PySide6.QtGui import QImage, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from studio.library.records import Blob, Image
from studio.ui.gallery.delegate import PictureDelegate
from studio.ui.gallery.grid_view import Marks
from studio.ui.stage.canvas import Canvas
from studio.ui.stage.shown import Shown
from studio.ui.tokens import tokens_of
from studio.ui.widgets.awaited_thumbnails import AwaitedThumbnails
from studio.workbench.decoding import Levels

SIZE = 200
PLACES = (QPoint(45, 83), QPoint(46, 81), QPoint(7, 2))  # of the canvas: no whole pixels of the screen at most scales
BLACK, WHITE = 0xFF000000, 0xFFFFFFFF


class Pictures(QObject):
    """Has one picture, of single pixels, black and white."""

    ready = Signal(str)
    failed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        board = QImage(SIZE, SIZE, QImage.Format.Format_RGB32)
        for y in range(SIZE):
            for x in range(SIZE):
                board.setPixel(x, y, colour_at(x, y))
        self.board = Levels((board,))

    def retry(self, image: Image) -> None: ...

    def levels(self, image: Image) -> Levels:
        return self.board

    def failure(self, image: Image) -> None:
        return None


class Thumbnails(QObject):
    """Notes how large they were asked for."""

    ready = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[int] = []

    def get(self, image: Image, side: int) -> QPixmap:
        self.asked.append(side)
        return QPixmap(side, side)

    def nearest(self, image: Image) -> None:
        return None

    def has_failed(self, image: Image) -> bool:
        return False


class Words:
    """Says nothing."""

    def when(self, milliseconds: int) -> str:
        return ""


class Looking(Canvas):
    """The surface of the viewer, with nothing but the picture on it."""

    def __init__(self, shown: Shown, parent: QWidget) -> None:
        super().__init__(parent)
        self._shown = shown

    def paint(self, painter: QPainter, view: QRectF) -> None:
        self._shown.paint(painter, self.camera.target, view, tokens_of(self.palette()), self.devicePixelRatioF())


def colour_at(x: int, y: int) -> int:
    return WHITE if (x + y) % 2 else BLACK


def image() -> Image:
    blob = Blob("a" * 64, "board.png", "image/png", 1)
    return Image("b" * 32, blob, None, None, "imported", None, "board", SIZE, SIZE, 0, None, None)


def board(place: QPoint) -> int:
    """How many pixels of the board in the window are wrong."""
    shown = Shown(Pictures(), Thumbnails())  # type: ignore[arg-type]
    window = QWidget()
    window.resize(400, 400)
    canvas = Looking(shown, window)
    canvas.setGeometry(place.x(), place.y(), 301, 297)
    window.show()
    shown.show(image())
    canvas.look_again(QSizeF(SIZE, SIZE))
    canvas.zoom_to(1.0)
    return count(window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32), canvas)


def count(grabbed: QImage, canvas: Canvas) -> int:
    """Compare each pixel of the screen with that of the picture; to which whole one its corner comes is not asked."""
    scale, target = canvas.devicePixelRatioF(), canvas.camera.target
    left, top = floor(canvas.x() * scale + target.left()), floor(canvas.y() * scale + target.top())
    places = [QPoint(left + x, top + y) for x in (-1, 0, 1) for y in (-1, 0, 1)]
    return min(_wrong(grabbed, place) for place in places)


def _wrong(grabbed: QImage, corner: QPoint) -> int:
    x, y = corner.x(), corner.y()
    rows = range(SIZE)
    return sum(grabbed.pixel(x + across, y + down) != colour_at(across, down) for across in rows for down in rows)


def thumbnails() -> list[tuple[int, float]]:
    """Sides that a square of the gallery and a tile ask for, beside the pixels that they cover."""
    asks = Thumbnails()
    view = QWidget()
    view.resize(100, 100)
    view.show()
    delegate = PictureDelegate(asks, Words(), view)  # type: ignore[arg-type]
    scale = view.devicePixelRatioF()
    surface = QPixmap(round(100 * scale), round(100 * scale))
    surface.setDevicePixelRatio(scale)
    painter = QPainter(surface)
    tokens = tokens_of(view.palette())
    delegate.paint_picture(painter, QRectF(0, 0, 98, 98), image(), Marks(False, False, False, True), tokens)
    painter.end()
    AwaitedThumbnails(asks).get(image(), 250, view)
    return list(zip(asks.asked, (98 * scale, 250 * scale), strict=True))


def main() -> None:
    app = QApplication(sys.argv)
    scale = app.primaryScreen().devicePixelRatio()
    print(json.dumps({"scale": scale, "wrong": [board(place) for place in PLACES], "thumbnails": thumbnails()}))


main()
