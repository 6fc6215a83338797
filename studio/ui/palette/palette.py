"""The search of everything: a field, and below it actions, conversations, turns and images with the words typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QListView, QVBoxLayout, QWidget

from studio.ui.actions import Action
from studio.ui.announcing import announce
from studio.ui.icons import icon
from studio.ui.keys import is_pressed
from studio.ui.palette.delegate import EntryDelegate
from studio.ui.palette.results import ENTRY, Results
from studio.ui.widgets.awaited_thumbnails import AwaitedThumbnails
from studio.ui.widgets.button import Button
from studio.ui.widgets.floating import Floating
from studio.ui.widgets.key_hint import cap_of

if TYPE_CHECKING:
    from studio.ui.palette.entries import Entry
    from studio.ui.widgets.awaited_thumbnails import MakesThumbnails

_WIDTH, _HIGHEST, _EDGE = 560, 480, 12
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -8, Qt.Key.Key_PageDown: 8}


class Palette(Floating):
    """Keeps the focus in its field; arrows go through the lines, Enter chooses one, Esc leads back."""

    asked = Signal(str)
    """Other words are typed; `show_entries` answers."""
    chosen = Signal(object)
    """This Entry, once the palette is gone."""
    announced = Signal(str)
    """What a screen reader was told."""

    def __init__(self, thumbnails: MakesThumbnails, window: QWidget) -> None:
        super().__init__("palette", window)
        self.setAccessibleName(Action.SEARCH.text)
        self._results = Results(self)
        self._moved = False  # to a line, since something was typed
        self._answered = ""  # the words whose lines are shown
        self._hurried = False  # Enter was pressed before the lines for these words were there
        self._highest = _HIGHEST
        self._field = self._make_field()
        self._list = self._make_list(AwaitedThumbnails(thumbnails, self))
        self._status = QLabel(self)
        self._status.setObjectName("paletteStatus")
        self._status.setProperty("role", "faint")
        self._choice = Button("paletteChoose", self.tr("Open"), "", "quiet", self)
        self._choice.set_cap(cap_of(QKeySequence("Return")))
        self._choice.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Enter does it
        self._choice.clicked.connect(lambda: self._choose(self._list.currentIndex()))
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 0, 0, 0)
        foot.addWidget(self._status, 1)
        foot.addWidget(self._choice)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        column.addWidget(self._field)
        column.addWidget(self._list)
        column.addLayout(foot)

    def open_below(self, above: QWidget) -> None:
        """Show it, empty, below the middle of a widget and within its window; once more, and it goes away."""
        if self.isVisible():
            self.dismiss()
            return
        window = above.window()
        width = min(_WIDTH, window.width() - 2 * _EDGE)
        self._highest = min(_HIGHEST, window.height() - above.height() - 4 * _EDGE)
        self.setFixedWidth(width)
        middle = above.mapTo(window, QPoint(above.width() // 2, 0)).x()
        left = max(_EDGE, min(middle - width // 2, window.width() - width - _EDGE))
        below = above.mapTo(window, QPoint(0, above.height())).y() + 4
        self._field.clear()
        self._hurried = False
        self._results.show_entries(())
        self._name_choice(QModelIndex())
        self._status.setText("")
        self._fit()
        self.float_at(above, QPoint(left, below), self._field, Qt.FocusReason.PopupFocusReason)
        self.asked.emit("")

    def show_entries(self, text: str, entries: Sequence[Entry]) -> None:
        """Show the lines for these words, unless others were typed meanwhile."""
        if text != self._words():
            return
        current: Entry | None = self._list.currentIndex().data(ENTRY)
        self._results.show_entries(entries)
        row = self._results.row_of(current.id) if current is not None and self._moved else 0
        self._list.setCurrentIndex(self._results.index(max(0, row)))
        self._answered = text
        self._tell(text, len(entries))
        self._fit()
        if self._hurried:
            self._hurried = False
            self._choose(self._list.currentIndex())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._take_key(event)
        return super().eventFilter(watched, event)

    def _make_field(self) -> QLineEdit:
        field = QLineEdit(self)
        field.setObjectName("paletteField")
        field.setAccessibleName(Action.SEARCH.text)
        field.setPlaceholderText(self.tr("Search prompts, images, actions"))
        field.addAction(icon(Action.SEARCH.icon, self.palette()), QLineEdit.ActionPosition.LeadingPosition)
        field.textChanged.connect(self._on_typed)
        field.installEventFilter(self)
        return field

    def _make_list(self, thumbnails: AwaitedThumbnails) -> QListView:
        view = QListView(self)
        view.setObjectName("paletteList")
        view.setAccessibleName(self.tr("Found"))
        view.setModel(self._results)
        view.setItemDelegate(EntryDelegate(thumbnails, view))
        view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        view.setFrameShape(QFrame.Shape.NoFrame)
        view.setMouseTracking(True)
        view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setProperty("role", "clear")
        view.clicked.connect(self._choose)
        view.selectionModel().currentChanged.connect(self._name_choice)
        view.entered.connect(view.setCurrentIndex)
        return view

    def _words(self) -> str:
        return " ".join(self._field.text().split())

    def _on_typed(self) -> None:
        self._moved = self._hurried = False
        if self.isVisible():
            self.asked.emit(self._words())

    def _take_key(self, event: QKeyEvent) -> bool:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self._go(step)
        elif is_pressed(Action.OPEN, event):
            self._enter()
        elif is_pressed(Action.BACK, event):
            self.dismiss()
        else:
            return event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)  # there is nowhere else to go
        return True

    def _enter(self) -> None:
        """Choose the line one is at; while the lines are still those of other words, as soon as they are not."""
        if self._answered == self._words():
            self._choose(self._list.currentIndex())
        else:
            self._hurried = True

    def _go(self, step: int) -> None:
        """Go on by some lines; one on from the last is the first."""
        rows = self._results.rowCount()
        if not rows:
            return
        row = self._list.currentIndex().row()
        row = (row + step) % rows if abs(step) == 1 else max(0, min(row + step, rows - 1))
        self._moved = True
        index = self._results.index(row)
        self._list.setCurrentIndex(index)
        self._say(index.data(Qt.ItemDataRole.AccessibleTextRole))

    def _name_choice(self, current: QModelIndex) -> None:
        """Let the button say what it opens: to a screen reader it is the way to choose a line."""
        spoken = current.data(Qt.ItemDataRole.AccessibleTextRole)
        self._choice.setVisible(bool(spoken))
        self._choice.setAccessibleName(self.tr("Open: {what}").format(what=spoken or ""))

    def _fit(self) -> None:
        """Be as high as the lines take, as far as the window leaves room; then they scroll."""
        lines = sum(self._list.sizeHintForRow(row) for row in range(self._results.rowCount()))
        self._list.setFixedHeight(lines)
        self._list.setVisible(bool(lines))
        wanted = self._column.sizeHint().height()
        if wanted > self._highest:
            self._list.setFixedHeight(max(0, lines - (wanted - self._highest)))
        self.setFixedHeight(min(wanted, self._highest))

    def _choose(self, index: QModelIndex) -> None:
        entry: Entry | None = index.data(ENTRY)
        if entry is not None:
            self.dismiss()
            self.chosen.emit(entry)

    def _tell(self, text: str, count: int) -> None:
        """Say how many there are, or that there is nothing; without words, what can be asked."""
        if not text:
            self._status.setText(self.tr("Also “exact words”, model:pro, star:3, 2026-11, before:2026-11-22"))
            return
        if count:
            said = self.tr("1 found") if count == 1 else self.tr("{count} found").format(count=count)
            self._status.setText(self.tr("{found} · ↑ ↓ to choose").format(found=said))
        else:
            said = self.tr("Nothing has the words “{text}”.").format(text=text)
            self._status.setText(said)
        self._say(said)

    def _say(self, words: str) -> None:
        announce(self, words, urgent=False)
        self.announced.emit(words)
