"""A little program with the parts the harness is used on, to test the harness with: `… stand_in FOLDER`."""

import sys
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QImage, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMainWindow,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)


class Gallery(QListWidget):
    """Pictures that can be dragged out as files and pixels."""

    def mimeData(self, items: object) -> QMimeData:
        mime = QMimeData()
        paths = [item.text() for item in self.selectedItems()]
        mime.setUrls([QUrl.fromLocalFile(path) for path in paths])
        mime.setImageData(QImage(paths[0]))
        return mime


class Zone(QLabel):
    """Takes files and says their names."""

    def __init__(self) -> None:
        super().__init__("nothing")
        self.setAcceptDrops(True)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.setText("dropped " + " ".join(Path(url.toLocalFile()).name for url in event.mimeData().urls()))
        event.acceptProposedAction()


class Window(QMainWindow):
    """A prompt, a picker, a button, a zone, a gallery, a status, a menu."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.setObjectName("Standin")
        self.setWindowTitle("Stand-in")
        self.prompt, self.picker, self.button = QPlainTextEdit(), QComboBox(), QPushButton("Generate")
        self.zone, self.gallery, self.status = Zone(), Gallery(), QLabel("idle")
        self.picker.addItems(["first", "second", "third"])
        for path in sorted(folder.glob("*.png")):
            self.gallery.addItem(QListWidgetItem(str(path)))
        self.gallery.setDragEnabled(True)
        self._lay_out()
        self.button.clicked.connect(self._generate)
        QShortcut(QKeySequence("Ctrl+Return"), self, self._generate)
        QShortcut(QKeySequence("Ctrl+Shift+V"), self, self._paste)
        leave = QAction("Quit", self)
        leave.triggered.connect(self.close)
        self.menuBar().addMenu("File").addAction(leave)

    def _lay_out(self) -> None:
        middle = QWidget()
        layout = QVBoxLayout(middle)
        names = ("promptEdit", "modelPicker", "generateButton", "dropZone", "galleryView", "messageBar")
        parts = (self.prompt, self.picker, self.button, self.zone, self.gallery, self.status)
        for name, part in zip(names, parts, strict=True):
            part.setObjectName(name)
            part.setAccessibleName(name)
            layout.addWidget(part)
        for label in (self.zone, self.status):
            label.setAccessibleName("")  # so that its name is its text
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.setCentralWidget(middle)

    def _generate(self) -> None:
        self.status.setText(f"{self.picker.currentText()}: {self.prompt.toPlainText()}")

    def _paste(self) -> None:
        image = QApplication.clipboard().image()
        self.zone.setText(f"pasted {image.width()}x{image.height()}")


def main() -> None:
    """Show it until it is closed; `--complain` says something on standard error."""
    app = QApplication(["stand-in"])
    window = Window(Path(sys.argv[1]))
    window.resize(500, 600)
    window.show()
    if "--complain" in sys.argv:
        print("QObject: something is wrong", file=sys.stderr)
    sys.exit(app.exec())


if __name__ == "__main__":
    main()
