"""The stage, and under it the version tree as a strip: no higher than it needs, and not there where it says nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget

from studio.ui.tree.geometry import DOWN, height_of, size_of, whole_rows
from studio.ui.widgets.side_panel import SidePanel
from studio.ui.widgets.splitter import LINE, Splitter

if TYPE_CHECKING:
    from studio.ui.stage.stage import Stage
    from studio.ui.tree.view import TreeView
    from studio.workbench.outline import Outline

_FIRST_ROWS = 3
_FIRST_SHARE = 1 / 3  # of all the height, at most, until somebody draws it
_LEAST_STAGE = 200  # pixels of height that the strip leaves to the stage
_LEAST = height_of(1)
_FEWEST = 2  # turns that are worth a tree


class StageAndTree(QWidget):
    """Gives the strip as many rows as people drew for it; while a picture is large, the stage has all of the room."""

    def __init__(self, stage: Stage, tree: TreeView, outline: Outline, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("stageAndTree")
        self._stage = stage
        self._tree = tree
        self._outline = outline
        self._conversation_id: str | None = None
        self._rows = 0
        stage.setParent(self)
        self._panel = SidePanel(tree, first=height_of(_FIRST_ROWS), least=_LEAST, parent=self)
        self._line = Splitter("treeSplitter", self.tr("Height of the version tree"), Qt.Orientation.Vertical, -1, self)
        self._panel.changed.connect(self._place)
        self._line.valueChanged.connect(self._draw_to)
        self._line.fold_wanted.connect(self.toggle)
        stage.currentChanged.connect(self._place)
        outline.changed.connect(self._place)
        self._place()

    @property
    def reading_order(self) -> tuple[QWidget, ...]:
        """The parts and the line between them, from top to bottom."""
        return self._stage, self._line, self._tree

    def toggle(self) -> None:
        """Show or hide the tree."""
        self._panel.fold(not self._panel.is_open)

    def state(self) -> dict[str, object]:
        """How it is divided, to be remembered."""
        return self._panel.state()

    def restore(self, state: object) -> None:
        """Divide it as it was remembered; what makes no sense is not taken."""
        self._panel.restore(state)
        self._panel.settle(lambda height: height_of(whole_rows(height + DOWN // 2)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        """Lay the stage, the line and the strip out."""
        self._count_rows()
        rows = min(_FIRST_ROWS, whole_rows(int(self.height() * _FIRST_SHARE)))
        self._panel.turn("", first=height_of(rows), least=_LEAST)
        is_worth = self._rows > 0 and self._stage.shows_thread and self._room() >= _LEAST
        is_shown = is_worth and self._panel.is_open
        height = self._height() if is_shown else 0
        top = self.height() - height
        if not is_shown and _has_focus(self._tree):
            self._stage.take_focus()
        self._panel.setVisible(is_shown)
        self._panel.setGeometry(QRect(0, top, self.width(), height))
        self._stage.setGeometry(0, 0, self.width(), top - LINE if is_shown else self.height())
        self._line.setVisible(is_worth)
        self._line.tell(height, self._most(), folded=not is_shown)
        self._line.lie(top - LINE, self.width())

    def _count_rows(self) -> None:
        """Keep the rows that this conversation has had: what is folded while one walks does not move the stage."""
        plan, outline = self._outline.plan, self._outline
        if outline.conversation_id != self._conversation_id:
            self._conversation_id, self._rows = outline.conversation_id, 0
        hidden = plan.spots[0].hidden if plan is not None and plan.spots else 0
        if plan is None or plan.turns + hidden < _FEWEST:
            self._rows = 0
        else:
            self._rows = max(self._rows, plan.rows)

    def _height(self) -> int:
        """How high the strip is: as wanted, or as many whole rows as there are or have room."""
        wanted, room = min(self._panel.wanted, height_of(self._rows)), self._room()
        return self._bar() + (wanted if wanted <= room else height_of(whole_rows(room)))

    def _draw_to(self, extent: int) -> None:
        """Take what the line was drawn to, without the bar, as rows."""
        self._panel.draw_to(min(extent, self._most()) - self._bar())

    def _most(self) -> int:
        """How high the strip may be: what it needs, as far as the stage keeps its room."""
        return self._bar() + min(height_of(self._rows), self._room())

    def _room(self) -> int:
        """What the stage leaves to the rows."""
        return self.height() - LINE - _LEAST_STAGE - self._bar()

    def _bar(self) -> int:
        """How high the bar under the rows is; 0 where none is needed."""
        plan = self._outline.plan
        if plan is None:
            return 0
        is_cut = height_of(plan.rows) > min(self._panel.wanted, height_of(self._rows))
        beside = self._tree.verticalScrollBar().sizeHint().width() if is_cut else 0
        is_wider = size_of(plan.columns, 1).width() > self.width() - beside
        return self._tree.horizontalScrollBar().sizeHint().height() if is_wider else 0


def _has_focus(tree: QWidget) -> bool:
    focus = QApplication.focusWidget()
    return focus is not None and (focus is tree or tree.isAncestorOf(focus))
