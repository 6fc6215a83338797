"""A process that claims a library: says "window" and each call it hears, or "called" when another window is there.

Its arguments are the library, a token, and files to be opened.
"""

import sys
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from studio.workbench.instance import claim

app = QCoreApplication(sys.argv)
instance = claim(Path(sys.argv[1]), "".join(sys.argv[2:3]), [Path(file) for file in sys.argv[3:]])
if instance is None:
    print("called", flush=True)
    sys.exit(0)
instance.raised.connect(lambda token: print("raised", token, flush=True))
instance.handed.connect(lambda files: print("handed", *files, flush=True))
print("window" if instance._server.isListening() else "deaf window", flush=True)
sys.exit(app.exec())
