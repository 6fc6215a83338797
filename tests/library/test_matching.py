"""Words find the same in the list of conversations and in the gallery."""

import pytest

from studio.library.gallery import Wanted
from studio.library.library import Library
from studio.library.matching import matches_of
from tests.library.making import make_pictures, new_turn, picture_bytes

PROMPT = "An Otter in a top HAT, Ätherisch, ЙОД, λόγος, 100% off_now [sic] what? C:\\art " + " ".join(
    f"w{number}" for number in range(100, 140)
)


@pytest.mark.parametrize(
    ("typed", "is_found"),
    [
        ("", True),
        (" \n", True),
        ("hat OTTER", True),
        ("ott", True),
        ("otter boat", False),
        ("ÄTHERISCH", True),
        ("йод", True),
        ("ΛΌΓΟΣ", True),
        ("λόγοσ", True),
        ("100%", True),
        ("100_", False),
        ("off_now", True),
        ("off?now", False),
        ("[sic]", True),
        ("[s]", False),
        ("*hat", False),
        ("what?", True),
        ("c:\\ART", True),
        ("otter\0hat", True),
        ("\ud800", False),
        ("x" * 100_000, False),
        ("otter " * 5_000 + "boat", False),  # the same word again is no further word
        (" ".join(f"w{number}" for number in range(100, 130)), True),
        (" ".join(f"w{number}" for number in range(100, 120)) + " w140", False),
    ],
)
async def test_all_words_in_any_order_and_case(library: Library, typed: str, is_found: bool) -> None:
    turn = library.turns.begin(new_turn(library, prompt=PROMPT))
    library.conversations.rename(turn.conversation_id, "Titled otherwise")
    await make_pictures(library, turn, [picture_bytes("a")])
    assert bool(library.gallery.stretch(Wanted(typed)).ids) is is_found
    assert bool(library.conversations.summaries(10, text=typed)) is is_found


def test_what_is_pasted_by_accident_is_no_endless_question() -> None:
    assert len(matches_of(" ".join(f"word{number}" for number in range(5_000)))) == 32
