"""Keys from the command line into the real keyring and out again, on a bus of the test's own."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests.conftest import need
from tests.fakes.replies import image_part, picture, reply_of
from tests.fakes.server import reply, serving
from tests.real.test_keyring import answers, place  # noqa: F401  # the fixture

pytestmark = [pytest.mark.real, pytest.mark.skipif(sys.platform != "linux", reason="the Secret Service")]

KEY = "canary-ring-55e1"

# Each line of the script is run with the arguments that follow it; exit status, output and errors are collected.
DRIVER = """
import json, subprocess, sys
def studio(*arguments, stdin=""):
    done = subprocess.run([sys.executable, "-m", "studio", *arguments], input=stdin, capture_output=True, text=True)
    said.append([done.returncode, done.stdout, done.stderr])
said = []
url, library = sys.argv[1:]
studio("connections", "add", "Far", "--base-url", url, "--auth", "bearer", stdin="KEY\\n")
studio("generate", "an otter", "--library", library)
studio("connections", "set-key", "Far", stdin="KEY-2")
studio("generate", "an otter", "--library", library)
studio("connections", "list", "--json")
studio("connections", "remove", "Far")
studio("connections", "list", "--json")
found = subprocess.run(["secret-tool", "search", "--all", "service", "Studio"], capture_output=True, text=True)
said.append([found.returncode, found.stdout, found.stderr])
print(json.dumps(said))
""".replace("KEY", KEY)


def test_a_key_is_saved_used_changed_and_removed(tmp_path: Path, home: Path) -> None:
    need("dbus-run-session", "gnome-keyring-daemon", "secret-tool")
    with (
        tempfile.TemporaryDirectory(prefix="run") as runtime,
        serving(reply(reply_of(image_part(picture())))) as server,
    ):
        script = 'printf pw | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1; exec "$0" "$@"'
        command = ["dbus-run-session", "--", "sh", "-c", script, sys.executable, "-c", DRIVER]
        done = subprocess.run(
            [*command, server.url, str(tmp_path / "library")],
            env={**os.environ, "HOME": str(home), "XDG_RUNTIME_DIR": runtime},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=120,
            check=True,
        )
    added, first, changed, second, listed, removed, after, search = json.loads(done.stdout)
    assert [step[0] for step in (added, first, changed, second, listed, removed, after)] == [0] * 7, done.stdout
    assert [request.headers["authorization"] for request in server.posts()] == [f"Bearer {KEY}", f"Bearer {KEY}-2"]
    assert [entry["name"] for entry in json.loads(listed[1])["connections"]] == ["sandbox", "Far"]
    assert [entry["name"] for entry in json.loads(after[1])["connections"]] == ["sandbox"]
    assert KEY not in search[1]
    kept = [
        file for file in [*home.rglob("*"), *tmp_path.rglob("*")] if file.is_file() and "keyrings" not in file.parts
    ]
    assert not any(KEY.encode() in file.read_bytes() for file in kept)


def test_a_keyring_that_stays_locked_costs_nothing_and_says_so(place: Path) -> None:  # noqa: F811
    body = """
import os, sys
def studio(*arguments, stdin=""):
    command = [sys.executable, "-m", "studio", *arguments]
    done = subprocess.run(command, input=stdin, capture_output=True, text=True, timeout=60)
    said.append([done.returncode, done.stderr])
with unlocked():
    studio("connections", "add", "Far", "--base-url", "http://127.0.0.1:9", stdin="KEY")
with service():
    studio("generate", "x", "--library", os.environ["HOME"] + "/library")
""".replace("KEY", KEY)
    (added, _), (status, message) = answers(place, body)
    assert added == 0
    assert status == 4
    assert "stayed locked" in message
    assert "Nothing was charged." in message
    assert "STUDIO_API_KEY" in message
    assert KEY not in message
