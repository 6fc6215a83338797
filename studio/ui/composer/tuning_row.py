"""A setting of a request: its control below its name, and why it cannot be chosen, where it cannot."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from studio.ui.widgets.button import HEIGHT

_NAME = 120


class TuningRow(QWidget):
    """Without a name of its own where the control shows one; `beside` puts the name before the control."""

    def __init__(self, control: QWidget, name: str = "", tip: str = "", *, beside: bool = False) -> None:
        super().__init__()
        self.control = control
        self._tip = tip
        self._why = _label("faint")
        self._name = _label("muted", name)
        self._name.setBuddy(control)
        if name:
            control.setAccessibleName(name)
        control.setToolTip(tip)
        self._lay_out(beside=beside)

    def explain(self, why: str) -> None:
        """Say why it cannot be chosen; "" where it can."""
        self.control.setEnabled(not why)
        self._why.setText(why)
        self._why.setVisible(bool(why))
        self.control.setToolTip(why or self._tip)
        self.control.setAccessibleDescription(why or self._tip)

    def _lay_out(self, *, beside: bool) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        if self._name.text():
            head.addWidget(self._name)
        below = bool(self._name.text()) and not beside
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(4)
        if beside:
            self._name.setFixedSize(_NAME, HEIGHT)
            head.addWidget(self.control, 1)
        elif not below:
            head.addWidget(self.control)
        head.addWidget(self._why, 0 if beside else 1, Qt.AlignmentFlag.AlignVCenter)
        if not beside:
            head.addStretch(0)
        whole.addLayout(head)
        if below:
            whole.addWidget(self.control)


def _label(role: str, text: str = "") -> QLabel:
    label = QLabel(text)
    label.setProperty("role", role)
    label.setVisible(bool(text))
    return label
