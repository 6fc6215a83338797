"""The button that sends, with its key written on it."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.ui.actions import Action
from studio.ui.widgets.button import GAP, Button
from studio.ui.widgets.key_hint import cap_of, cap_width

_KEYS = QKeySequence(Action.GENERATE.keys[0])


class GenerateButton(Button):
    """Says what it does, by which key, and when it cannot, why."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("generateButton", role="primary", parent=parent)
        self.setText(self.tr("Generate"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_count(self, count: int) -> None:
        """Say how many pictures will be paid for, where it is more than one."""
        self.setText(self.tr("Generate {count}").format(count=count) if count > 1 else self.tr("Generate"))

    def set_lack(self, lack: str) -> None:
        """Be usable, or say why not."""
        self.setEnabled(not lack)
        key = _KEYS.toString(QKeySequence.SequenceFormat.NativeText)
        self.setToolTip(lack or self.tr("Send the prompt ({key})").format(key=key))
        self.setAccessibleDescription(lack or key)

    def show_key(self, shown: bool) -> None:
        """Write the key on the button, or leave it away for want of room."""
        self.set_cap(cap_of(_KEYS) if shown else "")

    @property
    def bare_width(self) -> int:
        """How wide it is without the key, in pixels."""
        width = self.sizeHint().width()
        return width - GAP - round(cap_width(cap_of(_KEYS), self.font())) if self.has_cap else width
