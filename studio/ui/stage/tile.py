"""One turn of a step as a tile: on its way, its picture, or why there is none."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSizeF, Qt, QVariantAnimation, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from studio.ui.stage import tile_paint
from studio.ui.stage.tile_buttons import TileButtons
from studio.ui.theme import tokens_of
from studio.ui.widgets.motion import moves

if TYPE_CHECKING:
    from studio.library.records import Image
    from studio.ui.stage.asked import Kit
    from studio.ui.stage.tile_face import Face
    from studio.workbench.steps import Entry

RING_ROOM = 4
"""Pixels around a tile's picture for the ring that shows it is chosen."""
_FADE_MS = 140
_ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)
_OTHER_THAN_KEYS = (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.PopupFocusReason)


class Tile(QAbstractButton):
    """A button that paints an entry: a click chooses it, Enter or a double click opens its picture."""

    walked = Signal(int)
    """An arrow key was pressed."""
    told_more = Signal(str)
    """The whole of what went wrong is to be read; the id of the turn."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self._entry: Entry | None = None
        self._face: Face | None = None
        self._label = ("", 1, 1)
        self._words = tile_paint.Words([], cut=False)
        self._rings = False  # whether several tiles stand beside each other, so that one is the chosen one
        self._by_keys = False
        self._pressed_at: QPoint | None = None
        self._fade = QVariantAnimation(self)
        self._fade.setDuration(_FADE_MS)
        self._fade.setStartValue(0.0)
        self._fade.setEndValue(1.0)
        self._fade.valueChanged.connect(lambda _: self.update())
        self._arrives = False  # it was seen on its way, so its picture may fade in
        self._buttons = TileButtons(self)
        self._buttons.cancelled.connect(lambda: kit.asked.cancel.emit(self.turn_id))
        self._buttons.fixed.connect(lambda fix: kit.asked.fix.emit(fix, self.turn_id))
        self._buttons.more.connect(lambda: self.told_more.emit(self.turn_id))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCheckable(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.clicked.connect(self._on_clicked)
        kit.actions.attach(self, self.images)
        kit.ticker.ticked.connect(self._on_tick)

    @property
    def turn_id(self) -> str:
        """The id of the turn it shows."""
        return self._entry.id if self._entry is not None else ""

    @property
    def face(self) -> Face | None:
        """What it shows."""
        return self._face

    @property
    def buttons(self) -> tuple[QWidget, ...]:
        """The buttons on it, in order."""
        return self._buttons.widgets

    def images(self) -> tuple[Image, ...]:
        """The picture it shows, for what can be done with pictures."""
        image = self._face.image if self._face is not None else None
        return (image,) if image is not None else ()

    def show_entry(self, entry: Entry, prompt: str, place: int, places: int, chosen: bool) -> None:
        """Show an entry, `place` (from 1) of `places` in its step."""
        if self._entry is None or self._entry.id != entry.id:
            self._arrives = False
            self.setObjectName(f"tile-{entry.id}")
        self._entry = entry
        self._label = (prompt, place, places)
        self._rings = places > 1
        self.setChecked(chosen)
        before, self._face = self._face, None
        self.look_again(before)

    def look_again(self, before: Face | None = None) -> None:
        """Show how its job stands now."""
        assert self._entry is not None
        old = self._face or before
        face = self._kit.faces.of(self._entry, time.monotonic())
        if face == self._face:
            return
        self._face = face
        if not face.is_over:
            self._arrives = self._arrives or face.state == "working"
            self._kit.ticker.join(self)
        else:
            self._kit.ticker.leave(self)
        if old is None or (old.state, old.fixes, old.title) != (face.state, face.fixes, face.title):
            self._fit()
        self._name_it()
        self.update()

    def _name_it(self) -> None:
        """Tell a screen reader what this is; the seconds are left out, they would be read out for ever."""
        assert self._face is not None
        prompt, place, places = self._label
        state = self.tr("on its way") if self._face.state == "working" else self._face.title
        short = " ".join(prompt.split())
        short = short if len(short) <= 80 else short[:79] + "…"
        name = self.tr("Picture {place} of {places}, {prompt}, {state}")
        name = name.format(place=place, places=places, prompt=short, state=state.rstrip("."))
        said = "" if self._face.state in ("working", "picture") else self._face.sentence
        if self.accessibleName() != name:
            self.setAccessibleName(name)
        if self.accessibleDescription() != said:
            self.setAccessibleDescription(said)
            self.setToolTip(said)

    def _on_tick(self) -> None:
        if self._entry is None or self._face is None or self._face.is_over or not self.isVisible():
            return
        face = self._kit.faces.of(self._entry, time.monotonic())
        if face != self._face:
            self.look_again()
        elif moves(self) and not self.visibleRegion().isEmpty():
            self.update(self._ring_rect().toAlignedRect().adjusted(-2, -2, 2, 2))

    # --- geometry

    def place(self) -> QRectF:
        """Where its picture stands, in its own coordinates."""
        return QRectF(self.rect()).adjusted(RING_ROOM, RING_ROOM, -RING_ROOM, -RING_ROOM)

    def _picture_rect(self) -> QRectF:
        image = self._face.image if self._face is not None else None
        if image is None or not image.width or not image.height:
            return self.place()
        return tile_paint.picture_rect(self.place(), QSizeF(image.width, image.height))

    def _ring_side(self) -> float:
        return 36.0 if self.height() >= 150 else 24.0

    def _ring_rect(self) -> QRectF:
        side = self._ring_side()
        top = self._top()
        return QRectF(QPointF(round(self.place().center().x() - side / 2), top), QSizeF(side, side))

    def _turns(self) -> bool:
        return self._face is not None and self._face.state == "working" and not self._face.why and moves(self)

    def _content_height(self) -> float:
        ring = self._ring_side() + 6 if self._turns() else 0.0
        buttons = self._buttons.height
        return ring + self._words.height + (buttons + 6 if buttons else 0)

    def _top(self) -> float:
        return round(max(RING_ROOM + 4.0, (self.height() - self._content_height()) / 2))

    def _fit(self) -> None:
        """Break the words and place the buttons as this size allows."""
        if self._face is None or self._face.image is not None:
            self._words = tile_paint.Words([], cut=False)
            self._buttons.show_for(None, cut=False, words=self._kit.words)
            return
        width = self.place().width() - 2 * tile_paint.PADDING
        self._buttons.show_for(self._face, cut=False, words=self._kit.words)
        self._words = self._fitted(width)
        if self._words.cut:
            self._buttons.show_for(self._face, cut=True, words=self._kit.words)
            self._words = self._fitted(width)
        bottom = self._top() + self._content_height()
        self._buttons.place(self.place().center().x(), bottom, width + tile_paint.PADDING)

    def _fitted(self, width: float) -> tile_paint.Words:
        assert self._face is not None
        ring = self._ring_side() + 6 if self._turns() else 0.0
        self._buttons.measure(width + tile_paint.PADDING)
        room = self.place().height() - 12 - ring - (self._buttons.height + 6 if self._buttons.height else 0)
        return tile_paint.words_of(self._face, self.font(), tokens_of(self.palette()), width, room)

    # --- painting

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
            tile_paint.paint_empty(painter, rect, tokens)
            return
        if self._arrives:
            self._arrives = False
            if moves(self):
                self._fade.start()
        if self._fade.state() == QVariantAnimation.State.Running:
            tile_paint.paint_empty(painter, rect, tokens)
            painter.setOpacity(float(self._fade.currentValue()))
        tile_paint.paint_picture(painter, rect, pixmap, tokens.radius)
        painter.setOpacity(1.0)
        if image.rating:
            tile_paint.paint_rating(painter, rect, image.rating, self.tr("Rejected"))

    def _paint_words(self, painter: QPainter) -> None:
        tokens = tokens_of(self.palette())
        tile_paint.paint_empty(painter, self.place(), tokens)
        top = self._top()
        if self._turns():
            ring = self._ring_rect()
            tile_paint.paint_ring(painter, ring, tokens, time.monotonic())
            top = ring.bottom() + 6
        tile_paint.paint_words(painter, self._words, self.place().center().x(), top)

    def _paint_rings(self, painter: QPainter) -> None:
        rect, tokens = self._picture_rect(), tokens_of(self.palette())
        if self._rings and self.isChecked():
            tile_paint.paint_outline(painter, rect, tokens.accent, 2, tokens.radius)
        if self.hasFocus() and self._by_keys:
            tile_paint.paint_outline(painter, rect, tokens.bg, -4, tokens.radius)
            tile_paint.paint_outline(painter, rect, tokens.text, -2, tokens.radius)

    # --- hands

    def nextCheckState(self) -> None:
        """Stay as it is: the branch says which tile is chosen."""

    def _on_clicked(self) -> None:
        if self._face is not None and self._face.image is None and self._face.is_over:
            self.told_more.emit(self.turn_id)
        self._kit.asked.choose.emit(self.turn_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._by_keys = True
        self.update()
        if event.key() in _ARROWS and event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        ):
            self.walked.emit(event.key())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & _STRONG:
            self._open()
        else:
            super().keyPressEvent(event)

    def _open(self) -> None:
        if self._face is not None and self._face.image is not None:
            self._kit.asked.open_image.emit(self._face.image)
        else:
            self.click()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._open()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed_at = event.position().toPoint() if event.button() == Qt.MouseButton.LeftButton else None
        if self._pressed_at is not None:
            self._kit.drags.prepare(self.images())
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        moved = event.position().toPoint() - self._pressed_at if self._pressed_at is not None else QPoint()
        if self.images() and moved.manhattanLength() >= QApplication.startDragDistance():
            self._pressed_at = None
            self.setDown(False)
            self._kit.drags.start_drag(self, self.images())
            return
        super().mouseMoveEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if not self.images():
            event.ignore()  # the step has a menu for turns
            return
        by_keys = event.reason() == QContextMenuEvent.Reason.Keyboard
        where = self.mapToGlobal(self.rect().center()) if by_keys else event.globalPos()
        self._kit.actions.menu(self.images(), self).popup(where)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._by_keys = event.reason() not in _OTHER_THAN_KEYS
        super().focusInEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._fit()


_STRONG = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
