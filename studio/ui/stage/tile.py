"""One turn of a step as a tile: on its way, its picture, or why there is none."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from studio.ui.stage.tile_body import TileBody

if TYPE_CHECKING:
    from studio.library.records import Image
    from studio.ui.stage.asked import Kit
    from studio.ui.stage.tile_face import Face
    from studio.workbench.steps import Entry

_LONGEST_PROMPT = 80  # letters of a prompt that a tile is called by
_UNDER_WAY = ("working", "saving")
_ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)
_HELD = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
    | Qt.KeyboardModifier.ShiftModifier
)
_NOT_BY_KEYS = (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.PopupFocusReason)


class Tile(TileBody):
    """Shows an entry: a click chooses it, Enter or a double click opens its picture, dragging takes it along."""

    walked = Signal(int)
    """An arrow key was pressed."""
    told_more = Signal(str)
    """The whole of what went wrong is to be read; the id of the turn."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self._entry: Entry | None = None
        self._label = ("", 1, 1)  # prompt, place and places
        self._pressed_at: QPoint | None = None
        self._buttons.cancelled.connect(lambda: kit.asked.cancel.emit(self.turn_id))
        self._buttons.fixed.connect(lambda fix: kit.asked.fix.emit(fix, self.turn_id))
        self._buttons.more.connect(lambda: self.told_more.emit(self.turn_id))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.clicked.connect(self._on_clicked)
        kit.actions.attach(self, self.images)
        kit.ticker.ticked.connect(self._on_tick)

    @property
    def turn_id(self) -> str:
        """The id of the turn it shows."""
        return self._entry.id if self._entry is not None else ""

    def images(self) -> tuple[Image, ...]:
        """The picture it shows, for what can be done with pictures."""
        image = self._face.image if self._face is not None else None
        return (image,) if image is not None else ()

    def show_entry(self, entry: Entry, prompt: str, place: int, places: int, *, chosen: bool) -> None:
        """Show an entry, `place` (from 1) of `places` in its step."""
        if self.turn_id != entry.id:
            self._arrives, self._face = False, None
            self.setObjectName(f"tile-{entry.id}")
        self._entry = entry
        self._label = (prompt, place, places)
        if self._chosen != (chosen and places > 1):
            self._chosen = chosen and places > 1
            self.update()
        self.look_again()

    def look_again(self) -> None:
        """Show how its entry stands now."""
        assert self._entry is not None
        face = self._kit.faces.of(self._entry, time.monotonic())
        if face != self._face:
            self._wear(face)
        self._name_it(face)

    def _wear(self, face: Face) -> None:
        before, self._face = self._face, face
        if face.is_over:
            self._kit.ticker.leave(self)
        else:
            self._arrives = self._arrives or face.state in _UNDER_WAY
            self._kit.ticker.join(self)
        if before is None or before.image is None or face.image is None:
            self.fit()
        self.update()

    def _name_it(self, face: Face) -> None:
        """Tell a screen reader what this is; the seconds are left out, they would be read out for ever."""
        prompt, place, places = self._label
        state = self.tr("on its way") if face.state in _UNDER_WAY else face.title.rstrip(".")
        short = " ".join(prompt[: 10 * _LONGEST_PROMPT].split())
        short = short if len(short) <= _LONGEST_PROMPT else short[: _LONGEST_PROMPT - 1] + "…"
        name = self.tr("Picture {place} of {places}, {prompt}, {state}")
        name = name.format(place=place, places=places, prompt=short, state=state)
        if self._chosen:
            name = self.tr("{name}, chosen").format(name=name)
        said = "" if face.state in (*_UNDER_WAY, "picture") else face.sentence
        if self.accessibleName() != name:
            self.setAccessibleName(name)
        if self.accessibleDescription() != said:
            self.setAccessibleDescription(said)
            self.setToolTip(said)

    def _on_tick(self) -> None:
        if self._face is None or self._face.is_over or not self.isVisible():
            return
        self.look_again()
        self.turn_ring()

    def _on_clicked(self) -> None:
        if self._words.cut and self._face is not None and self._face.is_over:
            self.told_more.emit(self.turn_id)
        self._kit.asked.choose.emit(self.turn_id)

    def _open(self) -> None:
        if self.images():
            self._kit.asked.open_image.emit(self.images()[0])
        else:
            self.click()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._by_keys = True
        self.update()
        held = bool(event.modifiers() & _HELD)
        if event.key() in _ARROWS and not held:
            self.walked.emit(event.key())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not held:
            self._open()
        elif event.key() in _ARROWS:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.images():
            self._open()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed_at = event.position().toPoint() if event.button() == Qt.MouseButton.LeftButton else None
        if self._pressed_at is not None and self.images():
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
        self._by_keys = event.reason() not in _NOT_BY_KEYS
        super().focusInEvent(event)
