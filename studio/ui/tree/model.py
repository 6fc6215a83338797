"""The spots of the tree as rows, for the view and for screen readers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from studio.ui.tree.looks import Standing, standing_of

if TYPE_CHECKING:
    from studio.library.outline import Outlined
    from studio.ui.sentences.tree_words import TreeWords
    from studio.workbench.differences import Differences
    from studio.workbench.outline import Outline
    from studio.workbench.tree_plan import Spot

    Index = QModelIndex | QPersistentModelIndex

_ROOT = QModelIndex()


class TreeModel(QAbstractListModel):
    """A row for each spot of the outline's plan, in its order."""

    def __init__(
        self, outline: Outline, differences: Differences, words: TreeWords, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._differences = differences
        self._outline = outline
        self._words = words
        self._spots: tuple[Spot, ...] = ()
        self._ids: list[str] = []
        self._next: str | None = None
        outline.changed.connect(self._on_changed)
        outline.turn_changed.connect(self._on_turn_changed)
        self._on_changed()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._spots)

    def spot(self, row: int) -> Spot | None:
        """The spot of a row, None where there is none."""
        return self._spots[row] if 0 <= row < len(self._spots) else None

    @property
    def next(self) -> Spot | None:
        """The spot of the turn that the next prompt continues, where that is not the turn one is at."""
        plan, current = self._outline.plan, self._outline.current
        row = plan.index_of(self._next) if plan is not None and self._next is not None else None
        return None if current is None or current.id == self._next or row is None else self.spot(row)

    def show_next(self, turn_id: str | None) -> None:
        """Know which turn the next prompt continues; None for none of the tree."""
        if turn_id != self._next:
            self._next = turn_id
            if self._spots:
                self.dataChanged.emit(self.index(0), self.index(len(self._spots) - 1))

    def standing(self, turn: Outlined) -> Standing:
        """How a turn stands now."""
        return standing_of(turn, self._outline.job(turn.id))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        spot = self.spot(index.row())
        if spot is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            tree = self._outline.tree
            siblings = tree.siblings(spot.turn) if tree is not None else ()
            return self._words.name(spot, siblings, self.standing(spot.turn))
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return self._description(spot.turn)
        return None

    def _description(self, turn: Outlined) -> str:
        from studio.workbench.word_diff import is_alike

        parent = self._outline.turn(turn.parent_id)
        pieces = self._differences.of(parent.prompt, turn.prompt) if parent is not None else None
        is_read = pieces is not None and is_alike(pieces)
        told = self._words.description(turn, pieces if is_read else None, self.standing(turn))
        return f"{told}, {self._words.is_next()}" if turn.id == self._next else told

    def flags(self, index: Index) -> Qt.ItemFlag:
        flag = Qt.ItemFlag
        return flag.ItemIsEnabled | flag.ItemIsSelectable | flag.ItemNeverHasChildren if index.isValid() else flag(0)

    def _on_changed(self) -> None:
        plan = self._outline.plan
        spots = plan.spots if plan is not None else ()
        ids = [spot.turn.id for spot in spots]
        if ids == self._ids:
            self._spots = spots
            if spots:
                self.dataChanged.emit(self.index(0), self.index(len(spots) - 1))
            return
        self.beginResetModel()
        self._spots, self._ids = spots, ids
        self.endResetModel()

    def _on_turn_changed(self, turn_id: str) -> None:
        plan = self._outline.plan
        row = plan.index_of(turn_id) if plan is not None else None
        if row is not None and row < len(self._spots):
            self.dataChanged.emit(self.index(row), self.index(row))
