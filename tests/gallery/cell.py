"""One widget in one state, brought there by real events, and the picture that is taken of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

Act = Callable[[QWidget], None]

MARGIN = 8  # pixels around a widget: what it draws around itself belongs to it


@dataclass(frozen=True)
class Cell:
    """How a widget is made, what is done to it, and what that is called in the gallery."""

    label: str
    make: Callable[[], QWidget]
    act: Act = lambda _: None
    told_by_edge: bool = False  # where it is can be seen by its edge alone, so that has to be told from the ground
    is_ringed: bool = False  # it has the focus, and a ring says so


@dataclass(frozen=True)
class Row:
    """Cells that are variations of one thing."""

    title: str
    cells: Sequence[Cell]
    are_states: bool = True  # of one thing, so that each has to look unlike the others


@dataclass(frozen=True)
class Family:
    """What there is of one widget file; `files` are the modules of studio/ui/widgets that its cells show."""

    title: str
    files: Sequence[str]
    rows: Callable[[], Sequence[Row]]


def hover(widget: QWidget) -> None:
    """Lay the mouse on it."""
    QTest.mouseMove(widget.window(), QPoint(1, 1))
    QTest.mouseMove(widget, widget.rect().center())


def press(widget: QWidget) -> None:
    """Hold the mouse down on it."""
    hover(widget)
    QTest.mousePress(widget, Qt.MouseButton.LeftButton, pos=widget.rect().center())


def focus(widget: QWidget) -> None:
    """Come to it by the Tab key."""
    widget.setFocus(Qt.FocusReason.TabFocusReason)


def disable(widget: QWidget) -> None:
    """Let it be of no use now."""
    widget.setEnabled(False)


def at(name: str, act: Act) -> Act:
    """Do something to a part of the widget, by the part's object name."""

    def do(widget: QWidget) -> None:
        part = widget.findChild(QWidget, name)
        assert part is not None, name
        act(part)

    return do


def then(*acts: Act) -> Act:
    """Do one thing after the other."""

    def do(widget: QWidget) -> None:
        for act in acts:
            act(widget)

    return do


STATES: Mapping[str, Act] = {
    "rest": lambda _: None,
    "hover": hover,
    "pressed": press,
    "focused": focus,
    "disabled": disable,
}


def states(make: Callable[[], QWidget], *names: str, told_by_edge: bool = False) -> list[Cell]:
    """A cell for each of these states, for all of them when none is named."""
    chosen = names or tuple(STATES)
    return [
        Cell(name, make, STATES[name], told_by_edge=told_by_edge and name != "disabled", is_ringed=name == "focused")
        for name in chosen
    ]


class Host(QWidget):
    """The piece of window that a cell's widget stands on."""

    def __init__(self, cell: Cell) -> None:
        super().__init__()
        self.setObjectName("host")
        self.widget = cell.make()
        self.cell = cell
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.addWidget(self.widget, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # so that nothing in it has the focus by itself

    def shown(self) -> Self:
        """On the screen, with nothing done to it yet."""
        self.adjustSize()
        self.move(0, 0)
        self.show()
        self.activateWindow()
        assert QTest.qWaitForWindowActive(self, 30_000)
        self.setFocus()
        for place in (QPoint(2, 2), QPoint(1, 1)):  # away from wherever the last cell left it, which is told by a move
            QTest.mouseMove(self, place)
        return self

    def perform(self) -> None:
        """Show it and do what makes its state."""
        self.shown()
        self.cell.act(self.widget)
        QApplication.processEvents()

    def end(self) -> None:
        """Let go of the mouse, and of the widget; the next one is not to find the mouse on itself."""
        QTest.mouseMove(self, QPoint(1, 1))
        QTest.mouseRelease(self, Qt.MouseButton.LeftButton, pos=QPoint(1, 1))
        self.close()
        self.deleteLater()
        QApplication.processEvents()

    def picture(self) -> QImage:
        """How it looks now."""
        return self.grab().toImage()

    def focused_place(self) -> QRect:
        """Where in the picture that is which has the focus."""
        focused = self.focusWidget() or self.widget
        return QRect(focused.mapTo(self, QPoint()), focused.size())

    def place(self) -> QRect:
        """Where in the picture the widget is."""
        return self.widget.geometry()
