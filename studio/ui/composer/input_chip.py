"""A picture of the draft as a chip: what it is for, its number, its short name, how far it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from studio.ui.actions import Action
from studio.ui.icons import icon
from studio.ui.keys import OwnKeys, in_menu, tip_of
from studio.ui.widgets.chip import HEIGHT, SIDE, Chip
from studio.ui.widgets.menu import Menu
from studio.ui.widgets.name_edit import NameEdit
from studio.ui.widgets.popup_place import popup_place

if TYPE_CHECKING:
    from collections.abc import Callable

    from studio.ui.tokens import Tokens
    from studio.ui.widgets.awaited_thumbnails import AwaitedThumbnails
    from studio.ui.words import Words
    from studio.workbench.draft_input import DraftInput

_BADGE = 15
_LONGEST_LABEL = 25  # letters


class InputChip(Chip):
    """Shows one DraftInput; knows nothing of the others but its own number."""

    role_chosen = Signal(str)
    label_typed = Signal(str)

    def __init__(
        self, given: DraftInput, thumbnails: AwaitedThumbnails, words: Words, parent: QWidget | None = None
    ) -> None:
        super().__init__(f"input{given.id}", parent)
        self._thumbnails = thumbnails
        self._words = words
        self._given = given
        self._number: int | None = None
        self._menu: Menu | None = None
        self._edit: NameEdit | None = None
        self.menu_wanted.connect(self._open_menu)
        OwnKeys(
            self,
            {
                Action.NAME_INPUT: self.rename,
                Action.MOVE_INPUT_LEFT: lambda: self.move_wanted.emit(self._way(-1)),
                Action.MOVE_INPUT_RIGHT: lambda: self.move_wanted.emit(self._way(1)),
            },
        )

    @property
    def given(self) -> DraftInput:
        """What it shows."""
        return self._given

    def show_input(self, given: DraftInput, number: int | None) -> None:
        """Show a picture as it is now; `number` is its place among several that are sent."""
        if self.text() and (given, number) == (self._given, self._number):
            return  # among many, most stay as they are while one after the other is taken in
        self._given, self._number = given, number
        name = given.name or self.tr("Pasted image")
        named = f"@{given.label} · {name}" if given.label else name
        self.setText(self.tr("Edit · {name}").format(name=named) if given.role == "edit" else named)
        role = self.tr("edit this") if given.role == "edit" else self.tr("reference")
        is_sent = given.state != "refused"
        self.set_state({"preparing": "preparing", "refused": "failed"}.get(given.state, "ready"))  # type: ignore[arg-type]
        which = self.tr("Image {number}").format(number=number or 1) if is_sent else self.tr("Image")
        parts = [which, named, role]
        state = {"preparing": self.tr("being prepared"), "refused": self.tr("cannot be used")}.get(given.state)
        self.setAccessibleName(", ".join([*parts, state] if state else parts))
        told = self._told()
        self.setAccessibleDescription(told)
        self.setToolTip(_broken_into_lines(self.text(), told))
        self.close_button.setAccessibleName(self.tr("Remove {name}").format(name=name))
        self.close_button.setToolTip(tip_of(Action.REMOVE_INPUT))
        self.updateGeometry()
        self.update()

    def rename(self) -> None:
        """Let the short name be typed in place."""
        if self._edit is not None:
            return
        name = f"{self.objectName()}Label"
        edit = self._edit = NameEdit(name, self._given.label or "", _LONGEST_LABEL, self, self)
        edit.setAccessibleName(self.tr("Short name of the image"))
        edit.setPlaceholderText(self.tr("@name"))
        edit.setStyleSheet("QLineEdit { min-height: 20px; padding: 0 4px; }")
        edit.typed.connect(self.label_typed)
        edit.ended.connect(self._forget_edit)
        text = self.text_rect
        edit.open_at(QRect(int(text.x()) - 4, 4, max(96, int(text.width()) + 4), HEIGHT - 8))

    def _forget_edit(self) -> None:
        self._edit = None

    def _told(self) -> str:
        """Return why it was refused, or what was done to it."""
        if self._given.failure is not None:
            said = self._words.error(self._given.failure)
            return f"{said.what} {said.advice}".strip()
        return ", ".join(self._words.note(note) for note in self._given.notes)

    def _open_menu(self) -> None:
        if self._menu is not None:
            self._menu.deleteLater()
        menu = self._menu = Menu(f"{self.objectName()}Menu", self)
        menu.setAccessibleName(self.accessibleName())
        for role, text in (("edit", self.tr("Edit this")), ("reference", self.tr("Use as reference"))):
            action = menu.addAction(text)
            action.setCheckable(True)
            action.setChecked(self._given.role == role)
            action.triggered.connect(lambda _, role=role: self.role_chosen.emit(role))
        menu.addSeparator()
        self._add(menu, Action.NAME_INPUT, self.rename)
        self._add(menu, Action.MOVE_INPUT_LEFT, lambda: self.move_wanted.emit(self._way(-1)))
        self._add(menu, Action.MOVE_INPUT_RIGHT, lambda: self.move_wanted.emit(self._way(1)))
        menu.addSeparator()
        self._add(menu, Action.REMOVE_INPUT, self.remove_wanted.emit)
        menu.popup(popup_place(self, menu.sizeHint(), above=True))

    def _add(self, menu: Menu, action: Action, act: Callable[[], object]) -> None:
        menu.addAction(icon(action.icon, self.palette()), in_menu(action.text, action), act)

    def _pixmap(self) -> QPixmap | None:
        image = self._given.image
        return self._thumbnails.get(image, 2 * SIDE, self) if image is not None else None

    def _paint_picture(self, painter: QPainter, place: QRectF, tokens: Tokens) -> None:
        super()._paint_picture(painter, place, tokens)
        if self._number is not None:
            self._paint_number(painter, place, tokens)

    def _paint_number(self, painter: QPainter, place: QRectF, tokens: Tokens) -> None:
        width = _BADGE if (self._number or 0) < 10 else _BADGE + 5
        badge = QRectF(place.right() - width + 3, place.bottom() - _BADGE + 3, width, _BADGE)
        painter.setPen(QPen(QColor(tokens.hover), 1.5))
        painter.setBrush(QColor(tokens.text))
        painter.drawRoundedRect(badge, _BADGE / 2, _BADGE / 2)
        font = QFont(self.font())
        font.setPixelSize(tokens.caption)
        font.setBold(True)
        painter.save()
        painter.setFont(font)
        painter.setPen(QColor(tokens.bg))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, str(self._number))
        painter.restore()


def _broken_into_lines(*paragraphs: str) -> str:
    """A tool tip no wider than can be read, which only rich text is."""
    from html import escape  # takes a while, and no chip is there at the first paint

    return f"<qt>{'<br>'.join(escape(each) for each in paragraphs if each)}</qt>"
