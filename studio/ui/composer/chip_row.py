"""The chips of a draft in their order, and the drop zone behind them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

from studio.ui.composer.drop_zone import DropZone
from studio.ui.composer.input_chip import InputChip
from studio.ui.composer.parent_chip import ParentChip
from studio.ui.tokens import tokens_of
from studio.ui.widgets.chip import HEIGHT, Chip
from studio.ui.widgets.flow_layout import FlowLayout
from studio.ui.widgets.motion import Ticker

if TYPE_CHECKING:
    from studio.ui.widgets.awaited_thumbnails import AwaitedThumbnails
    from studio.ui.words import Words
    from studio.workbench.draft import Draft
    from studio.workbench.draft_input import DraftInput

_GAP = 8
_MOST_ROWS = 3


class ChipRow(QWidget):
    """Keeps one chip for each picture, so that the focus stays while things change."""

    laid_out = Signal()
    grown = Signal()

    def __init__(
        self, draft: Draft, thumbnails: AwaitedThumbnails, words: Words, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._draft = draft
        self._thumbnails = thumbnails
        self._words = words
        self._chips: dict[int, InputChip] = {}
        self._marked: int | None = None
        self._ticker = Ticker(self)
        self._ticker.ticked.connect(self._tick)
        self.parent_chip = ParentChip(thumbnails, self)
        self.parent_chip.step_wanted.connect(lambda step: self._step(self.parent_chip, step))
        self.drop_zone = DropZone(self)
        self._flow = FlowLayout(self, _GAP)
        self.refresh()

    def refresh(self) -> None:
        """Show the draft as it is."""
        inputs, had = self._draft.inputs, len(self._chips)
        known = {given.id for given in inputs}
        for input_id in [each for each in self._chips if each not in known]:
            self._drop_chip(input_id)
        self._show_inputs(inputs)
        self.parent_chip.show_parent(self._draft)
        order: list[QWidget] = [self.parent_chip, *self.chips(), self.drop_zone]
        self._flow.arrange(order)
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)
        if any(given.state == "preparing" for given in inputs):
            self._ticker.join(self)
        else:
            self._ticker.leave(self)
        self.laid_out.emit()
        if len(inputs) > had:
            self.grown.emit()

    def _show_inputs(self, inputs: Sequence[DraftInput]) -> None:
        """Show each on its chip, with its place among those that are sent."""
        sent = [given.id for given in inputs if given.state != "refused"]
        for given in inputs:
            chip = self._chips.get(given.id) or self._new_chip(given)
            chip.show_input(given, sent.index(given.id) + 1 if given.id in sent and len(sent) > 1 else None)

    def chips(self) -> list[InputChip]:
        """Return the chips in their order."""
        return [self._chips[given.id] for given in self._draft.inputs]

    def paintEvent(self, _: QPaintEvent) -> None:
        if self._marked is None:
            return
        painter = QPainter(self)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens_of(self.palette()).accent))
        painter.drawRoundedRect(self._mark_rect(self._marked), 1, 1)

    def _new_chip(self, given: DraftInput) -> InputChip:
        chip = InputChip(given, self._thumbnails, self._words, self)
        input_id, draft = given.id, self._draft
        chip.remove_wanted.connect(lambda: self._remove(input_id))
        chip.role_chosen.connect(lambda role: draft.set_role(input_id, role))
        chip.label_typed.connect(lambda label: draft.set_label(input_id, label))
        chip.step_wanted.connect(lambda step: self._step(chip, step))
        chip.move_wanted.connect(lambda step: draft.move(input_id, max(0, self._place(input_id) + step)))
        chip.dragged.connect(lambda at: self._mark(self._target(at)))
        chip.dropped.connect(lambda at: self._drop(input_id, at))
        self._chips[input_id] = chip
        chip.show()
        return chip

    def _drop_chip(self, input_id: int) -> None:
        chip = self._chips.pop(input_id)
        self._flow.removeWidget(chip)
        chip.hide()
        chip.deleteLater()

    def _remove(self, input_id: int) -> None:
        """Take a picture out; the focus goes to its neighbour."""
        chips, place = self.chips(), self._place(input_id)
        had_focus = chips[place].hasFocus()
        self._draft.remove(input_id)
        if had_focus:
            left = self.chips()
            (left[min(place, len(left) - 1)] if left else self.drop_zone).setFocus(Qt.FocusReason.OtherFocusReason)

    def _step(self, chip: Chip, step: int) -> None:
        stops: list[QWidget] = [self.parent_chip] if self.parent_chip.isVisibleTo(self) else []
        stops += [*self.chips(), self.drop_zone]
        place = max(0, min(stops.index(chip) + step, len(stops) - 1))
        stops[place].setFocus(Qt.FocusReason.TabFocusReason if step > 0 else Qt.FocusReason.BacktabFocusReason)

    def _place(self, input_id: int) -> int:
        return next((place for place, given in enumerate(self._draft.inputs) if given.id == input_id), 0)

    def _target(self, at: QPoint) -> int:
        """Return before which chip something lands that is let go of at a global place."""
        here = self.mapFromGlobal(at)
        for place, chip in enumerate(self.chips()):
            rect = chip.geometry()
            if here.y() < rect.top() or (here.y() <= rect.bottom() and here.x() < rect.center().x()):
                return place
        return len(self._chips)

    def _drop(self, input_id: int, at: QPoint) -> None:
        target = self._target(at)
        self._mark(None)
        # The chip itself leaves its place before it gets to the new one.
        self._draft.move(input_id, target - 1 if target > self._place(input_id) else target)

    def _mark(self, place: int | None) -> None:
        self._marked = place
        self.update()

    def _mark_rect(self, place: int) -> QRect:
        chips = self.chips()
        if place < len(chips):
            rect = chips[place].geometry()
            return QRect(rect.left() - _GAP // 2 - 1, rect.top() + 2, 2, rect.height() - 4)
        rect = chips[-1].geometry()
        return QRect(rect.right() + _GAP // 2, rect.top() + 2, 2, rect.height() - 4)

    def _tick(self) -> None:
        for chip in self.chips():
            if chip.given.state == "preparing":
                chip.update()


class ChipArea(QScrollArea):
    """As high as its rows of chips, up to three; more are scrolled to."""

    def __init__(self, row: ChipRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = row
        self._most_rows = _MOST_ROWS
        self.setObjectName("chipArea")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setStyleSheet("#chipArea { background: transparent; }")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setWidget(row)
        row.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        row.laid_out.connect(self._fit)
        row.grown.connect(self._show_end, Qt.ConnectionType.QueuedConnection)  # once it is laid out
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, HEIGHT)

    def limit_rows(self, most: int) -> None:
        """Grow to so many rows and no further, to three at most."""
        self._most_rows = max(1, min(most, _MOST_ROWS))
        self._fit()

    def _show_end(self) -> None:
        self.ensureWidgetVisible(self._row.drop_zone, 0, 0)

    def _fit(self) -> None:
        layout = self._row.layout()
        if layout is not None:
            most = self._most_rows * HEIGHT + (self._most_rows - 1) * _GAP
            self.setFixedHeight(max(HEIGHT, min(layout.heightForWidth(self.viewport().width()), most)))
