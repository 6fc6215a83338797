"""`studio generate` from a prompt to files, against the built-in sandbox and a server that keeps what it is sent."""

import base64
import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from studio.library.library import Library
from tests.cli.conftest import KEY, Studio
from tests.fakes.replies import image_part, picture, reply_of
from tests.fakes.server import one_after_another, plain, reply, serving
from tests.gemini.test_event_stream import events
from tests.gemini.test_streamed import END, piece

SIGNED = {"text": "Here.", "thoughtSignature": "c2ln"}


def opened(path: Path) -> Image.Image:
    with Image.open(path) as image:
        image.load()
        return image


def test_one_command_makes_a_picture_and_a_second_one_changes_it(studio: Studio, library: Path, tmp_path: Path) -> None:
    prompt = "A cute baby otter wearing a tiny top hat, watercolor style"
    first = studio("generate", prompt, "--library", library, "--out", tmp_path / "out")
    assert first.status == 0
    (path,) = first.paths
    assert path.parent == tmp_path / "out"
    assert opened(path).size == (1024, 1024)
    assert "Seed" in first.err
    second = studio("generate", "make it night", "--continue", "last", "--library", library)
    assert second.status == 0
    assert opened(second.paths[0]).size == (1024, 1024)
    assert library in second.paths[0].parents
    listing = json.loads(studio("library", "list", "--library", library, "--json").out)
    assert [turn["prompt"] for turn in listing["turns"]] == ["make it night", prompt]
    assert listing["turns"][0]["parent"] == listing["turns"][1]["id"]
    assert studio("library", "verify", "--library", library).status == 0


def test_going_on_sends_user_model_user_with_the_reply_as_it_came(studio: Studio, library: Path) -> None:
    part = image_part(picture(1), signature="b3BhcXVl" * 5000)
    first = reply_of(SIGNED, part)
    with serving(one_after_another(reply(first), reply(reply_of(image_part(picture(2)))))) as server:
        place = ("--base-url", server.url, "--library", library, "--model", "gemini-3-pro-image")
        assert studio("generate", "an otter", *place).status == 0
        assert studio("generate", "make it night", "--continue", "last", *place).status == 0
    contents = server.posts()[1].json["contents"]
    assert [content["role"] for content in contents] == ["user", "model", "user"]
    assert contents[0]["parts"] == [{"text": "an otter"}]
    assert contents[1] == first["candidates"][0]["content"]
    assert contents[2]["parts"] == [{"text": "make it night"}]


def test_what_is_streamed_is_said_as_it_comes_and_once(studio: Studio, library: Path) -> None:
    pieces = [piece({"text": "An ot"}), piece({"text": "ter."}), piece(image_part(picture(1))), END]
    with serving(plain(events(pieces), Content_Type="text/event-stream")) as server:
        done = studio("generate", "an otter", "--base-url", server.url, "--library", library, "--stream")
        assert server.posts()[0].target.endswith(":streamGenerateContent?alt=sse")
    assert done.status == 0
    assert done.err.count("An otter.") == 1
    assert done.err.startswith("An otter.\n")
    assert done.paths[0].read_bytes() == picture(1)


def test_the_sandbox_streams_too_and_goes_on_from_there(studio: Studio, library: Path) -> None:
    pro = ("--model", "gemini-3-pro-image", "--library", library, "--stream")
    assert studio("generate", "an otter", *pro).status == 0
    assert studio("generate", "make it night", "--continue", "last", *pro).status == 0
    assert studio("generate", "and a hat", "--continue", "last", *pro[:-1]).status == 0
    listing = json.loads(studio("library", "list", "--library", library, "--json").out)
    with Library.open(library) as opened_library:
        turns = [opened_library.turns.get(turn["id"]) for turn in listing["turns"]]
    assert [turn.decisions for turn in turns] == [(), (), ()], "the history went verbatim, and its signatures held"


@pytest.mark.parametrize("url", ["https://api.routerhub.ai/v1beta"])
def test_who_sends_replies_whole_is_not_asked_for_a_stream(studio: Studio, library: Path, url: str) -> None:
    done = studio("generate", "an otter", "--base-url", url, "--library", library, "--stream")
    assert done.status == 2
    assert "leave --stream out" in done.err


def test_another_model_gets_the_last_image_instead_of_the_history(studio: Studio, library: Path) -> None:
    with serving(reply(reply_of(SIGNED, image_part(picture(1), signature="c2ln")))) as server:
        place = ("--base-url", server.url, "--library", library)
        assert studio("generate", "an otter", *place, "--model", "gemini-3-pro-image").status == 0
        ended = studio("generate", "bluer", *place, "--continue", "last", "--model", "gemini-2.5-flash-image", "--json")
    (content,) = server.posts()[1].json["contents"]
    assert content["role"] == "user"
    assert base64.b64decode(content["parts"][0]["inlineData"]["data"]) == picture(1)
    assert content["parts"][1] == {"text": "bluer"}
    assert json.loads(ended.out)["turns"][0]["history"][0]["reason"] == "another model"


def test_pictures_and_settings_go_along(studio: Studio, library: Path, tmp_path: Path) -> None:
    files = [tmp_path / "a.png", tmp_path / "b.jpg"]
    files[0].write_bytes(picture(1))
    files[1].write_bytes(picture(2, kind="JPEG"))
    with serving(reply(reply_of(image_part(picture(3))))) as server:
        images = [argument for file in files for argument in ("--image", file)]
        ended = studio(
            *("generate", "mix", *images, "--aspect", "16:9", "--size", "2k", "--seed", "7", "--library", library),
            *("--base-url", server.url, "--auth", "bearer", "--model", "google/gemini-3-pro-image-preview"),
        )
    assert ended.status == 0
    (request,) = server.posts()
    assert request.path == "/v1beta/models/google/gemini-3-pro-image-preview:generateContent"
    assert request.headers["authorization"] == f"Bearer {KEY}"
    parts = request.json["contents"][0]["parts"]
    assert [part.get("inlineData", {}).get("mimeType") for part in parts] == ["image/png", "image/jpeg", None]
    assert request.json["generationConfig"] == {
        "responseModalities": ["TEXT", "IMAGE"],
        "imageConfig": {"aspectRatio": "16:9", "imageSize": "2K"},
        "seed": 7,
    }


def test_every_finer_setting_goes_along_and_is_in_the_record(studio: Studio, library: Path) -> None:
    with serving(reply(reply_of(image_part(picture(3))))) as server:
        ended = studio(
            *("generate", "an otter", "--library", library, "--base-url", server.url, "--json"),
            *("--temperature", "0.5", "--top-p", "0.9", "--top-k", "40", "--thinking", "high", "--thoughts"),
            *("--search", "web", "--search", "image", "--media-resolution", "low", "--system", " Flat. "),
            *("--safety", "harassment=block_none", "--safety", "Hate-Speech=OFF"),
        )
    assert ended.status == 0
    sent = server.posts()[0].json
    assert sent["generationConfig"] == {
        "responseModalities": ["TEXT", "IMAGE"],
        "temperature": 0.5,
        "topP": 0.9,
        "topK": 40,
        "thinkingConfig": {"thinkingLevel": "HIGH", "includeThoughts": True},
        "mediaResolution": "MEDIA_RESOLUTION_LOW",
    }
    assert sent["tools"] == [{"googleSearch": {"searchTypes": {"webSearch": {}, "imageSearch": {}}}}]
    assert sent["systemInstruction"] == {"parts": [{"text": "Flat."}]}
    assert sent["safetySettings"] == [
        {"category": "HARM_CATEGORY_HARASSMENT", "threshold": "BLOCK_NONE"},
        {"category": "HARM_CATEGORY_HATE_SPEECH", "threshold": "OFF"},
    ]
    (turn,) = json.loads(ended.out)["turns"]
    assert turn["asked"]["thinkingLevel"] == "HIGH"
    assert turn["leftOut"] == []


def test_what_was_left_out_is_said(studio: Studio, library: Path) -> None:
    with serving(reply(reply_of(image_part(picture(3))))) as server:
        ended = studio(
            *("generate", "an otter", "--library", library, "--base-url", server.url),
            *("--cached-content", "cachedContents/a", "--system", "Flat.", "--search", "web"),
        )
    assert server.posts()[0].json["cachedContent"] == "cachedContents/a"
    assert not {"tools", "systemInstruction"} & server.posts()[0].json.keys()
    assert "systemInstruction was not sent: a cached content brings its own." in ended.err
    assert "webSearch was not sent: a cached content brings its own." in ended.err


def test_variants_are_requests_of_their_own_in_one_send(studio: Studio, library: Path) -> None:
    answers = [reply(reply_of(image_part(picture(seed)))) for seed in range(3)]
    with serving(one_after_another(*answers)) as server:
        ended = studio(
            "generate", "otters", "--count", "3", "--seed", "5", "--library", library, "--base-url", server.url
        )
    assert ended.status == 0
    assert {hashlib.sha256(path.read_bytes()).hexdigest() for path in ended.paths} == {
        hashlib.sha256(picture(seed)).hexdigest() for seed in range(3)
    }
    assert sorted(request.json["generationConfig"]["seed"] for request in server.posts()) == [5, 6, 7]
    with Library.open(library) as kept:
        turns = kept.turns.recent(10)
        assert len({turn.send_id for turn in turns}) == 1
        assert len({turn.conversation_id for turn in turns}) == 1
        assert {turn.origin for turn in turns} == {"variant"}


def test_the_bytes_are_kept_as_they_came_and_drafts_beside_them(studio: Studio, library: Path) -> None:
    thought = image_part(picture(1)) | {"thought": True}
    parts = [thought, image_part(picture(2)), {"text": "Done."}, image_part(picture(3))]
    with serving(reply(reply_of(*parts))) as server:
        ended = studio("generate", "an otter", "--library", library, "--base-url", server.url, "--json")
    images = json.loads(ended.out)["images"]
    assert [image["role"] for image in images] == ["thought", "draft", "main"]
    assert [Path(image["path"]).read_bytes() for image in images] == [picture(1), picture(2), picture(3)]
    assert images[0]["width"] == 64


def test_json_is_one_object_and_the_only_thing_printed(studio: Studio, library: Path) -> None:
    with serving(reply(reply_of(image_part(picture())))) as server:
        ended = studio("generate", "x", "--library", library, "--base-url", server.url, "--json")
        value = json.loads(ended.out)
    assert value["errors"] == []
    assert value["turns"][0]["outcome"] == "images"
    assert value["turns"][0]["actualMicros"] is not None
    assert value["images"][0]["sha256"] == hashlib.sha256(picture()).hexdigest()


def test_both_json_outputs_say_the_same_of_a_turn(studio: Studio, library: Path) -> None:
    with serving(reply(reply_of(image_part(picture())))) as server:
        made = json.loads(studio("generate", "x", "--library", library, "--base-url", server.url, "--json").out)
    (listed,) = json.loads(studio("library", "list", "--library", library, "--json").out)["turns"]
    assert made["images"] == listed["images"]
    (turn,) = made["turns"]
    assert {name: turn[name] for name in turn if name in listed} == {
        name: listed[name] for name in listed if name in turn
    }
    assert turn["created"].endswith("+00:00")


def test_a_copy_never_overwrites_a_file(studio: Studio, library: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    with serving(reply(reply_of(image_part(picture())))) as server:
        where = ("--library", library, "--base-url", server.url, "--out", out)
        (first,) = studio("generate", "x", *where).paths
        first.write_bytes(b"mine")
        name = first.name
        (second,) = studio("generate", "x", *where).paths
    assert first.read_bytes() == b"mine"
    assert second.read_bytes() == picture()
    assert (out / name) != second


def test_a_prompt_of_five_megabytes_comes_through_standard_input(studio: Studio, library: Path) -> None:
    prompt = "otter " * 900_000
    with serving(reply(reply_of(image_part(picture())))) as server:
        ended = studio("generate", "-", "--library", library, "--base-url", server.url, stdin=prompt)
    assert ended.status == 0
    assert server.posts()[0].json["contents"][0]["parts"][0]["text"] == prompt.strip()


@pytest.mark.parametrize("ending", [6, 32])
def test_a_turn_is_named_by_a_unique_ending(studio: Studio, library: Path, ending: int) -> None:
    with serving(reply(reply_of(SIGNED, image_part(picture(), signature="c2ln")))) as server:
        place = ("--library", library, "--base-url", server.url, "--model", "gemini-3-pro-image")
        made = json.loads(studio("generate", "one", *place, "--json").out)
        turn = made["turns"][0]["id"]
        assert studio("generate", "two", "--continue", turn[-ending:], *place).status == 0
    assert len(server.posts()[1].json["contents"]) == 3


def test_waits_the_server_asks_for_are_kept_and_shown_as_attempts(studio: Studio, library: Path) -> None:
    busy = {"error": {"code": 429, "status": "RESOURCE_EXHAUSTED", "message": "Please retry in 0.05s."}}
    with serving(
        one_after_another(reply(busy, 429), reply(busy, 429), reply(reply_of(image_part(picture()))))
    ) as server:
        ended = studio("generate", "x", "--library", library, "--base-url", server.url)
    assert ended.status == 0
    assert len(server.posts()) == 3
    with Library.open(library) as kept:
        (turn,) = kept.turns.recent(10)
        assert [attempt.state for attempt in kept.turns.attempts(turn.id)] == ["failed", "failed", "done"]


def test_what_came_is_told_beside_the_picture(studio: Studio, library: Path) -> None:
    answer = reply_of({"text": "Here.\x1b]0;owned\x07"}, image_part(picture()), finishReason="OTHER")
    with serving(reply(answer)) as server:
        place = ("--library", library, "--base-url", server.url)
        ended = studio("generate", "x", *place, "--model", "gemini-3-pro-image", "--aspect", "16:9", "--size", "4K")
    assert ended.status == 0
    assert "Asked 4K 16:9, got 64x48" in ended.err
    assert "Cost $0.1548" in ended.err
    assert "with a remark" in ended.err
    assert "Here." in ended.err
    assert "\x1b" not in ended.err
    assert ended.paths[0].exists()


def test_what_became_of_the_history_is_said(studio: Studio, library: Path) -> None:
    with serving(reply(reply_of(SIGNED, image_part(picture(1), signature="c2ln")))) as server:
        place = ("--base-url", server.url, "--library", library)
        assert studio("generate", "an otter", *place, "--model", "gemini-3-pro-image").status == 0
        ended = studio("generate", "bluer", *place, "--continue", "last", "--model", "gemini-2.5-flash-image")
    assert "only its last picture was sent, because it was made with another model" in ended.err


def test_a_folder_that_takes_no_copies_is_told_before_anything_is_paid(
    studio: Studio, library: Path, tmp_path: Path
) -> None:
    (tmp_path / "out").write_text("a file")
    with serving(reply(reply_of(image_part(picture())))) as server:
        ended = studio("generate", "x", "--library", library, "--base-url", server.url, "--out", tmp_path / "out")
    assert ended.status == 2
    assert "cannot be written" in ended.err
    assert server.requests == []


def test_going_on_from_a_place_nobody_saved_needs_to_be_said(studio: Studio, library: Path) -> None:
    assert studio("connections", "add", "Other", "--base-url", "http://127.0.0.1:9").status == 0
    with serving(reply(reply_of(SIGNED, image_part(picture(1), signature="c2ln")))) as server:
        assert studio("generate", "an otter", "--base-url", server.url, "--library", library).status == 0
        ended = studio("generate", "bluer", "--continue", "last", "--library", library)
    assert ended.status == 2
    assert "not a saved connection" in ended.err
    assert len(server.posts()) == 1


@pytest.mark.parametrize("encoding", ["latin-1", "ascii", "utf-8:strict"])
def test_no_locale_stands_between_a_picture_and_its_path(tmp_path: Path, encoding: str) -> None:
    command = [sys.executable, "-m", "studio", "generate", "猫 in a hat", "--library", str(tmp_path / "lib")]
    done = subprocess.run(
        command, env={**os.environ, "PYTHONIOENCODING": encoding, "LC_ALL": "C"}, capture_output=True, check=True
    )
    assert Path(os.fsdecode(done.stdout.strip())).exists()


def test_a_full_device_as_output_is_said(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "studio", "generate", "a boat", "--library", str(tmp_path / "lib")]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True)
    assert done.returncode == 3
    assert "What was made is in the library" in done.stderr
    assert "Traceback" not in done.stderr
