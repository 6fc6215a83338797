"""A row of a list: a small picture, what was asked for above what is known of it, and what can be done at the end."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from studio.ui.tokens import tokens_of
from studio.ui.widgets.elided_label import ElidedLabel
from studio.ui.widgets.focus_ring import Ringed, draw_focus_ring

ROW = 48
"""How high a row is."""
_PAD, _GAP = 6, 8
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class ListRow(Ringed, QFrame):
    """Lit under the pointer; the arrow keys lead to the rows above and below, from whatever in it has the focus."""

    show_wanted = Signal()
    """What it is about is to be seen."""
    step_wanted = Signal(int)
    """Go to the row before (-1) or after (1)."""

    def __init__(self, name: str, picture: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.prompt = self._label("rowPrompt")
        self.facts = self._label("rowFacts")
        self.facts.setProperty("role", "muted")
        self.facts_line = QHBoxLayout()
        self.facts_line.setSpacing(_GAP)
        self.facts_line.addWidget(self.facts, 1)
        text = QVBoxLayout()
        text.setSpacing(0)
        text.addStretch(1)
        text.addWidget(self.prompt)
        text.addLayout(self.facts_line)
        text.addStretch(1)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(_GAP, _PAD, _GAP, _PAD)
        self._line.setSpacing(_GAP)
        self._line.addWidget(picture)
        self._line.addLayout(text, 1)

    def add_end(self, widget: QWidget) -> None:
        """Have something at the end, behind what is there."""
        self._line.addWidget(widget)
        widget.installEventFilter(self)

    def take_focus(self, like: str = "") -> None:
        """Get the focus: that in it which has this name where that can be, else what is first meant to have it."""
        same = self.findChild(QWidget, like) if like else None
        wanted = same if same is not None and same.isVisible() and same.isEnabled() else self._first_focus()
        wanted.setFocus(Qt.FocusReason.OtherFocusReason)

    def _first_focus(self) -> QWidget:
        return self

    def _label(self, name: str) -> ElidedLabel:
        label = ElidedLabel(self)
        label.setObjectName(name)
        return label

    def _is_lit(self) -> bool:
        return self.underMouse()

    def _steps(self, event: QKeyEvent) -> bool:
        """Go to another row if that is what a key means."""
        way = _STEPS.get(Qt.Key(event.key()))
        if way is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        self.step_wanted.emit(way)
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the arrow keys from the buttons at the end, which would only go from one to the next by them."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._steps(event)
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._steps(event):
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.show_wanted.emit()

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens, whole = tokens_of(self.palette()), QRectF(self.rect())
        if self._is_lit():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.hover))
            painter.drawRoundedRect(whole, tokens.radius, tokens.radius)
        if self.is_ringed:
            draw_focus_ring(painter, whole, tokens, tokens.radius)
