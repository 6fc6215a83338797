"""The dialog of connections with real files, a keyring in memory, real keys and clicks, and a server on loopback."""

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QScrollArea, QWidget

from studio.profile.connections import Connections
from studio.profile.model_lists import ModelLists
from studio.profile.secrets import Secret
from studio.ui.dialogs.ask_bar import AskBar
from studio.ui.dialogs.connection_list import ConnectionList
from studio.ui.dialogs.connection_test import ConnectionTest
from studio.ui.dialogs.connections import ConnectionsDialog
from studio.ui.dialogs.connections_layout import ConnectionsLayout
from studio.ui.dialogs.field import Field
from studio.ui.dialogs.key_field import KeyField
from studio.ui.dialogs.ladder_view import LadderView
from studio.ui.widgets.button import Button
from studio.ui.widgets.switch import INSET, Switch
from studio.ui.words import Words
from studio.workbench.draft import Draft
from studio.workbench.offered_models import OfferedModels
from tests.fakes.folders import folders_in
from tests.fakes.keyrings import FailingKeyring, MemoryKeyring, PromptingKeyring, absent, locked
from tests.fakes.replies import google_error
from tests.fakes.server import Answer, Request, Wire, plain, reply, serving
from tests.fakes.tree import CAPABILITIES
from tests.ui.dialog_help import (
    choose,
    find,
    gone,
    is_offered,
    line,
    nameless,
    picker,
    press,
    shown,
    spoken,
    tab_order,
    type_into,
)
from tests.ui.waiting import until
from tests.workbench.connecting import KEY, Desk, desk, wanted

MODEL = "gemini-3-pro-image"  # whose end nobody has announced
GOOGLE = "https://generativelanguage.googleapis.com/v1beta"


@asynccontextmanager
async def opened(
    folder: Path, keyring: MemoryKeyring | None = None, *names: str, key: str = KEY
) -> AsyncIterator[tuple[ConnectionsDialog, Desk]]:
    """A dialog over a book in which connections of these names are saved, the last one in use, each with a key."""
    async with desk(folder, keyring) as at:
        for name in names:
            saved = await at.book.add(wanted(name))
            at.keyring.passwords[saved.id] = key
        models = OfferedModels(Draft(at.tasks), at.book, folders_in(folder), at.tasks, at.book)
        dialog = ConnectionsDialog(at.book, at.tasks, Words(), replace(CAPABILITIES, default=MODEL), models)
        dialog.show_connection(at.book.current.id if at.book.current else None)
        await shown(dialog)
        await until(lambda: not at.tasks.running or (isinstance(keyring, PromptingKeyring) and bool(names)))
        yield dialog, at
        dialog._leave(0)
        await gone(dialog)


def key_state(dialog: QWidget) -> str:
    (field,) = dialog.findChildren(KeyField)
    return field.state


def asked(dialog: QWidget) -> str:
    (bar,) = dialog.findChildren(AskBar)
    return bar.question


def status(dialog: QWidget) -> str:
    (layout,) = dialog.findChildren(ConnectionsLayout)
    return layout.status


def listed(dialog: QWidget) -> list[str]:
    (names,) = dialog.findChildren(ConnectionList)
    return names.names()


def findings(dialog: QWidget) -> tuple[str, ...]:
    (test,) = dialog.findChildren(ConnectionTest)
    return test.findings


def refusals(dialog: QWidget) -> dict[str, str]:
    return {each.control.objectName(): each.reason for each in dialog.findChildren(Field) if each.reason}


async def go(dialog: ConnectionsDialog, at: Desk, row: int) -> None:
    """Click a row of the list."""
    (names,) = dialog.findChildren(ConnectionList)
    view = names.view
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualItemRect(view.item(row)).center())
    await until(lambda: not at.tasks.running)


async def test_a_newcomer_pastes_a_key_saves_and_uses_it(tmp_path: Path) -> None:
    async with opened(tmp_path) as (dialog, at):
        assert (dialog.objectName(), dialog.isVisible(), dialog.isModal()) == ("connectionsDialog", True, True)
        assert line(dialog, "nameEdit").text() == "Google"
        assert dialog.focusWidget() is line(dialog, "keyEdit")
        assert key_state(dialog) == "No key."
        type_into(dialog, "keyEdit", KEY)
        assert key_state(dialog) == "Not kept yet: saving does that."
        type_into(dialog, "keyEdit", "")
        assert key_state(dialog) == "No key."
        type_into(dialog, "keyEdit", KEY)
        press(dialog, "saveButton")
        await until(lambda: key_state(dialog) == "A key is in the keyring.")
        assert at.book.current is not None
        assert (at.book.current.name, at.book.current.base_url) == ("Google", GOOGLE)
        assert at.keyring.passwords == {at.book.current.id: KEY}
        assert line(dialog, "keyEdit").text() == ""
        assert listed(dialog) == ["Sandbox", "Google, in use"]
        assert status(dialog) == "Saved."
        assert Connections.load(folders_in(tmp_path)).default == at.book.current
        dialog.reject()
        assert not dialog.isVisible()


@pytest.mark.parametrize(
    ("preset", "name", "base_url", "auth", "prefix", "model"),
    [
        ("Google", "Google", GOOGLE, "goog-key", "", ""),
        (
            "RouterHub",
            "RouterHub",
            "https://api.routerhub.ai/v1beta",
            "bearer",
            "google/",
            "gemini-3.1-flash-image-preview",
        ),
        ("ChainHub", "ChainHub", "https://api.chainhub.tech/v1beta", "both", "", "gemini-2.5-flash-image-preview"),
        ("New API", "New API", "", "goog-key", "", ""),
        ("LiteLLM proxy", "LiteLLM proxy", "", "bearer", "", ""),
        ("Custom", "", "", "goog-key", "", ""),
    ],
)
async def test_a_preset_fills_the_form_and_leaves_the_key(
    tmp_path: Path, preset: str, name: str, base_url: str, auth: str, prefix: str, model: str
) -> None:
    async with opened(tmp_path) as (dialog, _):
        type_into(dialog, "keyEdit", KEY)
        choose(dialog, "presetPicker", preset)
        assert [line(dialog, each).text() for each in ("nameEdit", "baseUrlEdit", "defaultModelEdit", "keyEdit")] == [
            name,
            base_url,
            model,
            KEY,
        ]
        assert [picker(dialog, each).value for each in ("authPicker", "modelPrefixPicker")] == [auth, prefix]


async def test_a_provider_is_offered_the_key_only_as_it_takes_it(tmp_path: Path) -> None:
    async with opened(tmp_path) as (dialog, _):
        choose(dialog, "presetPicker", "RouterHub")
        assert picker(dialog, "authPicker").values() == ["goog-key", "bearer"], "never in the address"
        choose(dialog, "presetPicker", "LiteLLM proxy")
        assert line(dialog, "baseUrlEdit").placeholderText() == "http://localhost:4000/v1beta"
        choose(dialog, "presetPicker", "Custom")
        assert picker(dialog, "authPicker").values() == ["goog-key", "bearer", "query", "both"]


async def test_streaming_is_offered_where_it_may_be_and_off_until_it_is_chosen(tmp_path: Path) -> None:
    async with opened(tmp_path) as (dialog, at):
        box = find(dialog, Switch, "streamingBox")
        choose(dialog, "presetPicker", "Google")
        assert box.isVisible()
        assert not box.isChecked()
        box.click()
        choose(dialog, "presetPicker", "RouterHub")
        assert not box.isVisible()
        press(dialog, "saveButton")
        await until(lambda: at.book.current)
        assert at.book.current is not None
        assert not at.book.current.streaming


async def test_the_track_of_a_switch_begins_where_the_fields_do(tmp_path: Path) -> None:
    async with opened(tmp_path) as (dialog, _):
        choose(dialog, "presetPicker", "Google")
        begins = {
            name: find(dialog, QWidget, name).mapTo(dialog, QPoint(0, 0)).x()
            for name in ("nameEdit", "keyEdit", "baseUrlEdit", "authPicker", "defaultModelEdit", "testButton")
        }
        box = find(dialog, Switch, "streamingBox")
        assert box.isVisible()
        assert set(begins.values()) == {box.mapTo(dialog, QPoint(INSET, 0)).x()}, begins


async def test_everything_that_is_typed_is_saved(tmp_path: Path) -> None:
    async with opened(tmp_path) as (dialog, at):
        choose(dialog, "presetPicker", "Custom")
        type_into(dialog, "nameEdit", "  My   gateway ")
        type_into(
            dialog, "baseUrlEdit", "gateway.example/proxy/v1beta/models/gemini-x:generateContent?alt=sse&tenant=7"
        )
        choose(dialog, "authPicker", "Header Authorization: Bearer")
        choose(dialog, "modelPrefixPicker", "google/")
        choose(dialog, "concurrencyPicker", "3")
        type_into(dialog, "perMinuteEdit", " 12 ")
        find(dialog, Switch, "streamingBox").click()
        press(dialog, "saveButton")
        await until(lambda: at.book.current)
        saved = at.book.current
        assert saved is not None
        assert (saved.name, saved.base_url) == ("My gateway", "https://gateway.example/proxy/v1beta?tenant=7")
        assert (saved.auth, saved.model_prefix, saved.concurrency, saved.per_minute, saved.default_model) == (
            "bearer",
            "google/",
            3,
            12,
            "gemini-x",
        )
        assert saved.streaming
        await until(lambda: key_state(dialog) == "No key.")
        assert line(dialog, "baseUrlEdit").text() == saved.base_url
        assert at.keyring.passwords == {}


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("nameEdit", " ", "needs a name"),
        ("nameEdit", "x" * 61, "at most 60"),
        ("nameEdit", "HUB", "already a connection “Hub”"),
        ("nameEdit", "Sandbox", "built-in sandbox"),
        ("baseUrlEdit", "two words", "space"),
        ("baseUrlEdit", "http://gateway.example", "without encryption"),
        ("baseUrlEdit", "https://me:pass@gateway.example", "password"),
        ("baseUrlEdit", "https://gateway.example?api_key=1", "key"),
        ("baseUrlEdit", "https://gateway.example?my_secret=1", "carries a key"),
        ("keyEdit", "two words", "cannot be a key"),
        ("perMinuteEdit", "0", "from 1 to 600"),
        ("perMinuteEdit", "2.5", "from 1 to 600"),
    ],
)
async def test_a_refusal_stands_beside_what_it_is_about_until_that_is_changed(
    tmp_path: Path, name: str, text: str, reason: str
) -> None:
    async with opened(tmp_path, None, "Hub") as (dialog, at):
        press(dialog, "addConnectionButton")
        type_into(dialog, name, text)
        press(dialog, "saveButton")
        await until(lambda: refusals(dialog))
        await until(lambda: not at.tasks.running)
        assert list(refusals(dialog)) == [name]
        assert reason in refusals(dialog)[name]
        assert reason in line(dialog, name).accessibleDescription()
        assert dialog.focusWidget() is line(dialog, name)
        assert len(at.book.all()) == 1
        QTest.keyClicks(line(dialog, name), "x")
        assert refusals(dialog) == {}


async def test_a_saved_one_is_changed_and_reverted(tmp_path: Path) -> None:
    async with opened(tmp_path, None, "One", "Two") as (dialog, at):
        assert not is_offered(dialog, "saveButton")
        assert not is_offered(dialog, "revertButton")
        type_into(dialog, "nameEdit", "Second")
        press(dialog, "revertButton")
        assert line(dialog, "nameEdit").text() == "Two"
        type_into(dialog, "nameEdit", "Second")
        QTest.keyClick(line(dialog, "nameEdit"), Qt.Key.Key_Return)
        await until(lambda: [each.name for each in at.book.all()] == ["One", "Second"])
        await until(lambda: not at.tasks.running)
        assert status(dialog) == "Saved."
        assert listed(dialog) == ["Sandbox", "One", "Second, in use"]
        assert dialog.isVisible()
        assert len(at.keyring.passwords) == 2


async def test_what_is_not_saved_is_asked_about_before_it_is_lost(tmp_path: Path) -> None:
    async with opened(tmp_path, None, "One", "Two") as (dialog, at):
        type_into(dialog, "nameEdit", "Second")
        await go(dialog, at, 1)
        assert "“Second” has changes that are not saved" in asked(dialog)
        press(dialog, "askNoButton")
        assert (asked(dialog), line(dialog, "nameEdit").text()) == ("", "Second")
        await go(dialog, at, 1)
        press(dialog, "askYesButton")
        assert line(dialog, "nameEdit").text() == "One"
        type_into(dialog, "keyEdit", "half a")
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        assert asked(dialog)
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        assert (asked(dialog), dialog.isVisible()) == ("", True)
        press(dialog, "closeButton")
        press(dialog, "askYesButton")
        assert not dialog.isVisible()
        assert line(dialog, "keyEdit").text() == ""
        assert {each.name for each in at.book.all()} == {"One", "Two"}


async def test_one_is_used_and_the_sandbox_again(tmp_path: Path) -> None:
    async with opened(tmp_path, None, "One", "Two") as (dialog, at):
        await go(dialog, at, 1)
        press(dialog, "useButton")
        await until(lambda: at.book.current and at.book.current.name == "One")
        assert listed(dialog) == ["Sandbox", "One, in use", "Two"]
        assert not is_offered(dialog, "useButton")
        await go(dialog, at, 0)
        assert not is_offered(dialog, "saveButton")
        press(dialog, "useButton")
        await until(lambda: at.book.current is None)
        assert listed(dialog)[0] == "Sandbox, in use"


async def test_the_sandbox_can_stream_and_goes_on_doing_so(tmp_path: Path) -> None:
    async with opened(tmp_path, None, "One") as (dialog, at):
        await go(dialog, at, 0)
        switch = find(dialog, Switch, "sandboxStreamingBox")
        assert not switch.isChecked()
        QTest.mouseClick(switch, Qt.MouseButton.LeftButton, pos=QPoint(12, 12))
        assert switch.isChecked()
        await until(lambda: at.book.sandbox_streams)
        await until(lambda: not at.tasks.running)
        assert switch.isChecked()
        assert Connections.load(folders_in(tmp_path)).sandbox_streams
        await at.book.stream_sandbox(False)  # as another window would
        assert not switch.isChecked()


async def test_what_cannot_be_written_of_the_sandbox_is_said_and_taken_back(tmp_path: Path) -> None:
    async with opened(tmp_path, None, "One") as (dialog, at):
        await go(dialog, at, 0)
        switch = find(dialog, Switch, "sandboxStreamingBox")
        (tmp_path / "config" / "connections.json").unlink()
        (tmp_path / "config").rename(tmp_path / "elsewhere")
        (tmp_path / "config").touch()
        switch.setFocus()
        QTest.keyClick(switch, Qt.Key.Key_Space)
        await until(lambda: status(dialog))
        await until(lambda: not at.tasks.running)
        assert not switch.isChecked()
        assert not at.book.sandbox_streams


async def test_removing_asks_and_takes_the_key_along(tmp_path: Path) -> None:
    async with opened(tmp_path, None, "One", "Two") as (dialog, at):
        press(dialog, "removeButton")
        assert "Remove “Two” and its key?" in asked(dialog)
        press(dialog, "askNoButton")
        assert len(at.book.all()) == 2
        press(dialog, "removeButton")
        press(dialog, "askYesButton")
        await until(lambda: len(at.book.all()) == 1)
        await until(lambda: not at.tasks.running)
        assert listed(dialog) == ["Sandbox, in use", "One"]
        assert "Removed “Two” and its key." in status(dialog)
        assert len(at.keyring.passwords) == 1


async def test_a_key_is_replaced_and_forgotten(tmp_path: Path) -> None:
    async with opened(tmp_path, None, "Hub") as (dialog, at):
        assert key_state(dialog) == "A key is in the keyring."
        type_into(dialog, "keyEdit", "canary-second-key")
        press(dialog, "saveButton")
        await until(lambda: list(at.keyring.passwords.values()) == ["canary-second-key"])
        await until(lambda: not at.tasks.running)
        press(dialog, "forgetKeyButton")
        await until(lambda: key_state(dialog) == "No key.")
        assert at.keyring.passwords == {}


async def test_a_locked_keyring_offers_to_try_again_or_to_do_without(tmp_path: Path) -> None:
    keyring = FailingKeyring(locked)
    async with opened(tmp_path, keyring) as (dialog, at):
        type_into(dialog, "keyEdit", KEY)
        press(dialog, "saveButton")
        await until(lambda: "The keyring is locked." in key_state(dialog))
        assert status(dialog) == "“Google” is saved, its key is not yet."
        assert line(dialog, "keyEdit").text() == KEY, "so that it need not be found again"
        press(dialog, "tryAgainButton")
        await until(lambda: not at.tasks.running)
        assert "The keyring is locked." in key_state(dialog)
        press(dialog, "sessionOnlyButton")
        await until(lambda: "until Studio ends" in key_state(dialog))
        assert (line(dialog, "keyEdit").text(), keyring.passwords, status(dialog)) == ("", {}, "Saved.")
        assert at.book.current is not None
        assert await at.book.key_of(at.book.current) == Secret(KEY)


async def test_trying_again_after_unlocking_keeps_the_key(tmp_path: Path) -> None:
    keyring = FailingKeyring(locked)
    async with opened(tmp_path, keyring) as (dialog, _):
        type_into(dialog, "keyEdit", KEY)
        press(dialog, "saveButton")
        await until(lambda: is_offered(dialog, "tryAgainButton"))
        keyring.failure = None
        press(dialog, "tryAgainButton")
        await until(lambda: key_state(dialog) == "A key is in the keyring.")
        assert list(keyring.passwords.values()) == [KEY]


async def test_no_keyring_at_all_is_said_when_a_connection_is_looked_at(tmp_path: Path) -> None:
    keyring = FailingKeyring(absent)
    async with opened(tmp_path, keyring, "Hub") as (dialog, at):
        assert "no keyring" in key_state(dialog)
        assert is_offered(dialog, "tryAgainButton")
        assert not find(dialog, QWidget, "sessionOnlyButton").isVisible(), "there is no key yet to use"
        press(dialog, "removeButton")
        press(dialog, "askYesButton")
        await until(lambda: not at.book.all())
        await until(lambda: not at.tasks.running)
        assert "a key kept in one stays there" in status(dialog)


async def test_an_open_prompt_leaves_the_dialog_alive_and_can_be_given_up(tmp_path: Path) -> None:
    keyring = PromptingKeyring()
    async with opened(tmp_path, keyring) as (dialog, _):
        type_into(dialog, "keyEdit", KEY)
        press(dialog, "saveButton")
        await until(keyring.asked.is_set)
        assert "Waiting for the keyring" in key_state(dialog)
        assert not is_offered(dialog, "saveButton")
        assert line(dialog, "keyEdit").isReadOnly()
        type_into(dialog, "nameEdit", "Other name")
        press(dialog, "keyCancelButton")
        assert "Not waiting" in key_state(dialog)
        assert line(dialog, "keyEdit").text() == KEY
        press(dialog, "sessionOnlyButton")
        keyring.answered.set()
        await until(lambda: "until Studio ends" in key_state(dialog))
        await until(lambda: not any(thread.name == "keyring" for thread in threading.enumerate()))


async def test_closing_does_not_wait_for_a_prompt(tmp_path: Path) -> None:
    keyring = PromptingKeyring()
    async with opened(tmp_path, keyring, "Hub") as (dialog, at):
        await until(keyring.asked.is_set)
        dialog.reject()
        assert not dialog.isVisible()
        await until(lambda: not at.tasks.running)
        keyring.answered.set()
        await until(lambda: not any(thread.name == "keyring" for thread in threading.enumerate()))


def closed(request: Request, wire: Wire) -> None:
    """A server that lists its models to those with the key alone."""
    if request.headers.get("x-goog-api-key") == KEY:
        reply({"models": [{"name": f"models/{MODEL}"}, {"name": "models/other"}]})(request, wire)
    else:
        reply(google_error(401, "UNAUTHENTICATED", "no such key"), 401)(request, wire)


async def found_by(tmp_path: Path, answer: Answer, key: str = KEY, model: str = "") -> tuple[str, ...]:
    with serving(answer) as server:
        async with opened(tmp_path) as (dialog, at):
            type_into(dialog, "baseUrlEdit", server.url)
            type_into(dialog, "keyEdit", key)
            type_into(dialog, "defaultModelEdit", model)
            press(dialog, "testButton")
            await until(lambda: findings(dialog))
            assert at.book.all() == (), "a test saves nothing"
            assert at.keyring.passwords == {}
            assert all(post.json["contents"] == [] for post in server.posts()), "nor does it pay for anything"
            found = findings(dialog)
            assert " ".join(found) in find(dialog, QWidget, "testButton").accessibleDescription()
            type_into(dialog, "nameEdit", "x")
            assert findings(dialog) == (), "what was found is about something else"
    return found


UNPAID = "Quota and balance were not checked: only a request that costs money shows them."
NO_CONTENTS = reply(google_error(400, "INVALID_ARGUMENT", "contents is not specified"), 400)


def lists(listing: Answer, nothing: Answer = NO_CONTENTS) -> Answer:
    """A server that lists to everybody, and answers a request without contents as it is told."""

    def answer(request: Request, wire: Wire) -> None:
        (listing if request.method == "GET" else nothing)(request, wire)

    return answer


async def test_a_test_says_what_it_could_check(tmp_path: Path) -> None:
    reached, key, model, unpaid = await found_by(tmp_path, closed)
    assert reached.startswith("127.0.0.1:")
    assert (key, model) == ("The key is accepted.", f"It lists the model {MODEL}.")
    assert unpaid == UNPAID


async def test_a_test_says_what_it_could_not_check(tmp_path: Path) -> None:
    _, key, *rest = await found_by(tmp_path, lists(plain(b"", 404)))
    assert key.startswith("The key could not be checked: 127.0.0.1:")
    assert key.endswith("answers the same without one.")
    assert rest == [f"It does not refuse the model {MODEL}.", UNPAID]
    _, key, *rest = await found_by(tmp_path, lists(reply({"models": [{"name": "models/other"}]})), model="mine")
    assert "could not be checked" in key
    unlisted = "It does not list the model mine. It may be misspelt, retired, or not offered there."
    assert rest == [unlisted, UNPAID]
    *_, answered = await found_by(tmp_path, lists(plain(b"", 404), reply({"candidates": []})))
    assert answered.endswith("That may have been charged.")


async def test_a_test_tells_what_is_wrong(tmp_path: Path) -> None:
    _, refused = await found_by(tmp_path, closed, key="canary-wrong-key")
    assert "refused the key" in refused
    assert "no such key" in refused
    _, missing = await found_by(tmp_path, closed, key="")
    assert missing == "There is no key yet."
    (page,) = await found_by(tmp_path, plain(b"<html><title>Shop</title>"))
    assert "can be reached, but does not speak generateContent at this address." in page
    assert "titled “Shop”" in page
    assert "charged" not in page
    (unreachable,) = await found_by(tmp_path, lambda _, wire: wire.reset())
    assert "broke at once" in unreachable


async def test_a_test_tells_what_took_the_place_of_a_model_that_is_gone(tmp_path: Path) -> None:
    gone = reply(google_error(404, "NOT_FOUND", "models/gemini-2.5-flash-image is not found"), 404)
    *_, model = await found_by(tmp_path, lists(plain(b"", 404), gone), model="gemini-2.5-flash-image")
    assert model.startswith("It does not know the model gemini-2.5-flash-image. It may be retired: gemini-")
    assert model.endswith(" takes its place.")


@pytest.mark.parametrize("lower", [0, 24], ids=["all has room", "a bar appears"])
async def test_what_is_asked_is_shown_while_it_is_asked_and_what_came_of_it_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lower: int
) -> None:
    waiting = threading.Event()
    heard: list[tuple[str, bool]] = []
    monkeypatch.setattr(
        "studio.ui.dialogs.connection_test.announce", lambda _, words, *, urgent: heard.append((words, urgent))
    )

    def answer(request: Request, wire: Wire) -> None:
        if request.method == "POST":
            waiting.wait(30)
        lists(plain(b"", 404))(request, wire)

    with serving(answer) as server:
        async with opened(tmp_path) as (dialog, _):
            dialog.resize(dialog.width(), dialog.height() - lower)
            type_into(dialog, "baseUrlEdit", server.url)
            type_into(dialog, "keyEdit", KEY)
            press(dialog, "testButton")
            state = find(dialog, QLabel, "testStateLabel")
            await until(lambda: state.text() == "Sending a request without contents…")
            waiting.set()
            await until(lambda: findings(dialog))
            assert state.text() == "Asks only what costs nothing."
            assert heard == [(" ".join(findings(dialog)), False)], "once, and not in the middle of a sentence"
            (view,) = dialog.findChildren(LadderView)
            shown = [label.text() for label in view.findChildren(QLabel) if label.isVisible()]
            assert shown[-2:] == ["No list of models", "Request without contents refused, as it should be"]
            page = find(dialog, QScrollArea, "connectionPage")

            def bottom() -> int:
                return view.mapTo(page.viewport(), view.rect().bottomLeft()).y()

            await until(lambda: bottom() <= page.viewport().height(), "what was found, read without scrolling")


async def test_a_test_at_another_host_leaves_the_kept_key_at_home_and_says_so(tmp_path: Path) -> None:
    with serving(closed) as other:
        async with opened(tmp_path, None, "Hub") as (dialog, _):
            type_into(dialog, "baseUrlEdit", other.url)
            press(dialog, "testButton")
            await until(lambda: findings(dialog))
            _, of_key = findings(dialog)
            assert of_key.startswith("Tested without a key: the one that is kept goes to another host only once")
        assert other.requests
        assert not any(KEY in str([*request.headers.items(), request.target]) for request in other.requests)


async def test_a_test_can_be_cancelled_and_is_by_closing(tmp_path: Path) -> None:
    with serving(lambda _, wire: wire.until_gone()) as server:
        async with opened(tmp_path) as (dialog, at):
            type_into(dialog, "baseUrlEdit", server.url)
            type_into(dialog, "keyEdit", KEY)
            press(dialog, "testButton")
            await until(lambda: server.requests)
            assert find(dialog, Button, "testButton").is_busy
            press(dialog, "testButton")
            press(dialog, "testCancelButton")
            assert not find(dialog, Button, "testButton").is_busy
            assert len(server.requests) == 1, "a busy button is not pressed"
            press(dialog, "testButton")
            await until(lambda: len(server.requests) == 2)
            press(dialog, "closeButton")
            press(dialog, "askYesButton")
            await until(lambda: not at.tasks.running)
            assert findings(dialog) == ()


async def test_models_that_a_server_lists_complete_what_is_typed(tmp_path: Path) -> None:
    with serving(closed) as server:
        async with opened(tmp_path) as (dialog, _):
            assert line(dialog, "defaultModelEdit").completer() is None
            type_into(dialog, "baseUrlEdit", server.url)
            type_into(dialog, "keyEdit", KEY)
            press(dialog, "testButton")
            await until(lambda: findings(dialog))
            completer = line(dialog, "defaultModelEdit").completer()
            assert completer is not None
            assert completer.model().rowCount() == 2


async def test_what_a_test_lists_is_kept_with_the_connection_once_that_is_saved(tmp_path: Path) -> None:
    with serving(closed) as server:
        async with opened(tmp_path) as (dialog, at):
            type_into(dialog, "baseUrlEdit", server.url)
            type_into(dialog, "keyEdit", KEY)
            press(dialog, "testButton")
            await until(lambda: findings(dialog))
            assert not (tmp_path / "config" / "models.json").exists()
            press(dialog, "saveButton")
            await until((tmp_path / "config" / "models.json").exists)
            await until(lambda: not at.tasks.running)
            kept = ModelLists.load(folders_in(tmp_path)).of(at.book.all()[0].id)
            assert kept is not None
            assert kept.models == (f"models/{MODEL}", "models/other")
            (tmp_path / "config" / "models.json").unlink()
            press(dialog, "testButton")
            await until((tmp_path / "config" / "models.json").exists)


async def test_a_key_that_would_go_to_another_host_is_told(tmp_path: Path) -> None:
    async with opened(tmp_path, None, "Hub") as (dialog, _):
        type_into(dialog, "baseUrlEdit", "https://other.example")
        shown = line(dialog, "baseUrlEdit").accessibleDescription()
        assert shown == "The key that was sent to 127.0.0.1:9 so far will be sent to other.example."
        type_into(dialog, "keyEdit", KEY)
        assert line(dialog, "baseUrlEdit").accessibleDescription() == ""


async def test_plain_http_is_offered_where_it_is_wanted(tmp_path: Path) -> None:
    async with opened(tmp_path) as (dialog, at):
        box = find(dialog, Switch, "plainHttpBox")
        assert not box.isVisible()
        type_into(dialog, "baseUrlEdit", "http://localhost:8080")
        assert not box.isVisible()
        type_into(dialog, "baseUrlEdit", "http://gateway.example")
        assert box.isVisible()
        box.click()
        press(dialog, "saveButton")
        await until(lambda: at.book.current)
        assert at.book.current is not None
        assert at.book.current.plain_http


async def test_what_cannot_be_written_is_said_and_stays_in_the_form(tmp_path: Path) -> None:
    async with opened(tmp_path) as (dialog, at):
        (tmp_path / "config").write_text("a file where the folder should be")
        type_into(dialog, "keyEdit", KEY)
        press(dialog, "saveButton")
        await until(lambda: "cannot be written" in status(dialog))
        await until(lambda: not at.tasks.running)
        assert line(dialog, "keyEdit").text() == KEY
        assert is_offered(dialog, "saveButton")
        assert at.keyring.passwords == {}


async def test_what_another_program_does_is_seen_when_it_is_opened(tmp_path: Path) -> None:
    async with opened(tmp_path, None, "Hub") as (dialog, _):
        other = Connections.load(folders_in(tmp_path))
        other.add(name="From a terminal", base_url="https://x.example", auth="bearer")
        other.remove("Hub")
        dialog.reject()
        dialog.show_connection(None)
        await until(lambda: listed(dialog) == ["Sandbox", "From a terminal, in use"])


async def test_the_keyboard_reaches_everything(tmp_path: Path) -> None:
    async with opened(tmp_path, None, "Hub") as (dialog, _):
        edit = line(dialog, "nameEdit")
        edit.setFocus()
        assert tab_order(edit, 14) == [
            "nameEdit",
            "keyEdit",
            "forgetKeyButton",
            "baseUrlEdit",
            "authPicker",
            "modelPrefixPicker",
            "defaultModelEdit",
            "concurrencyPicker",
            "perMinuteEdit",
            "streamingBox",
            "testButton",
            "removeButton",
            "closeButton",
            "connectionsView",
        ]


async def test_every_control_has_a_name_and_none_tells_the_key(tmp_path: Path) -> None:
    async with opened(tmp_path, FailingKeyring(locked)) as (dialog, _):
        type_into(dialog, "keyEdit", KEY)
        press(dialog, "saveButton")
        await until(lambda: is_offered(dialog, "sessionOnlyButton"))
        assert nameless(dialog) == []
        assert line(dialog, "keyEdit").accessibleName() == "Key"
        assert line(dialog, "baseUrlEdit").accessibleName() == "Base URL"
        texts = spoken(dialog)
        assert "Base URL" in texts
        assert not any(KEY in text for text in texts)
        texts += [each.text() for each in dialog.findChildren(QLineEdit) if each.objectName() != "keyEdit"]
        texts += [each.toolTip() for each in dialog.findChildren(QWidget)]
        assert not any(KEY in text for text in texts)
        assert line(dialog, "keyEdit").echoMode() is QLineEdit.EchoMode.Password


async def test_the_key_is_in_no_file(tmp_path: Path, home: Path) -> None:
    async with opened(tmp_path) as (dialog, _):
        type_into(dialog, "keyEdit", KEY)
        press(dialog, "saveButton")
        await until(lambda: key_state(dialog) == "A key is in the keyring.")
    files = [file for folder in (tmp_path, home) for file in folder.rglob("*") if file.is_file()]
    assert files
    assert not any(KEY.encode() in file.read_bytes() for file in files)
