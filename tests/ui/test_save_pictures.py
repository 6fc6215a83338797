"""Saving as a person does it: a dialog, a name, a folder, and what is said afterwards."""

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QFileDialog, QLineEdit, QMessageBox, QWidget

from studio.library.errors import DiskFull
from studio.library.library import Library
from studio.library.records import Image
from studio.ui.file_dialog import FileDialogs
from studio.ui.save_pictures import SavePictures
from studio.ui.saving_messages import SavingMessages
from studio.ui.words import Words
from studio.workbench.exports import Exports, Saved
from studio.workbench.messages import Message, Messages
from studio.workbench.tasks import Tasks
from tests.fakes.shots import take_in
from tests.ui import dialog_help
from tests.ui.waiting import until

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen one, which has no real screen

T = TypeVar("T")


class Memory:
    """Remembers in memory."""

    def __init__(self) -> None:
        self.values: dict[str, object] = {}

    def get(self, name: str, default: T) -> T:
        return self.values.get(name, default)  # type: ignore[return-value]

    def set(self, name: str, value: object) -> None:
        self.values[name] = value


class Desk:
    """A window with everything that saving needs."""

    def __init__(self, library: Library) -> None:
        self.tasks, self.memory, self.messages = Tasks(), Memory(), Messages()
        self.exports = Exports(self.tasks)
        self.exports.open(library)
        self.window = QWidget()
        self.window.show()
        self.sayings = SavingMessages(self.messages, Words())
        dialogs = FileDialogs(self.memory, self.window, native=False)
        self.save = SavePictures(self.exports, dialogs, self.sayings, self.tasks, lambda: "{slug}", self.window)

    async def dialog(self, name: str) -> QFileDialog:
        await until(lambda: self.window.findChild(QFileDialog, name))
        dialog = self.window.findChild(QFileDialog, name)
        assert isinstance(dialog, QFileDialog)
        await dialog_help.shown(dialog)  # typed before, each folder on the way would be chosen as well
        return dialog

    async def said(self) -> Message:
        """What is said at the end, not how far it is."""
        await until(lambda: self.messages.all and not self.exports.under_way)
        return self.messages.all[-1]


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library") as library:
        yield library


@pytest.fixture
def desk(library: Library, qapp: QApplication) -> Iterator[Desk]:
    desk = Desk(library)
    yield desk
    desk.window.close()
    desk.window.deleteLater()


def type_name(dialog: QFileDialog, text: str) -> None:
    field = dialog.findChild(QLineEdit, "fileNameEdit")
    assert isinstance(field, QLineEdit)
    field.setCompleter(None)  # its list comes when the disk has been read, and takes the next click
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)


def press(dialog: QFileDialog, role: QDialogButtonBox.StandardButton) -> None:
    box = dialog.findChild(QDialogButtonBox, "buttonBox")
    assert isinstance(box, QDialogButtonBox)
    QTest.mouseClick(box.button(role), Qt.MouseButton.LeftButton)


SAVE, CHOOSE = QDialogButtonBox.StandardButton.Save, QDialogButtonBox.StandardButton.Open
CANCEL = QDialogButtonBox.StandardButton.Cancel


@pytest.fixture
def image(library: Library, tmp_path: Path) -> Image:
    return take_in(library, tmp_path, "An Otter.png")


async def test_a_picture_is_saved_under_the_name_proposed(
    desk: Desk, library: Library, image: Image, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    desk.memory.set("save.folder", str(out))
    desk.save.save_as(image)
    dialog = await desk.dialog("saveDialog")
    assert dialog.selectedFiles() == [str(out / "an-otter.png")]
    press(dialog, SAVE)
    message = await desk.said()
    assert message.text == "Saved as “an-otter.png”."
    assert (out / "an-otter.png").read_bytes() == library.images.absolute_path(image).read_bytes()
    shown: list[tuple[Path, ...]] = []
    desk.sayings.show_files.connect(shown.append)
    message.actions[0][1]()
    assert shown == [(out / "an-otter.png",)]


async def test_the_folder_is_remembered(desk: Desk, image: Image, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    desk.save.save_as(image)
    dialog = await desk.dialog("saveDialog")
    type_name(dialog, str(tmp_path / "mine" / "kept"))
    press(dialog, SAVE)
    await desk.said()
    assert (tmp_path / "mine" / "kept.png").is_file()
    await until(lambda: desk.window.findChild(QFileDialog) is None)
    desk.save.save_as(image)
    dialog = await desk.dialog("saveDialog")
    assert dialog.directory().absolutePath() == str(tmp_path / "mine")
    press(dialog, CANCEL)


async def test_replacing_is_asked_for(desk: Desk, library: Library, image: Image, tmp_path: Path) -> None:
    (tmp_path / "mine.png").write_bytes(b"mine")
    desk.memory.set("save.folder", str(tmp_path))
    desk.save.save_as(image)
    dialog = await desk.dialog("saveDialog")
    type_name(dialog, "mine.png")
    asked: list[str] = []

    def answer() -> None:
        box = QApplication.activeModalWidget()
        if isinstance(box, QMessageBox):
            asked.append(box.text())
            QTest.mouseClick(box.button(QMessageBox.StandardButton.Yes), Qt.MouseButton.LeftButton)

    timer = QTimer()
    timer.timeout.connect(answer)
    timer.start(20)
    press(dialog, SAVE)
    await desk.said()
    timer.stop()
    assert len(asked) == 1
    assert (tmp_path / "mine.png").read_bytes() == library.images.absolute_path(image).read_bytes()


async def test_a_picture_is_never_called_what_it_is_not(desk: Desk, image: Image, tmp_path: Path) -> None:
    desk.memory.set("save.folder", str(tmp_path))
    (tmp_path / "mine.jpg.png").write_bytes(b"another's")
    desk.save.save_as(image)
    dialog = await desk.dialog("saveDialog")
    type_name(dialog, "mine.jpg")
    press(dialog, SAVE)
    assert (await desk.said()).text == "Saved as “mine.jpg-2.png”."
    assert (tmp_path / "mine.jpg.png").read_bytes() == b"another's"
    assert not (tmp_path / "mine.jpg").exists()


async def test_changing_ones_mind_saves_nothing(desk: Desk, image: Image, tmp_path: Path) -> None:
    desk.memory.set("save.folder", str(tmp_path))
    before = sorted(tmp_path.iterdir())
    desk.save.save_as(image)
    press(await desk.dialog("saveDialog"), CANCEL)
    await until(lambda: desk.window.findChild(QFileDialog) is None)
    assert sorted(tmp_path.iterdir()) == before
    assert desk.messages.all == ()


async def test_a_missing_original_is_said(desk: Desk, library: Library, image: Image, tmp_path: Path) -> None:
    library.images.absolute_path(image).unlink()
    desk.memory.set("save.folder", str(tmp_path))
    desk.save.save_as(image)
    press(await desk.dialog("saveDialog"), SAVE)
    message = await desk.said()
    assert message.severity == "error"
    assert message.text == "The file of this image is not in the library any more. The image was not saved."


async def test_several_go_to_a_folder(desk: Desk, library: Library, tmp_path: Path) -> None:
    images = [take_in(library, tmp_path, f"{name}.png", colour=name) for name in ("red", "green")]
    out = tmp_path / "out"
    out.mkdir()
    desk.memory.set("save.folder", str(out))
    desk.save.export(images)
    dialog = await desk.dialog("exportDialog")
    assert dialog.windowTitle() == "Save 2 images in a folder"
    press(dialog, CHOOSE)
    message = await desk.said()
    assert (message.severity, message.text) == ("done", "2 images were saved in “out”.")
    assert sorted(each.name for each in out.iterdir()) == ["green.png", "red.png"]


async def test_progress_is_told_and_can_be_cancelled(desk: Desk, library: Library, tmp_path: Path) -> None:
    images = [take_in(library, tmp_path, f"{n}.png", colour=(n, 0, 0)) for n in range(4)]
    desk.memory.set("save.folder", str(tmp_path))
    desk.save.export(images)
    dialog = await desk.dialog("exportDialog")
    started: list[object] = []

    def on_started(saving: object) -> None:
        started.append(saving)
        post = desk.sayings._progress(saving, "progress")  # type: ignore[arg-type]
        assert post.actions[0][0] == "Cancel"
        post.actions[0][1]()

    desk.save.started.connect(on_started)
    press(dialog, CHOOSE)
    message = await desk.said()
    assert started
    assert message.text.startswith("Saving was cancelled. 0 of ")


@pytest.mark.parametrize(
    ("changes", "severity", "text"),
    [
        ({}, "done", "3 images were saved in “out”."),
        ({"files": 1, "total": 1}, "done", "One image was saved in “out”."),
        ({"files": 2, "cancelled": True}, "info", "2 of 3 images were saved in “out”. What is there is whole."),
        ({"files": 2, "missing": ("a.png",)}, "warning", "The file of one image is not in the library any more."),
        ({"files": 1, "missing": ("a", "b")}, "warning", "The files of 2 images are not in the library any more."),
        ({"files": 1, "failure": DiskFull("full")}, "error", "The disk is full. 1 of 3 images were saved in “out”."),
        ({"files": 0, "total": 0}, "info", "There are no images to save."),
    ],
)
def test_how_it_ended_is_said(desk: Desk, changes: dict[str, object], severity: str, text: str) -> None:
    facts = {"files": 3, "missing": (), "total": 3, "cancelled": False, "failure": None, **changes}
    facts["files"] = tuple(Path(f"/x/out/{number}.png") for number in range(facts["files"]))  # type: ignore[call-overload]
    desk.sayings.tell(Saved(folder=Path("/x/out"), **facts))  # type: ignore[arg-type]
    (message,) = desk.messages.all
    assert message.severity == severity
    assert message.text.endswith(text)
    assert bool(message.actions) == bool(facts["files"])
