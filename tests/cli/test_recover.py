"""`studio library recover`: what cannot be taken in yet is said, and pictures behind links are fetched."""

import asyncio
import json
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from studio.generation.identity import identity_of
from studio.generation.linked import take_in_linked
from studio.generation.recover import Recovered
from studio.library.library import Library
from studio.profile.connections import Connections
from studio.profile.folders import ProfileFolders
from tests.cli.conftest import Studio
from tests.fakes.holder import Holder
from tests.fakes.replies import picture
from tests.fakes.server import plain, serving
from tests.generation.test_linked import leave_linked
from tests.generation.test_pictures_elsewhere import bytes_of, linked, lost_of
from tests.generation.test_recover import left_whole


@pytest.fixture
def holder(library: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Holder]:
    """It goes with the test; nobody waits for it as long as in earnest."""
    monkeypatch.setattr("studio.library.database._BUSY_SECONDS", 0.3)
    made = Holder(library / "library.sqlite")
    yield made
    made.let_go()


async def test_what_cannot_be_taken_in_is_told_and_taken_in_later(
    studio: Studio, library: Path, holder: Holder
) -> None:
    await left_whole(library)
    holder.hold()
    ended = studio("library", "recover", "--library", library)
    assert (ended.status, ended.out) == (2, "")
    assert "the rest waits, and is not lost" in ended.err
    assert "another program is writing to the library" in ended.err
    ended = studio("library", "recover", "--library", library, "--json")
    told = json.loads(ended.out)
    assert (ended.status, told["recovered"]) == (2, [])
    assert "another program" in told["heldUp"]
    holder.let_go()
    ended = studio("library", "recover", "--library", library, "--json")
    (found,) = json.loads(ended.out)["recovered"]
    assert (ended.status, found["fate"], len(found["images"])) == (0, "kept", 2)


async def leave_far(studio: Studio, library: Path, url: str) -> str:
    """Leave a reply with two links at a server that a connection leads to; the turn's id."""
    added = ("connections", "add", "far", "--base-url", url, "--plain-http", "--auth", "goog-key")
    assert studio(*added).status == 0
    (saved,) = Connections.load(ProfileFolders.of_user()).all()
    with Library.open(library) as opened:
        return await leave_linked(opened, url, ["/1.png", "/2.png"], endpoint=identity_of(saved))


async def test_pictures_behind_links_are_fetched(studio: Studio, library: Path) -> None:
    with serving(linked({"/1.png": plain(picture(1)), "/2.png": plain(b"", 404)})) as server:
        turn_id = await leave_far(studio, library, server.url)
        ended = await asyncio.to_thread(studio, "library", "recover", "--library", library, "--json")
        (found,) = json.loads(ended.out)["recovered"]
        assert (ended.status, found["fate"], len(found["images"])) == (0, "kept", 1)
        with Library.open(library) as opened:
            assert bytes_of(opened, turn_id) == [picture(1)]
            assert [path for path, _ in lost_of(opened, turn_id)] == ["/2.png"]
        assert not server.posts()


async def test_pictures_that_cannot_be_fetched_yet_wait_and_links_that_bring_none_are_named(
    studio: Studio, library: Path
) -> None:
    pictures = {"/1.png": plain(b"", 404), "/2.png": plain(b"", 503)}
    with serving(linked(pictures)) as server:
        await leave_far(studio, library, server.url)
        for _ in range(2):
            ended = await asyncio.to_thread(studio, "library", "recover", "--library", library)
            assert (ended.status, ended.out) == (2, "")
            assert ended.err == (
                "studio: Not everything could be taken in; the rest waits, and is not lost. A picture of an earlier"
                " reply could not be fetched yet. 127.0.0.1 did not give the picture away: it answered 503."
                " Check the network, and the key of its connection. It is tried again at each start, for free.\n"
            )
        pictures["/2.png"] = plain(b"", 404)
        ended = await asyncio.to_thread(studio, "library", "recover", "--library", library)
        assert (ended.status, ended.err) == (0, "")
        for path in pictures:
            assert f"Not fetched: {server.url}{path} (127.0.0.1 did not give" in ended.out


def test_interrupted_while_a_reply_is_taken_in_it_is_told_and_the_rest_waits(
    studio: Studio, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(linked({"/1.png": plain(picture(1)), "/2.png": plain(picture(2))})) as server:
        asyncio.run(leave_far(studio, library, server.url))
        with Library.open(library) as opened:
            (saved,) = Connections.load(ProfileFolders.of_user()).all()
            asyncio.run(leave_linked(opened, server.url, ["/1.png"], endpoint=identity_of(saved)))

        def interrupted(*given: Any) -> Recovered:
            signal.raise_signal(signal.SIGINT)
            return take_in_linked(*given)

        with monkeypatch.context() as patched:
            patched.setattr("studio.generation.linked.take_in_linked", interrupted)
            ended = studio("library", "recover", "--library", library)
        assert (ended.status, ended.err) == (130, "studio: Cancelled.\n")
        assert [line.rpartition("; ")[2] for line in ended.out.splitlines()] == ["2 pictures were kept."]
        ended = studio("library", "recover", "--library", library)
        assert (ended.status, ended.err) == (0, "")
        first, last = ended.out.splitlines()
        assert first.endswith("; its picture was kept.")
        assert last == "Nothing else was left behind."


@pytest.mark.parametrize("as_json", [False, True])
def test_connections_that_cannot_be_read_keep_links_waiting_and_nothing_else(
    studio: Studio, library: Path, as_json: bool
) -> None:
    with serving(linked({"/1.png": plain(picture(1)), "/2.png": plain(picture(2))})) as server:
        turn_id = asyncio.run(leave_far(studio, library, server.url))
        asyncio.run(left_whole(library))
        file = ProfileFolders.of_user().config / "connections.json"
        kept = file.rename(file.with_suffix(".away"))
        file.mkdir()
        ended = studio("library", "recover", "--library", library, *(["--json"] if as_json else []))
        assert ended.status == 2
        if as_json:
            told = json.loads(ended.out)
            assert [each["fate"] for each in told["recovered"]] == ["kept"]
            assert "connections.json" in told["heldUp"]
        else:
            assert ended.out.endswith("; 2 pictures were kept.\n")
            assert "the rest waits, and is not lost" in ended.err
            assert "connections.json" in ended.err
        file.rmdir()
        kept.rename(file)
        assert studio("library", "recover", "--library", library).status == 0
        with Library.open(library) as opened:
            assert bytes_of(opened, turn_id) == [picture(1), picture(2)]
