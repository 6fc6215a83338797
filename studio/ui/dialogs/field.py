"""One field of a form: a control below its label, with a hint and, when it is refused, the reason below it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from studio.ui.widgets.button import HEIGHT

_LABEL = 152


class Field(QWidget):
    """A labelled control; whoever cannot see where the reason stands hears it with the control."""

    def __init__(
        self, label: str, control: QWidget, hint: str = "", *, target: QWidget | None = None, beside: bool = False
    ) -> None:
        """`target` is the widget in the control that has the focus, where that is not the control itself.

        The label stands above the control, or `beside` it, so that all controls of a list begin at one line.
        """
        super().__init__()
        self.control = target or control
        self._hint = _words(hint, "faint")
        self._reason = _words("", "bad")
        name = QLabel(label)
        name.setProperty("role", "muted")
        name.setBuddy(self.control)
        if not self.control.accessibleName():
            self.control.setAccessibleName(label.replace("&", ""))
        self.control.setAccessibleDescription(hint)
        self._lay_out(name, control, beside=beside)

    def _lay_out(self, name: QLabel, control: QWidget, *, beside: bool) -> None:
        column = self._column = QVBoxLayout()
        column.setSpacing(4)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(16)
        if beside:
            name.setProperty("role", "")
            name.setWordWrap(True)
            name.setFixedWidth(_LABEL)
            name.setMinimumHeight(HEIGHT)
            whole.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
        else:
            column.addWidget(name)
        for each in (control, self._hint, self._reason):
            column.addWidget(each)
        whole.addLayout(column, 1)

    @property
    def reason(self) -> str:
        """Why the field is refused; "" when it is not."""
        return self._reason.text()

    def set_hint(self, hint: str, role: str = "faint") -> None:
        """Say something else below the control; `role` is "faint", or "warn" for what should not be overlooked."""
        self._hint.setProperty("role", role)
        restyle(self._hint)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        self.control.setAccessibleDescription(self.reason or hint)

    def add_below(self, widget: QWidget) -> None:
        """Put something more below the control, where it begins."""
        self._column.addWidget(widget, 0, Qt.AlignmentFlag.AlignLeft)

    def refuse(self, reason: str) -> None:
        """Say why the control cannot be as it is; "" takes it back."""
        if reason == self.reason:
            return
        self._reason.setText(reason)
        self._reason.setVisible(bool(reason))
        self.control.setAccessibleDescription(reason or self._hint.text())
        self.control.setProperty("bad", bool(reason))
        restyle(self.control)


def restyle(widget: QWidget) -> None:
    """Let the style sheet look again at the properties of a widget."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def _words(text: str, role: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setProperty("role", role)
    label.setVisible(bool(text))
    return label
