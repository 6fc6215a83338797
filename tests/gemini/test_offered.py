"""The models to choose from: the table and what a server lists, merged."""

from hypothesis import given, settings
from hypothesis import strategies as st

from studio.gemini.capabilities import Capabilities
from studio.gemini.offered import offered
from studio.resources import read_json

CAPABILITIES = Capabilities.read(read_json("models/capabilities.json"))
ROWS = [row.id for row in {row.id: row for row in CAPABILITIES.rows.values()}.values()]


def ids(listed: list[str] | None) -> list[str]:
    return [each.id for each in offered(CAPABILITIES, listed)]


def test_without_a_list_the_table_is_offered_the_newest_first() -> None:
    models = offered(CAPABILITIES, None)
    assert [each.id for each in models] == ROWS[::-1]
    assert models[0].id == "gemini-nano-banana-2.1"
    assert {each.listed for each in models} == {None}


def test_listed_models_that_draw_join_those_of_the_table_and_others_do_not() -> None:
    listed = [
        "models/gemini-3-pro-image",
        "models/gemini-3-pro",
        "models/imagen-4.0-generate",
        "models/gemini-3.5-flash-image",
        "models/gemini-10-image",
        "google/gemini-3-pro-image-preview",
        "nano-banana-pro-preview",
        "models/gemini-3-pro-image",
    ]
    models = offered(CAPABILITIES, listed, "google/")
    assert [each.id for each in models] == [
        "gemini-10-image",
        "gemini-3.5-flash-image",
        *ROWS[: ROWS.index("gemini-3-pro-image") : -1],
        "gemini-3-pro-image",
        "gemini-3-pro-image-preview",
        "nano-banana-pro-preview",
        "gemini-2.5-flash-image",
    ]
    by_id = {each.id: each for each in models}
    assert by_id["gemini-3-pro-image"].listed
    assert by_id["gemini-2.5-flash-image"].listed is False
    assert by_id["gemini-3-pro-image-preview"].name == "Nano Banana Pro"
    assert by_id["gemini-10-image"].name == "gemini-10-image"


def test_an_id_that_is_listed_with_a_prefix_is_chosen_with_it_where_nothing_puts_it_there() -> None:
    models = offered(CAPABILITIES, ["google/gemini-3-pro-image"])
    by_id = {each.id: each for each in models}
    assert by_id["google/gemini-3-pro-image"].name == "Nano Banana Pro"
    assert by_id["gemini-3-pro-image"].listed is False


def test_what_is_to_end_says_so() -> None:
    by_id = {each.id: each for each in offered(CAPABILITIES, ["gemini-3-pro-image-preview"])}
    for model in ("gemini-3.1-flash-image", "gemini-3-pro-image-preview"):
        retirement = by_id[model].retirement
        assert retirement is not None
        assert retirement.successor
    assert by_id["gemini-3-pro-image"].retirement is None


@settings(max_examples=200)
@given(listed=st.lists(st.text(max_size=12).map(lambda text: f"models/{text}image") | st.sampled_from(ROWS)))
def test_each_is_offered_once_whatever_is_listed(listed: list[str]) -> None:
    found = ids(listed)
    assert len(found) == len(set(found))
    assert set(ROWS) <= set(found)
