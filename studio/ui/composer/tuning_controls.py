"""One control for each finer setting of a request, of the kind that suits it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from studio.gemini.tuning import LEVELS, LONGEST_INSTRUCTION, LONGEST_NAME, THRESHOLDS, Setting, Tuning, Value
from studio.ui.composer.number_edit import NumberEdit
from studio.ui.composer.tuning_row import TuningRow
from studio.ui.widgets.segmented import Option, Segmented
from studio.ui.widgets.select import Select
from studio.ui.widgets.switch import Switch

if TYPE_CHECKING:
    from studio.gemini.capabilities import ModelRow, Server
    from studio.ui.sentences.tuning_words import TuningWords

_INSTRUCTION = 64


class TuningControls(QObject):
    """Makes them on demand, shows values in them, and tells what is put into them."""

    put = Signal(object, object)
    """The setting, and its value; None leaves it to the provider."""

    def __init__(self, words: TuningWords, parent: QObject) -> None:
        super().__init__(parent)
        self._words = words
        self.rows: dict[Setting, TuningRow] = {}
        self._show: dict[Setting, Callable[[Value], object]] = {}
        self._temperature: NumberEdit | None = None
        self._level: Segmented | None = None

    def show_values(self, tuning: Tuning) -> None:
        """Show what is chosen; tells nobody."""
        for setting, show in self._show.items():
            show(tuning[setting])

    def fit(self, tuning: Tuning, row: ModelRow, server: Server) -> None:
        """Offer what a model and a server take, and say of the rest why it cannot be chosen."""
        from studio.gemini.fitting import why_not

        for setting, each in self.rows.items():
            why = why_not(setting, tuning, row, server)
            each.explain(self._words.why_short(why) if why else "")
        if self._temperature is not None:
            self._temperature.limit(row.temperature)
            self._temperature.setPlaceholderText(self._range(0, row.temperature))
        if self._level is not None:
            self._level.offer(self._options(row.levels or LEVELS, row.usual_level))
            self._level.choose(tuning.level)

    def number(self, setting: Setting, least: int, most: float, tip: str) -> TuningRow:
        """A field for a number, with decimals where it begins at 0."""
        edit = NumberEdit("", least, most, decimals=0 if least else 2)
        edit.setPlaceholderText(self._range(least, most))
        edit.edited.connect(lambda value: self.put.emit(setting, value))
        if setting is Setting.TEMPERATURE:
            self._temperature = edit

        def show(value: Value) -> None:
            edit.show_value(value if isinstance(value, int | float) else None)

        return self._row(setting, edit, show, tip)

    def switch(self, setting: Setting, tip: str) -> TuningRow:
        """A switch that shows its own name."""
        switch = Switch("", self._words.name(setting.value))
        switch.toggled.connect(lambda on: self.put.emit(setting, on))
        return self._row(setting, switch, lambda value: switch.setChecked(bool(value)), tip, named=False)

    def choice(self, setting: Setting, values: Sequence[str], tip: str) -> TuningRow:
        """A few words side by side."""
        choice = Segmented("")
        choice.setObjectName(_name(setting))
        choice.offer(self._options(values))
        choice.chosen.connect(lambda value: self.put.emit(setting, value))
        if setting is Setting.LEVEL:
            self._level = choice
        return self._row(setting, choice, choice.choose, tip)

    def threshold(self, harm: Setting) -> TuningRow:
        """A field in which one of the safety filters is set."""
        select = Select("")
        select.add(None, self.tr("Provider's default"))
        for each in THRESHOLDS:
            select.add(each, self._words.value(each))
        select.chosen.connect(lambda value: self.put.emit(harm, value))
        return self._row(harm, select, select.choose, beside=True)

    def instruction(self, hint: str) -> TuningRow:
        """A field for a text of some lines."""
        edit = QPlainTextEdit()
        edit.setProperty("role", "field")
        edit.setTabChangesFocus(True)
        edit.setFixedHeight(_INSTRUCTION)
        edit.setPlaceholderText(hint)

        def show(value: Value) -> None:
            if str(value or "") != _text_in(edit):
                edit.setPlainText(str(value or ""))

        def take() -> None:
            if len(edit.toPlainText()) > LONGEST_INSTRUCTION:  # what is not sent is not to stand there
                edit.setPlainText(edit.toPlainText()[:LONGEST_INSTRUCTION])
            else:
                self.put.emit(Setting.INSTRUCTION, _text_in(edit))

        edit.textChanged.connect(take)
        return self._row(Setting.INSTRUCTION, edit, show)

    def line(self, setting: Setting, hint: str, tip: str) -> TuningRow:
        """A field for a name."""
        edit = QLineEdit()
        edit.setMaxLength(LONGEST_NAME)
        edit.setPlaceholderText(hint)
        edit.textChanged.connect(lambda text: self.put.emit(setting, text.strip()))

        def show(value: Value) -> None:
            if str(value or "") != edit.text().strip():
                edit.setText(str(value or ""))

        return self._row(setting, edit, show, tip)

    def _row(
        self,
        setting: Setting,
        control: QWidget,
        show: Callable[[Value], object],
        tip: str = "",
        *,
        named: bool = True,
        beside: bool = False,
    ) -> TuningRow:
        control.setObjectName(_name(setting))
        name = self._words.name(setting.value) if named else ""
        row = self.rows[setting] = TuningRow(control, name, tip, beside=beside)
        self._show[setting] = show
        return row

    def _options(self, values: Sequence[str], usual: str | None = None) -> list[Option]:
        auto = self.tr("Auto: the model's usual one")
        if usual:
            auto = self.tr("Auto: {usual}").format(usual=self._words.value(usual))
        return [Option(None, self.tr("Auto"), auto), *(Option(each, self._words.value(each)) for each in values)]

    def _range(self, least: int, most: float) -> str:
        return self.tr("{least} to {most}").format(least=least, most=self._words.value(float(most)))


def _name(setting: Setting) -> str:
    return f"{setting.value}Setting"


def _text_in(edit: QPlainTextEdit) -> str:
    text = edit.toPlainText()
    return text if text.strip() else ""
