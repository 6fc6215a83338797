"""The keyring against the real thing: GNOME Keyring on a private bus, unlocked, locked, frozen, killed and absent."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import need

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(sys.platform in ("darwin", "win32"), reason="the Secret Service is how other systems keep keys"),
]

# A bus that starts no services by itself: what answers on it is what the test started.
BUS = """<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>
  </policy>
</busconfig>
"""

# What runs on the private bus: `service(...)` is a keyring daemon, `said` collects what the keyring answered.
DRIVER = """
import asyncio, contextlib, json, signal, subprocess, threading
import secretstorage
from studio.profile.errors import KeyProblem
from studio.profile.secrets import Secret, Secrets

secrets = Secrets()
said = []

@contextlib.contextmanager
def service(*options, password=b""):
    command = ["gnome-keyring-daemon", "--foreground", "--components=secrets", *options]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, stdin=subprocess.PIPE, **quiet) as daemon:
        daemon.stdin.write(password)
        daemon.stdin.close()
        try:
            with contextlib.closing(secretstorage.dbus_init()) as bus:
                while not secretstorage.check_service_availability(bus):
                    assert daemon.poll() is None
                    threading.Event().wait(0.01)
            yield daemon
        finally:
            daemon.kill()

def unlocked():
    return service("--unlock", password=b"pw")

async def say(call):
    try:
        answer = await call
        said.append(answer.reveal() if answer else None)
    except KeyProblem as problem:
        said.append(problem.kind)

def get(name, within=20):
    return say(secrets.get(name, within=within))

def put(name, key):
    return say(secrets.set(name, Secret(key), within=20))

def delete(name):
    return say(secrets.delete(name, within=20))

def tool(*arguments, **options):
    done = subprocess.run(["secret-tool", *arguments], text=True, capture_output=True, timeout=20, **options)
    return done.stdout.strip()

async def main():
{body}

asyncio.run(main())
print(json.dumps(said))
"""


@pytest.fixture
def place() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="kr", dir="/tmp") as folder:  # short: sockets have short names
        (Path(folder) / "run").mkdir(mode=0o700)
        (Path(folder) / "home").mkdir()
        (Path(folder) / "bus.conf").write_text(BUS)
        yield Path(folder)


def answers(place: Path, body: str, *, bus: bool = True) -> list[Any]:
    """Run the body of a driver on a fresh bus (or without one) and return what the keyring answered."""
    need("dbus-run-session", "gnome-keyring-daemon", "secret-tool")
    driver = DRIVER.replace("{body}", "\n".join(f"    {line}" for line in body.strip().splitlines()))
    command = [sys.executable, "-c", driver]
    if bus:
        command = ["dbus-run-session", f"--config-file={place / 'bus.conf'}", "--", *command]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "DBUS_", "DISPLAY"))}
    environment = {**kept, "HOME": str(place / "home"), "XDG_RUNTIME_DIR": str(place / "run")}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    said = json.loads(done.stdout)
    assert isinstance(said, list)
    return said


def test_a_key_is_kept_replaced_and_forgotten(place: Path) -> None:
    body = """
with unlocked():
    await get("a")
    await put("a", "first")
    await put("a", "second")
    await put("b", "other")
    await get("a")
    await delete("a")
    await delete("a")
    await get("a")
    await get("b")
"""
    assert answers(place, body) == [None, None, None, None, "second", None, None, None, "other"]


def test_a_key_outlives_the_service(place: Path) -> None:
    assert answers(place, 'with unlocked():\n    await put("a", "kept")') == [None]
    assert answers(place, 'with unlocked():\n    await get("a")') == ["kept"]


def test_other_programs_see_the_same_key(place: Path) -> None:
    body = """
with unlocked():
    await put("a", "ours")
    said.append(tool("lookup", "service", "Studio", "username", "a"))
    tool("store", "--label=x", "service", "Studio", "username", "b", input="theirs")
    await get("b")
    tool("clear", "service", "Studio", "username", "a")
    await get("a")
"""
    assert answers(place, body) == [None, "ours", "theirs", None]


def test_many_at_once_are_no_trouble(place: Path) -> None:
    body = """
with unlocked():
    await asyncio.gather(*(put(str(number), f"key{number}") for number in range(8)))
    said.clear()
    await asyncio.gather(*(get(str(number)) for number in range(8)))
    said.sort()
"""
    assert answers(place, body) == [f"key{number}" for number in range(8)]


def test_a_locked_keyring_is_a_typed_failure(place: Path) -> None:
    assert answers(place, 'with unlocked():\n    await put("a", "kept")') == [None]
    body = """
with service():
    await get("a")
    await put("a", "other")
    await delete("a")
"""
    assert answers(place, body) == ["KeyringLocked"] * 3
    assert answers(place, 'with unlocked():\n    await get("a")') == ["kept"]


def test_a_service_that_hangs_holds_neither_the_caller_nor_the_exit(place: Path) -> None:
    body = """
with unlocked() as daemon:
    await put("a", "kept")
    daemon.send_signal(signal.SIGSTOP)
    await get("a", within=0.2)
"""
    assert answers(place, body) == [None, "KeyringTimeout"]


def test_a_service_killed_in_the_middle_is_a_typed_failure(place: Path) -> None:
    body = """
with unlocked() as daemon:
    daemon.send_signal(signal.SIGSTOP)
    asking = asyncio.create_task(get("a"))
    while not any(thread.name == "keyring" for thread in threading.enumerate()):
        await asyncio.sleep(0)
    daemon.kill()
    await asking
    await get("a")
"""
    assert answers(place, body) == ["NoKeyring", "NoKeyring"]


def test_a_bus_without_a_keyring_is_a_typed_failure(place: Path) -> None:
    body = """
await get("a")
await put("a", "key")
await delete("a")
"""
    assert answers(place, body) == ["NoKeyring"] * 3


def test_no_bus_at_all_is_a_typed_failure(place: Path) -> None:
    body = """
await get("a")
await put("a", "key")
await delete("a")
"""
    assert answers(place, body, bus=False) == ["NoKeyring"] * 3
