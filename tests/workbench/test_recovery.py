"""What earlier runs left undecided: decided once, however that comes about, and never paid for by mistake."""

from collections.abc import Sequence
from pathlib import Path
from threading import Event

import pytest

from studio.generation.elsewhere import fetched_file
from studio.generation.errors import NotFetchedYet
from studio.generation.identity import identity_of
from studio.generation.queued import to_queue
from studio.generation.recover import recover
from studio.generation.wish import Wish
from studio.library.errors import DiskFull, LibraryError, LibraryInUse
from studio.library.library import Library
from studio.library.records import QueuedWish
from studio.profile.connections import Connections
from studio.profile.folders import ProfileFolders
from studio.profile.saved_connection import SANDBOX
from studio.workbench.bench import Bench
from studio.workbench.sending import Sending
from studio.workbench.undo import Ended
from studio.workbench.withdrawal import Withdrawn
from tests.fakes.replies import picture
from tests.fakes.server import Answer, Request, Wire, plain, serving
from tests.generation.test_linked import leave_linked
from tests.generation.test_pictures_elsewhere import BYTES, FILE, KEY, bytes_of, key_of, linked, lost_of, with_key
from tests.generation.test_run import CAPABILITIES
from tests.library.making import new_turn
from tests.ui.waiting import until
from tests.workbench.bench_rig import bench
from tests.workbench.rig import MODEL


def leave_unknown(root: Path) -> str:
    """A request whose process was killed when it had been sent; the turn's id."""
    with Library.open(root / "library") as library:
        new = new_turn(library, prompt="an otter", connection=SANDBOX, endpoint=SANDBOX, model=MODEL)
        with library.transaction():
            library.conversations.ensure(new.conversation_id, "Otters", library.clock())
            library.turns.begin(new)
        attempt = library.turns.begin_attempt(new.id, library.ids.new(), library.clock())
        library.turns.mark_sent(attempt.id, library.clock())
    return new.id


def unsettled(made: Bench) -> list[str]:
    assert made.library is not None
    return [each.turn_id for each in made.library.unsettled.all()]


@pytest.fixture(autouse=True)
def paid(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sandbox stands for a connection that costs: what is free needs no decision."""
    monkeypatch.setattr("studio.generation.recover.is_free", lambda _: False)


@pytest.mark.parametrize("way", ["again", "from_last_image"])
async def test_what_is_asked_again_from_the_stage_is_decided_by_that(tmp_path: Path, way: str) -> None:
    turn_id = leave_unknown(tmp_path)
    async with bench(tmp_path) as (made, server):
        assert [each.turn.id for each in made.recovery.left] == [turn_id]
        getattr(Sending(made), way)(turn_id)
        await until(lambda: not made.recovery.left)
        assert unsettled(made) == []
        await until(lambda: not made.jobs.under_way)
        assert len(server.posts()) == 1
    async with bench(tmp_path) as (made, server):
        assert not made.recovery.left
        assert not server.posts()


async def test_while_a_turn_is_asked_again_from_its_tile_the_list_does_not_ask_once_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    turn_id = leave_unknown(tmp_path)
    async with bench(tmp_path) as (made, server):
        library, sending = made.library, Sending(made)
        assert library is not None
        may_go, add = Event(), library.queue.add

        def slowly(rows: Sequence[QueuedWish]) -> None:
            may_go.wait(20)
            add(rows)

        monkeypatch.setattr(library.queue, "add", slowly)
        (left,) = made.recovery.left
        sending.again(turn_id)
        assert made.recovery.is_busy(left.attempt_id)
        made.recovery.ask_again(made.recovery.left, sending.repeat)
        await until(lambda: made.jobs.under_way)
        made.recovery.ask_again(made.recovery.left, sending.repeat)
        may_go.set()
        await until(lambda: not made.recovery.left)
        await until(lambda: not made.jobs.under_way)
        assert len(server.posts()) == 1


async def test_what_could_not_be_asked_again_from_its_tile_can_be_from_the_list(tmp_path: Path) -> None:
    turn_id = leave_unknown(tmp_path)
    async with bench(tmp_path) as (made, server):
        (left,) = made.recovery.left
        assert made.library is not None
        with pytest.MonkeyPatch.context() as patched:

            def full(_: object) -> None:
                raise DiskFull("The library could not be changed: the disk is full.")

            patched.setattr(made.library.queue, "add", full)
            Sending(made).again(turn_id)
            await until(lambda: not made.recovery.is_busy(left.attempt_id))
        made.recovery.ask_again(made.recovery.left, Sending(made).repeat)
        await until(lambda: not made.recovery.left)
        await until(lambda: not made.jobs.under_way)
        assert len(server.posts()) == 1


@pytest.mark.parametrize("has_key", [True, False])
async def test_a_file_that_its_server_keeps_is_fetched_with_the_key_which_goes_nowhere_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, has_key: bool
) -> None:
    if has_key:
        monkeypatch.setenv("STUDIO_API_KEY", KEY)
    pictures = {FILE: plain(b"{}"), "/2.png": plain(picture(2))}
    with serving(linked(pictures, also={BYTES: with_key(plain(picture(1)))})) as far:
        connections = Connections.load(ProfileFolders.of_user())
        saved = connections.add(name="far", base_url=f"{far.url}/v1beta", auth="goog-key", plain_http=True)
        with Library.open(tmp_path / "library") as library:
            turn_id = await leave_linked(library, far.url, list(pictures), endpoint=identity_of(saved))
        async with bench(tmp_path) as (made, _):
            await until(lambda: [each.fate for each in made.recovery.left] == ["kept" if has_key else "unfetched"])
            assert made.library is not None
            assert bytes_of(made.library, turn_id) == ([picture(1), picture(2)] if has_key else [])
        keys = {each.target: key_of(each) for each in far.requests}
        assert keys == {f"{BYTES}?alt=media": KEY if has_key else None, "/2.png": None}
        monkeypatch.setenv("STUDIO_API_KEY", KEY)
        async with bench(tmp_path) as (made, _):  # as soon as there is a key, nothing is missing
            await until(lambda: made.library is not None and not made.library.turns.open_attempts())
            assert made.library is not None
            assert bytes_of(made.library, turn_id) == [picture(1), picture(2)]


async def left_without_its_image(tmp_path: Path, url: str) -> str:
    """Leave a reply with two links at a server; the turn's id."""
    connections = Connections.load(ProfileFolders.of_user())
    where = identity_of(connections.add(name="far", base_url=url, auth="goog-key", plain_http=True))
    with Library.open(tmp_path / "library") as library:
        return await leave_linked(library, url, ["/1.png", "/2.png"], endpoint=where)


async def test_what_cannot_be_fetched_yet_is_tried_again_at_each_start_and_when_a_person_says_so(
    tmp_path: Path,
) -> None:
    pictures: dict[str, Answer] = {"/1.png": plain(picture(1)), "/2.png": plain(b"", 503)}
    with serving(linked(pictures)) as far:
        turn_id = await left_without_its_image(tmp_path, far.url)
        for start in (1, 2):
            async with bench(tmp_path) as (made, _):
                told: list[object] = []
                made.recovery.held_up.connect(told.append)
                await until(lambda: [each.fate for each in made.recovery.left] == ["unfetched"])
                await until(lambda: not made.tasks.running)
                assert [type(each) for each in told] == [NotFetchedYet]
                made.recovery.look_again()  # by itself it is not asked for again and again
                await until(lambda: not made.tasks.running)
                assert sum(each.path == "/2.png" for each in far.requests) == start
        pictures["/2.png"] = plain(picture(2))
        async with bench(tmp_path) as (made, _):
            await until(lambda: [each.fate for each in made.recovery.left] == ["kept"])
            assert made.library is not None
            assert bytes_of(made.library, turn_id) == [picture(1), picture(2)]
        assert sum(each.path == "/1.png" for each in far.requests) == 1
        assert not far.posts()


async def test_what_cannot_be_fetched_yet_can_be_tried_again_or_given_up_for_good(tmp_path: Path) -> None:
    with serving(linked({"/1.png": plain(picture(1)), "/2.png": plain(b"", 503)})) as far:
        turn_id = await left_without_its_image(tmp_path, far.url)
        async with bench(tmp_path) as (made, _):
            told: list[object] = []
            made.recovery.held_up.connect(told.append)
            await until(lambda: len(told) == 1 and not made.tasks.running)
            made.recovery.try_again()
            await until(lambda: len(told) == 2 and not made.tasks.running)
            assert [each.fate for each in made.recovery.left] == ["unfetched"]
            made.recovery.stop_fetching(made.recovery.left)
            await until(lambda: [each.fate for each in made.recovery.left] == ["kept"])
            assert told[-1] is None, "nothing is held up any more"
            assert made.library is not None
            assert bytes_of(made.library, turn_id) == [picture(1)]
            assert [path for path, _ in lost_of(made.library, turn_id)] == ["/2.png"]
            assert sum(each.path == "/2.png" for each in far.requests) == 2, "stopped, it is not asked for once more"
        async with bench(tmp_path) as (made, _):
            await until(lambda: not made.tasks.running)
            assert not made.recovery.left
        assert sum(each.path == "/2.png" for each in far.requests) == 2


async def test_what_a_command_has_taken_in_meanwhile_is_not_waited_for(tmp_path: Path) -> None:
    with serving(linked({"/1.png": plain(picture(1)), "/2.png": plain(b"", 503)})) as far:
        await left_without_its_image(tmp_path, far.url)
        async with bench(tmp_path) as (made, _):
            await until(lambda: [each.fate for each in made.recovery.left] == ["unfetched"])
            await until(lambda: not made.tasks.running)
            with Library.open(tmp_path / "library") as other:
                recover(other, CAPABILITIES)
            made.recovery.look_again()
            await until(lambda: not made.recovery.left)


async def test_what_was_asked_for_again_while_its_image_was_fetched_is_not_offered_once_more(tmp_path: Path) -> None:
    may_answer = Event()

    def gone(request: Request, wire: Wire) -> None:
        may_answer.wait(20)
        plain(b"", 404)(request, wire)

    with serving(linked({"/1.png": gone, "/2.png": gone})) as far:
        turn_id = await left_without_its_image(tmp_path, far.url)
        async with bench(tmp_path) as (made, _):
            await until(lambda: [each.fate for each in made.recovery.left] == ["fetching"])
            await made.recovery.asked_again(turn_id)
            may_answer.set()
            await until(lambda: not made.recovery.left)
            await until(lambda: not made.tasks.running)
            assert made.library is not None
            assert not made.library.turns.open_attempts()
            assert not made.recovery.left


async def test_the_list_is_not_empty_between_fetching_an_image_and_having_it(tmp_path: Path) -> None:
    with serving(linked({"/1.png": plain(picture(1)), "/2.png": plain(picture(2))})) as far:
        await left_without_its_image(tmp_path, far.url)
        async with bench(tmp_path) as (made, _):
            seen: list[list[str]] = []
            made.recovery.changed.connect(lambda: seen.append([each.fate for each in made.recovery.left]))
            await until(lambda: seen and seen[-1] == ["kept"])
            assert [each for index, each in enumerate(seen) if each not in seen[:index]] == [["fetching"], ["kept"]]


async def test_what_a_look_takes_in_is_not_said_to_wait(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(linked({"/1.png": plain(picture(1)), "/2.png": plain(picture(2))})) as far:
        await left_without_its_image(tmp_path, far.url)

        def in_use(*_: object) -> None:
            raise LibraryInUse("Another program is using this library.")

        monkeypatch.setattr("studio.generation.linked.take_in_linked", in_use)
        async with bench(tmp_path) as (made, _):
            told: list[object] = []
            made.recovery.held_up.connect(told.append)
            await until(lambda: told and not made.tasks.running)
            assert isinstance(told[-1], LibraryInUse)
            made.recovery.look_again()  # all of it is there
            await until(lambda: [each.fate for each in made.recovery.left] == ["kept"])
            await until(lambda: not made.tasks.running)
            assert told[-1] is None


async def test_images_that_the_disk_does_not_take_are_fetched_again_when_a_person_says_so(tmp_path: Path) -> None:
    with serving(linked({"/1.png": plain(picture(1))})) as far:
        connections = Connections.load(ProfileFolders.of_user())
        where = identity_of(connections.add(name="far", base_url=far.url, auth="goog-key", plain_http=True))
        with Library.open(tmp_path / "library") as library:
            await leave_linked(library, far.url, ["/1.png"], endpoint=where)
            (room,) = (tmp_path / "library" / "landing").glob("*/")
        in_the_way = fetched_file(room, 0).with_suffix(".part")
        in_the_way.mkdir()
        async with bench(tmp_path) as (made, _):
            told: list[object] = []
            made.recovery.held_up.connect(told.append)
            await until(lambda: told)
            assert isinstance(told[0], LibraryError)
            assert not made.recovery.left
            await until(lambda: not made.tasks.running)
            in_the_way.rmdir()
            made.recovery.look_again()  # by itself, it is not fetched again and again
            await until(lambda: not made.tasks.running)
            assert not far.requests
            assert len(told) == 1, "and stays told"
            made.recovery.try_again()
            await until(lambda: [each.fate for each in made.recovery.left] == ["kept"])
            assert [each.path for each in far.requests] == ["/1.png"]
            await until(lambda: not made.tasks.running)


async def test_what_was_let_go_and_asked_again_does_not_come_back_with_undo(tmp_path: Path) -> None:
    turn_id = leave_unknown(tmp_path)
    async with bench(tmp_path) as (made, _):
        made.recovery.let_go(made.recovery.left, "letting go", "Let go.")
        await until(lambda: not made.recovery.left)
        assert await Sending(made).repeat(turn_id)
        made.undo.undo()
        await made.undo.finish()
        assert not made.recovery.left
        assert unsettled(made) == []
        await until(lambda: not made.jobs.under_way)


def queue_up(root: Path, count: int) -> list[str]:
    """Wishes that an earlier run had queued in a conversation of its own; their ids."""
    with Library.open(root / "library") as library:
        new, conversation_id = library.ids.new, library.ids.new()
        wishes = [Wish(f"otter {number}", MODEL, new(), conversation_id, new(), "new") for number in range(count)]
        library.queue.add([to_queue(wish, None, SANDBOX, library.clock()) for wish in wishes])
    return [wish.turn_id for wish in wishes]


async def test_what_was_queued_last_time_goes_with_its_conversation_into_the_trash(tmp_path: Path) -> None:
    ids = queue_up(tmp_path, 2)
    async with bench(tmp_path) as (made, server):
        library = made.library
        assert library is not None
        conversation_id = str(made.recovery.waiting[0].wish["conversation"])
        conversation = library.conversations.create(conversation_id, "Otters", library.clock())
        assert [each.id for each in made.recovery.waiting] == ids
        ended: list[Ended] = []
        made.undo.ended.connect(ended.append)
        made.edits.trash_conversation(conversation, "Move to the trash", "Moved.")
        await made.undo.finish()
        assert [each.brought for each in ended] == [Withdrawn(cancelled=2)]
        assert not made.recovery.waiting
        assert library.queue.all() == ()
        assert not server.posts()


@pytest.mark.parametrize("way", ["send them", "ask again"])
async def test_what_is_sent_once_more_takes_nothing_along_that_was_begun_elsewhere(tmp_path: Path, way: str) -> None:
    queue_up(tmp_path, 1)
    leave_unknown(tmp_path)
    async with bench(tmp_path) as (made, server):
        await until(lambda: made.kept_draft.is_back)
        made.draft.prompt = "a fox in a conversation of its own"
        if way == "send them":
            made.recovery.send_waiting()
        else:
            made.recovery.ask_again(made.recovery.left, Sending(made).repeat)
        await until(lambda: len(server.posts()) == 1 and not made.jobs.under_way)
        assert (made.branch.conversation_id, made.drafts.place) == (None, None)
        Sending(made).send_draft()
        (job,) = made.jobs.under_way
        assert made.branch.conversation_id == made.drafts.place == job.wish.conversation_id
        assert made.library is not None
        assert made.library.conversations.find(job.wish.conversation_id) is None
        await until(lambda: job.is_over)


async def test_letting_go_of_the_queue_back_and_forth_leaves_alone_what_was_sent_meanwhile(tmp_path: Path) -> None:
    ids = queue_up(tmp_path, 2)
    async with bench(tmp_path) as (made, server):
        library, recovery = made.library, made.recovery
        assert library is not None
        recovery.let_go_waiting("letting go", "Let go.")
        await made.undo.finish()
        made.undo.undo()
        await made.undo.finish()
        assert [each.id for each in recovery.waiting] == [each.id for each in library.queue.all()] == ids
        made.jobs.pause(True)
        recovery.send_waiting()
        await until(lambda: len(made.jobs.queued) == 2 and not recovery.waiting)
        made.undo.redo()
        await made.undo.finish()
        assert [each.id for each in library.queue.all()] == ids
        made.jobs.pause(False)
        await until(lambda: not made.jobs.under_way)
        made.undo.undo()
        await made.undo.finish()
        assert not recovery.waiting
        assert library.queue.all() == ()
        assert len(server.posts()) == 2


async def test_nothing_is_sent_that_is_let_go_of_nor_let_go_of_that_is_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue_up(tmp_path, 2)
    async with bench(tmp_path) as (made, server):
        assert made.library is not None
        going, may_go, drop = Event(), Event(), made.library.queue.drop

        def slowly(ids: Sequence[str]) -> None:
            going.set()
            may_go.wait(20)
            drop(ids)

        with monkeypatch.context() as patched:
            patched.setattr(made.library.queue, "drop", slowly)
            made.recovery.let_go_waiting("letting go", "Let go.")
            await until(going.is_set)
            made.recovery.send_waiting()
            may_go.set()
            await made.undo.finish()
        assert made.jobs.under_way == ()
        made.undo.undo()
        await made.undo.finish()
        made.recovery.send_waiting()
        made.recovery.let_go_waiting("letting go", "Let go.")
        await until(lambda: len(server.posts()) == 2 and not made.jobs.under_way)
        assert not made.undo.can_undo
