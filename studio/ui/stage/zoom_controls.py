"""The buttons under a picture that is looked at: out, how much, in."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from studio.ui.icons import icon
from studio.ui.stage.canvas import Canvas

_PERCENT = (25, 50, 100, 200, 400, 800)


class ZoomControls(QWidget):
    """Shows and changes the zoom of one canvas."""

    def __init__(self, canvas: Canvas, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._smaller = tool_button(self, "minus", "zoomOutButton", self.tr("Zoom out"), "−")
        self._amount = QToolButton(self)
        self._larger = tool_button(self, "plus", "zoomInButton", self.tr("Zoom in"), "+")
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
        menu = QMenu(self)
        menu.setObjectName("zoomMenu")
        menu.setAccessibleName(self.tr("Zoom"))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.addAction(self.tr("Fit") + "\tCtrl+0", self._canvas.fit)
        menu.addAction(self.tr("Fill"), self._canvas.fill)
        menu.addSeparator()
        for each in _PERCENT:
            keys = "\tCtrl+1" if each == 100 else ""
            menu.addAction(f"{percent(each / 100)}{keys}", partial(self._canvas.zoom_to, each / 100))
        corner = self._amount.mapToGlobal(QPoint(0, 0))
        menu.popup(QPoint(corner.x(), corner.y() - menu.sizeHint().height()))


def percent(zoom: float) -> str:
    """A zoom as people read it."""
    return f"{zoom * 100:.0f} %"


def tool_button(parent: QWidget, drawing: str, name: str, label: str, keys: str = "") -> QToolButton:
    """A button with a drawing and no words; `keys` is what does the same on the keyboard."""
    button = QToolButton(parent)
    button.setObjectName(name)
    button.setProperty("role", "icon")
    button.setIcon(icon(drawing, parent.palette()))
    button.setAccessibleName(label)
    button.setToolTip(f"{label} ({keys})" if keys else label)
    button.setCursor(Qt.CursorShape.ArrowCursor)
    return button
