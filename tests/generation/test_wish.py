"""What a conversation is called until a person calls it otherwise."""

import pytest

from studio.generation.wish import title_of

LONG = "An otter in a top hat, painted in oils, with a cane in its left paw and a monocle"


@pytest.mark.parametrize(
    ("prompt", "title"),
    [
        ("an otter", "an otter"),
        ("  an\n\notter\t", "an otter"),
        ("x" * 60, "x" * 60),
        ("x" * 61, "x" * 59 + "…"),
        (LONG, "An otter in a top hat, painted in oils, with a cane in its…"),
        (f"{LONG[:51]}, perhaps an umbrella", f"{LONG[:51]}…"),
        ("水獭" * 40, "水獭" * 29 + "水…"),
        ("", ""),
    ],
)
def test_it_is_the_beginning_of_the_prompt_cut_behind_a_word(prompt: str, title: str) -> None:
    assert title_of(prompt) == title
    assert len(title) <= 60
