"""The icons are of one weight on one grid, sharp at every scale, tinted by the theme, and there when they are used."""

import ast
import gc
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QImage, QPixmap, QPixmapCache
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

import studio.ui.icons
from studio.resources import resource
from studio.ui.icons import SIDE, application_icon, icon
from studio.ui.theme import Theme, palette_of
from studio.ui.tokens import tokens_named

ROOT = Path(__file__).parent.parent.parent
DRAWINGS = sorted(path for path in (ROOT / "resources" / "icons").glob("*.svg") if path.stem != "studio")
PROMISED = (
    "menu", "search", "plus", "minus", "close", "chevron-down", "chevron-left", "chevron-right", "grid",
    "settings", "compare", "more", "image", "folder", "trash", "star", "star-filled", "copy", "save",
    "export", "undo", "retry", "branch", "edit", "reference", "play", "stop", "warning", "info", "sun",
    "moon", "drag", "fit", "check", "key", "connection", "clock",
)  # fmt: skip
DARK, LIGHT = tokens_named("dark"), tokens_named("light")
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    QPixmapCache.clear()
    theme = Theme(qapp, "dark")
    yield theme
    theme.deleteLater()


def names_in_code() -> Iterator[tuple[str, str]]:
    """Each literal name given to `icon(…)`, with where."""
    for path in (ROOT / "studio").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "icon" and node.args:
                yield from ((str(each.value), f"{path}:{node.lineno}") for each in literals(node.args[0]))


def literals(node: ast.expr) -> Iterator[ast.Constant]:
    """The constants an expression can be: itself, or either side of a condition."""
    if isinstance(node, ast.Constant):
        yield node
    elif isinstance(node, ast.IfExp):
        yield from literals(node.body)
        yield from literals(node.orelse)


def colours(pixmap: QPixmap) -> set[str]:
    """The colours of the pixels that are fully painted."""
    image = pixmap.toImage().convertToFormat(QImage.Format.Format_ARGB32)
    points = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    return {point.name() for point in points if point.alpha() == 255}


def test_every_promised_name_is_drawn() -> None:
    assert set(PROMISED) <= {path.stem for path in DRAWINGS}


def test_every_name_in_the_code_is_drawn() -> None:
    drawn = {path.stem for path in DRAWINGS}
    assert [(name, where) for name, where in names_in_code() if name not in drawn] == []


@pytest.mark.parametrize("path", DRAWINGS, ids=lambda path: path.stem)
def test_a_drawing_keeps_to_the_grid_and_the_weight(path: Path) -> None:
    root = ET.fromstring(path.read_text(encoding="utf-8"))
    assert root.get("viewBox") == "0 0 16 16"
    assert (root.get("stroke"), root.get("stroke-width"), root.get("fill")) == ("currentColor", "1.5", "none")
    assert (root.get("stroke-linecap"), root.get("stroke-linejoin")) == ("round", "round")
    for part in root:
        assert part.tag == f"{SVG}path"
        assert part.get("fill") in (None, "currentColor")
        assert part.get("stroke") in (None, "none")
        assert set(part.attrib) <= {"d", "fill", "stroke"}


@pytest.mark.parametrize("path", DRAWINGS, ids=lambda path: path.stem)
def test_a_drawing_is_centred_and_has_air_around_it(path: Path, theme: Theme) -> None:
    scale = 16
    pixmap = icon(path.stem, palette_of(DARK)).pixmap(QSize(SIDE, SIDE), float(scale))
    image = pixmap.toImage()
    assert image.width() == SIDE * scale
    painted = [
        (x / scale, y / scale)
        for x in range(0, image.width(), 4)
        for y in range(0, image.height(), 4)
        if image.pixelColor(x, y).alpha() > 128
    ]
    left, right = min(x for x, _ in painted), max(x for x, _ in painted)
    top, bottom = min(y for _, y in painted), max(y for _, y in painted)
    assert min(left, top, SIDE - right, SIDE - bottom) >= 0.75
    assert abs(left + right - SIDE) <= 1.6
    assert abs(top + bottom - SIDE) <= 1.6
    assert max(right - left, bottom - top) >= 7


@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5, 2.0, 3.0])
def test_an_icon_has_every_pixel_of_the_screen(theme: Theme, scale: float) -> None:
    pixmap = icon("grid", palette_of(DARK)).pixmap(QSize(16, 16), scale)
    assert pixmap.size() == QSize(round(16 * scale), round(16 * scale))
    assert pixmap.devicePixelRatio() == pytest.approx(scale)


def test_an_icon_is_tinted_by_what_the_control_is_in(theme: Theme) -> None:
    def painted(mode: QIcon.Mode, state: QIcon.State = QIcon.State.Off) -> set[str]:
        return colours(icon("stop", palette_of(DARK)).pixmap(QSize(64, 64), 1.0, mode, state))

    assert painted(QIcon.Mode.Normal) == {DARK.muted}
    assert painted(QIcon.Mode.Active) == {DARK.text}
    assert painted(QIcon.Mode.Normal, QIcon.State.On) == {DARK.text}
    assert painted(QIcon.Mode.Disabled) == {DARK.border}
    primary = icon("play", palette_of(DARK), "on_accent")
    assert colours(primary.pixmap(QSize(64, 64), 1.0, QIcon.Mode.Active)) == {DARK.on_accent}


def test_an_icon_follows_the_theme_and_one_of_another_palette_does_not(theme: Theme, qtbot: QtBot) -> None:
    button = QPushButton()
    qtbot.addWidget(button)
    button.setIcon(icon("stop", button.palette()))
    fixed = icon("stop", palette_of(LIGHT))
    theme.choose("light")
    assert colours(button.icon().pixmap(QSize(32, 32), 1.0)) == {LIGHT.muted}
    theme.choose("dark")
    assert colours(button.icon().pixmap(QSize(32, 32), 1.0)) == {DARK.muted}
    assert colours(fixed.pixmap(QSize(32, 32), 1.0)) == {LIGHT.muted}


def test_an_icon_is_read_when_it_is_painted_and_rendered_once(theme: Theme, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def counting(name: str) -> object:
        read.append(name)
        return resource(name)

    monkeypatch.setattr(studio.ui.icons, "resource", counting)
    star = icon("star", palette_of(DARK))
    assert read == []
    first, again = star.pixmap(QSize(16, 16), 2.0), star.pixmap(QSize(16, 16), 2.0)
    assert read == ["icons/star.svg"]
    assert first.toImage() == again.toImage()


def test_icons_outlive_whoever_made_them(theme: Theme, qtbot: QtBot) -> None:
    buttons = [QPushButton() for _ in range(200)]
    for button in buttons:
        qtbot.addWidget(button)
        button.setIcon(icon("star", button.palette()))
    gc.collect()
    assert all(not button.grab().isNull() for button in buttons)
    changed = QIcon(buttons[0].icon())
    changed.addPixmap(QPixmap(16, 16))  # makes Qt clone what draws it
    del buttons[0]
    gc.collect()
    assert colours(changed.pixmap(QSize(32, 32), 1.0)) == {DARK.muted}


def test_the_program_has_an_icon_in_its_own_colours(theme: Theme) -> None:
    found = colours(application_icon().pixmap(QSize(64, 64), 1.0))
    assert len(found) > 3
    assert any(QColor(each).saturation() > 100 for each in found)
    for side in (16, 24, 32, 48, 256):
        assert application_icon().pixmap(QSize(side, side), 1.0).width() == side
