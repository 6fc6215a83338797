"""The card over a turn of the tree: its image, its prompt and what changed in it, and how it came about."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from studio.ui.tokens import tokens_of
from studio.ui.widgets.picture_paint import paint_empty, paint_picture

if TYPE_CHECKING:
    from studio.library.records import Image
    from studio.ui.widgets.awaited_thumbnails import AwaitedThumbnails

_SIDE, _TEXT = 128, 264  # pixels of the picture, and of the width of the words
_FLAT = 0.4  # pictures flatter than this have that height all the same


class CardText(NamedTuple):
    """What a card says: `prompt` as rich text; `before`, `status`, `facts` and `way_on` are lines, "" for none."""

    prompt: str
    before: str
    status: str
    tone: str
    facts: str
    way_on: str = ""


class TreeCard(QFrame):
    """Looked at only: the pointer goes through it, and a screen reader hears the same from the turn itself."""

    def __init__(self, thumbnails: AwaitedThumbnails, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("treeCard")
        self.setProperty("role", "toast")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._picture = _CardPicture(thumbnails, self)
        self._prompt = self._label("treeCardPrompt", "")
        self._before = self._label("treeCardBefore", "faint")
        self._status = self._label("treeCardStatus", "warn")
        self._facts = self._label("treeCardFacts", "faint")
        self._way_on = self._label("treeCardWayOn", "muted")
        self._lines = (self._before, self._status, self._facts, self._way_on)
        words = QVBoxLayout()
        words.setSpacing(4)
        for label in (self._prompt, *self._lines):
            words.addWidget(label)
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 8, 12, 8)
        row.setSpacing(12)
        row.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words)
        self.hide()

    def tell(self, text: CardText, image: Image | None) -> None:
        """Show this, and be as large as it takes."""
        self._picture.show_image(image)
        self._picture.setVisible(image is not None)
        self._prompt.setText(text.prompt)
        if self._status.property("role") != text.tone:
            self._status.setProperty("role", text.tone)
            self._status.style().unpolish(self._status)
            self._status.style().polish(self._status)
        for label, words in zip(self._lines, (text.before, text.status, text.facts, text.way_on), strict=True):
            label.setText(words)
            label.setVisible(bool(words))
        for label in (self._prompt, *self._lines):
            label.ensurePolished()  # sizes are of the style sheet, which would come with the first paint
            label.setFixedHeight(max(0, label.heightForWidth(_TEXT)))  # -1 where it says nothing
        self.adjustSize()

    def _label(self, name: str, role: str) -> QLabel:
        label = QLabel(self)
        label.setObjectName(name)
        label.setProperty("role", role)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.RichText if name == "treeCardPrompt" else Qt.TextFormat.PlainText)
        label.setFixedWidth(_TEXT)
        return label


class _CardPicture(QWidget):
    """The whole image, as large as there is room for."""

    def __init__(self, thumbnails: AwaitedThumbnails, parent: QWidget) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._image: Image | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_image(self, image: Image | None) -> None:
        """Show another one."""
        self._image = image
        size = QSizeF(image.width or 1, image.height or 1) if image is not None else QSizeF(1, 1)
        fitted = size.scaled(QSizeF(_SIDE, _SIDE), Qt.AspectRatioMode.KeepAspectRatio)
        least = _SIDE * _FLAT
        self.setFixedSize(QSize(round(max(least, fitted.width())), round(max(least, fitted.height()))))
        self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        tokens, rect = tokens_of(self.palette()), QRectF(self.rect())
        pixmap = self._thumbnails.get(self._image, 2 * _SIDE, self) if self._image is not None else None
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if pixmap is None:
            paint_empty(painter, rect, tokens)
        else:
            paint_picture(painter, rect, pixmap, tokens.radius)
