"""The window's keys in a real GNOME Keyring: kept, used, changed, removed; slow, locked, killed; and never frozen.

What happens in each scenario, and that the window ticks through it, is in `window_keyring.py`, which runs on the bus.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT, need
from tests.fakes.replies import image_part, picture, reply_of
from tests.fakes.server import FakeServer, reply, serving
from tests.real.desktop.xserver import screen
from tests.real.test_keyring import place  # noqa: F401  # the fixture
from tests.real.window_keyring import KEY, OTHER_KEY

pytestmark = [pytest.mark.real, pytest.mark.skipif(sys.platform != "linux", reason="the Secret Service")]


@pytest.fixture
def server() -> Iterator[FakeServer]:
    with serving(reply(reply_of(image_part(picture())))) as server:
        yield server


def seen(name: str, place: Path, server: FakeServer, display: str = "") -> list[str]:  # noqa: F811
    """Run a scenario; where there is a display, on a bus that starts the keyring's prompt by itself."""
    need("dbus-run-session", "gnome-keyring-daemon", "secret-tool")
    bus = ["dbus-run-session"] if display else ["dbus-run-session", f"--config-file={place / 'bus.conf'}"]
    foreign = ("XDG_", "DBUS_", "DISPLAY", "WAYLAND_", "STUDIO_")
    kept = {variable: value for variable, value in os.environ.items() if not variable.startswith(foreign)}
    ours = {"HOME": str(place / "home"), "XDG_RUNTIME_DIR": str(place / "run"), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [*bus, "--", sys.executable, "-m", "tests.real.window_keyring", name, server.url],
        env={**kept, **ours, **({"DISPLAY": display} if display else {})},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=150,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert KEY not in done.stderr
    assert OTHER_KEY not in done.stderr
    _only_in_the_keyring(place)
    # What the bus starts by itself, such as the prompt, may print something too.
    said = json.loads(next(line for line in done.stdout.splitlines() if line.startswith("[")))
    assert isinstance(said, list)
    return said


def _only_in_the_keyring(place: Path) -> None:  # noqa: F811
    files = [file for file in place.rglob("*") if file.is_file() and "keyrings" not in file.parts]
    assert any(file.name == "connections.json" for file in files)
    for file in files:
        assert not any(key.encode() in file.read_bytes() for key in (KEY, OTHER_KEY)), file


def sent(server: FakeServer) -> list[str]:
    return [request.headers["x-goog-api-key"] for request in server.posts()]


def test_a_key_is_saved_used_changed_and_removed(place: Path, server: FakeServer) -> None:  # noqa: F811
    first, changed, forgotten, removed = seen("life", place, server)
    assert (first, changed) == (f"secret = {KEY}", f"secret = {OTHER_KEY}")
    assert (forgotten, removed) == ("", "")
    assert sent(server) == [KEY, OTHER_KEY]


def test_a_prompt_is_dismissed_and_answered(
    place: Path,  # noqa: F811
    server: FakeServer,
    tmp_path: Path,
) -> None:
    need("Xvfb", "openbox", "setxkbmap", "xprop", "xdotool")
    with screen(tmp_path) as shown:
        locked, kept = seen("dismissed", place, server, shown.display)
    assert "Try again and unlock it, or use the key for this session only." in locked
    assert kept == f"secret = {OTHER_KEY}"
    assert sent(server) == [OTHER_KEY, OTHER_KEY]


def test_a_locked_keyring_without_a_prompt_leaves_a_key_for_the_session(
    place: Path,  # noqa: F811
    server: FakeServer,
) -> None:
    assert seen("no_prompt", place, server) == ["KeyringLocked"]
    assert sent(server) == [OTHER_KEY]


def test_a_keyring_that_is_killed_is_tried_again(place: Path, server: FakeServer) -> None:  # noqa: F811
    gone, kept = seen("killed", place, server)
    assert "no keyring" in gone
    assert kept == f"secret = {KEY}"
    assert sent(server) == [KEY]


def test_a_keyring_that_hangs_holds_neither_the_window_nor_the_end(
    place: Path,  # noqa: F811
    server: FakeServer,
) -> None:
    assert seen("hanging", place, server) == ["Not waiting for the keyring any more."]
    assert sent(server) == [KEY]
