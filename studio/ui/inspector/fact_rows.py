"""Names on the left and values beside them; rows come and go, their labels stay."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

if TYPE_CHECKING:
    from studio.ui.inspector.inspected_words import Row

_NAMES = 84  # pixels
INDENT = 4
"""Pixels before a value, in which the ring around stars and links that have the focus stands."""


class FactRows(QWidget):
    """Shows lines of words, and widgets in lines of their own below them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._labels: dict[str, tuple[QLabel, QLabel]] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(4)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnMinimumWidth(0, _NAMES)
        self._grid.setColumnStretch(1, 1)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these lines, and none that was shown before."""
        shown = {row.key for row in rows}
        for key, labels in self._labels.items():
            for label in labels:
                label.setVisible(key in shown)
        for place, row in enumerate(rows):
            self._show(place, row)

    def add(self, name: str, widget: QWidget, place: int) -> QLabel:
        """Show a widget in a line of its own, `place` counted from where the words end; return its name."""
        label = self._label("fact")
        label.setText(name)
        label.setBuddy(widget)
        line = 100 + place  # behind all lines of words, however many there are
        self._grid.addWidget(label, line, 0, Qt.AlignmentFlag.AlignVCenter)
        # What cannot be wider than it is would let nothing in its column be wider, were it not told where to stand.
        is_fixed = widget.sizePolicy().horizontalPolicy() == QSizePolicy.Policy.Fixed
        self._grid.addWidget(widget, line, 1, Qt.AlignmentFlag.AlignLeft if is_fixed else Qt.AlignmentFlag(0))
        return label

    def _show(self, place: int, row: Row) -> None:
        name, value = self._labels.get(row.key) or self._make(row.key)
        name.setText(row.label)
        value.setText(row.value)
        value.setToolTip(row.tip)
        value.setAccessibleName(f"{row.label}: {row.value}")
        value.setAccessibleDescription(row.tip)
        role = "warn" if row.warns else "value"
        if value.property("role") != role:
            value.setProperty("role", role)
            value.style().unpolish(value)
            value.style().polish(value)
        self._grid.addWidget(name, place, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(value, place, 1)

    def _make(self, key: str) -> tuple[QLabel, QLabel]:
        name, value = self._label("fact"), self._label("value")
        value.setObjectName(f"inspected-{key}")
        value.setWordWrap(True)
        value.setContentsMargins(INDENT, 0, 0, 0)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        value.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._labels[key] = name, value
        return name, value

    def _label(self, role: str) -> QLabel:
        label = QLabel(self)
        label.setProperty("role", role)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.show()
        return label
