"""What stands on the stage before the first picture: what to type, something to try, and where pictures go."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

_WIDEST = 480


class Welcome(QWidget):
    """Teaches by three prompts that can be tried with one click."""

    example_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("welcome")
        title = self._label(self.tr("Say what you want to see"), "title")
        how = self._label(
            self.tr("Type below and press Ctrl+Enter. Drop a picture in to change it or to refer to it."), "muted"
        )
        tries = self._label(self.tr("TRY ONE"), "heading")
        self._who = self._label("", "faint")
        self._place = self._label("", "faint")
        self._place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._place.hide()
        self._examples = [self._example(number, prompt) for number, prompt in enumerate(self._prompts(), 1)]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addStretch(2)
        column.addWidget(title)
        column.addWidget(how)
        column.addSpacing(16)
        column.addWidget(tries)
        for example in self._examples:
            column.addWidget(example)
        column.addSpacing(8)
        column.addWidget(self._who)
        column.addWidget(self._place)
        column.addStretch(3)
        self.set_provider("")

    def _prompts(self) -> tuple[str, str, str]:
        return (
            self.tr("A cute baby otter wearing a tiny top hat, watercolor style"),
            self.tr("A lighthouse by the sea at sunset, with a red sailboat"),
            self.tr("A fox in a snowy forest at night, line drawing"),
        )

    @property
    def examples(self) -> tuple[QPushButton, ...]:
        """The prompts to try."""
        return tuple(self._examples)

    @property
    def widest(self) -> int:
        """How wide it wants to be at most, in pixels."""
        return _WIDEST

    def set_provider(self, name: str) -> None:
        """Say who draws: the connection of this name, or with "" the sandbox."""
        sandbox = self.tr(
            "The sandbox draws these on this computer: free, offline, without a key."
            " For photographs and paintings, connect a provider."
        )
        provider = self.tr("{name} draws these; what they are expected to cost stands beside Generate.")
        self._who.setText(provider.format(name=name) if name else sandbox)

    def set_library_path(self, path: str) -> None:
        """Say in which folder the pictures are kept."""
        self._place.setText(self.tr("Pictures are kept as files in {path}").format(path=path))
        self._place.setVisible(bool(path))

    def _label(self, text: str, role: str) -> QLabel:
        label = QLabel(text, self)
        label.setProperty("role", role)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        return label

    def _example(self, number: int, prompt: str) -> QPushButton:
        button = QPushButton(self)
        button.setObjectName(f"example-{number}")
        button.setProperty("role", "example")
        button.setAccessibleName(self.tr("Try: {prompt}").format(prompt=prompt))
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        inner = QVBoxLayout(button)
        inner.setContentsMargins(12, 9, 12, 9)
        label = QLabel(prompt, button)
        label.setWordWrap(True)
        label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        inner.addWidget(label)
        button.clicked.connect(lambda: self.example_chosen.emit(prompt))
        return button
