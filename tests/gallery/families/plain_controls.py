"""Qt's own controls, as the style sheet dresses them."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QScrollBar,
    QWidget,
)

from tests.gallery.cell import Cell, Family, Row, states


def _button() -> QWidget:
    return QPushButton("Save")


def _field(text: str = "", *, bad: bool = False) -> QWidget:
    field = QLineEdit(text)
    field.setPlaceholderText("Name of the connection")
    field.setFixedWidth(180)
    field.setProperty("bad", bad)
    return field


def _combo() -> QWidget:
    combo = QComboBox()
    combo.addItems(["Sandbox", "RouterHub"])
    return combo


def _box(kind: type[QAbstractButton], *, on: bool = False) -> QWidget:
    box = kind()
    box.setText("With the prompt")
    box.setCheckable(True)
    box.setChecked(on)
    return box


def _progress(value: int) -> QWidget:
    bar = QProgressBar()
    bar.setTextVisible(False)
    bar.setValue(value)
    bar.setFixedWidth(160)
    return bar


def _scroll() -> QWidget:
    bar = QScrollBar(Qt.Orientation.Horizontal)
    bar.setRange(0, 100)
    bar.setPageStep(40)
    bar.setValue(50)
    bar.setFixedWidth(160)
    return bar


def _rows() -> list[Row]:
    rows = [Row("Button of a dialog", states(_button))]
    field = states(_field, "rest", "hover", "focused", "disabled", told_by_edge=True)
    field += [
        Cell("filled", partial(_field, "RouterHub"), told_by_edge=True),
        Cell("refused", partial(_field, "http:/", bad=True), told_by_edge=True),
    ]
    rows.append(Row("Field", field))
    rows.append(Row("Choice", states(_combo, "rest", "hover", "focused", "disabled", told_by_edge=True)))
    for name, kind in (("Box", QCheckBox), ("Option", QRadioButton)):
        cells = states(partial(_box, kind), "rest", "hover", "focused", "disabled")
        rows.append(Row(name, [*cells, Cell("checked", partial(_box, kind, on=True))]))
    rows.append(Row("Progress", [Cell("0 %", partial(_progress, 0)), Cell("40 %", partial(_progress, 40))]))
    rows.append(Row("Scroll bar", states(_scroll, "rest", "hover")))
    return rows


FAMILY = Family("Plain controls", [], _rows)
