"""Every script that bends a stream, through `studio generate --stream`: asked once, and what arrived is kept.

So it is whether the server sends events, or an array as servers do that do not know of them.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.library.library import Library
from studio.sandbox.scripts.streams import STREAMS
from studio.sandbox.wires import ARRAY
from tests.cli.script_run import command_says
from tests.fakes.scripted import Scripted, scripted_sandbox, table

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


# Scripts that are not about streams end streamed as they end whole.
OTHERS = {name: (row.exit, len(row.images), row.command) for name, row in table().items() if name not in ENDS}
IN_ARRAY = ("stream-error", "stream-cut-in-picture", "stream-cut-behind-picture", "stream-no-end", "stream-chatty")
CASES = [
    *((name, "events") for name in ENDS),
    *((name, "array") for name in (*IN_ARRAY, "drip", "truncated-json", "429-limit-0")),
]


@pytest.fixture(scope="module")
def box() -> Iterator[Scripted]:
    with scripted_sandbox() as running:
        yield running


def test_every_script_is_in_the_table() -> None:
    assert list(ENDS) == [script.name for script in STREAMS]


@pytest.mark.parametrize(("name", "shape"), CASES)
def test_the_command_ends_as_the_table_says(
    name: str, shape: str, box: Scripted, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if shape == "array":
        monkeypatch.setattr("studio.sandbox.endpoints.SSE", ARRAY)
    exit_status, images, said = (ENDS | OTHERS)[name]
    before = box.posts[name]
    status, words = command_says(box, name, tmp_path / "library", "--stream")
    assert (status, _without_size(str(words))) == (exit_status, _without_size(said))
    assert box.posts[name] == before + 1, "what may have been paid for is asked once"
    with Library.open(tmp_path / "library") as library:
        assert len(list((library.folder.root / "images").rglob("*.*"))) == images


def _without_size(said: str) -> str:
    """How far a reply got depends on its shape."""
    return re.sub(r", after [0-9,]+ bytes", "", said)
