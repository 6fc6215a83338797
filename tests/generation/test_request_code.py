"""The command and the program copied for a turn, run as a person would: they send what Studio sends, byte for byte."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.gemini.errors import BadAddress
from studio.generation.request_code import TurnRequest, request_of, write_body
from studio.library.library import Library
from studio.library.records import NewInput, Turn
from studio.profile.saved_connection import AuthStyle, SavedConnection
from tests.conftest import need
from tests.fakes.replies import image_part, picture, reply_of
from tests.fakes.server import FakeServer, reply, serving
from tests.fakes.tree import CAPABILITIES, PRO, Tree

KEY = "canary-code-key"
ANSWER = reply_of({"text": "Here."}, image_part(picture(5)))
ODD = "It's an “otter” $HOME `id` \\ %s {0} \n\t\u2028 'quoted' \"twice\" \U0001f9a6"


@pytest.fixture
def tree(tmp_path: Path) -> Iterator[Tree]:
    with Library.open(tmp_path / "library") as library:
        yield Tree(library)


@pytest.fixture(scope="module")
def server() -> Iterator[FakeServer]:
    with serving(reply(ANSWER)) as server:
        yield server


def connection(server: FakeServer, auth: AuthStyle = "goog-key", query: str = "") -> SavedConnection:
    return SavedConnection(id="x", name="far", base_url=f"{server.url}/v1beta{query}", auth=auth)


def request(tree: Tree, turn: Turn, saved: SavedConnection) -> TurnRequest:
    return request_of(tree.library, turn, [saved], CAPABILITIES)


def identity(server: FakeServer) -> str:
    return f"{server.url.partition('//')[2]}/v1beta"


def run(code: str, language: str, folder: Path) -> subprocess.CompletedProcess[str]:
    folder.mkdir(exist_ok=True)
    if language == "curl":
        need("curl")
    command = ["sh", "-c", code] if language == "curl" else [sys.executable, "-I", "-c", code]
    environment = {"PATH": os.environ["PATH"], "STUDIO_API_KEY": KEY, "HOME": str(folder)}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.parametrize("language", ["curl", "python"])
@pytest.mark.parametrize(
    ("auth", "query"),
    [("goog-key", ""), ("bearer", "?a=1"), ("query", ""), ("query", "?tenant=a%20b&x='y'"), ("both", "")],
)
def test_it_sends_what_studio_sends(
    tree: Tree, server: FakeServer, tmp_path: Path, language: str, auth: AuthStyle, query: str
) -> None:
    turn = tree.turn(ODD, endpoint=identity(server))
    made = request(tree, turn, connection(server, auth, query))
    assert made.fits_in_a_command
    code = getattr(made, language)()
    assert KEY not in code
    ended = run(code, language, tmp_path / "run")
    assert ended.returncode == 0, ended.stderr
    sent = server.posts()[-1]
    assert sent.body == b"".join(bytes(chunk) for chunk in made.body.chunks())
    assert sent.json["contents"][0]["parts"] == [{"text": ODD}]
    assert sent.path == f"/v1beta/models/{PRO}:generateContent"
    assert sent.headers["content-type"] == "application/json"
    if auth in ("query", "both"):
        assert sent.query["key"] == [KEY]
    if auth != "query":
        name, value = ("x-goog-api-key", KEY) if auth == "goog-key" else ("authorization", f"Bearer {KEY}")
        assert sent.headers[name] == value
    if query.startswith("?tenant"):
        assert (sent.query["tenant"], sent.query["x"]) == (["a b"], ["'y'"])


@pytest.mark.parametrize("language", ["curl", "python"])
def test_a_body_with_pictures_stands_in_a_file(tree: Tree, server: FakeServer, tmp_path: Path, language: str) -> None:
    given = NewInput("reference", tree.image(9, tmp_path).id)
    large = image_part(picture(1, (120, 90)), signature="s")
    first = tree.turn("one", seed=1, endpoint=identity(server), parts=[large])
    turn = tree.turn("two", first, endpoint=identity(server), inputs=[given])
    made = request(tree, turn, connection(server))
    assert not made.fits_in_a_command
    file = tmp_path / "it's here" / "request.json"
    file.parent.mkdir()
    write_body(made.body, file)
    code = getattr(made, language)(file)
    assert len(code) < 2000
    ended = run(code, language, tmp_path / "run")
    assert ended.returncode == 0, ended.stderr
    contents = server.posts()[-1].json["contents"]
    assert server.posts()[-1].body == file.read_bytes()
    assert [len(content["parts"]) for content in contents] == [1, 1, 2]
    assert contents[1]["parts"] == [large]


def test_the_program_leaves_the_picture_as_it_came(tree: Tree, server: FakeServer, tmp_path: Path) -> None:
    made = request(tree, tree.turn("one", endpoint=identity(server)), connection(server))
    assert run(made.python(), "python", tmp_path / "run").stdout == "Here.\nimage-2.png\n"
    assert (tmp_path / "run" / "image-2.png").read_bytes() == picture(5)
    assert run(made.curl(), "curl", tmp_path / "run").returncode == 0
    assert (tmp_path / "run" / "reply.json").is_file()


def test_it_says_which_variable_is_missing(tree: Tree, server: FakeServer, tmp_path: Path) -> None:
    made = request(tree, tree.turn("one", endpoint=identity(server)), connection(server))
    ended = subprocess.run([sys.executable, "-c", made.python()], env={}, capture_output=True, text=True, check=False)
    assert "KeyError: 'STUDIO_API_KEY'" in ended.stderr


def test_google_has_a_variable_of_its_own(tree: Tree) -> None:
    turn = tree.turn("one", endpoint="generativelanguage.googleapis.com/v1beta")
    code = request_of(tree.library, turn, [], CAPABILITIES).curl()
    assert "https://generativelanguage.googleapis.com/v1beta/models/gemini-3-pro-image:generateContent" in code
    assert '"x-goog-api-key: $GEMINI_API_KEY"' in code
    assert code.startswith("# The connection “c” is gone: how it took the key is a guess.\n")


def test_the_prefix_of_the_connection_is_kept(tree: Tree) -> None:
    saved = SavedConnection(
        id="x", name="c", base_url="https://here.example/v1beta", auth="bearer", model_prefix="google/"
    )
    code = request(tree, tree.turn("one"), saved).python()
    assert "'https://here.example/v1beta/models/google/gemini-3-pro-image:generateContent'" in code
    assert '"authorization": f"Bearer {key}"' in code
    assert "#" not in code.partition("import")[0]


def test_the_sandbox_says_how_it_is_started(tree: Tree) -> None:
    turn = tree.turn("one", endpoint="sandbox")
    with tree.library.transaction():
        tree.library.database.write("UPDATE turn SET connection = 'sandbox' WHERE id = ?", (turn.id,))
    code = request_of(tree.library, tree.library.turns.get(turn.id), [], CAPABILITIES).curl()
    assert code.startswith("# The sandbox takes any key. Start it first: studio sandbox --port 8765\n")
    assert "http://127.0.0.1:8765/v1beta/models/" in code


def test_a_turn_that_never_had_an_endpoint(tree: Tree) -> None:
    with pytest.raises(BadAddress, match="“c”"):
        request_of(tree.library, tree.turn("one", endpoint=""), [], CAPABILITIES)
