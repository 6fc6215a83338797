"""Zones by themselves: over their parent, one in colour, or a reason in their place."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from studio.ui.theme import Theme
from studio.ui.widgets.drop_overlay import DropZones, ZoneWords
from tests.ui.widgets.looking import colours_in

WORDS = tuple(ZoneWords(key, "image", key.title(), f"for {key}") for key in ("one", "two", "three"))


@pytest.fixture
def zones(qtbot: QtBot, theme: Theme) -> Iterator[DropZones]:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(900, 420)
    window.show()
    yield DropZones(WORDS, window)
    window.close()


def test_they_cover_their_parent_when_they_are_offered(zones: DropZones) -> None:
    assert not zones.isVisible()
    zones.offer()
    assert zones.isVisible()
    assert zones.geometry() == zones.parentWidget().rect()
    assert [zone.accessibleName() for zone in zones.zones] == ["One", "Two", "Three"]
    assert [zone.accessibleDescription() for zone in zones.zones] == ["for one", "for two", "for three"]


@pytest.mark.parametrize(("x", "key"), [(-5, "one"), (10, "one"), (450, "two"), (890, "three"), (2000, "three")])
def test_the_nearest_one_is_meant(zones: DropZones, x: int, key: str) -> None:
    zones.offer()
    zones.point_at(QPoint(x, 10))
    assert [zone.key for zone in zones.zones if zone.is_meant] == [key]


def test_the_one_that_is_meant_is_lit_in_the_accent(zones: DropZones, theme: Theme) -> None:
    zones.offer()
    plain = colours_in(zones.zones[0])[theme.tokens.accent]
    zones.point_at(QPoint(10, 10))
    assert colours_in(zones.zones[0])[theme.tokens.accent] > plain + 2000
    assert colours_in(zones.zones[1])[theme.tokens.accent] == 0


def test_a_reason_stands_in_their_place(zones: DropZones, theme: Theme) -> None:
    zones.refuse("“a.pdf” is a PDF document.", "Export the page as PNG.")
    refusal = zones.refusal
    assert refusal is not None
    assert refusal.accessibleName() == "“a.pdf” is a PDF document."
    assert not any(zone.isVisible() for zone in zones.zones)
    assert colours_in(refusal)[QColor(theme.tokens.warn).name()] > 20
    zones.offer()
    assert zones.refusal is None
