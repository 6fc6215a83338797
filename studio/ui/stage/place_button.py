"""Where pictures are kept: the path, with its middle left out where there is little room, shown when it is pressed."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from studio.ui.icons import SIDE, icon
from studio.ui.tokens import tokens_of
from studio.ui.widgets.enter import PressedByEnter
from studio.ui.widgets.focus_ring import draw_focus_ring

_HEIGHT, _GAP, _REACH = 24, 8, 4


class PlaceButton(PressedByEnter, QAbstractButton):
    """Looks like the words beside it, underlined under the pointer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("libraryPlace")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_path(self, path: str) -> None:
        """Name the folder."""
        self.setText(self.tr("Pictures are kept as files in {path}").format(path=path))
        self.setAccessibleName(self.text())
        self.setAccessibleDescription(self.tr("Shows the folder"))
        self.setToolTip(self.tr("Show {path}").format(path=path))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, _HEIGHT)

    def shown_text(self) -> str:
        """What there is room for."""
        room = self.width() - SIDE - _GAP - _REACH
        return QFontMetrics(self._font()).elidedText(self.text(), Qt.TextElideMode.ElideMiddle, room)

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        tokens = tokens_of(self.palette())
        font = self._font()
        font.setUnderline(self.underMouse())
        side = QRect(0, (self.height() - SIDE) // 2, SIDE, SIDE)
        icon("folder", self.palette(), "faint").paint(painter, side)
        painter.setFont(font)
        painter.setPen(QColor(tokens.text if self.underMouse() or self.isDown() else tokens.muted))
        text = self.shown_text()
        place = QRect(SIDE + _GAP, 0, self.width() - SIDE - _GAP, self.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
        if self.is_ringed:
            ring = QRect(0, 0, place.left() + QFontMetrics(font).horizontalAdvance(text) + _REACH, self.height())
            draw_focus_ring(painter, QRectF(ring), tokens, tokens.radius_small)

    def _font(self) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(tokens_of(self.palette()).small)
        return font
