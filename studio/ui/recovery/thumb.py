"""The image that was kept of a request, small; or the sign of what became of one that brought none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.ui.icons import SIDE, icon
from studio.ui.tokens import tokens_of
from studio.ui.widgets import picture_paint

if TYPE_CHECKING:
    from studio.generation.recover import Recovered
    from studio.ui.icons import Tint
    from studio.ui.widgets.awaited_thumbnails import AwaitedThumbnails

_SIDE = 36


class Thumb(QWidget):
    """Decoration: the words beside it say the same."""

    def __init__(self, left: Recovered, thumbnails: AwaitedThumbnails, parent: QWidget) -> None:
        super().__init__(parent)
        self._left = left
        self._thumbnails = thumbnails
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(_SIDE, _SIDE)

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens, place = tokens_of(self.palette()), QRectF(self.rect())
        images = self._left.images
        pixmap = self._thumbnails.get(images[-1], _SIDE, self) if images else None
        if pixmap is not None:
            picture_paint.paint_picture(painter, place, pixmap, tokens.radius_small)
            return
        picture_paint.paint_empty(painter, place, tokens)
        if not images:
            drawing, tint = self._sign()
            square = QRect(0, 0, SIDE, SIDE)
            square.moveCenter(self.rect().center())
            icon(drawing, self.palette(), tint).paint(painter, square)

    def _sign(self) -> tuple[str, Tint]:
        if self._left.fate == "unknown" and not self._left.free:
            return "warning", "warn"
        return "info", "muted"
