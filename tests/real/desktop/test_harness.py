"""The harness of the desktop tests, tried on a stand-in, so that a failure elsewhere is the window's."""

import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from tests.fakes.replies import picture
from tests.real.desktop.app import Program
from tests.real.desktop.desk import Desk, desk
from tests.real.desktop.eyes import NotSeen
from tests.real.desktop.processes import until

pytestmark = [pytest.mark.real, pytest.mark.skipif(sys.platform != "linux", reason="an X server")]

TYPED = "-x Hällo, 50% <b> ß"
WORDS = f"{TYPED} “日本” 🦦"


@pytest.fixture
def table(tmp_path: Path, home: Path) -> Iterator[Desk]:
    (tmp_path / "pictures").mkdir()
    for number in range(3):
        (tmp_path / "pictures" / f"{number}.png").write_bytes(picture(number))
    with desk(tmp_path, home) as made:
        yield made


@pytest.fixture
def stand_in(table: Desk) -> Iterator[Program]:
    command = [sys.executable, "-m", "tests.real.desktop.stand_in", str(table.folder / "pictures")]
    with table.start(command) as program:
        program.place(400, 40, 700, 700)
        yield program


def test_keyboard_and_mouse_reach_a_window(table: Desk, stand_in: Program) -> None:
    view = stand_in.view
    table.hands.click(view.look("promptEdit").middle)
    table.hands.type(TYPED)
    table.hands.key("ctrl+Return")
    assert view.wait(lambda bar: bar.name != "idle", "it was done", "messageBar").name == f"first: {TYPED}"
    table.hands.click(view.look("promptEdit").middle, times=3)
    table.hands.type("x")
    table.hands.click(view.look("generateButton").middle)
    view.wait(lambda bar: bar.name == "first: x", "three clicks choose the line", "messageBar")
    stand_in.close_window()


def test_the_tree_alone_is_enough(stand_in: Program) -> None:
    view = stand_in.view
    assert view.write(WORDS, "promptEdit").text == WORDS
    view.press({"id": "generateButton", "role": "push button", "name": "generateButton"})
    view.wait(lambda bar: bar.name == f"first: {WORDS}", "it was done", {"id": "messageBar"})
    names = [Path(child.name).name for child in view.children("galleryView")]
    assert names == ["0.png", "1.png", "2.png"]
    view.choose(1, "galleryView")
    chosen = view.look("galleryView", {"states": ["selected"]})
    assert chosen.name.endswith("1.png")
    view.act("Press", {"role": "menu item", "name": "Quit"})
    stand_in.end()


def test_an_item_of_a_list_that_pops_up_is_chosen(table: Desk, stand_in: Program) -> None:
    view = stand_in.view
    view.act("Press", "modelPicker")
    item = view.wait(
        lambda thing: thing.extents and thing.extents[2] > 0, "it is open", {"role": "list item", "name": "third"}
    )
    table.hands.click(item.middle)
    view.press("generateButton")
    view.wait(lambda bar: bar.name == "third: ", "the third was chosen", "messageBar")


def test_a_file_is_dragged_from_another_program(table: Desk, stand_in: Program) -> None:
    file = table.folder / "ä file.png"
    file.write_bytes(picture(9))
    with table.other("offer", file) as offer:
        offer.place(20, 40, 260, 160)
        table.hands.drag(offer.view.look("offer").middle, stand_in.view.look("dropZone").middle)
        stand_in.view.wait(lambda zone: zone.name == "dropped ä file.png", "it was taken", "dropZone")
        offer.close_window()


def test_a_picture_is_dragged_into_another_program(table: Desk, stand_in: Program) -> None:
    folder = table.folder / "got"
    folder.mkdir()
    with table.other("receive", folder) as receive:
        receive.place(20, 40, 260, 160)
        second = stand_in.view.children("galleryView")[1]
        table.hands.drag(second.middle, receive.view.look("receive").middle)
        until((folder / "drop-0.json").exists, "it was dropped")
        got = json.loads((folder / "drop-0.json").read_text())
    original = table.folder / "pictures" / "1.png"
    assert got["files"] == [
        {"path": str(original), "size": original.stat().st_size, "sha256": hashlib.sha256(picture(1)).hexdigest()}
    ]
    assert got["pixels"] == [64, 48]


def test_pixels_go_through_the_clipboard(table: Desk, stand_in: Program) -> None:
    with table.copying(table.folder / "pictures" / "0.png"):
        until(lambda: table.copied() == picture(0), "the clipboard holds it")
        table.hands.click(stand_in.view.look("promptEdit").middle)
        table.hands.key("ctrl+shift+v")
        stand_in.view.wait(lambda zone: zone.name == "pasted 64x48", "it was pasted", "dropZone")


def test_the_screen_can_be_shot(table: Desk, stand_in: Program) -> None:
    x, y, width, height = stand_in.view.look("generateButton").box
    with Image.open(table.shot("screen")) as shot:
        button = shot.convert("L").crop((x, y, x + width, y + height))
        assert len(button.getcolors() or []) > 3, "it shows the button's letters"


def test_a_program_is_seen_again_after_a_restart(table: Desk) -> None:
    command = [sys.executable, "-m", "tests.real.desktop.stand_in", str(table.folder / "pictures")]
    for words in ("one", "two"):
        with table.start(command) as program:
            program.view.write(words, "promptEdit")
            assert program.view.look("promptEdit").text == words
            program.close_window()
        assert not program.view.sees("promptEdit")


def test_what_is_not_there_is_not_seen(stand_in: Program) -> None:
    assert not stand_in.view.sees("galleryView", "promptEdit")
    with pytest.raises(NotSeen, match="nothing like"):
        stand_in.view.look("absent", patience=0)
    with pytest.raises(NotSeen, match="no text"):
        stand_in.view.write("x", "generateButton", patience=0)


def test_a_word_on_standard_error_is_a_failure(table: Desk) -> None:
    command = [sys.executable, "-m", "tests.real.desktop.stand_in", str(table.folder), "--complain"]
    with table.start(command) as program, pytest.raises(AssertionError, match="something is wrong"):
        program.close_window()


def test_a_failure_names_a_picture_of_the_screen(tmp_path: Path, home: Path) -> None:
    with pytest.raises(ZeroDivisionError) as caught, desk(tmp_path, home):
        raise ZeroDivisionError
    assert "failed.png" in caught.value.__notes__[0]
    assert (tmp_path / "failed.png").exists()
