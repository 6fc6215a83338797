"""Passing news that floats: a sign, a line of text, a way back, and the way out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QEnterEvent, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QGraphicsDropShadowEffect, QHBoxLayout, QPushButton, QWidget

from studio.ui.actions import Action
from studio.ui.keys import is_pressed, with_key
from studio.ui.tokens import tokens_of
from studio.ui.widgets import message_parts
from studio.ui.widgets.message_parts import Tone, plain_label, push_button, tone_sign

WIDEST = 560
"""Pixels; longer texts are broken into lines."""


class Toast(QFrame):
    """Shows one thing for some seconds, which run only while nobody points at it or has the focus in it."""

    answered = Signal(int)
    """The number of the action that was chosen."""
    dismissed = Signal()
    """It was closed, or its time is over."""

    def __init__(
        self, tone: Tone, text: str, actions: Sequence[str] = (), seconds: float = 6.0, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.text = text
        self._left = seconds
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.dismissed)
        self.setObjectName("toast")
        self.setProperty("role", "toast")
        self.setAccessibleName(text)
        self._sign = tone_sign(tone, self)
        self._text = plain_label(text, "toastText", self)
        self._actions = [self._action(number, label) for number, label in enumerate(actions)]
        spoken = self.tr("Dismiss: {message}").format(message=text)
        tip = with_key(self.tr("Dismiss"), Action.BACK)
        self._close = message_parts.close_button("toastCloseButton", spoken, tip, self.dismissed.emit, self)
        self._shadow = QGraphicsDropShadowEffect(self)
        self.setGraphicsEffect(self._shadow)
        self._cast_shadow()
        self._row = QHBoxLayout(self)
        self._lay_out()
        self.run_on()

    @property
    def runs_out(self) -> bool:
        """Whether its time is running."""
        return self._timer.isActive()

    def take_focus(self) -> None:
        """Put the focus on what can be done about it."""
        (self._actions[0] if self._actions else self._close).setFocus(Qt.FocusReason.OtherFocusReason)

    def has_focus_within(self) -> bool:
        """Whether the focus is on something in it."""
        return message_parts.has_focus_within(self)

    def hold_on(self) -> None:
        """Stop the time."""
        if self._timer.isActive():
            self._left = self._timer.remainingTime() / 1000
            self._timer.stop()

    def run_on(self) -> None:
        """Let the time run, unless someone is reading."""
        if not self.underMouse() and not self.has_focus_within():
            self._timer.start(round(self._left * 1000))

    def fit(self, room: int) -> None:
        """Be as wide as its text needs, at most `room` pixels, and as high as that makes it."""
        room = min(room, WIDEST)
        self._text.setWordWrap(False)
        self._row.invalidate()
        wanted = self.sizeHint().width()
        if wanted > room:
            self._text.setWordWrap(True)
            self._row.invalidate()
        width = min(wanted, room)
        self.resize(width, max(self.heightForWidth(width), self.minimumSizeHint().height()))

    def enterEvent(self, event: QEnterEvent) -> None:
        self.hold_on()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.run_on()
        super().leaveEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.hold_on()
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_pressed(Action.BACK, event):
            self.dismissed.emit()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._cast_shadow()
        super().changeEvent(event)

    def _cast_shadow(self) -> None:
        tokens = tokens_of(self.palette())
        self._shadow.setColor(QColor(tokens.shadow))
        self._shadow.setBlurRadius(tokens.shadow_blur)
        self._shadow.setOffset(0, tokens.shadow_drop)

    def _action(self, number: int, label: str) -> QPushButton:
        button = push_button(label, f"toastAction{number}", "chip", partial(self.answered.emit, number), self)
        button.setAccessibleDescription(self.text)
        return button

    def _lay_out(self) -> None:
        row = self._row
        row.setContentsMargins(12, 6, 6, 6)
        row.setSpacing(8)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._text, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addSpacing(4)
        for widget in (*self._actions, self._close):
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
