"""What connections listed: kept beside them, dated, and of no use to anybody when it is broken."""

from pathlib import Path

import pytest

from studio.profile.errors import FileNotSaved
from studio.profile.model_lists import ModelList, ModelLists
from tests.fakes.folders import folders_in

HUB = ModelList("https://hub.example/v1beta", 1_764_244_800_000, ("models/a-image", "b-image"))


def test_a_list_is_kept_and_replaced_and_forgotten_with_its_connection(tmp_path: Path) -> None:
    lists = ModelLists.load(folders_in(tmp_path))
    assert lists.of("one") is None
    lists.keep("one", HUB, {"one", "two"})
    lists.keep("two", HUB, {"one", "two"})
    assert ModelLists.load(folders_in(tmp_path)).of("one") == HUB
    newer = ModelList(HUB.base_url, HUB.fetched + 1, ())
    lists.keep("two", newer, {"two"})
    again = ModelLists.load(folders_in(tmp_path))
    assert (again.of("one"), again.of("two")) == (None, newer)


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        '{"lists": []}',
        '{"lists": {"one": 5}}',
        '{"lists": {"one": {"base_url": "x", "fetched": "now", "models": []}}}',
        '{"lists": {"one": {"base_url": "x", "fetched": true, "models": []}}}',
        '{"lists": {"one": {"base_url": "x", "fetched": 1, "models": "abc"}}}',
    ],
)
def test_what_is_broken_is_no_list_and_can_be_written_over(tmp_path: Path, text: str) -> None:
    folder = folders_in(tmp_path).config
    folder.mkdir(parents=True)
    (folder / "models.json").write_text(text)
    lists = ModelLists.load(folders_in(tmp_path))
    assert lists.of("one") is None
    lists.keep("one", HUB, {"one"})
    assert ModelLists.load(folders_in(tmp_path)).of("one") == HUB


def test_ids_that_cannot_be_shown_are_left_out(tmp_path: Path) -> None:
    folder = folders_in(tmp_path).config
    folder.mkdir(parents=True)
    (folder / "models.json").write_text(
        '{"lists": {"one": {"base_url": "x", "fetched": 1, "models": ["a", 5, "", "b\\n", null]}}}'
    )
    assert ModelLists.load(folders_in(tmp_path)).of("one") == ModelList("x", 1, ("a",))


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    lists = ModelLists.load(folders_in(tmp_path))
    folders_in(tmp_path).config.write_text("a file where the folder should be")
    with pytest.raises(FileNotSaved):
        lists.keep("one", HUB, {"one"})
