"""What an earlier run left behind, in the real window: listed until dealt with, asked for again once, let go, sent."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFrame, QLabel, QPushButton

from studio.gemini.wire import ReplyReader
from studio.generation.elsewhere import fetched_file
from studio.generation.identity import identity_of
from studio.generation.queued import to_queue
from studio.generation.wish import Wish
from studio.library.library import Library
from studio.profile.connections import Connections
from studio.profile.folders import ProfileFolders
from studio.profile.saved_connection import SANDBOX
from tests.fakes.holder import Holder
from tests.fakes.replies import image_part, picture, reply_of
from tests.fakes.server import Answer, Request, Wire, plain, serving
from tests.generation.test_linked import leave_linked
from tests.generation.test_pictures_elsewhere import bytes_of, half, linked, lost_of
from tests.library.making import new_turn
from tests.ui.waiting import lay_out, until
from tests.ui.window_rig import Shown, shown, window_on
from tests.workbench.rig import GOOD, MODEL

FAR = "far.example/v1beta"


@contextmanager
def left_in(root: Path) -> Iterator[Library]:
    """The library, to leave something in."""
    with Library.open(root / "library") as library:
        yield library


def leave_one(library: Library, prompt: str, *, sent: bool = True, connection: str = "far") -> str:
    """An attempt of a process that was killed before, or after, it had sent its request; the turn's id."""
    new = new_turn(library, prompt=prompt, connection=connection, endpoint=FAR, model=MODEL)
    with library.transaction():
        library.conversations.ensure(new.conversation_id, "Otters", library.clock())
        library.turns.begin(new)
    attempt = library.turns.begin_attempt(new.id, library.ids.new(), library.clock())
    if sent:
        library.turns.mark_sent(attempt.id, library.clock())
    return new.id


async def leave_arrived(library: Library, prompt: str) -> str:
    """A reply that had arrived whole when the process was killed; the turn's id."""
    import json

    new = new_turn(library, prompt=prompt, connection="far", endpoint=FAR, model=MODEL)
    with library.transaction():
        library.conversations.ensure(new.conversation_id, "Otters", library.clock())
        library.turns.begin(new)
    attempt_id = library.ids.new()
    with library.landings.open(attempt_id, new.id, f"images/2026-11/27/{attempt_id}") as landing:
        library.turns.begin_attempt(new.id, attempt_id, library.clock())
        library.turns.mark_sent(attempt_id, library.clock())
        ReplyReader(landing).feed(json.dumps(reply_of(image_part(picture(7)))).encode())
        await landing.finish(complete=False)
    return new.id


def save_connection(url: str) -> str:
    """Save a connection to a server; what turns call its endpoint."""
    connections = Connections.load(ProfileFolders.of_user())
    return identity_of(connections.add(name="far", base_url=url, auth="goog-key", plain_http=True))


def rows(w: Shown) -> list[QFrame]:
    found = w.widget("recoveryPanel").findChildren(QFrame)
    return [row for row in found if row.objectName().startswith("leftBehind-") and not row.isHidden()]


def press(within: QFrame, name: str) -> None:
    (button,) = (each for each in within.findChildren(QPushButton, name) if not each.isHidden())
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def heading(w: Shown) -> str:
    return w.find(QLabel, "leftHeading").text()


async def test_everything_left_behind_is_listed_with_its_fate(tmp_path: Path) -> None:
    with left_in(tmp_path) as library:
        leave_one(library, "an otter that may have cost")
        await leave_arrived(library, "an otter that arrived")
        leave_one(library, "an otter never sent", sent=False)
    async with shown(tmp_path) as w:
        await until(lambda: len(rows(w)) == 3)
        assert heading(w) == (
            "3 requests were interrupted: one image had arrived and was kept; one may have been"
            " charged; one was never sent."
        )
        spoken = [row.accessibleName() for row in rows(w)]
        assert [("far" in each) for each in spoken] == [True] * 3
        for each, (prompt, fate) in zip(
            spoken,
            (
                ("an otter that may have cost", "May have been charged"),
                ("an otter that arrived", "Its image was kept"),
                ("an otter never sent", "Never sent, nothing was charged"),
            ),
            strict=True,
        ):
            assert each.startswith(prompt)
            assert each.endswith(fate)
        assert not w.server.posts(), "nothing is sent by itself"


async def test_an_unknown_fate_is_listed_at_every_start_until_it_is_let_go(tmp_path: Path) -> None:
    with left_in(tmp_path) as library:
        leave_one(library, "an otter")
        await leave_arrived(library, "a fox")
    async with shown(tmp_path) as w:
        await until(lambda: len(rows(w)) == 2)
    async with shown(tmp_path) as w:
        await until(lambda: len(rows(w)) == 1)  # what was kept has been told
        assert heading(w) == "One request was interrupted: one may have been charged."
        press(rows(w)[0], "letGoButton")
        await until(lambda: not w.widget("recoveryPanel").isVisible())
        assert "One request taken off the list." in w.said()
    async with shown(tmp_path) as w:
        assert not w.widget("recoveryPanel").isVisible()
        assert not w.server.posts()


async def test_what_never_went_out_is_listed_at_every_start_until_it_is_asked_for_or_let_go(tmp_path: Path) -> None:
    with left_in(tmp_path) as library:
        for prompt in ("an otter", "a fox", "a heron"):
            leave_one(library, prompt, sent=False, connection=SANDBOX)
    for _ in range(2):
        async with shown(tmp_path) as w:
            await until(lambda: len(rows(w)) == 3)
            assert heading(w) == "3 requests were interrupted: 3 were never sent."
    async with shown(tmp_path) as w:
        await until(lambda: len(rows(w)) == 3)
        press(rows(w)[0], "askAgainButton")
        await until(lambda: len(rows(w)) == 2)
        press(rows(w)[0], "letGoButton")
        await until(lambda: len(rows(w)) == 1)
        await until(lambda: not w.bench.jobs.under_way)
        assert len(w.server.posts()) == 1
    async with shown(tmp_path) as w:
        await until(lambda: len(rows(w)) == 1)
        assert rows(w)[0].accessibleName().startswith("a heron")
        assert not w.server.posts()


async def test_what_cannot_be_taken_in_yet_is_said_with_a_way_to_try_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("studio.library.database._BUSY_SECONDS", 0.3)
    with left_in(tmp_path) as library:
        await leave_arrived(library, "an otter")
    holder = Holder(tmp_path / "library" / "library.sqlite")
    holder.hold()
    try:
        async with shown(tmp_path) as w:
            messages = w.bench.messages
            for _ in range(2):
                await until(lambda: messages.all)
                (said,) = messages.all
                assert said.text == (
                    "Another program is using this library. What earlier requests brought waits there: nothing is lost,"
                    " nothing is sent again. Wait until it is done, or close it. Then try again."
                )
                messages.answer(said, 0)
            await until(lambda: messages.all)
            assert not rows(w)
            holder.let_go()
            w.bench.recovery.look_again()
            await until(lambda: not messages.all and len(rows(w)) == 1)
            assert rows(w)[0].accessibleName().endswith("Its image was kept")
            assert not w.server.posts()
    finally:
        holder.let_go()


@pytest.mark.parametrize("is_stopped", [False, True])
async def test_images_behind_links_are_fetched_and_kept_or_told_when_that_is_stopped(
    tmp_path: Path, is_stopped: bool
) -> None:
    may_come = Event()

    def slowly(request: Request, wire: Wire) -> None:
        while not (may_come.is_set() or wire.closing.is_set()):
            wire.pause(0.01)
        plain(picture(2))(request, wire)

    with serving(linked({"/1.png": plain(picture(1)), "/2.png": slowly})) as server:
        where = save_connection(server.url)
        with left_in(tmp_path) as library:
            turn_id = await leave_linked(
                library, server.url, ["/1.png", "/2.png"], prompt="an otter", endpoint=where, model=MODEL
            )
        async with window_on(tmp_path / "library", server) as w:
            await until(lambda: len(rows(w)) == 1 and len(server.requests) == 2)
            assert heading(w) == "One request was interrupted: the image of one is being fetched."
            assert rows(w)[0].accessibleName().endswith("Its image is being fetched, for free")
            shown_buttons = [each.text() for each in rows(w)[0].findChildren(QPushButton) if not each.isHidden()]
            assert shown_buttons == ["Show", "Stop"], "nothing is asked for again that is on its way"
            assert not w.find(QPushButton, "letGoAllButton").isVisible()
            if is_stopped:
                library_root = tmp_path / "library"
                await until(lambda: any(library_root.rglob(fetched_file(library_root, 0).name)))
                press(rows(w)[0], "stopFetchingButton")
            else:
                may_come.set()
            kept = "Its image was kept" if is_stopped else "2 images kept"
            await until(lambda: rows(w) and rows(w)[0].accessibleName().endswith(kept))
            assert w.bench.library is not None
            assert bytes_of(w.bench.library, turn_id) == [picture(1), picture(2)][: 1 if is_stopped else 2]
            assert [path for path, _ in lost_of(w.bench.library, turn_id)] == (["/2.png"] if is_stopped else [])
            await until(lambda: w.bench.gallery.rowCount() == 1)  # a draft is shown beside its image
        assert not server.posts()


async def test_what_is_being_fetched_when_the_window_closes_is_fetched_at_the_next_start(tmp_path: Path) -> None:
    pictures: dict[str, Answer] = {"/1.png": half}
    with serving(linked(pictures)) as server:
        where = save_connection(server.url)
        with left_in(tmp_path) as library:
            await leave_linked(library, server.url, ["/1.png"], endpoint=where)
        async with window_on(tmp_path / "library", server) as w:
            await until(lambda: len(rows(w)) == 1 and server.requests)
        pictures["/1.png"] = plain(picture(1))
        async with window_on(tmp_path / "library", server) as w:
            await until(lambda: rows(w) and rows(w)[0].accessibleName().endswith("Its image was kept"))
        assert not server.posts()


async def test_what_cannot_be_fetched_yet_is_said_and_waits_until_it_comes_or_is_stopped(tmp_path: Path) -> None:
    with serving(linked({"/1.png": plain(picture(1)), "/2.png": plain(b"", 503)})) as server:
        where = save_connection(server.url)
        with left_in(tmp_path) as library:
            turn_id = await leave_linked(library, server.url, ["/1.png", "/2.png"], prompt="an otter", endpoint=where)
        async with window_on(tmp_path / "library", server) as w:
            messages = w.bench.messages
            for _ in range(2):
                await until(lambda: messages.all and not w.bench.tasks.running)
                (said,) = messages.all
                assert said.text == (
                    "An image of an earlier request could not be fetched from its server yet. What earlier requests"
                    " brought waits there: nothing is lost, nothing is sent again. Check the network and the key of its"
                    " connection. It is tried again at each start, for free."
                )
                assert heading(w) == "One request was interrupted: the image of one could not be fetched yet."
                assert rows(w)[0].accessibleName().endswith("Its image could not be fetched yet")
                shown_buttons = [each.text() for each in rows(w)[0].findChildren(QPushButton) if not each.isHidden()]
                assert shown_buttons == ["Show", "Stop"], "asked for again, it would be paid for twice"
                messages.answer(said, 0)
            await until(lambda: messages.all and not w.bench.tasks.running)
            press(rows(w)[0], "stopFetchingButton")
            await until(lambda: rows(w) and rows(w)[0].accessibleName().endswith("Its image was kept"))
            await until(lambda: not messages.all)
            assert w.bench.library is not None
            assert [path for path, _ in lost_of(w.bench.library, turn_id)] == ["/2.png"]
        assert not server.posts()


async def test_what_was_let_go_can_be_taken_back(tmp_path: Path) -> None:
    with left_in(tmp_path) as library:
        leave_one(library, "an otter")
        leave_one(library, "a fox")
    async with shown(tmp_path) as w:
        await until(lambda: len(rows(w)) == 2)
        press(w.find(QFrame, "recoveryPanel"), "letGoAllButton")
        await until(lambda: not rows(w))
        w.bench.undo.undo()
        await until(lambda: len(rows(w)) == 2)
        assert [each.accessibleName().partition(".")[0] for each in rows(w)] == ["an otter", "a fox"]
    async with shown(tmp_path) as w:
        await until(lambda: len(rows(w)) == 2)


async def test_asking_again_is_one_request_however_often_it_is_pressed(tmp_path: Path) -> None:
    with left_in(tmp_path) as library:
        turn_id = leave_one(library, "an otter", sent=False, connection=SANDBOX)
    async with shown(tmp_path) as w:
        await until(lambda: len(rows(w)) == 1)
        (row,) = rows(w)
        for _ in range(3):
            press(row, "askAgainButton")
        await until(lambda: not rows(w))
        await until(lambda: not w.bench.jobs.under_way)
        assert len(w.server.posts()) == 1
        assert w.bench.library is not None
        old = w.bench.library.turns.get(turn_id)
        again = next(turn for turn in w.bench.library.turns.siblings(turn_id) if turn.id != turn_id)
        assert (again.prompt, again.parent_id, again.origin) == (old.prompt, old.parent_id, "again")
    async with shown(tmp_path) as w:
        assert not w.widget("recoveryPanel").isVisible()


async def test_what_cannot_be_asked_again_stays_on_the_list(tmp_path: Path) -> None:
    with left_in(tmp_path) as library:
        leave_one(library, "an otter")  # over a connection that is not there any more
    async with shown(tmp_path) as w:
        await until(lambda: len(rows(w)) == 1)
        press(rows(w)[0], "askAgainButton")
        await until(lambda: "not there any more" in w.said())
        assert len(rows(w)) == 1
        assert not w.server.posts()
    async with shown(tmp_path) as w:
        await until(lambda: len(rows(w)) == 1)


async def test_all_are_asked_again_with_one_request_each(tmp_path: Path) -> None:
    with left_in(tmp_path) as library:
        for number in range(3):
            leave_one(library, f"otter {number}", sent=False, connection=SANDBOX)
        await leave_arrived(library, "a fox")
    async with shown(tmp_path) as w:
        await until(lambda: len(rows(w)) == 4)
        press(w.find(QFrame, "recoveryPanel"), "askAllAgainButton")
        await until(lambda: len(rows(w)) == 1)
        await until(lambda: not w.bench.jobs.under_way)
        assert len(w.server.posts()) == 3
        assert "a fox" in rows(w)[0].accessibleName()


async def test_one_that_cannot_be_asked_again_keeps_no_other_from_it(tmp_path: Path) -> None:
    with left_in(tmp_path) as library:
        leave_one(library, "over a connection that is gone")
        leave_one(library, "over one that is there", sent=False, connection=SANDBOX)
    async with shown(tmp_path) as w:
        await until(lambda: len(rows(w)) == 2)
        press(w.find(QFrame, "recoveryPanel"), "askAllAgainButton")
        await until(lambda: len(rows(w)) == 1)
        await until(lambda: "not there any more" in w.said())
        assert "gone" in rows(w)[0].accessibleName()
        await until(lambda: not w.bench.jobs.under_way)
        assert len(w.server.posts()) == 1


async def test_show_goes_to_the_turn(tmp_path: Path) -> None:
    with left_in(tmp_path) as library:
        turn_id = leave_one(library, "an otter")
    async with shown(tmp_path) as w:
        await until(lambda: len(rows(w)) == 1)
        press(rows(w)[0], "showLeftButton")
        await until(lambda: w.bench.branch.entry(turn_id) is not None)
        assert len(rows(w)) == 1, "looking decides nothing"


async def test_what_is_in_the_trash_is_told_and_not_asked_for_from_there(tmp_path: Path) -> None:
    with left_in(tmp_path) as library:
        turn_id = leave_one(library, "an otter")
        library.forest.prune(turn_id, library.clock())
    async with shown(tmp_path) as w:
        await until(lambda: len(rows(w)) == 1)
        assert "in the trash" in rows(w)[0].accessibleName()
        shown_buttons = [each.text() for each in rows(w)[0].findChildren(QPushButton) if not each.isHidden()]
        assert shown_buttons == ["Let go"]


async def test_a_reply_for_a_turn_in_the_trash_is_kept_and_told(tmp_path: Path) -> None:
    with left_in(tmp_path) as library:
        library.forest.prune(await leave_arrived(library, "an otter"), library.clock())
    async with shown(tmp_path) as w:
        await until(lambda: len(rows(w)) == 1)
        assert rows(w)[0].accessibleName().endswith("in the trash. Its image was kept")
        gallery = w.bench.gallery
        await until(lambda: gallery.rowCount() == 1)  # it was paid for: it is not hidden with its turn


async def test_what_was_free_is_told_once(tmp_path: Path) -> None:
    with left_in(tmp_path) as library:
        leave_one(library, "an otter", connection=SANDBOX)
    async with shown(tmp_path) as w:
        await until(lambda: len(rows(w)) == 1)
        assert heading(w).endswith(": one was free.")
    async with shown(tmp_path) as w:
        assert not w.widget("recoveryPanel").isVisible()


def queue_up(library: Library, count: int) -> None:
    def wish(number: int) -> Wish:
        new = library.ids.new
        return Wish(f"otter {number}", MODEL, new(), new(), new(), "new")

    library.queue.add([to_queue(wish(number), None, SANDBOX, library.clock()) for number in range(count)])


async def test_what_was_queued_is_sent_when_a_person_says_so(tmp_path: Path) -> None:
    with left_in(tmp_path) as library:
        queue_up(library, 3)
    async with shown(tmp_path) as w:
        await until(w.widget("recoveryPanel").isVisible)
        assert w.find(QLabel, "waitingHeading").text() == "3 requests were queued and not sent. Nothing was charged."
        assert not w.server.posts()
        for _ in range(2):
            w.find(QPushButton, "sendWaitingButton").click()
        await until(lambda: not w.widget("recoveryPanel").isVisible())
        await until(lambda: not w.bench.jobs.under_way)
        assert len(w.server.posts()) == 3
    async with shown(tmp_path) as w:
        assert not w.widget("recoveryPanel").isVisible()


async def test_what_cannot_be_made_out_any_more_stays_until_it_is_let_go_and_the_rest_goes(tmp_path: Path) -> None:
    with left_in(tmp_path) as library:
        queue_up(library, 2)
        with library.transaction():
            library.database.write("UPDATE queued SET wish = '{}' WHERE id = ?", (library.queue.all()[0].id,))
    async with shown(tmp_path) as w:
        await until(w.widget("recoveryPanel").isVisible)
        w.find(QPushButton, "sendWaitingButton").click()
        await until(lambda: "cannot be read any more" in w.said())
        await until(lambda: not w.bench.jobs.under_way)
        assert len(w.server.posts()) == 1
        assert w.find(QLabel, "waitingHeading").text().startswith("One request was queued")
        w.find(QPushButton, "dropWaitingButton").click()
        await until(lambda: not w.widget("recoveryPanel").isVisible())


async def test_what_was_queued_can_be_let_go_and_taken_back(tmp_path: Path) -> None:
    with left_in(tmp_path) as library:
        queue_up(library, 2)
    async with shown(tmp_path) as w:
        await until(w.widget("recoveryPanel").isVisible)
        w.find(QPushButton, "dropWaitingButton").click()
        await until(lambda: not w.widget("recoveryPanel").isVisible())
        library = w.bench.library
        assert library is not None
        await until(lambda: library.queue.all() == ())  # they are off the list before they are out of the record
        w.bench.undo.undo()
        await until(w.widget("recoveryPanel").isVisible)
        assert len(library.queue.all()) == 2
        assert not w.server.posts()


async def test_it_works_from_the_keyboard_and_hands_the_focus_on(tmp_path: Path) -> None:
    with left_in(tmp_path) as library:
        leave_one(library, "an otter")
        leave_one(library, "a fox")
    async with shown(tmp_path) as w:
        await until(lambda: len(rows(w)) == 2)
        w.window.activateWindow()
        w.desk.recovery.take_focus()
        focus = w.window.focusWidget()
        assert focus is not None
        assert focus.accessibleName() == "Let go: an otter"
        QTest.keyClick(focus, Qt.Key.Key_Space)
        await until(lambda: len(rows(w)) == 1)
        focus = w.window.focusWidget()
        assert focus is not None
        assert focus.accessibleName() == "Let go: a fox"
        QTest.keyClick(focus, Qt.Key.Key_Space)
        await until(lambda: not w.widget("recoveryPanel").isVisible())


async def test_the_arrow_keys_lead_from_row_to_row_on_the_same_button(tmp_path: Path) -> None:
    with left_in(tmp_path) as library:
        leave_one(library, "an otter")
        library.forest.prune(leave_one(library, "a fox"), library.clock())
        leave_one(library, "a hare")
    async with shown(tmp_path) as w:
        await until(lambda: len(rows(w)) == 3)
        w.window.activateWindow()
        rows(w)[0].findChild(QPushButton, "askAgainButton").setFocus()
        names = []
        for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up):
            focus = w.window.focusWidget()
            assert focus is not None
            names.append(focus.accessibleName())
            QTest.keyClick(focus, key)
        # The one in the trash cannot be asked for again.
        assert names == ["Ask again: an otter", "Let go: a fox", "Let go: a hare", "Let go: a hare"]


async def test_a_double_click_shows_the_turn_unless_it_is_in_the_trash(tmp_path: Path) -> None:
    with left_in(tmp_path) as library:
        library.forest.prune(leave_one(library, "a fox"), library.clock())
        turn_id = leave_one(library, "an otter")
    async with shown(tmp_path) as w:
        await until(lambda: len(rows(w)) == 2)
        asked = []
        w.desk.recovery.show_wanted.connect(lambda each: asked.append(each.turn.id))
        for row in rows(w):
            QTest.mouseDClick(row, Qt.MouseButton.LeftButton)
        await until(lambda: w.bench.branch.entry(turn_id) is not None)
        assert asked == [turn_id]


@pytest.mark.parametrize(("before", "after"), [("conversationSearch", "conversationSearch"), ("", "promptEdit")])
async def test_once_it_is_gone_the_focus_is_where_it_was_or_in_the_prompt(
    tmp_path: Path, before: str, after: str
) -> None:
    with left_in(tmp_path) as library:
        leave_one(library, "an otter")
    async with shown(tmp_path) as w:
        await until(lambda: len(rows(w)) == 1)
        w.window.activateWindow()
        if before:
            w.widget(before).setFocus()
        elif (focus := w.window.focusWidget()) is not None:
            focus.clearFocus()
        w.desk.recovery.take_focus()
        focus = w.window.focusWidget()
        assert focus is not None
        assert focus.accessibleName() == "Let go: an otter"
        QTest.keyClick(focus, Qt.Key.Key_Space)
        await until(lambda: not w.widget("recoveryPanel").isVisible())
        assert w.window.focusWidget() is w.widget(after)


async def test_the_list_folds_away_and_the_sentence_stays(tmp_path: Path) -> None:
    with left_in(tmp_path) as library:
        leave_one(library, "an otter")
    async with shown(tmp_path) as w:
        await until(lambda: len(rows(w)) == 1)
        fold = w.find(QPushButton, "foldLeftButton")
        assert fold.accessibleName() == "Hide the list"
        fold.click()
        assert not rows(w)[0].isVisible()
        assert w.find(QLabel, "leftHeading").isVisible()
        assert fold.accessibleName() == "Show the list"
        fold.click()
        assert rows(w)[0].isVisible()


async def test_in_the_smallest_window_it_makes_room(tmp_path: Path) -> None:
    with left_in(tmp_path) as library:
        for _ in range(6):
            leave_one(library, "an otter")
        queue_up(library, 2)
    async with shown(tmp_path) as w:
        await until(lambda: len(rows(w)) == 6)
        w.window.resize(w.window.minimumSize())
        lay_out()
        listed, waiting = w.widget("leftBehindList"), w.widget("waitingHeading")
        assert rows(w)[0].height() <= listed.height() < 4 * rows(w)[0].height()
        assert listed.geometry().bottom() < waiting.parentWidget().y()
        assert w.widget("recoveryPanel").geometry().bottom() < w.desk.composer.y()
        assert w.desk._body.geometry().bottom() < w.desk.composer.y(), "what is in the middle has room too"


async def test_what_a_command_beside_the_window_left_is_listed_too(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        with left_in(tmp_path) as library:
            leave_one(library, "an otter")
            await leave_arrived(library, "a fox")
        w.bench.recovery.look_again()
        await until(lambda: len(rows(w)) == 2)
        await until(lambda: w.bench.gallery.rowCount() == 1)


async def test_a_job_of_this_session_changes_nothing_about_what_was_left(tmp_path: Path) -> None:
    with left_in(tmp_path) as library:
        leave_one(library, "an otter")
    async with shown(tmp_path) as w:
        await until(lambda: len(rows(w)) == 1)
        await w.generate("a fox")
        assert len(rows(w)) == 1


@pytest.mark.parametrize("again", [False, True])
async def test_another_library_has_its_own(tmp_path: Path, again: bool) -> None:
    with left_in(tmp_path) as library:
        leave_one(library, "an otter")
    with serving(GOOD) as server:
        async with window_on(tmp_path / "library", server) as w:
            await until(lambda: len(rows(w)) == 1)
            w.desk._openings.open(tmp_path / "another")
            await until(lambda: w.bench.settings.library_folder == tmp_path / "another")
            assert not w.widget("recoveryPanel").isVisible()
            if again:
                w.desk._openings.open(tmp_path / "library")
                await until(lambda: len(rows(w)) == 1)
