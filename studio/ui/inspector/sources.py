"""The pictures that another one was made from, small."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from studio.ui.inspector.fact_rows import INDENT
from studio.ui.tokens import tokens_of
from studio.ui.widgets import picture_paint
from studio.ui.widgets.enter import PressedByEnter
from studio.ui.widgets.flow_layout import FlowLayout
from studio.ui.widgets.focus_ring import draw_focus_ring

if TYPE_CHECKING:
    from studio.library.records import Image, Input
    from studio.ui.widgets.awaited_thumbnails import AwaitedThumbnails

_SIDE, _GAP = 40, 4


class Sources(QWidget):
    """One small picture for each input of a turn, in the order they were sent."""

    open_wanted = Signal(object)
    """Show this Image large."""

    def __init__(self, thumbnails: AwaitedThumbnails, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._inputs: tuple[Input, ...] = ()
        self._thumbs: list[_Thumb] = []
        inside = QWidget(self)
        self._flow = FlowLayout(inside, _GAP)
        column = QVBoxLayout(self)
        column.setContentsMargins(INDENT, 0, 0, 0)
        column.addWidget(inside)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_inputs(self, inputs: tuple[Input, ...]) -> None:
        """Show these."""
        if inputs == self._inputs:
            return
        self._inputs = inputs
        for thumb in self._thumbs:
            self._flow.removeWidget(thumb)
            thumb.hide()
            thumb.deleteLater()
        self._thumbs = [_Thumb(given, self._caption(given), self._thumbnails, self) for given in inputs]
        for thumb, given in zip(self._thumbs, inputs, strict=True):
            self._flow.addWidget(thumb)
            thumb.clicked.connect(lambda _=False, image=given.image: self.open_wanted.emit(image))
            thumb.show()

    def _caption(self, given: Input) -> str:
        if given.name:
            return given.name if given.name.startswith("@") else f"@{given.name}"
        return self.tr("Edited image") if given.role == "edit" else self.tr("Reference")


class _Thumb(PressedByEnter, QAbstractButton):
    """One of them: a click or Enter opens it large."""

    def __init__(self, given: Input, caption: str, thumbnails: AwaitedThumbnails, parent: QWidget) -> None:
        super().__init__(parent)
        self._image: Image = given.image
        self._thumbnails = thumbnails
        self.setObjectName(f"source-{given.position}")
        self.setAccessibleName(self.tr("{number}: {caption}").format(number=given.position + 1, caption=caption))
        self.setToolTip(self.tr("{caption}, open large").format(caption=caption))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        return QSize(_SIDE, _SIDE)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens, place = tokens_of(self.palette()), QRectF(self.rect())
        pixmap = self._thumbnails.get(self._image, _SIDE * 1.5, self)
        if pixmap is None:
            picture_paint.paint_empty(painter, place, tokens)
        else:
            picture_paint.paint_picture(painter, place, pixmap, tokens.radius_small)
        if self.is_ringed:
            draw_focus_ring(painter, place, tokens, tokens.radius_small)
        painter.end()
