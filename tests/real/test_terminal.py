"""The command line at a real terminal: a line that says how far it is, Ctrl+C, SIGTERM, and a reader that goes away."""

import json
import os
import pty
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from studio.library.library import Library
from tests.fakes.replies import image_part, picture, reply_of
from tests.fakes.server import Request, Wire, reply, serving

pytestmark = [pytest.mark.real, pytest.mark.skipif(sys.platform == "win32", reason="a terminal of this kind")]

COMMAND = [sys.executable, "-m", "studio", "generate", "an otter", "--model", "gemini-2.5-flash-image"]  # as it answers


class AtTerminal:
    """A command with its standard error on a terminal; `text` is what was shown so far."""

    def __init__(self, *arguments: object) -> None:
        ours, theirs = pty.openpty()
        environment = {**os.environ, "STUDIO_API_KEY": "canary-term"}
        self.process = subprocess.Popen(
            [*COMMAND, *map(str, arguments)],
            stderr=theirs,
            stdout=subprocess.PIPE,
            env=environment,
            start_new_session=True,
        )
        os.close(theirs)
        self.text = ""
        self.changed = threading.Condition()
        self._reader = threading.Thread(target=self._read, args=(ours,), daemon=True)
        self._reader.start()

    def _read(self, descriptor: int) -> None:
        while True:
            try:
                data = os.read(descriptor, 4096)
            except OSError:  # the other end is closed
                data = b""
            with self.changed:
                self.text += data.decode(errors="replace")
                self.changed.notify_all()
            if not data:
                os.close(descriptor)
                return

    def wait_for(self, words: str) -> None:
        with self.changed:
            assert self.changed.wait_for(lambda: words in self.text, timeout=60), self.text

    def end(self) -> int:
        self.process.communicate(timeout=60)
        self._reader.join(60)
        return self.process.returncode


def hang(_: Request, wire: Wire) -> None:
    wire.until_gone()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ending_it_while_the_model_thinks(tmp_path: Path, number: signal.Signals) -> None:
    with serving(hang) as server:
        command = AtTerminal("--library", tmp_path / "library", "--base-url", server.url)
        command.wait_for("thinking")
        command.process.send_signal(number)
        assert command.end() == 130
        assert len(server.posts()) == 1
    assert "You cancelled this request. It had been sent. It may have been charged." in command.text
    assert "Traceback" not in command.text
    with Library.open(tmp_path / "library") as library:
        (turn,) = library.turns.recent(5)
        (attempt,) = library.turns.attempts(turn.id)
        assert (attempt.state, attempt.charge) == ("cancelled", "maybe")
        assert library.turns.open_attempts() == ()


def test_the_line_counts_bytes_and_leaves_nothing_behind(tmp_path: Path) -> None:
    shown = threading.Event()

    def slow(_: Request, wire: Wire) -> None:
        wire.head(200, None)
        wire.send(b" " * 300_000)
        shown.wait(60)
        wire.send(json.dumps(reply_of(image_part(picture()))).encode())

    with serving(slow) as server:
        command = AtTerminal("--library", tmp_path / "library", "--base-url", server.url)
        command.wait_for("receiving 0.3 MB")
        shown.set()
        assert command.end() == 0
    assert command.text.rpartition("\x1b[K")[2].startswith("Cost $")


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    with serving(reply(reply_of(image_part(picture())))) as server:
        arguments = ["--library", str(tmp_path / "library"), "--base-url", server.url]
        environment = {**os.environ, "STUDIO_API_KEY": "canary-term"}
        command = [*COMMAND, *arguments]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            process.stdout.close()
            errors = process.stderr.read()
    assert b"Traceback" not in errors
    assert b"Exception" not in errors


def test_what_is_done_is_printed_though_the_rest_is_cancelled(tmp_path: Path) -> None:
    answers = [reply(reply_of(image_part(picture()))), hang]

    def one_then_none(request: Request, wire: Wire) -> None:
        answers.pop(0)(request, wire)

    with serving(one_then_none) as server:
        place = ("--library", tmp_path / "library", "--base-url", server.url, "--out", tmp_path / "out")
        command = AtTerminal(*place, "--count", "2")
        command.wait_for("1 thinking · 1 done")
        command.process.send_signal(signal.SIGINT)
        out, _ = command.process.communicate(timeout=60)
    assert command.process.returncode == 130
    assert Path(out.decode().strip()).read_bytes() == picture()
    command.wait_for("(1 of 2 requests)")


def test_the_key_prompt_ends_with_ctrl_c(tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "studio", "connections", "add", "Far", "--preset", "google"]
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True) as process:
        os.close(theirs)
        text = b""
        while b"Key for Far" not in text:
            text += os.read(ours, 4096)
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 130
    os.close(ours)
