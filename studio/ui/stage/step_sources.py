"""The links that belong to a reply: pages it goes back to, and the searches that Google asks to be shown."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from studio.ui.widgets.button import Button
from studio.ui.widgets.flow_layout import FlowLayout

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studio.gemini.beside import Beside
    from studio.ui.sentences.beside_words import BesideWords
    from studio.ui.widgets.button_look import Role

_MOST_LETTERS = 48


class StepSources(QWidget):
    """Shows one line for each kind of link; each opens in the browser by one click."""

    def __init__(self, words: BesideWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._shown: Beside | None = None
        self._buttons: list[Button] = []
        self._column: QVBoxLayout | None = None  # few steps have links
        self.setObjectName("stepSources")
        self.hide()

    @property
    def buttons(self) -> tuple[Button, ...]:
        """The links, in order."""
        return tuple(self._buttons)

    def show_facts(self, facts: Mapping[str, object]) -> None:
        """Show the links among the facts of a reply."""
        if self._shown is None and not (facts.get("sources") or facts.get("searches")):
            return
        from studio.gemini.beside import Beside

        found = Beside.from_json(facts)
        if found == self._shown:
            return
        self._shown = found
        self._clear()
        for heading in dict.fromkeys(self._words.heading(source) for source in found.sources):
            of_kind = [source for source in found.sources if self._words.heading(source) == heading]
            self._add_line(heading, "quiet", [(self._words.title(source), source.uri) for source in of_kind])
        if found.searches:
            self._add_line(self._words.searches(), "chip", [(search.words, search.uri) for search in found.searches])
        self._align()
        self.setVisible(bool(self._buttons))

    def _align(self) -> None:
        """Let the links of all lines begin below one another."""
        headings = [label for label in self.findChildren(QLabel) if not label.isHidden()]
        widest = max((label.sizeHint().width() for label in headings), default=0)
        for label in headings:
            label.setFixedWidth(widest)

    def _clear(self) -> None:
        self._buttons = []
        for child in self.findChildren(QWidget):
            child.hide()
            child.deleteLater()

    def _add_line(self, heading: str, role: Role, links: list[tuple[str, str]]) -> None:
        if self._column is None:
            self._column = QVBoxLayout(self)
            self._column.setContentsMargins(0, 0, 0, 0)
            self._column.setSpacing(0)
        line = QWidget(self)
        flow = FlowLayout(line, 4)
        label = QLabel(heading, line)
        label.setProperty("role", "faint")
        label.setFixedHeight(24)
        flow.addWidget(label)
        for title, uri in links:
            flow.addWidget(self._link(title, uri, role, line))
        self._column.addWidget(line)

    def _link(self, title: str, uri: str, role: Role, parent: QWidget) -> Button:
        shown = title if len(title) <= _MOST_LETTERS else title[: _MOST_LETTERS - 1] + "…"
        drawing = "search" if role == "chip" else ""
        name = f"sourceLink-{len(self._buttons)}"
        button = Button(name, shown.replace("&", "&&"), drawing, role, parent)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.set_compact()
        button.setAccessibleName(title)
        button.setAccessibleDescription(self._words.opens(uri))
        button.setToolTip(f"<qt>{escape(uri)}</qt>")
        button.clicked.connect(lambda: QDesktopServices.openUrl(QUrl(uri)))
        self._buttons.append(button)
        return button
