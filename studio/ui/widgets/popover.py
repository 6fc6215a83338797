"""A small window that opens at a control and goes away when anything else is clicked, or by Esc."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QWidget

from studio.ui.theme import tokens_of
from studio.ui.widgets.crisp import draw_frame
from studio.ui.widgets.popup_place import popup_place


class Popover(QFrame):
    """Has round corners; deleted when it closes."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.NoDropShadowWindowHint)
        self.setObjectName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)

    def open_at(self, control: QWidget, field: QWidget, *, above: bool = False) -> None:
        """Show it at a control, with the focus in one of its fields."""
        self.setLayoutDirection(control.layoutDirection())
        self.adjustSize()
        layout = self.layout()
        if layout is not None and layout.hasHeightForWidth():
            self.setFixedHeight(layout.heightForWidth(self.width()))  # lines that break make it higher
        self.move(popup_place(control, self.size(), above=above))
        self.show()
        field.setFocus(Qt.FocusReason.TabFocusReason)

    def paintEvent(self, _: QPaintEvent) -> None:
        tokens = tokens_of(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(QColor(tokens.raised))
        draw_frame(painter, QRectF(self.rect()), tokens.border, 1, tokens.radius)
