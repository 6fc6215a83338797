"""The row at the top: the menu, what is open, the search, where pictures come from, what was spent, what is shown."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLayout, QSizePolicy, QWidget

from studio.ui.actions import Action
from studio.ui.keys import tip_of
from studio.ui.queue.button import QueueButton
from studio.ui.search_button import LEAST, SQUARE, WIDEST, SearchButton
from studio.ui.title_name import TitleName
from studio.ui.widgets.button import Button

_HEIGHT = 44
_EDGE, _GAP = 8, 12
_LEAST_TITLE = 96
_AMPLE = 320  # pixels beside the search that are enough for a title to be cut short there
_WORDY = 1000  # pixels from which what is under way is said in words
_SEARCH_SHARE = 200  # pixels that a title leaves to the search where they are not


class TitleRow(QFrame):
    """Shows facts and asks for things; it knows nobody."""

    menu_wanted = Signal()
    title_menu_wanted = Signal()
    search_wanted = Signal()
    connections_wanted = Signal()
    compare_wanted = Signal()
    settings_wanted = Signal()
    sidebar_toggled = Signal(bool)
    gallery_toggled = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("titleRow")
        self.setProperty("role", "surface")
        self.setFixedHeight(_HEIGHT)
        self.menu_button = self._button("menuButton", Action.MENU)
        self.sidebar_button = self._toggle("sidebarButton", Action.SIDEBAR, self.tr("Conversations"))
        self.title = TitleName(self)
        self.search_button = SearchButton(self)
        self.queue_button = QueueButton(self)
        self.connection = Button("connectionState", "", "dot", "quiet", self, tint="ok", side=8)
        self.connection.setToolTip(self.tr("Where new pictures come from: connections and keys"))
        self.spent = QLabel(self)
        self.spent.setObjectName("spentToday")
        self.spent.setProperty("role", "muted")
        self.spent.hide()
        self.compare_button = self._button("compareButton", Action.COMPARE_MODE)
        self.gallery_button = self._toggle("galleryButton", Action.GALLERY, self.tr("Gallery"))
        self.settings_button = self._button("settingsButton", Action.SETTINGS)
        self._lay_out()
        self._connect()

    def set_title(self, title: str, can_rename: bool) -> None:
        """Show what the open conversation is called, and whether it can be called otherwise."""
        self.title.show_title(title, can_rename)
        self._share()

    def set_connection(self, name: str) -> None:
        """Show where new pictures come from."""
        self.connection.setText(name)
        self.connection.setAccessibleName(self.tr("Pictures come from {name}").format(name=name))
        self._share()

    def set_spent(self, text: str, explanation: str) -> None:
        """Show what was spent today; empty for nothing."""
        self.spent.setText(text)
        self.spent.setToolTip(explanation)
        self.spent.setVisible(bool(text))
        self._share()

    def set_queue(self, long: str, short: str, turns: bool, is_paused: bool) -> None:
        """Show how much is under way, in words and as a figure; empty for nothing."""
        self.queue_button.show_summary(long, short, turns=turns, is_paused=is_paused)
        self._share()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, _HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "_right"):
            self._share()

    def _button(self, name: str, action: Action) -> Button:
        button = Button(name, action.text.rstrip("…"), action.icon, "icon", self)
        button.setToolTip(tip_of(action))
        return button

    def _toggle(self, name: str, action: Action, what: str) -> Button:
        button = self._button(name, action)
        button.setAccessibleName(what)
        button.setCheckable(True)
        button.setChecked(True)
        return button

    def _lay_out(self) -> None:
        self._right = QWidget(self)
        right = QHBoxLayout(self._right)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(4)
        for widget in (
            self.queue_button,
            self.connection,
            self.spent,
            self.compare_button,
            self.gallery_button,
            self.settings_button,
        ):
            right.addWidget(widget)
        right.insertSpacing(3, 8)
        self._right.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # what is shared out now is no least width
        row.setContentsMargins(_EDGE, 0, _EDGE, 0)
        row.setSpacing(4)
        row.addWidget(self.menu_button)
        row.addWidget(self.sidebar_button)
        row.addWidget(self.title)
        self._before = QWidget(self)
        row.addWidget(self._before)
        row.addWidget(self.search_button)
        row.addStretch(1)
        row.addWidget(self._right)

    def _share(self) -> None:
        """Share the width out: the search stands in the middle of the window as far as there is room.

        It shrinks before the title does, and is a drawing only before the title gets shorter than can be read.
        """
        self.queue_button.fold(self.width() < _WORDY)
        start = _EDGE + self.menu_button.width() + self.sidebar_button.width() + 2 * 4
        end = self.width() - _EDGE - self._right.sizeHint().width() - _GAP
        room = end - start - _GAP
        wanted, beside = self.title.sizeHint().width(), (self.width() - WIDEST) // 2 - _GAP - start
        most = beside if beside >= _AMPLE else room - _SEARCH_SHARE
        title = min(wanted, max(_LEAST_TITLE, most))
        search = min(WIDEST, room - title)
        if search < LEAST:
            search = SQUARE
            title = min(wanted, max(_LEAST_TITLE, room - search))
        left = start + title + _GAP
        middle = max(left, min((self.width() - search) // 2, end - search))
        self.title.setFixedWidth(title)
        self._before.setFixedWidth(max(0, middle - start - title - 2 * 4))
        self.search_button.setFixedWidth(search)
        if (layout := self.layout()) is not None:
            layout.activate()  # at once: else everything would be seen to jump

    def _connect(self) -> None:
        self.menu_button.clicked.connect(self.menu_wanted)
        self.title.clicked.connect(self.title_menu_wanted)
        self.search_button.clicked.connect(self.search_wanted)
        self.connection.clicked.connect(self.connections_wanted)
        self.compare_button.clicked.connect(self.compare_wanted)
        self.settings_button.clicked.connect(self.settings_wanted)
        self.sidebar_button.toggled.connect(self.sidebar_toggled)
        self.gallery_button.toggled.connect(self.gallery_toggled)
