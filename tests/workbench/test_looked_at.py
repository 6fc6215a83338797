"""The branch that was looked at last is known by its conversation, for the last ones only."""

from pathlib import Path

import pytest

from studio.profile.json_file import JsonFile
from studio.profile.remembered import Remembered
from studio.workbench.looked_at import _MOST, LookedAt


@pytest.fixture
def remembered(tmp_path: Path) -> Remembered:
    return Remembered(JsonFile(tmp_path / "window.json"))


def test_it_is_known_in_the_next_run(remembered: Remembered, tmp_path: Path) -> None:
    LookedAt(remembered).note("one", "t1")
    LookedAt(remembered).note("one", "t2")
    remembered.save()
    again = LookedAt(Remembered(JsonFile(tmp_path / "window.json")))
    assert again.turn("one") == "t2"
    assert again.turn("other") is None


def test_those_looked_at_long_ago_are_forgotten(remembered: Remembered) -> None:
    looked_at = LookedAt(remembered)
    looked_at.note("first", "t")
    looked_at.note("second", "t")
    looked_at.note("first", "again")
    for number in range(_MOST - 1):
        looked_at.note(str(number), "t")
    assert looked_at.turn("first") == "again"
    assert looked_at.turn("second") is None


def test_what_makes_no_sense_is_not_taken(remembered: Remembered) -> None:
    remembered.set("branches", {"one": 3})
    assert LookedAt(remembered).turn("one") is None
