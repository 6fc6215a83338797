"""How one picture of the gallery is painted: cut to a square, with its stars, a ring when it is selected."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPen, QPixmap, QPolygonF, QTransform
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem, QToolTip, QWidget

from studio.ui.cut_square import length_of
from studio.ui.tokens import Tokens
from studio.workbench.gallery_facts import Role
from studio.workbench.thumbnails import Thumbnails

if TYPE_CHECKING:
    from studio.library.records import Image
    from studio.ui.gallery.grid_view import Marks

RADIUS = 5
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
        self._corners: dict[tuple[str, float], list[QPixmap]] = {}
        self._stars: dict[tuple[int, float, str], QPixmap] = {}
        self.awaited: dict[str, Image] = {}

    def paint_picture(self, painter: QPainter, rect: QRectF, image: Image | None, marks: Marks, tokens: Tokens) -> None:
        """Paint an image, or the place of one that is not here yet.

        Not `paint`, which is handed everything in objects of Qt's that cost more to read than a picture to paint.
        """
        if image is None:
            self._paint_plate(painter, rect, tokens)
        else:
            self._paint_image(painter, rect, image, tokens)
        if marks.is_selected:
            _paint_ring(painter, rect, tokens.accent if marks.is_active else tokens.muted, outside=1)
        elif marks.is_hovered:
            _paint_ring(painter, rect, tokens.border, outside=0)
        if marks.is_marked:
            _paint_ring(painter, rect, tokens.text, outside=-3, width=1)

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        _: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        """Tell the prompt, the size and the time of the picture under the pointer."""
        from html import escape

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
        pixmap = self._thumbnails.get(image, round(rect.width() * scale * length_of(image)))
        if pixmap is None:
            if self._thumbnails.has_failed(image):
                self._paint_failed(painter, rect, tokens)
                return
            self.awaited[image.blob.sha256] = image
            pixmap = self._thumbnails.nearest(image)
            if pixmap is None:
                self._paint_plate(painter, rect, tokens)
                return
        rating = image.rating or 0
        if pixmap.hasAlphaChannel() or rating < 0:
            painter.fillRect(rect, QColor(tokens.raised))
        if rating < 0:
            painter.setOpacity(_REJECTED)
        _paint_cut(painter, rect, pixmap)
        painter.setOpacity(1)
        self._round_off(painter, rect, tokens.surface, scale)
        if rating > 0:
            stars = self._stars_of(rating, scale, tokens)
            width = stars.width() / scale
            painter.drawPixmap(QPointF(max(rect.left(), rect.right() - width - 4), rect.top() + 4), stars)
        elif rating < 0:
            _paint_cross(painter, rect, tokens)

    def _paint_failed(self, painter: QPainter, rect: QRectF, tokens: Tokens) -> None:
        """The file is missing or broken: a frame that says so, as long as there is room for words."""
        painter.setPen(QPen(QColor(tokens.line), 1))
        painter.setBrush(QColor(tokens.raised))
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        font = painter.font()
        font.setPixelSize(tokens.caption)
        painter.setFont(font)
        painter.setPen(QColor(tokens.faint))
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(rect.adjusted(6, 6, -6, -6), flags, self.tr("Cannot be shown"))

    def _paint_plate(self, painter: QPainter, rect: QRectF, tokens: Tokens) -> None:
        """The place of a picture that is not here yet."""
        painter.fillRect(rect, QColor(tokens.raised))
        self._round_off(painter, rect, tokens.surface, painter.device().devicePixelRatioF())

    def _round_off(self, painter: QPainter, rect: QRectF, colour: str, scale: float) -> None:
        """Lay the corners of the ground over those of the picture: to clip it would cost far more."""
        corners = self._corners.get((colour, scale))
        if corners is None:
            corners = self._corners[colour, scale] = _drawn_corners(colour, scale)
        right, bottom = rect.right() - RADIUS, rect.bottom() - RADIUS
        places = ((rect.left(), rect.top()), (right, rect.top()), (right, bottom), (rect.left(), bottom))
        for place, corner in zip(places, corners, strict=True):
            painter.drawPixmap(QPointF(*place), corner)

    def _stars_of(self, rating: int, scale: float, tokens: Tokens) -> QPixmap:
        found = self._stars.get((rating, scale, tokens.plate))
        if found is None:
            found = self._stars[rating, scale, tokens.plate] = _drawn_stars(rating, scale, tokens)
        return found


def _paint_cut(painter: QPainter, rect: QRectF, pixmap: QPixmap) -> None:
    """Fill the square with the middle of the picture."""
    side = min(pixmap.width(), pixmap.height())
    middle = QRectF((pixmap.width() - side) / 2, (pixmap.height() - side) / 2, side, side)
    painter.drawPixmap(rect, pixmap, middle)


def _paint_ring(painter: QPainter, rect: QRectF, colour: str, outside: float, width: float = 2) -> None:
    grown = outside + width / 2
    painter.setPen(QPen(QColor(colour), width))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect.adjusted(-grown, -grown, grown, grown), RADIUS + grown, RADIUS + grown)


def _paint_cross(painter: QPainter, rect: QRectF, tokens: Tokens) -> None:
    """The mark of a reject."""
    pen = QPen(QColor(tokens.text), 1.5)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    centre, arm = rect.topRight() + QPointF(-11, 11), 3.5
    for up in (-arm, arm):
        painter.drawLine(centre + QPointF(-arm, up), centre + QPointF(arm, -up))


def _drawn_corners(colour: str, scale: float) -> list[QPixmap]:
    """What lies outside a rounded corner: top left, top right, bottom right, bottom left."""
    side = math.ceil(RADIUS * scale)
    corner = QPixmap(side, side)
    corner.fill(Qt.GlobalColor.transparent)  # filled with the colour at once it would have no alpha to take away
    painter = QPainter(corner)
    painter.fillRect(corner.rect(), QColor(colour))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationOut)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(Qt.GlobalColor.black)
    painter.drawEllipse(QRectF(0, 0, 2 * side, 2 * side))
    painter.end()
    turned = [corner.transformed(QTransform().rotate(90 * turns)) for turns in range(4)]
    for each in turned:
        each.setDevicePixelRatio(scale)
    return turned


def _drawn_stars(rating: int, scale: float, tokens: Tokens) -> QPixmap:
    """White stars on a dark plate, as on the stage: so they are seen on any picture."""
    step = 2 * _STAR
    width, height = rating * step + 6, step + 5
    pixmap = QPixmap(math.ceil(width * scale), math.ceil(height * scale))
    pixmap.setDevicePixelRatio(scale)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tokens.plate))
    painter.drawRoundedRect(QRectF(0, 0, width, height), tokens.radius_small, tokens.radius_small)
    painter.setBrush(QColor(tokens.on_picture))
    for number in range(rating):
        painter.drawPolygon(_star(QPointF(3 + _STAR + number * step, height / 2 + 0.5), _STAR - 0.5))
    painter.end()
    return pixmap


def _star(centre: QPointF, radius: float) -> QPolygonF:
    points = []
    for corner in range(10):
        length = radius if corner % 2 == 0 else radius * 0.45
        angle = math.pi * (corner / 5 - 0.5)
        points.append(centre + QPointF(math.cos(angle), math.sin(angle)) * length)
    return QPolygonF(points)
