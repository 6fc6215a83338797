"""A tile: a picture, or a place of its shape with what is known of it; it is as large as it is told to be."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, QRectF, QSizeF, Qt, QVariantAnimation, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from studio.ui.icons import SIDE, Tint, icon
from studio.ui.tokens import tokens_of
from studio.ui.widgets import picture_paint
from studio.ui.widgets.motion import Ticker, moves
from studio.ui.widgets.progress_ring import ProgressRing
from studio.ui.widgets.rating_mark import paint_rating
from studio.ui.widgets.shimmer import paint_shimmer
from studio.ui.widgets.tile_buttons import TileButtons
from studio.ui.widgets.tile_look import TileButton, TileLook
from studio.ui.widgets.tile_stack import TileStack, height_above, height_below, ring_side
from studio.ui.widgets.tile_tools import HoverTools
from studio.ui.widgets.tile_words import paint_words, words_of

RING_ROOM = 4
"""Pixels around a tile's picture for the ring that shows it is chosen."""
PADDING = 12.0
_BUTTONS_REACH = 8  # pixels by which buttons may be wider than the words above them
_PATIENCE = 0.4  # seconds until a place begins to shimmer: most pictures come sooner
_NOT_BY_KEYS = (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.PopupFocusReason)


@dataclass(frozen=True, slots=True)
class TilePicture:
    """A picture by where its pixels come from: `pixels` is asked for a side in pixels, and may have none yet."""

    size: QSizeF
    rating: int
    pixels: Callable[[float], QPixmap | None]
    is_lost: Callable[[], bool]


class ImageTile(QAbstractButton):
    """Shows a TileLook, or a TilePicture that fades in where it was waited for; knows nothing of the program."""

    button_pressed = Signal(str)
    """The name of a button on it, or of a tool over its picture."""

    def __init__(self, ticker: Ticker, tools: Sequence[TileButton] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ticks = ticker
        self._look: TileLook | None = None
        self._picture: TilePicture | None = None
        self._chosen = False  # among several: a tile that stands alone needs no ring
        self._by_keys = False
        self._arrives = False  # it was seen on its way, so its picture may fade in
        self._draft: QPixmap | None = None  # what is there of the picture until it is
        self._waits_since: float | None = None
        self._stack = TileStack()
        self._tools = HoverTools(tools, self, lambda: self._picture_rect() if self._picture is not None else None)
        self._tools.pressed.connect(self.button_pressed)
        self._ring = ProgressRing(ticker, self)
        self._ring.hide()
        self._buttons = TileButtons(self)
        self._buttons.pressed.connect(self.button_pressed)
        self._fade = QVariantAnimation(self)
        self._fade.setStartValue(0.0)
        self._fade.setEndValue(1.0)
        self._fade.valueChanged.connect(lambda _: self.update())
        ticker.ticked.connect(self._shimmer_on)

    def show_look(self, look: TileLook) -> None:
        """Show words, a ring, buttons; a picture that follows a ring fades in."""
        self._arrives = self._arrives or look.ring
        before = None if self._picture is not None else self._look
        if self._picture is not None:
            self._wait_no_more()
        self._look, self._picture = look, None
        if before is not None and before.like(look):
            self._ring.show_progress(look.share, look.seconds)  # where everything stands stays as it is
        elif before != look:
            self._tools.hide()
            self.fit()
            self.update()

    def show_picture(self, picture: TilePicture) -> None:
        """Show a picture, a place that shimmers until its pixels are there, or that they are lost."""
        self._look, self._picture = None, picture
        self.fit()
        self.update()

    def show_draft(self, pixmap: QPixmap | None) -> None:
        """Show a draft behind the look, and then until the pixels of the picture are there."""
        self._draft = pixmap or self._draft
        self.update()

    def forget(self) -> None:
        """Show nothing, and let no picture fade in for what was shown before."""
        self._wait_no_more()
        self._look, self._picture, self._draft, self._arrives = None, None, None, False
        self._tools.hide()

    def set_chosen(self, chosen: bool) -> None:
        """Wear the ring of what was chosen among several."""
        if chosen != self._chosen:
            self._chosen = chosen
            self.update()

    @property
    def is_chosen(self) -> bool:
        """Whether it wears that ring."""
        return self._chosen

    @property
    def buttons(self) -> tuple[QAbstractButton, ...]:
        """The buttons on it, in order."""
        return self._buttons.widgets

    @property
    def ring(self) -> ProgressRing:
        """The ring of what is under way."""
        return self._ring

    @property
    def is_cut(self) -> bool:
        """Whether there is more to read than it has room for."""
        return self._stack.words.cut

    def place(self) -> QRectF:
        """Where its picture may stand, in its own coordinates."""
        return QRectF(self.rect()).adjusted(RING_ROOM, RING_ROOM, -RING_ROOM, -RING_ROOM)

    # --- how its parts are fitted

    def fit(self) -> None:
        """Break the words and place the ring and the buttons as this size allows."""
        look = self._look
        self._ring.setVisible(look is not None and look.ring)
        if look is None:
            self._stack = TileStack()
            self._buttons.show_for(None, cut=False)
            self._buttons.settle()
            return
        reach = self.place().width() - 2 * PADDING + _BUTTONS_REACH
        # Where there is little room the drawing goes first, then the words are cut and the rest is a button away.
        for signed, cut in ((True, False), (False, False), (False, True)):
            self._buttons.show_for(look, cut=cut)
            self._buttons.measure(reach)
            self._stack = self._stacked(look, signed and bool(look.drawing) and not look.ring)
            if not self._stack.words.cut:
                break
        centre, stack = self.place().center().x(), self._stack
        side = ring_side(self.height())
        self._ring.setGeometry(QRect(round(centre - side / 2), round(stack.top), side, side))
        self._ring.show_progress(look.share, look.seconds)
        self._buttons.place(centre, stack.top + stack.height, reach)

    def _stacked(self, look: TileLook, signed: bool) -> TileStack:
        """The words of a look as they fit between what stands above them and the buttons below."""
        above, buttons = height_above(look, self.height(), signed), height_below(self._buttons.height)
        width, room = self.place().width() - 2 * PADDING, self.place().height() - 12 - above - buttons
        words = words_of(look, self.font(), tokens_of(self.palette()), width, room)
        return TileStack(words, above, buttons, signed, float(self.height()))

    def _picture_rect(self) -> QRectF:
        if self._picture is None or self._picture.size.isEmpty():
            return self.place()
        return picture_paint.picture_rect(self.place(), self._picture.size)

    # --- how it is painted

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._picture is not None:
            self._paint_picture(painter, self._picture)
        elif self._look is None:
            return
        elif self._ring.isVisible() and self._ring.geometry().contains(event.rect()):
            picture_paint.paint_empty(painter, self.place(), tokens_of(self.palette()))  # the ring turns, nothing else
            return
        else:
            self._paint_look(painter, self._look)
        self._paint_rings(painter)

    def _paint_picture(self, painter: QPainter, picture: TilePicture) -> None:
        rect, tokens = self._picture_rect(), tokens_of(self.palette())
        pixmap = picture.pixels(max(rect.width(), rect.height()))
        if self._draft is not None:  # it is followed in its place: nothing vanishes to appear again
            self._arrives = False
            if pixmap is None:
                pixmap = self._draft
            else:
                self._draft = None
        if pixmap is None:
            self._paint_missing(painter, rect, picture.is_lost())
            return
        self._wait_no_more()
        if self._arrives:
            self._arrives = False
            if moves(self):
                self._fade.setDuration(tokens.calm)
                self._fade.start()
        if self._fade.state() == QVariantAnimation.State.Running:
            picture_paint.paint_empty(painter, rect, tokens)
            painter.setOpacity(float(self._fade.currentValue()))
        picture_paint.paint_picture(painter, rect, pixmap, tokens.radius)
        painter.setOpacity(1.0)
        if picture.rating:
            paint_rating(painter, rect, picture.rating, self.tr("Rejected"), tokens)

    def _paint_missing(self, painter: QPainter, rect: QRectF, is_lost: bool) -> None:
        tokens = tokens_of(self.palette())
        picture_paint.paint_empty(painter, rect, tokens)
        if is_lost:
            self._wait_no_more()
            look = TileLook(self.tr("The file of this picture is missing or damaged."), "warn")
            words = words_of(look, self.font(), tokens, rect.width() - 2 * PADDING, rect.height() - 12)
            paint_words(painter, words, rect.center().x(), rect.center().y() - words.height / 2)
            return
        now = time.monotonic()
        if self._waits_since is None:
            self._waits_since = now
            if moves(self):
                self._ticks.join(self)
        elif moves(self) and now - self._waits_since > _PATIENCE:
            paint_shimmer(painter, rect, tokens, now)

    def _paint_look(self, painter: QPainter, look: TileLook) -> None:
        tokens, centre, stack = tokens_of(self.palette()), self.place().center().x(), self._stack
        picture_paint.paint_empty(painter, self.place(), tokens)
        if self._draft is not None:
            widest = max(each.width() for each in (self._ring, *self.buttons))
            picture_paint.paint_draft(painter, self.place(), self._draft, stack.card(centre, widest, PADDING), tokens)
        if stack.is_signed:
            tint: Tint = "muted" if look.tone == "plain" else look.tone
            side = QRect(round(centre - SIDE / 2), round(stack.top), SIDE, SIDE)
            icon(look.drawing, self.palette(), tint).paint(painter, side)
        paint_words(painter, stack.words, centre, stack.top + stack.above)

    def _paint_rings(self, painter: QPainter) -> None:
        rect, tokens = self._picture_rect(), tokens_of(self.palette())
        if self._chosen:
            picture_paint.paint_outline(painter, rect, tokens.accent, 2, tokens.radius)
        if self.hasFocus() and self._by_keys:
            picture_paint.paint_outline(painter, rect, tokens.bg, -4, tokens.radius)
            picture_paint.paint_outline(painter, rect, tokens.text, -2, tokens.radius)

    def _wait_no_more(self) -> None:
        if self._waits_since is not None:
            self._waits_since = None
            self._ticks.leave(self)

    def _shimmer_on(self) -> None:
        if self._waits_since is None:
            return
        if self.visibleRegion().isEmpty():
            self._wait_no_more()  # to be painted is to wait again
        else:
            self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._by_keys = event.reason() not in _NOT_BY_KEYS
        super().focusInEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._buttons.forget_widths()
            self.fit()
