"""Another program that holds the record of a library: it writes, and does not end."""

import subprocess
import sys
from pathlib import Path

# Holds the record from "held" on, until its input ends.
_HOLDING = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=20)
for each in sys.argv[2:]:
    connection.execute(each)
print("held", flush=True)
sys.stdin.read()
"""


class Holder:
    """Holds one record, for as long as it likes; a process of its own, as the locks of SQLite are a process's."""

    def __init__(self, record: Path) -> None:
        self._record = record
        self._process: subprocess.Popen[str] | None = None

    def hold(self, *how: str) -> None:
        """Do this in SQL, an open transaction if nothing is said, and then nothing more."""
        command = [sys.executable, "-c", _HOLDING, str(self._record), *(how or ("BEGIN IMMEDIATE",))]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == "held\n"

    def let_go(self) -> None:
        """Take nothing of it back but the lock."""
        if self._process is not None:
            self._process.communicate()
            self._process = None
