"""At every scale of the screen 100 % is one pixel for one pixel, and thumbnails are as large as what they cover."""

import json
import os
import subprocess
import sys

import pytest

from tests.conftest import ROOT


@pytest.mark.parametrize("scale", [1, 1.25, 1.5, 2])
def test_one_pixel_of_the_picture_is_one_of_the_screen(scale: float) -> None:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": f"{scale:g}"}
    command = [sys.executable, "-m", "tests.ui.checkerboard"]
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)
    assert run.returncode == 0, run.stderr
    answer = json.loads(run.stdout)
    assert answer["scale"] == scale
    assert answer["wrong"] == [0, 0, 0]
    assert len(answer["thumbnails"]) == 2
    for asked, covered in answer["thumbnails"]:
        assert asked == pytest.approx(covered, abs=1)
