"""The chip that names what is continued."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPainter
from PySide6.QtWidgets import QWidget

from studio.ui.actions import Action
from studio.ui.icons import icon
from studio.ui.keys import with_key
from studio.ui.widgets.chip import SIDE, Chip, paint_thumbnail

if TYPE_CHECKING:
    from studio.library.records import Image, Turn
    from studio.ui.tokens import Tokens
    from studio.ui.widgets.awaited_thumbnails import AwaitedThumbnails
    from studio.workbench.draft import Draft
    from studio.workbench.draft_state import Instead


class ParentChip(Chip):
    """“from turn 3 ×”, or “instead of turn 3 ×”; struck out while a picture to be edited begins something new."""

    def __init__(self, thumbnails: AwaitedThumbnails, parent: QWidget | None = None) -> None:
        super().__init__("parentChip", parent)
        self._thumbnails = thumbnails
        self._image: Image | None = None
        self._anew = False
        self._edits = False

    def show_parent(self, draft: Draft) -> None:
        """Show what the draft continues or is sent instead of, or nothing."""
        instead, turn = draft.instead, draft.parent_turn
        self.setVisible(instead is not None or turn is not None)
        self._edits = instead is not None
        if instead is not None:
            self._show_edited(draft, instead)
        elif turn is not None:
            self._show_continued(draft, turn)
        font = self.font()
        font.setStrikeOut(self._anew)
        self.setFont(font)
        self.updateGeometry()
        self.update()

    def _show_continued(self, draft: Draft, turn: Turn) -> None:
        self._image, self._anew = draft.parent_image, draft.starts_anew
        number = draft.parent_number
        if self._anew:
            told = self.tr("Not continued: the image to be edited begins something new.")
        else:
            told = self.tr("Continues: “{prompt}”").format(prompt=" ".join(turn.prompt[:200].split()))
        self._say(
            self.tr("from turn {number}").format(number=number) if number else self.tr("from this turn"),
            f"{told}\n{self.tr('Click to look at it; take it out to begin something new.')}",
            told,
        )
        self.close_button.setAccessibleName(self.tr("Do not continue {turn}").format(turn=self.text()))
        self.close_button.setToolTip(with_key(self.tr("Begin something new"), Action.REMOVE_INPUT))

    def _show_edited(self, draft: Draft, instead: Instead) -> None:
        self._image = instead.image
        self._anew = draft.starts_anew and instead.parent is not None
        told = self.tr("The turn and what follows it stay; what is sent stands beside it.")
        if self._anew:
            told = self.tr("Not beside it: the image to be edited begins something new.")
        self._say(self.tr("instead of turn {number}").format(number=instead.number), told, told)
        way_out = self.tr("Stop editing turn {number}").format(number=instead.number)
        self.close_button.setAccessibleName(way_out)
        self.close_button.setToolTip(with_key(way_out, Action.LEAVE_EDIT))

    def _say(self, text: str, tip: str, told: str) -> None:
        self.setText(text)
        self.setToolTip(tip)
        self.setAccessibleName(text)
        self.setAccessibleDescription(told)

    def _border(self, tokens: Tokens) -> str:
        return tokens.accent if self._edits and not self._anew else super()._border(tokens)

    def _paint_text(self, painter: QPainter, tokens: Tokens) -> None:
        if self._anew:
            painter.setPen(QColor(tokens.faint))
            painter.drawText(self.text_rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading, self.text())
        else:
            super()._paint_text(painter, tokens)

    def _paint_picture(self, painter: QPainter, place: QRectF, _: Tokens) -> None:
        painter.setOpacity(0.4 if self._anew else 1)
        pixmap = self._thumbnails.get(self._image, 2 * SIDE, self) if self._image else None
        if pixmap is not None:
            paint_thumbnail(painter, place, pixmap)
        else:
            icon("edit" if self._edits else "branch", QGuiApplication.palette()).paint(
                painter, place.adjusted(4, 4, -4, -4).toRect()
            )
        painter.setOpacity(1)
