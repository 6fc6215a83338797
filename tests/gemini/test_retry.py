"""What is tried again without asking, and after how long."""

import pytest

from studio.gemini import errors
from studio.gemini.errors import Charge, GeminiError
from studio.gemini.retry import wait_before_again


def waits(error: GeminiError) -> list[float | None]:
    """The wait after each of the first seven failures."""
    return [wait_before_again(error, failures) for failures in range(1, 8)]


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (errors.Unreachable("no"), [1, 3, None, None, None, None, None]),
        (errors.RateLimited("slow", wait=28.5), [28.5] * 5 + [None] * 2),
        (errors.RateLimited("slow", wait=0.0), [0] * 5 + [None] * 2),
        (errors.RateLimited("slow", wait=300.0), [300] * 5 + [None] * 2),
        (errors.RateLimited("slow", wait=301.0), [None] * 7),
        (errors.RateLimited("slow"), [None] * 7),
        (errors.Overloaded("busy"), [2, 4, 8, 16, 16, None, None]),
        (errors.Overloaded("busy", wait=5.0), [5] * 5 + [None] * 2),
        (errors.Overloaded("busy", wait=3600.0), [None] * 7),
    ],
)
def test_how_long_each_kind_waits(error: GeminiError, expected: list[float | None]) -> None:
    assert waits(error) == expected


def every_kind(kind: type[GeminiError] = GeminiError) -> list[type[GeminiError]]:
    """The classes of the error tree that this package draws."""
    children = [child for child in kind.__subclasses__() if child.__module__ == errors.__name__]
    return [kind, *(inner for child in children for inner in every_kind(child))]


def made(kind: type[GeminiError]) -> GeminiError:
    """A failure of this kind, be its words its own or given."""
    if kind in (errors.NeverSent, errors.Interrupted):
        return kind()  # type: ignore[call-arg]  # these two take nothing
    if kind is errors.Cancelled:
        return errors.Cancelled(Charge.MAYBE)
    return kind("It failed.", phase="read") if kind is errors.TimedOut else kind("It failed.")


@pytest.mark.parametrize("kind", every_kind())
def test_nothing_is_tried_again_that_may_have_been_charged(kind: type[GeminiError]) -> None:
    error = made(kind)
    if wait_before_again(error, 1) is not None:
        assert error.charge is Charge.NO
        assert kind in (errors.Unreachable, errors.Overloaded)


@pytest.mark.parametrize("kind", every_kind())
def test_every_failure_says_what_to_do(kind: type[GeminiError]) -> None:
    error = made(kind)
    assert error.kind == kind.__name__
    assert error.message == str(error)
    assert error.message.endswith(".")
    assert error.advice.endswith(".")
    assert kind.__name__ in str(errors.__doc__), "the tree at the top of the file is whole"


def test_the_failures_of_our_own_making_know_what_they_cost() -> None:
    assert errors.NeverSent().charge is Charge.NO
    assert errors.Interrupted().charge is Charge.MAYBE
    for charge, words in ((Charge.NO, "Nothing had been sent."), (Charge.MAYBE, "It had been sent.")):
        cancelled = errors.Cancelled(charge)
        assert cancelled.charge is charge
        assert cancelled.message.endswith(words)


def test_a_time_out_before_anything_was_sent_still_asks() -> None:
    assert waits(errors.TimedOut("x", phase="connect", charge=Charge.NO)) == [None] * 7
