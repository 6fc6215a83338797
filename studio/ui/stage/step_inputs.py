"""What was sent along with a prompt: small pictures with what they were for under them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QContextMenuEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from studio.ui.tokens import tokens_of
from studio.ui.widgets import picture_paint
from studio.ui.widgets.focus_ring import Ringed
from studio.ui.widgets.popup_place import context_place

if TYPE_CHECKING:
    from studio.library.records import Image, Input
    from studio.ui.stage.asked import Kit

_SIDE = 40
_CAPTION = 16
_WIDEST = 88


class InputThumb(Ringed, QAbstractButton):
    """One input: a click or Enter opens it large."""

    def __init__(self, kit: Kit, given: Input, caption: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self._image: Image = given.image
        font = self.font()
        font.setPixelSize(tokens_of(self.palette()).caption)
        self.setFont(font)
        self.setText(self.fontMetrics().elidedText(caption, Qt.TextElideMode.ElideRight, _WIDEST))
        self.setObjectName(f"input-{given.position}")
        spoken = self.tr("Input {number}, {caption}").format(number=given.position + 1, caption=caption)
        self.setAccessibleName(spoken)
        self.setToolTip(given.image.name or caption)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.clicked.connect(lambda: kit.asked.open_image.emit(self._image))
        kit.actions.attach(self, lambda: (self._image,))

    def sizeHint(self) -> QSize:
        """The picture, and its caption under it."""
        text = self.fontMetrics().horizontalAdvance(self.text())
        return QSize(max(_SIDE, text + 2), _SIDE + _CAPTION)

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = tokens_of(self.palette())
        place = QRectF(0, 0, _SIDE, _SIDE)
        pixmap = self._kit.thumbnails.get(self._image, _SIDE * 1.5, self)
        if pixmap is None:
            picture_paint.paint_empty(painter, place, tokens)
        else:
            size = QSizeF(self._image.width or 1, self._image.height or 1)
            shown = picture_paint.picture_rect(place, size) if _is_long(size) else place
            picture_paint.paint_picture(painter, shown, pixmap, tokens.radius_small)
        if self.is_ringed:
            picture_paint.paint_outline(painter, place, tokens.text, -2, tokens.radius_small)
        painter.setPen(tokens.faint)
        painter.drawText(QRectF(0, _SIDE + 2, self.width(), _CAPTION - 2), self.text())
        painter.end()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self._kit.actions.menu((self._image,), self).popup(context_place(event, self))


def _is_long(size: QSizeF) -> bool:
    """Whether a square cut out of the middle would show too little of a picture."""
    return not 0.4 < size.width() / size.height() < 2.5


class InputsStrip(QWidget):
    """The inputs of a step, in the order they were sent."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self._inputs: tuple[Input, ...] = ()
        self._thumbs: list[InputThumb] = []
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(4)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def thumbs(self) -> tuple[InputThumb, ...]:
        """One for each input."""
        return tuple(self._thumbs)

    def show_inputs(self, inputs: tuple[Input, ...]) -> None:
        """Show these."""
        if inputs == self._inputs:
            return
        self._inputs = inputs
        for thumb in self._thumbs:
            thumb.hide()
            thumb.deleteLater()
        self._thumbs = [InputThumb(self._kit, given, self._caption(given), self) for given in inputs]
        for thumb in self._thumbs:
            self._layout.addWidget(thumb)

    def _caption(self, given: Input) -> str:
        if given.name:
            return given.name if given.name.startswith("@") else f"@{given.name}"
        return self.tr("edited") if given.role == "edit" else self.tr("reference")
