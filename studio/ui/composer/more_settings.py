"""The settings that few need, at the button behind the others: how the model draws, thinks, searches and filters."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from studio.gemini.tuning import HOTTEST, LEVELS, MOST_K, RESOLUTIONS, SAFETY, SEEDS, Setting
from studio.ui.composer.number_edit import NumberEdit
from studio.ui.composer.tuning_controls import TuningControls
from studio.ui.composer.tuning_row import TuningRow
from studio.ui.widgets.button import Button
from studio.ui.widgets.popover import Popover
from studio.ui.widgets.switch import INSET, Switch, beside_tracks

if TYPE_CHECKING:
    from studio.ui.words import Words
    from studio.workbench.draft import Draft

_COLUMN, _MARGIN, _APART, _GROUPS = 288, 16, 24, 12
_LEAST, _AROUND = 160, 80


class MoreSettings(Popover):
    """Shows and changes what the draft says, at once; what its model or connection does not take cannot be chosen."""

    def __init__(self, draft: Draft, words: Words, parent: QWidget) -> None:
        super().__init__("moreSettingsPopover", parent)
        self.setAccessibleName(self.tr("More settings"))
        self._draft = draft
        self._controls = TuningControls(words.tunings, self)
        self._area = QScrollArea(self)
        self.seed = NumberEdit("seedEdit", SEEDS.start, SEEDS.stop - 1)
        self.reset = Button("resetSettings", self.tr("Reset"), "undo", "quiet")
        self._lay_out(parent.window().height())
        self._draft.changed.connect(self.refresh)
        self._controls.put.connect(self._put)
        self.seed.edited.connect(self._put_seed)
        self.reset.clicked.connect(self._reset)
        self.refresh()

    def row(self, setting: Setting) -> TuningRow:
        """The row of a setting."""
        return self._controls.rows[setting]

    def focusNextPrevChild(self, forwards: bool) -> bool:
        moved = super().focusNextPrevChild(forwards)
        if (focus := QApplication.focusWidget()) is not None:
            self._area.ensureWidgetVisible(focus, 0, _MARGIN)
        return moved

    def refresh(self) -> None:
        """Show what the draft says, and what can be chosen."""
        draft = self._draft
        self.seed.show_value(draft.seed)
        self._controls.show_values(draft.tuning)
        self.reset.setEnabled(bool(draft.tuning.chosen) or draft.seed is not None)
        row, server = draft.row, draft.server
        if row is not None and server is not None:
            self._controls.fit(draft.tuning, row, server)

    def _put(self, setting: object, value: object) -> None:
        if isinstance(setting, Setting) and (value is None or isinstance(value, str | int | float)):
            self._draft.tuning = self._draft.tuning.put(setting, value)

    def _put_seed(self, seed: object) -> None:
        self._draft.seed = seed if isinstance(seed, int) else None

    def _reset(self) -> None:
        self._draft.reset_tuning()
        self.seed.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self, room: int) -> None:
        page = QWidget()
        page.setObjectName("moreSettingsPage")
        whole = QVBoxLayout(page)
        whole.setContentsMargins(_MARGIN - INSET, _GROUPS, _MARGIN, _MARGIN)
        whole.setSpacing(_GROUPS)
        whole.addLayout(beside_tracks(self._head()))
        columns = QHBoxLayout()
        columns.setSpacing(_APART - INSET)
        for rows in (self._drawing(), self._filters()):
            columns.addLayout(self._column(rows))
        whole.addLayout(columns)
        for each in self._texts():
            whole.addLayout(beside_tracks(each))
        self._scroll(page)
        self.setFixedWidth(2 * (_COLUMN + _MARGIN + 1) + _APART)
        self.setFixedHeight(max(_LEAST, min(page.sizeHint().height() + 2, room - _AROUND)))

    def _scroll(self, page: QWidget) -> None:
        """Let a low window show it a part at a time."""
        area = self._area
        area.setObjectName("moreSettingsArea")
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(page)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 1, 1, 1)
        outer.addWidget(area)

    def _head(self) -> QHBoxLayout:
        title = QLabel(self.tr("More settings"))
        title.setProperty("role", "name")
        self.reset.setToolTip(self.tr("Leave all of these to the model and its provider"))
        head = QHBoxLayout()
        head.addWidget(title, 1)
        head.addWidget(self.reset)
        return head

    def _column(self, rows: Iterator[QWidget]) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(_GROUPS)
        for each in rows:
            if isinstance(each, TuningRow) and isinstance(each.control, Switch):
                each.setFixedWidth(INSET + _COLUMN)
                column.addWidget(each)
            else:
                each.setFixedWidth(_COLUMN)
                column.addLayout(beside_tracks(each))
        column.addStretch(1)
        return column

    def _drawing(self) -> Iterator[QWidget]:
        """How it draws and thinks."""
        self.seed.setPlaceholderText(self.tr("random"))
        tip = self.tr("The same words and seed give similar pictures, where the model keeps to it. Variants count up.")
        yield TuningRow(self.seed, self.tr("Seed"), tip)
        numbers = QWidget()
        row = QHBoxLayout(numbers)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for each in self._numbers():
            row.addWidget(each, 1)
        yield numbers
        controls = self._controls
        tip = self.tr("How long the model thinks before it draws. Thinking costs.")
        yield controls.choice(Setting.LEVEL, LEVELS, tip)
        yield controls.switch(Setting.THOUGHTS, self.tr("Have what it thinks sent along: words and drafts."))
        tip = self.tr("How closely the pictures sent along are looked at.")
        yield controls.choice(Setting.MEDIA_RESOLUTION, RESOLUTIONS, tip)

    def _numbers(self) -> Iterator[QWidget]:
        number = self._controls.number
        yield number(Setting.TEMPERATURE, 0, HOTTEST, self.tr("Lower is steadier, higher more daring."))
        yield number(Setting.TOP_P, 0, 1, self.tr("Of what could come next, only the likeliest share."))
        yield number(Setting.TOP_K, 1, MOST_K, self.tr("Of what could come next, only so many."))

    def _filters(self) -> Iterator[QWidget]:
        """What it keeps back, and what it looks up."""
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        heading = QLabel(self.tr("Safety filters"))
        heading.setProperty("role", "muted")
        column.addWidget(heading)
        for each in SAFETY:
            column.addWidget(self._controls.threshold(each))
        yield box
        charged = self.tr("Google charges for searches beyond a free share.")
        yield self._controls.switch(Setting.WEB_SEARCH, charged)
        yield self._controls.switch(Setting.IMAGE_SEARCH, charged)

    def _texts(self) -> Iterator[QWidget]:
        yield self._controls.instruction(self.tr("What holds for every picture: style, brand, what to avoid"))
        tip = self.tr("The name of contents that were cached with the same model. They bring their own instruction.")
        yield self._controls.line(Setting.CACHED_CONTENT, self.tr("cachedContents/…"), tip)
