"""The buttons under a picture that is looked at: out, how much, in."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from studio.ui.actions import Action
from studio.ui.keys import in_menu
from studio.ui.stage.canvas import Canvas
from studio.ui.stage.mode_bar import tool_button
from studio.ui.widgets.button import SQUARE, Button
from studio.ui.widgets.menu import Menu

_AMOUNT = 64  # pixels: enough for “1600 %”, so that nothing beside it moves
_PERCENT = (25, 50, 100, 200, 400, 800)


class ZoomControls(QWidget):
    """Shows and changes the zoom of one canvas."""

    def __init__(self, canvas: Canvas, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._smaller = tool_button(self, Action.ZOOM_OUT, "zoomOutButton")
        self._amount = Button("zoomButton", role="quiet", parent=self)
        self._larger = tool_button(self, Action.ZOOM_IN, "zoomInButton")
        self._amount.setFixedSize(_AMOUNT, SQUARE)
        self._amount.setFocusPolicy(Qt.FocusPolicy.TabFocus)
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
