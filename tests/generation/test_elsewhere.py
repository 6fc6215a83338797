"""Pictures that stand elsewhere than in inlineData: taken out of words, or fetched without a key."""

import asyncio
import base64
import json
import tracemalloc
from pathlib import Path

import pytest

from studio.gemini.capabilities import Capabilities
from studio.gemini.client import Client
from studio.gemini.connections import Endpoint, read_address
from studio.gemini.response import read_outcome
from studio.gemini.wire import ReplyReader
from studio.generation.elsewhere import take_out
from studio.generation.link import Link
from studio.generation.recover import recover
from studio.generation.replay import Target, replay
from studio.generation.run import Generator
from studio.generation.wish import Finished, JobState, Progress, Wish
from studio.library.library import Library
from studio.library.records import NewTurn
from studio.library.verify import verify
from studio.resources import read_json
from tests.fakes.pictures import big_picture
from tests.fakes.replies import picture, reply_of
from tests.fakes.server import Answer, FakeServer, Request, Wire, plain, reply, serving

CAPABILITIES = Capabilities.read(read_json("models/capabilities.json"))
MODEL = "gemini-2.5-flash-image"
KEY = "canary-elsewhere"


def embedded(data: bytes) -> dict[str, str]:
    return {"text": f"Here.\n\n![otter](data:image/png;base64,{base64.b64encode(data).decode()})\n\nDone."}


def answering(words: str, picture_answer: Answer) -> Answer:
    """A reply for each POST, in whose words SERVER is the server's address; something for each GET."""

    def answer(request: Request, wire: Wire) -> None:
        if request.method == "POST":
            host = request.headers["host"]
            reply(reply_of({"text": words.replace("SERVER", f"http://{host}")}))(request, wire)
        else:
            picture_answer(request, wire)

    return answer


async def generated(library: Library, server: FakeServer, tell: list[Progress] | None = None) -> Finished:
    endpoint = Endpoint(read_address(server.url))
    async with Client(endpoint, KEY) as client:
        generator = Generator(library, Link("far", endpoint, client, CAPABILITIES))
        ids = [library.ids.new() for _ in range(3)]
        wish = Wish("an otter", MODEL, ids[0], ids[1], ids[2], "new")
        return await generator.run(wish, (tell if tell is not None else []).append)


@pytest.mark.parametrize("size", [400, 3_000_000])
async def test_a_data_uri_in_the_words_is_a_picture_and_no_word(tmp_path: Path, size: int) -> None:
    data = big_picture(3, size)
    with serving(reply(reply_of(embedded(data)))) as server, Library.open(tmp_path / "library") as library:
        finished = await generated(library, server)
        (image,) = finished.images
        assert library.images.absolute_path(image).read_bytes() == data
        assert (image.role, image.blob.type, image.width) == ("main", "image/png", 64)
        assert (finished.turn.outcome, finished.turn.words) == ("images", "Here.\n\n\n\nDone.")
        assert library.turns.attempts(finished.turn.id)[-1].charge == "yes"
        report = verify(library)
        assert (report.missing, report.damaged, report.stray) == ((), (), ())


@pytest.mark.parametrize("begun", ["data:image/png;base64,", "DATA:image\\/png;base64,"])
async def test_a_data_uri_where_base64_belongs_is_a_picture(tmp_path: Path, begun: str) -> None:
    text = base64.b64encode(picture()).decode()
    answered = json.dumps(reply_of({"inlineData": {"mimeType": "image/png", "data": "@"}})).replace("@", begun + text)
    cut = answered.index(begun) + len("data")  # that much is base64

    def answer(_: Request, wire: Wire) -> None:
        wire.head(200, None, Transfer_Encoding="chunked", Content_Type="application/json")
        for piece in (answered[:cut], answered[cut:], ""):  # each is read by itself
            wire.send(f"{len(piece):x}\r\n{piece}\r\n".encode())

    with serving(answer) as server, Library.open(tmp_path / "library") as library:
        finished = await generated(library, server)
        (image,) = finished.images
        assert (image.role, image.blob.type) == ("main", "image/png")
        assert library.images.absolute_path(image).read_bytes() == picture()
        assert library.turns.attempts(finished.turn.id)[-1].charge == "yes"
        assert verify(library).damaged == ()


async def test_a_data_uri_that_holds_no_picture_is_told_and_kept(tmp_path: Path) -> None:
    answer = reply(reply_of({"inlineData": {"mimeType": "image/png", "data": "data:image/png;base64,!!!"}}))
    with serving(answer) as server, Library.open(tmp_path / "library") as library:
        finished = await generated(library, server)
        assert finished.failure is not None
        assert "cannot be opened" in finished.failure.message


async def test_what_goes_on_from_it_carries_the_image_and_not_the_words(tmp_path: Path) -> None:
    with serving(reply(reply_of(embedded(picture())))) as server, Library.open(tmp_path / "library") as library:
        finished = await generated(library, server)
        path = library.turns.path(finished.turn.id)
        sent = replay(library, path, Target(finished.turn.endpoint, MODEL, signatures=False), "bluer", [])
        assert [decision.reason for decision in sent.decisions] == ["elsewhere"]
        assert sent.carried == finished.images[0]


async def test_a_linked_picture_is_fetched_without_the_key(tmp_path: Path) -> None:
    answer = answering("Here. ![](SERVER/pictures/1.png)", plain(picture(), Content_Type="text/plain"))
    with serving(answer) as server, Library.open(tmp_path / "library") as library:
        finished = await generated(library, server)
        (image,) = finished.images
        assert library.images.absolute_path(image).read_bytes() == picture()
        assert finished.turn.words == "Here."
        (asked,) = [request for request in server.requests if request.method == "GET"]
        assert KEY not in f"{asked.target} {asked.headers}"
        assert len(server.posts()) == 1


def elsewhere(_: Request, wire: Wire) -> None:
    wire.head(302, 0, Location="http://192.0.2.1/secret")


@pytest.mark.parametrize(
    ("words", "answer", "why"),
    [
        ("![](SERVER/gone.png)", plain(b"no", 404), "404"),
        ("![](SERVER/page.png)", plain(b"<html><title>no</title>"), "web page"),
        ("![](SERVER/moved.png)", elsewhere, "not followed"),
        ("![](http://192.0.2.1/otter.png)", plain(b""), "not followed"),
        ("![](https://localhost/otter.png)", plain(b""), "not followed"),
    ],
)
async def test_a_link_that_brings_nothing_is_told_and_stays(
    tmp_path: Path, words: str, answer: Answer, why: str
) -> None:
    with serving(answering(words, answer)) as server, Library.open(tmp_path / "library") as library:
        finished = await generated(library, server)
        assert finished.images == ()
        assert finished.outcome is not None
        assert why in finished.outcome.explanation
        facts = library.turns.facts(library.turns.attempts(finished.turn.id)[-1].id)
        (source,) = facts["sources"]  # type: ignore[misc]
        assert source["kind"] == "lost"  # type: ignore[index]
        assert finished.turn.words is not None
        assert "![](" in finished.turn.words
        assert len(server.posts()) == 1


async def test_what_is_fetched_and_is_no_picture_is_kept_as_bytes_and_not_shown(tmp_path: Path) -> None:
    answer = answering("![](SERVER/1.png)", plain(b"not a picture at all"))
    with serving(answer) as server, Library.open(tmp_path / "library") as library:
        finished = await generated(library, server)
        assert finished.failure is not None
        assert finished.failure.kind == "ReplyUnreadable"
        assert finished.images == ()


async def test_a_cancellation_while_fetching_keeps_the_words(tmp_path: Path) -> None:
    asked = asyncio.Event()
    loop = asyncio.get_running_loop()

    def hang(_: Request, wire: Wire) -> None:
        loop.call_soon_threadsafe(asked.set)
        wire.until_gone()

    with serving(answering("Here. ![](SERVER/1.png)", hang)) as server, Library.open(tmp_path / "library") as library:
        told: list[Progress] = []
        task = asyncio.create_task(generated(library, server, told))
        await asyncio.wait_for(asked.wait(), 20)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        (turn,) = library.turns.recent(1)
        assert turn.words == "Here. ![](" + server.url + "/1.png)"
        assert told[-1].state is JobState.DONE
        assert library.turns.open_attempts() == ()


async def test_what_a_dead_process_left_is_taken_out_too(tmp_path: Path) -> None:
    data = big_picture(5, 200_000)
    with Library.open(tmp_path / "library") as library:
        ids, now = library.ids, library.clock()
        conversation = library.conversations.create(ids.new(), "otters", now).id
        turn = library.turns.begin(
            NewTurn(ids.new(), conversation, None, ids.new(), "new", now, "otters", {}, "far", "far/v1", MODEL)
        )
        attempt = ids.new()
        landing = library.landings.open(attempt, turn.id, f"images/x/{attempt}")
        library.turns.begin_attempt(turn.id, attempt, now)
        library.turns.mark_sent(attempt, now)
        reader = ReplyReader(landing)
        reader.feed(json.dumps(reply_of(embedded(data))).encode())
        reader.finish()
        landed = await landing.finish(complete=True)
        outcome = read_outcome(landed.skeleton, reader.holes, host="far")
        assert len(take_out(outcome.elsewhere, landed)) == 1, "the process died when it had just done this"
        landing.close()
        (found,) = recover(library, CAPABILITIES)
        (image,) = found.images
        assert library.images.absolute_path(image).read_bytes() == data
        assert list((tmp_path / "library" / "landing").glob("*/*")) == []


async def test_a_large_data_uri_never_stands_whole_in_memory(tmp_path: Path) -> None:
    data = big_picture(7, 9_000_000)
    with Library.open(tmp_path / "library") as library:
        attempt = library.ids.new()
        landing = library.landings.open(attempt, library.ids.new(), f"images/x/{attempt}")
        reader = ReplyReader(landing)
        reader.feed(json.dumps(reply_of(embedded(data))).encode())
        reader.finish()
        landed = await landing.finish(complete=True)
        places = read_outcome(landed.skeleton, reader.holes, host="far").elsewhere
        tracemalloc.start()
        try:
            (stray,) = take_out(places, landed)
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
            landing.close()
        assert stray.file.size == len(data)
        assert peak < 2_000_000, f"{peak:,} bytes"
