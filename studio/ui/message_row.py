"""One message: its severity by icon, colour and word, its text, its detail on demand, its actions."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from studio.ui.icons import Tint, icon

if TYPE_CHECKING:
    from studio.workbench.messages import Message

_ICON = 16
_WORD = 52  # so that the texts of several messages begin below each other
_MOST_DETAIL = 160  # pixels
_LOOKS: dict[str, tuple[str, Tint]] = {
    "info": ("info", "muted"),
    "done": ("check", "ok"),
    "warning": ("warning", "warn"),
    "error": ("warning", "bad"),
}


class MessageRow(QFrame):
    """Shows a message. Its time runs only while nobody points at it or has the focus in it."""

    dismissed = Signal(str)
    """The id of the message: closed, answered, or its time is over."""

    def __init__(self, message: Message, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._message = message
        self._left = message.lifetime
        self._sign = QLabel(self)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._dismiss)
        self.setObjectName("message")
        self.setProperty("role", "raised")
        word = self._word()
        self.setAccessibleName(f"{word}: {message.text}")
        self._detail = self._detail_field()
        self._more = self._button("messageDetailButton", self.tr("Details"), self._toggle_detail)
        self._more.setCheckable(True)
        self._more.setVisible(bool(message.detail))
        self._close = self._button("messageCloseButton", "", self._dismiss)
        self._close.setProperty("role", "icon")
        self._close.setIcon(icon("close", self.palette()))
        self._close.setAccessibleName(self.tr("Dismiss: {message}").format(message=message.text))
        self._close.setToolTip(self.tr("Dismiss (Esc)"))
        self._lay_out(word)
        self.run_on()

    @property
    def message(self) -> Message:
        """What is shown."""
        return self._message

    @property
    def runs_out(self) -> bool:
        """Whether its time is running."""
        return self._timer.isActive()

    def take_focus(self) -> None:
        """Put the focus on the way out of this message."""
        self._close.setFocus(Qt.FocusReason.OtherFocusReason)

    def has_focus_within(self) -> bool:
        """Whether the focus is on this message or on something in it."""
        focus = QApplication.focusWidget()
        return focus is not None and (focus is self or self.isAncestorOf(focus))

    def hold_on(self) -> None:
        """Stop the time."""
        if self._timer.isActive():
            self._left = self._timer.remainingTime() / 1000
            self._timer.stop()

    def run_on(self) -> None:
        """Let the time run, unless someone is reading."""
        if self._left is not None and not self.underMouse() and not self.has_focus_within():
            self._timer.start(round(self._left * 1000))

    def enterEvent(self, event: QEnterEvent) -> None:
        self.hold_on()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.run_on()
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._dismiss()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._draw_sign()
        super().changeEvent(event)

    def _draw_sign(self) -> None:
        drawing, tint = _LOOKS[self._message.severity]
        size = QSize(_ICON, _ICON)
        self._sign.setPixmap(icon(drawing, self.palette(), tint).pixmap(size, self.devicePixelRatioF()))

    def _lay_out(self, word: str) -> None:
        self._sign.setFixedWidth(_ICON)
        self._draw_sign()
        kind = self._label("messageSeverity", word)
        kind.setProperty(
            "role", {"info": "muted", "done": "ok", "warning": "warn", "error": "bad"}[self._message.severity]
        )
        kind.setMinimumWidth(_WORD)
        text = self._label("messageText", self._message.text)
        text.setWordWrap(True)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        line = QHBoxLayout()
        line.setSpacing(8)
        for label in (self._sign, kind):
            line.addWidget(label, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(text, 1, Qt.AlignmentFlag.AlignVCenter)
        for widget in (*self._actions(), self._more, self._close):
            line.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 4, 4, 4)
        column.setSpacing(4)
        column.addLayout(line)
        column.addWidget(self._detail)

    def _actions(self) -> list[QPushButton]:
        actions = enumerate(self._message.actions)
        buttons = [self._button(f"messageAction{number}", label, self._answer(run)) for number, (label, run) in actions]
        for button in buttons:
            button.setProperty("role", "chip")
        return buttons

    def _answer(self, run: Callable[[], object]) -> Callable[[], None]:
        def answer() -> None:
            self._dismiss()
            run()

        return answer

    def _label(self, name: str, text: str) -> QLabel:
        label = QLabel(text, self)
        label.setObjectName(name)
        label.setTextFormat(Qt.TextFormat.PlainText)  # messages quote servers and file names
        return label

    def _button(self, name: str, label: str, act: Callable[[], None]) -> QPushButton:
        button = QPushButton(label, self)
        button.setObjectName(name)
        button.setAccessibleName(label)
        button.setProperty("role", "quiet")
        button.clicked.connect(lambda: act())
        return button

    def _detail_field(self) -> QPlainTextEdit:
        field = QPlainTextEdit(self._message.detail, self)
        field.setObjectName("messageDetail")
        field.setAccessibleName(self.tr("Details"))
        field.setProperty("role", "field")
        field.setReadOnly(True)
        field.setTabChangesFocus(True)
        field.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        field.hide()
        return field

    def _toggle_detail(self) -> None:
        lines = min(self._message.detail.count("\n") + 2, 9)
        self._detail.setFixedHeight(min(_MOST_DETAIL, lines * self.fontMetrics().lineSpacing() + 12))
        self._detail.setVisible(self._more.isChecked())

    def _dismiss(self) -> None:
        self._timer.stop()
        self.dismissed.emit(self._message.id)

    def _word(self) -> str:
        return {
            "info": self.tr("Note"),
            "done": self.tr("Done"),
            "warning": self.tr("Warning"),
            "error": self.tr("Error"),
        }[self._message.severity]
