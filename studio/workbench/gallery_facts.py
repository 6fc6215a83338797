"""What a row of the gallery tells the views, role by role."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QDateTime, QLocale, QObject, Qt

if TYPE_CHECKING:
    from studio.library.gallery import Shown


class Role(IntEnum):
    """What is told beside Qt's own roles."""

    IMAGE = Qt.ItemDataRole.UserRole + 1
    PROMPT = Qt.ItemDataRole.UserRole + 2
    STARRED = Qt.ItemDataRole.UserRole + 3


ROLES = frozenset(
    {
        *(Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole),
        *(Role.IMAGE, Role.PROMPT, Role.STARRED),
    }
)
"""All that anything is told in."""


class RowFacts(QObject):
    """Tells what is asked of an image."""

    def of(self, shown: Shown | None, role: int) -> object:
        """Return what a row tells in one of ROLES; of one that is not here yet, only what it is called."""
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._name(shown)
        if shown is None:
            return None
        if role == Role.IMAGE:
            return shown.image
        if role == Role.STARRED:
            return (shown.image.rating or 0) > 0
        return _words_of(shown)

    def _name(self, shown: Shown | None) -> str:
        if shown is None:
            return self.tr("Image, being read")
        when = QDateTime.fromMSecsSinceEpoch(shown.image.created)
        words = _words_of(shown) or self.tr("Image")
        return f"{words}, {QLocale().toString(when, QLocale.FormatType.ShortFormat)}"


def _words_of(shown: Shown) -> str:
    return shown.prompt or shown.image.name or ""
