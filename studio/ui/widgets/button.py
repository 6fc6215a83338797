"""A button: a drawing and words 8 pixels apart, perhaps with its key behind them, and a way to say that it is busy."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QGuiApplication,
    QIcon,
    QKeyEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QWidget

from studio.ui.icons import icon
from studio.ui.tokens import tokens_of
from studio.ui.widgets.button_look import Look, Role, doing_of, look_of
from studio.ui.widgets.crisp import draw_frame
from studio.ui.widgets.enter import PressedByEnter
from studio.ui.widgets.focus_ring import draw_focus_ring
from studio.ui.widgets.key_hint import cap_width, draw_cap
from studio.ui.widgets.motion import Ticker
from studio.ui.widgets.turning_ring import draw_turning_ring

if TYPE_CHECKING:
    from studio.ui.icons import Tint

HEIGHT, SQUARE, COMPACT = 32, 28, 24
GAP = 8  # pixels between what stands on it

_SIDE, _RING = 16, 14
_PRESSING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_SMALL: tuple[Role, ...] = ("quiet", "chip", "dashed")
_PADS: dict[Role, int] = {"primary": 14, "quiet": 8, "chip": 10, "icon": 6, "field": 10}
_PAD = 12


class Part(NamedTuple):
    """Something that stands on a button: how wide it is, how it is drawn, whether it can do with less or more."""

    width: int
    draw: Callable[[QPainter, QRect, Look], None]
    gives_way: bool = False


class Button(PressedByEnter, QPushButton):
    """Drawn by itself in all its states; of the role "icon" it shows its drawing, its words are only told."""

    def __init__(
        self,
        name: str,
        text: str = "",
        drawing: str = "",
        role: Role = "plain",
        parent: QWidget | None = None,
        *,
        tint: Tint | None = None,
        side: int = _SIDE,
    ) -> None:
        """`drawing` is one of resources/icons, `tint` its colour where it is not that of the words."""
        super().__init__(parent)
        self._role: Role = role
        self._drawing = drawing
        self._tint = tint
        self._cap = ""
        self._side = side
        self._compact = False
        self._busy = False
        self._described = ""
        self._spreads = False  # the words take all of the room there is
        self._ticker: Ticker | None = None
        self.setObjectName(name)
        self.setProperty("drawn", True)  # so that the style sheet keeps its paddings to itself
        self.setAutoDefault(False)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        fixed = QSizePolicy.Policy.Fixed
        self.setSizePolicy(fixed if role == "icon" else QSizePolicy.Policy.Minimum, fixed)
        self._set_font()
        if text:
            self.setText(text)

    def setText(self, text: str) -> None:
        super().setText(text)
        self.setAccessibleName(text.replace("&", ""))
        if self._role == "icon" and not self.toolTip():
            self.setToolTip(text)

    def set_drawing(self, drawing: str, tint: Tint | None = None) -> None:
        """Show another drawing of resources/icons, none with ""."""
        if (drawing, tint) != (self._drawing, self._tint):
            self._drawing, self._tint = drawing, tint
            self.updateGeometry()
            self.update()

    def set_role(self, role: Role) -> None:
        """Be for something else."""
        if role == self._role:
            return
        self._role = role
        self._set_font()
        self.updateGeometry()
        self.update()

    def set_cap(self, cap: str) -> None:
        """Show a key behind the words, none with ""; `key_hint.cap_of` says how it is written."""
        if cap != self._cap:
            self._cap = cap
            self.updateGeometry()
            self.update()

    @property
    def has_cap(self) -> bool:
        """Whether a key stands on it."""
        return bool(self._cap)

    def set_compact(self, compact: bool = True) -> None:
        """Be low, to stand in a line of text."""
        self._compact = compact
        self._set_font()
        self.updateGeometry()

    @property
    def is_busy(self) -> bool:
        """Whether it does what it was pressed for and cannot be pressed meanwhile."""
        return self._busy

    def set_busy(self, busy: bool) -> None:
        """Show a ring that turns in the place of the drawing; as wide as before, and it keeps the focus."""
        if busy == self._busy:
            return
        self._busy = busy
        if busy:
            self._described = self.accessibleDescription()
            if self._ticker is None:
                self._ticker = Ticker(self)
                self._ticker.ticked.connect(self.update)
            self._ticker.join(self)
        elif self._ticker is not None:
            self._ticker.leave(self)
        self.setAccessibleDescription(self.tr("busy") if busy else self._described)
        self.blockSignals(busy)  # a screen reader presses without a key or a mouse
        self.setDown(False)
        self.update()

    def sizeHint(self) -> QSize:
        self.ensurePolished()
        height = self._height()
        if self._role == "icon":
            return QSize(height, height)
        parts = [part.width for part in self._parts()]
        return QSize(sum(parts) + GAP * max(0, len(parts) - 1) + 2 * self._pad(), height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, pos: object) -> bool:
        return not self._busy and super().hitButton(pos)  # type: ignore[arg-type]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._busy or event.key() not in _PRESSING:
            super().keyPressEvent(event)

    def paintEvent(self, _: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        tokens = tokens_of(QGuiApplication.palette())
        look = look_of(self._role, tokens, doing_of(option.state))
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole, radius = QRectF(self.rect()), float(tokens.radius)
        if self.is_ringed and self._role == "primary":  # its ground is of the colour of the ring
            self._draw_ground(painter, whole.adjusted(4, 4, -4, -4), look, radius - 3)
        else:
            self._draw_ground(painter, whole, look, radius)
        self._draw_parts(painter, look)
        if self.is_ringed:
            draw_focus_ring(painter, whole, tokens, radius)

    def _draw_ground(self, painter: QPainter, rect: QRectF, look: Look, radius: float) -> None:
        painter.setBrush(QColor(look.ground))
        draw_frame(painter, rect, look.edge, 1, radius, dashed=self._role == "dashed")

    def _draw_parts(self, painter: QPainter, look: Look) -> None:
        """Draw them in the middle, or from the start where the words stretch; these give way where room is short."""
        parts = self._parts()
        width = sum(part.width for part in parts) + GAP * (len(parts) - 1)
        room = self.width() if self._role == "icon" else self.width() - 2 * self._pad()
        spare = room - width
        x = (self.width() - room) // 2 + (max(0, spare) // 2 if not self._spreads else 0)
        for part in parts:
            wide = part.width
            if part.gives_way and (spare < 0 or self._spreads):
                wide = max(0, wide + spare)
            place = QRect(x, 0, wide, self.height())
            part.draw(painter, QStyle.visualRect(self.layoutDirection(), self.rect(), place), look)
            x += wide + GAP

    def _parts(self) -> list[Part]:
        """What stands on it, in the order of reading."""
        parts = []
        words = "" if self._role == "icon" else self.text()
        if self._busy and (self._drawing or not words):
            parts.append(Part(self._side, self._draw_ring))
        elif self._drawing:
            parts.append(Part(self._side, self._draw_drawing))
        if words:
            width = self.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, words).width() + 1
            ring = self._busy and not self._drawing
            parts.append(Part(width, self._draw_ring if ring else self._draw_words, gives_way=True))
        if self._cap:
            parts.append(Part(round(cap_width(self._cap, self.font())), self._draw_key))
        return parts

    def _draw_drawing(self, painter: QPainter, place: QRect, look: Look) -> None:
        square = QRect(0, 0, self._side, self._side)
        square.moveCenter(place.center())
        tint = self._tint or look.tint
        mode = QIcon.Mode.Normal if self.isEnabled() else QIcon.Mode.Disabled
        icon(self._drawing, QGuiApplication.palette(), tint).paint(painter, square, Qt.AlignmentFlag.AlignCenter, mode)

    def _draw_words(self, painter: QPainter, place: QRect, look: Look) -> None:
        painter.setFont(self.font())
        painter.setPen(QColor(look.ink))
        words = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, place.width(), _MNEMONIC)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading | _MNEMONIC, words)

    def _draw_ring(self, painter: QPainter, place: QRect, look: Look) -> None:
        square = QRectF(0, 0, _RING, _RING)
        square.moveCenter(QRectF(place).center())
        draw_turning_ring(painter, square, look.ink, self)

    def _draw_key(self, painter: QPainter, place: QRect, look: Look) -> None:
        painter.setFont(self.font())
        edge = QColor(look.ink)
        edge.setAlphaF(0.6)
        draw_cap(painter, QRectF(place), self._cap, look.ink, edge.name(QColor.NameFormat.HexArgb))

    def _height(self) -> int:
        if self._compact:
            return COMPACT
        return SQUARE if self._role == "icon" else HEIGHT

    def _pad(self) -> int:
        return min(8, _PADS.get(self._role, _PAD)) if self._compact else _PADS.get(self._role, _PAD)

    def _set_font(self) -> None:
        font = QFont(self.font())
        tokens = tokens_of(QGuiApplication.palette())
        font.setPixelSize(tokens.small if self._compact or self._role in _SMALL else tokens.body)
        font.setWeight(QFont.Weight.DemiBold if self._role == "primary" else QFont.Weight.Normal)
        self.setFont(font)


_MNEMONIC = Qt.TextFlag.TextShowMnemonic
