"""What stands on the stage before the first picture: what to type, something to try, and where pictures go."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QKeySequence, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from studio.ui.actions import Action
from studio.ui.stage.place_button import PlaceButton
from studio.ui.widgets.key_hint import KeyHint
from studio.ui.widgets.picture_card import PictureCard
from studio.ui.widgets.sign import Sign

_WIDEST = 720
_NARROW = 480  # pixels under which the cards lie below each other
_GAP = 12


class Welcome(QWidget):
    """Teaches by three prompts that can be tried with one click."""

    example_chosen = Signal(str)
    """Try this prompt."""
    pictures_wanted = Signal()
    """It is looked at for the first time: the pictures of its examples are to be shown."""
    folder_wanted = Signal()
    """Show where pictures are kept."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("welcome")
        self._has_asked = False
        self._prompts = self._said_prompts()
        self._tries = self._label("", "heading")
        self._who = self._label("", "muted")
        self._drop = self._hint(
            "image", self.tr("Drop a picture anywhere here to change it or to refer to it in a prompt.")
        )
        self._place = PlaceButton(self)
        self._place.clicked.connect(self.folder_wanted)
        self._place.hide()
        self._cards = [self._card(number, prompt) for number, prompt in enumerate(self._prompts, 1)]
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(_GAP)
        for card in self._cards:
            self._row.addWidget(card)
        self._lay_out()
        self.set_provider("")

    @property
    def prompts(self) -> tuple[str, ...]:
        """What can be tried."""
        return self._prompts

    @property
    def examples(self) -> tuple[PictureCard, ...]:
        """The prompts to try, as cards."""
        return tuple(self._cards)

    @property
    def widest(self) -> int:
        """How wide it wants to be at most, in pixels."""
        return _WIDEST

    def show_pictures(self, pictures: Sequence[QImage]) -> None:
        """Show what the sandbox makes of the prompts, in their order."""
        for card, picture in zip(self._cards, pictures, strict=True):
            card.show_picture(picture)

    def set_provider(self, name: str) -> None:
        """Say who draws: the connection of this name, or with "" the sandbox."""
        sandbox = self.tr(
            "The sandbox draws these on this computer: free, offline, without a key."
            " For photographs and paintings, connect a provider."
        )
        provider = self.tr("{name} will draw what you choose; the price stands beside Generate before you send.")
        self._who.setText(provider.format(name=name) if name else sandbox)
        self._tries.setText(self.tr("Try one") if not name else self.tr("Try one, as the sandbox drew it"))

    def set_library_path(self, path: str) -> None:
        """Say in which folder the pictures are kept."""
        self._place.set_path(path)
        self._place.setVisible(bool(path))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._has_asked:
            self._has_asked = True
            self.pictures_wanted.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn(self.width() < _NARROW)

    def heightForWidth(self, width: int) -> int:
        """As high as its cards make it in this width."""
        self._turn(width < _NARROW)
        layout = self.layout()
        assert layout is not None
        return layout.totalHeightForWidth(width)

    def set_short(self, short: bool) -> None:
        """Leave out what can be missed, where there is little height."""
        self._drop.setVisible(not short)
        for card in self._cards:
            card.set_flat(short)

    def _turn(self, narrow: bool) -> None:
        direction = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if self._row.direction() != direction:
            self._row.setDirection(direction)
            for card in self._cards:
                card.set_lies(narrow)

    def _said_prompts(self) -> tuple[str, str, str]:
        return (
            self.tr("A cute baby otter wearing a tiny top hat, watercolor style"),
            self.tr("A lighthouse by the sea at sunset, with a red sailboat"),
            self.tr("A fox in a snowy forest at night"),
        )

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addStretch(2)
        column.addWidget(self._label(self.tr("Say what you want to see"), "title"))
        column.addLayout(self._how())
        column.addSpacing(16)
        column.addWidget(self._tries)
        column.addLayout(self._row)
        column.addWidget(self._who)
        column.addSpacing(16)
        column.addWidget(self._drop)
        column.addWidget(self._place)
        column.addStretch(3)

    def _how(self) -> QHBoxLayout:
        """One line with a key in it."""
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self._line(self.tr("Type below, then press")))
        row.addWidget(KeyHint(QKeySequence(Action.GENERATE.keys[0]), self))
        row.addWidget(self._line(self.tr("to generate.")))
        row.addStretch()
        return row

    def _line(self, text: str) -> QLabel:
        label = self._label(text, "muted")
        label.setWordWrap(False)
        return label

    def _hint(self, drawing: str, text: str) -> QWidget:
        hint = QWidget(self)
        row = QHBoxLayout(hint)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(Sign(drawing, "faint", hint))
        row.addWidget(self._label(text, "muted"), 1)
        return hint

    def _label(self, text: str, role: str) -> QLabel:
        label = QLabel(text, self)
        label.setProperty("role", role)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        return label

    def _card(self, number: int, prompt: str) -> PictureCard:
        card = PictureCard(prompt, self.tr("Try: {prompt}").format(prompt=prompt), self)
        card.setObjectName(f"example-{number}")
        card.clicked.connect(lambda: self.example_chosen.emit(prompt))
        return card
