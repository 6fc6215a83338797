"""What a job starts from, small: its first input, else the sign of a picture to come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.ui.icons import SIDE, icon
from studio.ui.tokens import tokens_of
from studio.ui.widgets import picture_paint
from studio.ui.widgets.chip import paint_thumbnail

if TYPE_CHECKING:
    from studio.ui.widgets.awaited_thumbnails import AwaitedThumbnails
    from studio.workbench.job import Job

_SIDE = 36


class JobPicture(QWidget):
    """Decoration: the words beside it say the same."""

    def __init__(self, job: Job, thumbnails: AwaitedThumbnails, parent: QWidget) -> None:
        super().__init__(parent)
        self._inputs = job.wish.inputs
        self._thumbnails = thumbnails
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(_SIDE, _SIDE)

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = tokens_of(self.palette())
        pixmap = self._thumbnails.get(self._inputs[0].image, 2 * _SIDE, self) if self._inputs else None
        if pixmap is not None:
            paint_thumbnail(painter, QRectF(self.rect()), pixmap)
            return
        picture_paint.paint_empty(painter, QRectF(self.rect()), tokens)
        square = QRect(0, 0, SIDE, SIDE)
        square.moveCenter(self.rect().center())
        icon("image", self.palette(), "faint").paint(painter, square)
