"""A field for a number that may be left to the provider."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDoubleValidator, QFocusEvent, QIntValidator, QKeyEvent
from PySide6.QtWidgets import QLineEdit

_STEPS = 20  # from the least to the most of what has decimals


class NumberEdit(QLineEdit):
    """Empty for the provider's own; takes effect while it is typed, and leaves nothing standing that has none.

    The arrow keys step; the separator of decimals is that of the language, or a point.
    """

    edited = Signal(object)
    """The number, None for the provider's own."""

    def __init__(self, name: str, least: float, most: float, *, decimals: int = 0) -> None:
        super().__init__()
        self.setObjectName(name)
        self._least, self._most, self._decimals = least, most, decimals
        self._value: float | None = None
        if decimals:
            validator = QDoubleValidator(least, most, decimals, self)
            validator.setNotation(QDoubleValidator.Notation.StandardNotation)
            self.setValidator(validator)
        else:
            self.setValidator(QIntValidator(int(least), int(most), self))
        self.textChanged.connect(self._take)

    def limit(self, most: float) -> None:
        """Take no more than this."""
        self._most = most
        validator = self.validator()
        if isinstance(validator, QDoubleValidator):
            validator.setTop(most)

    def show_value(self, value: float | None) -> None:
        """Show a number; tells nobody."""
        if value != self._value:
            self._show(value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()))
        if step is not None and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self._step(step)
        elif event.text() == "." and self._decimals:
            self.insert(self.locale().decimalPoint())
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._show(self._value)  # what was begun and is no number that can be sent goes

    def _step(self, step: int) -> None:
        size = (self._most - self._least) / _STEPS if self._decimals else 1
        middle = self._most if self._decimals else max(self._least, 0)
        value = middle if self._value is None else self._value + step * size
        value = max(self._least, min(self._most, round(value, self._decimals)))
        self._show(value if self._decimals else int(value))
        self.edited.emit(self._value)

    def _show(self, value: float | None) -> None:
        self._value = value
        was_blocked = self.blockSignals(True)
        self.setText(self._text(value))
        self.blockSignals(was_blocked)

    def _take(self, text: str) -> None:
        if text and not self.hasAcceptableInput():
            return
        number, _ = self.locale().toDouble(text) if text else (None, True)
        self._value = number if number is None or self._decimals else int(number)
        self.edited.emit(self._value)

    def _text(self, value: float | None) -> str:
        if value is None:
            return ""
        if not self._decimals:
            return str(value)
        point = self.locale().decimalPoint()
        return self.locale().toString(float(value), "f", self._decimals).rstrip("0").removesuffix(point)
