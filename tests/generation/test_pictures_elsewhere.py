"""Pictures that stand elsewhere than in inlineData: what has come is kept however that ends, the rest is told."""

import asyncio
import base64
import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import pytest

from studio.gemini.content import Content, ImagePart, TextPart
from studio.gemini.own_files import OwnFiles
from studio.gemini.wire import ReplyReader
from studio.generation.elsewhere import fetched_file
from studio.generation.fetch import fetch
from studio.generation.linked import fetch_and_take_in
from studio.generation.prepare import probe
from studio.generation.recover import recover
from studio.generation.replay import Target, replay
from studio.generation.wish import Wish
from studio.library.errors import LibraryError
from studio.library.exchange.studio_file import StudioFileWriter
from studio.library.exchange.taking_in import StudioFileReader
from studio.library.landing import Orphan
from studio.library.library import Library
from studio.library.reindex import reindex
from studio.library.verify import verify
from tests.fakes.memory_sink import MemorySink
from tests.fakes.replies import picture, reply_of
from tests.fakes.server import Answer, Request, Wire, plain, serving
from tests.generation.test_run import CAPABILITIES, Rig, rig

NOT_FETCHED = "The request was ended before it was fetched."


def linked(
    pictures: Mapping[str, Answer], *, slash: str = "/", also: Mapping[str, Answer] = MappingProxyType({})
) -> Answer:
    """A server whose reply has a link to each of these pictures at itself, its slashes written in some way.

    It has others `also`, which the reply has no link to.
    """

    def answer(request: Request, wire: Wire) -> None:
        if request.method == "POST":
            base = f"http://{request.headers['host']}"
            parts = [{"fileData": {"fileUri": f"{base}{path}", "mimeType": "image/png"}} for path in pictures]
            plain(json.dumps(reply_of(*parts)).replace("/", slash).encode())(request, wire)
        else:
            {**pictures, **also}[request.path](request, wire)

    return answer


def half(_: Request, wire: Wire) -> None:
    """Send the beginning of a picture, and nothing more."""
    wire.head(200, 9000, Content_Type="image/png")
    wire.send(picture(9)[:500])
    wire.until_gone()


def asked_for(requests: Sequence[Request], path: str) -> bool:
    return any(request.path == path for request in requests)


def bytes_of(library: Library, turn_id: str) -> list[bytes]:
    return [library.images.absolute_path(image).read_bytes() for image in library.images.of_turn(turn_id)]


def lost_of(library: Library, turn_id: str) -> list[tuple[str, str]]:
    """The links that are told as not fetched: their paths, and why."""
    (attempt,) = library.turns.attempts(turn_id)
    sources = library.turns.facts(attempt.id).get("sources", [])
    assert isinstance(sources, list)
    return [("/" + each["uri"].rpartition("/")[2], each["title"]) for each in sources if each["kind"] == "lost"]


def has_come(root: Path, number: int) -> bool:
    """Whether all of the picture behind a link is safe in a landing folder somewhere below `root`."""
    return any(root.rglob(fetched_file(root, number).name))


async def until_only_the_second_is_missing(r: Rig) -> None:
    async with asyncio.timeout(20):
        while not (asked_for(r.server.requests, "/2.png") and has_come(r.library.folder.root, 0)):
            await asyncio.sleep(0.01)


@pytest.mark.parametrize("slash", ["/", "\\/"])
async def test_pictures_behind_links_are_fetched_however_their_slashes_are_written(tmp_path: Path, slash: str) -> None:
    pictures = {"/1.png": plain(picture(1)), "/2.png": plain(picture(2))}
    async with rig(tmp_path, linked(pictures, slash=slash)) as r:
        finished = await r.generator.run(r.wish(), r.told.append)
        assert bytes_of(r.library, finished.turn.id) == [picture(1), picture(2)]
        assert lost_of(r.library, finished.turn.id) == []


async def test_a_link_that_brought_nothing_is_told_beside_a_picture_that_came(tmp_path: Path) -> None:
    async with rig(tmp_path, linked({"/1.png": plain(b"", 404), "/2.png": plain(picture(2))})) as r:
        finished = await r.generator.run(r.wish(), r.told.append)
        assert bytes_of(r.library, finished.turn.id) == [picture(2)]
        ((path, why),) = lost_of(r.library, finished.turn.id)
        assert path == "/1.png"
        assert "404" in why


FILE = "/v1beta/files/abc-1"
BYTES = f"{FILE}:download"
KEY = "canary-run"


def with_key(then: Answer) -> Answer:
    """Give it to whoever has the key, and to nobody else."""
    return lambda request, wire: (then if key_of(request) == KEY else plain(b"", 403))(request, wire)


def key_of(request: Request) -> str | None:
    return request.headers.get("x-goog-api-key")


def gets(r: Rig) -> dict[str, str | None]:
    """What was asked for beside the generation, and with which key."""
    return {request.target: key_of(request) for request in r.server.requests if request.method == "GET"}


async def test_a_file_that_the_server_keeps_is_opened_with_its_key(tmp_path: Path) -> None:
    pictures = {FILE: plain(b"{}"), "/2.png": plain(picture(2))}
    async with rig(tmp_path, linked(pictures, also={BYTES: with_key(plain(picture(1)))})) as r:
        finished = await r.generator.run(r.wish(), r.told.append)
        assert bytes_of(r.library, finished.turn.id) == [picture(1), picture(2)]
        assert gets(r) == {f"{BYTES}?alt=media": KEY, "/2.png": None}, "what is no such file gets no key"
        kept = b"".join(path.read_bytes() for path in r.library.folder.root.rglob("*") if path.is_file())
        assert KEY.encode() not in kept


async def test_the_key_goes_along_to_where_the_server_has_the_bytes_of_its_file(tmp_path: Path) -> None:
    there = f"/download{BYTES}?alt=media"
    also = {BYTES: plain(b"", 302, Location=there), f"/download{BYTES}": with_key(plain(picture(1)))}
    async with rig(tmp_path, linked({FILE: plain(b"{}")}, also=also)) as r:
        finished = await r.generator.run(r.wish(), r.told.append)
        assert bytes_of(r.library, finished.turn.id) == [picture(1)]
        assert gets(r) == {f"{BYTES}?alt=media": KEY, there: KEY}


async def test_the_key_of_a_file_goes_nowhere_else(tmp_path: Path) -> None:
    """Not to where a file leads, and not back from there."""
    also = {
        BYTES: plain(b"", 302, Location="/away.png"),
        "/away.png": plain(b"", 302, Location="/v1beta/files/abc-2:download"),
        "/v1beta/files/abc-2:download": with_key(plain(picture(1))),
    }
    async with rig(tmp_path, linked({FILE: plain(b"{}")}, also=also)) as r:
        finished = await r.generator.run(r.wish(), r.told.append)
        assert gets(r) == {f"{BYTES}?alt=media": KEY, "/away.png": None, "/v1beta/files/abc-2:download": None}
        ((path, why),) = lost_of(r.library, finished.turn.id)
        assert path == "/abc-1"
        assert "403" in why


async def test_a_file_of_another_server_is_not_opened(tmp_path: Path) -> None:
    with serving(plain(picture(1))) as other:
        away = plain(b"", 302, Location=f"{other.url}{BYTES}?alt=media")
        async with rig(tmp_path, linked({FILE: plain(b"{}")}, also={BYTES: away})) as r:
            await r.generator.run(r.wish(), r.told.append)
            assert gets(r) == {f"{BYTES}?alt=media": KEY}
        assert other.requests == []


def read_reply(base: str, paths: Sequence[str]) -> ReplyReader:
    """A whole reply that has a link to each of these."""
    reader = ReplyReader(MemorySink())
    parts = [{"fileData": {"fileUri": base + path, "mimeType": "image/png"}} for path in paths]
    reader.feed(json.dumps(reply_of(*parts)).encode())
    reader.finish()
    return reader


async def test_all_links_of_a_reply_have_one_time_and_what_did_not_come_is_told(tmp_path: Path) -> None:
    paths = [f"/{number}.png" for number in range(9)]
    with serving(linked({path: plain(picture(0)) if path == "/0.png" else half for path in paths})) as server:
        began = asyncio.get_running_loop().time()
        lost = await fetch(read_reply(server.url, paths), tmp_path, OwnFiles(server.url), seconds=2)
        assert asyncio.get_running_loop().time() - began < 20, "not one after another, each with its own time"
        assert fetched_file(tmp_path, 0).read_bytes() == picture(0)
        assert [each.uri for each in lost] == [server.url + path for path in paths[1:]]
        assert {each.title for each in lost} == {"The pictures of this reply did not all come within 2 seconds."}
        assert len(server.requests) == 5, "one that came and made room, and four at once"


async def test_a_disk_that_fails_one_picture_ends_the_fetching_of_all(tmp_path: Path) -> None:
    with serving(linked({"/1.png": half, "/2.png": plain(picture(2))})) as server:
        fetched_file(tmp_path, 1).with_suffix(".part").mkdir()
        with pytest.raises(LibraryError):
            await fetch(read_reply(server.url, ["/1.png", "/2.png"]), tmp_path, OwnFiles(server.url))
        assert len(asyncio.all_tasks()) == 1, "the other was stopped"


async def cancelled_half_fetched(r: Rig) -> Wish:
    """Cancel a turn when the first of its two pictures has been fetched."""
    wish = r.wish()
    task = asyncio.create_task(r.generator.run(wish, r.told.append))
    await until_only_the_second_is_missing(r)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    return wish


async def test_what_was_fetched_before_a_cancellation_is_kept_and_the_rest_told(tmp_path: Path) -> None:
    pictures: dict[str, Answer] = {"/1.png": plain(picture(1)), "/2.png": half}
    async with rig(tmp_path, linked(pictures)) as r:
        wish = await cancelled_half_fetched(r)
        assert bytes_of(r.library, wish.turn_id) == [picture(1)]
        assert lost_of(r.library, wish.turn_id) == [("/2.png", NOT_FETCHED)]


async def test_what_is_left_to_the_next_start_while_it_is_fetched_is_fetched_there(tmp_path: Path) -> None:
    pictures: dict[str, Answer] = {"/1.png": plain(picture(1)), "/2.png": half}
    async with rig(tmp_path, linked(pictures), is_left=lambda: True) as r:
        wish = await cancelled_half_fetched(r)
        (attempt,) = r.library.turns.attempts(wish.turn_id)
        assert attempt.state == "open"
        orphans: list[Orphan] = []
        assert recover(r.library, CAPABILITIES, linked=orphans) == ()
        (orphan,) = orphans
        assert orphan.landed.complete
        pictures["/2.png"] = plain(picture(2))
        found = await fetch_and_take_in(r.library, CAPABILITIES, orphan, OwnFiles(r.server.url))
        assert (found.fate, len(found.images)) == ("kept", 2)
        assert bytes_of(r.library, wish.turn_id) == [picture(1), picture(2)]
        assert len(r.server.posts()) == 1


async def test_what_was_fetched_before_a_kill_is_taken_in(tmp_path: Path) -> None:
    pictures: dict[str, Answer] = {"/1.png": plain(picture(1)), "/2.png": half}
    with serving(linked(pictures)) as server:
        command = [sys.executable, "-m", "studio", "generate", "otters", "--library", str(tmp_path)]
        environment = {**os.environ, "STUDIO_API_KEY": "canary"}
        process = subprocess.Popen([*command, "--base-url", server.url], env=environment, stderr=subprocess.DEVNULL)
        try:
            async with asyncio.timeout(60):
                while not (asked_for(server.requests, "/2.png") and has_come(tmp_path, 0)):
                    assert process.poll() is None
                    await asyncio.sleep(0.02)
        finally:
            process.send_signal(signal.SIGKILL)
            process.wait()
        with Library.open(tmp_path) as library:
            (found,) = recover(library, CAPABILITIES)
            assert bytes_of(library, found.turn.id) == [picture(1)]
            assert lost_of(library, found.turn.id) == [("/2.png", NOT_FETCHED)]
            assert not list((tmp_path / "landing").iterdir()), "nor is what was half fetched left lying about"
        assert len(server.posts()) == 1


async def test_of_a_cut_reply_a_picture_that_is_whole_in_its_words_is_kept(tmp_path: Path) -> None:
    large = picture(1, (128, 96))
    said = f"![an otter](data:image/png;base64,{base64.b64encode(large).decode()})"
    whole = json.dumps(reply_of({"text": said})).encode()

    def cut(_: Request, wire: Wire) -> None:
        wire.head(200, len(whole))
        wire.send(whole[: whole.rindex(b")") + 5])

    async with rig(tmp_path, cut) as r:
        finished = await r.generator.run(r.wish(), r.told.append)
        assert bytes_of(r.library, finished.turn.id) == [large]
        assert (finished.turn.outcome, finished.charge) == ("cut off", "yes")
        assert finished.turn.content is None
        assert len(r.server.posts()) == 1


async def test_they_travel_in_a_studio_file_with_what_was_lost_and_need_no_putting_in_order(tmp_path: Path) -> None:
    pictures = {"/1.png": plain(picture(1)), "/2.png": plain(b"", 404), "/3.png": plain(picture(3))}
    async with rig(tmp_path, linked(pictures)) as r:
        turn = (await r.generator.run(r.wish(), r.told.append)).turn
        file = StudioFileWriter(r.library).write(turn.conversation_id, tmp_path / "otter.studio")
        with Library.open(tmp_path / "other") as other:
            (read,) = other.turns.of_conversation(StudioFileReader(other).take_in(file).conversation_id)
            assert bytes_of(other, read.id) == [picture(1), picture(3)]
            assert lost_of(other, read.id) == lost_of(r.library, turn.id)
            assert [image.role for image in other.images.of_turn(read.id)] == ["draft", "main"]
            assert verify(other).sound
            done = reindex(other, probe)
            assert (done.measured, done.adopted, done.missing, done.wrong_size) == ([], [], [], [])
            # Links belong to their server: what is sent from there is the image, as from here.
            (given,) = replay(other, (read,), Target(read.endpoint, read.model, False), "on", ()).contents
            assert isinstance(given, Content)
            assert [type(part) for part in given.parts] == [ImagePart, TextPart]
