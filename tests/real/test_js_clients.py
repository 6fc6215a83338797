"""Clients in JavaScript against the sandbox, unchanged: Google's own, @google/genai, and the AI SDK."""

import io
import json
import os
import shutil
import subprocess
from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from studio.sandbox.server import SandboxServer
from tests.conftest import need
from tests.sandbox.asking import photo, png

pytestmark = pytest.mark.real

HERE = Path(__file__).parent / "npm"
PIXELS = (688, 384)
Parts = list[dict[str, Any]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the clients installed; nothing of them stays in the checkout."""
    need("node", "npm")
    if os.environ.get("STUDIO_NO_NPM"):
        pytest.skip("npm cannot be reached")
    place: Path = tmp_path_factory.mktemp("npm")
    shutil.copytree(HERE, place, dirs_exist_ok=True)
    quiet = ["--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]
    done = subprocess.run(["npm", "install", *quiet], cwd=place, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr
    return place


def run(folder: Path, program: str) -> dict[str, Any]:
    """What a client did and got."""
    (folder / "photo.png").write_bytes(png(photo()))
    with SandboxServer() as server:
        command = ["node", program, server.url, server.key, "photo.png"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stderr) == (0, "")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.fixture(scope="module")
def results(folder: Path) -> dict[str, Any]:
    return run(folder, "google-genai.js")


@pytest.fixture(scope="module")
def of_ai_sdk(folder: Path) -> dict[str, Any]:
    return run(folder, "ai-sdk.js")


def words(parts: Parts) -> str:
    return "".join(part.get("text", "") for part in parts)


def size(parts: Parts) -> tuple[int, int]:
    (data,) = (part["picture"] for part in parts if "picture" in part)
    with Image.open(io.BytesIO(b64decode(data))) as image:
        image.load()
        return image.size


def test_generate_and_edit(results: dict[str, Any]) -> None:
    generated, edited = results["generate"], results["edit"]
    assert generated["finish"] == "STOP"
    assert generated["usage"]["totalTokenCount"] > 747
    assert [part["signed"] for part in generated["parts"]] == [True, True]
    assert "turned it into night" in words(edited["parts"])
    assert size(generated["parts"]) == size(edited["parts"]) == PIXELS


@pytest.mark.parametrize("name", ["chat", "streamedChat"])
def test_a_chat_of_three_turns_carries_its_signatures(results: dict[str, Any], name: str) -> None:
    first, second, third = results[name]["turns"]
    assert size(first) == size(second) == size(third) == PIXELS
    assert "turned it into night" in words(second)
    assert "mirrored it" in words(third)


def test_the_client_ends_a_turn_because_it_names_its_role(results: dict[str, Any]) -> None:
    assert results["chat"]["history"] == ["user", "model"] * 3


def test_stream_list_and_count(results: dict[str, Any]) -> None:
    *early, last = results["stream"]["chunks"]
    assert len(early) >= 2
    assert words(early[0]).startswith("Sandbox:")
    assert size(last) == PIXELS
    assert len(set(results["list"]["names"])) == len(results["list"]["names"]) == 5
    assert results["count"]["totalTokens"] == 3


def test_a_file_that_was_uploaded(results: dict[str, Any]) -> None:
    assert "turned it into night" in words(results["files"]["parts"])
    assert results["files"]["gone"]["status"] == 403


ERRORS = [
    ("400-invalid", 400),
    ("403-google", 403),
    ("404-google", 404),
    ("429-per-day", 429),
    ("500-google", 500),
    ("503-gateway", 503),
    ("504-google", 504),
    ("key", 400),
    ("model", 404),
]


@pytest.mark.parametrize(("name", "status"), ERRORS)
def test_errors(results: dict[str, Any], name: str, status: int) -> None:
    error = results["errors"][name]
    assert (error["isApiError"], error["status"]) == (True, status)
    assert json.loads(error["message"])["error"]["message"]


@pytest.mark.parametrize("model", ["gemini-3.1-flash-image", "google/gemini-2.5-flash-image"])
def test_the_ai_sdk_chats_and_streams(of_ai_sdk: dict[str, Any], model: str) -> None:
    turns = of_ai_sdk["chats"][model]
    assert [len(turn["pictures"]) for turn in turns] == [1, 1, 1]
    assert "turned it into night" in turns[1]["text"]
    assert "mirrored it" in turns[2]["text"]
    kinds = of_ai_sdk["streams"][model]
    assert kinds.index("text-delta") < kinds.index("file") < kinds.index("finish")
    assert "error" not in kinds


AI_SDK_ERRORS = [("403-google", 403), ("404-google", 404), ("429-per-day", 429), ("500-google", 500)]


@pytest.mark.parametrize(("name", "status"), [*AI_SDK_ERRORS, ("503-gateway", 503), ("key", 400)])
def test_errors_of_the_ai_sdk(of_ai_sdk: dict[str, Any], name: str, status: int) -> None:
    error = of_ai_sdk["errors"][name]
    assert (error["isApiError"], error["status"]) == (True, status)
