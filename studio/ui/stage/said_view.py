"""All of what went wrong with one turn, beneath the tiles: what, money, advice, every way to mend it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from studio.ui.widgets.button import Button

if TYPE_CHECKING:
    from studio.ui.stage.asked import Kit
    from studio.ui.stage.tile_face import Face

_SELECTABLE = Qt.TextInteractionFlag.TextSelectableByMouse


class SaidView(QFrame):
    """The whole of a failure, to be read, copied and mended."""

    closed = Signal()

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self._turn_id = ""
        self._face: Face | None = None
        self.setObjectName("failureDetails")
        self.setProperty("role", "raised")
        self._lines: dict[str, QLabel] = {}
        self._buttons: list[Button] = []

    def _build(self) -> None:
        """Make what is in it: most steps never tell of a failure."""
        self._lines = {name: self._line(name) for name in ("title", "money", "advice", "detail")}
        self._close = Button("closeDetails", self.tr("Close the details"), "close", "icon", self)
        self._close.clicked.connect(self.closed)
        self._fixes = QHBoxLayout()
        self._fixes.setSpacing(8)
        self._lay_out()

    def _lay_out(self) -> None:
        texts = QVBoxLayout()
        texts.setSpacing(4)
        for label in self._lines.values():
            texts.addWidget(label)
        texts.addSpacing(4)
        texts.addLayout(self._fixes)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 10, 8, 12)
        row.addLayout(texts, 1)
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)

    def _line(self, name: str) -> QLabel:
        label = QLabel(self)
        label.setObjectName(f"said-{name}")
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setTextInteractionFlags(_SELECTABLE)
        label.setProperty("role", "faint" if name == "detail" else "muted")
        return label

    @property
    def buttons(self) -> tuple[Button, ...]:
        """The ways to mend it, and the way out."""
        return (*self._buttons, self._close) if self._lines else ()

    @property
    def turn_id(self) -> str:
        """Whose failure it is."""
        return self._turn_id

    def show_face(self, turn_id: str, face: Face) -> None:
        """Tell all of a face that is over."""
        if (turn_id, face) == (self._turn_id, self._face):
            return
        if not self._lines:
            self._build()
        self._turn_id, self._face = turn_id, face
        for name, label in self._lines.items():
            text = str(getattr(face, name))
            label.setText(text)
            label.setVisible(bool(text))
        title = self._lines["title"]
        title.setProperty("role", face.tone)
        title.style().unpolish(title)
        title.style().polish(title)
        self.setAccessibleName(face.sentence)
        self._offer(face)

    def _offer(self, face: Face) -> None:
        while (item := self._fixes.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._buttons = []
        for fix in face.fixes:
            button = Button(f"fix-{fix.name.lower()}", self._kit.words.fix(fix), parent=self)
            button.set_compact()
            button.clicked.connect(lambda _=False, fix=fix: self._kit.asked.fix.emit(fix, self._turn_id))
            self._fixes.addWidget(button)
            self._buttons.append(button)
        self._fixes.addStretch(1)
