"""Two other programs with a window of their own: out of one a file can be dragged, the other takes what is dropped.

`python -m tests.real.desktop.other offer FILE…` and `python -m tests.real.desktop.other receive FOLDER`.
"""

import hashlib
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QDrag, QDragEnterEvent, QDropEvent, QImage, QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel


class Offer(QLabel):
    """All of it can be dragged: the files, as a file manager offers them."""

    def __init__(self, paths: Sequence[Path]) -> None:
        super().__init__("Drag me")
        self._urls = [QUrl.fromLocalFile(str(path)) for path in paths]

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        mime = QMimeData()
        mime.setUrls(self._urls)
        drag = QDrag(self)
        drag.setMimeData(mime)
        drag.exec(Qt.DropAction.CopyAction | Qt.DropAction.MoveAction, Qt.DropAction.CopyAction)


class Receive(QLabel):
    """Takes every drop, and writes what it got into `drop-N.json` of a folder; file contents as size and SHA-256."""

    def __init__(self, folder: Path) -> None:
        super().__init__("Drop here")
        self._folder = folder
        self._number = 0
        self.setAcceptDrops(True)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        mime = event.mimeData()
        image = QImage(mime.imageData()) if mime.hasImage() else QImage()
        got = {
            "formats": mime.formats(),
            "action": event.dropAction().name,
            "files": [_file(Path(url.toLocalFile())) for url in mime.urls()],
            "pixels": [image.width(), image.height()],
        }
        event.acceptProposedAction()
        unfinished = self._folder / "unfinished"
        unfinished.write_text(json.dumps(got))
        unfinished.rename(self._folder / f"drop-{self._number}.json")
        self._number += 1


def _file(path: Path) -> dict[str, object]:
    data = path.read_bytes()
    return {"path": str(path), "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def main() -> None:
    """Show one of the two until its window is closed."""
    verb, *names = sys.argv[1:]
    app = QApplication([f"other-{verb}"])
    paths = list(map(Path, names))
    label = Offer(paths) if verb == "offer" else Receive(paths[0])
    label.setObjectName(verb)
    label.setWindowTitle(f"Other program: {verb}")
    label.resize(260, 160)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    label.show()
    sys.exit(app.exec())


if __name__ == "__main__":
    main()
