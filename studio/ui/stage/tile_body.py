"""How a tile looks: where its words, its ring, its buttons and its picture stand, and how they are painted."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSizeF, QVariantAnimation
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from studio.ui.stage import tile_paint
from studio.ui.stage.tile_buttons import TileButtons
from studio.ui.theme import tokens_of
from studio.ui.widgets import picture_paint
from studio.ui.widgets.motion import moves
from studio.ui.widgets.progress_ring import paint_ring
from studio.ui.widgets.text_lines import lines_of

if TYPE_CHECKING:
    from studio.library.records import Image
    from studio.ui.stage.asked import Kit
    from studio.ui.stage.tile_face import Face

RING_ROOM = 4
"""Pixels around a tile's picture for the ring that shows it is chosen."""
_FADE_MS = 140
_GAP = 6
_BUTTONS_REACH = 16  # pixels by which buttons may be wider than the words above them


class TileBody(QAbstractButton):
    """A button that paints a face; it is as large as it is told to be, whatever it shows."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self._face: Face | None = None
        self._chosen = False  # among several: a tile that stands alone needs no ring
        self._by_keys = False
        self._arrives = False  # it was seen on its way, so its picture may fade in
        self._words = tile_paint.Words([], cut=False)
        self._buttons = TileButtons(self)
        self._fade = QVariantAnimation(self)
        self._fade.setDuration(_FADE_MS)
        self._fade.setStartValue(0.0)
        self._fade.setEndValue(1.0)
        self._fade.valueChanged.connect(lambda _: self.update())

    @property
    def face(self) -> Face | None:
        """What it shows."""
        return self._face

    @property
    def is_chosen(self) -> bool:
        """Whether the branch goes through it and not through one of its neighbours."""
        return self._chosen

    @property
    def buttons(self) -> tuple[QWidget, ...]:
        """The buttons on it, in order."""
        return self._buttons.widgets

    def place(self) -> QRectF:
        """Where its picture stands, in its own coordinates."""
        return QRectF(self.rect()).adjusted(RING_ROOM, RING_ROOM, -RING_ROOM, -RING_ROOM)

    def turn_ring(self) -> None:
        """Paint the ring where it has come to."""
        if self._turns() and not self.visibleRegion().isEmpty():
            self.update(self._ring_rect().toAlignedRect().adjusted(-2, -2, 2, 2))

    def fit(self) -> None:
        """Break the words and place the buttons as this size allows."""
        if self._face is None or self._face.image is not None:
            self._words = tile_paint.Words([], cut=False)
            self._buttons.show_for(None, cut=False, words=self._kit.words)
            return
        width = self.place().width() - 2 * tile_paint.PADDING
        for cut in (False, True):
            self._buttons.show_for(self._face, cut=cut, words=self._kit.words)
            self._buttons.measure(width + _BUTTONS_REACH)
            self._words = self._fitted(self._face, width)
            if not self._words.cut:
                break
        bottom = self._top() + self._content_height()
        self._buttons.place(self.place().center().x(), bottom, width + _BUTTONS_REACH)

    def _fitted(self, face: Face, width: float) -> tile_paint.Words:
        room = self.place().height() - 12 - self._ring_height() - self._buttons_height()
        return tile_paint.words_of(face, self.font(), tokens_of(self.palette()), width, room)

    def _turns(self) -> bool:
        return self._face is not None and self._face.turns and moves(self)

    def _ring_side(self) -> float:
        return 36.0 if self.height() >= 150 else 24.0

    def _ring_height(self) -> float:
        return self._ring_side() + _GAP if self._turns() else 0.0

    def _buttons_height(self) -> float:
        return self._buttons.height + _GAP if self._buttons.height else 0.0

    def _ring_rect(self) -> QRectF:
        side = self._ring_side()
        return QRectF(QPointF(round(self.place().center().x() - side / 2), self._top()), QSizeF(side, side))

    def _content_height(self) -> float:
        return self._ring_height() + self._words.height + self._buttons_height()

    def _top(self) -> float:
        return round(max(RING_ROOM + 4.0, (self.height() - self._content_height()) / 2))

    def _picture_rect(self) -> QRectF:
        image = self._face.image if self._face is not None else None
        if image is None or not image.width or not image.height:
            return self.place()
        return picture_paint.picture_rect(self.place(), QSizeF(image.width, image.height))

    def paintEvent(self, _: QPaintEvent) -> None:
        if self._face is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._face.image is not None:
            self._paint_picture(painter, self._face.image)
        else:
            self._paint_words(painter)
        self._paint_rings(painter)
        painter.end()

    def _paint_picture(self, painter: QPainter, image: Image) -> None:
        rect, tokens = self._picture_rect(), tokens_of(self.palette())
        pixmap = self._kit.thumbnails.get(image, max(rect.width(), rect.height()), self)
        if pixmap is None:
            picture_paint.paint_empty(painter, rect, tokens)
            if self._kit.thumbnails.has_failed(image):
                self._paint_lost(painter, rect)
            return
        if self._arrives:
            self._arrives = False
            if moves(self):
                self._fade.start()
        if self._fade.state() == QVariantAnimation.State.Running:
            picture_paint.paint_empty(painter, rect, tokens)
            painter.setOpacity(float(self._fade.currentValue()))
        picture_paint.paint_picture(painter, rect, pixmap, tokens.radius)
        painter.setOpacity(1.0)
        if image.rating:
            tile_paint.paint_rating(painter, rect, image.rating, self.tr("Rejected"))

    def _paint_lost(self, painter: QPainter, rect: QRectF) -> None:
        text = self.tr("The file of this picture is missing or damaged.")
        lines, _ = lines_of(text, self.font(), rect.width() - 2 * tile_paint.PADDING, 4)
        block = tile_paint.Block(lines, self.font(), tokens_of(self.palette()).warn, 18.0)
        words = tile_paint.Words([block], cut=False)
        tile_paint.paint_words(painter, words, rect.center().x(), rect.center().y() - words.height / 2)

    def _paint_words(self, painter: QPainter) -> None:
        tokens = tokens_of(self.palette())
        picture_paint.paint_empty(painter, self.place(), tokens)
        top = self._top()
        if self._turns():
            paint_ring(painter, self._ring_rect(), tokens, None, time.monotonic() % 1.2 / 1.2, "")
        tile_paint.paint_words(painter, self._words, self.place().center().x(), top + self._ring_height())

    def _paint_rings(self, painter: QPainter) -> None:
        rect, tokens = self._picture_rect(), tokens_of(self.palette())
        if self._chosen:
            picture_paint.paint_outline(painter, rect, tokens.accent, 2, tokens.radius)
        if self.hasFocus() and self._by_keys:
            picture_paint.paint_outline(painter, rect, tokens.bg, -4, tokens.radius)
            picture_paint.paint_outline(painter, rect, tokens.text, -2, tokens.radius)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self.fit()
