"""Killed at every step: what had arrived whole is there once, bit for bit, and every attempt gets an end."""

import asyncio
import json
import multiprocessing
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studio.library.library import Library
from studio.library.spool import read_landed
from studio.library.verify import verify
from tests.library.killed import PICTURES, SIGNATURE, recover
from tests.library.making import begin_landing, commit_of, land, new_turn, picture_bytes


def run(root: Path, deed: str, fatal: int) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.library.killed", str(root), deed, str(fatal)]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (ended.returncode, ended.stderr) == (-9 if fatal else 0, "")
    return ended


def steps_of(root: Path, deed: str) -> list[str]:
    return run(root, deed, 0).stdout.splitlines()


def arrived(root: Path) -> list[int]:
    """The numbers of the holes that the journals in the landing folders call whole."""
    lines = [line for path in root.glob("landing/*/journal.jsonl") for line in path.read_bytes().splitlines()]
    return [json.loads(line)["hole"] for line in lines if b'"hole"' in line]


def check_all_is_well(root: Path, expected: list[bytes]) -> None:
    with Library.open(root) as library:
        report = verify(library)
        assert (report.sound, report.stray, report.landing, report.open_attempts) == (True, (), (), ())
        assert list(library.folder.landing.iterdir()) == []
        images = library.images.newest(10)
        found = sorted(library.images.absolute_path(image).read_bytes() for image in images)
        assert found == sorted(expected)
        in_folder = [path for path in (root / "images").rglob("*") if path.is_file()]
        assert len(in_folder) == len(expected)


def test_every_step_of_a_generation_survives_a_kill(tmp_path: Path) -> None:
    steps = steps_of(tmp_path / "whole", "make")
    assert {"folder made", "hole noted", "reply noted", "file placed", "rows written", "committed"} < set(steps)
    check_all_is_well(tmp_path / "whole", list(PICTURES))
    landed_at, committed_at = steps.index("landed") + 1, steps.index("committed") + 1
    for fatal in range(1, len(steps) + 1):
        root = tmp_path / str(fatal)
        run(root, "make", fatal)
        whole = arrived(root)
        expected = [PICTURES[number - 1] for number in whole if number]
        if fatal >= landed_at:
            expected = list(PICTURES)
        with Library.open(root) as library:
            was_open = bool(library.turns.open_attempts())
            assert was_open == (steps.index("sent") < fatal < committed_at), steps[fatal - 1]
            recover(library)
            for attempt in (a for turn in library.turns.recent(5) for a in library.turns.attempts(turn.id)):
                complete = fatal > steps.index("reply noted")
                assert attempt.state == ("done" if complete else "unknown"), steps[fatal - 1]
        check_all_is_well(root, expected)


def test_every_step_of_a_recovery_survives_a_kill(tmp_path: Path) -> None:
    kill_at = steps_of(tmp_path / "whole", "make").index("landed") + 1
    run(tmp_path / "clean", "make", kill_at)
    steps = steps_of(tmp_path / "clean", "recover")
    assert steps.count("file placed") == 3
    for fatal in range(1, len(steps) + 1):
        root = tmp_path / str(fatal)
        run(root, "make", kill_at)
        run(root, "recover", fatal)
        run(root, "recover", 0)
        check_all_is_well(root, list(PICTURES))
        with Library.open(root) as library:
            (turn,) = library.turns.recent(5)
            (attempt,) = library.turns.attempts(turn.id)
            reply = library.turns.reply(attempt.id)
            assert reply is not None
            assert [hole.absolute_path.read_bytes() for hole in reply.holes] == [SIGNATURE, *PICTURES]
            assert [hole.raw_absolute_path and hole.raw_absolute_path.read_bytes() for hole in reply.holes] == [
                None,
                b"raw text 0",
                b"raw text 1",
            ]


def make_same_pictures(root: str) -> None:
    """Runs in a process of its own: ten turns whose picture, and its name, are always the same."""
    with Library.open(Path(root)) as library:
        for _ in range(10):
            turn = library.turns.begin(new_turn(library))
            with begin_landing(library, turn, "images/2026-11/22/otter") as landing:
                landed = asyncio.run(land(landing, [picture_bytes("otter")]))
                library.turns.commit_reply(landing.attempt_id, landed, commit_of(library, landed))
            recover(library)


def test_processes_that_make_the_same_picture_share_its_file(root: Path) -> None:
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=make_same_pictures, args=(str(root),)) for _ in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0, 0, 0]
    with Library.open(root) as library:
        images = library.images.newest(100)
        assert len({image.id for image in images}) == 30
        assert {image.blob.path for image in images} == {"images/2026-11/22/otter.png"}
        assert all(library.turns.attempts(turn.id)[0].state == "done" for turn in library.turns.recent(100))
        report = verify(library)
        assert (report.sound, report.stray, report.landing, report.open_attempts) == (True, (), (), ())


def test_a_living_landing_is_left_alone_by_a_recovery_elsewhere(library: Library, root: Path) -> None:
    turn = library.turns.begin(new_turn(library))
    with begin_landing(library, turn) as landing:
        run(root, "recover", 0)
        assert [attempt.id for attempt in library.turns.open_attempts()] == [landing.attempt_id]
        assert (library.folder.landing / landing.attempt_id / "manifest.json").is_file()
        assert library.landings.orphans() == ()
    (orphan,) = library.landings.orphans()
    assert library.landings.orphans() == ()  # held by us
    orphan.close()
    (orphan,) = library.landings.orphans()
    orphan.close()


def test_a_folder_never_begun_is_removed(library: Library) -> None:
    turn = library.turns.begin(new_turn(library))
    library.landings.open("a" * 32, turn.id, "images/x/y").close()
    (library.folder.landing / ("b" * 32)).mkdir()
    (library.folder.landing / f"{'c' * 32}.lock").touch()
    assert library.landings.orphans() == ()
    assert list(library.folder.landing.iterdir()) == []


async def test_a_reply_the_record_does_not_know_is_kept_and_reported(library: Library) -> None:
    with library.landings.open("a" * 32, "b" * 32, "images/x/y") as landing:
        await land(landing, [picture_bytes("otter")])
    assert library.landings.orphans() == ()
    assert (library.folder.landing / ("a" * 32) / "0").read_bytes() == picture_bytes("otter")
    assert verify(library).landing == ("a" * 32,)


def test_an_open_row_without_a_folder_tells_by_itself_whether_it_was_sent(library: Library) -> None:
    turn = library.turns.begin(new_turn(library))
    with begin_landing(library, turn) as alive:
        unsent, sent = (library.turns.begin_attempt(turn.id, library.ids.new(), library.clock()) for _ in range(2))
        library.turns.mark_sent(sent.id, 77)
        abandoned = library.landings.abandoned()
        assert [(attempt.id, attempt.sent) for attempt in abandoned] == [(unsent.id, None), (sent.id, 77)]
        assert [attempt.id for attempt in library.turns.open_attempts()] == [alive.attempt_id, unsent.id, sent.id]


def test_an_orphan_tells_whether_it_was_sent(library: Library) -> None:
    turn = library.turns.begin(new_turn(library))
    begin_landing(library, turn).close()
    unsent = library.ids.new()
    library.landings.open(unsent, turn.id, "images/x/y").close()
    library.turns.begin_attempt(turn.id, unsent, library.clock())
    orphans = library.landings.orphans()
    assert [orphan.attempt for orphan in orphans] == list(library.turns.attempts(turn.id))
    assert [orphan.attempt.sent is None for orphan in orphans] == [False, True]
    for orphan in orphans:
        orphan.discard()
        orphan.close()
    assert [attempt.id for attempt in library.landings.abandoned()] == [orphan.attempt.id for orphan in orphans]


def tree(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


async def test_strangers_in_landing_are_left_alone(library: Library, root: Path) -> None:
    elsewhere = root.with_name("elsewhere")
    strangers = {"mine": None, "mine/thesis.txt": b"", "notes.lock": b"", "A" * 32: None, "b" * 32: b"", "c" * 31: None}
    for name, content in strangers.items():
        path = library.folder.landing / name
        path.mkdir() if content is None else path.write_bytes(content)
    elsewhere.mkdir()
    (elsewhere / "skeleton").write_bytes(b"of my uncle")
    link = library.folder.landing / ("d" * 32)
    link.symlink_to(elsewhere)
    link.with_suffix(".lock").touch()
    before = tree(library.folder.landing)
    recover(library)
    assert tree(library.folder.landing) == before
    assert (elsewhere / "skeleton").is_file()


async def test_a_room_with_strangers_stays_without_our_files(library: Library) -> None:
    turn = library.turns.begin(new_turn(library))
    with begin_landing(library, turn) as committed:
        (library.folder.landing / committed.attempt_id / "thesis.txt").write_bytes(b"mine")
        landed = await land(committed, [picture_bytes("otter")])
        library.turns.commit_reply(committed.attempt_id, landed, commit_of(library, landed))
    never_begun = library.folder.landing / ("a" * 32)
    (never_begun / "0").mkdir(parents=True)
    (never_begun / "0" / "thesis.txt").write_bytes(b"mine")
    (never_begun / "copy").write_bytes(b"half of an import")
    recover(library)
    found = {path for path in tree(library.folder.landing) if not path.endswith(".lock")}
    other, mine = f"{committed.attempt_id}/thesis.txt", f"{never_begun.name}/0/thesis.txt"
    assert found == {committed.attempt_id, other, never_begun.name, f"{never_begun.name}/0", mine}
    assert library.turns.open_attempts() == ()


async def test_an_orphan_that_cannot_be_read_does_not_stop_the_others(library: Library) -> None:
    turn = library.turns.begin(new_turn(library))
    with begin_landing(library, turn) as broken, begin_landing(library, turn) as sound:
        await land(sound, [picture_bytes("otter")])
        (library.folder.landing / broken.attempt_id / "skeleton").unlink()
        (library.folder.landing / broken.attempt_id / "skeleton").symlink_to("/proc/self/mem")  # reading it fails
    recover(library)
    (image,) = library.images.of_turn(turn.id)
    assert library.images.absolute_path(image).read_bytes() == picture_bytes("otter")
    assert [attempt.id for attempt in library.turns.open_attempts()] == [broken.attempt_id]
    assert verify(library).landing == (broken.attempt_id,)
    (library.folder.landing / broken.attempt_id / "skeleton").unlink()
    (orphan,) = library.landings.orphans()  # its lock was given back
    orphan.close()


def test_an_orphan_whose_lock_cannot_be_had_does_not_stop_the_others(library: Library) -> None:
    turn = library.turns.begin(new_turn(library))
    with begin_landing(library, turn) as broken, begin_landing(library, turn) as sound:
        pass
    lock = library.folder.landing / f"{broken.attempt_id}.lock"
    lock.unlink(missing_ok=True)
    lock.mkdir()
    (orphan,) = library.landings.orphans()
    assert orphan.attempt.id == sound.attempt_id
    orphan.close()


@pytest.mark.parametrize(
    "manifest",
    [
        b'{"attempt_id": "',
        b"[]",
        b"[" * 100_000,
        b'{"attempt_id": "a", "turn_id": "b", "stem": null, "created": 1}',
        b'{"attempt_id": "a", "turn_id": "b", "stem": "images/../../otter", "created": 1}',
        b'{"attempt_id": "a", "turn_id": "b", "stem": "/otter", "created": 1}',
        b'{"attempt_id": "a", "turn_id": "b", "stem": "images/a\\u0000b", "created": 1}',
        b'{"attempt_id": "a", "turn_id": "b", "stem": "images/x/y", "created": "now"}',
    ],
)
async def test_a_lost_manifest_does_not_lose_the_picture(library: Library, manifest: bytes) -> None:
    turn = library.turns.begin(new_turn(library))
    with begin_landing(library, turn) as landing:
        await land(landing, [picture_bytes("otter")])
    (library.folder.landing / landing.attempt_id / "manifest.json").write_bytes(manifest)
    recover(library)
    (image,) = library.images.of_turn(turn.id)
    assert image.blob.path == f"images/recovered/{landing.attempt_id}.png"
    assert library.images.absolute_path(image).read_bytes() == picture_bytes("otter")


async def test_a_line_that_is_no_line_of_ours_ends_the_journal_not_the_recovery(library: Library) -> None:
    turn = library.turns.begin(new_turn(library))
    with begin_landing(library, turn) as landing:
        await land(landing, [picture_bytes("otter")], complete=False)
    with (library.folder.landing / landing.attempt_id / "journal.jsonl").open("ab") as journal:
        journal.write(b'{"hole": 0}\n')
    recover(library)
    assert len(library.images.of_turn(turn.id)) == 1
    assert library.turns.open_attempts() == ()


@pytest.fixture
async def landing_folder(library: Library) -> Path:
    turn = library.turns.begin(new_turn(library))
    with begin_landing(library, turn) as landing:
        await land(landing, [picture_bytes(seed, 5000) for seed in "abc"])
    return library.folder.landing / landing.attempt_id


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(cut=st.integers(0, 1000), file=st.sampled_from(["journal.jsonl", "skeleton", "0", "1", "2"]))
def test_whatever_is_cut_off_only_whole_holes_are_taken(landing_folder: Path, cut: int, file: str) -> None:
    path = landing_folder / file
    before = path.read_bytes()
    try:
        path.write_bytes(before[: max(0, len(before) - cut)])
        landed = read_landed(landing_folder, check=True)
    finally:
        path.write_bytes(before)
    assert all(hole.path.read_bytes() == picture_bytes("abc"[hole.number], 5000) for hole in landed.holes)
    if file.isdigit():
        assert [hole.number for hole in landed.holes] == [n for n in range(3) if not (cut and str(n) == file)]
    elif file == "skeleton":
        assert landed.complete == (cut == 0)
    else:
        assert [hole.number for hole in landed.holes] == list(range(len(landed.holes)))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(at=st.integers(0, 4999), bit=st.integers(0, 7))
def test_a_single_flipped_bit_is_found(landing_folder: Path, at: int, bit: int) -> None:
    path = landing_folder / "1"
    before = path.read_bytes()
    try:
        path.write_bytes(before[:at] + bytes([before[at] ^ 1 << bit]) + before[at + 1 :])
        landed = read_landed(landing_folder, check=True)
    finally:
        path.write_bytes(before)
    assert [hole.number for hole in landed.holes] == [0, 2]
