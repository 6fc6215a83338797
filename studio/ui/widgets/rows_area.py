"""A list of rows that scrolls: as high as they are together up to a limit, and lower where there is less room."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QApplication, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from studio.ui.widgets.list_row import ROW, ListRow
from studio.ui.widgets.message_parts import has_focus_within

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ThingT = TypeVar("ThingT")
RowT = TypeVar("RowT", bound=ListRow)


class RowsArea(QScrollArea, Generic[RowT]):
    """Has one row for each thing by its id, for as long as the thing is there; the focus stays in the list."""

    emptied = Signal()
    """The last row had the focus and went."""

    def __init__(self, name: str, most: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._most = most
        self._rows: dict[str, RowT] = {}
        self.setObjectName(name)
        self.inside = QWidget()
        self._column = QVBoxLayout(self.inside)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.setWidget(self.inside)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        for ground in (self.inside, self.viewport()):
            ground.setAutoFillBackground(False)

    @property
    def rows(self) -> tuple[RowT, ...]:
        """The rows, in order."""
        return tuple(self._rows.values())

    def row(self, thing_id: str) -> RowT | None:
        """The row of a thing."""
        return self._rows.get(thing_id)

    def add_below(self, widget: QWidget) -> None:
        """Have something under the rows."""
        self._column.addWidget(widget)

    def set_most(self, most: int) -> None:
        """Be no higher than this."""
        self._most = most
        self.updateGeometry()

    def arrange(self, things: Mapping[str, ThingT], make: Callable[[ThingT], RowT]) -> None:
        """Have a row for each of these, in this order; the nearest that is left has the focus of one that goes."""
        old, self._rows = self._rows, {}
        for place, (thing_id, thing) in enumerate(things.items()):
            row = self._rows[thing_id] = old.get(thing_id) or self._made(make(thing))
            if self._column.indexOf(row) != place:
                self._column.insertWidget(place, row)
                row.show()
        for place, (thing_id, row) in enumerate(old.items()):
            if thing_id not in self._rows:
                self._drop(row, place)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), min(self._most, max(ROW, self._column.sizeHint().height())))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, ROW)

    def _made(self, row: RowT) -> RowT:
        row.step_wanted.connect(partial(self._step, row))
        return row

    def _drop(self, row: RowT, place: int) -> None:
        """Take a row away, once the focus is somewhere else."""
        if has_focus_within(row):
            left = self.rows
            if left:
                left[min(place, len(left) - 1)].take_focus()
            else:
                self.emptied.emit()
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _step(self, row: RowT, way: int) -> None:
        rows = self.rows
        place = rows.index(row) + way
        if 0 <= place < len(rows):
            focus = QApplication.focusWidget()
            rows[place].take_focus(focus.objectName() if focus is not None and focus is not row else "")
            self.ensureWidgetVisible(rows[place], 0, 0)
