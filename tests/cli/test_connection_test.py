"""`studio connections test` and `studio models` against loopback servers: lines, JSON, exit statuses, and no money."""

import json

import pytest

from studio.profile.connections import Connections
from studio.profile.folders import ProfileFolders
from studio.profile.model_lists import ModelLists
from studio.sandbox.endpoints import SandboxSettings
from studio.sandbox.profiles import PROFILES
from studio.sandbox.server import SandboxServer
from tests.cli.conftest import KEY, Ended, Studio
from tests.fakes.replies import google_error
from tests.fakes.server import Answer, Request, Wire, plain, reply, serving

MODEL = "gemini-2.5-flash-image"
LIST = reply({"models": [{"name": f"models/{MODEL}"}, {"name": "models/gemini-9-image"}, {"name": "models/text"}]})
NO_CONTENTS = reply(google_error(400, "INVALID_ARGUMENT", "contents is not specified"), 400)
NO_MODEL = reply(google_error(404, "NOT_FOUND", f"models/{MODEL} is not found for API version v1beta"), 404)
BAD_KEY = reply(google_error(400, "INVALID_ARGUMENT", "API key not valid."), 400)


def provider(listing: Answer, nothing: Answer = NO_CONTENTS, key: str = KEY) -> Answer:
    def answer(request: Request, wire: Wire) -> None:
        if request.headers.get("x-goog-api-key") != key:
            BAD_KEY(request, wire)
        else:
            (listing if request.method == "GET" else nothing)(request, wire)

    return answer


def run_at(studio: Studio, answer: Answer, *arguments: str, model: str = MODEL) -> Ended:
    with serving(answer) as server:
        assert studio("connections", "add", "Hub", "--base-url", server.url, "--model", model).status == 0
        ended = studio(*arguments)
        assert all(post.json["contents"] == [] for post in server.posts()), "nothing is paid for"
    assert "charged" not in ended.err
    assert KEY not in ended.out + ended.err
    return ended


@pytest.mark.parametrize(
    ("answer", "status", "words"),
    [
        (provider(LIST), 0, ["✓ list of models: 3 models", "key is accepted", f"lists the model {MODEL}", "Quota"]),
        (provider(plain(b"", 404)), 0, ["– list of models: none", "✓ request without contents: refused, as it should"]),
        (provider(LIST, key="another"), 4, ["✗ list of models", "refused the key", "The key is refused."]),
        (provider(plain(b"", 404), NO_MODEL), 1, ["does not know the model", "It may be retired: gemini-"]),
        (plain(b"<html><title>Shop</title>"), 2, ["titled “Shop”", "Check the base URL"]),
        (plain(b"", 404), 2, ["Nothing speaks generateContent at this address"]),
        (plain(b"", 500), 3, ["The key could not be checked"]),
        (lambda _, wire: wire.reset(), 3, ["broke at once"]),
    ],
)
def test_every_outcome_has_its_words_and_its_status(
    studio: Studio, answer: Answer, status: int, words: list[str]
) -> None:
    ended = run_at(studio, answer, "connections", "test", "hub")
    assert ended.status == status
    for each in words:
        assert each in ended.out


def test_without_a_key_that_is_what_is_missing(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("STUDIO_API_KEY")
    ended = run_at(studio, provider(LIST), "connections", "test", "Hub")
    assert ended.status == 4
    assert "no keyring" in (ended.out + ended.err).lower() or "There is no key yet." in ended.out


def test_programs_get_one_object(studio: Studio) -> None:
    ended = run_at(studio, provider(LIST), "connections", "test", "Hub", "--json", "--model", "gemini-9-image")
    found = json.loads(ended.out)
    assert (found["verdict"], found["key"], found["model"]) == (
        "works",
        "accepted",
        {"id": "gemini-9-image", "state": "listed"},
    )
    assert found["steps"] == [{"question": "list", "shown": "there", "number": 3, "failure": None}]


def test_the_sandbox_works_and_nobody_else_is_unknown(studio: Studio) -> None:
    ended = studio("connections", "test", "sandbox")
    assert ended.status == 0
    assert "Quota" not in ended.out, "it has none"
    ended = studio("connections", "test", "Nobody")
    assert (ended.status, "no connection “Nobody”" in ended.err) == (2, True)


def test_a_provider_is_tested_as_its_preset_has_it(studio: Studio) -> None:
    with SandboxServer(SandboxSettings(key=KEY, profile=PROFILES["new-api"])) as server:
        added = studio("connections", "add", "Mine", "--preset", "new-api", "--base-url", server.url)
        assert added.status == 0
        ended = studio("connections", "test", "Mine")
    assert ended.status == 0
    assert "The key is accepted." in ended.out


def lines(ended: Ended) -> dict[str, str]:
    return {line.split()[0]: line for line in ended.out.splitlines()}


def test_the_table_is_printed_without_asking_anybody(studio: Studio) -> None:
    ended = studio("models")
    assert (ended.status, ended.err) == (0, "")
    table = lines(ended)
    assert list(table)[:2] == ["ID", "gemini-nano-banana-2.1"]
    assert "10, 1:1 to 21:9  one" in table[MODEL]
    assert "$0.039" in table[MODEL]
    assert "2027-03-15, then gemini-nano-banana-2.1" in table[MODEL]
    assert "free" in lines(studio("models", "--connection", "sandbox"))[MODEL]


def test_what_a_connection_lists_is_merged_and_kept_for_the_window(studio: Studio) -> None:
    ended = run_at(studio, provider(LIST), "models", "--connection", "Hub")
    assert ended.status == 0
    table = lines(ended)
    assert list(table)[1] == "gemini-9-image"
    assert "not in the table" in table["gemini-9-image"]
    assert "unknown" in table["gemini-9-image"]
    assert "not listed there" in table["gemini-3-pro-image"]
    assert "not listed" not in table[MODEL]
    folders = ProfileFolders.of_user()
    kept = ModelLists.load(folders).of(Connections.load(folders).all()[0].id)
    assert kept is not None
    assert "models/gemini-9-image" in kept.models


def test_models_for_programs(studio: Studio) -> None:
    ended = run_at(studio, provider(LIST), "models", "--connection", "Hub", "--json")
    by_id = {each["id"]: each for each in json.loads(ended.out)["models"]}
    assert by_id["gemini-9-image"] | {"ratios": [], "sizes": []} == {
        "id": "gemini-9-image",
        "name": None,
        "known": False,
        "listed": True,
        "ratios": [],
        "sizes": [],
        "priceUsd": None,
        "ends": None,
        "successor": None,
    }
    assert by_id["gemini-3.1-flash-image"]["priceUsd"]["4K"] == 0.151
    assert by_id["gemini-3.1-flash-image"]["successor"] == "gemini-nano-banana-2.1"


@pytest.mark.parametrize(
    ("answer", "status", "words"),
    [
        (provider(plain(b"", 404)), 0, "lists no models"),
        (provider(LIST, key="another"), 4, "refused the key"),
        (lambda _, wire: wire.reset(), 3, "broke at once"),
    ],
)
def test_the_table_is_there_though_the_list_is_not(studio: Studio, answer: Answer, status: int, words: str) -> None:
    ended = run_at(studio, answer, "models", "--connection", "Hub")
    assert (ended.status, words in ended.err) == (status, True)
    assert "gemini-nano-banana-2.1" in lines(ended)
