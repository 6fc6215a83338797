"""`studio library recover` while another program holds the record: it says so, and takes everything in afterwards."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Studio
from tests.fakes.holder import Holder
from tests.generation.test_recover import left_whole


@pytest.fixture
def holder(library: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Holder]:
    """It goes with the test; nobody waits for it as long as in earnest."""
    monkeypatch.setattr("studio.library.database._BUSY_SECONDS", 0.3)
    made = Holder(library / "library.sqlite")
    yield made
    made.let_go()


async def test_what_cannot_be_taken_in_is_told_and_taken_in_later(
    studio: Studio, library: Path, holder: Holder
) -> None:
    await left_whole(library)
    holder.hold()
    ended = studio("library", "recover", "--library", library)
    assert (ended.status, ended.out) == (2, "")
    assert "the rest waits, and is not lost" in ended.err
    assert "another program is writing to the library" in ended.err
    ended = studio("library", "recover", "--library", library, "--json")
    told = json.loads(ended.out)
    assert (ended.status, told["recovered"]) == (2, [])
    assert "another program" in told["heldUp"]
    holder.let_go()
    ended = studio("library", "recover", "--library", library, "--json")
    (found,) = json.loads(ended.out)["recovered"]
    assert (ended.status, found["fate"], len(found["images"])) == (0, "kept", 2)
