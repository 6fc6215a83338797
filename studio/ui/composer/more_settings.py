"""The settings that few need, at the button behind the others: how the model draws, thinks, searches and filters."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from studio.gemini.tuning import (
    HOTTEST,
    LEVELS,
    LONGEST_INSTRUCTION,
    LONGEST_NAME,
    MOST_K,
    RESOLUTIONS,
    SAFETY,
    THRESHOLDS,
    Setting,
    Value,
)
from studio.ui.composer.number_edit import NumberEdit
from studio.ui.composer.tuning_row import TuningRow
from studio.ui.widgets.button import Button
from studio.ui.widgets.popover import Popover
from studio.ui.widgets.segmented import Option, Segmented
from studio.ui.widgets.select import Select
from studio.ui.widgets.switch import Switch
from studio.workbench.draft_settings import SEEDS

if TYPE_CHECKING:
    from studio.ui.words import Words
    from studio.workbench.draft import Draft

_COLUMN, _MARGIN, _INSTRUCTION = 288, 16, 64
_LEAST = 160


class MoreSettings(Popover):
    """Shows and changes what the draft says, at once; what its model or connection does not take cannot be chosen."""

    def __init__(self, draft: Draft, words: Words, parent: QWidget) -> None:
        super().__init__("moreSettingsPopover", parent)
        self.setAccessibleName(self.tr("More settings"))
        self._draft = draft
        self._words = words.tunings
        self._rows: dict[Setting, TuningRow] = {}
        self._show: dict[Setting, Callable[[Value], object]] = {}
        self.seed = NumberEdit("seedEdit", SEEDS.start, SEEDS.stop - 1)
        self.instruction = QPlainTextEdit()
        self.reset = Button("resetSettings", self.tr("Reset"), "undo", "quiet")
        self._lay_out(parent.window().height())
        self._connect()
        self.refresh()

    def row(self, setting: Setting) -> TuningRow:
        """The row of a setting."""
        return self._rows[setting]

    def focusNextPrevChild(self, forwards: bool) -> bool:
        moved = super().focusNextPrevChild(forwards)
        if (focus := QApplication.focusWidget()) is not None:
            self._area.ensureWidgetVisible(focus, 0, _MARGIN)
        return moved

    def refresh(self) -> None:
        """Show what the draft says, and what can be chosen."""
        draft = self._draft
        self.seed.show_value(draft.seed)
        for setting, show in self._show.items():
            show(draft.tuning[setting])
        self.reset.setEnabled(bool(draft.tuning.chosen) or draft.seed is not None)
        row, server = draft.row, draft.server
        if row is None or server is None:
            return
        from studio.gemini.fitting import why_not

        temperature = self._rows[Setting.TEMPERATURE].control
        if isinstance(temperature, NumberEdit):
            temperature.limit(row.temperature)
            temperature.setPlaceholderText(self._range(row.temperature))
        for setting, each in self._rows.items():
            why = why_not(setting, draft.tuning, row, server)
            each.explain(self._words.why_short(why) if why else "")
        self._offer_levels(row.levels or LEVELS, row.usual_level)

    def _connect(self) -> None:
        self._draft.changed.connect(self.refresh)
        self.seed.edited.connect(self._put_seed)
        self.reset.clicked.connect(self._reset)
        self.instruction.textChanged.connect(self._put_instruction)

    def _put(self, setting: Setting, value: Value) -> None:
        self._draft.tuning = self._draft.tuning.put(setting, value)

    def _put_seed(self, seed: object) -> None:
        self._draft.seed = seed if isinstance(seed, int) else None

    def _put_instruction(self) -> None:
        text = self.instruction.toPlainText()[:LONGEST_INSTRUCTION]
        if text.strip() != self._draft.tuning.instruction.strip():
            self._put(Setting.INSTRUCTION, text if text.strip() else "")

    def _show_instruction(self, value: Value) -> None:
        if str(value or "").strip() != self.instruction.toPlainText().strip():
            self.instruction.setPlainText(str(value or ""))

    def _reset(self) -> None:
        self._draft.reset_tuning()
        self.seed.setFocus(Qt.FocusReason.OtherFocusReason)

    def _range(self, most: float) -> str:
        return self.tr("0 to {most}").format(most=self.locale().toString(float(most), "g", 2))

    def _lay_out(self, room: int) -> None:
        page = QWidget()
        page.setObjectName("moreSettingsPage")
        whole = QVBoxLayout(page)
        whole.setContentsMargins(_MARGIN, 12, _MARGIN, _MARGIN)
        whole.setSpacing(12)
        whole.addLayout(self._head())
        columns = QHBoxLayout()
        columns.setSpacing(24)
        for rows in (self._drawing(), self._filters()):
            columns.addLayout(self._column(rows))
        whole.addLayout(columns)
        for each in self._texts():
            whole.addWidget(each)
        area = self._area = QScrollArea(self)
        area.setObjectName("moreSettingsArea")
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(page)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 1, 1, 1)
        outer.addWidget(area)
        self.setFixedWidth(2 * _COLUMN + 24 + 2 * _MARGIN + 2)
        self.setFixedHeight(max(_LEAST, min(page.sizeHint().height() + 2, room - 80)))

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
        column.setSpacing(12)
        for each in rows:
            each.setFixedWidth(_COLUMN)
            column.addWidget(each)
        column.addStretch(1)
        return column

    def _drawing(self) -> Iterator[QWidget]:
        """How it draws and thinks."""
        self.seed.setPlaceholderText(self.tr("random"))
        tip = self.tr("The same words and seed give similar pictures, where the model keeps to it. Variants count up.")
        yield TuningRow(self.seed, self.tr("&Seed"), tip)
        numbers = QWidget()
        row = QHBoxLayout(numbers)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for each in self._numbers():
            row.addWidget(each, 1)
        yield numbers
        yield self._choice(Setting.LEVEL, LEVELS, self.tr("How long the model thinks before it draws. Thinking costs."))
        yield self._switch(Setting.THOUGHTS, self.tr("Have what it thinks sent along: words and drafts."))
        yield self._choice(
            Setting.MEDIA_RESOLUTION, RESOLUTIONS, self.tr("How closely the pictures sent along are looked at.")
        )

    def _numbers(self) -> Iterator[TuningRow]:
        yield self._number(Setting.TEMPERATURE, HOTTEST, self.tr("Lower is steadier, higher more daring."), least=0)
        yield self._number(Setting.TOP_P, 1, self.tr("Of what could come next, only the likeliest share."), least=0)
        yield self._number(Setting.TOP_K, MOST_K, self.tr("Of what could come next, only so many."), least=1)

    def _filters(self) -> Iterator[QWidget]:
        """What it keeps back, and what it looks up."""
        box = QWidget()
        column = QGridLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        heading = QLabel(self.tr("Safety filters"))
        heading.setProperty("role", "muted")
        column.addWidget(heading, 0, 0)
        for place, each in enumerate(SAFETY, 1):
            column.addWidget(self._select(each), place, 0)
        yield box
        charged = self.tr("Google charges for searches beyond a free share.")
        yield self._switch(Setting.WEB_SEARCH, charged)
        yield self._switch(Setting.IMAGE_SEARCH, charged)

    def _texts(self) -> Iterator[QWidget]:
        self.instruction.setProperty("role", "field")
        self.instruction.setTabChangesFocus(True)
        self.instruction.setFixedHeight(_INSTRUCTION)
        self.instruction.setPlaceholderText(self.tr("What holds for every picture: style, brand, what to avoid"))
        self._show[Setting.INSTRUCTION] = self._show_instruction
        yield self._row(Setting.INSTRUCTION, self.instruction)
        cache = QLineEdit()
        cache.setMaxLength(LONGEST_NAME)
        cache.setPlaceholderText(self.tr("cachedContents/…"))
        cache.textEdited.connect(lambda text: self._put(Setting.CACHED_CONTENT, text.strip()))
        self._show[Setting.CACHED_CONTENT] = lambda value: (
            None if cache.text().strip() == value else cache.setText(str(value or ""))
        )
        tip = self.tr("The name of contents that were cached with the same model. They bring their own instruction.")
        yield self._row(Setting.CACHED_CONTENT, cache, tip)

    def _row(self, setting: Setting, control: QWidget, tip: str = "", *, beside: bool = False) -> TuningRow:
        control.setObjectName(f"{setting.value}Setting")
        row = self._rows[setting] = TuningRow(control, self._words.name(setting.value), tip, beside=beside)
        return row

    def _number(self, setting: Setting, most: float, tip: str, *, least: int) -> TuningRow:
        edit = NumberEdit("", least, most, decimals=0 if least else 2)
        edit.setPlaceholderText(self._range(most) if not least else self.tr("1 to {most}").format(most=most))
        edit.edited.connect(lambda value: self._put(setting, value))
        self._show[setting] = edit.show_value  # type: ignore[assignment]
        return self._row(setting, edit, tip)

    def _switch(self, setting: Setting, tip: str) -> TuningRow:
        switch = Switch(f"{setting.value}Setting", self._words.name(setting.value))
        switch.toggled.connect(lambda on: self._put(setting, on))
        self._show[setting] = lambda value: switch.setChecked(bool(value))
        row = self._rows[setting] = TuningRow(switch, tip=tip)
        return row

    def _choice(self, setting: Setting, values: tuple[str, ...], tip: str) -> TuningRow:
        choice = Segmented(f"{setting.value}Setting")
        choice.offer(self._options(values))
        choice.chosen.connect(lambda value: self._put(setting, value))
        self._show[setting] = choice.choose
        return self._row(setting, choice, tip)

    def _options(self, values: tuple[str, ...], usual: str | None = None) -> list[Option]:
        auto = self.tr("Auto: the model's usual one")
        if usual:
            auto = self.tr("Auto: {usual}").format(usual=self._words.value(usual))
        return [Option(None, self.tr("Auto"), auto), *(Option(each, self._words.value(each)) for each in values)]

    def _offer_levels(self, levels: object, usual: str | None) -> None:
        choice = self._rows[Setting.LEVEL].control
        if isinstance(choice, Segmented) and isinstance(levels, tuple):
            choice.offer(self._options(levels, usual))
            choice.choose(self._draft.tuning.level)

    def _select(self, harm: Setting) -> TuningRow:
        select = Select(f"{harm.value}Setting")
        select.add(None, self.tr("Provider's default"))
        for each in THRESHOLDS:
            select.add(each, self._words.value(each))
        select.chosen.connect(lambda value: self._put(harm, value))
        self._show[harm] = select.choose
        return self._row(harm, select, beside=True)
