"""The row above the gallery: the filter, the stars, and a menu for what is needed less often."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from studio.ui.actions import Action
from studio.ui.icons import icon
from studio.ui.keys import in_menu
from studio.ui.widgets.button import Button
from studio.ui.widgets.menu import Menu
from studio.ui.widgets.popup_place import popup_place
from studio.ui.widgets.search_field import SearchField
from studio.workbench.gallery_reading import GalleryFilter

_FIELD = 480


class GalleryHeader(QWidget):
    """Says what is asked for."""

    filter_changed = Signal(object)
    """A GalleryFilter."""
    left = Signal()
    """The user goes on to the pictures."""
    side_stepped = Signal(int)
    """Larger (1) or smaller (-1) pictures are wanted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filter = GalleryFilter()
        self._field = self._make_field()
        self._star = Button("galleryStarred", self.tr("Only images with stars"), "star", "icon", self)
        self._star.setCheckable(True)
        self._star.toggled.connect(self._on_starred)
        self._more = Button("galleryMore", self.tr("More of the gallery"), "more", "icon", self)
        self._more.clicked.connect(self._open_menu)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self._field, 1)
        row.addWidget(self._star)
        row.addStretch(0)
        row.addWidget(self._more)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 8)
        column.setSpacing(6)
        column.addLayout(row)
        column.addWidget(self._make_strip())

    @property
    def filter(self) -> GalleryFilter:
        """What is asked for."""
        return self._filter

    def focus(self) -> None:
        """Go to the filter."""
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._field.selectAll()

    def show_all(self) -> None:
        """Take the first thing back that hides pictures: the text, the stars, the trash."""
        if self._filter.text:
            self._field.clear()
        elif self._filter.starred_only:
            self._star.setChecked(False)
        else:
            self._ask(self._filter._replace(trashed=False))

    def tell(self, count: int, total: int, is_loading: bool) -> None:
        """Say how many pictures there are, and how many of them match."""
        number = QLocale().toString(total)
        text = self.tr("Filter 1 image") if total == 1 else self.tr("Filter {n} images").replace("{n}", number)
        self._field.setPlaceholderText(text if total else self.tr("Filter images"))
        parts = [self.tr("Trash")] if self._filter.trashed else []
        if self._filter.text.strip():
            found = self.tr("{n} of {total}").replace("{n}", QLocale().toString(count)).replace("{total}", number)
            parts.append(found + (" …" if is_loading else ""))
        self._strip_label.setText(" · ".join(parts))
        holds = self.tr("Images in the trash; conversations in the trash are in the sidebar")
        self._strip_label.setToolTip(holds if self._filter.trashed else "")
        self._strip_label.setAccessibleDescription(self._strip_label.toolTip())
        self._back.setVisible(self._filter.trashed)
        self._strip.setVisible(bool(parts))

    def _make_field(self) -> SearchField:
        field = SearchField("galleryFilter", self.tr("Filter images"), self)
        field.setMaximumWidth(_FIELD)
        field.textChanged.connect(lambda text: self._ask(self._filter._replace(text=text)))
        field.left.connect(self.left)
        field.entered.connect(self.left)
        return field

    def _make_strip(self) -> QWidget:
        """A line that is only there when it has something to say."""
        self._strip = QWidget(self)
        self._strip_label = QLabel(self._strip)
        self._strip_label.setObjectName("galleryFound")
        self._strip_label.setProperty("role", "faint")
        self._back = Button("galleryBack", self.tr("Back to the gallery"), role="quiet", parent=self._strip)
        self._back.clicked.connect(lambda: self._ask(self._filter._replace(trashed=False)))
        row = QHBoxLayout(self._strip)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._strip_label, 1)
        row.addWidget(self._back)
        self._strip.hide()
        return self._strip

    def _on_starred(self, on: bool) -> None:
        self._star.set_drawing("star-filled" if on else "star", "accent" if on else None)
        self._ask(self._filter._replace(starred_only=on))

    def _ask(self, wanted: GalleryFilter) -> None:
        if wanted != self._filter:
            self._filter = wanted
            self.filter_changed.emit(wanted)

    def _open_menu(self) -> None:
        menu = Menu("galleryMenu", self)
        menu.setAccessibleName(self.tr("More of the gallery"))
        menu.aboutToHide.connect(menu.deleteLater)
        self._add_state(menu, "galleryDrafts", self.tr("Show drafts too"), "drafts")
        self._add_state(menu, "galleryTrash", self.tr("Show the trash"), "trashed")
        menu.addSeparator()
        for declared, steps in ((Action.LARGER_PICTURES, 1), (Action.SMALLER_PICTURES, -1)):
            words = in_menu(declared.text, declared)
            action = menu.addAction(icon(declared.icon, self.palette()), words)
            action.triggered.connect(lambda _=False, by=steps: self.side_stepped.emit(by))
        menu.popup(popup_place(self._more, menu.sizeHint()))

    def _add_state(self, menu: Menu, name: str, words: str, field: str) -> None:
        action = menu.addAction(words)
        action.setObjectName(name)
        action.setCheckable(True)
        action.setChecked(getattr(self._filter, field))
        action.toggled.connect(lambda on: self._ask(self._filter._replace(**{field: on})))
