"""What lies over the window for a moment, at the control that opened it: gone by Esc, or when anything else is used."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QHideEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QWidget

from studio.ui.tokens import tokens_of
from studio.ui.widgets.crisp import draw_frame
from studio.ui.widgets.focus_chain import focus_chain


class Floating(QFrame):
    """A part of the window and no window of its own: on Linux a screen reader finds no popups in the tree."""

    left = Signal()
    """It is gone, and the focus is back where it came from."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent.window())
        self.setObjectName(name)
        self._opener: QWidget | None = None
        self._came_from: QWidget | None = None
        self._presses = _Presses(self)
        self.hide()

    def float_at(self, opener: QWidget, place: QPoint, field: QWidget, reason: Qt.FocusReason) -> None:
        """Appear at a place of the window, with the focus in one of its fields."""
        self._opener = opener
        self._came_from = QApplication.focusWidget()
        self.move(place)
        self.show()
        self.raise_()
        field.setFocus(reason)
        app = _application()
        app.installEventFilter(self._presses)
        app.focusChanged.connect(self._on_focus)

    def dismiss(self) -> None:
        """Go away."""
        if self.isHidden():
            return
        self._stop_watching()
        focus = QApplication.focusWidget()
        if focus is not None and self.isAncestorOf(focus):
            self._give_back()
        self.close()
        self.left.emit()

    def takes_press(self, pressed: QWidget) -> bool:
        """Go away when something else is pressed; whether that press has done its work with it."""
        if pressed.window() is not self.window() or pressed is self or self.isAncestorOf(pressed):
            return False  # a menu of one of its fields, or one of its own
        opener = self._opener
        self.dismiss()
        return pressed is opener  # which would only open it again

    def focusNextPrevChild(self, forwards: bool) -> bool:
        """Let Tab go round in it."""
        stops = self._stops()
        at = next((place for place, each in enumerate(stops) if each is QApplication.focusWidget()), -1)
        before, behind = stops[: max(at, 0)], stops[at + 1 :]
        around = behind + before if forwards else [*reversed(before), *reversed(behind)]
        if around:
            reason = Qt.FocusReason.TabFocusReason if forwards else Qt.FocusReason.BacktabFocusReason
            around[0].setFocus(reason)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()  # else what lies below would be pressed

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._stop_watching()

    def _stop_watching(self) -> None:
        if self._opener is not None:
            self._opener = None
            app = _application()
            app.removeEventFilter(self._presses)
            app.focusChanged.disconnect(self._on_focus)

    def paintEvent(self, _: QPaintEvent) -> None:
        tokens = tokens_of(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(QColor(tokens.raised))
        draw_frame(painter, QRectF(self.rect()), tokens.border, 1, tokens.radius_large)

    def _stops(self) -> list[QWidget]:
        """What Tab leads to in it, in order."""
        return [each for each in focus_chain(self) if self._is_stop(each)]

    def _is_stop(self, widget: QWidget) -> bool:
        takes_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        return takes_tab and self.isAncestorOf(widget) and widget.isVisible()

    def _on_focus(self, _: QWidget | None, new: QWidget | None) -> None:
        # A press on what opened it moves the focus first; what is to become of it is for that press to say.
        if new is not None and new not in (self, self._opener) and not self.isAncestorOf(new):
            self.dismiss()

    def _give_back(self) -> None:
        from shiboken6 import isValid

        if self._came_from is not None and isValid(self._came_from):
            self._came_from.setFocus(Qt.FocusReason.PopupFocusReason)


class _Presses(QObject):
    """Tells it of every press of the mouse in the program, while it is there, and of another size of its window."""

    def __init__(self, floating: Floating) -> None:
        super().__init__(floating)
        self._floating = floating

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.MouseButtonPress and isinstance(watched, QWidget):
            return self._floating.takes_press(watched)
        if event.type() == QEvent.Type.Resize and watched is self._floating.window():
            self._floating.dismiss()  # what it was opened at is elsewhere now
        return False


def _application() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app
