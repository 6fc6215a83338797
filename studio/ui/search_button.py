"""The way to the search of everything: it looks like a field, and is a drawing only where there is little room."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QWidget

from studio.ui.actions import Action
from studio.ui.icons import icon
from studio.ui.keys import tip_of
from studio.ui.tokens import tokens_of
from studio.ui.widgets.button_look import doing_of, look_of
from studio.ui.widgets.crisp import draw_frame
from studio.ui.widgets.enter import PressedByEnter
from studio.ui.widgets.focus_ring import draw_focus_ring
from studio.ui.widgets.key_hint import cap_of, cap_width, draw_cap

WIDEST, LEAST, SQUARE = 360, 140, 28

_SIDE, _PAD, _GAP = 16, 8, 8


class SearchButton(PressedByEnter, QPushButton):
    """As wide as it is laid out: with words and key, or, narrower than LEAST, its drawing alone."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cap = cap_of(QKeySequence(Action.SEARCH.keys[0]))
        self.setObjectName("searchButton")
        self.setProperty("drawn", True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setText(self.tr("Search prompts, images, actions"))
        self.setAccessibleName(Action.SEARCH.text)
        self.setToolTip(tip_of(Action.SEARCH))

    @property
    def is_square(self) -> bool:
        """Whether there is room for its drawing only."""
        return self.width() < LEAST

    def sizeHint(self) -> QSize:
        return QSize(WIDEST, SQUARE)

    def minimumSizeHint(self) -> QSize:
        return QSize(SQUARE, SQUARE)

    def paintEvent(self, _: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        doing = doing_of(option.state)
        tokens, palette = tokens_of(QGuiApplication.palette()), QGuiApplication.palette()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QRectF(self.rect())
        if self.is_square:
            look = look_of("icon", tokens, doing)
            ground, edge, tint = look.ground, look.edge, look.tint
        else:
            lit = doing.hovered or doing.pressed
            ground, edge, tint = tokens.field, tokens.border if lit else tokens.edge, "muted"
        painter.setBrush(QColor(ground))
        draw_frame(painter, whole, edge, 1, tokens.radius)
        left = (self.width() - _SIDE) // 2 if self.is_square else _PAD
        icon("search", palette, tint).paint(painter, self._at(left, _SIDE))
        if not self.is_square:
            self._paint_words(painter)
        if self.is_ringed:
            draw_focus_ring(painter, whole, tokens, tokens.radius)

    def _paint_words(self, painter: QPainter) -> None:
        tokens = tokens_of(QGuiApplication.palette())
        cap = round(cap_width(self._cap, self.font()))
        left, right = _PAD + _SIDE + _GAP, self.width() - _PAD - cap
        painter.setPen(QColor(tokens.faint))
        words = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, right - _GAP - left)
        aligned = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading
        painter.drawText(self._at(left, right - _GAP - left), aligned, words)
        draw_cap(painter, QRectF(self._at(right, cap)), self._cap, tokens.faint, tokens.edge)

    def _at(self, left: int, width: int) -> QRect:
        place = QRect(left, 0, width, self.height())
        return QStyle.visualRect(self.layoutDirection(), self.rect(), place)
