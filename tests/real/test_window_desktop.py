"""The main job on a real screen, by keyboard and mouse, among other programs, piece by piece."""

import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from studio.library.library import Library
from tests.real.desktop.desk import Desk, desk
from tests.real.desktop.hands import Point
from tests.real.desktop.processes import until
from tests.real.desktop.studio import Made, made_in, studio_on

pytestmark = [pytest.mark.real, pytest.mark.skipif(sys.platform != "linux", reason="an X server")]

FIRST, NIGHT, SNOW = "a lighthouse on a cliff", "make it night", "make it snow"
RED, BLUE = (200, 30, 30), (30, 60, 200)
OTHER_PLACE = (20, 60, 260, 160)


@pytest.fixture
def table(tmp_path: Path, home: Path) -> Iterator[Desk]:
    with desk(tmp_path, home) as made:
        yield made


def plain(path: Path, colour: tuple[int, int, int], size: tuple[int, int] = (600, 400)) -> Path:
    """A picture of one colour."""
    Image.new("RGB", size, colour).save(path)
    return path


def generated(library: Path, *prompts: str) -> tuple[Made, ...]:
    """Turns made beforehand by the command line, each going on from the one before."""
    for number, prompt in enumerate(prompts):
        command = [sys.executable, "-m", "studio", "generate", prompt, "--library", str(library)]
        more = ["--continue", "last"] if number else []
        subprocess.run([*command, *more], check=True, capture_output=True, timeout=60)
    return made_in(library)


def imported(folder: Path, *paths: Path) -> None:
    """Pictures put into a library beforehand, the last of them the newest."""
    with Library.open(folder) as library:
        for path in paths:
            with Image.open(path) as image:
                width, height = image.size
            library.images.import_file(path, mime="image/png", width=width, height=height, name=path.name)


def test_words_become_a_picture(table: Desk) -> None:
    with studio_on(table, table.folder / "library") as studio:
        studio.say(FIRST)
        made = studio.wait_for_turn(FIRST)
        (only,) = studio.wait_for_pictures(1)
        assert FIRST in only.name
        assert (made.turn.connection, made.turn.outcome, made.turn.parent_id) == ("sandbox", "images", None)
        studio.wait_for_tile(FIRST)
        studio.program.close_window()


def test_a_file_dropped_from_another_program_is_edited(table: Desk) -> None:
    mine = plain(table.folder / "mein Foto ä.png", RED)
    with studio_on(table, table.folder / "library") as studio, table.other("offer", mine) as other:
        other.place(*OTHER_PLACE)
        studio.hands.take(other.view.look("offer").middle)
        studio.hands.carry(studio.view.look("promptEdit").middle)
        studio.hands.carry(studio.view.look({"id": "editZone", "states": ["showing"]}).middle)
        studio.hands.drop()
        studio.wait_for_inputs("mein Foto ä.png, edit this")
        studio.say(NIGHT)
        made = studio.wait_for_turn(NIGHT)
        assert [(each.role, each.image.name) for each in made.inputs] == [("edit", "mein Foto ä.png")]
        assert mine.exists(), "the other program keeps its file"
        studio.program.close_window()


def test_pixels_of_the_clipboard_are_pasted(table: Desk) -> None:
    copied = plain(table.folder / "copied.png", BLUE)
    with studio_on(table, table.folder / "library") as studio, table.copying(copied):
        studio.hands.click(studio.view.look("promptEdit").middle)
        studio.hands.key("ctrl+v")
        studio.wait_for_inputs("Pasted image, edit this")
        studio.say("a poster in this colour")
        made = studio.wait_for_turn("a poster in this colour")
        assert [(each.role, each.image.width, each.image.height) for each in made.inputs] == [("edit", 600, 400)]
        studio.program.close_window()


def test_sending_on_an_earlier_turn_makes_a_branch(table: Desk) -> None:
    first, night = generated(table.folder / "library", FIRST, NIGHT)
    with studio_on(table, table.folder / "library") as studio:
        studio.wait_for_pictures(2)
        studio.open_conversation(FIRST)
        studio.branch_from(1)
        studio.say(SNOW)
        snow = studio.wait_for_turn(SNOW)
        assert snow.turn.parent_id == first.turn.id == night.turn.parent_id
        studio.view.look({"id": "siblingPlace", "name": "Version 2 of 2"})
        assert studio.wait_for_turn(NIGHT) == night, "nothing is overwritten"
        studio.program.close_window()


def test_two_pictures_are_compared_with_a_wipe(table: Desk) -> None:
    red, blue = plain(table.folder / "red.png", RED), plain(table.folder / "blue.png", BLUE)
    imported(table.folder / "library", red, blue)
    with studio_on(table, table.folder / "library") as studio:
        first, second = studio.wait_for_pictures(2)
        studio.hands.click(first.middle)
        studio.hands.click(second.middle, holding="ctrl")
        studio.hands.key("c")
        wipe = studio.view.look({"id": "wipe", "states": ["showing"]})
        x, y, width, height = wipe.box
        left, right = (x + width * 2 // 5, y + height // 2), (x + width * 3 // 5, y + height // 2)
        until(lambda: {near(table, left), near(table, right)} == {"red", "blue"}, "each half shows one of them")
        before = near(table, left)
        studio.hands.drag(studio.view.look("wipeHandle").middle, (x + width * 3 // 10, y + height // 2))
        until(lambda: near(table, left) == near(table, right) != before, "the handle wipes the left one away")
        studio.hands.key("Escape")
        until(lambda: not studio.view.sees({"id": "wipe", "states": ["showing"]}), "the wipe is closed")
        studio.program.close_window()


def near(table: Desk, point: Point) -> str:
    """Which of the two colours the screen has at a point."""
    with Image.open(table.shot("wipe")) as shot:
        red, _, blue = shot.convert("RGB").getpixel(point)  # type: ignore[misc]  # three bands
    return "red" if red > 150 and blue < 80 else "blue" if blue > 150 and red < 80 else "neither"


def test_a_picture_is_dragged_out_as_a_file(table: Desk) -> None:
    (made,) = generated(table.folder / "library", FIRST)
    got = table.folder / "got"
    got.mkdir()
    with studio_on(table, table.folder / "library") as studio, table.other("receive", got) as other:
        other.place(*OTHER_PLACE)
        (only,) = studio.wait_for_pictures(1)
        studio.hands.drag(only.middle, other.view.look("receive").middle)
        until((got / "drop-0.json").exists, "it was dropped")
        dropped = json.loads((got / "drop-0.json").read_text())
        studio.program.close_window()
    (file,) = dropped["files"]
    original = made.files[0].read_bytes()
    assert (file["size"], file["sha256"]) == (len(original), hashlib.sha256(original).hexdigest())
    assert "image/png" in dropped["formats"] or "application/x-qt-image" in dropped["formats"]
    assert Path(file["path"]).suffix == made.files[0].suffix
    assert made.files[0].read_bytes() == original, "the original is where it was"


def test_after_a_restart_everything_is_there(table: Desk) -> None:
    library = table.folder / "library"
    with studio_on(table, library) as studio:
        for number, prompt in enumerate((FIRST, NIGHT), 1):
            studio.say(prompt)
            studio.wait_for_turn(prompt)
            studio.wait_for_pictures(number)
        before = studio.seen()
        studio.program.close_window()
    made = made_in(library)
    assert [each.turn.prompt for each in made] == [FIRST, NIGHT]
    assert made[1].turn.parent_id == made[0].turn.id, "the second went on from the first"
    with studio_on(table, library) as studio:
        studio.wait_for_pictures(2)
        studio.open_conversation(FIRST)
        studio.wait_for_tile(NIGHT)
        until(lambda: studio.seen() == before, "all is as it was")
        studio.program.close_window()
    assert made_in(library) == made


def test_the_system_may_end_it_at_any_time(table: Desk) -> None:
    with studio_on(table, table.folder / "library") as studio:
        studio.say(FIRST)
        studio.program.terminate()
    with studio_on(table, table.folder / "library") as studio:
        studio.program.close_window()


def test_a_second_start_brings_the_first_window_forward(table: Desk) -> None:
    with studio_on(table, table.folder / "library") as studio:
        with table.studio(table.folder / "library") as second:
            second.end()
        studio.say(FIRST)
        studio.wait_for_turn(FIRST)
        studio.program.close_window()
