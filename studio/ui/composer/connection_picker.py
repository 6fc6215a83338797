"""Where the request goes; the last entry leads to the dialog of connections."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from studio.ui.composer.chip_combo import ChipCombo


class ConnectionPicker(ChipCombo):
    """Lists connections; `chosen` tells an id, None for the sandbox."""

    chosen = Signal(object)
    manage_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("connectionPicker", 72, 180, parent)
        self._current = 0
        self.setAccessibleName(self.tr("Connection"))
        self.setToolTip(self.tr("Connection: where the request goes"))
        self.activated.connect(self._take)
        self.set_connections([(None, self.tr("Sandbox"))], None)

    def set_connections(self, names: Sequence[tuple[str | None, str]], current: str | None) -> None:
        """List connections by id and name, and show the one in use."""
        self.clear()
        for connection_id, name in names:
            self.addItem(name, connection_id)
        self.insertSeparator(self.count())
        self.addItem(self.tr("Manage connections…"))
        self._current = next((place for place, (each, _) in enumerate(names) if each == current), -1)
        self.setCurrentIndex(self._current)
        self.updateGeometry()

    def _take(self, row: int) -> None:
        if row == self.count() - 1:
            self.setCurrentIndex(self._current)
            self.manage_wanted.emit()
        elif row != self._current:
            self._current = row
            self.updateGeometry()
            self.chosen.emit(self.itemData(row))
