"""A field in which one of a few things is chosen: from its menu, or with the arrow keys without opening it."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.ui.widgets.menu_button import Choice, MenuButton


class Select(MenuButton):
    """Knows its entries; `chosen` tells a value when a person takes another one."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent, role="field", narrowest=96)
        self._entries: list[Choice] = []
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._only: frozenset[object] | None = None
        self.offer(self._offered)
        self.chosen.connect(self.choose)

    def add(self, value: object, text: str) -> None:
        """Offer one more; the first one is chosen until another is."""
        self._entries.append(Choice(value, text))
        if len(self._entries) == 1:
            self.choose(value)

    def values(self) -> list[object]:
        """What is offered."""
        return [entry.value for entry in self._offered()]

    def offer_only(self, values: Iterable[object] | None) -> None:
        """Offer of all entries these alone, and what is chosen; None for all of them."""
        self._only = None if values is None else frozenset(values)

    def choose(self, value: object) -> None:
        """Show a value as chosen; tells nobody, and leaves things as they are for one that is not offered."""
        for entry in self._entries:
            if entry.value == value:
                self.show_chosen(value, entry.text)

    def _offered(self) -> list[Choice]:
        only = self._only
        return [each for each in self._entries if only is None or each.value in only or each.value == self.value]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        entries = self._offered()
        last = len(entries) - 1
        place = next((n for n, entry in enumerate(entries) if entry.value == self.value), 0)
        target = {
            Qt.Key.Key_Up: max(0, place - 1),
            Qt.Key.Key_Down: min(last, place + 1),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }.get(Qt.Key(event.key()))
        if target is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier or not entries:
            super().keyPressEvent(event)
        elif target != place:
            self.chosen.emit(entries[target].value)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # scrolling past must not change it
