"""Reply scripts: how one is chosen, that each is told in a sentence, and that their pictures are what was asked for."""

import io
import json
from base64 import b64decode
from typing import Any

import pytest
import requests
from PIL import Image

from studio.cli.main import main
from studio.sandbox.errors import InvalidArgument
from studio.sandbox.models import find_model
from studio.sandbox.scripts.contents import CONTENTS
from studio.sandbox.scripts.endings import BLOCK_REASONS, FINISH_REASONS
from studio.sandbox.scripts.scene import Scene
from studio.sandbox.scripts.script import Document, Raw
from studio.sandbox.scripts.table import HEADER, SCRIPTS, chosen
from studio.sandbox.server import SandboxServer
from studio.sandbox.wish import Part, Settings, Turn, Wish
from tests.sandbox.asking import post, text_of, user

SMALL = {"imageConfig": {"imageSize": "512", "aspectRatio": "16:9"}}
FLASH = "gemini-3.1-flash-image"


def asked(words: str, **more: Any) -> dict[str, Any]:
    return {"contents": [user(words)], "generationConfig": SMALL} | more


def played(name: str, step: int = 0) -> Document | Raw:
    wish = Wish(find_model(FLASH, "v1beta"), (Turn("user", (Part("an otter"),)),), Settings(size="512"), 4, 0)
    return SCRIPTS[name].steps[step](Scene(wish, FLASH, "http://127.0.0.1:1"))


def test_a_word_in_the_prompt_or_a_header_chooses_a_script(server: SandboxServer) -> None:
    blocked = post(server, asked("an otter [[blocked-safety]]"), FLASH).json()
    assert blocked["promptFeedback"]["blockReason"] == "SAFETY"
    by_header = post(server, asked("an otter"), FLASH, headers={HEADER: "blocked-safety"}).json()
    assert by_header["promptFeedback"] == blocked["promptFeedback"]


def test_brackets_that_name_no_script_are_words_and_a_header_that_names_none_is_refused(server: SandboxServer) -> None:
    drawn = post(server, asked("an otter in [[Sea]]"), FLASH)
    assert any("inlineData" in part for part in drawn.json()["candidates"][0]["content"]["parts"])
    assert text_of(drawn.json()).endswith("[[sea]] is no script, so it was read like any words.")
    assert "script" not in text_of(post(server, asked("an otter in [sea] ([[]], [[!]])"), FLASH).json())
    refused = post(server, asked("an otter"), FLASH, headers={HEADER: "blocked-by-nobody"})
    assert refused.status_code == 400
    assert "blocked-by-nobody" in refused.json()["error"]["message"]


def test_a_name_may_be_written_in_capitals_and_with_room_around_it() -> None:
    for written in ("429-Retry-Info", "429_retry_info", " 429-retry-info "):
        assert chosen({}, f"an otter [[{written}]]") is SCRIPTS["429-retry-info"]
        assert chosen({HEADER: written}, "") is SCRIPTS["429-retry-info"]
    assert chosen({}, "a [[sea]] with [[drip]]") is SCRIPTS["drip"]


def test_who_mistypes_a_script_is_told_and_who_means_none_is_not() -> None:
    for written, meant in (("429-rety-info", "429-retry-info"), ("blocked-safty", "blocked-safety")):
        with pytest.raises(InvalidArgument, match=rf'no script "{written}"\. Did you mean .*{meant}'):
            chosen({}, f"an otter [[{written}]]")
    for words in ("[[cat]]", "[[drop]]", "[[house by the sea]]", "[[x]]", "[[title]]", "[[sketch]]", "[[hug]]"):
        assert chosen({}, f"an otter {words}") is None
    with pytest.raises(InvalidArgument, match=r'no script "retry-info"\. Did you mean 429-retry-info'):
        chosen({HEADER: "retry-info"}, "")


def test_a_script_is_strict_all_the_same(server: SandboxServer) -> None:
    wrong = post(server, asked("an otter [[image-first]]", nonsense=1), FLASH)
    assert wrong.status_code == 400
    assert "nonsense" in wrong.json()["error"]["message"]


def test_steps_follow_one_another_for_one_request_and_begin_again(server: SandboxServer) -> None:
    statuses = [post(server, asked("steps [[503-twice]]"), FLASH).status_code for _ in range(4)]
    assert statuses == [503, 503, 200, 503]
    assert post(server, asked("other words [[503-twice]]"), FLASH).status_code == 503


def test_a_link_of_a_reply_leads_to_the_picture(server: SandboxServer) -> None:
    reply = post(server, asked("an otter [[file-data]]"), FLASH).json()
    uri = reply["candidates"][0]["content"]["parts"][1]["fileData"]["fileUri"]
    with Image.open(io.BytesIO(requests.get(uri, timeout=10).content)) as image:
        assert image.size == (688, 384)
    assert requests.get(f"{server.url}/pictures/gone.png", timeout=10).status_code == 404


def test_a_cut_is_a_cut_and_what_was_sent_before_it_arrives(server: SandboxServer) -> None:
    with pytest.raises((requests.exceptions.ChunkedEncodingError, requests.exceptions.ConnectionError)):
        post(server, asked("an otter [[cut-in-picture]]"), FLASH)


def test_all_scripts_are_listed_with_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sandbox", "--scripts"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == list(SCRIPTS)
    assert all(script.sentence.endswith(".") for script in SCRIPTS.values())
    assert len({script.sentence for script in SCRIPTS.values()}) == len(SCRIPTS)


def test_every_reason_has_its_scripts() -> None:
    words = {reason.lower().replace("_", "-") for reason in FINISH_REASONS}
    assert {f"finish-{word}{said}" for word in words for said in ("", "-said")} <= SCRIPTS.keys()
    assert {f"blocked-{reason.lower().replace('_', '-')}" for reason in BLOCK_REASONS} <= SCRIPTS.keys()


@pytest.mark.parametrize("name", [script.name for script in CONTENTS if script.name not in ("huge", "chat")])
def test_pictures_are_whole_files_of_the_size_asked_for(name: str) -> None:
    made = played(name)
    body = json.dumps(made.value) if isinstance(made, Document) else made.pieces[0].decode()  # type: ignore[union-attr]
    found = [data for _, data in _base64_in(json.loads(body))]
    assert found or "/pictures/" in body or "data:image" in body
    for data in found:
        with Image.open(io.BytesIO(data)) as image:
            image.load()
            assert image.size == (512, 512)


def _base64_in(value: Any, key: str = "") -> list[tuple[str, bytes]]:
    if isinstance(value, list):
        return [found for each in value for found in _base64_in(each)]
    if isinstance(value, dict):
        return [found for name, each in value.items() for found in _base64_in(each, name)]
    if key != "data":
        return []
    digits = value.replace("\n", "").replace("-", "+").replace("_", "/")
    return [(key, b64decode(digits + "=" * (-len(digits) % 4)))]
