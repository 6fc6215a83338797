"""What there is to say and to choose of the sandbox, which has no form: there is nothing to get wrong about it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from studio.ui.widgets.switch import Switch, beside_tracks

_APART = 12


class SandboxPage(QWidget):
    """Tells what somebody wants; shows what is so only when it is told."""

    streaming_wanted = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        words = QLabel(
            self.tr(
                "The sandbox draws on this machine: without a network, without a key, and free. It is made for trying"
                " things out, so its pictures are simple."
            )
        )
        words.setWordWrap(True)
        words.setProperty("role", "muted")
        self._streaming = Switch(
            "sandboxStreamingBox", self.tr("Stream replies: words and drafts are shown as they come")
        )
        self._streaming.clicked.connect(self.streaming_wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_APART)
        column.addLayout(beside_tracks(words))
        column.addWidget(self._streaming)
        column.addStretch(1)

    def show_streaming(self, streaming: bool) -> None:
        """Show whether replies are streamed."""
        self._streaming.setChecked(streaming)
