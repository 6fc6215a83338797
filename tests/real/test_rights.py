"""Files that belong to somebody else."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests.conftest import ROOT, cannot, need
from tests.fakes.replies import picture

pytestmark = [pytest.mark.real, pytest.mark.skipif(sys.platform == "win32", reason="rights of another kind")]

NOBODY = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]


def test_a_picture_that_may_not_be_read_is_named_and_nothing_is_sent() -> None:
    need("setpriv")
    if os.getuid():
        cannot("only root may become somebody else")
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        os.chmod(folder, 0o777)  # noqa: PTH101  # the folder is anybody's, the file is not
        file = Path(folder) / "private.png"
        file.write_bytes(picture())
        file.chmod(0o600)
        command = [*NOBODY, sys.executable, "-B", "-m", "studio", "generate", "x", "--image", str(file)]
        done = subprocess.run(
            [*command, "--library", f"{folder}/library"],
            env={**os.environ, "HOME": folder, "XDG_CONFIG_HOME": f"{folder}/config", "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
        )
        assert done.returncode == 2
        assert "“private.png” cannot be read. Nothing was charged." in done.stderr
        assert not (Path(folder) / "library").exists()
