"""A window that is told to end while requests are under way leaves them as they are, and the next start lists them."""

import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from studio.library.library import Library
from studio.library.verify import verify
from tests.fakes.server import Request, Wire, serving
from tests.real.desktop.processes import until
from tests.real.killed_window import Driven, open_window, save_connection

pytestmark = [pytest.mark.real, pytest.mark.skipif(sys.platform != "linux", reason="signals")]


def hang(_: Request, wire: Wire) -> None:
    wire.until_gone()


def terminate(window: Driven) -> None:
    window.kill(signal.SIGTERM)


def end_session(window: Driven) -> None:
    """As when Qt tells of it; whoever sits in front of that window says so at this signal."""
    window.kill(signal.SIGUSR1)


@pytest.mark.parametrize("end", [terminate, end_session])
def test_requests_are_left_for_the_next_start(tmp_path: Path, end: Callable[[Driven], None]) -> None:
    folder = tmp_path / "library"
    with serving(hang) as server:
        save_connection(server.url)
        window = open_window(folder, "look", ["an otter", "a fox", "a heron"])
        until(lambda: len(server.posts()) == 2, "two requests")
        end(window)
        assert (window.process.returncode, window.complaints) == (0, "")
        with Library.open(folder) as library:
            assert len(library.turns.open_attempts()) == 2
            assert len(library.queue.all()) == 1
        window = open_window(folder, "let go", [])
        told = window.first("left")
        assert told is not None
        assert len(told["left"]) == 2
        assert {spoken.rsplit(". ", 1)[1] for spoken in told["left"].values()} == {"May have been charged"}
        assert told["waitingHeading"].startswith("One request was queued")
        window.kill(signal.SIGTERM)
        assert len(server.posts()) == 2
    with Library.open(folder) as library:
        assert verify(library).sound
