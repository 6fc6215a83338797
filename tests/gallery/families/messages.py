"""What passes by itself, and what stays beside what it is about."""

from functools import partial

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from studio.ui.widgets.inline_message import InlineMessage
from studio.ui.widgets.message_parts import Tone
from studio.ui.widgets.toast import Toast
from studio.ui.widgets.toast_stack import ToastStack
from tests.gallery.cell import Cell, Family, Row, at, focus, hover

_LONG = 100_000.0  # seconds: longer than a picture takes
_TOASTS: tuple[tuple[Tone, str, tuple[str, ...]], ...] = (
    ("ok", "Moved to the trash.", ("Undo",)),
    ("info", "Copied.", ()),
    ("warn", "The picture is smaller than what was asked for.", ()),
    ("bad", "Not saved: the disk is full.", ("Choose another folder",)),
)
_INLINE: tuple[tuple[Tone, str, str, tuple[str, ...]], ...] = (
    ("info", "A newer version can be had.", "", ()),
    ("ok", "The connection works.", "", ()),
    ("warn", "It may have been charged: nobody knows how this request ended.", "HTTP 500\nINTERNAL", ("Ask again",)),
    ("bad", "The key was refused. Nothing was charged.", "HTTP 401\nUNAUTHENTICATED", ("Set the key",)),
)


def _framed(toast: QWidget) -> QWidget:
    """With room for the shadow that it casts."""
    whole = QWidget()
    QVBoxLayout(whole).addWidget(toast)
    return whole


def _toast(tone: Tone, text: str, actions: tuple[str, ...]) -> QWidget:
    toast = Toast(tone, text, actions, _LONG)
    toast.fit(toast.sizeHint().width())
    return _framed(toast)


def _stack() -> QWidget:
    area = QWidget()
    area.setFixedSize(440, 200)
    stack = ToastStack(area, [area])
    for tone, text, actions in _TOASTS[:3]:
        stack.add(Toast(tone, text, actions, _LONG))
    return area


def _inline(tone: Tone, text: str, detail: str, actions: tuple[str, ...]) -> QWidget:
    message = InlineMessage(tone, text, detail, actions)
    message.setFixedWidth(576)
    return message


def _open(widget: QWidget) -> None:
    assert isinstance(widget, QPushButton)
    widget.click()


def _rows() -> list[Row]:
    undo = partial(_toast, *_TOASTS[0])
    failed = partial(_inline, *_INLINE[3])
    return [
        Row("Toast", [Cell(each[0], partial(_toast, *each)) for each in _TOASTS]),
        Row(
            "Toast with a way back",
            [
                Cell("rest", undo),
                Cell("hover", undo, at("toastAction0", hover)),
                Cell("focused", undo, at("toastAction0", focus), is_ringed=True),
            ],
        ),
        Row("Toasts over the stage", [Cell("the newest below", _stack)]),
        Row(
            "Inline message",
            [
                *(Cell(each[0], partial(_inline, *each)) for each in _INLINE),
                Cell("details", failed, at("messageDetailButton", _open)),
                Cell("focused", failed, at("messageAction0", focus), is_ringed=True),
            ],
        ),
    ]


FAMILY = Family("Messages", ["toast", "toast_stack", "inline_message"], _rows)
