"""Where what belongs to a control opens."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from studio.ui.widgets.popup_place import context_place


@pytest.mark.parametrize(
    ("reason", "expected"),
    [
        (QContextMenuEvent.Reason.Mouse, QPoint(107, 205)),
        (QContextMenuEvent.Reason.Other, QPoint(107, 205)),
        (QContextMenuEvent.Reason.Keyboard, QPoint(149, 219)),
    ],
    ids=["pointer", "touch", "key"],
)
def test_a_context_menu_opens_where_it_was_asked_for(
    qtbot: QtBot, reason: QContextMenuEvent.Reason, expected: QPoint
) -> None:
    control = QWidget()
    qtbot.addWidget(control)
    control.setGeometry(100, 200, 100, 40)
    event = QContextMenuEvent(reason, QPoint(7, 5), QPoint(107, 205))
    assert context_place(event, control) == expected
