"""The order in which Qt goes through widgets with Tab, read so that nothing else takes harm."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from collections.abc import Iterator


def focus_chain(widget: QWidget, *, forth: bool = True) -> Iterator[QWidget]:
    """All that come after a widget, or before it, once around.

    PySide takes what the steps return for children of what they were called on: all of a window hung on one another,
    and whatever was deleted took what came behind it along, such as the action in a search field. Giving each the
    parent that it has does nothing in Qt, and puts that right.
    """
    step = QWidget.nextInFocusChain if forth else QWidget.previousInFocusChain
    other = _with_own_parent(step(widget))
    while other is not None and other is not widget:
        yield other
        other = _with_own_parent(step(other))


def _with_own_parent(widget: QWidget | None) -> QWidget | None:
    if widget is not None:
        widget.setParent(widget.parentWidget())
    return widget
