"""The widgets and four scenes of the window look as they did when somebody last looked at them."""

from pathlib import Path

import PySide6
import pytest
from PIL import Image, ImageChops
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from studio.ui.theme import Theme, style_sheet
from studio.ui.tokens import tokens_named
from studio.ui.widgets.button import Button
from tests.gallery.contrast import as_pillow
from tests.references.compare import compare
from tests.references.drawing import KEPT, NAMES, REFERENCES, draw_all


@pytest.fixture(scope="session")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("drawn")
    draw_all(folder)
    return folder


@pytest.mark.parametrize("name", NAMES)
def test_it_looks_as_it_did(drawn: Path, name: str) -> None:
    expected, actual = Image.open(REFERENCES / name), Image.open(drawn / name)
    difference = compare(expected, actual)
    kept = {kind: KEPT / f"{Path(name).stem}.{kind}.png" for kind in ("expected", "actual", "difference")}
    for path in kept.values():
        path.unlink(missing_ok=True)
    if not difference.is_tolerable:
        KEPT.mkdir(parents=True, exist_ok=True)
        expected.save(kept["expected"])
        actual.save(kept["actual"])
        if difference.picture is not None:
            difference.picture.save(kept["difference"])
    by = f"drawn by PySide6 {PySide6.__version__}, the reference by {expected.info.get('Software')}"
    how = "If it is meant: python -m tests.references"
    where = "\n".join(str(path) for path in kept.values() if path.exists())
    assert difference.is_tolerable, f"{name}: {difference}; {by}. {how}\n{where}"


def test_there_is_no_reference_of_nothing() -> None:
    assert {file.name for file in REFERENCES.glob("*.png")} == set(NAMES)


class Window:
    """A large empty window with one button in it."""

    def __init__(self, qtbot: QtBot, app: QApplication) -> None:
        self.theme = Theme(app, "dark", "normal", "less")
        self.theme.dress()
        self.whole = QWidget()
        qtbot.addWidget(self.whole)
        self.whole.resize(1440, 900)
        self.button = Button("button", "New conversation", "plus", parent=self.whole)
        self.button.move(40, 40)
        self.whole.show()

    def picture(self) -> Image.Image:
        return as_pillow(self.whole.grab().toImage())


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication) -> Window:
    return Window(qtbot, qapp)


def test_nothing_changed_is_no_difference(window: Window) -> None:
    before = window.picture()
    window.button.setText("Old conversation")
    window.button.setText("New conversation")
    difference = compare(before, window.picture())
    assert (difference.slight, difference.plain, difference.picture) == (0, 0, None)


@pytest.mark.parametrize("by", [1, 2])
def test_a_button_that_has_moved_is_a_difference(window: Window, by: int) -> None:
    before = window.picture()
    window.button.move(window.button.pos() + QPoint(by, 0))
    difference = compare(before, window.picture())
    assert not difference.is_tolerable
    assert difference.picture is not None
    assert difference.picture.getpixel((41, 60)) != difference.picture.getpixel((800, 60))


def test_other_words_are_a_difference(window: Window) -> None:
    before = window.picture()
    window.button.setText("New conversatiom")
    assert not compare(before, window.picture()).is_tolerable


def test_another_colour_is_a_difference(window: Window, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    before = window.picture()
    tokens = tokens_named("dark")
    monkeypatch.setattr("studio.ui.widgets.button.tokens_of", lambda _: tokens._replace(raised="#303030"))
    window.button.update()
    assert not compare(before, window.picture()).is_tolerable
    assert style_sheet(tokens) in qapp.styleSheet()


def test_another_size_is_a_difference(window: Window) -> None:
    before = window.picture()
    assert not compare(before, before.crop((0, 0, 1440, 899))).is_tolerable


def test_another_rounding_is_none(window: Window) -> None:
    before = window.picture()
    noise = Image.effect_noise(before.size, 1.0).point(lambda level: max(0, min(2, level - 127)))
    after = ImageChops.add(before, Image.merge("RGB", (noise, noise, noise)))
    assert before.tobytes() != after.tobytes()
    assert compare(before, after).is_tolerable
