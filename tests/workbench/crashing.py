"""A process that watches for faults, says what an earlier one left, and dies or ends well as it is told."""

import faulthandler
import sys
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from studio.workbench.crash import CrashHook

app = QCoreApplication(sys.argv)
hook = CrashHook(Path(sys.argv[1]))
hook.crashed.connect(lambda crash: print(crash.kind, repr(crash.text), flush=True))
hook.install()
for writer in tuple(hook._writers):
    writer.join()
app.processEvents()
print("ready", flush=True)
match sys.stdin.readline().strip():
    case "fault":
        faulthandler._sigsegv()
    case _:
        hook.remove()
print("ended", flush=True)
