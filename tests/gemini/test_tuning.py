"""The settings of a request as the record keeps them."""

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.gemini.tuning import LONGEST_INSTRUCTION, LONGEST_NAME, MOST_K, SAFETY, THRESHOLDS, Setting, Tuning

FULL = Tuning(
    0.7, 0.9, 40, "HIGH", True, "OFF", "BLOCK_NONE", "BLOCK_ONLY_HIGH", "BLOCK_LOW_AND_ABOVE",
    True, True, "LOW", "Draw with a blue pencil.", "cachedContents/a",
)  # fmt: skip


def test_every_setting_has_a_field_and_its_name_in_the_record() -> None:
    assert [each.name.lower() for each in Setting] == [field.name for field in fields(Tuning)]
    assert list(FULL.record()) == [each.value for each in Setting]


def test_what_is_written_is_read_again_and_what_is_left_to_the_provider_is_not_written() -> None:
    assert Tuning.read(FULL.record()) == FULL
    assert Tuning().record() == {}
    assert Tuning.read({"aspectRatio": "1:1", "seed": 3}) == Tuning()
    assert Tuning(top_k=3).record() == {"topK": 3}


def test_a_setting_goes_back_to_the_provider() -> None:
    for each in Setting:
        assert FULL.put(each, None)[each] == Tuning()[each]
        assert each not in FULL.put(each, None).chosen


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("temperature", 2.1),
        ("temperature", -0.1),
        ("temperature", float("nan")),
        ("temperature", True),
        ("temperature", "1"),
        ("topP", 1.01),
        ("topK", 0),
        ("topK", MOST_K + 1),
        ("topK", 1.5),
        ("thinkingLevel", "high"),
        ("includeThoughts", 1),
        ("harassment", "BLOCK_SOME"),
        ("mediaResolution", "ULTRA_HIGH"),
        ("systemInstruction", "x" * (LONGEST_INSTRUCTION + 1)),
        ("systemInstruction", 7),
        ("cachedContent", "x" * (LONGEST_NAME + 1)),
        ("webSearch", {"a": 1}),
    ],
)
def test_what_makes_no_sense_is_left_to_the_provider(name: str, value: object) -> None:
    assert Tuning.read({name: value}) == Tuning()


@given(st.dictionaries(st.sampled_from([*Setting, "other"]), st.none() | st.booleans() | st.floats() | st.text()))
def test_any_record_is_read(record: dict[str, object]) -> None:
    read = Tuning.read(record)
    assert Tuning.read(read.record()) == read
    assert all(read[harm] in (None, *THRESHOLDS) for harm in SAFETY)
