"""Moving the pointer in a coroutine: QTest's own moves process events, which stops other tasks for ever."""

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QEnterEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget


def enter(widget: QWidget) -> None:
    """Let the pointer come over a widget, whichever window of an earlier test may still lie there."""
    middle = QPointF(widget.rect().center())
    QApplication.sendEvent(widget, QEnterEvent(middle, middle, widget.mapToGlobal(middle)))


def leave(widget: QWidget) -> None:
    """Let it go away again."""
    QApplication.sendEvent(widget, QEvent(QEvent.Type.Leave))


def move_over(widget: QWidget, at: QPoint, buttons: Qt.MouseButton = Qt.MouseButton.NoButton) -> None:
    """Tell a widget at once that the pointer moved, with a button held for a drag."""
    there = QPointF(at)
    move = QMouseEvent(
        QEvent.Type.MouseMove,
        there,
        widget.mapToGlobal(there),
        Qt.MouseButton.NoButton,
        buttons,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(widget, move)
