"""Where a picture stands in a view: zoom and place, in pixels of the device, so that 100 % means what it says."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import Literal

from PySide6.QtCore import QPointF, QRectF, QSizeF

LEAST, MOST = 0.05, 32.0

_STEPS = (
    *(0.05, 0.07, 0.1, 0.15, 0.2, 0.25, 0.33, 0.5, 0.67, 0.75, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0, 16.0, 24.0),
    MOST,
)
_ENLARGED = 2.0  # how far a small picture is enlarged to fit, for each pixel of the layout

Mode = Literal["fit", "fill", "free"]


class Camera:
    """A view of so many device pixels onto a picture; "fit" and "fill" follow both as they change size."""

    def __init__(self) -> None:
        self._view = QSizeF(1, 1)
        self._picture = QSizeF(1, 1)
        self._margin = 0.0
        self._scale = 1.0
        self._centre = QPointF()
        self._zoom = 1.0
        self.mode: Mode = "fit"

    @property
    def zoom(self) -> float:
        """Device pixels for one pixel of the picture."""
        return self._zoom

    @property
    def target(self) -> QRectF:
        """Where the picture stands, in device pixels of the view; its corner is a whole pixel."""
        left = self._view.width() / 2 - self._centre.x() * self._zoom
        top = self._view.height() / 2 - self._centre.y() * self._zoom
        return QRectF(round(left), round(top), self._picture.width() * self._zoom, self._picture.height() * self._zoom)

    @property
    def visible(self) -> QRectF:
        """The part of the target that lies in the view."""
        return self.target.intersected(QRectF(QPointF(), self._view))

    @property
    def can_pan(self) -> bool:
        """Whether some of the picture lies outside the view."""
        target = self.target
        return target.width() > self._view.width() + 0.5 or target.height() > self._view.height() + 0.5

    def set_view(self, view: QSizeF, scale: float, margin: float) -> None:
        """The view has this size in device pixels, `scale` of them a layout pixel; `margin` stays free around a fit."""
        self._view, self._scale, self._margin = view, scale, margin
        self._settle()

    def set_picture(self, picture: QSizeF) -> None:
        """The picture has this size; a place chosen in another is kept where it can be."""
        if picture == self._picture or picture.isEmpty():
            return
        share = QPointF(self._centre.x() / self._picture.width(), self._centre.y() / self._picture.height())
        self._picture = picture
        self._centre = QPointF(share.x() * picture.width(), share.y() * picture.height())
        self._settle()

    def fit(self) -> None:
        """Show all of the picture, small ones enlarged a little."""
        self.mode = "fit"
        self._settle()

    def fill(self) -> None:
        """Leave no room in the view."""
        self.mode = "fill"
        self._settle()

    def zoom_to(self, zoom: float, at: QPointF | None = None) -> None:
        """Zoom so that the pixel under `at`, a point of the view or its middle, stays where it is."""
        at = at if at is not None else QPointF(self._view.width() / 2, self._view.height() / 2)
        target = self.target
        pixel = (at - target.topLeft()) / self._zoom
        self.mode = "free"
        self._zoom = max(min(LEAST, self._fit_zoom()), min(MOST, zoom))
        self._centre = pixel + (QPointF(self._view.width() / 2, self._view.height() / 2) - at) / self._zoom
        self._settle()

    def step(self, direction: int, at: QPointF | None = None) -> None:
        """Zoom to the next rung above (1) or below (-1)."""
        if direction > 0:
            place = bisect_right(_STEPS, self._zoom * 1.001)
            self.zoom_to(_STEPS[min(place, len(_STEPS) - 1)], at)
        else:
            place = bisect_left(_STEPS, self._zoom * 0.999) - 1
            self.zoom_to(_STEPS[max(place, 0)], at)

    def pan(self, by: QPointF) -> None:
        """Move the picture by device pixels, as far as there is more of it."""
        if self.mode == "fit":
            return
        self._centre -= by / self._zoom
        self._settle()

    def _settle(self) -> None:
        if self.mode == "fit":
            self._zoom = self._fit_zoom()
        elif self.mode == "fill":
            self._zoom = min(MOST, max(self._view.width() / self._picture.width(), self._ratio_of_heights()))
        self._centre = QPointF(
            _within(self._centre.x(), self._picture.width(), self._view.width() / self._zoom),
            _within(self._centre.y(), self._picture.height(), self._view.height() / self._zoom),
        )

    def _fit_zoom(self) -> float:
        room = 2 * self._margin
        width = max(1.0, self._view.width() - room) / self._picture.width()
        height = max(1.0, self._view.height() - room) / self._picture.height()
        return min(width, height, _ENLARGED * self._scale)

    def _ratio_of_heights(self) -> float:
        return self._view.height() / self._picture.height()


def _within(centre: float, length: float, seen: float) -> float:
    """The centre nearest to the one wanted that leaves no room beside the picture, or as little as can be."""
    if seen >= length:
        return length / 2
    return min(max(centre, seen / 2), length - seen / 2)
