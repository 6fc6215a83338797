"""What the window is made to show for its pictures."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from faults import cut
from real_window import FIRST_SEED, Stand

from studio.generation.wish import JobState
from tests.fakes.replies import google_error, image_part, reply_of
from tests.fakes.server import Answer, Request, Wire, reply, serving

CONVERSATIONS = (
    "A lighthouse on a cliff above the sea at sunset",
    "A red fox in the snow, oil painting",
    "A city at night with a full moon",
    "A wooden house by a lake, morning mist",
    "A cat on a window sill, pencil sketch",
    "A sailing boat on a calm sea",
)
OTTER = "A cute baby otter wearing a tiny top hat, watercolor style"


async def fill(stand: Stand) -> None:
    """A library as it is after an afternoon: several conversations, the last one with a branch of three steps."""
    for prompt in CONVERSATIONS:
        await stand.new_conversation()
        await stand.ask(prompt, count=2)
    await stand.new_conversation()
    await stand.ask(OTTER, count=4)
    await stand.ask("make it night", count=3)
    await stand.rate([5, 4, 3])


def by_seed(*answers: Answer) -> Answer:
    """An answer for each variant of one send, whichever of them arrives first."""

    def answer(request: Request, wire: Wire) -> None:
        answers[request.json["generationConfig"]["seed"] - FIRST_SEED](request, wire)

    return answer


@asynccontextmanager
async def get_busy(stand: Stand) -> AsyncIterator[None]:
    """Six variants at once: one is there, one thinks, one arrives, one waits for its next try, two are queued."""
    whole = json.dumps(reply_of(image_part(await stand.a_picture()))).encode()

    def arrives(_: Request, wire: Wire) -> None:
        wire.head(200, 2 * len(whole))
        wire.send(whole[: len(whole) // 2])
        wire.until_gone()

    def thinks(_: Request, wire: Wire) -> None:
        wire.until_gone()

    slow = reply(google_error(429, "RESOURCE_EXHAUSTED", "Slow down."), 429, Retry_After="40")
    done = reply(json.loads(whole))
    with serving(by_seed(done, thinks, arrives, slow, thinks, thinks)) as server:
        await stand.use("RouterHub", server.url, at_once=4)
        await stand.new_conversation()
        await stand.ask("A poster for a jazz evening, three colours, a lot of air", count=6, wait=False)
        thinks_twice = (JobState.THINKING, JobState.THINKING)
        states = sorted((*thinks_twice, JobState.RECEIVING, JobState.WAITING, JobState.QUEUED))
        await stand.until(lambda: sorted(job.state for job in stand.bench.jobs.under_way) == states)
        yield
        stand.bench.jobs.cancel_all()
        await stand.quiet()
    await stand.use_none("RouterHub")


@asynccontextmanager
async def fail(stand: Stand) -> AsyncIterator[None]:
    """Four variants that each fail in a way of their own."""
    picture = await stand.a_picture()
    answers = (
        reply(google_error(500, "INTERNAL", "An internal error has occurred."), 500),
        reply(reply_of({"text": "Here is how I would draw it: first, an otter."})),
        cut(picture),
        reply({"promptFeedback": {"blockReason": "PROHIBITED_CONTENT"}}),
    )
    with serving(by_seed(*answers)) as server:
        await stand.use("RouterHub", server.url, at_once=4)
        await stand.new_conversation()
        await stand.ask("An otter in front of a famous coffee house", count=4)
        yield
    await stand.use_none("RouterHub")
