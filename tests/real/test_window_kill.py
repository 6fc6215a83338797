"""Promises 1 and 2 through the window: however often it is killed, what arrived is kept once, nothing is sent twice."""

import os
import random
import signal
import sys
import time
from pathlib import Path

import pytest

from studio.library.library import Library
from studio.library.verify import verify
from tests.fakes.server import FakeServer
from tests.real.far_end import Far
from tests.real.killed_window import IN_HAND_SECONDS, SECONDS, Kills, open_window, save_connection

KILLS = int(os.environ.get("STUDIO_TEST_KILLS_WINDOW", "30"))
PROMPTS, HUGE = 4, 6_000_000

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(sys.platform != "linux", reason="reads the kernel's table of sockets"),
]


@pytest.mark.timeout(3600)
def test_nothing_is_lost_and_nothing_is_repeated_however_the_window_dies(tmp_path: Path) -> None:
    moments, far = random.Random(20261127), Far(HUGE)
    run = Kills(tmp_path / "library", far)
    with FakeServer(far.answer) as server:
        save_connection(server.url)
        length = _whole_run(run)
        for number in range(KILLS):
            how = ("let go", "send", "ask", "look")[number % 4]
            sent = len(far.sent)
            window = run.start(how, [f"otter {number} {place}" for place in range(PROMPTS)])
            seconds = moments.uniform(0.0, length * 1.5)
            if number % 10 == 5:  # chance alone may leave none of the long ones whole before a kill
                assert far.wait_for_huge(sent, SECONDS), window.told
                seconds = IN_HAND_SECONDS + moments.uniform(0.1, 0.5)
                run.tally["killed behind a long one"] += 1
                time.sleep(seconds)  # the moment of the kill is the test
            else:
                run.tally["ended by itself"] += window.first("ended", seconds) is not None
            run.over(window, window.kill())
        window = run.start("look", [])
        assert window.first("ended") is not None
        run.over(window, window.kill(signal.SIGTERM))
        assert (window.process.returncode, window.complaints) == (0, "")
        assert len(server.posts()) == len(far.sent) + far.torn
    print(dict(run.tally))
    with Library.open(run.folder) as library:
        assert library.turns.open_attempts() == ()
        assert verify(library).sound, "bit for bit"
        assert all(len(library.turns.attempts(turn.id)) == 1 for turn in library.turns.recent(10_000))
    assert run.tally["must be kept, and is"] > 0
    assert run.tally["of these long ones"] > 0
    assert run.tally["said: May have been charged"] > 0
    assert run.tally["queued and not sent"] > 0


def _whole_run(run: Kills) -> float:
    """Seconds that a window needs for its prompts, from the moment it is ready for them."""
    window = open_window(run.folder, "look", [f"otter first {place}" for place in range(PROMPTS)])
    assert window.first("left") is not None, window.process.communicate()
    began = time.monotonic()
    assert window.first("ended") is not None
    length = time.monotonic() - began
    run.over(window, window.kill(signal.SIGTERM))
    assert run.tally == {}
    return length
