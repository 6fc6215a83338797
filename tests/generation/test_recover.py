"""What a dead process left: taken in once, whole pictures bit for bit, unknown fates said."""

import asyncio
import base64
import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from studio.gemini.capabilities import Capabilities
from studio.gemini.wire import ReplyReader
from studio.generation.recover import left_behind, recover
from studio.library.library import Library
from studio.library.records import NewTurn
from studio.library.verify import verify
from studio.resources import read_json
from tests.fakes.replies import image_part, picture, reply_of
from tests.fakes.server import Request, Wire, serving

CAPABILITIES = Capabilities.read(read_json("models/capabilities.json"))
WHOLE = json.dumps(reply_of({"text": "Here."}, image_part(picture(1)), image_part(picture(2)))).encode()
AFTER_FIRST = WHOLE.rindex(base64.b64encode(picture(2))[:40]) + 30


async def killed_after(folder: Path, count: int) -> None:
    """Run a generation in another process and kill it once `count` bytes of the reply are in its landing folder."""

    def answer(_: Request, wire: Wire) -> None:
        wire.head(200, len(WHOLE))
        wire.send(WHOLE[:count])
        wire.until_gone()

    with serving(answer) as server:
        command = [sys.executable, "-m", "studio", "generate", "otters", "--library", str(folder)]
        environment = {**os.environ, "STUDIO_API_KEY": "canary"}
        process = subprocess.Popen([*command, "--base-url", server.url], env=environment, stderr=subprocess.DEVNULL)
        try:
            async with asyncio.timeout(60):
                while not (server.posts() and _on_disk(folder, count)):
                    assert process.poll() is None
                    await asyncio.sleep(0.02)
        finally:
            process.send_signal(signal.SIGKILL)
            process.wait()
        assert len(server.posts()) == 1


async def left_whole(folder: Path) -> None:
    """Leave a reply in landing whose last byte arrived just before its process died: nothing says that it is whole."""
    with Library.open(folder) as library:
        ids = library.ids
        conversation = library.conversations.create(ids.new(), "otters", library.clock()).id
        turn = library.turns.begin(
            NewTurn(
                ids.new(), conversation, None, ids.new(), "new", library.clock(), "otters", {}, "far", "far/v1", "m"
            )
        )
        attempt = ids.new()
        with library.landings.open(attempt, turn.id, f"images/2026-11/22/{attempt}") as landing:
            library.turns.begin_attempt(turn.id, attempt, library.clock())
            library.turns.mark_sent(attempt, library.clock())
            reader = ReplyReader(landing)
            reader.feed(WHOLE)
            await landing.finish(complete=False)


def _on_disk(folder: Path, count: int) -> bool:
    """Whether the skeleton has come as far as it can: the last characters of what was sent, or of it before a hole."""
    skeletons = list(folder.glob("landing/*/skeleton"))
    if not skeletons or count == 0:
        return bool(skeletons)
    text = skeletons[0].read_bytes()
    return text.endswith(b'"data": "') and text.count(b'"data"') == 2


@pytest.mark.parametrize(
    ("count", "fate", "seeds", "state"),
    [(0, "unknown", [], "unknown"), (AFTER_FIRST, "kept", [1], "unknown"), (len(WHOLE), "kept", [1, 2], "done")],
)
async def test_what_had_arrived_is_taken_in_once(
    tmp_path: Path, count: int, fate: str, seeds: list[int], state: str
) -> None:
    folder = tmp_path / "library"
    await (left_whole(folder) if count == len(WHOLE) else killed_after(folder, count))
    with Library.open(folder) as library:
        (recovered,) = recover(library, CAPABILITIES)
        assert recovered.fate == fate
        assert [library.images.absolute_path(image).read_bytes() for image in recovered.images] == [
            picture(seed) for seed in seeds
        ]
        (attempt,) = library.turns.attempts(recovered.turn.id)
        assert attempt.state == state
        assert (recovered.turn.content is not None) == (state == "done")
        reply = library.turns.reply(attempt.id)
        assert reply is not None
        assert reply.whole == (state == "done")
        assert recover(library, CAPABILITIES) == ()


async def test_a_running_job_is_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "library"
    with Library.open(folder) as library:
        library.conversations.create("c" * 32, "t", 1)
        landing = library.landings.open("a" * 32, "b" * 32, "images/2026-11/22/x")
        with landing:
            found = await asyncio.to_thread(
                subprocess.run,
                [sys.executable, "-m", "studio", "library", "recover", "--library", str(folder), "--json"],
                capture_output=True,
                check=True,
            )
            assert json.loads(found.stdout) == {"recovered": []}
            assert (folder / "landing" / ("a" * 32)).exists()


async def test_a_reply_whose_picture_was_lost_on_the_disk_is_not_taken_for_whole(tmp_path: Path) -> None:
    folder = tmp_path / "library"
    await left_whole(folder)
    (hole,) = folder.glob("landing/*/1")
    hole.write_bytes(b"spoilt")
    with Library.open(folder) as library:
        (recovered,) = recover(library, CAPABILITIES)
        assert [library.images.absolute_path(image).read_bytes() for image in recovered.images] == [picture(1)]
        assert recovered.turn.content is None


async def test_a_row_says_whether_a_server_heard_of_a_request_whose_folder_is_gone(tmp_path: Path) -> None:
    folder = tmp_path / "library"
    await killed_after(folder, 0)
    for room in (folder / "landing").iterdir():
        shutil.rmtree(room) if room.is_dir() else room.unlink()
    with Library.open(folder) as library:
        (recovered,) = recover(library, CAPABILITIES)
        assert recovered.fate == "unknown"
        (attempt,) = library.turns.attempts(recovered.turn.id)
        assert (attempt.state, attempt.charge) == ("unknown", "maybe")


@pytest.mark.parametrize("folder_is_gone", [False, True])
async def test_what_the_sandbox_was_asked_for_cost_nothing(tmp_path: Path, folder_is_gone: bool) -> None:
    folder = tmp_path / "library"
    await killed_after(folder, 0)
    for room in (folder / "landing").iterdir() if folder_is_gone else ():
        shutil.rmtree(room) if room.is_dir() else room.unlink()
    with Library.open(folder) as library:
        with library.transaction():
            library.database.write("UPDATE turn SET connection = 'sandbox'")
        (recovered,) = recover(library, CAPABILITIES)
        assert (recovered.fate, recovered.free) == ("unknown", True)
        (attempt,) = library.turns.attempts(recovered.turn.id)
        assert (attempt.state, attempt.charge) == ("unknown", "none")


async def test_what_nobody_has_dealt_with_is_left_behind_at_every_start_until_it_is_settled(tmp_path: Path) -> None:
    folder = tmp_path / "library"
    await killed_after(folder, 0)
    with Library.open(folder) as library:
        found = left_behind(library, recover(library, CAPABILITIES))
        assert [each.fate for each in found] == ["unknown"]
    with Library.open(folder) as library:
        assert recover(library, CAPABILITIES) == ()
        assert left_behind(library, ()) == found
        library.unsettled.settle([found[0].attempt_id], library.clock())
        assert left_behind(library, ()) == ()
        library.unsettled.bring_back([found[0].attempt_id])
        assert left_behind(library, ()) == found


async def test_an_image_kept_of_a_reply_that_broke_off_is_still_told_as_kept(tmp_path: Path) -> None:
    folder = tmp_path / "library"
    await killed_after(folder, AFTER_FIRST)
    with Library.open(folder) as library:
        found = left_behind(library, recover(library, CAPABILITIES))
        assert left_behind(library, ()) == found
        assert [(each.fate, len(each.images)) for each in found] == [("kept", 1)]


async def test_what_is_free_needs_no_decision_and_is_told_once(tmp_path: Path) -> None:
    folder = tmp_path / "library"
    await killed_after(folder, 0)
    with Library.open(folder) as library:
        with library.transaction():
            library.database.write("UPDATE turn SET connection = 'sandbox'")
        (found,) = left_behind(library, recover(library, CAPABILITIES))
        assert found.free
        assert left_behind(library, ()) == ()


@pytest.mark.parametrize("connection", ["far", "sandbox"])
async def test_what_never_went_out_is_left_behind_until_it_is_settled_even_where_all_is_free(
    tmp_path: Path, connection: str
) -> None:
    folder = tmp_path / "library"
    await left_whole(folder)
    with Library.open(folder) as library:
        with library.transaction():
            library.database.write("UPDATE turn SET connection = ?", (connection,))
            library.database.write("UPDATE attempt SET sent = NULL")
        (found,) = left_behind(library, recover(library, CAPABILITIES))
        assert (found.fate, found.images) == ("never sent", ())
    with Library.open(folder) as library:
        assert recover(library, CAPABILITIES) == ()
        assert left_behind(library, ()) == (found,)
        library.unsettled.settle([found.attempt_id], library.clock())
        assert left_behind(library, ()) == ()


async def test_a_clock_that_was_put_back_changes_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "library"
    await left_whole(folder)
    with Library.open(folder, clock=lambda: 1) as library:
        found = left_behind(library, recover(library, CAPABILITIES))
        assert [len(each.images) for each in found] == [2]
        (attempt,) = library.turns.attempts(found[0].turn.id)
        assert (attempt.state, attempt.ended) == ("done", 1)
        assert verify(library).sound
