"""A reply from its first byte to its place in the library."""

import asyncio
import errno
import hashlib
import json
from math import inf
from pathlib import Path

import pytest

from studio.library.errors import DiskFull, LibraryBug, LibraryInUse
from studio.library.landing import Landing
from studio.library.library import Library
from studio.library.records import Landed, Picture, Turn
from studio.library.verify import verify
from tests.library.making import begin_landing, commit_of, land, make_pictures, new_turn, picture_bytes


@pytest.fixture
def turn(library: Library) -> Turn:
    return library.turns.begin(new_turn(library))


def files_in(library: Library, name: str) -> list[str]:
    return sorted(path.name for path in (library.folder.root / name).rglob("*") if path.is_file())


async def test_a_picture_ends_in_images_bit_for_bit(library: Library, turn: Turn) -> None:
    picture = picture_bytes("otter", 3_000_001)
    with begin_landing(library, turn) as landing:
        landed = await land(landing, [picture])
        committed = library.turns.commit_reply(landing.attempt_id, landed, commit_of(library, landed))
    (image,) = committed.images
    assert library.images.absolute_path(image).read_bytes() == picture
    assert image.blob.path == f"images/2026-11/22/otter_{turn.id[-6:]}.png"
    assert image.blob.sha256 == hashlib.sha256(picture).hexdigest()
    assert (image.turn_id, image.part, image.role, image.width) == (turn.id, 0, "main", 1376)
    assert (committed.attempt.state, committed.attempt.charge, committed.attempt.http_status) == ("done", "yes", 200)
    assert files_in(library, "landing") == []
    assert verify(library).sound


async def test_the_turn_tells_its_outcome(library: Library, turn: Turn) -> None:
    await make_pictures(library, turn, [picture_bytes("otter")])
    done = library.turns.get(turn.id)
    assert (done.outcome, done.words, done.actual_micros) == ("images", "Sandbox: drew an otter.", 134_000)
    (attempt,) = library.turns.attempts(turn.id)
    reply = library.turns.reply(attempt.id)
    assert done.content is not None
    assert reply is not None
    assert (done.content.attempt_id, done.content.start, done.content.end) == (attempt.id, 0, len(reply.skeleton))
    assert library.turns.find("last") == done


async def test_the_reply_is_given_back_as_received(library: Library, turn: Turn) -> None:
    picture, signature, raw = picture_bytes("otter"), b"c2ln" * 1000, b"aGk\\u003d"
    with begin_landing(library, turn) as landing:
        landing.skeleton(b'{"sig":"')
        landing.open_hole(8, "text")
        landing.write(memoryview(signature))
        landing.close_hole({"escaped": False})
        landing.skeleton(b'","data":"')
        landing.open_hole(18, "data")
        landing.write(picture[:1000])
        landing.write_raw(raw)
        landing.write(picture[1000:])
        landing.close_hole({"alphabet": "url", "from": 1336})
        landing.skeleton(b'"}')
        landed = await landing.finish()
        pictures = (Picture(1, 0, "main", "image/png"),)
        library.turns.commit_reply(landing.attempt_id, landed, commit_of(library, landed, pictures=pictures))
    reply = library.turns.reply(landing.attempt_id)
    assert reply is not None
    assert (reply.skeleton, reply.whole, reply.facts) == (b'{"sig":"","data":""}', True, {"modelVersion": ""})
    text, data = reply.holes
    assert (text.offset, text.kind, text.form, text.raw_absolute_path) == (8, "text", {"escaped": False}, None)
    assert text.absolute_path.read_bytes() == signature
    assert text.absolute_path.is_relative_to(library.folder.root / "blobs")
    assert (data.offset, data.kind, data.form) == (18, "data", {"alphabet": "url", "from": 1336})
    assert data.absolute_path.read_bytes() == picture
    assert data.raw_absolute_path is not None
    assert data.raw_absolute_path.read_bytes() == raw
    assert verify(library).checked == 3


async def test_further_pictures_are_numbered(library: Library, turn: Turn) -> None:
    await make_pictures(library, turn, [picture_bytes(seed) for seed in "abc"])
    ending = turn.id[-6:]
    assert files_in(library, "images") == [f"otter_{ending}-2.png", f"otter_{ending}-3.png", f"otter_{ending}.png"]
    assert [image.part for image in library.images.of_turn(turn.id)] == [0, 1, 2]


async def test_the_same_bytes_twice_are_two_images_and_one_file(library: Library, turn: Turn) -> None:
    await make_pictures(library, turn, [picture_bytes("otter"), picture_bytes("otter")])
    again = library.turns.begin(new_turn(library, turn))
    await make_pictures(library, again, [picture_bytes("otter")])
    assert len(files_in(library, "images")) == 1
    images = library.images.newest(10)
    assert len({image.id for image in images}) == 3
    assert len({image.blob for image in images}) == 1


@pytest.mark.parametrize("damage", ["gone", "cut", "changed"])
async def test_bytes_are_not_shared_with_a_file_that_is_no_longer_sound(
    library: Library, turn: Turn, damage: str
) -> None:
    picture = picture_bytes("otter")
    await make_pictures(library, turn, [picture])
    file = library.images.absolute_path(library.images.newest(1)[0])
    if damage == "gone":
        file.unlink()
    else:
        file.write_bytes(picture[:-1] + (b"!" if damage == "changed" else b""))
    again = library.turns.begin(new_turn(library, turn))
    await make_pictures(library, again, [picture])
    assert library.images.absolute_path(library.images.newest(1)[0]).read_bytes() == picture
    assert verify(library).sound


async def test_a_foreign_file_with_the_same_name_is_not_overwritten(library: Library, turn: Turn) -> None:
    mine = library.folder.absolute(f"images/2026-11/22/otter_{turn.id[-6:]}.png")
    mine.parent.mkdir(parents=True)
    mine.write_bytes(b"my own picture")
    await make_pictures(library, turn, [picture_bytes("otter")])
    assert mine.read_bytes() == b"my own picture"
    assert mine.with_name(f"{mine.stem}-2.png").read_bytes() == picture_bytes("otter")


async def test_a_cut_off_reply_keeps_what_is_whole(library: Library, turn: Turn) -> None:
    with begin_landing(library, turn) as landing:
        landing.skeleton(b'{"a":"')
        landing.open_hole(6, "data")
        landing.write(picture_bytes("whole"))
        landing.close_hole({})
        landing.skeleton(b'","b":"')
        landing.open_hole(13, "data")
        landing.write(picture_bytes("half"))
        landed = await landing.finish(complete=False)
        assert [hole.number for hole in landed.holes] == [0]
        assert not landed.complete
        changes = {"state": "failed", "outcome": "cut off", "content": None, "charge": "maybe"}
        library.turns.commit_reply(landing.attempt_id, landed, commit_of(library, landed, **changes))
    reply = library.turns.reply(landing.attempt_id)
    assert reply is not None
    assert (reply.whole, reply.skeleton) == (False, b'{"a":"","b":"')
    assert library.turns.get(turn.id).content is None
    assert library.images.absolute_path(library.images.newest(1)[0]).read_bytes() == picture_bytes("whole")
    assert files_in(library, "landing") == []


async def test_committing_twice_changes_nothing(library: Library, turn: Turn) -> None:
    with begin_landing(library, turn) as landing:
        landed = await land(landing, [picture_bytes("otter")])
        commit = commit_of(library, landed)
        first = library.turns.commit_reply(landing.attempt_id, landed, commit)
        assert library.turns.commit_reply(landing.attempt_id, landed, commit) == first
    assert len(library.images.newest(10)) == 1


async def test_a_later_attempt_without_content_leaves_the_earlier_one_standing(library: Library, turn: Turn) -> None:
    await make_pictures(library, turn, [picture_bytes("otter")])
    before = library.turns.get(turn.id)
    with begin_landing(library, turn) as landing:
        landed = await land(landing, [])
        nothing = commit_of(library, landed, outcome=None, words=None, content=None, actual_micros=1)
        library.turns.commit_reply(landing.attempt_id, landed, nothing)
    after = library.turns.get(turn.id)
    assert (after.outcome, after.words, after.content) == (before.outcome, before.words, before.content)
    assert after.actual_micros == 134_001


async def test_a_reply_cannot_be_committed_where_it_could_still_be_taken_back(library: Library, turn: Turn) -> None:
    with begin_landing(library, turn) as landing:
        landed = await land(landing, [picture_bytes("otter")])
        with pytest.raises(LibraryBug), library.transaction():
            library.turns.commit_reply(landing.attempt_id, landed, commit_of(library, landed))
        assert landed.folder.is_dir()


@pytest.mark.parametrize(
    "changes",
    [{"pictures": (Picture(1, 0, "main", "image/png"),)}, {"content": (0, 10_000)}, {"content": (9, 2)}],
)
async def test_a_commit_that_does_not_fit_its_reply_is_refused(
    library: Library, turn: Turn, changes: dict[str, object]
) -> None:
    with begin_landing(library, turn) as landing:
        landed = await land(landing, [picture_bytes("otter")])
        with pytest.raises(LibraryBug):
            library.turns.commit_reply(landing.attempt_id, landed, commit_of(library, landed, **changes))
    assert library.turns.open_attempts()


async def test_oddities_of_a_reply_do_not_keep_it_out(library: Library, turn: Turn) -> None:
    with begin_landing(library, turn) as landing:
        landed = await land(landing, [])
        commit = commit_of(library, landed, words="a\ud800b \ud83e\udda6", facts={"odd": "\ud800", "n": inf})
        library.turns.commit_reply(landing.attempt_id, landed, commit)
    assert library.turns.get(turn.id).words == "a\ufffdb 🦦"
    reply = library.turns.reply(landing.attempt_id)
    assert reply is not None
    assert reply.facts == {"odd": "\ud800", "n": inf}


async def test_a_disk_that_fills_up_is_told_and_what_was_whole_stays(
    library: Library, turn: Turn, monkeypatch: pytest.MonkeyPatch
) -> None:
    from studio.library.hashed_file import HashedFile

    write = HashedFile.write

    def fill_up(self: HashedFile, piece: bytes) -> None:
        if self.path.name == "1":
            raise OSError(errno.ENOSPC, "No space left on device", str(self.path))
        write(self, piece)

    monkeypatch.setattr(HashedFile, "write", fill_up)
    with begin_landing(library, turn) as landing:
        with pytest.raises(DiskFull, match=r"may have been charged.*disk is full.*Free some space"):
            await land(landing, [picture_bytes("whole"), picture_bytes("lost")])
        with pytest.raises(DiskFull):
            await landing.finish()
    ((orphan),) = library.landings.orphans()
    with orphan:
        assert [hole.number for hole in orphan.landed.holes] == [0]
        commit = commit_of(library, orphan.landed, state="unknown", content=None, outcome="cut off")
        library.turns.commit_reply(orphan.landed.attempt_id, orphan.landed, commit)
    assert library.images.absolute_path(library.images.newest(1)[0]).read_bytes() == picture_bytes("whole")


def test_calls_out_of_order_are_refused_at_once(library: Library, turn: Turn) -> None:
    with begin_landing(library, turn) as landing:
        with pytest.raises(LibraryBug):
            landing.write(b"x")
        with pytest.raises(LibraryBug):
            landing.write_raw(b"x")
        with pytest.raises(LibraryBug):
            landing.close_hole({})
        with pytest.raises(LibraryBug):
            landing.open_hole(0, "picture")
        landing.open_hole(0, "data")
        with pytest.raises(LibraryBug):
            landing.open_hole(0, "data")


def test_an_abandoned_landing_leaves_nothing(library: Library, turn: Turn) -> None:
    landing = begin_landing(library, turn)
    landing.skeleton(b"<html>")
    assert library.turns.end_attempt(landing.attempt_id, "failed", "none", library.clock(), {"kind": "refused"}, 502)
    landing.abandon()
    landing.close()
    assert files_in(library, "landing") == []
    (attempt,) = library.turns.attempts(turn.id)
    assert (attempt.state, attempt.charge, attempt.http_status) == ("failed", "none", 502)
    assert attempt.failure == {"kind": "refused"}


def test_an_attempt_ends_once(library: Library, turn: Turn) -> None:
    with begin_landing(library, turn) as landing:
        assert library.turns.end_attempt(landing.attempt_id, "cancelled", "maybe", 5)
        assert not library.turns.end_attempt(landing.attempt_id, "failed", "none", 6)
        landing.abandon()
    (attempt,) = library.turns.attempts(turn.id)
    assert (attempt.state, attempt.ended) == ("cancelled", 5)
    with pytest.raises(LibraryBug):
        library.turns.mark_sent(landing.attempt_id, 7)


def test_the_manifest_is_there_before_anything_is_sent(library: Library, turn: Turn) -> None:
    with library.landings.open("a" * 32, turn.id, "images/x/stem"):
        manifest = json.loads((library.folder.landing / ("a" * 32) / "manifest.json").read_text())
    assert manifest["turn_id"] == turn.id
    assert manifest["stem"] == "images/x/stem"


def test_two_landings_of_one_attempt_cannot_be(library: Library, turn: Turn) -> None:
    with library.landings.open("a" * 32, turn.id, "images/x/stem"), pytest.raises(LibraryInUse):
        library.landings.open("a" * 32, turn.id, "images/x/stem")


async def test_twelve_landings_at_once(library: Library, turn: Turn) -> None:
    async def one(number: int) -> tuple[Landing, Landed]:
        landing = begin_landing(library, turn, f"images/2026-11/22/otter-{number}")
        return landing, await land(landing, [picture_bytes(str(number), 2_000_000)])

    for number, (landing, landed) in enumerate(await asyncio.gather(*(one(number) for number in range(12)))):
        (image,) = library.turns.commit_reply(landing.attempt_id, landed, commit_of(library, landed)).images
        landing.close()
        assert library.images.absolute_path(image).read_bytes() == picture_bytes(str(number), 2_000_000)
    assert [attempt.number for attempt in library.turns.attempts(turn.id)] == list(range(1, 13))
    assert verify(library).landing == ()


async def test_pieces_may_be_of_any_size(library: Library, turn: Turn, tmp_path: Path) -> None:
    whole = picture_bytes("otter", 1_500_000)
    with begin_landing(library, turn) as landing:
        landing.open_hole(0, "data")
        start = 0
        for size in (0, 1, 7, 262_143, 262_144, 262_145, 700_000, 0, 300_000):
            landing.write(memoryview(whole)[start : start + size])
            start += size
            await landing.drain()
        landing.close_hole({})
        (hole,) = (await landing.finish()).holes
    assert hole.size == len(whole[:start])
    assert hole.path.read_bytes() == whole[:start]
    assert hole.sha256 == hashlib.sha256(whole[:start]).hexdigest()
