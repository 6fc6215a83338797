"""The strokes of one turn of the tree: its image, its ring, the sheets of a stack, a star, what is folded behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QAbstractScrollArea

from studio.ui.cut_square import length_of
from studio.ui.icons import SIDE as ICON
from studio.ui.icons import icon
from studio.ui.tokens import Tokens
from studio.ui.tree.geometry import SIDE
from studio.ui.tree.looks import SIGNS, Standing
from studio.ui.widgets.crisp import draw_frame
from studio.ui.widgets.picture_paint import paint_empty, paint_outline, paint_picture
from studio.ui.widgets.rating_mark import star
from studio.ui.widgets.turning_ring import draw_turning_ring

if TYPE_CHECKING:
    from studio.library.records import Image
    from studio.ui.widgets.awaited_thumbnails import AwaitedThumbnails
    from studio.workbench.tree_plan import Spot

_OFF_PATH, _REJECTED = 0.6, 0.3  # how dense an image is off the path, and one that was rejected
_SIGN_OFF_PATH = 0.75  # signs have to be seen there too
_RING, _BADGE, _SHEET = 18, 14, 3
_PLUS, _PLUS_LINE = 3.5, 1.5


class Marks(NamedTuple):
    """What is to be seen of where a spot stands."""

    is_on_path: bool
    is_current: bool
    is_hovered: bool
    is_focused: bool
    is_next: bool
    """The next prompt continues it, though one is elsewhere."""


class NodePainter:
    """Paints spots of a plan onto a view."""

    def __init__(self, thumbnails: AwaitedThumbnails, view: QAbstractScrollArea) -> None:
        self._thumbnails = thumbnails
        self._view = view

    def paint(
        self, painter: QPainter, square: QRect, spot: Spot, standing: Standing, marks: Marks, tokens: Tokens
    ) -> None:
        """Paint a spot into its square and the few pixels around it."""
        rect = QRectF(square)
        if spot.is_stack:
            _paint_sheets(painter, rect, tokens)
        is_lit, image = marks.is_on_path or marks.is_hovered, spot.turn.image if standing == "picture" else None
        painter.setOpacity(1.0 if is_lit else _OFF_PATH if image is not None else _SIGN_OFF_PATH)
        if image is not None:
            self._paint_image(painter, rect, image, tokens)
        else:
            self._paint_sign(painter, rect, standing, tokens)
        painter.setOpacity(1.0)
        if marks.is_current:
            paint_outline(painter, rect, tokens.accent, 2, tokens.radius)
        if marks.is_focused:
            paint_outline(painter, rect, tokens.bg, -4, tokens.radius)
            paint_outline(painter, rect, tokens.text, -2, tokens.radius)
        elif marks.is_hovered and not marks.is_current:
            paint_outline(painter, rect, tokens.border, -2, tokens.radius)
        if spot.turn.starred:
            _paint_star(painter, rect, tokens)
        if marks.is_next:
            _paint_next(painter, rect, tokens)
        if spot.is_stack:
            self._paint_badge(painter, rect, f"×{len(spot.send)}", tokens)
        elif spot.hidden:
            self._paint_badge(painter, rect, f"+{spot.hidden}", tokens)

    def _paint_image(self, painter: QPainter, rect: QRectF, image: Image, tokens: Tokens) -> None:
        pixmap = self._thumbnails.get(image, SIDE * length_of(image), self._view.viewport())
        if pixmap is None:
            paint_empty(painter, rect, tokens)
            if self._thumbnails.has_failed(image):
                self._paint_icon(painter, rect, "failed")
            return
        if (image.rating or 0) < 0:
            paint_empty(painter, rect, tokens)
            painter.setOpacity(_REJECTED * painter.opacity())
        paint_picture(painter, rect, pixmap, tokens.radius)

    def _paint_sign(self, painter: QPainter, rect: QRectF, standing: Standing, tokens: Tokens) -> None:
        paint_empty(painter, rect, tokens)
        if standing == "working":
            ring = QRectF(0, 0, _RING, _RING)
            ring.moveCenter(rect.center())
            draw_turning_ring(painter, ring, tokens.accent, self._view)
        else:
            self._paint_icon(painter, rect, standing)

    def _paint_icon(self, painter: QPainter, rect: QRectF, standing: Standing) -> None:
        place = QRect(0, 0, ICON, ICON)
        place.moveCenter(rect.toRect().center())
        sign = SIGNS[standing]
        icon(sign.drawing, self._view.palette(), sign.tint).paint(painter, place)

    def _paint_badge(self, painter: QPainter, rect: QRectF, words: str, tokens: Tokens) -> None:
        """A few signs on a dark plate in the lower right corner."""
        font = QFont(self._view.window().font())  # lists have one of the platform
        font.setPixelSize(tokens.caption)
        font.setWeight(QFont.Weight.Medium)
        painter.setFont(font)
        width = max(_BADGE, painter.fontMetrics().horizontalAdvance(words) + 8)
        plate = QRectF(rect.right() - width - 2, rect.bottom() - _BADGE - 2, width, _BADGE)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.plate))
        painter.drawRoundedRect(plate, tokens.radius_small, tokens.radius_small)
        painter.setPen(QColor(tokens.on_picture))
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, words)


def _paint_sheets(painter: QPainter, rect: QRectF, tokens: Tokens) -> None:
    """The edges of what lies under the top of a stack, and a ground under that, which may be paler than they are."""
    painter.setBrush(QColor(tokens.raised))
    for depth in (2, 1):
        inset, down = 4.0 * depth, _SHEET * depth
        draw_frame(painter, rect.adjusted(inset, down, -inset, down), tokens.edge, 1, tokens.radius)
    painter.setBrush(QColor(tokens.surface))
    draw_frame(painter, rect, tokens.surface, 1, tokens.radius)


def _paint_star(painter: QPainter, rect: QRectF, tokens: Tokens) -> None:
    plate = QRectF(rect.right() - _BADGE - 2, rect.top() + 2, _BADGE, _BADGE)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tokens.plate))
    painter.drawRoundedRect(plate, tokens.radius_small, tokens.radius_small)
    painter.setBrush(QColor(tokens.on_picture))
    painter.drawPath(star(plate.center() + QPointF(0, 0.5), 4.5))


def _paint_next(painter: QPainter, rect: QRectF, tokens: Tokens) -> None:
    """A plus in the accent in the lower left corner: here the next one is added."""
    plate = QRectF(rect.left() + 2, rect.bottom() - _BADGE - 2, _BADGE, _BADGE)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tokens.accent))
    painter.drawRoundedRect(plate, tokens.radius_small, tokens.radius_small)
    painter.setPen(QPen(QColor(tokens.on_accent), _PLUS_LINE, c=Qt.PenCapStyle.RoundCap))
    for way in (QPointF(_PLUS, 0), QPointF(0, _PLUS)):
        painter.drawLine(plate.center() - way, plate.center() + way)
