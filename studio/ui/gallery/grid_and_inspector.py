"""The pictures of the gallery and what is known of them: under each other, or side by side where there is room."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from studio.ui.inspector.inspector import STRIP, Inspector
from studio.ui.widgets.side_panel import SidePanel
from studio.ui.widgets.splitter import LINE, Splitter

_BESIDE = 760  # pixels of width from which the inspector stands beside the pictures
_LEAST_WIDTH, _WIDTH = 264, 332
_LEAST_HEIGHT, _SHARE = 140, 0.5
_LEAST_GRID = 160


class GridAndInspector(QWidget):
    """Gives the inspector what people drew for it, apart for below and beside, and a strip while it is folded."""

    folded = Signal()
    """The inspector was folded away, or came back."""

    def __init__(self, grid: QWidget, inspector: Inspector, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = grid
        grid.setParent(self)
        self._inspector = inspector
        self._panel = SidePanel(inspector, first=0, least=_LEAST_HEIGHT, parent=self)
        self._line = Splitter(
            "inspectorSplitter", self.tr("Size of the information"), Qt.Orientation.Vertical, -1, self
        )
        self._was_open = True
        self._panel.changed.connect(self._on_changed)
        self._line.valueChanged.connect(lambda extent: self._panel.draw_to(min(extent, self._most())))
        for folds in (self._line.fold_wanted, inspector.fold_wanted):
            folds.connect(lambda: self.fold(not self.is_open))
        inspector.followed.connect(self._place)

    @property
    def is_open(self) -> bool:
        """Whether the inspector shows what it has."""
        return self._panel.is_open

    def fold(self, shown: bool) -> None:
        """Show or hide what is known of pictures."""
        self._panel.fold(shown)

    def state(self) -> dict[str, object]:
        """How it is divided, to be remembered."""
        return self._panel.state()

    def restore(self, state: object) -> None:
        """Divide it as it was remembered."""
        self._panel.restore(state)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    @property
    def _is_beside(self) -> bool:
        return self.width() >= _BESIDE

    def _room(self) -> int:
        return self.width() if self._is_beside else self.height()

    def _most(self) -> int:
        least = _LEAST_WIDTH if self._is_beside else _LEAST_HEIGHT
        return max(least, self._room() - LINE - _LEAST_GRID)

    def _on_changed(self) -> None:
        self._place()
        if self._panel.is_open != self._was_open:
            self._was_open = self._panel.is_open
            self.folded.emit()

    def _place(self) -> None:
        """Lay the grid, the line and the inspector out."""
        if self._is_beside:
            self._panel.turn("beside", first=_WIDTH, least=_LEAST_WIDTH)
        else:
            self._panel.turn("below", first=round(self.height() * _SHARE), least=_LEAST_HEIGHT)
        unfolded = self._panel.is_open and self._inspector.has_subject
        self._inspector.set_folded(not self._panel.is_open)
        extent = min(self._panel.wanted, self._most()) if unfolded else STRIP
        if self._is_beside and unfolded:
            self._line.turn(Qt.Orientation.Horizontal)
            self._set_beside(extent)
        else:
            self._line.turn(Qt.Orientation.Vertical)
            self._set_below(extent)
        self._line.tell(extent if unfolded else 0, self._most(), folded=False)
        self._line.setEnabled(self._inspector.has_subject)

    def _set_beside(self, width: int) -> None:
        left = self.width() - width
        self._grid.setGeometry(0, 0, left - LINE, self.height())
        self._panel.setGeometry(QRect(left, 0, width, self.height()))
        self._line.lie(left - LINE, self.height())

    def _set_below(self, height: int) -> None:
        top = self.height() - height
        self._grid.setGeometry(0, 0, self.width(), top - LINE)
        self._panel.setGeometry(QRect(0, top, self.width(), height))
        self._line.lie(top - LINE, self.width())
