"""Runs a script where nothing is set up yet: a home of its own, no screen, no settings of whoever runs it."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent


def in_fresh_home(script: str, *arguments: str, scale: float = 1.0) -> None:
    """Run one of these scripts offscreen at a scale, with the checkout, and so the fakes of its tests, importable."""
    foreign = ("XDG_", "STUDIO_", "QT_")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
    with tempfile.TemporaryDirectory() as home:
        environment |= {
            "HOME": home,
            "PYTHONPATH": str(ROOT),
            "QT_QPA_PLATFORM": "offscreen",
            "QT_SCALE_FACTOR": f"{scale:g}",
        }
        subprocess.run([sys.executable, str(ROOT / "packaging" / script), *arguments], env=environment, check=True)
