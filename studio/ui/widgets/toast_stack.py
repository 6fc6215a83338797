"""Where toasts float: above each other, in the middle of the bottom of an area, which stays usable around them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QPropertyAnimation, QRect, QTimer
from PySide6.QtWidgets import QWidget

from studio.ui.tokens import tokens_of
from studio.ui.widgets.focus_return import FocusReturn
from studio.ui.widgets.motion import moves
from studio.ui.widgets.toast import Toast

MOST = 3
_GAP, _MARGIN, _RISE = 8, 16, 12
_MOVES = (QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show, QEvent.Type.Hide)


class ToastStack(QObject):
    """Shows the newest toasts in `host`, over the first of `areas` that is to be seen; the newest at the bottom.

    They are children of the host, each by itself: something that held them all would take the clicks beside them.
    `taken` tells how many pixels at the bottom of the area are needed for something else.
    """

    def __init__(self, host: QWidget, areas: Sequence[QWidget], taken: Callable[[], int] = lambda: 0) -> None:
        super().__init__(host)
        self._host = host
        self._areas = tuple(areas)
        self._taken = taken
        self._toasts: list[Toast] = []
        self._soon = QTimer(self, singleShot=True)
        self._soon.timeout.connect(self._place)
        self._focus = FocusReturn(self.holds, self)
        self._focus.moved.connect(self._on_focus)
        for area in self._areas:
            area.installEventFilter(self)

    @property
    def toasts(self) -> tuple[Toast, ...]:
        """Those in sight, the oldest first."""
        return tuple(self._toasts)

    def add(self, toast: Toast, *, instead_of: Toast | None = None) -> None:
        """Show one more, in the place of another if need be; what is too many is dismissed."""
        place = self._toasts.index(instead_of) if instead_of in self._toasts else len(self._toasts)
        toast.setParent(self._host)
        self._toasts.insert(place, toast)
        if instead_of is not None:
            if instead_of.has_focus_within():
                toast.show()
                toast.take_focus()
            self._let_go(instead_of)
        for old in self._too_many(toast):
            old.dismissed.emit()
        toast.fit(self._area().width() - 2 * _MARGIN)
        home = self._homes().get(toast, QPoint())
        toast.move(home + QPoint(0, _RISE))
        toast.show()
        toast.raise_()
        self._place()

    def drop(self, toast: Toast) -> None:
        """Take one away; its focus goes to the next one, or back where it came from."""
        if toast not in self._toasts:
            return
        others = [each for each in self._toasts if each is not toast]
        if toast.has_focus_within():  # before it goes: else Qt takes the focus anywhere
            others[-1].take_focus() if others else self._focus.give_back()
        self._let_go(toast)
        self._place()

    def place_again(self) -> None:
        """Stand where there is room now."""
        self._soon.start(0)

    def _let_go(self, toast: Toast) -> None:
        self._toasts.remove(toast)
        toast.hide()
        toast.deleteLater()

    def _too_many(self, newest: Toast) -> list[Toast]:
        """The oldest that nobody is reading, as long as there are more than can be shown."""
        others = [each for each in self._toasts if each is not newest]
        unread = [each for each in others if each.runs_out] or others
        return unread[: max(0, len(self._toasts) - MOST)]

    def holds(self, widget: QWidget) -> bool:
        """Whether something is in one of them."""
        return any(toast is widget or toast.isAncestorOf(widget) for toast in self._toasts)

    def _on_focus(self) -> None:
        for toast in self._toasts:
            if toast.has_focus_within():
                toast.hold_on()
            elif not toast.runs_out:
                toast.run_on()

    # --- where they stand

    def _area(self) -> QRect:
        area = next((each for each in self._areas if each.isVisible()), self._host)
        return QRect(area.mapTo(self._host, QPoint(0, 0)), area.size()) if area is not self._host else area.rect()

    def _homes(self) -> dict[Toast, QPoint]:
        area = self._area()
        bottom = area.bottom() + 1 - _MARGIN - self._taken()
        homes: dict[Toast, QPoint] = {}
        for toast in reversed(self._toasts):
            homes[toast] = QPoint(area.center().x() - toast.width() // 2, bottom - toast.height())
            bottom -= toast.height() + _GAP
        return homes

    def _place(self) -> None:
        for toast in self._toasts:
            toast.fit(self._area().width() - 2 * _MARGIN)
        for toast, home in self._homes().items():
            self._move(toast, home)

    def _move(self, toast: Toast, home: QPoint) -> None:
        sideways = toast.x() != home.x()  # the area changed: what glides after it would look loose
        if sideways or not moves(self._host) or not self._host.isVisible():
            toast.move(home)
            return
        glide = toast.findChild(QPropertyAnimation) or QPropertyAnimation(toast, b"pos", toast)
        if glide.endValue() != home or toast.pos() != home:
            glide.stop()
            glide.setDuration(tokens_of(toast.palette()).calm)
            glide.setEndValue(home)
            glide.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._toasts and event.type() in _MOVES:
            self._soon.start(0)  # when the layout around it is done
        return super().eventFilter(watched, event)
