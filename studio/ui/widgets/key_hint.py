"""A key as a small cap, in the names and signs of this platform: "Ctrl ⏎", "⌘ K"."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QGuiApplication, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.ui.tokens import tokens_of
from studio.ui.widgets.crisp import draw_frame

HEIGHT = 18

_PAD = 6
_SIGNS = {"Return": "⏎", "Enter": "⏎", "Left": "←", "Right": "→", "Up": "↑", "Down": "↓"}


def cap_of(keys: QKeySequence) -> str:
    """Return what stands on the cap of a key: short, with signs where there are some."""
    portable = keys.toString(QKeySequence.SequenceFormat.PortableText).split(", ")[0]
    native = keys.toString(QKeySequence.SequenceFormat.NativeText).split(", ")[0]
    head, _, key = portable.rpartition("+")
    if key in _SIGNS:
        before = QKeySequence(f"{head}+A").toString(QKeySequence.SequenceFormat.NativeText)[:-1] if head else ""
        native = before + _SIGNS[key]
    if native.endswith("++"):
        return f"{native[:-2].replace('+', ' ')} +"
    return native if native == "+" else native.replace("+", " ")


def cap_font(font: QFont) -> QFont:
    """Return the font of caps, of the family of another one."""
    font = QFont(font)
    font.setPixelSize(tokens_of(QGuiApplication.palette()).caption)
    font.setWeight(QFont.Weight.Normal)
    return font


def cap_width(cap: str, font: QFont) -> float:
    """Return how wide a cap is, in pixels."""
    return max(HEIGHT, round(QFontMetricsF(cap_font(font)).horizontalAdvance(cap) + 2 * _PAD))


def draw_cap(painter: QPainter, place: QRectF, cap: str, ink: str, edge: str) -> None:
    """Draw a cap of HEIGHT in the middle of a place, in the family of the painter's font."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    frame = QRectF(0, 0, place.width(), HEIGHT)
    frame.moveCenter(place.center())
    draw_frame(painter, frame, edge, 1, tokens_of(QGuiApplication.palette()).radius_small)
    painter.setFont(cap_font(painter.font()))
    painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # what is held comes first everywhere
    painter.setPen(ink)
    painter.drawText(frame, Qt.AlignmentFlag.AlignCenter, cap)
    painter.restore()


class KeyHint(QWidget):
    """Shows one key, and tells its name to who cannot see it; empty it takes no room."""

    def __init__(self, keys: QKeySequence | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cap = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_keys(keys or QKeySequence())

    @property
    def cap(self) -> str:
        """What stands on it."""
        return self._cap

    def set_keys(self, keys: QKeySequence) -> None:
        """Show another key; none hides it."""
        self._cap = "" if keys.isEmpty() else cap_of(keys)
        self.setAccessibleName(keys.toString(QKeySequence.SequenceFormat.NativeText))
        self.setVisible(bool(self._cap))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(round(cap_width(self._cap, self.font())) if self._cap else 0, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _: QPaintEvent) -> None:
        tokens = tokens_of(self.palette())
        ink, edge = (tokens.muted, tokens.edge) if self.isEnabled() else (tokens.faint, tokens.line)
        draw_cap(QPainter(self), QRectF(self.rect()), self._cap, ink, edge)
