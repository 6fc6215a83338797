"""What a toast and an inline message are made of: a sign in the colour of what it tells, text, buttons."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from studio.ui.icons import Tint, icon

Tone = Literal["info", "ok", "warn", "bad"]

_SIGN = 16
_LOOKS: dict[Tone, tuple[str, Tint]] = {
    "info": ("info", "muted"),
    "ok": ("check", "ok"),
    "warn": ("warning", "warn"),
    "bad": ("warning", "bad"),
}


class ToneSign(QLabel):
    """The drawing of a tone; it follows the theme. The words beside it say the same."""

    def __init__(self, tone: Tone, parent: QWidget) -> None:
        super().__init__(parent)
        self._tone: Tone = tone
        self.setFixedSize(_SIGN, _SIGN)
        self._draw()

    def _draw(self) -> None:
        drawing, tint = _LOOKS[self._tone]
        pixmap = icon(drawing, self.palette(), tint).pixmap(QSize(_SIGN, _SIGN), self.devicePixelRatioF())
        self.setPixmap(pixmap)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()
        super().changeEvent(event)


def plain_label(text: str, name: str, parent: QWidget) -> QLabel:
    """A label for words of servers and names of files, which may look like markup."""
    label = QLabel(text, parent)
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def push_button(label: str, name: str, role: str, act: Callable[[], None], parent: QWidget) -> QPushButton:
    """A button that tells what it does by its words."""
    button = QPushButton(label, parent)
    button.setObjectName(name)
    button.setAccessibleName(label)
    button.setProperty("role", role)
    button.clicked.connect(lambda: act())
    return button


def close_button(name: str, spoken: str, tip: str, act: Callable[[], None], parent: QWidget) -> QPushButton:
    """The way out of a message."""
    button = push_button("", name, "icon", act, parent)
    button.setIcon(icon("close", parent.palette()))
    button.setAccessibleName(spoken)
    button.setToolTip(tip)
    return button


def has_focus_within(widget: QWidget) -> bool:
    """Whether the focus is on a widget or on something in it."""
    focus = QApplication.focusWidget()
    return focus is not None and (focus is widget or widget.isAncestorOf(focus))
