"""Where the request goes; the last entry leads to the dialog of connections."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from studio.ui.widgets.menu_button import Choice, MenuButton

_MANAGE = object()
_NARROWEST, _WIDEST = 72, 180


class ConnectionPicker(MenuButton):
    """Lists connections; `connection_chosen` tells an id, None for the sandbox."""

    connection_chosen = Signal(object)
    manage_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("connectionPicker", parent, above=True, narrowest=_NARROWEST, widest=_WIDEST)
        self._names: Sequence[tuple[str | None, str]] = ()
        self.setAccessibleName(self.tr("Connection"))
        self.setToolTip(self.tr("Connection: where the request goes"))
        self.offer(self._entries)
        self.chosen.connect(self._take)
        self.set_connections([(None, self.tr("Sandbox"))], None)

    def set_connections(self, names: Sequence[tuple[str | None, str]], current: str | None) -> None:
        """List connections by id and name, and show the one in use."""
        self._names = names
        self.show_chosen(current, dict(names).get(current, ""))

    def _entries(self) -> list[Choice | None]:
        connections = [Choice(each, name) for each, name in self._names]
        return [*connections, None, Choice(_MANAGE, self.tr("Manage connections…"), deed=True)]

    def _take(self, value: object) -> None:
        if value is _MANAGE:
            self.manage_wanted.emit()
        elif value != self.value and (value is None or isinstance(value, str)):
            self.set_connections(self._names, value)
            self.connection_chosen.emit(value)
