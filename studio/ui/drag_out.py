"""Pictures dragged out of the window, as real files to whatever program they are dropped on.

A drag needs its files when it begins, and nothing may be copied on the thread that paints. So the copies are made while
the button goes down or the pointer starts to move, and the drag begins with the first movement after they are there.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QColor, QDrag, QGuiApplication, QKeyEvent, QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from studio.ui.tokens import Tokens, tokens_of
from studio.workbench.carrying import Carried, Carrying, mime_of
from studio.workbench.tasks import Tasks

if TYPE_CHECKING:
    import asyncio

    from studio.library.records import Image
    from studio.ui.widgets.awaited_thumbnails import MakesThumbnails

_SIDE = 96
_BADGE = 20
_FEW = 4  # pictures copied in advance, when the button only went down


def execute(drag: QDrag) -> Qt.DropAction:
    """Drag until the button is released: always as copies."""
    return drag.exec(Qt.DropAction.CopyAction, Qt.DropAction.CopyAction)


class DragOut(QObject):
    """Drags pictures; `execute` is what runs a drag to its end."""

    failed = Signal(object)
    """A LibraryError: a picture could not be dragged, for it could not be copied."""
    dropped = Signal(int)
    """So many pictures were taken by another program, or by another part of this one."""

    def __init__(
        self,
        carrying: Carrying,
        thumbnails: MakesThumbnails,
        tasks: Tasks,
        parent: QObject | None = None,
        execute: Callable[[QDrag], Qt.DropAction] = execute,
    ) -> None:
        super().__init__(parent)
        self._carrying = carrying
        self._thumbnails = thumbnails
        self._tasks = tasks
        self._execute = execute
        self._preparing: asyncio.Task[Carried | None] | None = None
        self._prepared_for: tuple[Image, ...] = ()
        self._waiting: QWidget | None = None

    @property
    def is_waiting(self) -> bool:
        """Whether a drag is to begin as soon as its files are there."""
        return self._waiting is not None

    def prepare(self, images: tuple[Image, ...]) -> None:
        """The button went down on these pictures: make their copies, unless they are many."""
        if images and len(images) <= _FEW:
            self._prepare(images)

    def start_drag(self, widget: QWidget, images: tuple[Image, ...]) -> None:
        """The pointer has moved far enough with the button down: begin, now or as soon as the copies are there."""
        if not images or self.is_waiting:
            return
        if not self._is_prepared_for(images):
            self._prepare(images)
        if self._preparing is not None and self._preparing.done():
            self._drag(widget)
        else:
            self._wait(widget)

    def _is_prepared_for(self, images: tuple[Image, ...]) -> bool:
        return self._preparing is not None and self._prepared_for == images and not self._preparing.cancelled()

    def _prepare(self, images: tuple[Image, ...]) -> None:
        if self._preparing is not None and not self._preparing.done():
            if self._prepared_for == images:
                return
            self._preparing.cancel()
        self._prepared_for = images
        self._preparing = self._tasks.start(self._carried(images), "prepare pictures to be dragged")

    async def _carried(self, images: tuple[Image, ...]) -> Carried | None:
        from studio.library.errors import LibraryError

        try:
            return await self._carrying.prepare(images)
        except LibraryError as error:
            self.failed.emit(error)
            return None

    def _wait(self, widget: QWidget) -> None:
        self._waiting = widget
        widget.destroyed.connect(self._stop_waiting)
        application = QCoreApplication.instance()
        assert application is not None
        application.installEventFilter(self)

    def _stop_waiting(self) -> None:
        if self._waiting is None:
            return
        self._waiting = None
        application = QCoreApplication.instance()
        assert application is not None
        application.removeEventFilter(self)

    def eventFilter(self, _: QObject, event: QEvent) -> bool:
        """While a drag waits for its files: it begins with the next movement, or not at all."""
        kind = event.type()
        if kind == QEvent.Type.MouseButtonRelease or (
            kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        ):
            self._stop_waiting()
            if self._preparing is not None:
                self._preparing.cancel()
                self._preparing = None
            return kind == QEvent.Type.KeyPress
        if kind != QEvent.Type.MouseMove or self._waiting is None:
            return False
        if self._preparing is None or self._preparing.done():
            widget = self._waiting
            self._stop_waiting()
            self._drag(widget)
        return True  # else the widget would select, or pan, under the drag to come

    def _drag(self, widget: QWidget) -> None:
        preparing, self._preparing = self._preparing, None
        if preparing is None or preparing.cancelled() or (carried := preparing.result()) is None:
            return
        drag = QDrag(widget)
        drag.setMimeData(mime_of(carried))
        pixmap = self._picture(widget, carried.images)
        drag.setPixmap(pixmap)
        drag.setHotSpot(QPoint(12, 12))
        action = self._execute(drag)
        if carried.missing:
            self.failed.emit(carried.missing[0])
        if action != Qt.DropAction.IgnoreAction:
            self.dropped.emit(len(carried.files))

    def _picture(self, widget: QWidget, images: tuple[Image, ...]) -> QPixmap:
        """What hangs at the pointer: the first picture, and how many there are."""
        tokens = tokens_of(QGuiApplication.palette())
        scale = widget.devicePixelRatioF()
        picture = QPixmap(round((_SIDE + _BADGE // 2) * scale), round((_SIDE + _BADGE // 2) * scale))
        picture.setDevicePixelRatio(scale)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.setOpacity(0.9)
        thumbnail = self._thumbnails.get(images[0], 128)
        place = _fitted(thumbnail)
        if thumbnail is not None:
            painter.drawPixmap(place, thumbnail)
        else:
            painter.fillRect(place, QColor(tokens.raised))
        if len(images) > 1:
            _paint_badge(painter, place, str(len(images)), tokens)
        painter.end()
        return picture


def _fitted(thumbnail: QPixmap | None) -> QRect:
    place = QRect(0, _BADGE // 2, _SIDE, _SIDE)
    if thumbnail is None or thumbnail.isNull():
        return place
    return QRect(place.topLeft(), thumbnail.size().scaled(place.size(), Qt.AspectRatioMode.KeepAspectRatio))


def _paint_badge(painter: QPainter, place: QRect, text: str, tokens: Tokens) -> None:
    painter.setOpacity(1)
    font = painter.font()
    font.setPixelSize(tokens.caption)
    font.setBold(True)
    painter.setFont(font)
    width = max(_BADGE, painter.fontMetrics().horizontalAdvance(text) + 12)
    badge = QRect(place.right() - width + _BADGE // 2, place.top() - _BADGE // 2, width, _BADGE)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tokens.accent))
    painter.drawRoundedRect(badge, _BADGE / 2, _BADGE / 2)
    painter.setPen(QColor(tokens.on_accent))
    painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, text)
