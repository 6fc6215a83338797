"""How often the far end is asked: once for anything that may have cost money, until a person says so once more.

Counted at a server that fails in every way we know, over a real wire; what is said of each is held too.
"""

import json
from pathlib import Path

import pytest

from studio.gemini.client import TimeLimits
from studio.generation.wish import JobState
from studio.ui.words import Words
from studio.workbench.again import wish_again
from studio.workbench.jobs import Job
from tests.fakes.replies import google_error, image_part, picture, reply_of
from tests.fakes.server import Answer, Request, Wire, one_after_another, plain, reply
from tests.ui.waiting import until
from tests.workbench.rig import GOOD, ID, NAME, Rig, rig

BODY = json.dumps(reply_of(image_part(picture(1)), image_part(picture(2)))).encode()
IMPATIENT = TimeLimits(read=0.4, total=2.0)
RPC = "type.googleapis.com/google.rpc."
PER_DAY = {
    "@type": f"{RPC}QuotaFailure",
    "violations": [{"quotaId": "GenerateRequestsPerDayPerProjectPerModel-FreeTier", "quotaValue": "0"}],
}


def retry_in(seconds: str) -> dict[str, str]:
    return {"@type": f"{RPC}RetryInfo", "retryDelay": seconds}


def cut(at: float, *, reset: bool) -> Answer:
    """A reply that ends after so much of it, by a reset or in order."""

    def answer(_: Request, wire: Wire) -> None:
        if at >= 0:
            wire.head(200, len(BODY), Content_Type="application/json")
            wire.send(BODY[: int(len(BODY) * at)])
        if reset:
            wire.pause(0.05)  # else the reset overtakes what was written
            wire.reset()

    return answer


def drips(_: Request, wire: Wire) -> None:
    """A few bytes, then silence."""
    wire.head(200, len(BODY), Content_Type="application/json")
    for start in range(0, 60, 20):
        wire.send(BODY[start : start + 20])
        wire.pause(0.02)
    wire.until_gone()


def drips_for_ever(_: Request, wire: Wire) -> None:
    """A byte now and then, which no time limit of a single read ends."""
    wire.head(200, len(BODY), Content_Type="application/json")
    for start in range(len(BODY)):
        if wire.closing.is_set():
            return
        wire.send(BODY[start : start + 1])
        wire.pause(0.1)


def silence(_: Request, wire: Wire) -> None:
    wire.until_gone()


SILENT = (drips, drips_for_ever, silence)


def page(status: int) -> Answer:
    return plain(b"<html><h1>Bad gateway</h1></html>", status, Content_Type="text/html")


MAYBE, NO = ("maybe", "may have been charged"), ("none", "Nothing was charged")
ONCE: list[tuple[str, Answer, tuple[str, str]]] = [
    ("reset before the head", cut(-1, reset=True), MAYBE),
    ("closed before the head", cut(-1, reset=False), MAYBE),
    ("reset after the head", cut(0, reset=True), MAYBE),
    ("reset in the body", cut(0.3, reset=True), MAYBE),
    ("truncated after the head", cut(0, reset=False), MAYBE),
    ("truncated in the body", cut(0.3, reset=False), MAYBE),
    ("silence", silence, MAYBE),
    ("drips and silence", drips, MAYBE),
    ("drips for ever", drips_for_ever, MAYBE),
    ("no JSON", plain(b"OK"), MAYBE),
    ("a page", page(200), MAYBE),
    ("500 of Google", reply(google_error(500, "INTERNAL", "An internal error has occurred."), 500), MAYBE),
    ("500 of a gateway", reply({"error": {"message": "upstream error", "type": "new_api_error"}}, 500), MAYBE),
    ("500 that says overloaded", reply({"error": {"message": "The model is overloaded."}}, 500), MAYBE),
    ("502 of a gateway", page(502), MAYBE),
    ("503 of a gateway", page(503), MAYBE),
    ("503 of a gateway as JSON", reply({"error": {"message": "no available channel"}}, 503), MAYBE),
    ("504 of Google", reply(google_error(504, "DEADLINE_EXCEEDED", "Deadline expired."), 504), MAYBE),
    ("504 of a gateway", page(504), MAYBE),
    (
        "429 limit 0",
        reply(google_error(429, "RESOURCE_EXHAUSTED", "Quota exceeded, limit: 0", retry_in("1s")), 429),
        NO,
    ),
    ("429 per day", reply(google_error(429, "RESOURCE_EXHAUSTED", "slow", PER_DAY, retry_in("1s")), 429), NO),
    ("429 without a wait", reply(google_error(429, "RESOURCE_EXHAUSTED", "Too many requests."), 429), NO),
    ("429 in an hour", reply(google_error(429, "RESOURCE_EXHAUSTED", "slow", retry_in("3600s")), 429), NO),
]
FREE_TO_TRY: list[tuple[str, Answer]] = [
    ("429 with a wait", reply(google_error(429, "RESOURCE_EXHAUSTED", "slow", retry_in("0.4s")), 429)),
    ("429 with a header", reply({"error": {"message": "slow down"}}, 429, Retry_After="1")),
    ("503 overloaded", reply(google_error(503, "UNAVAILABLE", "The model is overloaded. Try again later."), 503)),
]


def said_of(r: Rig, job: Job) -> tuple[str, str]:
    """The charge of the last attempt, and what the window says of it."""
    attempt = r.library.turns.attempts(job.id)[-1]
    return attempt.charge or "", Words().failure(attempt.failure, attempt.charge).sentence


async def ended(job: Job) -> None:
    await until(lambda: job.is_over, "the end of the job")


@pytest.mark.parametrize(("answer", "charge"), [each[1:] for each in ONCE], ids=[each[0] for each in ONCE])
async def test_what_may_have_cost_money_is_asked_for_once_until_a_person_says_so(
    tmp_path: Path, answer: Answer, charge: tuple[str, str]
) -> None:
    states: list[JobState] = []
    limits = IMPATIENT if answer in SILENT else None  # whoever answers may take the time that a busy machine takes
    async with rig(tmp_path, answer, limits=limits) as r:
        r.jobs.changed.connect(lambda job: states.append(job.state))
        (job,) = r.jobs.send([r.wish()], ID, NAME)
        await ended(job)
        assert job.state is JobState.FAILED
        assert JobState.WAITING not in states, "nothing is tried again by itself"
        assert len(r.server.posts()) == 1
        assert len(r.library.turns.attempts(job.id)) == 1
        (state, sentence), (expected, words) = said_of(r, job), charge
        assert state == expected
        assert words in sentence
    async with rig(tmp_path) as r:
        (again,) = r.jobs.send([wish_again(r.library, r.library.turns.get(job.id))], ID, NAME)
        await ended(again)
        assert len(r.server.posts()) == 1
        assert again.finished is not None
        assert again.finished.images


@pytest.mark.parametrize("reset", [False, True])
async def test_a_whole_image_in_a_reply_that_broke_off_is_kept_and_was_paid_for(tmp_path: Path, reset: bool) -> None:
    async with rig(tmp_path, cut(0.8, reset=reset)) as r:
        (job,) = r.jobs.send([r.wish()], ID, NAME)
        await ended(job)
        assert len(r.server.posts()) == 1
        (image,) = r.library.images.of_turn(job.id)
        assert r.library.images.absolute_path(image).read_bytes() == picture(1)
        assert said_of(r, job)[0] == "yes"


@pytest.mark.parametrize("answer", [each[1] for each in FREE_TO_TRY], ids=[each[0] for each in FREE_TO_TRY])
async def test_what_cost_nothing_is_tried_again_in_sight(tmp_path: Path, answer: Answer) -> None:
    waits: list[float] = []
    async with rig(tmp_path, one_after_another(answer, answer, GOOD)) as r:
        r.jobs.changed.connect(lambda job: waits.append(job.progress.wait) if job.state is JobState.WAITING else None)
        (job,) = r.jobs.send([r.wish()], ID, NAME)
        await ended(job)
        assert job.state is JobState.DONE
        assert len(r.server.posts()) == 3
        assert [each.charge for each in r.library.turns.attempts(job.id)] == ["none", "none", "yes"]
        assert len(waits) >= 2
        assert all(wait > 0 for wait in waits)


@pytest.mark.parametrize("answer", [each[1] for each in FREE_TO_TRY], ids=[each[0] for each in FREE_TO_TRY])
async def test_the_countdown_can_be_cancelled(tmp_path: Path, answer: Answer) -> None:
    async with rig(tmp_path, answer) as r:

        def cancel(job: Job) -> None:
            if job.state is JobState.WAITING:
                r.jobs.cancel(job.id)

        r.jobs.changed.connect(cancel)
        (job,) = r.jobs.send([r.wish()], ID, NAME)
        await ended(job)
        assert job.state is JobState.CANCELLED
        assert len(r.server.posts()) == 1
        attempts = r.library.turns.attempts(job.id)
        assert [(each.charge, each.sent is not None) for each in attempts] == [("none", True), ("none", False)]
