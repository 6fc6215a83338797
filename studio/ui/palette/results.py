"""The lines of the search of everything as a list: commands, conversations, turns, images, each with a heading."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from studio.ui.palette.entries import Entry, Kind

Index = QModelIndex | QPersistentModelIndex

ENTRY = Qt.ItemDataRole.UserRole
"""The Entry of a row."""
HEADING = Qt.ItemDataRole.UserRole + 1
"""The heading that stands above a row, "" where it goes on."""


class Results(QAbstractListModel):
    """Shows the entries it is given."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: tuple[Entry, ...] = ()

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The lines, in order."""
        return self._entries

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show other lines."""
        self.beginResetModel()
        self._entries = tuple(entries)
        self.endResetModel()

    def row_of(self, entry_id: str) -> int:
        """The row of an entry, -1 when it is not there."""
        return next((row for row, each in enumerate(self._entries) if each.id == entry_id), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default, never changed
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        entry = self._entries[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return entry.title
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._spoken(entry)
            case _ if role == ENTRY:
                return entry
            case _ if role == HEADING:
                return self._heading(index.row())
        return None

    def _heading(self, row: int) -> str:
        kind = self._entries[row].kind
        return "" if row and self._entries[row - 1].kind == kind else self._words(kind)

    def _words(self, kind: Kind) -> str:
        return {
            "command": self.tr("Actions"),
            "conversation": self.tr("Conversations"),
            "turn": self.tr("Turns"),
            "image": self.tr("Images"),
        }[kind]

    def _spoken(self, entry: Entry) -> str:
        kind = {
            "command": self.tr("action"),
            "conversation": self.tr("conversation"),
            "turn": self.tr("turn"),
            "image": self.tr("image"),
        }[entry.kind]
        key = entry.key.toString(entry.key.SequenceFormat.NativeText) if entry.key is not None else ""
        return ", ".join(part for part in (entry.title, kind, entry.within, entry.detail, key) if part)
