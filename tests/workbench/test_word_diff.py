"""The pieces of a diff give both texts back, whatever they are."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from studio.workbench.word_diff import Piece, is_alike, word_diff

WORDS = st.sampled_from(
    ["an", "otter", "hat", "blue", " ", "  ", "\n", ",", ".", "帽子", "青い", "ลง", "ö", "👩‍🎨", "don't"]
)
TEXTS = st.lists(WORDS, max_size=30).map("".join) | st.text(max_size=40)


def without(kind: str, pieces: tuple[Piece, ...]) -> str:
    return "".join(piece.text for piece in pieces if piece.kind != kind)


@given(TEXTS, TEXTS)
def test_both_texts_come_back(old: str, new: str) -> None:
    pieces = word_diff(old, new)
    assert without("added", pieces) == old
    assert without("removed", pieces) == new
    assert all(piece.text for piece in pieces)
    kinds = [piece.kind for piece in pieces]
    assert not any(one == other for one, other in pairwise(kinds)), "what touches is one piece"


@given(TEXTS)
def test_a_text_is_like_itself(text: str) -> None:
    assert word_diff(text, text) == ((Piece("same", text),) if text else ())
    assert is_alike(word_diff(text, text))


def test_words_change_as_wholes_and_neighbours_together() -> None:
    pieces = word_diff("An otter in a red hat, at dusk", "An otter in a blue cap, at dawn")
    assert pieces == (
        Piece("same", "An otter in a "),
        Piece("removed", "red hat"),
        Piece("added", "blue cap"),
        Piece("same", ", at "),
        Piece("removed", "dusk"),
        Piece("added", "dawn"),
    )


def test_what_is_added_at_the_end_is_all_there_is() -> None:
    assert word_diff("an otter", "an otter, softer light") == (
        Piece("same", "an otter"),
        Piece("added", ", softer light"),
    )


def test_where_nothing_stands_between_words_letters_count() -> None:
    assert word_diff("青い帽子", "赤い帽子") == (Piece("removed", "青"), Piece("added", "赤"), Piece("same", "い帽子"))


def test_another_text_is_not_alike() -> None:
    assert is_alike(word_diff("An otter in a red hat", "An otter in a blue hat"))
    assert not is_alike(word_diff("An otter in a red hat on a beach", "add a boat"))
    assert is_alike(word_diff("", ""))


def test_long_prompts_are_compared_to_an_end() -> None:
    old = " ".join(f"word{number % 977}" for number in range(20_000))
    new = " ".join(f"word{number % 983}" for number in range(20_000))
    pieces = word_diff(old, new)
    assert without("added", pieces) == old
    assert without("removed", pieces) == new
    assert len(pieces) < 40_000
