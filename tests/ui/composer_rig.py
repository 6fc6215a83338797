"""A composer over a real draft, a real library and real thumbnails."""

from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from studio.gemini.capabilities import Capabilities
from studio.library.library import Library
from studio.library.records import Turn
from studio.profile.json_file import JsonFile
from studio.profile.remembered import Remembered
from studio.resources import read_json
from studio.ui.composer.composer import Composer
from studio.ui.composer.input_chip import InputChip
from studio.ui.words import Words
from studio.workbench.draft import Draft
from studio.workbench.tasks import Tasks
from studio.workbench.thumbnails import Thumbnails
from tests.fakes.replies import picture
from tests.library.making import new_turn
from tests.ui.waiting import until

CAPABILITIES = Capabilities.read(read_json("models/capabilities.json"))


class ComposerRig:
    """What a window does around a composer; `close` ends it."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.folder = folder
        self.library = Library.open(folder / "library")
        self.tasks = Tasks()
        self.failed: list[object] = []
        self.tasks.failed.connect(lambda name, error: self.failed.append(error))
        self.thumbnails = Thumbnails(self.tasks, folder / "thumbnails")
        self.thumbnails.open(self.library)
        self.remembered = Remembered(JsonFile(folder / "window.json"))
        self.draft = Draft(self.tasks)
        self.composer = Composer(self.draft, self.thumbnails, Words(), self.remembered)
        self.composer.files.native = False
        self.composer.set_connections([(None, "Sandbox"), ("1", "RouterHub")], "1")
        self.draft.open(self.library, CAPABILITIES)
        qtbot.addWidget(self.composer)
        self.composer.resize(1200, 200)
        self.composer.show()
        self.composer.activateWindow()
        self.asked: list[str] = []
        self.composer.generate_requested.connect(lambda: self.asked.append("generate"))
        self.composer.cancel_requested.connect(lambda: self.asked.append("cancel"))
        self.composer.begin_anew.connect(lambda: self.asked.append("begin anew"))
        self.composer.manage_connections.connect(lambda: self.asked.append("manage"))

    def find(self, kind: type[QWidget], name: str) -> QWidget:
        """The widget of this name, which there is."""
        found = self.composer.findChild(kind, name)
        assert isinstance(found, kind), name
        return found

    @property
    def chips(self) -> list[InputChip]:
        return self.composer.chips.chips()

    def files(self, *names: str) -> list[Path]:
        """Pictures of these names."""
        for number, name in enumerate(names):
            (self.folder / name).write_bytes(picture(number))
        return [self.folder / name for name in names]

    async def settled(self) -> None:
        """Until every picture is ready or refused."""
        await until(lambda: all(each.state != "preparing" for each in self.draft.inputs))

    def turn(self) -> Turn:
        """A turn to be continued."""
        new = new_turn(self.library)
        with self.library.transaction():
            self.library.conversations.ensure(new.conversation_id, "Otters", 1)
            return self.library.turns.begin(new)

    def copy(self, mime: QMimeData) -> None:
        """Put something on the clipboard."""
        QGuiApplication.clipboard().setMimeData(mime)

    async def close(self) -> None:
        """End as the window does."""
        QApplication.clipboard().clear()
        self.draft.close()
        self.thumbnails.close()
        await self.tasks.close()
        self.remembered.save()
        self.library.close()
        assert not self.failed, self.failed
