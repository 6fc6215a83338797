"""Drafts and thoughts that came along with a picture, kept behind one button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QContextMenuEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QWidget

from studio.ui.tokens import tokens_of
from studio.ui.widgets import picture_paint
from studio.ui.widgets.focus_ring import Ringed
from studio.ui.widgets.popup_place import context_place

if TYPE_CHECKING:
    from studio.library.records import Image
    from studio.ui.stage.asked import Kit

_HEIGHT = 96
_ROOM = 4


class SideImage(Ringed, QAbstractButton):
    """A draft or a thought: a click or Enter opens it large."""

    def __init__(self, kit: Kit, image: Image, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self._image = image
        self.setObjectName(f"side-{image.id}")
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.clicked.connect(lambda: kit.asked.open_image.emit(image))
        kit.actions.attach(self, lambda: (image,))

    def sizeHint(self) -> QSize:
        """As high as all of them, as wide as its picture asks for."""
        width, height = self._image.width or 1, self._image.height or 1
        return QSize(min(max(round(_HEIGHT * width / height), 48), 240) + 2 * _ROOM, _HEIGHT + 2 * _ROOM)

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = tokens_of(self.palette())
        place = QRectF(self.rect()).adjusted(_ROOM, _ROOM, -_ROOM, -_ROOM)
        pixmap = self._kit.thumbnails.get(self._image, max(place.width(), place.height()), self)
        if pixmap is None:
            picture_paint.paint_empty(painter, place, tokens)
        else:
            place = picture_paint.picture_rect(place, QSizeF(self._image.width or 1, self._image.height or 1))
            picture_paint.paint_picture(painter, place, pixmap, tokens.radius)
        if self.is_ringed:
            picture_paint.paint_outline(painter, place, tokens.text, 1, tokens.radius)
        painter.end()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self._kit.actions.menu((self._image,), self).popup(context_place(event, self))


class SideImages(QWidget):
    """A row of them."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self._images: tuple[Image, ...] = ()
        self._shown: list[SideImage] = []
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._layout.setAlignment(Qt.AlignmentFlag.AlignLeft)

    @property
    def shown(self) -> tuple[SideImage, ...]:
        """One for each image."""
        return tuple(self._shown)

    def show_images(self, images: tuple[Image, ...]) -> None:
        """Show these."""
        if images == self._images:
            return
        self._images = images
        for old in self._shown:
            old.hide()
            old.deleteLater()
        self._shown = [SideImage(self._kit, image, self._name(image), self) for image in images]
        for new in self._shown:
            self._layout.addWidget(new)

    def _name(self, image: Image) -> str:
        return self.tr("Draft of the model") if image.role == "draft" else self.tr("Thought of the model")
