"""One turn of a step as a tile: on its way, its picture, or why there is none."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSizeF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QCursor, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from studio.ui.image_actions import Verb
from studio.ui.sentences.shortened import first_words
from studio.ui.stage import tile_looks
from studio.ui.widgets.image_tile import ImageTile, TilePicture
from studio.ui.widgets.popup_place import context_place

if TYPE_CHECKING:
    from studio.library.records import Image
    from studio.ui.stage.asked import Kit
    from studio.ui.stage.tile_face import Face
    from studio.workbench.steps import Entry

_LONGEST_PROMPT = 80  # letters of a prompt that a tile is called by
_UNDER_WAY = ("working", "saving")
_LOOK_SECONDS = 0.25  # figures that change more often than this cannot be read
_ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)
_HELD = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
    | Qt.KeyboardModifier.ShiftModifier
)


class Tile(ImageTile):
    """Shows an entry: a click chooses it, Enter or a double click opens its picture, dragging takes it along."""

    walked = Signal(int)
    """An arrow key was pressed."""
    told_more = Signal(str)
    """The whole of what went wrong is to be read; the id of the turn."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit.ticker, kit.looks.tools(), parent)
        self._kit = kit
        self._face: Face | None = None
        self._entry: Entry | None = None
        self._label = ("", 1, 1)  # prompt, place and places
        self._longest_wait = 0.0
        self._looked = 0.0
        self._pressed_at: QPoint | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.clicked.connect(self._on_clicked)
        self.button_pressed.connect(self._on_button)
        kit.actions.attach(self, self.images)
        kit.ticker.ticked.connect(self._on_tick)

    @property
    def face(self) -> Face | None:
        """What it shows."""
        return self._face

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
            self._face = None
            self.forget()
            self.setObjectName(f"tile-{entry.id}")
        self._entry = entry
        self._label = (prompt, place, places)
        self.set_chosen(chosen and places > 1)
        self.look_again()

    def look_again(self) -> None:
        """Show how its entry stands now."""
        assert self._entry is not None
        self._looked = time.monotonic()
        face = self._kit.faces.of(self._entry, self._looked)
        if face != self._face:
            self._wear(face)
        if not face.is_over:
            self._show_draft()
        self._name_it(face)

    def _wear(self, face: Face) -> None:
        self._face = face
        if face.is_over:
            self._kit.ticker.leave(self)
        else:
            self._kit.ticker.join(self)
        if face.image is not None:
            self.show_picture(self._picture_of(face.image))
            return
        self._longest_wait = max(self._longest_wait, face.wait) if face.wait else 0.0
        self.show_look(self._kit.looks.of(face, self._longest_wait))

    def _show_draft(self) -> None:
        """Show the last image of a reply that is still coming, as soon as it can be painted."""
        job = self._entry.job if self._entry is not None else None
        if job is not None and job.progress.drafts:
            side = max(self.place().width(), self.place().height())
            self.show_draft(self._kit.thumbnails.get(job.progress.drafts[-1], side, self))

    def _picture_of(self, image: Image) -> TilePicture:
        thumbnails = self._kit.thumbnails
        return TilePicture(
            QSizeF(image.width or 0, image.height or 0),
            image.rating or 0,
            lambda side: thumbnails.get(image, side, self),
            lambda: thumbnails.has_failed(image),
        )

    def _name_it(self, face: Face) -> None:
        """Tell a screen reader what this is; the seconds are left out, they would be read out for ever."""
        prompt, place, places = self._label
        state = self.tr("on its way") if face.state in _UNDER_WAY else face.title.rstrip(".")
        short = first_words(prompt, _LONGEST_PROMPT)
        name = self.tr("Image {place} of {places}, {prompt}, {state}")
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
        if self._face is None or self._face.is_over or time.monotonic() - self._looked < _LOOK_SECONDS:
            return
        if self.isVisible():
            self.look_again()

    def _on_clicked(self) -> None:
        if self.is_cut and self._face is not None and self._face.is_over:
            self.told_more.emit(self.turn_id)
        self._kit.asked.choose.emit(self.turn_id)

    def _on_button(self, name: str) -> None:
        asked = self._kit.asked
        if name == tile_looks.CANCEL:
            asked.cancel.emit(self.turn_id)
        elif name == tile_looks.MORE:
            self.told_more.emit(self.turn_id)
        elif name == tile_looks.OPEN:
            self._open()
        elif name == tile_looks.EDIT:
            self._kit.actions.choose(Verb.EDIT, self.images())
        elif name == tile_looks.MENU:
            self._pop_up(QCursor.pos())
        elif self._face is not None:
            fixes = {f"{tile_looks.FIX}{fix.name.lower()}": fix for fix in self._face.fixes}
            asked.fix.emit(fixes[name], self.turn_id)

    def _pop_up(self, where: QPoint) -> None:
        self._kit.actions.menu(self.images(), self).popup(where)

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
        self._pop_up(context_place(event, self))
