"""A prompt to be read and copied from: its first lines, and all of it where somebody asks."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from studio.ui.widgets.link_button import LinkButton

_LINES = 4


class PromptText(QWidget):
    """Cut after some lines; a button shows the rest, for as long as the text stays the same."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = _Text(self)
        self._more = LinkButton("inspectorPromptMore", self)
        self._more.clicked.connect(self._turn)
        self._text.laid_out.connect(self._fit)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._text)
        column.addWidget(self._more)

    def show_text(self, text: str) -> None:
        """Show a prompt; one that is shown already stays as it is."""
        if text != self._text.toPlainText():
            self._text.setPlainText(text)
            self._text.is_whole = False
        self._fit()

    def _turn(self) -> None:
        self._text.is_whole = not self._text.is_whole
        self._fit()

    def _fit(self) -> None:
        self._text.fit()
        is_whole = self._text.is_whole
        self._more.setVisible(self._text.is_long)
        self._more.set_whole(self.tr("Show less") if is_whole else self.tr("Show all"))


class _Text(QPlainTextEdit):
    """Text that does not scroll: it is as high as what is shown of it."""

    laid_out = Signal()
    """It may have another number of lines."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.is_whole = False
        self.setObjectName("inspectorPrompt")
        self.setAccessibleName(self.tr("Prompt of the picture"))
        self.setReadOnly(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(0)
        self.document().documentLayout().documentSizeChanged.connect(self.laid_out)

    @property
    def is_long(self) -> bool:
        """Whether it has more lines than are shown at first."""
        return self._lines() > _LINES

    def fit(self) -> None:
        """Be as high as what is shown."""
        lines = self._lines() if self.is_whole else min(self._lines(), _LINES)
        height = max(1, lines) * self.fontMetrics().lineSpacing()
        if height != self.height():
            self.setFixedHeight(height)
        if not self.is_whole:
            self.verticalScrollBar().setValue(0)

    def minimumSizeHint(self) -> QSize:
        return QSize(40, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.laid_out.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # it scrolls what it stands in

    def _lines(self) -> int:
        return round(self.document().size().height())
