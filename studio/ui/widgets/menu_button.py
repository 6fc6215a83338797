"""A button that says what is chosen and opens the choice, above itself or below."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QActionGroup, QGuiApplication, QIcon, QKeyEvent, QPainter
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from studio.ui.icons import icon
from studio.ui.widgets.button import Button, Part
from studio.ui.widgets.button_look import Look, Role
from studio.ui.widgets.menu import Menu
from studio.ui.widgets.popup_place import popup_place

Glyph = Callable[[QPainter, QRect, str], None]
"""Draws a little shape into a square in a colour."""

_CHEVRON, _GLYPH = 12, 16


class Choice(NamedTuple):
    """One entry of the menu; of several only one is chosen, unless it is a `deed`, which leads elsewhere."""

    value: object
    text: str
    deed: bool = False


class MenuButton(Button):
    """Shows a little shape, if it has one, what is chosen, and the sign that there is more behind it.

    Its accessible name says what is chosen from, its description what is chosen.
    """

    chosen = Signal(object)
    """The value of an entry that was taken."""

    def __init__(
        self,
        name: str,
        parent: QWidget | None = None,
        *,
        role: Role = "chip",
        above: bool = False,
        narrowest: int | None = None,
        widest: int | None = None,
    ) -> None:
        """As wide as its words; between `narrowest` and `widest` pixels, where they are given."""
        super().__init__(name, role=role, parent=parent)
        self._spreads = True
        self._chevron = True
        self._glyph: Glyph | None = None
        self._told = ""
        self._above = above
        self._narrowest, self._widest = narrowest, widest
        self._choices: Callable[[], Sequence[Choice | None]] | None = None
        self._value: object = None
        self._menu: Menu | None = None
        across = QSizePolicy.Policy.Fixed if narrowest is None else QSizePolicy.Policy.Maximum
        self.setSizePolicy(across, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self.open)

    def offer(self, choices: Callable[[], Sequence[Choice | None]]) -> None:
        """Take the entries, which are asked for whenever the menu is opened; None is a line between groups."""
        self._choices = choices

    @property
    def value(self) -> object:
        """What is chosen."""
        return self._value

    def show_chosen(self, value: object, text: str, glyph: Glyph | None = None) -> None:
        """Say what is chosen; tells nobody."""
        self._value, self._glyph = value, glyph
        self.setText(text)
        self.setAccessibleDescription(self._told)
        self.updateGeometry()
        self.update()

    def show_bare(self, bare: bool) -> None:
        """Show the drawing alone, or words with the sign behind them."""
        self._chevron = not bare
        self.updateGeometry()
        self.update()

    def setText(self, text: str) -> None:
        QPushButton.setText(self, text)  # it says what is chosen, not what the button is called

    def setAccessibleDescription(self, description: str) -> None:
        self._told = description
        parts = [part for part in (self.text(), description) if part]
        super().setAccessibleDescription(". ".join(parts))

    def sizeHint(self) -> QSize:
        size = super().sizeHint()
        if not self._chevron:
            return QSize(size.height(), size.height())
        width = size.width()
        if self._widest is not None:
            width = min(width, self._widest)
        return QSize(max(width, self._narrowest or 0), size.height())

    def minimumSizeHint(self) -> QSize:
        size = self.sizeHint()
        if self._narrowest is None or not self._chevron:
            return size
        return QSize(min(self._narrowest, size.width()), size.height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        opens = event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and not event.modifiers() & ~_OPENING
        if opens:
            self.click()
        else:
            super().keyPressEvent(event)

    def open(self) -> None:
        """Show the entries; what is chosen is marked."""
        if self._choices is None:
            return
        if self._menu is not None:
            self._menu.deleteLater()
        menu = self._menu = Menu(f"{self.objectName()}Menu", self)
        menu.setAccessibleName(self.accessibleName())
        menu.setMinimumWidth(self.width())
        group = QActionGroup(menu)
        for choice in self._choices():
            if choice is None:
                menu.addSeparator()
            else:
                self._add(menu, group, choice)
        menu.popup(popup_place(self, menu.sizeHint(), above=self._above))

    def _add(self, menu: Menu, group: QActionGroup, choice: Choice) -> None:
        action = menu.addAction(choice.text.replace("&", "&&"))
        action.setData(choice.value)
        action.triggered.connect(lambda: self.chosen.emit(choice.value))
        if choice.deed:
            return
        action.setCheckable(True)
        action.setChecked(choice.value == self._value)
        group.addAction(action)
        if action.isChecked():
            menu.setActiveAction(action)

    def _parts(self) -> list[Part]:
        parts = super()._parts()
        if self._glyph is not None:
            parts.insert(0, Part(_GLYPH, self._draw_glyph))
        if self._chevron:
            parts.append(Part(_CHEVRON, self._draw_chevron))
        return parts

    def _draw_glyph(self, painter: QPainter, place: QRect, look: Look) -> None:
        square = QRect(0, 0, _GLYPH, _GLYPH)
        square.moveCenter(place.center())
        if self._glyph is not None:
            self._glyph(painter, square, look.ink)

    def _draw_chevron(self, painter: QPainter, place: QRect, look: Look) -> None:
        mode = QIcon.Mode.Normal if self.isEnabled() else QIcon.Mode.Disabled
        square = QRect(0, 0, _CHEVRON, _CHEVRON)
        square.moveCenter(place.center())
        drawing = icon("chevron-down", QGuiApplication.palette(), look.tint)
        drawing.paint(painter, square, Qt.AlignmentFlag.AlignCenter, mode)


_OPENING = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.KeypadModifier
