"""Runs Python where nothing is set up yet: a home of its own, no screen, no settings or fonts of whoever runs it."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from xml.sax.saxutils import escape

ROOT = Path(__file__).parent.parent.parent
FONTS = ROOT / "resources" / "fonts"

# Only the fonts of the program: what is drawn is the same on every machine. Hints would bend letters to whole pixels.
_FONT_SETTINGS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
  <match target="font">
    <edit name="antialias" mode="assign"><bool>true</bool></edit>
    <edit name="hinting" mode="assign"><bool>false</bool></edit>
    <edit name="rgba" mode="assign"><const>none</const></edit>
  </match>
</fontconfig>
"""
# The offscreen platform has no windows that could be told how small they may become.
_USUAL = "This plugin does not support propagateSizeHints"
_FOREIGN = ("XDG_", "STUDIO_", "QT_", "FONTCONFIG_", "LC_", "LANG", "DISPLAY", "WAYLAND_", "DBUS_")


def in_fresh_home(*command: str, scale: float = 1.0) -> str:
    """Run Python with these arguments offscreen at a scale; return what it wrote. Complaints of it are a failure.

    The checkout is importable, and so are the fakes of its tests and the scripts of packaging/.
    """
    environment = {name: value for name, value in os.environ.items() if not name.startswith(_FOREIGN)}
    with tempfile.TemporaryDirectory() as home:
        settings = Path(home) / "fonts.conf"
        cache = escape(str(Path(home) / "font-cache"))
        settings.write_text(_FONT_SETTINGS.format(fonts=escape(str(FONTS)), cache=cache), encoding="utf-8")
        environment |= {
            "HOME": home,
            "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "packaging"))),
            "PYTHONHASHSEED": "0",
            "QT_QPA_PLATFORM": "offscreen",
            "QT_SCALE_FACTOR": f"{scale:g}",
            "FONTCONFIG_FILE": str(settings),
            "LC_ALL": "C.UTF-8",
            "TZ": "UTC",
        }
        ran = subprocess.run([sys.executable, *command], env=environment, cwd=ROOT, capture_output=True, text=True)
    complaints = [line for line in ran.stderr.splitlines() if line.strip() and _USUAL not in line]
    said = f"{command}:\n{ran.stdout}\n{ran.stderr}"
    assert ran.returncode == 0, said
    assert not complaints, said
    return ran.stdout
