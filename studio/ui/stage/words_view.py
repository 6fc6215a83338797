"""Text of any length in the thread: to be read, selected and copied; folded when it is long."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from studio.ui.tokens import tokens_of
from studio.ui.widgets.button import Button

_GAP = 4
_MOST_FOLDED = 4_000  # characters laid out while folded; a label takes its time over more


class WordsView(QWidget):
    """A selectable text of `pixels` size; more than `most_lines` lines are folded behind a button."""

    gained_stop = Signal()
    """There is a button now that the focus can go to."""

    def __init__(self, pixels: int, most_lines: int, *, quiet: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self._names: tuple[str, ...] = ()
        self._pixels, self._quiet = pixels, quiet
        self._line = round(pixels * 1.43)
        self._most = most_lines * self._line
        self._open = False
        self._label = QLabel(self)
        self._label.setWordWrap(True)
        self._label.setTextFormat(Qt.TextFormat.RichText)
        self._label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._label.setCursor(Qt.CursorShape.IBeamCursor)
        self._fold: Button | None = None  # few texts are long, and a step is to be made quickly
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def text(self) -> str:
        """The whole text."""
        return self._text

    @property
    def fold_button(self) -> Button | None:
        """Shows all of a long text, and less of it again; None as long as there was no long one."""
        return self._fold

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """What the focus can go to."""
        return (self._fold,) if self._fold is not None else ()

    def set_name(self, name: str) -> None:
        """What this text is called in the tree of objects."""
        self._label.setObjectName(name)

    def show_text(self, text: str, names: Sequence[str] = ()) -> None:
        """Show a text; the names of inputs in it are told apart by colour."""
        if (text, tuple(names)) == (self._text, self._names):
            return
        self._open = self._open and bool(self._text) and text.startswith(self._text)  # what grows stays unfolded
        self._text, self._names = text, tuple(names)
        self._label.setAccessibleName(text)
        self._write()

    def _write(self) -> None:
        shown = self._text if self._open else self._text[:_MOST_FOLDED]
        escaped = html.escape(shown)
        tokens = tokens_of(self.palette())
        for name in self._names:
            called = html.escape(name if name.startswith("@") else f"@{name}")
            pattern = rf"{re.escape(called)}(?!\w)"
            escaped = re.sub(pattern, f'<span style="color:{tokens.accent}">{called}</span>', escaped)
        colour = tokens.muted if self._quiet else tokens.text
        style = f"white-space:pre-wrap; font-size:{self._pixels}px; line-height:{self._line}px; color:{colour}"
        self._label.setText(f'<p style="margin:0; {style}">{escaped}</p>')
        self._label_fold()
        self.updateGeometry()
        self._arrange()

    def _label_fold(self) -> None:
        if self._fold is not None:
            self._fold.setText(self.tr("Show less") if self._open else self.tr("Show all"))

    def _folding(self) -> Button:
        """The button, made when it is first needed."""
        if self._fold is None:
            self._fold = Button("foldButton", role="quiet", parent=self)
            self._fold.set_compact()
            self._fold.clicked.connect(self._toggle)
            self._label_fold()
            self.gained_stop.emit()
        return self._fold

    def _toggle(self) -> None:
        self._open = not self._open
        self._write()

    def _whole_height(self, width: int) -> int:
        return self._label.heightForWidth(max(1, width))

    def _is_long(self, width: int) -> bool:
        return self._whole_height(width) > self._most + self._line or len(self._text) > _MOST_FOLDED

    def hasHeightForWidth(self) -> bool:
        """Narrow text is higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of the lines that are shown, and of the button."""
        if not self._is_long(width):
            return self._whole_height(width)
        text = self._whole_height(width) if self._open else self._most
        return text + _GAP + self._folding().sizeHint().height()

    def sizeHint(self) -> QSize:
        """As wide as it may be."""
        return QSize(480, self.heightForWidth(480))

    def minimumSizeHint(self) -> QSize:
        """A few words wide."""
        return QSize(80, self._line)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        width = self.width()
        long = self._is_long(width)
        if self._fold is not None:
            self._fold.setVisible(long)
        button = self._folding().sizeHint() if long else QSize()
        text = self.heightForWidth(width) - (button.height() + _GAP if long else 0)
        self._label.setGeometry(0, 0, width, text)
        if long:
            self._folding().setGeometry(-8, text + _GAP, button.width(), button.height())
            self._folding().show()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._text:
            self._write()
