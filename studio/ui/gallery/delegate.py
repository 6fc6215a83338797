"""How one picture of the gallery is painted: cut to a square, with its stars, a ring when it is selected."""

from __future__ import annotations

import math
from html import escape
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QHelpEvent, QPainter, QPalette, QPen, QPixmap, QPolygonF, QTransform
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QToolTip, QWidget

from studio.ui.gallery.grid import picture_in
from studio.ui.theme import Tokens, tokens_of
from studio.workbench.gallery import Role
from studio.workbench.thumbnails import Thumbnails

if TYPE_CHECKING:
    from studio.library.records import Image

RADIUS = 5
_LONGEST = 3  # a picture longer than this times its width is cut from a thumbnail that is less than sharp
_STAR = 5.5
_REJECTED = 0.3
_TOLD = 400  # letters of a prompt in a tool tip


class SaysWhen(Protocol):
    """What is asked of `ui.words.Words`."""

    def when(self, milliseconds: int) -> str:
        """Return a time since 1970 in words."""


class PictureDelegate(QStyledItemDelegate):
    """Paints pictures; those whose thumbnails it had to wait for are `awaited`, by their SHA-256."""

    def __init__(self, thumbnails: Thumbnails, words: SaysWhen, view: QWidget) -> None:
        super().__init__(view)
        self._words = words
        self._thumbnails = thumbnails
        self._stars: dict[tuple[int, float], QPixmap] = {}
        self.awaited: dict[str, Image] = {}

    def sizeHint(self, option: QStyleOptionViewItem, _: QModelIndex | QPersistentModelIndex) -> QSize:
        rect: QRect = option.rect
        return rect.size()

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        slot: QRect = option.rect
        state: QStyle.StateFlag = option.state
        palette: QPalette = option.palette
        rect, tokens = QRectF(picture_in(slot)), tokens_of(palette)
        image: Image | None = index.data(Role.IMAGE)
        painter.setPen(Qt.PenStyle.NoPen)
        if image is None:
            _paint_plate(painter, rect, tokens)
        else:
            self._paint_image(painter, rect, image, tokens)
        if state & QStyle.StateFlag.State_Selected:
            is_active = bool(state & QStyle.StateFlag.State_Active)
            _paint_ring(painter, rect, tokens.accent if is_active else tokens.muted, outside=1)
        elif state & QStyle.StateFlag.State_MouseOver:
            _paint_ring(painter, rect, tokens.border, outside=0)
        if state & QStyle.StateFlag.State_HasFocus:
            _paint_ring(painter, rect, tokens.text, outside=-3, width=1)

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        _: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        """Tell the prompt, the size and the time of the picture under the pointer."""
        image: Image | None = index.data(Role.IMAGE) if index.isValid() else None
        if event.type() != QEvent.Type.ToolTip or image is None:
            QToolTip.hideText()
            return False
        facts = [f"{image.width} × {image.height}"] if image.width and image.height else []
        facts.append(self._words.when(image.created))
        prompt = escape(index.data(Role.PROMPT)[:_TOLD])
        text = (
            f"<qt>{prompt}{'<br>' if prompt else ''}{escape(' · '.join(facts))}</qt>"  # rich text is broken into lines
        )
        QToolTip.showText(event.globalPos(), text, view.viewport(), view.visualRect(index))
        return True

    def _paint_image(self, painter: QPainter, rect: QRectF, image: Image, tokens: Tokens) -> None:
        scale = painter.device().devicePixelRatioF()
        pixmap = self._thumbnails.get(image, round(rect.width() * scale * _length_of(image)))
        if pixmap is None:
            if self._thumbnails.has_failed(image):
                self._paint_failed(painter, rect, tokens)
                return
            self.awaited[image.blob.sha256] = image
            pixmap = self._thumbnails.nearest(image)
            if pixmap is None:
                _paint_plate(painter, rect, tokens)
                return
        rating = image.rating or 0
        if pixmap.hasAlphaChannel() or rating < 0:
            _paint_plate(painter, rect, tokens)
        if rating < 0:
            painter.setOpacity(_REJECTED)
        _paint_cut(painter, rect, pixmap)
        painter.setOpacity(1)
        if rating > 0:
            stars = self._stars_of(rating, scale)
            width = stars.width() / scale
            painter.drawPixmap(QPointF(rect.right() - width - 2, rect.top() + 2), stars)
        elif rating < 0:
            _paint_cross(painter, rect, tokens)

    def _paint_failed(self, painter: QPainter, rect: QRectF, tokens: Tokens) -> None:
        """The file is missing or broken: a frame that says so, as long as there is room for words."""
        painter.setPen(QPen(QColor(tokens.line), 1))
        painter.setBrush(QColor(tokens.raised))
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        font = painter.font()
        font.setPixelSize(11)
        painter.setFont(font)
        painter.setPen(QColor(tokens.faint))
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(rect.adjusted(6, 6, -6, -6), flags, self.tr("Cannot be shown"))

    def _stars_of(self, rating: int, scale: float) -> QPixmap:
        found = self._stars.get((rating, scale))
        if found is None:
            found = self._stars[rating, scale] = _drawn_stars(rating, scale)
        return found


def _length_of(image: Image) -> float:
    """How much longer the longer side is than the square that the picture is cut to."""
    if not image.width or not image.height:
        return 1.5
    return min(_LONGEST, max(image.width, image.height) / min(image.width, image.height))


def _paint_plate(painter: QPainter, rect: QRectF, tokens: Tokens) -> None:
    painter.setBrush(QColor(tokens.raised))
    painter.drawRoundedRect(rect, RADIUS, RADIUS)


def _paint_cut(painter: QPainter, rect: QRectF, pixmap: QPixmap) -> None:
    """Fill the square with the middle of the picture."""
    width, height = pixmap.width(), pixmap.height()
    scale = max(rect.width() / width, rect.height() / height)
    left, top = rect.center().x() - width * scale / 2, rect.center().y() - height * scale / 2
    brush = QBrush(pixmap)
    brush.setTransform(QTransform(scale, 0, 0, scale, left, top))
    painter.setBrush(brush)
    painter.drawRoundedRect(rect, RADIUS, RADIUS)


def _paint_ring(painter: QPainter, rect: QRectF, colour: str, outside: float, width: float = 2) -> None:
    grown = outside + width / 2
    painter.setPen(QPen(QColor(colour), width))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect.adjusted(-grown, -grown, grown, grown), RADIUS + grown, RADIUS + grown)
    painter.setPen(Qt.PenStyle.NoPen)


def _paint_cross(painter: QPainter, rect: QRectF, tokens: Tokens) -> None:
    """The mark of a reject."""
    pen = QPen(QColor(tokens.text), 1.5)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    centre, arm = rect.topRight() + QPointF(-11, 11), 3.5
    for up in (-arm, arm):
        painter.drawLine(centre + QPointF(-arm, up), centre + QPointF(arm, -up))
    painter.setPen(Qt.PenStyle.NoPen)


def _drawn_stars(rating: int, scale: float) -> QPixmap:
    """White stars with a soft dark edge, so that they are seen on any picture."""
    step = 2 * _STAR
    pixmap = QPixmap(math.ceil((rating * step + 4) * scale), math.ceil((step + 4) * scale))
    pixmap.setDevicePixelRatio(scale)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for number in range(rating):
        star = _star(QPointF(2 + _STAR + number * step, 2 + _STAR), _STAR - 0.5)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for width, alpha in ((3.5, 45), (2.0, 60), (1.0, 90)):
            pen = QPen(QColor(0, 0, 0, alpha), width)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            painter.drawPolygon(star)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(Qt.GlobalColor.white)
        painter.drawPolygon(star)
    painter.end()
    return pixmap


def _star(centre: QPointF, radius: float) -> QPolygonF:
    points = []
    for corner in range(10):
        length = radius if corner % 2 == 0 else radius * 0.45
        angle = math.pi * (corner / 5 - 0.5)
        points.append(centre + QPointF(math.cos(angle), math.sin(angle)) * length)
    return QPolygonF(points)
