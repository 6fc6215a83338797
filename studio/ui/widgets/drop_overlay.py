"""Large labelled zones over a whole window, to let go of what is dragged; or why it cannot be taken."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from studio.ui.icons import Tint, icon
from studio.ui.tokens import Tokens, tokens_of
from studio.ui.widgets.crisp import draw_frame

_MARGIN, _ICON, _PLATE = 24, 32, 64
_TINT = 0.16  # how much of the accent the ground of the zone has that is meant
_TITLE, _SAYS = 20, 18  # heights of lines


class ZoneWords(NamedTuple):
    """A zone: what it is known by, a drawing of resources/icons, a title and one line that explains it."""

    key: str
    drawing: str
    title: str
    says: str


class DropZone(QFrame):
    """One zone; it comes forward in colour while it is the one that is meant."""

    def __init__(self, words: ZoneWords, parent: QWidget) -> None:
        super().__init__(parent)
        self._words = words
        self._is_meant = False
        self._is_bad = False
        self.setObjectName(f"{words.key}Zone")
        self.say(words)

    @property
    def key(self) -> str:
        """What it is known by."""
        return self._words.key

    @property
    def is_meant(self) -> bool:
        """Whether the pointer is here."""
        return self._is_meant

    def set_meant(self, meant: bool) -> None:
        """Show that it is the one under the pointer."""
        if meant != self._is_meant:
            self._is_meant = meant
            self.update()

    def say(self, words: ZoneWords, *, bad: bool = False) -> None:
        """Show other words; `bad` ones say that nothing can be let go of here."""
        self._words, self._is_bad = words, bad
        self.setAccessibleName(words.title)
        self.setAccessibleDescription(words.says)
        self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens, whole = tokens_of(self.palette()), QRectF(self.rect())
        lit = self._is_meant and not self._is_bad
        painter.setBrush(_tinted(tokens) if lit else QColor(tokens.surface))
        colour, width = (tokens.accent, 2) if lit else (tokens.border, 1)
        draw_frame(painter, whole, colour, width, tokens.radius_large, dashed=not lit)
        self._paint_words(painter, tokens, lit)

    def _paint_words(self, painter: QPainter, tokens: Tokens, lit: bool) -> None:
        middle, top = self.rect().center().x(), self.rect().center().y() - (_PLATE + 16 + _TITLE + 4 + _SAYS) // 2
        plate = QRect(middle - _PLATE // 2, top, _PLATE, _PLATE)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.accent if lit else tokens.raised))
        painter.drawEllipse(plate)
        sign = QRect(0, 0, _ICON, _ICON)
        sign.moveCenter(plate.center())
        tint: Tint = "warn" if self._is_bad else "on_accent" if lit else "muted"
        icon(self._words.drawing, self.palette(), tint).paint(painter, sign)
        top += _PLATE + 16
        self._write(painter, tokens.text, tokens.title, QFont.Weight.DemiBold, top, self._words.title)
        top += _TITLE + 4
        self._write(painter, tokens.muted, tokens.body, QFont.Weight.Normal, top, self._words.says)

    def _write(self, painter: QPainter, colour: str, size: int, weight: QFont.Weight, y: int, text: str) -> None:
        font = QFont(self.font())
        font.setPixelSize(size)
        font.setWeight(weight)
        painter.setFont(font)
        painter.setPen(QColor(colour))
        line = QRectF(16, y, self.width() - 32, 3 * _SAYS)
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.drawText(line, flags, text)


class DropZones(QWidget):
    """Zones side by side over a scrim that covers its parent; it takes no part in the drag itself."""

    def __init__(self, zones: Sequence[ZoneWords], parent: QWidget) -> None:
        super().__init__(parent)
        self._all = tuple(DropZone(words, self) for words in zones)
        self._zones = self._all
        self._refusal = DropZone(ZoneWords("refused", "warning", "", ""), self)
        self._refusal.hide()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        layout.setSpacing(_MARGIN)
        for zone in (*self._all, self._refusal):
            layout.addWidget(zone)
        self.hide()

    @property
    def zones(self) -> tuple[DropZone, ...]:
        """The zones that are offered, from left to right."""
        return self._zones

    @property
    def refusal(self) -> DropZone | None:
        """What says why nothing is taken, while it does."""
        return self._refusal if not self._refusal.isHidden() else None

    def offer(self, *keys: str) -> None:
        """Show the zones with these keys, without any all of them."""
        self._zones = tuple(zone for zone in self._all if zone.key in keys) if keys else self._all
        self._show(refused=False)

    def refuse(self, title: str, why: str) -> None:
        """Show that what is held cannot be taken, and why."""
        self._refusal.say(ZoneWords("refused", "warning", title, why), bad=True)
        self._show(refused=True)

    def zone_at(self, at: QPoint) -> DropZone:
        """The zone nearest to a point."""
        place = at.x() * len(self._zones) // max(1, self.width())
        return self._zones[max(0, min(place, len(self._zones) - 1))]

    def point_at(self, at: QPoint) -> None:
        """Let the zone nearest to a point come forward."""
        meant = self.zone_at(at)
        for zone in self._zones:
            zone.set_meant(zone is meant)

    def paintEvent(self, _: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), QColor(tokens_of(self.palette()).scrim))

    def _show(self, *, refused: bool) -> None:
        self._refusal.setVisible(refused)
        for zone in self._all:
            zone.setVisible(not refused and zone in self._zones)
        parent = self.parentWidget()
        if parent is not None:
            self.setGeometry(parent.rect())
        self.raise_()
        self.show()


def _tinted(tokens: Tokens) -> QColor:
    """A ground that comes forward: a grey one would look switched off."""
    ground, accent = QColor(tokens.raised), QColor(tokens.accent)

    def mixed(one: float, other: float) -> float:
        return one + (other - one) * _TINT

    return QColor.fromRgbF(
        mixed(ground.redF(), accent.redF()),
        mixed(ground.greenF(), accent.greenF()),
        mixed(ground.blueF(), accent.blueF()),
    )
