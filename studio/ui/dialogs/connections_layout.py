"""Where everything stands in the dialog of connections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from studio.ui.dialogs.ask_bar import AskBar
from studio.ui.dialogs.connection_form import ConnectionForm
from studio.ui.dialogs.connection_list import ConnectionList
from studio.ui.dialogs.connection_test import ConnectionTest
from studio.ui.dialogs.field import restyle
from studio.ui.dialogs.sandbox_page import SandboxPage
from studio.ui.widgets.button import Button
from studio.ui.widgets.switch import INSET, beside_tracks

if TYPE_CHECKING:
    from studio.gemini.capabilities import Capabilities
    from studio.profile.saved_connection import SavedConnection
    from studio.ui.words import Words
    from studio.workbench.connection_book import ConnectionBook
    from studio.workbench.tasks import Tasks

_SIZE = (800, 656)
_LEAST = (640, 440)


class ConnectionsLayout(QWidget):
    """The list at the left; at the right a heading, the form or a word about the sandbox, questions and buttons."""

    def __init__(
        self, dialog: QDialog, book: ConnectionBook, tasks: Tasks, words: Words, capabilities: Capabilities
    ) -> None:
        super().__init__(dialog)
        self.list = ConnectionList()
        self.form = ConnectionForm(capabilities.default)
        self.test = ConnectionTest(book, tasks, words, capabilities)
        self.sandbox = SandboxPage()
        self.ask = AskBar()
        self.use = Button("useButton", self.tr("&Use this connection"))
        self.remove = Button("removeButton", self.tr("&Remove"), role="quiet")
        self.revert = Button("revertButton", self.tr("Re&vert"), role="quiet")
        self.close_button = Button("closeButton", self.tr("Close"))
        self.save = Button("saveButton", self.tr("&Save"), role="primary")
        self.save.setDefault(True)
        self._title, self._in_use, self._status = QLabel(), QLabel(self.tr("In use")), QLabel()
        self._title.setProperty("role", "title")
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._in_use.setProperty("role", "ok")
        self._in_use.setObjectName("inUseLabel")
        self._status.setObjectName("statusLabel")
        self._status.setTextFormat(Qt.TextFormat.PlainText)
        self._status.setWordWrap(True)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.sandbox)
        self._pages.addWidget(self._form_page())
        self._lay_out(dialog)

    def say(self, text: str, role: str = "muted") -> None:
        """Say what came of something, above the buttons."""
        self._status.setText(text)
        self._status.setProperty("role", role)
        restyle(self._status)
        self._status.setVisible(bool(text))

    @property
    def status(self) -> str:
        """What is said above the buttons."""
        return self._status.text()

    def show_place(self, saved: SavedConnection | None, *, is_new: bool, in_use: bool) -> None:
        """Show the sandbox, or the form of a connection that is saved or new."""
        is_sandbox = saved is None and not is_new
        self._pages.setCurrentIndex(0 if is_sandbox else 1)
        self._title.setText(saved.name if saved else self.tr("New connection") if is_new else self.tr("Sandbox"))
        self._in_use.setVisible(in_use)
        self.use.setVisible(not in_use and not is_new)
        self.save.setVisible(not is_sandbox)
        self.remove.setVisible(saved is not None)

    def _form_page(self) -> QWidget:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(self.form)
        column.addLayout(beside_tracks(self.test))
        column.addStretch(1)
        page = QScrollArea()
        page.setObjectName("connectionPage")
        page.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # it scrolls to whatever has the focus
        page.setWidgetResizable(True)
        page.setFrameShape(QFrame.Shape.NoFrame)
        page.setWidget(inner)
        inner.setAutoFillBackground(False)  # the dialog is its ground
        self.test.ended.connect(lambda: _reveal(page, inner, self.test))
        # Beside the bar that appears there is less room, words take another line, and the end is further down.
        page.verticalScrollBar().rangeChanged.connect(
            self._keep_found_in_sight,
            Qt.ConnectionType.QueuedConnection,  # once all of it has been laid out
        )
        self._form_area = page
        page.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return page

    def _keep_found_in_sight(self) -> None:
        if self.test.findings:
            self._form_area.ensureWidgetVisible(self.test, 0, 0)

    def _lay_out(self, dialog: QDialog) -> None:
        dialog.resize(*_SIZE)
        dialog.setMinimumSize(*_LEAST)
        whole = QHBoxLayout(dialog)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 16, 16, 16)
        row.setSpacing(20 - INSET)
        row.addWidget(self.list)
        right = QVBoxLayout()
        right.setSpacing(12)
        right.addLayout(beside_tracks(_in_a_row(self._title, None, self._in_use, self.use)))
        right.addWidget(self._pages, 1)
        right.addLayout(beside_tracks(self.ask))
        right.addLayout(beside_tracks(self._status))
        right.addLayout(beside_tracks(_in_a_row(self.remove, None, self.revert, self.close_button, self.save)))
        row.addLayout(right, 1)


def _reveal(page: QScrollArea, inner: QWidget, test: ConnectionTest) -> None:
    """Scroll until what was found can be read."""
    for widget in (test, inner):  # both learn how much room it takes
        if (layout := widget.layout()) is not None:
            layout.activate()
    inner.adjustSize()
    page.ensureWidgetVisible(test, 0, 0)


def _in_a_row(*widgets: QWidget | None) -> QHBoxLayout:
    """Put widgets side by side; None takes the room that is left."""
    row = QHBoxLayout()
    row.setSpacing(8)
    for widget in widgets:
        if widget is None:
            row.addStretch(1)
        else:
            row.addWidget(widget)
    return row
