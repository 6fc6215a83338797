"""The row at the top: the menu, what is open, where pictures come from and what was spent today, what is shown."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from studio.ui.icons import icon
from studio.ui.widgets.icon_button import IconButton

_HEIGHT = 44
_ICON = QSize(16, 16)


class TitleRow(QFrame):
    """Shows facts and asks for things; it knows nobody."""

    menu_wanted = Signal()
    connections_wanted = Signal()
    settings_wanted = Signal()
    sidebar_toggled = Signal(bool)
    gallery_toggled = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("titleRow")
        self.setProperty("role", "surface")
        self.setFixedHeight(_HEIGHT)
        self.menu_button = self._button("menuButton", "menu", self.tr("Menu"), self.tr("Menu (F10)"))
        self.sidebar_button = self._toggle("sidebarButton", "sidebar", self.tr("Conversations"))
        self.title = QLabel(self)
        self.title.setObjectName("conversationTitle")
        self.title.setProperty("role", "name")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.connection = IconButton(icon("dot", self.palette(), "ok"), "", self, side=8)
        self.connection.setObjectName("connectionState")
        self.connection.setProperty("role", "quiet")
        self.connection.setToolTip(self.tr("Where new pictures come from: connections and keys"))
        self.spent = QLabel(self)
        self.spent.setObjectName("spentToday")
        self.spent.setProperty("role", "muted")
        self.gallery_button = self._toggle("galleryButton", "grid", self.tr("Gallery"))
        self.settings_button = self._button(
            "settingsButton", "settings", self.tr("Settings"), self.tr("Settings (Ctrl+,)")
        )
        self._lay_out()
        self._connect()

    def set_title(self, title: str) -> None:
        """Show what the open conversation is called."""
        self.title.setText(title)
        self.title.setToolTip(title)

    def set_connection(self, name: str) -> None:
        """Show where new pictures come from."""
        self.connection.setText(name)
        self.connection.setAccessibleName(self.tr("Pictures come from %1").replace("%1", name))

    def set_spent(self, text: str, explanation: str) -> None:
        """Show what was spent today; empty for nothing."""
        self.spent.setText(text)
        self.spent.setToolTip(explanation)
        self.spent.setVisible(bool(text))

    def _button(self, name: str, drawing: str, accessible: str, tip: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setProperty("role", "icon")
        button.setIcon(icon(drawing, self.palette()))
        button.setIconSize(_ICON)
        button.setAccessibleName(accessible)
        button.setToolTip(tip)
        return button

    def _toggle(self, name: str, drawing: str, accessible: str) -> QToolButton:
        button = self._button(name, drawing, accessible, self.tr("Show or hide: %1").replace("%1", accessible.lower()))
        button.setProperty("role", "panel")
        button.setCheckable(True)
        button.setChecked(True)
        return button

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 8, 0)
        row.setSpacing(4)
        row.addWidget(self.menu_button)
        row.addWidget(self.sidebar_button)
        row.addSpacing(4)
        row.addWidget(self.title, 1)
        row.addSpacing(8)
        row.addWidget(self.connection)
        row.addWidget(self.spent)
        row.addSpacing(8)
        row.addWidget(self.gallery_button)
        row.addWidget(self.settings_button)

    def _connect(self) -> None:
        self.menu_button.clicked.connect(self.menu_wanted)
        self.settings_button.clicked.connect(self.settings_wanted)
        self.connection.clicked.connect(self.connections_wanted)
        self.sidebar_button.toggled.connect(self.sidebar_toggled)
        self.gallery_button.toggled.connect(self.gallery_toggled)
