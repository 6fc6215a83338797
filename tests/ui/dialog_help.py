"""Finding and reading what a dialog shows, as its user or a screen reader would."""

from collections.abc import Iterator
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QDialog, QLineEdit, QPushButton, QWidget
from shiboken6 import isValid

from studio.ui.widgets.segmented import Segmented
from studio.ui.widgets.select import Select
from tests.ui.waiting import until

W = TypeVar("W", bound=QWidget)


async def shown(dialog: QDialog) -> None:
    """Wait until an opened dialog has the keyboard."""
    dialog.activateWindow()
    await until(dialog.isActiveWindow)


async def gone(dialog: QDialog) -> None:
    """Delete a dialog before what it stands on is deleted."""
    dialog.deleteLater()
    await until(lambda: not isValid(dialog))


def find(parent: QWidget, kind: type[W], name: str) -> W:
    """The one widget of this object name."""
    (found,) = parent.findChildren(kind, name)
    return found


def line(parent: QWidget, name: str) -> QLineEdit:
    return find(parent, QLineEdit, name)


def picker(parent: QWidget, name: str) -> Select:
    return find(parent, Select, name)


def is_offered(parent: QWidget, name: str) -> bool:
    """Whether a button is there to be pressed."""
    button = find(parent, QPushButton, name)
    return button.isVisible() and button.isEnabled()


def press(parent: QWidget, name: str) -> None:
    """Click a button that is there to be clicked."""
    assert is_offered(parent, name), name
    QTest.mouseClick(find(parent, QPushButton, name), Qt.MouseButton.LeftButton)


def type_into(parent: QWidget, name: str, text: str) -> None:
    """Replace what stands in a line by what is typed."""
    edit = line(parent, name)
    edit.setFocus()
    edit.selectAll()
    QTest.keyClick(edit, Qt.Key.Key_Delete)
    QTest.keyClicks(edit, text)


def choose(parent: QWidget, name: str, text: str) -> None:
    """Choose an entry of a field by its keyboard."""
    box = picker(parent, name)
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Home)
    while box.text() != text:
        before = box.value
        QTest.keyClick(box, Qt.Key.Key_Down)
        assert box.value != before, f"no entry {text!r}"


def choose_segment(parent: QWidget, name: str, text: str) -> None:
    """Choose one of several that are all in sight by the keyboard."""
    segments = find(parent, Segmented, name)
    segments.setFocus()
    QTest.keyClick(focused_in(parent), Qt.Key.Key_Home)
    while focused_in(parent).text() != text:
        before = segments.value
        QTest.keyClick(focused_in(parent), Qt.Key.Key_Right)
        assert segments.value != before, f"no segment {text!r}"


def focused_in(parent: QWidget) -> QAbstractButton:
    """The button that has the focus."""
    focused = parent.window().focusWidget()
    assert isinstance(focused, QAbstractButton)
    return focused


def spoken(widget: QWidget) -> list[str]:
    """Every text that accessibility tells of a widget and of what is in it."""
    interface = QAccessible.queryAccessibleInterface(widget)
    return list(_texts(interface)) if interface is not None else []


def _texts(interface: QAccessibleInterface) -> Iterator[str]:
    for kind in (QAccessible.Text.Name, QAccessible.Text.Description, QAccessible.Text.Value, QAccessible.Text.Help):
        yield interface.text(kind)
    if (text := interface.textInterface()) is not None:
        yield text.text(0, text.characterCount())
    for number in range(interface.childCount()):
        if (child := interface.child(number)) is not None:
            yield from _texts(child)


def nameless(widget: QWidget) -> list[str]:
    """The controls a keyboard reaches that tell a screen reader no name."""
    controls = [
        each
        for each in widget.findChildren(QWidget)
        if each.focusPolicy() & Qt.FocusPolicy.TabFocus and each.isVisibleTo(widget) and each.objectName()
    ]
    assert controls
    return [each.objectName() for each in controls if not each.accessibleName()]


def tab_order(first: QWidget, count: int) -> list[str]:
    """The object names of what Tab goes to, one after the other, from a focused widget on."""
    names = []
    window = first.window()
    for _ in range(count):
        focused = window.focusWidget()
        assert focused is not None
        names.append(focused.objectName())
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    return names
