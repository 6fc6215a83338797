"""What is said of every outcome of a test of a connection, and that each has something to say."""

from datetime import date
from itertools import product

import pytest

from studio.gemini.capabilities import Capabilities
from studio.gemini.errors import GeminiError, KeyRefused, PathUnknown, QuotaSpent, ServerFailed, Unreachable
from studio.gemini.ladder import Climbed, KeyCheck, ModelCheck, Rung, Shown, Step
from studio.resources import read_json
from studio.ui.sentences.ladder_words import LadderWords
from studio.ui.words import Words

CAPABILITIES = Capabilities.read(read_json("models/capabilities.json"))
FAILURES = (
    None,
    KeyRefused("Hub refused the key (401).", status=401),
    PathUnknown("Hub has nothing at this address (404).", status=404),
    QuotaSpent("Hub has no quota left for this key (429).", status=429),
    ServerFailed("Hub failed (500).", status=500),
    Unreachable("Hub cannot be reached: no such host.", reason="unknown host"),
)


def words(today: date = date(2026, 1, 1)) -> LadderWords:
    return LadderWords(Words(), today=lambda: today)


def said(found: Climbed, model: str = "gemini-3-pro-image", today: date = date(2026, 1, 1)) -> list[str]:
    return [each.text for each in words(today).findings(found, "hub.example", model, CAPABILITIES.row(model))]


@pytest.mark.parametrize("failure", FAILURES, ids=lambda failure: type(failure).__name__)
def test_every_outcome_says_something_and_leaves_no_gap_open(failure: GeminiError | None) -> None:
    steps = (Step(Rung.LIST, Shown.THERE, number=2),)
    for key, model in product(KeyCheck, ModelCheck):
        if (key is KeyCheck.REFUSED) != isinstance(failure, KeyRefused):
            continue  # it is refused by a refusal, and otherwise not
        sentences = said(Climbed(steps, key, model, failure=failure))
        assert sentences
        for sentence in sentences:
            assert sentence
            assert "{" not in sentence
            assert sentence.endswith(".")
            assert "charged" not in sentence


STEPS = [
    (rung, shown)
    for rung, shown in product(Rung, Shown)
    if (shown is Shown.ANSWERED) <= (rung is Rung.NOTHING) and (rung, shown) != (Rung.NOTHING, Shown.NOT_THERE)
]


@pytest.mark.parametrize(("rung", "shown"), STEPS)
def test_every_question_and_answer_has_words(rung: Rung, shown: Shown) -> None:
    for failure in (None, KeyRefused("No.")) if shown is Shown.FAILED else (None,):
        answer = words().answer(Step(rung, shown, failure, number=3))
        assert answer.text
        assert "{" not in answer.text
    assert words().question(rung)


def test_a_model_that_is_there_but_not_for_long_says_so() -> None:
    found = Climbed((Step(Rung.LIST, Shown.THERE, number=2),), KeyCheck.ACCEPTED, ModelCheck.LISTED)
    model = "gemini-2.5-flash-image"
    assert not any("takes its place" in each for each in said(found, model, date(2026, 1, 1)))
    (warning,) = [each for each in said(found, model, date(2027, 3, 1)) if "takes its place" in each]
    assert warning == "Google's list says that it ends 15 Mar 2027; gemini-nano-banana-2.1 takes its place."
    (warning,) = [each for each in said(found, model, date(2027, 3, 15)) if "takes its place" in each]
    assert "it ended 15 Mar 2027" in warning
