"""The buttons under a picture that is looked at: out, how much, in."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from studio.ui.actions import Action
from studio.ui.icons import icon
from studio.ui.keys import in_menu, tip_of
from studio.ui.stage.canvas import Canvas
from studio.ui.widgets.menu import Menu

_PERCENT = (25, 50, 100, 200, 400, 800)


class ZoomControls(QWidget):
    """Shows and changes the zoom of one canvas."""

    def __init__(self, canvas: Canvas, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._smaller = tool_button(self, Action.ZOOM_OUT, "zoomOutButton")
        self._amount = QToolButton(self)
        self._larger = tool_button(self, Action.ZOOM_IN, "zoomInButton")
        self._amount.setObjectName("zoomButton")
        self._amount.setProperty("role", "quiet")
        self._amount.setMinimumWidth(64)
        self._amount.setToolTip(self.tr("Choose a zoom"))
        self._smaller.clicked.connect(lambda: canvas.step(-1))
        self._larger.clicked.connect(lambda: canvas.step(1))
        self._amount.clicked.connect(self._ask)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for button in (self._smaller, self._amount, self._larger):
            layout.addWidget(button)
        canvas.moved.connect(self._tell)
        self._tell()

    def _tell(self) -> None:
        text = percent(self._canvas.camera.zoom)
        if text != self._amount.text():
            self._amount.setText(text)
            self._amount.setAccessibleName(self.tr("Zoom: {percent}").format(percent=text))

    def _ask(self) -> None:
        menu = Menu("zoomMenu", self)
        menu.setAccessibleName(self.tr("Zoom"))
        menu.aboutToHide.connect(menu.deleteLater)
        for action, act in ((Action.FIT, self._canvas.fit), (Action.FILL, self._canvas.fill)):
            menu.addAction(in_menu(action.text, action), act)
        menu.addSeparator()
        for each in _PERCENT:
            words = percent(each / 100)
            words = in_menu(words, Action.ACTUAL_SIZE) if each == 100 else words
            menu.addAction(words, partial(self._canvas.zoom_to, each / 100))
        corner = self._amount.mapToGlobal(QPoint(0, 0))
        menu.popup(QPoint(corner.x(), corner.y() - menu.sizeHint().height()))


def percent(zoom: float) -> str:
    """A zoom as people read it."""
    return f"{zoom * 100:.0f} %"


def tool_button(parent: QWidget, action: Action, name: str) -> QToolButton:
    """A button with the drawing of an action and no words; its tool tip tells the key that does the same."""
    button = QToolButton(parent)
    button.setObjectName(name)
    button.setProperty("role", "icon")
    button.setIcon(icon(action.icon, parent.palette()))
    button.setAccessibleName(action.text)
    button.setToolTip(tip_of(action))
    button.setCursor(Qt.CursorShape.ArrowCursor)
    return button
