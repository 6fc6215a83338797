"""Streamed replies over a real wire into a real library: kept as they came, sent again part by part, cut and killed."""

import asyncio
import base64
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from studio.gemini import errors
from studio.gemini.capabilities import Capabilities
from studio.gemini.client import Client, TimeLimits
from studio.gemini.connections import Endpoint, read_address
from studio.generation.link import Link
from studio.generation.recover import recover
from studio.generation.run import Generator
from studio.generation.wish import JobState, Progress
from studio.library.exchange.studio_file import StudioFileWriter
from studio.library.exchange.taking_in import StudioFileReader
from studio.library.library import Library
from studio.library.records import Turn
from studio.library.verify import verify
from studio.resources import read_json
from tests.fakes.replies import google_error, image_part, picture
from tests.fakes.server import Answer, Request, Wire, plain, reply, serving
from tests.gemini.test_event_stream import events
from tests.gemini.test_streamed import END, piece
from tests.generation.test_run import Rig

CAPABILITIES = Capabilities.read(read_json("models/capabilities.json"))
PRO = "gemini-3-pro-image"
LONG = base64.b64encode(bytes(range(256)) * 120).decode()
SAID = {"text": "An ot", "thoughtSignature": "sig/0+="}
PARTS = [
    {"thought": True} | image_part(picture(0)),
    SAID,
    {"text": "ter."},
    image_part(picture(1), signature=LONG),
    image_part(picture(2), signature="sig2"),
]
PIECES = [*(piece(part) for part in PARTS), END]
STREAM = events(PIECES, "\r\n")


def streamed(data: bytes, size: int = 3000, *, closes: bool = True) -> Answer:
    """An answer of these bytes, a little at a time; without a length, its end is that of the connection."""

    def answer(_: Request, wire: Wire) -> None:
        wire.head(200, None, Content_Type="text/event-stream")
        for at in range(0, len(data), size):
            wire.send(data[at : at + size])
        if not closes:
            wire.until_gone()

    return answer


@asynccontextmanager
async def rig(tmp_path: Path, answer: Answer, limits: TimeLimits | None = None) -> AsyncIterator[Rig]:
    async def sleep(_: float) -> None:
        raise AssertionError("nothing of a stream is asked for again unasked")

    with serving(answer) as server, Library.open(tmp_path / "library") as library:
        endpoint = Endpoint(read_address(server.url), streaming=True)
        async with Client(endpoint, "canary-run", limits) as client:
            generator = Generator(library, Link("far", endpoint, client, CAPABILITIES), sleep=sleep)
            yield Rig(library, server, generator, [], [])


def bytes_of(r: Rig, turn: Turn) -> list[bytes]:
    return [r.library.images.absolute_path(image).read_bytes() for image in r.library.images.of_turn(turn.id)]


async def go_on(r: Rig, turn: Turn) -> None:
    await r.generator.run(r.wish(model=PRO, parent=turn, conversation_id=turn.conversation_id), r.told.append)


@pytest.mark.parametrize("raw", [STREAM, events(PIECES, indent=1), json.dumps(PIECES).encode()])
async def test_a_stream_is_one_turn_and_goes_back_part_by_part(tmp_path: Path, raw: bytes) -> None:
    async with rig(tmp_path, streamed(raw)) as r:
        finished = await r.generator.run(r.wish(model=PRO), r.told.append)
        assert finished.failure is None
        assert bytes_of(r, finished.turn) == [picture(seed) for seed in range(3)]
        assert [image.role for image in finished.images] == ["thought", "draft", "main"]
        assert finished.turn.words == "An otter."
        await r.generator.run(
            r.wish(model=PRO, parent=finished.turn, conversation_id=finished.turn.conversation_id), r.told.append
        )
        first, second = r.server.posts()
        assert (first.path, first.query["alt"]) == (f"/v1beta/models/{PRO}:streamGenerateContent", ["sse"])
        assert second.json["contents"][1] == {"role": "model", "parts": PARTS}
        assert verify(r.library).sound


async def test_every_byte_of_a_stream_is_kept(tmp_path: Path) -> None:
    async with rig(tmp_path, streamed(b": hello\r\n\r\n" + STREAM)) as r:
        finished = await r.generator.run(r.wish(model=PRO), r.told.append)
        (attempt,) = r.library.turns.attempts(finished.turn.id)
        kept = r.library.turns.reply(attempt.id)
        assert kept is not None
        made, position = b"", 0
        for hole in kept.holes:
            data = hole.absolute_path.read_bytes()
            made += kept.skeleton[position : hole.offset] + (base64.b64encode(data) if hole.kind == "data" else data)
            position = hole.offset
        assert made + kept.skeleton[position:] == b": hello\r\n\r\n" + STREAM


async def test_a_plain_reply_to_a_request_for_a_stream_is_taken_too(tmp_path: Path) -> None:
    async with rig(tmp_path, reply(piece(*PARTS, finishReason="STOP"))) as r:
        finished = await r.generator.run(r.wish(model=PRO), r.told.append)
        assert finished.failure is None
        await r.generator.run(
            r.wish(model=PRO, parent=finished.turn, conversation_id=finished.turn.conversation_id), r.told.append
        )
        assert r.server.posts()[1].json["contents"][1]["parts"] == PARTS


async def test_words_and_whole_images_are_told_while_the_rest_still_comes(tmp_path: Path) -> None:
    ends = ends_of_events(STREAM)
    more = asyncio.Event()
    loop = asyncio.get_running_loop()

    def answer(_: Request, wire: Wire) -> None:
        wire.head(200, len(STREAM), Content_Type="text/event-stream")
        for start, end in zip([0, *ends], ends, strict=False):
            wire.send(STREAM[start:end])
            asyncio.run_coroutine_threadsafe(more.wait(), loop).result(20)
            loop.call_soon_threadsafe(more.clear)

    told: list[tuple[str, list[bytes]]] = []
    async with rig(tmp_path, answer) as r:

        def tell(progress: Progress) -> None:
            if progress.state is JobState.RECEIVING and progress.bytes:
                files = [r.library.images.absolute_path(image) for image in progress.drafts]
                told.append((progress.words, [file.read_bytes() for file in files]))
                more.set()

        await r.generator.run(r.wish(model=PRO), tell)
    first, second, third = (picture(seed) for seed in range(3))
    assert list(dict.fromkeys((words, len(files)) for words, files in told)) == [
        ("", 1), ("An ot", 1), ("An otter.", 1), ("An otter.", 2), ("An otter.", 3)
    ]  # fmt: skip
    assert told[-1][1] == [first, second, third]


async def test_a_plain_reply_is_told_when_it_is_there(tmp_path: Path) -> None:
    async with rig(tmp_path, reply(piece(*PARTS, finishReason="STOP"))) as r:
        await r.generator.run(r.wish(model=PRO), r.told.append)
        assert not any(progress.words or progress.drafts for progress in r.told)


def ends_of_events(raw: bytes) -> list[int]:
    return [match.end() for match in re.finditer(rb"\r\n\r\n", raw)]


CUTS: list[tuple[int, list[int]]] = [
    (ends_of_events(STREAM)[1] - 30, [0]),
    (ends_of_events(STREAM)[2], [0]),
    (ends_of_events(STREAM)[3] - 10, [0, 1]),
    (ends_of_events(STREAM)[4], [0, 1, 2]),
]


@pytest.mark.parametrize(("end", "seeds"), CUTS)
@pytest.mark.parametrize("in_order", [True, False])
async def test_of_a_cut_stream_the_whole_images_are_kept_and_nothing_is_sent_again(
    tmp_path: Path, end: int, seeds: list[int], in_order: bool
) -> None:
    def answer(request: Request, wire: Wire) -> None:
        if in_order:
            streamed(STREAM[:end])(request, wire)
        else:
            wire.head(200, len(STREAM), Content_Type="text/event-stream")
            wire.send(STREAM[:end])

    async with rig(tmp_path, answer) as r:
        finished = await r.generator.run(r.wish(model=PRO), r.told.append)
        assert isinstance(finished.failure, errors.ReplyCut)
        assert finished.charge is errors.Charge.YES
        assert bytes_of(r, finished.turn) == [picture(seed) for seed in seeds]
        assert finished.turn.content is None
        assert finished.turn.outcome == "cut off"
        assert (finished.turn.words or "") == ("" if end < ends_of_events(STREAM)[1] else "An otter.")
        assert len(r.server.posts()) == 1
        assert r.told[-1].state is JobState.FAILED


async def test_an_error_in_a_stream_ends_it_and_is_not_asked_for_again(tmp_path: Path) -> None:
    busy = google_error(503, "UNAVAILABLE", "The model is overloaded.")
    async with rig(tmp_path, streamed(events([piece(SAID), busy]))) as r:
        finished = await r.generator.run(r.wish(model=PRO), r.told.append)
        assert isinstance(finished.failure, errors.BrokenOff)
        assert finished.charge is errors.Charge.MAYBE
        assert "The model is overloaded." in finished.failure.message
        assert finished.turn.words == "An ot"


async def test_a_stream_that_has_ended_is_whole_however_its_connection_ends(tmp_path: Path) -> None:
    def answer(_: Request, wire: Wire) -> None:
        wire.head(200, len(STREAM) + 1, Content_Type="text/event-stream")
        wire.send(STREAM)

    async with rig(tmp_path, answer) as r:
        finished = await r.generator.run(r.wish(model=PRO), r.told.append)
        assert finished.failure is None
        assert finished.turn.content is not None


@pytest.mark.parametrize("tail", [b"", b"data: [DONE]\n\n"])
async def test_a_server_that_never_hangs_up_is_not_waited_for(tmp_path: Path, tail: bytes) -> None:
    limits = TimeLimits(last=30 if tail else 0.2)
    async with rig(tmp_path, streamed(STREAM + tail, closes=False), limits) as r, asyncio.timeout(20):
        finished = await r.generator.run(r.wish(model=PRO), r.told.append)
        assert finished.failure is None
        assert len(finished.images) == 3


async def test_a_refusal_of_a_stream_is_the_refusal(tmp_path: Path) -> None:
    refused = plain(b"[" + json.dumps(google_error(400, "INVALID_ARGUMENT", "no")).encode() + b"]", 400)
    async with rig(tmp_path, refused) as r:
        finished = await r.generator.run(r.wish(model=PRO), r.told.append)
        assert isinstance(finished.failure, errors.RequestInvalid)


async def test_a_streamed_turn_travels_in_a_studio_file_and_is_sent_from_there(tmp_path: Path) -> None:
    async with rig(tmp_path, streamed(STREAM)) as r:
        finished = await r.generator.run(r.wish(model=PRO), r.told.append)
        file = tmp_path / "otter.studio"
        StudioFileWriter(r.library).write(finished.turn.conversation_id, file)
        with Library.open(tmp_path / "other") as other:
            taken = StudioFileReader(other).take_in(file).conversation_id
            (read,) = other.turns.of_conversation(taken)
            there = Rig(other, r.server, Generator(other, r.generator._link), r.told, [])
            await there.generator.run(there.wish(model=PRO, parent=read, conversation_id=taken), r.told.append)
        assert r.server.posts()[1].json["contents"][1] == {"role": "model", "parts": PARTS}


async def killed_after(folder: Path, count: int, marks: int) -> None:
    """Run a streamed generation in another process and kill it once `marks` holes are on the disk."""
    answer = streamed(STREAM[:count], closes=False)
    with serving(answer) as server:
        command = [sys.executable, "-m", "studio", "generate", "otters", "--library", str(folder), "--stream"]
        environment = {**os.environ, "STUDIO_API_KEY": "canary"}
        process = subprocess.Popen([*command, "--base-url", server.url], env=environment, stderr=subprocess.DEVNULL)
        try:
            async with asyncio.timeout(60):
                while not any(len(path.read_bytes().splitlines()) == marks for path in _journals(folder)):
                    assert process.poll() is None
                    await asyncio.sleep(0.02)
        finally:
            process.send_signal(signal.SIGKILL)
            process.wait()


def _journals(folder: Path) -> list[Path]:
    return list(folder.glob("landing/*/journal.jsonl"))


async def test_what_a_killed_stream_had_brought_is_adopted(tmp_path: Path) -> None:
    folder = tmp_path / "library"
    await killed_after(folder, ends_of_events(STREAM)[3] + 200, 3)
    with Library.open(folder) as library:
        (recovered,) = recover(library, CAPABILITIES)
        assert recovered.fate == "kept"
        kept: list[Any] = [library.images.absolute_path(image).read_bytes() for image in recovered.images]
        assert kept == [picture(0), picture(1)]
        assert recovered.turn.content is None
        assert recovered.turn.words == "An otter."
        assert recover(library, CAPABILITIES) == ()


@pytest.mark.parametrize(
    ("said", "streamed"),
    [
        ({"detail": "Not Found"}, True),
        ({"error": {"code": 404, "message": "No."}}, True),
        (google_error(404, "NOT_FOUND", f"models/{PRO} is not found for v1beta"), False),
    ],
)
async def test_a_server_that_may_not_stream_is_told_from_an_unknown_model(
    tmp_path: Path, said: dict[str, Any], streamed: bool
) -> None:
    async with rig(tmp_path, reply(said, 404)) as r:
        finished = await r.generator.run(r.wish(model=PRO), r.told.append)
        assert isinstance(finished.failure, errors.ModelUnknown | errors.PathUnknown)
        assert finished.failure.streamed is streamed
        assert ("turn streaming off" in finished.failure.advice) is streamed
        assert len(r.server.posts()) == 1
