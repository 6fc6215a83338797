"""Showing a file in its folder over a real session bus, with a service there that writes down what it was asked."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import need

pytestmark = [pytest.mark.real, pytest.mark.skipif(sys.platform != "linux", reason="D-Bus")]

# The file manager: the service's name on the bus, and ShowItems written to a file.
SERVICE = """
import sys
from PySide6.QtCore import ClassInfo, QCoreApplication, QObject, Slot
from PySide6.QtDBus import QDBusConnection

@ClassInfo({"D-Bus Interface": "org.freedesktop.FileManager1"})
class Manager(QObject):
    @Slot("QStringList", str)
    def ShowItems(self, addresses, startup):
        with open(sys.argv[1], "w") as file:
            file.write("\\n".join(addresses))

application = QCoreApplication([])
bus = QDBusConnection.sessionBus()
manager = Manager()
flags = QDBusConnection.RegisterOption.ExportAllSlots
assert bus.registerObject("/org/freedesktop/FileManager1", manager, flags)
assert bus.registerService("org.freedesktop.FileManager1")
print("there", flush=True)
application.exec()
"""

# Studio's side, on the same bus.
ASKING = """
import subprocess, sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from studio.ui.show_in_folder import ShowInFolder
from studio.workbench.tasks import Tasks

application = QCoreApplication([])
show = ShowInFolder(Tasks())
files = tuple(map(Path, sys.argv[3:]))
print(show._select(files))
with subprocess.Popen([sys.executable, "-c", sys.argv[1], sys.argv[2]], stdout=subprocess.PIPE, text=True) as service:
    assert service.stdout.readline() == "there\\n"
    print(show._select(files))
    service.terminate()
print(show._select(files))
"""


def test_the_file_manager_is_asked_where_there_is_one(tmp_path: Path) -> None:
    need("dbus-run-session")
    file, asked = tmp_path / "Ein Otter, 100 %.png", tmp_path / "asked"
    file.touch()
    command = ["dbus-run-session", "--", sys.executable, "-c", ASKING, SERVICE, str(asked), str(file)]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_DATA_DIRS": str(tmp_path)}  # none to be activated
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["False", "True", "False"], done.stderr
    assert asked.read_text() == f"file://{tmp_path}/Ein%20Otter,%20100%20%25.png"
