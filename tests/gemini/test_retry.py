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


@pytest.mark.parametrize("kind", every_kind())
def test_nothing_is_tried_again_that_may_have_been_charged(kind: type[GeminiError]) -> None:
    error = kind("x", phase="read") if kind is errors.TimedOut else kind("x")
    if wait_before_again(error, 1) is not None:
        assert error.charge is Charge.NO
        assert kind in (errors.Unreachable, errors.Overloaded)


@pytest.mark.parametrize("kind", every_kind())
def test_every_failure_says_what_to_do(kind: type[GeminiError]) -> None:
    error = kind("It failed.", phase="total") if kind is errors.TimedOut else kind("It failed.")
    assert error.kind == kind.__name__
    assert (error.message, str(error)) == ("It failed.", "It failed.")
    assert error.advice.endswith(".")
    assert kind.__name__ in str(errors.__doc__), "the tree at the top of the file is whole"


def test_a_time_out_before_anything_was_sent_still_asks() -> None:
    assert waits(errors.TimedOut("x", phase="connect", charge=Charge.NO)) == [None] * 7
