"""Fields to search in and to write in."""

from functools import partial

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.ui.widgets.focus_frame import FocusFrame
from studio.ui.widgets.growing_edit import GrowingEdit
from studio.ui.widgets.name_edit import NameEdit
from studio.ui.widgets.search_field import SearchField
from tests.gallery.cell import Act, Cell, Family, Row, at, disable, focus, states

_TEXT = "Warmer lamp light from the left, and the band in deep red. "


def _search(text: str = "") -> QWidget:
    field = SearchField("search", "Search conversations")
    field.setText(text)
    field.setMinimumWidth(220)
    return field


def _prompt(text: str = "", *, at_end: bool = False) -> QWidget:
    edit = GrowingEdit("prompt", 15)
    edit.hint("Describe a picture")
    edit.setPlainText(text)
    edit.limit_lines(3)
    edit.setMinimumWidth(280)
    if at_end:
        edit.moveCursor(QTextCursor.MoveOperation.End)
    frame = FocusFrame(edit)
    layout = QVBoxLayout(frame)
    layout.setContentsMargins(12, 8, 12, 8)
    layout.addWidget(edit)
    return frame


def _title() -> QWidget:
    place = QWidget()
    place.setFixedSize(220, 32)
    return place


def _type_name(place: QWidget) -> None:
    """Open the field in the place of a title; it would be gone as soon as it had lost the focus."""
    NameEdit("name", "Otter campaign", 40, place, place).open_at(place.rect())


def _rows() -> list[Row]:
    to_prompt: Act = at("prompt", focus)
    prompts = [
        Cell("empty", _prompt),
        Cell("focused", _prompt, to_prompt),
        Cell("grown", partial(_prompt, _TEXT)),
        Cell("at its limit", partial(_prompt, "\n".join(f"Line {n} of the prompt" for n in range(1, 7)), at_end=True)),
        Cell("disabled", partial(_prompt, _TEXT), disable),
    ]
    searches = states(_search, "rest", "hover", "focused", "disabled", told_by_edge=True)
    return [
        Row("Search field", [*searches, Cell("typed", partial(_search, "otter"))]),
        Row("Prompt", prompts),
        Row("Name", [Cell("typed in its place", _title, _type_name)]),
    ]


FAMILY = Family("Fields", ["search_field", "growing_edit", "focus_frame", "name_edit"], _rows)
