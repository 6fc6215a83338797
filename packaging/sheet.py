"""Many pictures with a line under each, as one."""

from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

_GAP, _LINE, _GROUND, _INK = 24, 34, "#777777", "#ffffff"


def make_sheet(pictures: Sequence[tuple[str, Path]], target: Path, *, columns: int, width: int) -> None:
    """Put pictures side by side, `width` pixels wide each, with their labels."""
    font = ImageFont.load_default(size=20)
    cells = [(label, _fitted(path, width)) for label, path in pictures]
    rows = [cells[start : start + columns] for start in range(0, len(cells), columns)]
    heights = [max(picture.height for _, picture in row) + _LINE + _GAP for row in rows]
    sheet = Image.new("RGB", (columns * (width + _GAP) + _GAP, sum(heights) + _GAP), _GROUND)
    pen = ImageDraw.Draw(sheet)
    top = _GAP
    for row, height in zip(rows, heights, strict=True):
        for place, (label, picture) in enumerate(row):
            left = _GAP + place * (width + _GAP)
            pen.text((left, top), label, fill=_INK, font=font)
            sheet.paste(picture, (left, top + _LINE))
        top += height
    target.parent.mkdir(parents=True, exist_ok=True)
    sheet.save(target, optimize=True)


def _fitted(path: Path, width: int) -> Image.Image:
    picture = Image.open(path).convert("RGB")
    height = round(picture.height * width / picture.width)
    return picture.resize((width, height), Image.Resampling.LANCZOS)
