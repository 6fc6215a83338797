"""What the open conversation is called: a button that opens its menu, and a field in its place to call it otherwise."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QWidget

from studio.ui.icons import icon
from studio.ui.tokens import tokens_of
from studio.ui.widgets.button_look import doing_of, look_of
from studio.ui.widgets.crisp import draw_frame
from studio.ui.widgets.enter import PressedByEnter
from studio.ui.widgets.focus_ring import draw_focus_ring
from studio.ui.widgets.name_edit import NameEdit

_HEIGHT, _SIDE = 28, 16
_PAD, _GAP = 8, 4
_LEAST, _EDIT_LEAST = 64, 200
_LONGEST = 200  # letters


class TitleName(PressedByEnter, QPushButton):
    """Shows a title, cut short where there is no room for it; `renamed` follows `rename`."""

    renamed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._edit: NameEdit | None = None
        self._can_rename = False
        self.setObjectName("conversationTitle")
        self.setProperty("drawn", True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        font = QFont(self.font())
        font.setPixelSize(tokens_of(QGuiApplication.palette()).body)
        font.setWeight(QFont.Weight.DemiBold)
        self.setFont(font)

    def show_title(self, title: str, can_rename: bool) -> None:
        """Show another title; one that has not begun cannot be renamed."""
        self._can_rename = can_rename
        if self._edit is not None and not can_rename:
            self._edit.finish()
        self.setText(title)
        self.setToolTip(title)
        self.setAccessibleName(self.tr("Conversation: {title}").format(title=title))
        self.updateGeometry()

    def rename(self) -> None:
        """Let the title be typed in its place."""
        if self._edit is not None or not self._can_rename:
            return
        edit = self._edit = NameEdit("titleEdit", self.text(), _LONGEST, self, self.parentWidget())
        edit.setAccessibleName(self.tr("Title of the conversation"))
        edit.typed.connect(self._take)
        edit.ended.connect(self._forget_edit)
        place = QRect(self.geometry())
        place.setWidth(max(place.width(), _EDIT_LEAST))
        edit.open_at(place)

    def _take(self, typed: str) -> None:
        title = " ".join(typed.split())
        if title and title != self.text():
            self.renamed.emit(title)

    def _forget_edit(self) -> None:
        self._edit = None

    def sizeHint(self) -> QSize:
        words = QFontMetrics(self.font()).horizontalAdvance(self.text()) + 1
        return QSize(_PAD + words + _GAP + _SIDE + _PAD, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(_LEAST, _HEIGHT)

    def paintEvent(self, _: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        tokens = tokens_of(QGuiApplication.palette())
        look = look_of("quiet", tokens, doing_of(option.state))
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = self.rect()
        painter.setBrush(QColor(look.ground))
        draw_frame(painter, whole.toRectF(), look.edge, 1, tokens.radius)
        words = QRect(_PAD, 0, whole.width() - 2 * _PAD - _GAP - _SIDE, whole.height())
        painter.setPen(QColor(tokens.text))
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, words.width())
        aligned = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading
        painter.drawText(QStyle.visualRect(self.layoutDirection(), whole, words), aligned, shown)
        arrow = QRect(whole.width() - _PAD - _SIDE, (whole.height() - _SIDE) // 2, _SIDE, _SIDE)
        place = QStyle.visualRect(self.layoutDirection(), whole, arrow)
        icon("chevron-down", QGuiApplication.palette(), look.tint).paint(painter, place)
        if self.is_ringed:
            draw_focus_ring(painter, whole.toRectF(), tokens, tokens.radius)
