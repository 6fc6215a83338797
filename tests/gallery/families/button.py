"""Buttons of every role, in every state."""

from functools import partial

from PySide6.QtWidgets import QWidget

from studio.ui.widgets.button import Button
from studio.ui.widgets.button_look import Role
from tests.gallery.cell import Act, Cell, Family, Row, states

_ROLES: tuple[tuple[Role, str, str], ...] = (
    ("plain", "New branch", "plus"),
    ("primary", "Generate", ""),
    ("danger", "Remove", "trash"),
    ("quiet", "Edit", "edit"),
    ("chip", "Gemini 3 Pro", "chevron-down"),
    ("dashed", "Add an image", "plus"),
    ("icon", "Settings", "settings"),
)


def _button(role: Role, words: str, drawing: str, cap: str = "") -> QWidget:
    button = Button("button", words, drawing, role)
    button.set_cap(cap)
    return button


def _busy(widget: QWidget) -> None:
    assert isinstance(widget, Button)
    widget.set_busy(True)


def _compact(widget: QWidget) -> None:
    assert isinstance(widget, Button)
    widget.set_compact()


def _row(role: Role, words: str, drawing: str) -> Row:
    make = partial(_button, role, words, drawing)
    more: list[tuple[str, Act]] = [("busy", _busy), ("compact", _compact)]
    return Row(role.capitalize(), [*states(make), *(Cell(label, make, act) for label, act in more)])


def _rows() -> list[Row]:
    keyed = partial(_button, "primary", "Generate", "", "Ctrl ⏎")
    return [*(_row(*each) for each in _ROLES), Row("With its key", states(keyed))]


FAMILY = Family("Button", ["button"], _rows)
