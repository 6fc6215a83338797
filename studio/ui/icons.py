"""The window's own icons: SVG drawings of 16 x 16, tinted when they are painted and so always of the theme worn.

`icon` costs next to nothing; a drawing is read and rendered when it is first painted at a size, a scale and a colour.
"""

from __future__ import annotations

from typing import ClassVar, Literal

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QIconEngine, QPainter, QPalette, QPixmap, QPixmapCache

from studio.resources import resource
from studio.ui.tokens import Tokens, tokens_of

Tint = Literal["text", "muted", "faint", "accent", "on_accent", "on_picture", "ok", "warn", "bad"]

SIDE = 16


def icon(name: str, palette: QPalette, tint: Tint = "muted") -> QIcon:
    """Return the drawing `name` of resources/icons in a colour of the theme: brighter hovered, paler disabled.

    With the palette the application wears, the icon follows every change of it; with another it stays as that one is.
    """
    worn = tokens_of(QGuiApplication.palette())
    tokens = tokens_of(palette)
    return QIcon(_Drawing(name, tint, None if tokens is worn else tokens))


def application_icon() -> QIcon:
    """Return the program's own icon, in its own colours."""
    return QIcon(_Drawing("studio", None, None))


class _Drawing(QIconEngine):
    """One drawing; `tint` None leaves its colours alone, `tokens` None asks the application for them."""

    _clones: ClassVar[list[QIconEngine]] = []

    def __init__(self, name: str, tint: Tint | None, tokens: Tokens | None) -> None:
        super().__init__()
        self._name = name
        self._tint = tint
        self._tokens = tokens

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        scale = painter.device().devicePixelRatioF()
        side = min(rect.width(), rect.height())
        place = QRect(QPoint(), QSize(side, side))
        place.moveCenter(rect.center())
        painter.drawPixmap(place, self._rendered(side, scale, mode, state))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self._rendered(min(size.width(), size.height()), 1.0, mode, state)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        return self._rendered(min(size.width(), size.height()), scale, mode, state)

    def clone(self) -> QIconEngine:
        copy = _Drawing(self._name, self._tint, self._tokens)
        # Qt owns what is returned here and PySide does not know: were Python to let go of it, Qt would crash. Only
        # changing an icon (addPixmap, setIsMask) clones, which nobody does to these, so little is ever kept.
        self._clones.append(copy)
        return copy

    def key(self) -> str:
        return "studio"

    def _rendered(self, side: int, scale: float, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        colour = self._colour(mode, state)
        key = f"studio/{self._name}/{side}/{scale}/{colour}"
        pixmap = QPixmap()
        if not QPixmapCache.find(key, pixmap):
            pixmap = _render(self._name, side, scale, colour)
            QPixmapCache.insert(key, pixmap)
        return pixmap

    def _colour(self, mode: QIcon.Mode, state: QIcon.State) -> str:
        if self._tint is None:
            return ""
        tokens = self._tokens or tokens_of(QGuiApplication.palette())
        if mode == QIcon.Mode.Disabled:
            return tokens.border
        bright = mode != QIcon.Mode.Normal or state == QIcon.State.On
        name = "text" if bright and self._tint in ("muted", "faint") else self._tint
        colour: str = getattr(tokens, name)
        return colour


def _render(name: str, side: int, scale: float, colour: str) -> QPixmap:
    from PySide6.QtSvg import QSvgRenderer  # a library of its own, not needed before a first icon

    drawing = resource(f"icons/{name}.svg").read_bytes()
    if colour:
        drawing = drawing.replace(b"currentColor", colour.encode())
    pixels = max(1, round(side * scale))
    pixmap = QPixmap(pixels, pixels)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(QByteArray(drawing)).render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    pixmap.setDevicePixelRatio(scale)
    return pixmap
