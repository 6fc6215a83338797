"""What a row of a list is about, small: an image, else the sign of what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.ui.cut_square import length_of
from studio.ui.icons import SIDE, icon
from studio.ui.tokens import tokens_of
from studio.ui.widgets import picture_paint

if TYPE_CHECKING:
    from studio.library.records import Image
    from studio.ui.icons import Tint
    from studio.ui.widgets.awaited_thumbnails import AwaitedThumbnails

_SIDE = 36


class RowPicture(QWidget):
    """Decoration: the words beside it say the same."""

    def __init__(
        self, image: Image | None, sign: tuple[str, Tint], thumbnails: AwaitedThumbnails, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._image = image
        self._sign = sign
        self._thumbnails = thumbnails
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(_SIDE, _SIDE)

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens, place, image = tokens_of(self.palette()), QRectF(self.rect()), self._image
        pixmap = self._thumbnails.get(image, round(_SIDE * length_of(image)), self) if image is not None else None
        if pixmap is not None:
            picture_paint.paint_picture(painter, place, pixmap, tokens.radius_small)
            return
        picture_paint.paint_empty(painter, place, tokens)
        if image is None:
            drawing, tint = self._sign
            square = QRect(0, 0, SIDE, SIDE)
            square.moveCenter(self.rect().center())
            icon(drawing, self.palette(), tint).paint(painter, square)
