"""Everything that can be wrong, each with its exit status and one message: what happened, what it cost, what to do."""

import base64
import gzip
import io
import json
import os
import sqlite3
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from studio.library.library import Library
from tests.cli.conftest import KEY, Ended, Studio
from tests.fakes.nobody import nobody_there
from tests.fakes.replies import google_error, image_part, picture, reply_of
from tests.fakes.server import Answer, Request, Wire, plain, reply, serving

GOOD = reply(reply_of(image_part(picture())))
FREE = "Nothing was charged."
MAYBE = "It may have been charged."


def message_of(ended: Ended) -> str:
    """The one message; anything beside it fails the test."""
    lines = [line for line in ended.err.splitlines() if line.startswith("studio: ")]
    assert len(lines) == 1, ended.err
    assert ended.out == ""
    assert KEY not in ended.err
    return lines[0]


# --- prompts and arguments ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["generate", ""], "prompt is empty"),
        (["generate", "  \n "], "prompt is empty"),
        (["generate", "x", "--count", "0"], "1 to 8"),
        (["generate", "x", "--count", "9"], "1 to 8"),
        (["generate", "x", "--seed", str(2**31)], "32 bits"),
        (["generate", "x", "--seed", str(2**31 - 1), "--count", "2"], "32 bits"),
        (["generate", "x", "--aspect", ""], "--aspect is empty"),
        (["generate", "x", "--base-url", " "], "--base-url is empty"),
        (["generate", "x", "--continue", ""], "--continue is empty"),
        (["generate", "x", "--aspect", "9:21"], "does not draw 9:21"),
        (["generate", "x", "--size", "8K"], "does not draw 8K"),
        (["generate", "x", "--size", "1K", "--model", "gemini-2.5-flash-image"], "leave --size away"),
        (["generate", "x", "--temperature", "2.5"], "--temperature is a number from 0 to 2"),
        (["generate", "x", "--temperature", "nan"], "--temperature is a number from 0 to 2"),
        (["generate", "x", "--temperature", "1.5"], "takes no --temperature above 1"),
        (["generate", "x", "--top-p", "-1"], "--top-p is a number from 0 to 1"),
        (["generate", "x", "--top-k", "0"], "--top-k is a whole number from 1 to 64"),
        (["generate", "x", "--thinking", "low"], "does not take --thinking low. It takes minimal, medium, high."),
        (["generate", "x", "--thinking", "high", "--model", "gemini-3-pro-image"], "--thinking high. Leave it away."),
        (["generate", "x", "--search", "web", "--model", "gemini-2.5-flash-image"], "does not take --search web"),
        (["generate", "x", "--safety", "harassment"], "no CATEGORY=THRESHOLD"),
        (["generate", "x", "--safety", "rudeness=off"], "hate-speech"),
        (["generate", "x", "--safety", "harassment=some"], "block_only_high"),
        (["generate", "x", "--safety", "harassment=off", "--safety", "Harassment=off"], "more than once"),
        (["generate", "x", "--system", "  "], "--system is empty"),
        (["generate", "x", "--cached-content", "x" * 501], "--cached-content is too long"),
        (["generate", "x", "--continue", "last"], "continued"),
        (["generate", "x", "--continue", "abcdef"], "abcdef"),
        (["generate", "x", "--connection", "nowhere"], "no connection “nowhere”"),
        (["generate", "x", "--auth", "bearer"], "--base-url"),
        (["generate", "x", "--base-url", "http://gateway.example"], "encryption"),
        (["generate", "x", "--base-url", "https://gateway.example/?key=abc"], "must not hold a key"),
        (["generate", "x", "--base-url", "ftp://gateway.example"], "https"),
        (["generate", "x", "--base-url", "http://127.0.0.1:1", "--model", "a..b?c"], "model id"),
    ],
)
def test_arguments_that_cannot_be_used(studio: Studio, library: Path, arguments: list[str], words: str) -> None:
    Library.open(library).close()
    ended = studio(*arguments, "--library", library)
    assert ended.status == 2
    message = message_of(ended)
    assert words in message
    assert FREE in message


def test_the_last_seed_there_is_can_be_used(studio: Studio, library: Path) -> None:
    with serving(GOOD) as server:
        place = ("--library", library, "--base-url", server.url)
        assert studio("generate", "x", "--seed", str(2**31 - 1), *place).status == 0
    assert server.posts()[0].json["generationConfig"]["seed"] == 2**31 - 1


@pytest.mark.parametrize("folder", ["", "~nobody-of-that-name/x"])
def test_a_library_that_cannot_be_named(studio: Studio, folder: str) -> None:
    assert studio("generate", "x", "--library", folder).status == 2
    assert studio("library", "list", "--library", folder).status == 2


@pytest.mark.parametrize("arguments", [["draw"], ["generate"], ["generate", "x", "--count", "two"]])
def test_a_command_that_does_not_exist(studio: Studio, arguments: list[str]) -> None:
    ended = studio(*arguments)
    assert ended.status == 2
    assert "usage: studio" in ended.err


# --- files -------------------------------------------------------------------------------------------------------


def bomb() -> bytes:
    """A PNG of 50,000 x 50,000 pixels in a few kilobytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 50_000, 50_000, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(bytes(1 << 20)))
        + chunk(b"IEND", b"")
    )


def heic() -> bytes:
    return b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(100)


FILES: list[tuple[str, bytes | None, str]] = [
    ("words.png", b"these are words", "is no picture"),
    ("empty.png", b"", "is empty"),
    ("half.png", picture(size=(300, 300))[:9000], "damaged or cut short"),
    ("half.jpg", picture(size=(300, 300), kind="JPEG")[:9000], "damaged or cut short"),
    ("bomb.png", bomb(), "too many pixels"),
    ("logo.svg", b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "drawing (SVG)"),
    ("photo.heic", heic(), "HEIC"),
    ("page.pdf", b"%PDF-1.7\n%...", "PDF"),
    ("missing.png", None, "is not there"),
]


@pytest.mark.parametrize(("name", "data", "words"), FILES)
def test_files_that_cannot_be_inputs(
    studio: Studio, library: Path, tmp_path: Path, name: str, data: bytes | None, words: str
) -> None:
    file = tmp_path / name
    if data is not None:
        file.write_bytes(data)
    with serving(GOOD) as server:
        ended = studio("generate", "x", "--image", file, "--library", library, "--base-url", server.url)
    assert ended.status == 2
    message = message_of(ended)
    assert name in message
    assert words in message
    assert FREE in message
    assert server.requests == []
    assert data is None or file.read_bytes() == data


def test_three_requests_of_unknown_fate_are_told_as_three(studio: Studio, library: Path) -> None:
    with serving(reply(google_error(500, "INTERNAL", "oops"), 500)) as server:
        ended = studio("generate", "x", "--count", "3", "--library", library, "--base-url", server.url)
    assert ended.status == 3
    assert "(3 of 3 requests)" in message_of(ended)


def test_the_sandbox_charges_nothing_whatever_happens(studio: Studio, library: Path) -> None:
    ended = studio("generate", "x", "--library", library, "--model", "gemini-99-image")
    assert ended.status == 1
    assert "The sandbox knows no such model" in message_of(ended)
    assert "may have been" not in ended.err
    assert studio("generate", "x", "--library", library).status == 0
    turns = json.loads(studio("library", "list", "--library", library, "--json").out)["turns"]
    assert [attempt["charge"] for turn in turns for attempt in turn["attempts"]] == ["none", "none"]


def test_a_folder_and_a_pipe(studio: Studio, library: Path, tmp_path: Path) -> None:
    (tmp_path / "folder.png").mkdir()
    os.mkfifo(tmp_path / "pipe.png")
    for name, words in (("folder.png", "is a folder"), ("pipe.png", "no ordinary file")):
        ended = studio("generate", "x", "--image", tmp_path / name, "--library", library)
        assert ended.status == 2
        assert words in message_of(ended)


@pytest.mark.parametrize("kind", ["BMP", "GIF", "TIFF"])
def test_formats_the_api_refuses_are_converted(studio: Studio, library: Path, tmp_path: Path, kind: str) -> None:
    file = tmp_path / f"photo.{kind.lower()}"
    Image.new("RGB", (40, 30), "teal").save(file, kind)
    with serving(GOOD) as server:
        ended = studio("generate", "x", "--image", file, "--library", library, "--base-url", server.url)
    assert ended.status == 0
    assert kind in ended.err
    sent = server.posts()[0].json["contents"][0]["parts"][0]["inlineData"]
    assert sent["mimeType"] == "image/png"
    with Image.open(io.BytesIO(base64.b64decode(sent["data"]))) as image:
        assert image.format == "PNG"
        assert image.size == (40, 30)


def test_a_picture_piped_in_as_a_prompt_is_not_sent(studio: Studio, library: Path, tmp_path: Path) -> None:
    with serving(GOOD) as server:
        ended = studio("generate", "-", "--library", library, "--base-url", server.url, stdin="\udcff\udcd8JFIF\0")
    assert ended.status == 2
    assert "--image" in message_of(ended)
    assert server.requests == []


def test_what_cannot_work_makes_no_library(studio: Studio, library: Path, tmp_path: Path) -> None:
    assert studio("generate", "x", "--continue", "last", "--library", library).status == 2
    assert studio("generate", "x", "--image", tmp_path / "none.png", "--library", library).status == 2
    assert not library.exists()


def test_a_prompt_without_quotes_gets_a_hint(studio: Studio) -> None:
    ended = studio("generate", "a", "red", "fox")
    assert ended.status == 2
    assert "in quotes" in ended.err


# --- libraries ---------------------------------------------------------------------------------------------------


def a_file(folder: Path) -> None:
    folder.write_text("a file")


def newer(folder: Path) -> None:
    Library.open(folder).close()
    with sqlite3.connect(folder / "library.sqlite") as database:
        database.execute("PRAGMA user_version = 99")
    database.close()


def foreign(folder: Path) -> None:
    folder.mkdir()
    with sqlite3.connect(folder / "library.sqlite") as database:
        database.execute("CREATE TABLE recipe (name)")
    database.close()


def garbage(folder: Path) -> None:
    folder.mkdir()
    (folder / "library.sqlite").write_bytes(os.urandom(8192))


@pytest.mark.parametrize("spoil", [a_file, newer, foreign, garbage])
def test_libraries_that_cannot_be_used(studio: Studio, library: Path, spoil: Callable[[Path], None]) -> None:
    spoil(library)
    before = {path: path.read_bytes() for path in [library, *library.rglob("*")] if path.is_file()}
    with serving(GOOD) as server:
        ended = studio("generate", "x", "--library", library, "--base-url", server.url)
    assert ended.status == 2
    assert FREE in message_of(ended)
    assert server.requests == []
    for path, data in before.items():
        assert path.read_bytes() == data, "nothing that was there was changed"


@pytest.mark.parametrize("action", ["list", "verify", "recover"])
def test_a_library_that_is_missing_is_not_made_by_looking(studio: Studio, library: Path, action: str) -> None:
    ended = studio("library", action, "--library", library)
    assert ended.status == 2
    assert str(library) in message_of(ended)
    assert not library.exists()


def test_a_library_that_another_program_holds(studio: Studio, library: Path) -> None:
    Library.open(library).close()
    code = (
        "import sqlite3, sys; d = sqlite3.connect(sys.argv[1], isolation_level=None);"
        "d.execute('BEGIN EXCLUSIVE'); print('held', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", code, str(library / "library.sqlite")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder, serving(GOOD) as server:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        ended = studio("generate", "x", "--library", library, "--base-url", server.url)
        holder.communicate(b"")
    assert ended.status == 2
    assert "another program" in message_of(ended)
    assert server.requests == []


# --- servers -----------------------------------------------------------------------------------------------------


def reset(_: Request, wire: Wire) -> None:
    wire.head(200, 5000)
    wire.send(b'{"candidates":[{"content":')
    wire.reset()


def endless(_: Request, wire: Wire) -> None:
    wire.head(200, None)
    wire.send(b'{"candidates":[')
    while not wire.closing.is_set():
        wire.send(b"1," * 10_000)


GOOGLE_KEY = google_error(
    400,
    "INVALID_ARGUMENT",
    "API key not valid. Please pass a valid API key.",
    {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "API_KEY_INVALID", "domain": "googleapis.com"},
)
INVALID_BASE64 = json.dumps(reply_of(image_part(b"x" * 60))).encode().replace(b"eHh4", b"e!!4")
WRONG_TYPE = reply(reply_of(image_part(picture(kind="JPEG"), "image/png")))

SERVERS: list[tuple[str, Answer, int, str, str]] = [
    ("an unknown model", reply(google_error(404, "NOT_FOUND", "models/x is not found"), 404), 1, FREE, "no such model"),
    ("a refusal", reply(google_error(400, "INVALID_ARGUMENT", "bad ratio"), 400), 1, FREE, "bad ratio"),
    ("a wrong key", reply(GOOGLE_KEY, 400), 4, FREE, "refused the key"),
    ("no right", reply(google_error(403, "PERMISSION_DENIED", "off"), 403), 4, FREE, "key"),
    ("a web page", plain(b"<html><title>Hello</title>", Content_Type="text/html"), 3, MAYBE, "web page"),
    ("truncated JSON", plain(b'{"candidates":[{"content":{"par'), 3, MAYBE, "stops in the middle"),
    ("invalid base64", plain(INVALID_BASE64), 3, MAYBE, "base64"),
    ("other JSON", reply({"status": "fine"}), 3, MAYBE, "no reply of generateContent"),
    ("no candidates", reply({"usageMetadata": {"totalTokenCount": 3}}), 1, MAYBE, "No image came"),
    ("null candidates", reply({"candidates": None, "modelVersion": "m"}), 1, MAYBE, "No image came"),
    (
        "a blocked prompt",
        reply({"promptFeedback": {"blockReason": "PROHIBITED_CONTENT"}}),
        1,
        MAYBE,
        "does not allow this prompt",
    ),
    (
        "a withheld picture",
        reply({"candidates": [{"finishReason": "IMAGE_SAFETY", "finishMessage": "Unable to show."}]}),
        1,
        MAYBE,
        "Unable to show.",
    ),
    ("words only", reply(reply_of({"text": "Which otter?"})), 1, MAYBE, "answered in words"),
    ("an error in a 200", reply(google_error(500, "INTERNAL", "oops")), 3, MAYBE, "oops"),
    ("a redirect", plain(b"", 302, Location="https://elsewhere.example/"), 3, FREE, "elsewhere.example"),
    ("a failure", reply(google_error(500, "INTERNAL", "oops"), 500), 3, MAYBE, "oops"),
    ("a proxy's failure", plain(b"<html><title>524: A timeout occurred</title>", 524), 3, MAYBE, "524"),
    ("no quota", reply(google_error(429, "RESOURCE_EXHAUSTED", "limit: 0"), 429), 3, FREE, "no quota"),
    ("a cut connection", reset, 3, MAYBE, "broke"),
    ("a reply that never ends", endless, 3, MAYBE, "more beside its pictures than there is memory for"),
    (
        "a gzip bomb",
        plain(gzip.compress(b'{"a":"' + b"A" * (40 << 20)), Content_Encoding="gzip"),
        3,
        MAYBE,
        "bomb",
    ),
]


@pytest.mark.parametrize(("name", "answer", "status", "money", "words"), SERVERS, ids=[row[0] for row in SERVERS])
def test_bad_servers(
    studio: Studio, library: Path, name: str, answer: Answer, status: int, money: str, words: str
) -> None:
    with serving(answer) as server:
        ended = studio("generate", "an otter", "--library", library, "--base-url", server.url)
        listed = json.loads(studio("library", "list", "--library", library, "--json").out)
    assert ended.status == status, ended.err
    (line,) = [line for line in ended.err.splitlines() if line.startswith("studio: ")]
    assert words in line
    assert money in line
    assert ended.out == ""
    assert len(server.posts()) == 1
    (turn,) = listed["turns"]
    assert turn["prompt"] == "an otter", "the prompt is kept whatever comes"
    assert [attempt["ended"] is not None for attempt in turn["attempts"]] == [True]
    assert turn["attempts"][0]["charge"] == ("none" if money == FREE else "maybe")
    assert not any((library / "landing").iterdir())
    assert studio("library", "verify", "--library", library).status == 0


def test_a_picture_of_another_type_than_declared_is_kept_under_its_own(studio: Studio, library: Path) -> None:
    with serving(WRONG_TYPE) as server:
        ended = studio("generate", "x", "--library", library, "--base-url", server.url)
    assert ended.status == 0
    assert ended.paths[0].suffix == ".jpg"
    assert ended.paths[0].read_bytes() == picture(kind="JPEG")


def test_a_whole_picture_in_a_reply_that_breaks_off_is_kept(studio: Studio, library: Path) -> None:
    whole = json.dumps(reply_of(image_part(picture()))).encode()
    cut = whole[: whole.index(b'"finishReason"')]
    with serving(plain(cut)) as server:
        ended = studio("generate", "x", "--library", library, "--base-url", server.url)
    assert ended.status == 0
    assert ended.paths[0].read_bytes() == picture()
    assert "stops in the middle" in ended.err
    after = studio("generate", "y", "--library", library, "--continue", "last", "--base-url", server.url)
    assert after.status == 2, "what was cut off is never sent again as a turn"


def test_a_refused_connection_is_tried_again_and_said(studio: Studio, library: Path) -> None:
    with nobody_there() as url:
        ended = studio("generate", "x", "--library", library, "--base-url", url)
    assert ended.status == 3
    message = message_of(ended)
    assert "cannot be reached: the connection was refused" in message
    assert FREE in message


# --- keys --------------------------------------------------------------------------------------------------------


def test_no_key_at_all(studio: Studio, library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("STUDIO_API_KEY")
    ended = studio("generate", "x", "--library", library, "--base-url", "https://gateway.example")
    assert ended.status == 4
    assert "STUDIO_API_KEY" in message_of(ended)


def test_a_key_that_can_be_none(studio: Studio, library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STUDIO_API_KEY", "two words")
    ended = studio("generate", "x", "--library", library, "--base-url", "https://gateway.example")
    assert ended.status == 4


def test_no_keyring(studio: Studio, library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    added = studio("connections", "add", "Gateway", "--base-url", "http://127.0.0.1:9", stdin=KEY)
    assert added.status == 4
    assert KEY not in added.out + added.err
    assert "“Gateway” is saved, its key is not." in added.err
    assert studio("generate", "x", "--library", library).status == 0, "the default is still the sandbox"
    monkeypatch.delenv("STUDIO_API_KEY")
    ended = studio("generate", "x", "--library", library, "--connection", "gateway")
    assert ended.status == 4
    assert "keyring" in message_of(ended)
