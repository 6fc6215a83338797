"""Where a picture can be let go of: two labelled halves that cover the window while one is held over it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFont,
    QGuiApplication,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from studio.ui.icons import icon
from studio.ui.theme import tokens_of

if TYPE_CHECKING:
    from studio.ui.theme import Tokens
    from studio.workbench.draft_input import Role

_MARGIN, _RADIUS, _ICON = 24, 10, 32
_TINT = 0.16  # how much of the accent the ground of the half has that is meant


class DropZoneHalf(QFrame):
    """One half: what a picture that is let go of here is for."""

    def __init__(self, role: Role, drawing: str, title: str, says: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.role: Role = role
        self.setObjectName(f"{role}Zone")
        self.setAccessibleName(title)
        self.setAccessibleDescription(says)
        self._drawing, self._title, self._says = drawing, title, says
        self._is_meant = False

    def set_meant(self, meant: bool) -> None:
        """Show that it is the one under the pointer."""
        if meant != self._is_meant:
            self._is_meant = meant
            self.update()

    @property
    def is_meant(self) -> bool:
        """Whether the pointer is here."""
        return self._is_meant

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = tokens_of(QGuiApplication.palette())
        painter.setBrush(_tinted(tokens) if self._is_meant else QColor(tokens.surface))
        pen = QPen(QColor(tokens.accent if self._is_meant else tokens.border), 2 if self._is_meant else 1)
        if not self._is_meant:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), _RADIUS, _RADIUS)
        middle = self.rect().center()
        tint = "accent" if self._is_meant else "muted"
        place = QRectF(middle.x() - _ICON / 2, middle.y() - 52, _ICON, _ICON)
        icon(self._drawing, QGuiApplication.palette(), tint).paint(painter, place.toRect())  # type: ignore[arg-type]
        self._write(painter, tokens.text, 15, QFont.Weight.DemiBold, middle.y() - 8, self._title)
        self._write(painter, tokens.muted, 12, QFont.Weight.Normal, middle.y() + 18, self._says)

    def _write(self, painter: QPainter, colour: str, size: int, weight: QFont.Weight, y: int, text: str) -> None:
        font = QFont(self.font())
        font.setPixelSize(size)
        font.setWeight(weight)
        painter.setFont(font)
        painter.setPen(QColor(colour))
        line = QRectF(12, y, self.width() - 24, 40)
        painter.drawText(
            line, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap, text
        )


class DropOverlay(QWidget):
    """Appears while something with pictures in it hovers over the window, wherever; `dropped` tells what and what for.

    It asks the window's surface for its events, because a field that takes text would keep a drag for itself.
    """

    dropped = Signal(QMimeData, str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("dropOverlay")
        self.setAcceptDrops(True)
        self.hide()
        self._window = window
        self._surface: QObject | None = None
        self._refused = False
        window.setAcceptDrops(True)
        window.installEventFilter(self)
        edit = DropZoneHalf(
            "edit", "edit", self.tr("Edit this"), self.tr("The next prompt says what to change in it"), self
        )
        reference = DropZoneHalf(
            "reference", "reference", self.tr("Add as reference"), self.tr("It goes along with the next prompt"), self
        )
        self.halves = (edit, reference)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        layout.setSpacing(_MARGIN)
        for half in self.halves:
            layout.addWidget(half)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.DragEnter and isinstance(event, QDragEnterEvent):
            return self._enter(watched, event)
        if kind == QEvent.Type.DragMove and watched is self._window and isinstance(event, QDragMoveEvent):
            return self._take_over(event)
        if kind == QEvent.Type.Drop and watched is self._window and isinstance(event, QDropEvent):
            return self._drop_on_window(event)
        if kind == QEvent.Type.DragLeave and watched is not self:
            self._leave(watched)
        elif kind == QEvent.Type.KeyPress and self.isVisible() and isinstance(event, QKeyEvent):
            return self._key(event)
        elif watched is self._window:
            self._follow(kind)
        return False

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._take_over(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._take_over(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.hide()
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        self._drop(event, event.position().toPoint())

    def paintEvent(self, _: QPaintEvent) -> None:
        colour = QColor(tokens_of(QGuiApplication.palette()).bg)
        colour.setAlphaF(0.88)
        QPainter(self).fillRect(self.rect(), colour)

    def _follow(self, kind: QEvent.Type) -> None:
        if kind == QEvent.Type.Resize and self.isVisible():
            self.setGeometry(self._window.rect())
        elif kind in (QEvent.Type.Show, QEvent.Type.WinIdChange):
            surface = self._window.windowHandle()
            if surface is not self._surface:
                surface.installEventFilter(self)
                self._surface = surface

    def _enter(self, watched: QObject, event: QDragEnterEvent) -> bool:
        """Cover the window when there are pictures in what comes; the surface then finds us under the pointer."""
        from studio.workbench.intake import holds_pictures

        self._refused = False
        if not holds_pictures(event.mimeData()):
            return False
        self.setGeometry(self._window.rect())
        self.raise_()
        self.show()
        self._point_at(event.position().toPoint())
        return self._take_over(event) if watched is self._window else False

    def _take_over(self, event: QDragMoveEvent) -> bool:
        """Take the drag, as a copy: what is moved would be gone where it was."""
        if self._refused or not self.isVisible():
            event.ignore()
            return False
        self._point_at(event.position().toPoint())
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        return True

    def _drop_on_window(self, event: QDropEvent) -> bool:
        if not self.isVisible():
            return False
        self._drop(event, event.position().toPoint())
        return True

    def _drop(self, event: QDropEvent, at: QPoint) -> None:
        from studio.workbench.intake import copied

        half = self._half_at(at)
        if self._refused:
            event.ignore()
            return
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        mime = copied(event.mimeData())  # what the drag itself holds is gone when this returns
        self.hide()
        self.dropped.emit(mime, half.role)

    def _leave(self, watched: QObject) -> None:
        # The pointer may only have gone from the window to us.
        if watched is self._surface or not self.underMouse():
            self.hide()

    def _key(self, event: QKeyEvent) -> bool:
        if event.key() != Qt.Key.Key_Escape:
            return False
        self._refused = True
        self.hide()
        return True

    def _half_at(self, at: QPoint) -> DropZoneHalf:
        return self.halves[0] if at.x() < self._window.width() / 2 else self.halves[1]

    def _point_at(self, at: QPoint) -> None:
        meant = self._half_at(at)
        for half in self.halves:
            half.set_meant(half is meant)


def _tinted(tokens: Tokens) -> QColor:
    """A ground that comes forward: a grey one would look switched off."""
    ground, accent = QColor(tokens.raised), QColor(tokens.accent)

    def mixed(one: float, other: float) -> float:
        return one + (other - one) * _TINT

    return QColor.fromRgbF(
        mixed(ground.redF(), accent.redF()),
        mixed(ground.greenF(), accent.greenF()),
        mixed(ground.blueF(), accent.blueF()),
    )
