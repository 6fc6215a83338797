"""A picture and a line under it (beside it where there is little room) that can be pressed as one."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from studio.ui.tokens import Tokens, tokens_of
from studio.ui.widgets.crisp import draw_frame
from studio.ui.widgets.enter import PressedByEnter
from studio.ui.widgets.focus_ring import draw_focus_ring
from studio.ui.widgets.picture_paint import paint_picture
from studio.ui.widgets.text_lines import lines_of

LYING = 72
"""How high a card is whose words stand beside its picture."""
_PAD, _GAP, _LINE, _MOST_LINES = 6, 8, 18, 3
_RATIO, _FLAT = 3 / 4, 9 / 16  # height by width of the picture


class PictureCard(PressedByEnter, QAbstractButton):
    """Upright, its height follows from its width; `lies` puts the words to the right."""

    def __init__(self, text: str, spoken: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture: QPixmap | None = None
        self._lies = False
        self._ratio = _RATIO
        self.setText(text)
        self.setAccessibleName(spoken)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def has_picture(self) -> bool:
        """Whether its picture is there."""
        return self._picture is not None

    def show_picture(self, picture: QImage) -> None:
        """Fill the place that was kept for it."""
        self._picture = QPixmap.fromImage(picture) if not picture.isNull() else None
        self.update()

    def set_lies(self, lies: bool) -> None:
        """Stand the words beside the picture, or under it."""
        if lies != self._lies:
            self._lies = lies
            self.updateGeometry()
            self.update()

    def set_flat(self, flat: bool) -> None:
        """Show less of the picture, where there is little height."""
        ratio = _FLAT if flat else _RATIO
        if ratio != self._ratio:
            self._ratio = ratio
            self.updateGeometry()
            self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if self._lies:
            return LYING
        lines, _ = lines_of(self.text(), self.font(), width - 2 * _PAD - 12, _MOST_LINES)
        return round((width - 2 * _PAD) * self._ratio) + 2 * _PAD + 2 * _GAP + len(lines) * _LINE

    def sizeHint(self) -> QSize:
        return QSize(200, self.heightForWidth(200))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, LYING)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.PaletteChange):
            self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        tokens, whole = tokens_of(self.palette()), QRectF(self.rect())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground, edge = tokens.raised, tokens.line
        if self.isDown():
            ground, edge = tokens.pressed, tokens.border
        elif self.underMouse():
            ground, edge = tokens.hover, tokens.border
        painter.setBrush(QColor(ground))
        draw_frame(painter, whole, edge, 1, tokens.radius_large)
        picture, words = self._places()
        self._paint_picture(painter, picture, tokens)
        self._paint_text(painter, words, tokens)
        if self.is_ringed:
            draw_focus_ring(painter, whole, tokens, tokens.radius_large)

    def _places(self) -> tuple[QRectF, QRectF]:
        """Where the picture is, and where the words."""
        inside = QRectF(self.rect()).adjusted(_PAD, _PAD, -_PAD, -_PAD)
        if self._lies:
            picture = QRectF(inside.topLeft(), QPointF(inside.left() + inside.height() / _RATIO, inside.bottom()))
            return picture, inside.adjusted(picture.width() + 12, 0, -8, 0)
        picture = QRectF(inside.left(), inside.top(), inside.width(), round(inside.width() * self._ratio))
        return picture, QRectF(inside.left() + 6, picture.bottom() + _GAP, inside.width() - 12, _MOST_LINES * _LINE)

    def _paint_picture(self, painter: QPainter, place: QRectF, tokens: Tokens) -> None:
        if self._picture is not None:
            paint_picture(painter, place, self._picture, tokens.radius)
        else:
            painter.setBrush(QColor(tokens.hover))
            draw_frame(painter, place, tokens.line, 1, tokens.radius)

    def _paint_text(self, painter: QPainter, place: QRectF, tokens: Tokens) -> None:
        painter.setPen(QColor(tokens.text))
        lines, _ = lines_of(self.text(), self.font(), place.width(), _MOST_LINES)
        top = place.center().y() - len(lines) * _LINE / 2 if self._lies else place.top()
        for number, line in enumerate(lines):
            row = QRectF(place.left(), top + number * _LINE, place.width(), _LINE)
            painter.drawText(row, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, line)
