"""Every script that bends a stream, through `studio generate --stream`: asked once, and what arrived is kept."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.library.library import Library
from studio.sandbox.scripts.streams import STREAMS
from tests.cli.script_run import command_says
from tests.fakes.scripted import Scripted, scripted_sandbox

_MAYBE = "It may have been charged. Ask again if you want to risk paying twice."
_CUT = "studio: The connection to 127.0.0.1 broke before the reply was there."
ENDS = {
    "stream-error": (
        3,
        0,
        "studio: 127.0.0.1 broke off in the middle of its answer: "
        f"“The model is overloaded. Please try again later.” {_MAYBE}",
    ),
    "stream-cut": (3, 0, f"{_CUT} {_MAYBE}"),
    "stream-cut-in-picture": (3, 0, f"{_CUT} {_MAYBE}"),
    "stream-cut-behind-picture": (0, 1, f"{_CUT} It was charged. Ask again if you want to risk paying twice."),
    "stream-no-end": (3, 0, f"studio: The reply of 127.0.0.1 stops in the middle. {_MAYBE}"),
    "stream-end-apart": (0, 1, ""),
    "stream-chatty": (0, 1, ""),
}


@pytest.fixture(scope="module")
def box() -> Iterator[Scripted]:
    with scripted_sandbox() as running:
        yield running


@pytest.mark.parametrize("name", [script.name for script in STREAMS])
def test_the_command_ends_as_the_table_says(name: str, box: Scripted, tmp_path: Path) -> None:
    exit_status, images, said = ENDS[name]
    assert command_says(box, name, tmp_path / "library", "--stream") == [exit_status, said]
    assert box.posts[name] == 1, "what may have been paid for is asked once"
    with Library.open(tmp_path / "library") as library:
        assert len(list((library.folder.root / "images").rglob("*.*"))) == images
