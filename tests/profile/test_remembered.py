"""What the window remembers: at once in memory, a moment later on disk, and never a reason to fail."""

import json
import threading
from pathlib import Path

import pytest

from studio.profile.json_file import JsonFile
from studio.profile.remembered import Remembered
from tests.fakes.folders import folders_in

NEVER = 1e6  # seconds: only what the test saves itself is written


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "window.json"


def timers() -> set[threading.Thread]:
    return {thread for thread in threading.enumerate() if isinstance(thread, threading.Timer)}


def test_nothing_is_remembered_at_first_and_reading_makes_no_file(path: Path) -> None:
    remembered = Remembered(JsonFile(path))
    assert remembered.get("geometry", "") == ""
    assert remembered.get("folder", None) is None
    assert not path.parent.exists()


def test_what_was_set_is_there_at_once_and_in_the_next_run(tmp_path: Path) -> None:
    remembered = Remembered.load(folders_in(tmp_path))
    remembered.set("sizes", [200, 800])
    remembered.set("folder", "/home/me/Blätter")
    assert remembered.get("sizes", [0]) == [200, 800]
    remembered.save()
    again = Remembered.load(folders_in(tmp_path))
    assert (again.get("sizes", [0]), again.get("folder", None)) == ([200, 800], "/home/me/Blätter")


def test_a_thread_writes_it_by_itself(path: Path) -> None:
    remembered = Remembered(JsonFile(path), wait=0.0)
    remembered.set("a", 1)
    for thread in timers():
        assert thread.daemon
        thread.join()
    assert json.loads(path.read_text()) == {"a": 1}
    remembered.save()


def test_changes_are_collected_into_one_writing(path: Path) -> None:
    before = timers()  # one that an earlier test stopped may not have ended yet
    remembered = Remembered(JsonFile(path), wait=NEVER)
    for width in range(100):
        remembered.set("width", width)
    assert len(timers() - before) == 1
    assert not path.exists()
    remembered.save()
    assert json.loads(path.read_text()) == {"width": 99}


def test_a_value_of_another_type_is_not_taken(path: Path) -> None:
    path.parent.mkdir()
    path.write_text('{"width": "wide", "on": 1}')
    remembered = Remembered(JsonFile(path))
    assert remembered.get("width", 240) == 240
    assert remembered.get("width", "") == "wide"
    assert remembered.get("on", False) is False


def test_two_windows_keep_each_other_s_values(path: Path) -> None:
    one, other = Remembered(JsonFile(path), wait=NEVER), Remembered(JsonFile(path), wait=NEVER)
    one.set("a", 1)
    other.set("b", 2)
    one.save()
    other.save()
    assert json.loads(path.read_text()) == {"a": 1, "b": 2}


def test_a_broken_file_is_set_aside(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("{")
    remembered = Remembered(JsonFile(path), wait=NEVER)
    assert remembered.get("a", 5) == 5
    assert [each.read_text() for each in path.parent.glob("window.broken-*.json")] == ["{"]


def test_what_cannot_be_written_is_tried_again_and_disturbs_nobody(path: Path) -> None:
    path.parent.write_text("a file where the folder should be")
    remembered = Remembered(JsonFile(path), wait=NEVER)
    remembered.set("a", 1)
    remembered.save()
    path.parent.unlink()
    remembered.save()
    assert json.loads(path.read_text()) == {"a": 1}
