"""Words by their beginning: which of them the index has, and that turns are found by them as by the beginning."""

from datetime import UTC

import pytest

from studio.library.library import Library
from studio.library.question import read_question
from studio.library.vocabulary import Vocabulary
from tests.library.making import new_turn

WORDS = ("watercolour", "Watercolours", "WATERCOLOR", "waterfall", "water", "wateré", "watt", "image2026")


@pytest.fixture
def vocabulary(library: Library) -> Vocabulary:
    for word in WORDS:
        library.turns.begin(new_turn(library, prompt=f"A {word} of an otter"))
    return Vocabulary(library.database)


@pytest.mark.parametrize(
    ("letters", "words"),
    [
        ("waterc", ("watercolor", "watercolour", "watercolours")),
        ("WaterColou", ("watercolour", "watercolours")),
        ("watercolours", ("watercolours",)),
        ("watercolourss", ()),
        ("image20", ("image2026",)),
        ("zebras", ()),
        ("aaaaaa", ()),
    ],
)
def test_they_are_named_by_their_beginning(vocabulary: Vocabulary, letters: str, words: tuple[str, ...]) -> None:
    assert vocabulary.beginning(letters) == words


def test_too_many_are_not_named_and_found_all_the_same(vocabulary: Vocabulary, library: Library) -> None:
    for number in range(17):
        turn = library.turns.begin(new_turn(library, prompt=f"waterway{number:02}"))
        assert len(vocabulary.beginning("waterway")) == (number + 1 if number < 16 else 0)
    found = library.search.turns(read_question("waterway"), 20)
    assert len(found) == 17
    assert turn.id in {each.id for each in found}


def test_what_nobody_says_any_more_is_no_word(vocabulary: Vocabulary, library: Library) -> None:
    with library.transaction():
        library.database.write("DELETE FROM turn WHERE prompt LIKE '%watercolours%'")
        library.database.write("UPDATE turn SET prompt = 'A waterclock' WHERE prompt LIKE '%WATERCOLOR %'")
    assert vocabulary.beginning("waterc") == ("waterclock", "watercolour")


def test_turns_are_found_by_each_beginning_that_their_words_have(vocabulary: Vocabulary, library: Library) -> None:
    prompts = {turn.id: turn.prompt.lower().replace("é", "e").split() for turn in library.turns.recent(20)}
    for word in WORDS:
        for end in range(1, len(word) + 1):
            for typed in (word[:end], f"otter {word[:end]}"):
                letters = word[:end].lower().replace("é", "e")
                wanted = [turn for turn, said in prompts.items() if any(each.startswith(letters) for each in said)]
                found = library.search.turns(read_question(typed, UTC), 20)
                assert [each.id for each in found] == wanted, typed


def test_the_next_word_is_sought_and_not_what_stands_between(vocabulary: Vocabulary, library: Library) -> None:
    asked: list[str] = []
    library.database._connection.set_trace_callback(asked.append)
    vocabulary.beginning("waterc")
    library.database._connection.set_trace_callback(None)
    plan = [row["detail"] for row in library.database.rows(f"EXPLAIN QUERY PLAN {asked[0]}")]
    seeks = [step for step in plan if "VIRTUAL TABLE" in step]
    assert len(seeks) == 2
    assert all(step.endswith("INDEX 2:") for step in seeks), plan  # from a word on, as FTS5 calls it
