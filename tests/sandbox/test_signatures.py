"""Signatures: which parts carry one, which have to bring it back, and what happens to a damaged one."""

import copy
import io
from base64 import b64decode, b64encode, urlsafe_b64encode
from typing import Any

import pytest
import requests
from PIL import Image

from studio.sandbox.server import SandboxServer
from tests.sandbox.asking import (
    FIRST,
    LITE,
    PRO,
    ask,
    bytes_of,
    content_of,
    image_part,
    photo,
    picture_of,
    png,
    post,
    text_of,
    user,
)

CORRUPTED = "Corrupted thought signature."


@pytest.fixture(scope="module")
def turn(server: SandboxServer) -> dict[str, Any]:
    """The model turn of a real reply: words, then a picture."""
    return content_of(ask(server, user("a small house"), model=LITE))


def again(server: SandboxServer, model_turn: dict[str, Any], model: str = LITE) -> requests.Response:
    contents = [user("a small house"), model_turn, user("make it night")]
    return post(server, {"contents": contents, "generationConfig": {"responseModalities": ["TEXT"]}}, model)


def message(response: requests.Response) -> str:
    assert response.status_code == 400, response.text
    words: str = response.json()["error"]["message"]
    return words


def test_a_conversation_goes_on_with_the_picture_of_the_last_turn(server: SandboxServer, turn: dict[str, Any]) -> None:
    reply = ask(server, user("a small house"), turn, user("mirror it"), model=LITE)
    assert "mirrored it" in text_of(reply)
    before = Image.open(io.BytesIO(b64decode(turn["parts"][1]["inlineData"]["data"])))
    assert picture_of(reply).tobytes() == before.transpose(Image.Transpose.FLIP_LEFT_RIGHT).tobytes()


def test_words_and_picture_are_signed(turn: dict[str, Any]) -> None:
    assert [sorted(part) for part in turn["parts"]] == [
        ["text", "thoughtSignature"],
        ["inlineData", "thoughtSignature"],
    ]
    for part in turn["parts"]:
        assert b64encode(b64decode(part["thoughtSignature"], validate=True)).decode() == part["thoughtSignature"]


def test_a_signature_holds_on_another_server(server: SandboxServer, turn: dict[str, Any]) -> None:
    with SandboxServer() as other:
        assert other.url != server.url
        assert again(other, turn).status_code == 200


def test_a_signature_may_come_back_url_safe(server: SandboxServer, turn: dict[str, Any]) -> None:
    safe = copy.deepcopy(turn)
    for part in safe["parts"]:
        part["thought_signature"] = urlsafe_b64encode(b64decode(part.pop("thoughtSignature"))).decode().rstrip("=")
    assert again(server, safe).status_code == 200


@pytest.mark.parametrize(("index", "kind"), [(0, "Text"), (1, "Image")])
@pytest.mark.parametrize("instead", [None, ""])
def test_an_absent_signature(
    server: SandboxServer, turn: dict[str, Any], index: int, kind: str, instead: str | None
) -> None:
    bare = copy.deepcopy(turn)
    bare["parts"][index]["thoughtSignature"] = instead
    expected = f"{kind} part is missing a thought_signature in content position 2, part position {index + 1}."
    assert message(again(server, bare)) == expected


def test_each_turn_of_the_model_begins_anew(server: SandboxServer, turn: dict[str, Any]) -> None:
    later = copy.deepcopy(turn)
    del later["parts"][0]["thoughtSignature"]
    contents = [user("a small house"), turn, user("make it night"), later, user("mirror it")]
    body = {"contents": contents, "generationConfig": {"responseModalities": ["TEXT"]}}
    expected = "Text part is missing a thought_signature in content position 4, part position 1."
    assert message(post(server, body, LITE)) == expected


def test_damaged_signatures(server: SandboxServer, turn: dict[str, Any]) -> None:
    swapped, encoded, reworded = (copy.deepcopy(turn) for _ in range(3))
    words, picture = swapped["parts"]
    words["thoughtSignature"], picture["thoughtSignature"] = picture["thoughtSignature"], words["thoughtSignature"]
    with Image.open(io.BytesIO(b64decode(picture["inlineData"]["data"]))) as image:
        encoded["parts"][1]["inlineData"] = image_part(png(image, "JPEG"), "image/jpeg")["inlineData"]
    reworded["parts"][0]["text"] += "!"
    for damaged in (swapped, encoded, reworded):
        assert message(again(server, damaged)) == CORRUPTED


def test_a_signature_belongs_to_its_model_and_its_preview(server: SandboxServer, turn: dict[str, Any]) -> None:
    assert message(again(server, turn, PRO)) == CORRUPTED
    assert again(server, turn, f"google/{LITE}-preview").status_code == 200
    assert again(server, turn, FIRST).status_code == 200


def test_only_the_first_words_and_the_pictures_need_one(server: SandboxServer, turn: dict[str, Any]) -> None:
    more = copy.deepcopy(turn)
    more["parts"] = [{"text": "hm", "thought": True}, *more["parts"], {"text": "And more words."}]
    assert again(server, more).status_code == 200


def test_a_picture_of_the_user_needs_none(server: SandboxServer) -> None:
    contents = [user("look", image_part(png(photo()))), user("make it grey")]
    body = {"contents": contents, "generationConfig": {"responseModalities": ["TEXT"]}}
    assert post(server, body, LITE).status_code == 200


def test_the_first_generation_neither_gives_nor_needs_one(server: SandboxServer) -> None:
    reply = ask(server, user("a tree"))
    assert all("thoughtSignature" not in part for part in content_of(reply)["parts"])
    assert again(server, content_of(reply), FIRST).status_code == 200
    assert bytes_of(reply).startswith(b"\x89PNG")
