"""Promise 5: after a day's work and every failure, the key is in no file, log line, output or foreign request."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.fakes.replies import google_error, image_part, picture, reply_of
from tests.fakes.server import Answer, FakeServer, Request, Wire, one_after_another, plain, reply, serving

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
    environment = {**os.environ, "STUDIO_API_KEY": CANARY, "DBUS_SESSION_BUS_ADDRESS": f"unix:path={tmp_path}/none"}
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
    for output in printed:
        assert not any(form in output for form in FORMS), output.decode(errors="replace")
    for file in [*tmp_path.rglob("*"), *home.rglob("*")]:
        if file.is_file():
            assert not any(form in file.read_bytes() for form in FORMS), file


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
