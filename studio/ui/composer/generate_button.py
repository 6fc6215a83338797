"""The button that sends, with its key written on it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QGuiApplication, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter, QWidget

from studio.ui.actions import Action
from studio.ui.theme import tokens_of
from studio.ui.widgets.crisp import draw_frame
from studio.ui.widgets.key_hint import cap_of

_PAD, _GAP, _HEIGHT = 14, 10, 34


class GenerateButton(QPushButton):
    """Says what it does, by which key, and when it cannot, why."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Generate"), parent)
        self.setObjectName("generateButton")
        self.setAccessibleName(self.tr("Generate"))
        self.setProperty("role", "primary")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._shows_key = True
        self._key = cap_of(QKeySequence(Action.GENERATE.keys[0]))

    def set_lack(self, lack: str) -> None:
        """Be usable, or say why not."""
        self.setEnabled(not lack)
        key = self._key.replace("⏎", self.tr("Enter"))
        self.setToolTip(lack or self.tr("Send the prompt ({key})").format(key=key))
        self.setAccessibleDescription(lack or key)

    def show_key(self, shown: bool) -> None:
        """Write the key on the button, or leave it away for want of room."""
        if shown != self._shows_key:
            self._shows_key = shown
            self.updateGeometry()
            self.update()

    @property
    def bare_width(self) -> int:
        """How wide it is without the key, in pixels."""
        return 2 * _PAD + self._text_width()

    def sizeHint(self) -> QSize:
        return QSize(self.bare_width + (_GAP + self._key_width() if self._shows_key else 0), _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        painter.drawControl(QStyle.ControlElement.CE_PushButtonBevel, option)
        tokens = tokens_of(QGuiApplication.palette())  # its own has the accent for a background
        colour = QColor(tokens.on_accent if self.isEnabled() else tokens.faint)
        painter.setPen(colour)
        text = QRectF(_PAD, 0, self._text_width() + 1, self.height())
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, self.text())
        if self._shows_key:
            self._paint_key(painter, colour, text.right() + _GAP)

    def _paint_key(self, painter: QPainter, colour: QColor, x: float) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._key_font())
        frame = QRectF(0, 0, self._key_width(), 18)
        frame.moveCenter(QPointF(x + frame.width() / 2, self.height() / 2))
        painter.setOpacity(0.8)
        draw_frame(painter, frame, colour.name(), 1, 4)
        painter.setOpacity(1)
        painter.drawText(frame, Qt.AlignmentFlag.AlignCenter, self._key)

    def _key_font(self) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(11)
        font.setBold(False)
        return font

    def _key_width(self) -> int:
        return QFontMetrics(self._key_font()).horizontalAdvance(self._key) + 12

    def _text_width(self) -> int:
        self.ensurePolished()  # the style sheet makes it bold
        return self.fontMetrics().horizontalAdvance(self.text())
