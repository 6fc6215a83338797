"""How the window starts: with a screen reader looking on from the first instant, no Qt class may be made in a thread.

PySide keeps its classes in tables without locks. The thread that paints reads them without the GIL, whenever Qt asks an
object for its meta object; a class that is made at that moment in another thread ends the process.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.real, pytest.mark.skipif(sys.platform != "linux", reason="the offscreen platform")]

# Runs the window until its button is painted, and tells which modules with Qt classes were loaded outside its thread.
WATCHED = """
import importlib.machinery, json, os, sys, threading

elsewhere = []

class Watching(importlib.machinery.SourceFileLoader):
    def exec_module(self, module):
        note(module)
        super().exec_module(module)

class WatchingExtensions(importlib.machinery.ExtensionFileLoader):
    def exec_module(self, module):
        note(module)
        super().exec_module(module)

def note(module):
    if threading.current_thread() is not threading.main_thread():
        elsewhere.append(module.__name__)

sys.path_hooks.insert(0, importlib.machinery.FileFinder.path_hook(
    (WatchingExtensions, importlib.machinery.EXTENSION_SUFFIXES), (Watching, importlib.machinery.SOURCE_SUFFIXES)
))
sys.path_importer_cache.clear()

from PySide6 import QtCore, QtWidgets

class Painted(QtCore.QObject):
    def eventFilter(self, thing, event):
        if event.type() == QtCore.QEvent.Type.Paint and thing.objectName() == "generateButton":
            QtCore.QTimer.singleShot(500, end)
        return False

class Application(QtWidgets.QApplication):
    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.painted = Painted()
        self.installEventFilter(self.painted)

def has_qt_class(name):
    if name.startswith("PySide6"):
        return True
    values = vars(sys.modules.get(name, object)).values()  # some try to load what is not installed
    return any(isinstance(v, type) and issubclass(v, QtCore.QObject) and v.__module__ == name for v in values)

def end():
    print(json.dumps([len(sys.modules), sorted(filter(has_qt_class, elsewhere))]), flush=True)
    os._exit(0)

QtWidgets.QApplication = Application
from studio.__main__ import main
main()
"""


def test_every_qt_class_is_made_in_the_thread_that_paints(tmp_path: Path) -> None:
    command = [sys.executable, "-c", WATCHED, "--library", str(tmp_path / "library")]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    count, elsewhere = json.loads(done.stdout)
    assert count > 200
    assert elsewhere == []
