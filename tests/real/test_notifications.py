"""Notifications over a real session bus, with a desktop there that writes down what it was asked, and is clicked."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import need

pytestmark = [pytest.mark.real, pytest.mark.skipif(sys.platform != "linux", reason="D-Bus")]

# The desktop: the service's name on the bus, a note written down, and clicked at once.
DESKTOP = """
import json, sys
from PySide6.QtCore import ClassInfo, QCoreApplication, QObject, QTimer, Signal, Slot
from PySide6.QtDBus import QDBusConnection

@ClassInfo({"D-Bus Interface": "org.freedesktop.Notifications"})
class Desktop(QObject):
    ActionInvoked = Signal("uint", str)

    @Slot("QString", "uint", "QString", "QString", "QString", "QStringList", "QVariantMap", "int", result="uint")
    def Notify(self, program, replaces, icon, title, body, actions, hints, timeout):
        with open(sys.argv[1], "w") as file:
            json.dump([program, replaces, icon, title, body, actions, hints, timeout], file)
        QTimer.singleShot(0, self.click)
        return 7

    def click(self):
        self.ActionInvoked.emit(6, "default")  # the note of another program
        self.ActionInvoked.emit(7, "default")

application = QCoreApplication([])
bus = QDBusConnection.sessionBus()
desktop = Desktop()
kind = QDBusConnection.RegisterOption
assert bus.registerObject("/org/freedesktop/Notifications", desktop, kind.ExportAllSlots | kind.ExportAllSignals)
assert bus.registerService("org.freedesktop.Notifications")
print("there", flush=True)
application.exec()
"""

# Studio's side, on the same bus: first nobody shows notifications, then somebody does.
STUDIO = """
import asyncio, subprocess, sys
from PySide6.QtWidgets import QApplication, QWidget
from studio.ui.desktop_notes import DesktopNotes
from studio.workbench.loop import QtLoop
from studio.workbench.tasks import Tasks

application = QApplication([])
application.setDesktopFileName("studio")
window = QWidget()

async def session():
    notes = DesktopNotes(Tasks(), window)
    clicked = []
    notes.clicked.connect(clicked.append)
    await notes.show("early", "1 image", "")
    command = [sys.executable, "-c", *sys.argv[1:]]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as desktop:
        assert desktop.stdout.readline() == "there\\n"
        await notes.show("otter", "3 images · Otter", "1 < 2 & it may have been charged.")
        for _ in range(3000):
            if clicked:
                break
            await asyncio.sleep(0.01)
        print(clicked)
        desktop.terminate()

with asyncio.Runner(loop_factory=lambda: QtLoop(application)) as runner:
    runner.run(session())
"""


def test_the_desktop_shows_it_and_tells_of_the_click(tmp_path: Path) -> None:
    need("dbus-run-session")
    asked = tmp_path / "asked"
    command = ["dbus-run-session", "--", sys.executable, "-c", STUDIO, DESKTOP, str(asked)]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_DATA_DIRS": str(tmp_path)}  # none to be activated
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)
    assert done.stdout.split() == ["['otter']"], done.stderr
    assert asked.read_text() == (
        '["Studio", 0, "studio", "3 images \\u00b7 Otter", "1 &lt; 2 &amp; it may have been charged.",'
        ' ["default", "Show"], {"desktop-entry": "studio"}, -1]'
    )
