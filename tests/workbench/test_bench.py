"""The workbench is filled and emptied with a library, one window each, and sends what a person asks for."""

import asyncio
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from studio.gemini.capabilities import Capabilities
from studio.generation.errors import NoImageToContinue
from studio.generation.run import Generator
from studio.generation.wish import Wish
from studio.library.errors import LibraryClosed, LibraryInUse
from studio.library.library import Library
from studio.library.locks import window_lock
from studio.library.records import Turn
from studio.profile.errors import ConnectionUnknown, FileUnreadable
from studio.profile.saved_connection import SavedConnection
from studio.profile.secrets import Secret
from studio.profile.settings import Settings
from studio.workbench.bench import Bench
from studio.workbench.draft import Lack, NotReady
from studio.workbench.jobs import RequestsUnderWay
from studio.workbench.sending import Sending
from tests.fakes.replies import google_error
from tests.fakes.server import FakeServer, Request, Wire, one_after_another, reply, serving
from tests.ui.waiting import until
from tests.workbench.bench_rig import bench, make_bench
from tests.workbench.rig import GOOD


def hang(_: Request, wire: Wire) -> None:
    wire.until_gone()


async def sent(made: Bench, prompt: str) -> Turn:
    made.draft.prompt = prompt
    before = len(made.jobs.under_way)
    Sending(made).send_draft()
    assert len(made.jobs.under_way) == before + made.draft.count
    job = made.jobs.under_way[-1]
    await until(lambda: job.is_over)
    assert made.library is not None
    return made.library.turns.get(job.id)


async def test_a_draft_becomes_a_picture(tmp_path: Path) -> None:
    async with bench(tmp_path) as (made, server):
        turn = await sent(made, "an otter")
        assert turn.connection == "sandbox"
        assert made.draft.prompt == ""
        assert len(server.posts()) == 1
        await until(lambda: made.gallery.rowCount() == 1)
        await until(lambda: made.branch.steps and made.branch.steps[0].entries[0].images)


async def test_a_draft_that_lacks_something_is_not_sent(tmp_path: Path) -> None:
    async with bench(tmp_path) as (made, server):
        told: list[NotReady] = []
        sending = Sending(made)
        sending.refused.connect(told.append)
        sending.send_draft()
        assert [each.lack for each in told] == [Lack.PROMPT]
        assert not made.jobs.under_way
        assert not server.posts()


async def test_again_is_a_sibling_with_the_same_request(tmp_path: Path) -> None:
    async with bench(tmp_path) as (made, server):
        turn = await sent(made, "an otter")
        Sending(made).again(turn.id)
        await until(lambda: len(server.posts()) == 2)
        await until(lambda: not made.jobs.under_way)
        assert made.library is not None
        first, second = made.library.turns.of_conversation(turn.conversation_id)
        assert (second.prompt, second.parent_id, second.origin) == (first.prompt, first.parent_id, "again")
        assert server.posts()[0].json == server.posts()[1].json


async def test_again_after_what_was_never_begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with bench(tmp_path) as (made, server):
        from studio.generation import run
        from studio.generation.errors import NoRoom

        begin = Generator._begin

        def no_room(self: Generator, wish: object) -> object:
            raise NoRoom(run._ROOM)

        monkeypatch.setattr(Generator, "_begin", no_room)
        made.draft.prompt = "an otter"
        sending = Sending(made)
        sending.send_draft()
        (job,) = made.jobs.under_way
        await until(lambda: job.is_over)
        assert isinstance(job.error, NoRoom)
        monkeypatch.setattr(Generator, "_begin", begin)
        sending.again(job.id)
        await until(lambda: server.posts())
        await until(lambda: not made.jobs.under_way)
        assert made.library is not None
        again, refused = made.library.turns.recent(9)
        assert (again.prompt, refused.prompt, refused.id) == ("an otter", "an otter", job.id)
        assert made.library.images.of_turn(again.id)


async def test_going_on_from_the_last_image_sends_it_alone(tmp_path: Path) -> None:
    answers = one_after_another(GOOD, reply(google_error(400, "INVALID_ARGUMENT", "signature"), 400), GOOD)
    async with bench(tmp_path, answers) as (made, server):
        root = await sent(made, "an otter")
        made.draft.continue_from(root, 1)
        failed = await sent(made, "at night")
        Sending(made).from_last_image(failed.id)
        await until(lambda: len(server.posts()) == 3)
        await until(lambda: not made.jobs.under_way)
        (content,) = server.posts()[2].json["contents"]
        assert {key for part in content["parts"] for key in part} == {"inlineData", "text"}


async def test_where_the_conversation_has_no_image_it_is_not_sent_once_more_as_it_was(tmp_path: Path) -> None:
    refused = reply(google_error(400, "INVALID_ARGUMENT", "no"), 400)
    async with bench(tmp_path, one_after_another(GOOD, refused)) as (made, server):
        root = await sent(made, "an otter")
        made.draft.continue_from(root, 1)
        failed = await sent(made, "at night")
        assert made.library is not None
        (image,) = made.library.images.of_turn(root.id)
        made.library.images.trash(image.id, made.library.clock())
        told: list[Exception] = []
        made.tasks.failed.connect(lambda _, error: told.append(error))
        Sending(made).from_last_image(failed.id)
        await until(lambda: told)
        assert isinstance(told[0], NoImageToContinue)
        assert len(server.posts()) == 2


async def test_one_window_for_each_library(tmp_path: Path) -> None:
    async with bench(tmp_path) as (made, server):
        other = make_bench(server)
        await other.prepare()
        with pytest.raises(LibraryInUse):
            await other.open(tmp_path / "library")
        assert other.library is None
        await other.open(tmp_path / "another")
        await other.close()
        assert made.library is not None


async def test_another_library_takes_the_place_of_the_first(tmp_path: Path) -> None:
    async with bench(tmp_path) as (made, _):
        await sent(made, "an otter")
        await until(lambda: made.gallery.rowCount() == 1)
        await made.open(tmp_path / "another")
        await until(lambda: made.gallery.rowCount() == 0)
        assert made.branch.steps == ()
        await made.open(tmp_path / "library")
        await until(lambda: made.gallery.rowCount() == 1)


async def test_a_library_that_cannot_be_opened_leaves_the_first_one_open(tmp_path: Path) -> None:
    from studio.library.errors import LibraryNotAFolder

    async with bench(tmp_path) as (made, _):
        (tmp_path / "file").write_text("x")
        with pytest.raises(LibraryNotAFolder):
            await made.open(tmp_path / "file")
        assert await sent(made, "an otter")


async def test_what_another_process_makes_is_seen(tmp_path: Path) -> None:
    async with bench(tmp_path) as (made, _):
        with Library.open(tmp_path / "library") as other:
            other.conversations.create(other.ids.new(), "from elsewhere", other.clock())
        await until(lambda: made.conversations.rowCount() > 0, "the conversation of another process")


async def test_closing_before_anything_was_opened() -> None:
    with serving(GOOD) as server:
        await make_bench(server).close()


async def test_a_connection_that_was_removed_holds_up_nobody_else(tmp_path: Path) -> None:
    async with bench(tmp_path) as (made, server):
        assert made.library is not None
        new = made.library.ids.new
        wish = Wish("gone", "m", new(), new(), new(), "new")
        (gone,) = made.jobs.send([wish], "a" * 32, "removed")
        await until(lambda: gone.is_over)
        assert isinstance(gone.error, ConnectionUnknown)
        assert await sent(made, "an otter")
        assert len(server.posts()) == 1


async def test_a_library_is_not_closed_under_a_request(tmp_path: Path) -> None:
    async with bench(tmp_path, hang) as (made, _):
        made.draft.prompt = "an otter"
        Sending(made).send_draft()
        with pytest.raises(RequestsUnderWay):
            await made.open(tmp_path / "another")
        assert made.library is not None
        assert made.library.folder.root == tmp_path / "library"


async def test_what_is_sent_while_another_library_opens_keeps_this_one_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with bench(tmp_path, hang) as (made, _):
        from studio.workbench import bench as module

        opening, go_on = threading.Event(), threading.Event()

        def slowly(root: Path, capabilities: Capabilities, real: Any = module.open_library) -> object:
            opening.set()
            go_on.wait(30)
            return real(root, capabilities)

        monkeypatch.setattr(module, "open_library", slowly)
        task = asyncio.ensure_future(made.open(tmp_path / "another"))
        await until(opening.is_set)
        made.draft.prompt = "an otter"
        Sending(made).send_draft()
        go_on.set()
        with pytest.raises(RequestsUnderWay):
            await task
        assert made.library is not None
        assert made.library.folder.root == tmp_path / "library"
        with Library.open(tmp_path / "another") as free, window_lock(free.folder):
            pass  # nobody holds it


async def test_of_two_openings_at_once_the_later_one_stays(tmp_path: Path) -> None:
    async with bench(tmp_path) as (made, _):
        await asyncio.gather(made.open(tmp_path / "b"), made.open(tmp_path / "c"))
        assert made.library is not None
        assert made.library.folder.root == tmp_path / "c"
        with Library.open(tmp_path / "b") as free, window_lock(free.folder):
            pass


async def test_reading_on_in_a_library_that_was_closed_is_no_mistake(tmp_path: Path) -> None:
    async with bench(tmp_path) as (made, _):
        await sent(made, "an otter")
        told: list[object] = []
        made.tasks.failed.connect(lambda _, error: told.append(error))
        for number in range(5):
            made.refresh()
            made.branch.refresh()
            await made.open(tmp_path / f"library {number % 2}")
        assert all(isinstance(error, LibraryClosed) for error in told)


async def test_what_was_asked_for_just_before_the_end_is_done(tmp_path: Path) -> None:
    async with bench(tmp_path) as (made, _):
        turn = await sent(made, "an otter")
        assert made.library is not None
        (image,) = made.library.images.of_turn(turn.id)
        made.edits.rate([image], 4, "Rate")
        made.edits.rate([image], 5, "Rate")
    with Library.open(tmp_path / "library", create=False) as library:
        assert library.images.get(image.id).rating == 5


async def test_connections_that_cannot_be_read_leave_the_sandbox(tmp_path: Path) -> None:
    with serving(GOOD) as server:
        made = make_bench(server)
        made.folders.config.mkdir(parents=True, exist_ok=True)
        (made.folders.config / "connections.json").mkdir()
        told: list[object] = []
        made.trouble.connect(told.append)
        try:
            await made.prepare()
            await made.open(tmp_path / "library")
            assert isinstance(told[0], FileUnreadable)
            assert await sent(made, "an otter")
        finally:
            await made.close()


async def saved(made: Bench, name: str, server: FakeServer) -> SavedConnection:
    """A connection in use whose key is of this session."""
    wanted = SavedConnection(id="new", name=name, base_url=f"{server.url}/v1beta", auth="goog-key")
    connection = await made.connections.add(wanted)
    await made.connections.set_key(connection.id, Secret("canary-again"), for_session_only=True)
    return connection


async def test_again_goes_to_the_endpoint_of_the_turn_and_to_no_other(tmp_path: Path) -> None:
    async with bench(tmp_path) as (made, _):
        with serving(GOOD) as cheap, serving(GOOD) as dear:
            first = await saved(made, "cheap", cheap)
            turn = await sent(made, "an otter")
            await saved(made, "dear", dear)
            await made.connections.change(replace(first, name="renamed"))
            Sending(made).again(turn.id)
            await until(lambda: len(cheap.posts()) == 2)
            await until(lambda: not made.jobs.under_way)
            await made.connections.remove(first.id)
            told: list[object] = []
            made.tasks.failed.connect(lambda _, error: told.append(error))
            Sending(made).again(turn.id)
            await until(lambda: told)
            assert isinstance(told[0], ConnectionUnknown)
            assert (len(cheap.posts()), len(dear.posts())) == (2, 0)


async def test_the_end_comes_with_requests_on_their_way_and_others_queued_behind_them(tmp_path: Path) -> None:
    async with bench(tmp_path, hang) as (made, server):
        made.settings.change(type(made.settings).concurrency, 1)
        made.draft.prompt, made.draft.count = "an otter", 4
        Sending(made).send_draft()
        await until(lambda: len(server.posts()) == 1)
        await made.close()
        assert made.library is None
        assert not made.jobs.under_way
        assert len(server.posts()) == 1
    with Library.open(tmp_path / "library") as library:
        (turn,) = library.turns.recent(9)
        assert [each.state for each in library.turns.attempts(turn.id)] == ["open"]


async def test_the_copy_of_the_day_is_made_once_the_library_is_open(tmp_path: Path) -> None:
    root = tmp_path / "library"
    Library.open(root).close()
    there_when_opened: list[bool] = []
    with serving(GOOD) as server:
        made = make_bench(server)
        made.opened.connect(lambda: there_when_opened.append(any((root / "backups").iterdir())))
        try:
            await made.prepare()
            await made.open(root)
            await until(lambda: len(list((root / "backups").glob("library-*.sqlite"))) == 1, "the copy")
        finally:
            await made.close()
    assert there_when_opened == [False]


async def test_more_room_in_the_settings_is_used_at_once(tmp_path: Path) -> None:
    async with bench(tmp_path, hang) as (made, server):
        made.draft.prompt, made.draft.count = "otters", 4
        Sending(made).send_draft()
        await until(lambda: len(server.posts()) == 2)
        await made.preferences.change(Settings.concurrency, 3)
        await until(lambda: len(server.posts()) == 3)
        made.jobs.cancel_all()
        await until(lambda: not made.jobs.under_way)
