"""Every own widget is in the gallery, in states that can be told apart, and can be read and found in each of them."""

import re

import pytest
from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QPalette
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.gallery import contrast, looked_at, texts
from tests.gallery.conftest import Drawn
from tests.gallery.looked_at import Measured
from tests.gallery.registry import NO_WIDGETS, WIDGETS, families, shown_files, widget_files

TEXT, CONTROL = 4.5, 3.0


def test_every_widget_file_has_cells() -> None:
    assert shown_files() == widget_files()


def test_what_is_left_out_is_there_and_holds_no_widget() -> None:
    for name in NO_WIDGETS:
        source = (WIDGETS / f"{name}.py").read_text(encoding="utf-8")
        bases = re.findall(r"^class \w+\((Q\w+)", source, re.MULTILINE)
        assert set(bases) <= {"QObject", "QLayout"}, name


def test_the_cells_of_a_file_show_its_widget(drawn: Drawn) -> None:
    for family in families():
        shown = {name for cell in drawn.measured if cell["family"] == family.title for name in cell["classes"]}
        for file in family.files:
            assert any(name.startswith(f"studio.ui.widgets.{file}.") for name in shown), f"{family.title}: {file}"


def test_every_state_looks_unlike_the_others_of_its_row(drawn: Drawn) -> None:
    assert not drawn.lacking(lambda cell: cell["same_as"] and f"looks like {cell['same_as']}")


def test_all_that_is_written_can_be_read(drawn: Drawn) -> None:
    assert sum(len(cell["texts"]) for cell in drawn.measured) > 100
    assert not drawn.lacking(lambda cell: [text for text in cell["texts"] if text[1] < TEXT])


def test_edges_that_have_to_be_seen_can_be_seen(drawn: Drawn) -> None:
    assert any(cell["edge"] for cell in drawn.measured)
    assert not drawn.lacking(lambda cell: cell["edge"] is not None and cell["edge"] < CONTROL and cell["edge"])


def test_where_the_focus_is_can_be_seen(drawn: Drawn) -> None:
    assert any(cell["ring"] for cell in drawn.measured)
    assert not drawn.lacking(_lacks_ring)


def _lacks_ring(cell: Measured) -> object:
    return cell["ring"] is not None and cell["ring"] < CONTROL and cell["ring"]


@pytest.mark.parametrize(("ink", "readable"), [("#767676", True), ("#787878", False)])
def test_the_contrast_of_letters_is_measured_as_it_is(qtbot: QtBot, ink: str, readable: bool) -> None:
    place = QWidget()
    qtbot.addWidget(place)
    label = QLabel("Otter campaign")
    QVBoxLayout(place).addWidget(label)
    place.setAutoFillBackground(True)
    for widget in (place, label):
        palette = QPalette(widget.palette())
        palette.setColor(QPalette.ColorRole.Window, QColor("#ffffff"))
        palette.setColor(QPalette.ColorRole.WindowText, QColor(ink))
        widget.setPalette(palette)
    place.show()
    (written,) = texts.texts_of(place)
    assert written.text == "Otter campaign"
    picture = QImage(place.size() * looked_at.SCALE, QImage.Format.Format_RGB32)
    picture.setDevicePixelRatio(looked_at.SCALE)
    place.render(picture)
    measured = contrast.of_text(contrast.as_pillow(picture), written.place, looked_at.SCALE)
    assert (measured >= TEXT) is readable
    assert measured == pytest.approx(4.5, abs=0.15)


@pytest.mark.parametrize(("edge", "seen"), [("#949494", True), ("#969696", False)])
def test_an_edge_counts_by_its_weakest_side(edge: str, seen: bool) -> None:
    picture = QImage(60, 60, QImage.Format.Format_RGB32)
    picture.fill(QColor("#ffffff"))
    with QPainter(picture) as painter:
        painter.setPen(QColor("#000000"))
        painter.drawRect(10, 10, 39, 39)
        painter.setPen(QColor(edge))
        painter.drawLine(10, 10, 10, 49)
    found = contrast.of_edge(contrast.as_pillow(picture), QRect(10, 10, 40, 40), 1)
    assert (found >= CONTROL) is seen


def test_a_ring_has_to_go_around(qtbot: QtBot) -> None:
    before = QImage(60, 60, QImage.Format.Format_RGB32)
    before.fill(QColor("#ffffff"))
    after = QImage(before)
    with QPainter(after) as painter:
        painter.fillRect(QRectF(10, 10, 40, 1), QColor("#000000"))
    pillow = contrast.as_pillow(before), contrast.as_pillow(after)
    assert contrast.of_change(*pillow, least=40) == 21
    assert contrast.of_change(*pillow, least=41) == 1
