"""How many tiles stand side by side, and how large: decided by their number, their ratio and the width alone."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from studio.library.records import Image
    from studio.workbench.steps import Step

GAP = 8
LOWEST, _HIGHEST = 120, 400
_ALONE, _HIGHEST_ALONE = 0.6, 560  # a picture with no other beside it may take this much of the width as height
_LOW = 140  # columns are given up rather than let tiles get lower than this
NARROWEST = 168  # of a tile: words and buttons have to fit
_MOST_COLUMNS = 4


class Arrangement(NamedTuple):
    """How tiles stand: columns and rows, and the size of each in pixels."""

    columns: int
    rows: int
    width: int
    height: int

    @property
    def total(self) -> int:
        """The height of the whole grid."""
        return self.rows * (self.height + GAP) - GAP


class Shape(NamedTuple):
    """What the tiles of a step are made for: width over height, and whether only words stand in them."""

    aspect: float
    words_only: bool = False


def arrange(count: int, shape: Shape, width: int) -> Arrangement:
    """Stand `count` tiles in `width` pixels."""
    if shape.words_only:
        least, highest, aspect = 240.0, 150, 2.4
    else:
        aspect = shape.aspect
        least, highest = min(max(_LOW * aspect, float(NARROWEST)), 260.0), _HIGHEST
        if count == 1:
            highest = round(min(max(float(_HIGHEST), _ALONE * width), float(_HIGHEST_ALONE)))
    fit = max(1, int((width + GAP) // (least + GAP)))
    rows = math.ceil(count / min(count, fit, _MOST_COLUMNS))
    columns = math.ceil(count / rows)
    each = (width - GAP * (columns - 1)) / columns
    height = min(each / aspect, float(highest))
    each = min(each, max(height * aspect, float(NARROWEST)))
    return Arrangement(columns, rows, int(each), max(int(height), LOWEST))


def trimmed(found: Arrangement, aspects: Sequence[float]) -> Arrangement:
    """Cut the room under one row of pictures that came wider than expected; none of them moves by that."""
    if found.rows > 1 or not aspects:
        return found
    needed = max(min(found.height, round(found.width / aspect)) for aspect in aspects)
    return found._replace(height=max(needed, LOWEST))


def shape_of(step: Step, before: Step | None = None) -> Shape:
    """The shape of a step's tiles: as asked; else as it came; else as what it was made from, the step `before` say."""
    images = _pictures(step)
    over = all(entry.job is None or entry.job.is_over for entry in step.entries)
    asked = _ratio(step.settings.get("aspectRatio"))
    came = next((_aspect(image.width, image.height) for image in images), None)
    given = next((_aspect(given.image.width, given.image.height) for given in step.inputs), None)
    last = next((_aspect(image.width, image.height) for image in _pictures(before)), None) if before else None
    had_images = any(entry.turn is not None and entry.turn.outcome == "images" for entry in step.entries)
    # What lies in the trash keeps its room: it may come back in a moment, and nothing is to jump.
    return Shape(asked or came or given or last or 1.0, words_only=over and not images and not had_images)


def aspects_of(step: Step) -> list[float]:
    """Width over height of a step's pictures, when each of its turns has brought one."""
    found = [_aspect(image.width, image.height) for image in _pictures(step)]
    return [each for each in found if each] if len(found) == len(step.entries) and all(found) else []


def _pictures(step: Step) -> list[Image]:
    through = [step.through, *(entry for entry in step.entries if entry is not step.through)]
    return [image for entry in through for image in entry.images if image.role == "main"]


def _ratio(asked: object) -> float | None:
    across, _, up = str(asked or "").partition(":")
    return int(across) / int(up) if across.isdecimal() and up.isdecimal() and int(across) and int(up) else None


def _aspect(width: int | None, height: int | None) -> float | None:
    return width / height if width and height else None
