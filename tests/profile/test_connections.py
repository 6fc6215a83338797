"""The saved connections: names, the default, what is refused, and that a key never gets into the file."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.profile.connections import Connections
from studio.profile.errors import (
    ConnectionInvalid,
    ConnectionProblem,
    ConnectionUnknown,
    FileNotSaved,
    KeyInAddress,
    NameTaken,
)
from studio.profile.folders import ProfileFolders
from studio.profile.notices import ConnectionIgnored, FileSetAside
from studio.profile.saved_connection import SavedConnection
from tests.fakes.folders import folders_in

ADDRESS = "https://images.example"


@pytest.fixture
def folders(tmp_path: Path) -> ProfileFolders:
    folders = folders_in(tmp_path)
    folders.config.mkdir()
    return folders


@pytest.fixture
def connections(folders: ProfileFolders) -> Connections:
    return Connections.load(folders)


def _add(connections: Connections, name: str, **fields: Any) -> SavedConnection:
    return connections.add(**{"name": name, "base_url": ADDRESS, "auth": "bearer", **fields})


def _file(folders: ProfileFolders) -> dict[str, Any]:
    document = json.loads((folders.config / "connections.json").read_text())
    assert isinstance(document, dict)
    return document


def test_there_are_none_at_first(connections: Connections) -> None:
    assert connections.all() == ()
    assert connections.default is None
    assert connections.notices == ()


def test_what_was_added_is_there_after_a_restart(connections: Connections, folders: ProfileFolders) -> None:
    added = connections.add(
        name="  My   hub ",
        base_url="http://127.0.0.1:8080/gemini?tenant=7",
        auth="query",
        model_prefix="google/",
        plain_http=True,
        concurrency=8,
        per_minute=20,
        default_model="gemini-3-pro-image",
    )
    assert added.name == "My hub"
    assert len(added.id) == 32
    again = Connections.load(folders)
    assert again.all() == (added,)
    assert again.get(added.id) == again.get("my HUB ") == again.default == added


def test_one_saved_before_there_were_limits_a_minute_has_none(
    connections: Connections, folders: ProfileFolders
) -> None:
    _add(connections, "Old")
    document = _file(folders)
    del document["connections"][0]["per_minute"]
    (folders.config / "connections.json").write_text(json.dumps(document))
    (old,) = Connections.load(folders).all()
    assert old.per_minute is None


def test_the_default_is_the_one_added_or_chosen_last(connections: Connections, folders: ProfileFolders) -> None:
    first, second, third = (_add(connections, name) for name in ("One", "Two", "Three"))
    assert connections.default == third
    assert connections.choose("one") == first
    assert Connections.load(folders).default == first
    connections.remove("One")
    assert connections.default == third
    connections.remove(third.id)
    assert connections.default == second
    connections.remove("two")
    assert Connections.load(folders).default is None


def test_a_new_name_keeps_id_and_place(connections: Connections, folders: ProfileFolders) -> None:
    first, second = _add(connections, "One"), _add(connections, "Two")
    renamed = connections.rename("one", "First")
    assert renamed.id == first.id
    assert Connections.load(folders).all() == (renamed, second)
    assert connections.rename("first", "FIRST").name == "FIRST"


def test_a_change_keeps_id_place_default_and_what_another_version_wrote(
    connections: Connections, folders: ProfileFolders
) -> None:
    first, second = _add(connections, "One"), _add(connections, "Two")
    document = _file(folders)
    document["connections"][0]["colour"] = "red"
    (folders.config / "connections.json").write_text(json.dumps(document))
    wanted = replace(first, name="First one", base_url="https://other.example", auth="query", default_model="m")
    changed = connections.change(wanted)
    assert changed == wanted
    assert Connections.load(folders).all() == (changed, second)
    assert connections.default == second
    assert _file(folders)["connections"][0]["colour"] == "red"


def test_a_change_that_cannot_be_changes_nothing(connections: Connections, folders: ProfileFolders) -> None:
    one, two = _add(connections, "One"), _add(connections, "Two")
    other = Connections.load(folders)
    with pytest.raises(NameTaken):
        connections.change(replace(two, name="ONE"))
    other.remove("Two")
    with pytest.raises(ConnectionUnknown, match="removed meanwhile"):
        connections.change(replace(two, name="Three"))
    assert Connections.load(folders).all() == (one,)


def test_how_the_sandbox_replies_is_kept_beside_the_list(connections: Connections, folders: ProfileFolders) -> None:
    assert not connections.sandbox_streams
    connections.stream_sandbox(True)
    one = _add(connections, "One")
    again = Connections.load(folders)
    assert (again.sandbox_streams, again.all(), again.default) == (True, (one,), one)
    again.stream_sandbox(False)
    assert not Connections.load(folders).sandbox_streams
    for odd in ("yes", {"streaming": "yes"}, None):
        (folders.config / "connections.json").write_text(json.dumps({"sandbox": odd}))
        assert not Connections.load(folders).sandbox_streams


def test_nobody_gets_the_name_of_the_sandbox(connections: Connections) -> None:
    one = _add(connections, "One")
    for call in (
        lambda: _add(connections, "SANDBOX"),
        lambda: connections.rename("One", "sandbox"),
        lambda: connections.change(replace(one, name="Sandbox")),
    ):
        with pytest.raises(NameTaken, match="built-in sandbox"):
            call()


def test_two_connections_never_share_a_name(connections: Connections) -> None:
    _add(connections, "Hub")
    _add(connections, "Other")
    with pytest.raises(NameTaken, match="already a connection “Hub”"):
        _add(connections, " hUB ")
    with pytest.raises(NameTaken):
        connections.rename("Other", "HUB")
    assert [each.name for each in connections.all()] == ["Hub", "Other"]


def test_an_unknown_one_is_named(connections: Connections) -> None:
    calls: tuple[Callable[[], object], ...] = (
        lambda: connections.get("nobody"),
        lambda: connections.rename("nobody", "x"),
        lambda: connections.choose("nobody"),
        lambda: connections.remove("nobody"),
    )
    for call in calls:
        with pytest.raises(ConnectionUnknown, match="no connection “nobody”"):
            call()


def test_what_another_program_added_or_removed_meanwhile_stays_so(
    connections: Connections, folders: ProfileFolders
) -> None:
    one = _add(connections, "One")
    other = Connections.load(folders)
    _add(other, "Two")
    other.remove("One")
    with pytest.raises(ConnectionUnknown, match="removed meanwhile"):
        connections.rename(one.id, "Uno")
    with pytest.raises(NameTaken):
        _add(connections, "Two")
    three = _add(connections, "Three")
    assert [each.name for each in connections.all()] == ["Two", "Three"]
    assert connections.default == three


@pytest.mark.parametrize("name", ["", "   ", "x" * 61, "a\0b", "a\x1bb"])
def test_an_impossible_name_is_refused(connections: Connections, name: str, folders: ProfileFolders) -> None:
    with pytest.raises(ConnectionInvalid, match="name"):
        _add(connections, name)
    assert not (folders.config / "connections.json").exists()


def test_the_longest_name_and_any_script_are_fine(connections: Connections) -> None:
    _add(connections, "界" * 60)
    _add(connections, "Büro – zweite Wahl")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"auth": "basic"}, "bearer, goog-key, query"),
        ({"model_prefix": "google"}, "google/"),
        ({"concurrency": 0}, "From 1 to 8"),
        ({"concurrency": 9}, "From 1 to 8"),
        ({"per_minute": 0}, "from 1 to 600"),
        ({"per_minute": 601}, "from 1 to 600"),
        ({"default_model": " "}, "default model"),
        ({"base_url": "images.example"}, "https://"),
        ({"base_url": "ftp://images.example"}, "https://"),
        ({"base_url": "https://"}, "https://"),
        ({"base_url": ""}, "https://"),
        ({"base_url": "https://[::1"}, "no valid address"),
        ({"base_url": "https://host:99999"}, "no valid address"),
        ({"base_url": "https://host/a b"}, "space"),
        ({"base_url": "https://host/\n"}, "invisible"),
    ],
)
def test_an_impossible_field_is_refused(connections: Connections, fields: dict[str, Any], words: str) -> None:
    with pytest.raises(ConnectionInvalid, match=words):
        _add(connections, "Hub", **fields)
    assert connections.all() == ()


CANARY = "canary-4711"


@pytest.mark.parametrize(
    "address",
    [
        f"https://{CANARY}@host",
        f"https://user:{CANARY}@host/v1beta",
        f"https://:{CANARY}@host",
        f"https://host/v1beta?key={CANARY}",
        f"https://host?a=1&api_key={CANARY}",
        f"https://host?API-KEY={CANARY}",
        f"https://host?access_token={CANARY}",
        f"https://host?k%65y={CANARY}",
        f"https://host?X-Amz-Signature={CANARY}",
        f"https://host#token={CANARY}",
        "https://host?key=",
    ],
)
def test_an_address_with_a_key_is_refused_without_repeating_it(
    connections: Connections, folders: ProfileFolders, address: str
) -> None:
    with pytest.raises(KeyInAddress) as caught:
        _add(connections, "Hub", base_url=address)
    assert CANARY not in f"{caught.value!r} {caught.value.message} {caught.value.advice}"
    assert not (folders.config / "connections.json").exists()


def test_other_queries_stay(connections: Connections) -> None:
    address = "https://host/proxy?tenant=7&region=eu&keyboard=1"
    assert _add(connections, "Hub", base_url=address).base_url == address


def test_a_broken_file_is_set_aside(folders: ProfileFolders) -> None:
    (folders.config / "connections.json").write_text("{")
    connections = Connections.load(folders)
    assert connections.all() == ()
    (notice,) = connections.notices
    assert isinstance(notice, FileSetAside)


def test_unusable_entries_are_told_and_kept(connections: Connections, folders: ProfileFolders) -> None:
    good = _add(connections, "Good")
    document = _file(folders)
    entry = document["connections"][0]
    strange = [
        {**entry, "id": "2", "name": "Newer", "auth": "oauth"},
        {"id": "3", "name": "Short"},
        {**entry, "id": "4", "name": "Worse", "concurrency": "many"},
        {**entry, "id": "7", "name": "Hasty", "per_minute": "many"},
        {**entry, "id": "5", "name": None},
        {**entry, "id": "6", "name": "Leaky", "base_url": "https://host?key=1"},
    ]
    entry["colour"] = "green"
    document["connections"] += strange
    (folders.config / "connections.json").write_text(json.dumps({**document, "later": 1}))

    again = Connections.load(folders)
    assert again.all() == (good,)
    assert [each.name for each in again.notices if isinstance(each, ConnectionIgnored)] == [
        "Newer",
        "Short",
        "Worse",
        "Hasty",
        "",
        "Leaky",
    ]
    assert str(again.notices[1]) == "The connection Short in the connections file is not used: It is incomplete."
    again.rename("Good", "Better")
    kept = _file(folders)
    assert kept["connections"] == [{**entry, "name": "Better"}, *strange]
    assert kept["later"] == 1


@pytest.mark.parametrize("content", ['{"connections": 5}', '{"connections": [5, null, []]}', '{"default": [1]}'])
def test_a_file_of_another_shape_is_an_empty_list(folders: ProfileFolders, content: str) -> None:
    (folders.config / "connections.json").write_text(content)
    connections = Connections.load(folders)
    assert (connections.all(), connections.default) == ((), None)
    assert _add(connections, "Hub") == connections.default


def test_what_cannot_be_saved_is_not_there(tmp_path: Path) -> None:
    connections = Connections.load(folders_in(tmp_path))
    (tmp_path / "config").write_text("a file where the folder should be")
    with pytest.raises(FileNotSaved):
        _add(connections, "Hub")
    assert connections.all() == ()


@given(address=st.text() | st.builds("https://{}".format, st.text()) | st.builds("http://h?{}".format, st.text()))
def test_any_address_is_taken_or_refused(address: str) -> None:
    try:
        made = SavedConnection(id="1", name="Hub", base_url=address, auth="bearer")
    except ConnectionProblem:
        return
    assert made.base_url.casefold().startswith(("http://", "https://"))


@given(name=st.text(max_size=70))
def test_any_name_is_taken_or_refused(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    folder = tmp_path_factory.mktemp("names")
    folders = folders_in(folder)
    try:
        added = _add(Connections.load(folders), name)
    except ConnectionInvalid:
        return
    assert Connections.load(folders).get(added.name) == added
