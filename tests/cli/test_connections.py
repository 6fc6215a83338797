"""`studio connections` where there is no keyring; with a real one in tests/real."""

import json

import pytest

from tests.cli.conftest import Studio


def names(studio: Studio) -> list[tuple[str, bool]]:
    listed = json.loads(studio("connections", "list", "--json").out)["connections"]
    return [(entry["name"], entry["default"]) for entry in listed]


def test_at_first_there_is_the_sandbox(studio: Studio) -> None:
    assert names(studio) == [("sandbox", True)]
    assert "* sandbox" in studio("connections", "list").out


def test_one_that_is_added_without_a_key_is_the_default_from_then_on(studio: Studio) -> None:
    ended = studio("connections", "add", "Mine", "--base-url", "gateway.example/proxy/", "--auth", "bearer")
    assert ended.status == 0
    assert "https://gateway.example/proxy/v1beta" in ended.out
    assert "set-key" in ended.err
    assert names(studio) == [("sandbox", False), ("Mine", True)]
    removed = studio("connections", "remove", "mine")
    assert removed.status == 0
    assert "no keyring" in removed.out
    assert names(studio) == [("sandbox", True)]


@pytest.mark.parametrize(
    ("preset", "words"),
    [
        ("google", "generativelanguage"),
        ("vertex", "aiplatform.googleapis.com/v1beta1/publishers/google"),
        ("routerhub", "api.routerhub.ai"),
        ("chainhub", "api.chainhub.tech/v1beta, key as both"),
    ],
)
def test_presets_know_their_place(studio: Studio, preset: str, words: str) -> None:
    assert words in studio("connections", "add", preset.title(), "--preset", preset).out


def test_a_preset_for_a_place_of_ones_own_has_to_be_told_where(studio: Studio) -> None:
    ended = studio("connections", "add", "Mine", "--preset", "new-api", "--base-url", "gateway.example")
    assert "https://gateway.example/v1beta, key as goog-key" in ended.out
    ended = studio("connections", "add", "Proxy", "--preset", "litellm", "--base-url", "localhost:4000")
    assert "http://localhost:4000/v1beta, key as bearer" in ended.out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["add", "sandbox", "--preset", "google"], "choose another"),
        (["add", "A", "--base-url", "http://gateway.example"], "https"),
        (["add", "A", "--base-url", "https://u:p@gateway.example"], "password"),
        (["add", "A", "--base-url", "https://gateway.example?api_key=1"], "key"),
        (["add", "A"], "--base-url, or a provider with --preset"),
        (["add", "A", "--preset", "new-api"], "--base-url such as https://gateway.example"),
        (["add", "A", "--preset", "google", "--base-url", "gateway.example"], "leave --base-url or --preset out"),
        (["add", " ", "--preset", "google"], "name"),
        (["add", "A" * 61, "--preset", "google"], "60"),
        (["add", "A", "--preset", "google", "--concurrency", "99"], "8"),
        (["remove", "Nobody"], "no connection “Nobody”"),
        (["set-key", "Nobody"], "no connection “Nobody”"),
    ],
)
def test_what_cannot_be(studio: Studio, arguments: list[str], words: str) -> None:
    ended = studio("connections", *arguments)
    assert ended.status == 2
    assert words in ended.err
    assert "charged" not in ended.err
    assert names(studio) == [("sandbox", True)]


def test_the_default_can_be_chosen_the_sandbox_included(studio: Studio) -> None:
    assert studio("connections", "add", "A", "--preset", "google").status == 0
    assert studio("connections", "add", "B", "--preset", "chainhub").status == 0
    assert studio("connections", "default", "a").status == 0
    assert names(studio) == [("sandbox", False), ("A", True), ("B", False)]
    assert studio("connections", "default", "sandbox").status == 0
    assert names(studio) == [("sandbox", True), ("A", False), ("B", False)]
    assert studio("connections", "add", "C", "--preset", "google").status == 0
    assert names(studio)[-1] == ("C", True)


def test_a_name_with_a_blank_is_quoted_where_it_is_to_be_typed(studio: Studio) -> None:
    assert "set-key 'My own'" in studio("connections", "add", "My own", "--preset", "google").err


def test_a_name_is_taken_once(studio: Studio) -> None:
    assert studio("connections", "add", "A", "--preset", "google").status == 0
    assert studio("connections", "add", "a", "--preset", "google").status == 2


def test_no_key_given_changes_nothing(studio: Studio) -> None:
    assert studio("connections", "add", "A", "--preset", "google").status == 0
    ended = studio("connections", "set-key", "A", stdin="\n")
    assert ended.status == 4
    assert "No key was given" in ended.err
