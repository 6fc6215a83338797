"""A frame around a field and what belongs to it; its line is the focus ring of the field."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QWidget

from studio.ui.tokens import tokens_of
from studio.ui.widgets.crisp import draw_frame


class FocusFrame(QFrame):
    """Draws its ground and its line by itself, so that nothing in it moves when the line gets wider."""

    def __init__(self, field: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field = field
        field.installEventFilter(self)

    @property
    def is_ringed(self) -> bool:
        """Whether its field has the focus."""
        return self._field.hasFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        return super().eventFilter(watched, event)

    def paintEvent(self, _: QPaintEvent) -> None:
        tokens = tokens_of(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(QColor(tokens.raised))
        line, width = (tokens.accent, tokens.focus) if self.is_ringed else (tokens.edge, 1)
        draw_frame(painter, QRectF(self.rect()), line, width, tokens.radius_large)
