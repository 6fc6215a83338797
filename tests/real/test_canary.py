"""Promise 5: after a day's work and every failure, the key is in no file, log line, output or foreign request."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

import pytest
import requests

from tests.fakes.replies import google_error, image_part, picture, reply_of
from tests.fakes.server import Answer, FakeServer, Request, Wire, one_after_another, plain, reply, serving
from tests.real.served import serve

# With characters that change in a query, so that its written-out form is looked for as well.
CANARY = "canary+5b7e/KEY=91"
ESCAPED = "".join(f"\\u{ord(character):04x}" for character in CANARY)
FORMS = (
    CANARY.encode(),
    quote(CANARY, safe="").encode(),
    CANARY.encode("utf-16-le"),
    ESCAPED.encode(),
    CANARY.replace("/", "\\/").encode(),
)

SIGNED = reply(reply_of({"text": "x", "thoughtSignature": "c2ln"}, image_part(picture(), signature="c2ln")))


def echo(request: Request, wire: Wire) -> None:
    """A server that repeats what it was sent, key and all, in its error."""
    words = f"bad key in {request.target} {request.headers}"
    reply(google_error(400, "INVALID_ARGUMENT", words), 400)(request, wire)


def echo_as_success(request: Request, wire: Wire) -> None:
    """One that repeats it in what looks like a reply, and in a web page."""
    words = f"you said {request.target} and {request.headers}"
    if len(request.body) % 2:
        plain(f"<html><title>{words}</title>".encode(), Content_Type="text/html")(request, wire)
    else:
        reply(reply_of({"text": words}))(request, wire)


def echo_in_a_long_text(request: Request, wire: Wire) -> None:
    """One that repeats it in a text so long that it is cut out of the reply."""
    words = "word after word " * 1250
    reply(reply_of({"text": f"{words}{request.target} {request.headers}{words}"}))(request, wire)


def echo_escaped(_: Request, wire: Wire) -> None:
    """One whose JSON escapes every character, and the slash in its own way."""
    escaped = json.dumps(reply_of({"text": "@ #"})).replace("@", ESCAPED).replace("#", CANARY.replace("/", "\\/"))
    plain(escaped.encode())(_, wire)


def echo_in_a_failed_success(request: Request, wire: Wire) -> None:
    """One that says 200 and means an error."""
    words = f"bad key in {request.target} {request.headers} @"
    failed = json.dumps(google_error(400, "INVALID_ARGUMENT", words)).replace("@", ESCAPED)
    plain(failed.encode())(request, wire)


def echo_as_events(request: Request, wire: Wire) -> None:
    """One that streams though nobody asked: no JSON, kept as it came."""
    events = b"data: " + json.dumps(reply_of({"text": f"{request.target} {request.headers}"})).encode()
    plain(events * 3 + ESCAPED.encode(), Content_Type="text/event-stream")(request, wire)


def cut(_: Request, wire: Wire) -> None:
    wire.head(200, 5000)
    wire.send(b'{"candidates":[')
    wire.reset()


def events(*values: object) -> bytes:
    return b"".join(b"data: " + json.dumps(value).encode() + b"\r\n\r\n" for value in values)


def streamed(*, whole: bool = True) -> Answer:
    """A picture in events, with a signature."""
    parts = ({"text": "x", "thoughtSignature": "c2ln"}, image_part(picture(), signature="c2ln"))
    first, last = ({"candidates": [{"content": {"role": "model", "parts": [part]}, "index": 0}]} for part in parts)
    end = reply_of() | {"candidates": [{"finishReason": "STOP", "index": 0}]}
    return plain(events(first, last, *([end] if whole else [])), Content_Type="text/event-stream")


def echo_streamed(request: Request, wire: Wire) -> None:
    """One that repeats it in a stream that is whole."""
    said = reply_of({"text": f"{request.target} {request.headers}"})
    plain(events(said, reply_of({"text": CANARY})), Content_Type="text/event-stream")(request, wire)


def echo_in_pieces(_: Request, wire: Wire) -> None:
    """One that cuts it in two, a few letters a piece, and in the middle of a spelling: joined, the words have it."""
    half, written = len(CANARY) // 2, quote(CANARY, safe="")
    pieces = [CANARY[:half], CANARY[half:], " ", *(CANARY[at : at + 4] for at in range(0, len(CANARY), 4))]
    pieces += [" ", written[:7], written[7:]]
    said = [reply_of({"text": piece}, finishReason="") for piece in pieces]
    plain(events(*said, reply_of({"text": "."})), Content_Type="text/event-stream")(_, wire)


def pieces_cut(_: Request, wire: Wire) -> None:
    """One that does so and breaks off."""
    said = [reply_of({"text": piece}, finishReason="") for piece in (CANARY[:9], CANARY[9:])]
    wire.head(200, 5000, Content_Type="text/event-stream")
    wire.send(events(*said))
    wire.reset()


def broken_off(request: Request, wire: Wire) -> None:
    """One that repeats it in the error that ends its stream."""
    begun = reply_of({"text": "x"}, finishReason="")
    failed = google_error(500, "INTERNAL", f"{request.target} {request.headers}")
    plain(events(begun, failed), Content_Type="text/event-stream")(request, wire)


def ask_nothing(request: Request, wire: Wire) -> None:
    """One that answers what is asked for nothing, and repeats the key as the name of a model and in its errors."""
    if not (CANARY in str(request.headers) or quote(CANARY, safe="") in request.target):
        reply(google_error(401, "UNAUTHENTICATED", "no key"), 401)(request, wire)
    elif request.method == "GET":
        reply({"models": [{"name": f"models/{CANARY}-image"}, {"name": f"models/an-image-{CANARY}"}]})(request, wire)
    elif request.path.endswith("countTokens"):
        reply({"totalTokens": 1, "note": CANARY})(request, wire)
    else:
        echo(request, wire)


# Run with every logger open, so that what any library would write in some user's set-up is seen here.
LOUD = """
import logging, sys
logging.basicConfig(level=logging.DEBUG, stream=sys.stderr)
from studio.cli.main import main
sys.exit(main(sys.argv[1:]))
"""


def run(environment: Mapping[str, str], *arguments: object, stdin: str = "") -> bytes:
    command = [sys.executable, "-X", "dev", "-c", LOUD, *map(str, arguments)]
    done = subprocess.run(
        command, env=environment, input=stdin.encode(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60
    )
    return done.stdout


@pytest.mark.timeout(1200)  # it starts forty processes
def test_the_key_is_found_nowhere(tmp_path: Path, home: Path) -> None:
    answers: list[Answer] = [
        SIGNED,
        SIGNED,
        echo,
        echo_as_success,
        echo_in_a_long_text,
        echo_escaped,
        echo_in_a_failed_success,
        echo_as_events,
        cut,
        plain(b"<html>no", Content_Type="text/html"),
        plain(b"", 500),
        reply(google_error(429, "RESOURCE_EXHAUSTED", "limit: 0"), 429),
    ]
    environment = _without_a_keyring(tmp_path)
    library, printed = tmp_path / "library", []
    with serving(SIGNED) as elsewhere, serving(one_after_another(*answers)) as server:
        for auth in ("goog-key", "bearer", "query"):
            server.answer = one_after_another(*answers, plain(b"", 302, Location=f"{elsewhere.url}/v1beta"))
            place = ("--library", library, "--base-url", server.url, "--auth", auth, "--out", tmp_path / "out")
            printed += [run(environment, "generate", "an otter", *place, "--json") for _ in range(len(answers) + 1)]
            printed.append(run(environment, "generate", "bluer", *place, "--continue", "last"))
        printed.append(run(environment, "connections", "add", "Far", "--base-url", server.url, stdin=CANARY))
        printed.append(run(environment, "generate", "x", "--connection", "Far", "--library", library))
        printed.append(run(environment, "generate", "x", "--base-url", "http://127.0.0.1:9", "--library", library))
        printed += [
            run(environment, "library", action, "--library", library) for action in ("list", "verify", "recover")
        ]
        assert elsewhere.requests == []
        assert len(server.posts()) >= 3 * (len(answers) + 1)
        _only_where_it_belongs(server)
    _is_nowhere(printed, tmp_path, home)


def test_nor_of_one_that_travels_in_two_places_and_brings_a_stream(tmp_path: Path, home: Path) -> None:
    environment, printed = _without_a_keyring(tmp_path), []
    answers = (streamed(), echo, echo_as_events, echo_streamed, broken_off, streamed(whole=False), cut)
    with serving(one_after_another(*answers)) as server:
        place = ("--base-url", server.url, "--auth", "both", "--library", tmp_path / "library", "--stream")
        # All but the last of them at the same time, in one process.
        printed.append(run(environment, "generate", "an otter", *place, "--count", len(answers), "--json"))
        server.answer = one_after_another(echo_in_pieces, pieces_cut)
        printed.append(run(environment, "generate", "an otter", *place, "--count", 2, "--json"))
        server.answer = streamed()
        printed.append(run(environment, "generate", "an otter", *place))
        printed.append(run(environment, "generate", "bluer", *place, "--continue", "last", "--out", tmp_path / "out"))
        assert [request.path.rpartition(":")[2] for request in server.posts()] == ["streamGenerateContent"] * 11
        assert {_places(request) for request in server.requests} == {("authorization", "query")}
        assert b"thoughtSignature" in server.posts()[-1].body
    assert len([*(tmp_path / "out").iterdir()]) == 1
    _is_nowhere(printed, tmp_path, home)


@pytest.mark.parametrize(
    ("auth", "places"),
    [
        ("goog-key", ("x-goog-api-key",)),
        ("bearer", ("authorization",)),
        ("query", ("query",)),
        ("both", ("authorization", "query")),
    ],
)
def test_nor_of_one_that_is_tried_for_nothing(auth: str, places: tuple[str, ...], tmp_path: Path, home: Path) -> None:
    environment, printed = _without_a_keyring(tmp_path), []
    new = ("connections", "add", "Far", "--preset", "litellm", "--auth", auth, "--base-url")
    with serving(ask_nothing) as server:
        printed.append(run(environment, *new, server.url, stdin=CANARY))
        printed.append(run(environment, "connections", "test", "Far"))
        printed.append(run(environment, "models", "--connection", "Far"))
        # Whether a key is good is asked without it.
        assert {_places(request) for request in server.requests} == {places, ()}
        assert {re.split("[/:]", request.path)[-1] for request in server.requests} == {"models", "countTokens"}
        server.answer = echo
        printed.append(run(environment, "connections", "test", "Far", "--json"))
    assert b"canary" not in b"".join(printed).lower()
    _is_nowhere(printed, tmp_path, home)


def test_nor_of_one_whose_server_keeps_files(tmp_path: Path, home: Path) -> None:
    """What the server keeps is opened with it, in a header whatever way it goes otherwise, and nothing else there."""
    environment, printed = _without_a_keyring(tmp_path), []

    def with_links(request: Request, wire: Wire) -> None:
        if request.method == "GET":
            plain(picture() if "there" in request.target else b"", Content_Type="image/png")(request, wire)
            return
        own = f"{server.url}/v1beta/files"
        files = (f"{own}/there", f"{own}/not-here?key={CANARY}", f"{server.url}/there.png")
        reply(reply_of(*({"fileData": {"mimeType": "image/png", "fileUri": uri}} for uri in files)))(request, wire)

    with serving(with_links) as server:
        for auth in ("both", "query"):
            place = ("--base-url", server.url, "--auth", auth, "--library", tmp_path / "library")
            printed.append(run(environment, "generate", "an otter", *place, "--json"))
        fetched = {request.path: _places(request) for request in server.requests if request.method == "GET"}
        in_header = ("x-goog-api-key",)
        assert fetched == {
            "/v1beta/files/there:download": in_header,
            "/v1beta/files/not-here": in_header,
            "/there.png": (),
        }
    _is_nowhere(printed, tmp_path, home)


def test_nor_in_what_the_sandbox_says_of_an_upload(tmp_path: Path) -> None:
    served = serve("--key", CANARY)
    asked = f"{served.url}/upload/v1beta/files?key={quote(CANARY, safe='')}"
    start = {"X-Goog-Upload-Protocol": "resumable", "X-Goog-Upload-Command": "start"}
    kind = {"X-Goog-Upload-Header-Content-Type": "image/png"}
    begun = requests.post(asked, headers=start | kind, json={"file": {}}, timeout=60)
    place = begun.headers["x-goog-upload-url"]
    final = {"X-Goog-Upload-Command": "upload, finalize", "X-Goog-Upload-Offset": "0"}
    done = requests.post(place, data=picture(), headers=final, timeout=60)
    refused = requests.post(asked, headers=start, json={"file": {"nme": "x"}}, timeout=60)
    served.process.send_signal(signal.SIGTERM)
    said = "".join(served.process.communicate(timeout=20))
    assert (begun.status_code, done.status_code, refused.status_code) == (200, 200, 400)
    for text in (said, place, done.text, refused.text, str(begun.headers), str(done.headers)):
        assert not any(form in text.encode() for form in FORMS), text


def _without_a_keyring(tmp_path: Path) -> Mapping[str, str]:
    return {**os.environ, "STUDIO_API_KEY": CANARY, "DBUS_SESSION_BUS_ADDRESS": f"unix:path={tmp_path}/none"}


def _is_nowhere(printed: Sequence[bytes], *folders: Path) -> None:
    for output in printed:
        assert not any(form in output for form in FORMS), output.decode(errors="replace")
    for file in [file for folder in folders for file in folder.rglob("*") if file.is_file()]:
        assert not any(form in file.read_bytes() for form in FORMS), file


def _places(request: Request) -> tuple[str, ...]:
    """Where a request has the key; nowhere but there."""
    assert not any(form in request.body for form in FORMS)
    places = sorted(name for name, value in request.headers.items() if any(form in value.encode() for form in FORMS))
    return (*places, "query") if any(form in request.target.encode() for form in FORMS) else tuple(places)


def _only_where_it_belongs(server: FakeServer) -> None:
    for request in server.posts():
        places = [name for name, value in request.headers.items() if CANARY in value]
        places += ["query"] if quote(CANARY, safe="") in request.target else []
        assert len(places) == 1
        assert places[0] in ("x-goog-api-key", "authorization", "query")
        assert not any(form in request.body for form in FORMS)


@pytest.mark.parametrize("argument", ["--key", "--api-key"])
def test_a_key_is_never_taken_from_an_argument(argument: str, tmp_path: Path) -> None:
    output = run(dict(os.environ), "generate", "x", argument, CANARY, "--library", tmp_path / "library")
    assert b"unrecognized arguments" in output
    assert not (tmp_path / "library").exists()
