"""What a toast and an inline message are made of: a sign in the colour of what it tells, text, buttons."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from studio.ui.icons import Tint
from studio.ui.widgets.button import Button
from studio.ui.widgets.button_look import Role
from studio.ui.widgets.sign import Sign

Tone = Literal["info", "ok", "warn", "bad"]

_LOOKS: dict[Tone, tuple[str, Tint]] = {
    "info": ("info", "muted"),
    "ok": ("check", "ok"),
    "warn": ("warning", "warn"),
    "bad": ("warning", "bad"),
}


def tone_sign(tone: Tone, parent: QWidget) -> Sign:
    """The drawing of a tone; the words beside it say the same."""
    drawing, tint = _LOOKS[tone]
    return Sign(drawing, tint, parent)


def plain_label(text: str, name: str, parent: QWidget) -> QLabel:
    """A label for words of servers and names of files, which may look like markup."""
    label = QLabel(text, parent)
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def push_button(label: str, name: str, role: Role, act: Callable[[], None], parent: QWidget) -> Button:
    """A button that tells what it does by its words."""
    button = Button(name, label, role=role, parent=parent)
    button.clicked.connect(lambda: act())
    return button


def close_button(name: str, spoken: str, tip: str, act: Callable[[], None], parent: QWidget) -> Button:
    """The way out of a message."""
    button = Button(name, spoken, "close", "icon", parent)
    button.setToolTip(tip)
    button.clicked.connect(lambda: act())
    return button


def has_focus_within(widget: QWidget) -> bool:
    """Whether the focus is on a widget or on something in it."""
    focus = QApplication.focusWidget()
    return focus is not None and (focus is widget or widget.isAncestorOf(focus))
