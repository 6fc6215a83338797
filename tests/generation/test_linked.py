"""A reply with links to its pictures, whose process died before they were fetched: they are, once it is found."""

import asyncio
import json
from collections.abc import Sequence
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from studio.gemini.elsewhere import Linked
from studio.gemini.own_files import OwnFiles
from studio.gemini.wire import Hole, ReplyReader
from studio.generation.elsewhere import fetched_file, missing_links
from studio.generation.errors import NotFetchedYet
from studio.generation.linked import fetch_and_take_in, take_in_linked
from studio.generation.recover import Recovered, recover
from studio.library.errors import DiskFailed, LibraryError, LibraryInUse
from studio.library.landing import Orphan
from studio.library.library import Library
from studio.library.verify import verify
from tests.fakes.replies import picture, reply_of
from tests.fakes.server import Answer, Request, Wire, plain, serving
from tests.generation.test_pictures_elsewhere import BYTES, FILE, bytes_of, half, linked, lost_of
from tests.generation.test_run import CAPABILITIES
from tests.library.making import new_turn


async def leave_linked(library: Library, url: str, paths: Sequence[str], **changes: object) -> str:
    """Leave a whole reply with links to these pictures in landing, none of them fetched; the turn's id."""
    new = new_turn(library, **changes)
    with library.transaction():
        library.conversations.ensure(new.conversation_id, "Otters", library.clock())
        library.turns.begin(new)
    attempt_id = library.ids.new()
    parts = [{"fileData": {"fileUri": url + path, "mimeType": "image/png"}} for path in paths]
    with library.landings.open(attempt_id, new.id, f"images/2026-11/27/{attempt_id}") as landing:
        library.turns.begin_attempt(new.id, attempt_id, library.clock())
        library.turns.mark_sent(attempt_id, library.clock())
        ReplyReader(landing).feed(json.dumps(reply_of(*parts)).encode())
        await landing.finish(complete=True)
    return new.id


def left_linked(library: Library) -> Orphan:
    """The only reply whose pictures have to be fetched."""
    found: list[Orphan] = []
    assert recover(library, CAPABILITIES, linked=found) == ()
    (orphan,) = found
    return orphan


async def test_its_pictures_are_fetched_and_nothing_else_is_asked_for(tmp_path: Path) -> None:
    with serving(linked({"/1.png": plain(picture(1)), "/2.png": plain(picture(2))})) as server:
        with Library.open(tmp_path) as library:
            turn_id = await leave_linked(library, server.url, ["/1.png", "/2.png"])
            orphan = left_linked(library)
            folder = orphan.landed.folder
            fetched_file(folder, 1).with_suffix(".part").write_bytes(b"as far as it had come")
            recovered = await fetch_and_take_in(library, CAPABILITIES, orphan, OwnFiles(server.url))
            assert (recovered.fate, len(recovered.images)) == ("kept", 2)
            assert bytes_of(library, turn_id) == [picture(1), picture(2)]
            assert lost_of(library, turn_id) == []
            assert recovered.turn.content is not None, "it can be continued"
            assert not list((tmp_path / "landing").iterdir())
            assert verify(library).sound
            assert recover(library, CAPABILITIES) == ()
        assert sorted(f"{each.method} {each.path}" for each in server.requests) == ["GET /1.png", "GET /2.png"]
        assert not any("goog" in name or name == "authorization" for each in server.requests for name in each.headers)


async def test_only_what_had_not_come_is_fetched_and_what_fails_is_told_with_its_link(tmp_path: Path) -> None:
    with serving(linked({"/1.png": plain(picture(1)), "/2.png": plain(b"", 404)})) as server:
        with Library.open(tmp_path) as library:
            turn_id = await leave_linked(library, server.url, ["/1.png", "/2.png"])
            orphan = left_linked(library)
            fetched_file(orphan.landed.folder, 0).write_bytes(picture(1))
            recovered = await fetch_and_take_in(library, CAPABILITIES, orphan, OwnFiles(server.url))
            assert recovered.fate == "kept"
            assert bytes_of(library, turn_id) == [picture(1)]
            ((path, why),) = lost_of(library, turn_id)
            assert path == "/2.png"
            assert "404" in why
            assert not list((tmp_path / "landing").iterdir())
            assert verify(library).stray == ()
        assert [each.path for each in server.requests] == ["/2.png"]


@pytest.mark.parametrize("refuses", [DiskFailed, LibraryInUse])
async def test_one_that_cannot_be_looked_at_keeps_no_other_from_being_found_nor_itself_from_being_so_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refuses: type[LibraryError]
) -> None:
    with serving(linked({"/1.png": plain(picture(1))})) as server, Library.open(tmp_path) as library:
        for _ in range(2):
            await leave_linked(library, server.url, ["/1.png"])
        failures = [refuses("A picture of the reply could not be looked at.")]

        def look(skeleton: bytes, holes: Sequence[Hole], folder: Path) -> dict[int, Linked]:
            if failures:
                raise failures.pop()
            return missing_links(skeleton, holes, folder)

        monkeypatch.setattr("studio.generation.recover.missing_links", look)
        told: list[LibraryError] = []
        found: list[Orphan] = []
        assert recover(library, CAPABILITIES, told.append, found) == ()
        assert [type(each) for each in told] == [refuses]
        assert len(found) == (0 if refuses is LibraryInUse else 1), "whoever holds the record is not waited for twice"
        while found:
            found.pop().close()
        assert recover(library, CAPABILITIES, told.append, found) == ()
        assert len(found) == 2
        for orphan in found:
            orphan.close()


def refusing(_: Request, wire: Wire) -> None:
    wire.reset()


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("/2.png", plain(b"", 503)),
        ("/2.png", plain(b"", 429)),
        ("/2.png", refusing),
        (FILE, plain(b"", 403)),
        (FILE, plain(b"", 400)),
    ],
    ids=["503", "429", "reset", "403 of a file of its own", "400 of a file of its own"],
)
async def test_what_may_still_come_is_not_given_up_but_fetched_the_next_time(
    tmp_path: Path, path: str, answer: Answer
) -> None:
    target = BYTES if path == FILE else path
    with serving(linked({"/1.png": plain(picture(1)), target: answer})) as server, Library.open(tmp_path) as library:
        turn_id = await leave_linked(library, server.url, ["/1.png", path])
        files = OwnFiles(server.url)
        for _ in range(2):
            with pytest.raises(NotFetchedYet):
                await fetch_and_take_in(library, CAPABILITIES, left_linked(library), files)
            assert library.turns.attempts(turn_id)[0].state == "open"
        server.answer = linked({"/1.png": plain(b"", 404), target: plain(picture(2))})
        recovered = await fetch_and_take_in(library, CAPABILITIES, left_linked(library), files)
        assert (recovered.fate, len(recovered.images)) == ("kept", 2)
        assert bytes_of(library, turn_id) == [picture(1), picture(2)]


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("/1.png", plain(b"", 410)),
        ("/1.png", plain(b"", 403)),
        ("/1.png", plain(b"<html>none</html>")),
        (FILE, plain(b"", 404)),
    ],
    ids=["410", "403", "a page", "404 of a file of its own"],
)
async def test_what_no_try_will_bring_is_told_at_once(tmp_path: Path, path: str, answer: Answer) -> None:
    target = BYTES if path == FILE else path
    with serving(linked({target: answer})) as server, Library.open(tmp_path) as library:
        turn_id = await leave_linked(library, server.url, [path])
        recovered = await fetch_and_take_in(library, CAPABILITIES, left_linked(library), OwnFiles(server.url))
        assert recovered.fate == "unknown"
        assert len(lost_of(library, turn_id)) == 1
        assert not list((tmp_path / "landing").iterdir())


async def test_a_link_over_plain_http_waits_for_the_connection_that_leads_there(tmp_path: Path) -> None:
    with serving(linked({"/1.png": plain(picture(1))})) as server, Library.open(tmp_path) as library:
        turn_id = await leave_linked(library, server.url, ["/1.png"])
        with pytest.raises(NotFetchedYet):  # where none leads there, its server is thought of as one of https
            elsewhere = OwnFiles(server.url.replace("http:", "https:"))
            await fetch_and_take_in(library, CAPABILITIES, left_linked(library), elsewhere)
        await fetch_and_take_in(library, CAPABILITIES, left_linked(library), OwnFiles(server.url))
        assert bytes_of(library, turn_id) == [picture(1)]


async def test_cancelled_while_it_is_taken_in_it_is_given_up_after_that_and_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(linked({"/1.png": plain(picture(1))})) as server, Library.open(tmp_path) as library:
        turn_id = await leave_linked(library, server.url, ["/1.png"])
        orphan, begun, may_go, order = left_linked(library), Event(), Event(), list[str]()
        take_in, close = take_in_linked, orphan.close

        def slowly(*given: Any) -> Recovered:
            begun.set()
            may_go.wait(20)
            recovered = take_in(*given)
            order.append("taken in")
            return recovered

        def given_up() -> None:
            order.append("given up")
            close()

        monkeypatch.setattr("studio.generation.linked.take_in_linked", slowly)
        monkeypatch.setattr(orphan, "close", given_up)
        told: list[Recovered] = []
        work = fetch_and_take_in(library, CAPABILITIES, orphan, OwnFiles(server.url), told.append)
        task = asyncio.create_task(work)
        async with asyncio.timeout(20):
            while not begun.is_set():
                await asyncio.sleep(0.01)
        task.cancel()
        await asyncio.sleep(0)  # it hears of that
        may_go.set()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert order == ["taken in", "given up"]
        assert [each.turn.id for each in told] == [turn_id]
        assert bytes_of(library, turn_id) == [picture(1)]


@pytest.mark.parametrize("end", ["cancelled", "full"])
async def test_cut_short_it_stays_for_the_next_time(tmp_path: Path, end: str) -> None:
    with serving(linked({"/1.png": half})) as server, Library.open(tmp_path) as library:
        turn_id = await leave_linked(library, server.url, ["/1.png"])
        orphan = left_linked(library)
        if end == "full":
            fetched_file(orphan.landed.folder, 0).with_suffix(".part").mkdir()
            with pytest.raises(LibraryError):
                await fetch_and_take_in(library, CAPABILITIES, orphan, OwnFiles(server.url))
            fetched_file(orphan.landed.folder, 0).with_suffix(".part").rmdir()
        else:
            task = asyncio.create_task(fetch_and_take_in(library, CAPABILITIES, orphan, OwnFiles(server.url)))
            async with asyncio.timeout(20):
                while not server.requests:
                    await asyncio.sleep(0.01)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
        server.answer = linked({"/1.png": plain(picture(1))})
        assert (
            await fetch_and_take_in(library, CAPABILITIES, left_linked(library), OwnFiles(server.url))
        ).fate == "kept"
        assert bytes_of(library, turn_id) == [picture(1)]
