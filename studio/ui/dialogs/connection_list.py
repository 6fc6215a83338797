"""The list of connections: the sandbox, which is always there, those that are saved, and one that is being added."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from studio.ui.icons import icon
from studio.ui.widgets.button import Button

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studio.profile.saved_connection import SavedConnection

NEW = ""
"""The place of the connection that is being added; None is the sandbox's, any other the id of a saved one."""
_ID = Qt.ItemDataRole.UserRole
_WIDTH = 208
_MARK = 16


class ConnectionList(QWidget):
    """Tells where somebody wants to go; goes there itself only when it is told to."""

    wanted = Signal(object)
    """A place: None, NEW or an id."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place: str | None = None
        nothing = QPixmap(_MARK, _MARK)
        nothing.fill(Qt.GlobalColor.transparent)
        self._blank = QIcon(nothing)  # so that all names begin at one line
        self.view = QListWidget()
        self.view.setObjectName("connectionsView")
        self.view.setAccessibleName(self.tr("Connections"))
        self.view.setProperty("role", "field")
        self.view.setIconSize(QSize(_MARK, _MARK))
        self.view.currentItemChanged.connect(self._moved)
        self.add = Button("addConnectionButton", self.tr("&Add connection"), "plus")
        self.add.clicked.connect(lambda: self.wanted.emit(NEW))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.view, 1)
        column.addWidget(self.add)
        self.setFixedWidth(_WIDTH)

    def show_all(self, saved: Sequence[SavedConnection], in_use: SavedConnection | None, place: str | None) -> None:
        """List everything, the one in use marked, and be at a place."""
        self._place = place
        self.view.blockSignals(True)
        self.view.clear()
        self._add(None, self.tr("Sandbox"), in_use=in_use is None)
        for each in saved:
            self._add(each.id, each.name, in_use=each == in_use)
        if place == NEW:
            self._add(NEW, self.tr("New connection"), in_use=False)
        self._go_to(place)
        self.view.blockSignals(False)

    def names(self) -> list[str]:
        """What is listed, as a screen reader says it."""
        return [str(item.data(Qt.ItemDataRole.AccessibleTextRole)) for item in self._items()]

    def _add(self, place: str | None, name: str, *, in_use: bool) -> None:
        item = QListWidgetItem(icon("check", self.palette(), "ok") if in_use else self._blank, name)
        item.setData(_ID, place)
        spoken = self.tr("{name}, in use").format(name=name) if in_use else name
        item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
        item.setSizeHint(QSize(0, 32))
        self.view.addItem(item)

    def _items(self) -> list[QListWidgetItem]:
        return [self.view.item(row) for row in range(self.view.count())]

    def _go_to(self, place: str | None) -> None:
        for row, item in enumerate(self._items()):
            if item.data(_ID) == place:
                self.view.setCurrentRow(row)

    def _moved(self, item: QListWidgetItem | None) -> None:
        wanted = item.data(_ID) if item is not None else None
        if item is None or wanted == self._place:
            return
        # Whether that place is free to go to is not for the list to say.
        self.view.blockSignals(True)
        self._go_to(self._place)
        self.view.blockSignals(False)
        self.wanted.emit(wanted)
