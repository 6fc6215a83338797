"""The row at the top: the search in the middle, a title that gives way to it and can be changed in its place."""

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from studio.ui.search_button import SQUARE, WIDEST
from studio.ui.title_row import TitleRow

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
LONG = "A title that goes on and on, for as long as anybody could type it in " * 2


@pytest.fixture
def row(qtbot: QtBot) -> TitleRow:
    row = TitleRow()
    qtbot.addWidget(row)
    row.set_connection("RouterHub")
    row.set_spent("$0.81 today", "Spent in this library")
    row.set_title("Otter campaign", True)
    row.resize(1440, 44)
    row.show()
    return row


def renamed_of(row: TitleRow) -> list[str]:
    titles: list[str] = []
    row.title.renamed.connect(titles.append)
    return titles


def edit_of(row: TitleRow) -> QLineEdit | None:
    return next((each for each in row.findChildren(QLineEdit, "titleEdit") if each.isVisible()), None)


@pytest.mark.parametrize("title", ["Otter campaign", LONG])
@pytest.mark.parametrize("width", [1300, 1440, 2560])
def test_the_search_stands_in_the_middle(row: TitleRow, width: int, title: str) -> None:
    row.set_title(title, True)
    row.resize(width, 44)
    search = row.search_button.geometry()
    assert search.width() == WIDEST
    assert abs(search.center().x() - width // 2) <= 1


@pytest.mark.parametrize("title", ["Otter campaign", LONG])
@pytest.mark.parametrize("width", [620, 760, 900, 1100, 1440])
def test_nothing_lies_over_anything_however_narrow_it_is(row: TitleRow, width: int, title: str) -> None:
    row.set_title(title, True)
    row.resize(width, 44)
    places = [row.menu_button, row.sidebar_button, row.title, row.search_button, row.settings_button]
    rects = [each.rect().translated(each.mapTo(row, each.rect().topLeft())) for each in places]
    rects.insert(4, row.connection.rect().translated(row.connection.mapTo(row, row.connection.rect().topLeft())))
    for left, right in pairwise(rects):
        assert left.right() < right.left()
    assert rects[-1].right() < width


def test_the_search_shrinks_and_then_is_a_drawing(row: TitleRow) -> None:
    row.set_title(LONG, True)
    shapes = []
    for width in (1440, 900, 560):
        row.resize(width, 44)
        shapes.append((row.search_button.width(), row.search_button.is_square))
    assert shapes[0] == (WIDEST, False)
    assert SQUARE < shapes[1][0] < WIDEST
    assert not shapes[1][1]
    assert shapes[2] == (SQUARE, True)


def test_buttons_tell_their_names_and_keys(row: TitleRow) -> None:
    told = {
        each.objectName(): (each.accessibleName(), each.toolTip())
        for each in (row.menu_button, row.search_button, row.compare_button, row.gallery_button, row.settings_button)
    }
    assert told == {
        "menuButton": ("Menu", "Menu (F10)"),
        "searchButton": ("Search everything", "Search everything (Ctrl+K)"),
        "compareButton": ("Compare two images", "Compare two images (Ctrl+M)"),
        "galleryButton": ("Gallery", "Show or hide the gallery (Ctrl+Shift+G)"),
        "settingsButton": ("Settings", "Settings (Ctrl+,)"),
    }
    assert row.title.accessibleName() == "Conversation: Otter campaign"


def test_enter_takes_another_title_without_spaces_around_it(row: TitleRow) -> None:
    titles = renamed_of(row)
    row.title.rename()
    edit = edit_of(row)
    assert edit is not None
    assert edit.selectedText() == "Otter campaign"
    QTest.keyClicks(edit, "  Beavers   and otters ")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert titles == ["Beavers and otters"]
    assert edit_of(row) is None


@pytest.mark.parametrize(("typed", "key"), [("Beavers", Qt.Key.Key_Escape), ("   ", Qt.Key.Key_Return)])
def test_esc_and_an_empty_title_change_nothing(row: TitleRow, typed: str, key: Qt.Key) -> None:
    titles = renamed_of(row)
    row.title.rename()
    edit = edit_of(row)
    assert edit is not None
    QTest.keyClicks(edit, typed)
    QTest.keyClick(edit, key)
    assert titles == []
    assert edit_of(row) is None


def test_leaving_the_field_takes_what_was_typed(row: TitleRow) -> None:
    titles = renamed_of(row)
    row.activateWindow()
    row.title.rename()
    edit = edit_of(row)
    assert edit is not None
    QTest.keyClicks(edit, "Beavers")
    row.settings_button.setFocus()
    assert titles == ["Beavers"]


def test_what_has_not_begun_is_not_renamed_and_another_title_ends_the_renaming(row: TitleRow) -> None:
    row.title.rename()
    row.set_title("New conversation", False)
    assert edit_of(row) is None
    row.title.rename()
    assert edit_of(row) is None
