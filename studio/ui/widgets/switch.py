"""A switch with its words: on or off, and in effect at once."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, QVariantAnimation
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLayout, QSizePolicy, QStyle, QWidget

from studio.ui.tokens import Tokens, tokens_of
from studio.ui.widgets.button_look import mixed
from studio.ui.widgets.crisp import draw_frame
from studio.ui.widgets.enter import PressedByEnter
from studio.ui.widgets.focus_ring import draw_focus_ring
from studio.ui.widgets.motion import moves

_TRACK = QSize(32, 18)
_KNOB, _GAP, _RING = 12, 8, 4
_HEIGHT = 28
INSET = _RING
"""How far within a switch its track begins: that is the room for the ring around it."""


class Switch(PressedByEnter, QAbstractButton):
    """A check box to whoever hears it; the knob slides unless nothing may move."""

    def __init__(self, name: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setText(text)
        self.setAccessibleName(text.replace("&", ""))
        self.setCheckable(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._slide = QVariantAnimation(self)
        self._slide.valueChanged.connect(self.update)
        self._at = 0.0
        self.toggled.connect(self._move)

    def sizeHint(self) -> QSize:
        words = self.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, self.text()).width() + 1
        return QSize(2 * _RING + _TRACK.width() + (_GAP + words if self.text() else 0), _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), 2 * _RING + _TRACK.width() + 80), _HEIGHT)

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = tokens_of(self.palette())
        place = QRect(_RING, (self.height() - _TRACK.height()) // 2, _TRACK.width(), _TRACK.height())
        track = QRectF(QStyle.visualRect(self.layoutDirection(), self.rect(), place))
        self._draw_track(painter, track, tokens)
        words = QRect(place.right() + 1 + _GAP, 0, self.width() - place.right() - 1 - _GAP, self.height())
        painter.setPen(QColor(tokens.text if self.isEnabled() else tokens.faint))
        mnemonic = Qt.TextFlag.TextShowMnemonic
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, words.width(), mnemonic)
        align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading
        painter.drawText(QStyle.visualRect(self.layoutDirection(), self.rect(), words), align | mnemonic, text)
        if self.is_ringed:
            draw_focus_ring(painter, track.adjusted(-4, -4, 4, 4), tokens, _TRACK.height() / 2 + 4)

    def _draw_track(self, painter: QPainter, track: QRectF, tokens: Tokens) -> None:
        ground, edge, knob = self._colours(tokens)
        painter.setBrush(QColor(ground))
        draw_frame(painter, track, edge, 1, track.height() / 2)
        share = self._slide.currentValue() if self._slide.state() == self._slide.State.Running else self._at
        margin = (track.height() - _KNOB) / 2
        way = track.width() - 2 * margin - _KNOB
        share = 1 - share if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else share
        centre = QPointF(track.left() + margin + _KNOB / 2 + way * share, track.center().y())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(knob))
        painter.drawEllipse(centre, _KNOB / 2, _KNOB / 2)

    def _colours(self, tokens: Tokens) -> tuple[str, str, str]:
        """Return those of the track, of the line around it, and of the knob."""
        if not self.isEnabled():
            return tokens.hover, tokens.line, tokens.faint
        if self.isChecked():
            lit = tokens.accent_hover if self.underMouse() else tokens.accent
            lit = mixed(tokens.accent, tokens.text, 0.16) if self.isDown() else lit
            return lit, lit, tokens.on_accent
        ground = tokens.pressed if self.isDown() else tokens.hover if self.underMouse() else tokens.field
        return ground, tokens.border, tokens.muted

    def _move(self, on: bool) -> None:
        before, self._at = self._at, 1.0 if on else 0.0
        self._slide.stop()
        if self.isVisible() and moves(self):
            self._slide.setDuration(tokens_of(self.palette()).quick)
            self._slide.setStartValue(before)
            self._slide.setEndValue(self._at)
            self._slide.start()
        self.update()


def beside_tracks(content: QWidget | QLayout) -> QHBoxLayout:
    """A row that begins where the track of a switch above or below it does."""
    row = QHBoxLayout()
    row.setSpacing(0)
    row.addSpacing(INSET)
    if isinstance(content, QLayout):
        row.addLayout(content, 1)
    else:
        row.addWidget(content, 1)
    return row
