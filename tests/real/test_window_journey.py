"""The whole journey, generate, change a file, look, copy, quit: once by the keyboard alone, once by the tree alone."""

import io
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from tests.real.desktop.desk import Desk, desk
from tests.real.desktop.processes import until
from tests.real.desktop.studio import Made, Studio, studio_on

pytestmark = [pytest.mark.real, pytest.mark.skipif(sys.platform != "linux", reason="an X server and AT-SPI")]

OTTER, NIGHT = "an otter in a top hat", "make it night"
NAME = "my photo.png"


@pytest.fixture
def table(tmp_path: Path, home: Path) -> Iterator[Desk]:
    Image.new("RGB", (600, 400), (200, 30, 30)).save(tmp_path / NAME)
    with desk(tmp_path, home) as made:
        yield made


def pixels(picture: Path | bytes) -> tuple[tuple[int, int], bytes]:
    """The size and the pixels of a picture, whatever file they came in."""
    with Image.open(io.BytesIO(picture) if isinstance(picture, bytes) else picture) as image:
        return image.size, image.convert("RGB").tobytes()


def copied(table: Desk) -> bytes:
    """What lies on the clipboard, as soon as there is a picture."""
    found: list[bytes] = []

    def some() -> bool:
        found[:] = [table.copied()]
        return bool(found[0])

    until(some, "a picture is on the clipboard")
    return found[0]


def edited(studio: Studio) -> Made:
    """The turn that changed the file."""
    made = studio.wait_for_turn(NIGHT)
    assert [(each.role, each.image.name) for each in made.inputs] == [("edit", NAME)]
    return made


def test_by_the_keyboard_alone(table: Desk) -> None:
    """Eyes look at what is there; hands touch nothing but keys."""
    with studio_on(table, table.folder / "library") as studio:
        keys, view = studio.hands, studio.view
        studio.wait_for_focus("promptEdit")
        keys.type(OTTER)
        keys.key("ctrl+Return")
        studio.wait_for_tile(OTTER)

        # A file from another program: copied there, pasted here, where it is what is to be changed.
        keys.key("ctrl+n")
        with table.copying_file(table.folder / NAME):
            keys.key("ctrl+v")
            studio.wait_for_inputs(f"{NAME}, edit this")
        keys.type(NIGHT)
        keys.key("ctrl+Return")
        made = edited(studio)
        tile = studio.wait_for_tile(NIGHT)

        studio.walk("shift+Tab", tile.id)
        keys.key("Return")
        view.look({"id": "viewer", "states": ["showing"]})
        keys.key("ctrl+c")
        assert pixels(copied(table)) == pixels(made.files[0])

        keys.key("ctrl+q")
        studio.program.end()


def test_through_the_accessibility_tree_alone(table: Desk) -> None:
    """Nobody presses a key or moves a mouse: everything is done by the actions that the tree offers."""
    with studio_on(table, table.folder / "library") as studio:
        view = studio.view
        view.write(OTTER, "promptEdit")
        view.press("generateButton")
        studio.wait_for_tile(OTTER)

        view.press("newConversationButton")
        view.press("dropZone")
        view.write(str(table.folder / NAME), "addImagesDialog", "fileNameEdit")
        view.press("addImagesDialog", {"role": "push button", "name_has": "Open"})
        studio.wait_for_inputs(f"{NAME}, edit this")
        view.write(NIGHT, "promptEdit")
        view.press("generateButton")
        made = edited(studio)

        until(lambda: any(NIGHT in picture.name for picture in studio.pictures()[:1]), "its picture is the newest one")
        view.choose(0, "galleryView")
        view.press("inspector", "inspector-OPEN")
        view.look({"id": "viewer", "states": ["showing"]})
        view.press("inspector", "inspector-COPY")
        assert pixels(copied(table)) == pixels(made.files[0])

        view.press("searchButton")
        view.write("quit", "palette", "paletteField")
        view.press("palette", {"id": "paletteChoose", "name_has": "Quit"})
        studio.program.end()
