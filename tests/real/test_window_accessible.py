"""The main job once more, through the accessibility tree alone: what a screen reader's user can see and do."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.real.desktop.desk import desk
from tests.real.desktop.processes import until
from tests.real.desktop.studio import Studio, studio_on

pytestmark = [pytest.mark.real, pytest.mark.skipif(sys.platform != "linux", reason="AT-SPI")]

OTTER, HAT = "an otter in a top hat — „Öttér“ 日本", "give it a red scarf"

# Object name: accessible name. Other programs rely on these.
NAMES = {
    "promptEdit": "Prompt",
    "modelPicker": "Model",
    "connectionPicker": "Connection",
    "generateButton": "Generate",
    "dropZone": "Drop zone",
    "conversationList": "Conversations",
    "newConversationButton": "New conversation",
    "galleryView": "Gallery",
    "stage": "Stage",
    "messageBar": "Messages",
    "settingsButton": "Settings",
}


@pytest.fixture
def studio(tmp_path: Path, home: Path) -> Iterator[Studio]:
    with desk(tmp_path, home) as made, studio_on(made, tmp_path / "library") as opened:
        yield opened


def test_the_names_that_others_rely_on(studio: Studio) -> None:
    view = studio.view
    assert view.look("Studio").name.endswith("Studio")
    found = {name: view.look(name).name for name in NAMES}
    assert found == NAMES
    for name in ("modelPicker", "connectionPicker"):
        assert view.look(name).description, "what is chosen"
    assert not view.sees({"id": "cancelButton", "states": ["showing"]}), "there is nothing to cancel"
    studio.program.close_window()


def test_every_control_that_can_be_reached_has_a_name(studio: Studio) -> None:
    roles = ("push button", "toggle button", "check box", "radio button", "combo box", "text", "spin button", "list")
    things = [thing for role in roles for thing in studio.view.all({"role": role, "states": ["focusable", "showing"]})]
    assert len(things) > 8
    assert [thing.id for thing in things if not (thing.name or thing.description)] == []
    studio.program.close_window()


def test_the_main_job(studio: Studio) -> None:
    view = studio.view
    view.wait(lambda button: "enabled" not in button.states, "there is nothing to send yet", "generateButton")
    view.write(OTTER, "promptEdit")
    view.press("generateButton")
    (first,) = studio.wait_for_pictures(1)
    assert OTTER in first.name
    assert studio.wait_for_turn(OTTER).turn.connection == "sandbox"
    view.look("stage", {"name_has": OTTER})
    assert [row.name for row in view.children("conversationList") if OTTER[:10] in row.name]
    view.write(HAT, "promptEdit")
    view.press("generateButton")
    studio.wait_for_pictures(2)
    turn = studio.wait_for_turn(HAT).turn
    assert turn.parent_id == studio.wait_for_turn(OTTER).turn.id
    studio.program.close_window()


def test_a_ratio_is_chosen_from_its_shapes(studio: Studio) -> None:
    studio.view.focus("ratioPicker")
    studio.view.look({"id": "ratioPicker", "states": ["focused"]})
    studio.hands.key("space", "Right", "Return")
    chosen = studio.view.wait(lambda button: ":" in button.description, "a ratio is chosen", "ratioPicker").description
    studio.view.write(OTTER, "promptEdit")
    studio.view.press("generateButton")
    made = studio.wait_for_turn(OTTER)
    assert made.turn.settings["aspectRatio"] == chosen
    width, height = map(int, chosen.split(":"))
    (image,) = made.images
    assert image.width is not None
    assert image.height is not None
    assert abs(image.width / image.height - width / height) < 0.05
    studio.program.close_window()


def test_settings_open_and_close(studio: Studio) -> None:
    studio.view.press("settingsButton")
    studio.view.look({"role": "dialog", "name_has": "Settings", "states": ["showing"]})
    studio.hands.key("Escape")
    until(lambda: not studio.view.sees({"role": "dialog", "states": ["showing"]}), "the dialog is closed")
    studio.view.write(OTTER, "promptEdit")
    studio.program.close_window()


def test_a_toast_offers_to_take_back(studio: Studio) -> None:
    view = studio.view
    view.write(OTTER, "promptEdit")
    view.press("generateButton")
    studio.wait_for_pictures(1)
    view.choose(0, "galleryView")
    view.focus("galleryView")
    studio.hands.key("Delete")
    studio.wait_for_pictures(0)
    view.press("toast", {"role": "push button", "name_has": "Undo"})
    studio.wait_for_pictures(1)
    studio.program.close_window()
