"""Names of pictures: readable, in any script, and safe on every system."""

import unicodedata
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from studio.library.folder import DEFAULT_TEMPLATE, blob_path, input_stem, picture_stem, safe_name, slug

WHEN = datetime(2026, 11, 22, 14, 25, 30, tzinfo=UTC)
ID = "0192f3a4b5c67d8e9f00112233ab12cd"


def test_the_example_of_the_product() -> None:
    stem = picture_stem(WHEN, "Otter in a top hat!", ID)
    assert stem == "images/2026-11/22/2026-11-22_142530_otter-in-a-top-hat_ab12cd"


def test_the_names_show_the_zone_given() -> None:
    local = WHEN.astimezone(timezone(timedelta(hours=11)))
    assert picture_stem(local, "x", ID).startswith("images/2026-11/23/2026-11-23_012530_")


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("", "image"),
        ("  \n ", "image"),
        ("🦦🎩", "image"),
        ("Fähre nach Ærø", "fähre-nach-ærø"),
        ("シルクハットをかぶったカワウソ", "シルクハットをかぶったカワウソ"),
        ("हिन्दी में", "हिन्दी-में"),
        ("a/b\\c:d*e?f", "a-b-c-d-e-f"),
        ("-rf --force", "rf-force"),
        ("..", "image"),
        ("\ud800 lone", "lone"),
        (" " * 5000 + "far away", "image"),
        ("one two three four five six seven eight nine ten eleven", "one-two-three-four-five-six-seven-eight"),
        ("x" * 100, "x" * 40),
        ("{id} {slug}", "id-slug"),
    ],
)
def test_slugs(prompt: str, expected: str) -> None:
    assert slug(prompt) == expected


@pytest.mark.parametrize("name", ["con", "CON", "Nul.txt", "com1", "LPT9.tar.gz", "aux .x", "com²", "CONIN$"])
def test_reserved_names_of_windows_are_changed(name: str) -> None:
    assert safe_name(name) == f"_{name}"


@pytest.mark.parametrize("name", ["console", "com10", "lpt", "nullable", "auxiliary"])
def test_names_that_only_look_reserved_stay(name: str) -> None:
    assert safe_name(name) == name


@given(st.text(max_size=300), st.text(max_size=200))
@example("CON", "{slug}")
@example("a" * 500, "{slug}{slug}{slug}{slug}")
@example("x", "../../{slug}")
@example("x", ".")
@example("\u202egnp.exe", "{slug}\u202e")
def test_any_prompt_and_template_give_a_name_that_every_system_takes(
    tmp_path_factory: pytest.TempPathFactory, prompt: str, template: str
) -> None:
    stem = picture_stem(WHEN, prompt, ID, template)
    folder, _, name = stem.rpartition("/")
    assert folder == "images/2026-11/22"
    assert name == name.strip(" .")
    assert not name.startswith("-")
    assert len(name.encode()) <= 121
    assert not set(name) & set('<>:"/\\|?*')
    assert all(unicodedata.category(letter)[0] != "C" for letter in name)
    assert name.partition(".")[0].strip().lower() not in {
        "con",
        "prn",
        "aux",
        "nul",
        "com1",
        "lpt1",
        "conin$",
        "conout$",
    }
    path = tmp_path_factory.getbasetemp() / f"{name}-12.jpeg"
    path.touch()
    assert path in list(path.parent.iterdir())
    path.unlink()


@given(st.text(max_size=300))
def test_the_default_name_always_keeps_time_and_id(prompt: str) -> None:
    name = picture_stem(WHEN, prompt, ID, DEFAULT_TEMPLATE).rpartition("/")[2]
    assert name.startswith("2026-11-22_142530_")
    assert name.endswith("_ab12cd")


def test_inputs_are_named_after_the_file_they_were() -> None:
    created = int(WHEN.timestamp() * 1000)
    assert input_stem(created, "My Photo.final.HEIC", ID) == "inputs/2026-11/my-photo-final_ab12cd"
    assert input_stem(created, None, ID) == "inputs/2026-11/image_ab12cd"


def test_blobs_are_spread_over_folders() -> None:
    assert Path(blob_path("ab" * 32)).parts == ("blobs", "ab", "ab" * 32)
