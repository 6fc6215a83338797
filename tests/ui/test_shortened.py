"""Long texts, as far as there is room for them."""

from studio.ui.sentences.shortened import first_words, shortened


def test_what_fits_stays_as_it_is() -> None:
    assert shortened("an otter", 8) == "an otter"
    assert first_words("an otter", 8) == "an otter"


def test_what_is_too_long_ends_in_dots_and_is_no_longer_than_it_may_be() -> None:
    assert shortened("an otters", 8) == "an otte…"
    assert shortened("an otter at night", 10) == "an otter…", "and in no blank"
    assert len(first_words("otter " * 10_000, 60)) <= 60


def test_the_words_of_a_prompt_stand_in_one_line() -> None:
    assert first_words("an otter\n\n  at\tnight ", 40) == "an otter at night"
