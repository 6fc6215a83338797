"""The sidebar, with real keys and clicks on a real library."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAccessible, QContextMenuEvent, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMenu, QPushButton, QWidget

from studio.library.library import Library
from studio.library.records import Image
from studio.ui.conversation_deeds import ConversationDeeds
from studio.ui.sidebar.conversation_delegate import heading_height
from studio.ui.sidebar.conversation_list import ConversationList
from studio.ui.sidebar.sidebar import Sidebar
from studio.ui.theme import Theme
from studio.ui.words import Words
from studio.workbench.conversations import SECTION, Conversations
from studio.workbench.edits import Edits
from studio.workbench.tasks import Tasks
from studio.workbench.undo import Undo
from tests.library.making import make_pictures, new_turn, picture_bytes
from tests.ui.waiting import until

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen one, which has no real screen

DAY = 24 * 60 * 60 * 1000
Key = Qt.Key
T = TypeVar("T", bound=QObject)


class Thumbnails(QObject):
    """Red squares, as soon as they were asked for once."""

    ready = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[str, int]] = []
        self.pixmap: QPixmap | None = None

    def get(self, image: Image, side: int) -> QPixmap | None:
        self.asked.append((image.id, side))
        return self.pixmap

    def nearest(self, image: Image) -> QPixmap | None:
        return None

    def has_failed(self, image: Image) -> bool:
        return False


@dataclass
class Desk:
    """A sidebar in a window, and what it works on."""

    library: Library
    tasks: Tasks
    model: Conversations
    undo: Undo
    thumbnails: Thumbnails
    window: QWidget
    sidebar: Sidebar
    opened: list[str]

    @property
    def rows(self) -> ConversationList:
        return self.find(ConversationList, "conversationList")

    @property
    def search(self) -> QLineEdit:
        return self.find(QLineEdit, "conversationSearch")

    @property
    def blank(self) -> str:
        if not self.find(QWidget, "conversationsBlank").isVisibleTo(self.window):
            return ""
        return self.find(QLabel, "conversationsBlankTitle").text()

    def find(self, kind: type[T], name: str) -> T:
        found = self.sidebar.findChild(kind, name)
        assert found is not None, name
        return found

    def titles(self) -> list[str]:
        return [str(self.model.index(row).data()) for row in range(self.model.rowCount())]

    def title(self, row: int) -> str:
        return self.library.conversations.get(self.id(row)).title

    def id(self, row: int) -> str:
        conversation = self.model.conversation_at(self.model.index(row))
        assert conversation is not None
        return conversation.id

    async def settle(self) -> list[str]:
        await until(
            lambda: (
                self.model.is_loaded
                and not (self.model._busy or self.model._typing.isActive() or self.undo._busy)
                and not self.rows._pause.isActive()
            )
        )
        return self.titles()

    def spot(self, row: int) -> QPoint:
        """The middle of a row, below its heading."""
        index = self.model.index(row)
        rect = self.rows.visualRect(index)
        return QPoint(rect.center().x(), rect.top() + heading_height(index) + 20)

    def click(self, row: int) -> None:
        QTest.mouseClick(self.rows.viewport(), Qt.MouseButton.LeftButton, pos=self.spot(row))

    def menu(self, row: int) -> QMenu:
        spot = self.spot(row)
        place = self.rows.viewport().mapToGlobal(spot)
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, spot, place)
        QApplication.sendEvent(self.rows.viewport(), event)
        return self.find(QMenu, "conversationMenu")


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library") as library:
        yield library


@pytest.fixture
async def desk(library: Library) -> AsyncIterator[Desk]:
    Theme(QApplication.instance(), "dark")  # type: ignore[arg-type]
    tasks = Tasks()
    model, undo, thumbnails, window = Conversations(tasks), Undo(tasks), Thumbnails(), QWidget()
    edits = Edits(tasks, undo)
    opened: list[str] = []
    deeds = ConversationDeeds(edits, undo, lambda: opened[-1] if opened else None, window)
    sidebar = Sidebar(model, thumbnails, edits, deeds, Words(), window)
    sidebar.opened.connect(opened.append)
    window.resize(240, 600)
    sidebar.resize(240, 600)
    window.show()
    window.activateWindow()
    edits.open(library)
    now = library.clock()
    for number, title in enumerate(("Walruses", "Beavers", "Otters")):
        library.conversations.create(library.ids.new(), title, now - (2 - number) * DAY)
    model.open(library)
    desk = Desk(library, tasks, model, undo, thumbnails, window, sidebar, opened)
    assert await desk.settle() == ["Otters", "Beavers", "Walruses"]
    yield desk
    await tasks.close()
    window.close()
    window.deleteLater()


async def test_names_by_which_other_programs_find_it(desk: Desk) -> None:
    assert desk.rows.accessibleName() == "Conversations"
    button = desk.find(QPushButton, "newConversationButton")
    assert (button.accessibleName(), button.text()) == ("New conversation", "New conversation")
    rows = QAccessible.queryAccessibleInterface(desk.rows)
    names = [rows.child(number).text(QAccessible.Text.Name) for number in range(rows.childCount())]
    assert names[0] == "Otters, Empty, now"
    assert len(names) == 3
    wanted: list[bool] = []
    desk.sidebar.new_requested.connect(lambda: wanted.append(True))
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert wanted == [True]


async def test_a_click_opens_and_a_heading_does_not(desk: Desk) -> None:
    desk.click(1)
    assert desk.opened == [desk.id(1)]
    top = desk.rows.visualRect(desk.model.index(2)).topLeft() + QPoint(20, 10)
    QTest.mouseClick(desk.rows.viewport(), Qt.MouseButton.LeftButton, pos=top)
    assert desk.opened == [desk.id(1)]
    assert desk.rows.currentIndex().row() == 1
    QTest.keyClick(desk.rows, Key.Key_Return)
    assert desk.opened == [desk.id(1)] * 2


async def test_arrows_open_where_they_stop(desk: Desk) -> None:
    desk.click(0)
    desk.opened.clear()
    QTest.keyClick(desk.rows, Key.Key_Down)
    QTest.keyClick(desk.rows, Key.Key_Down)
    await desk.settle()
    assert desk.opened == [desk.id(2)]


async def test_what_is_open_is_marked_and_nothing_is_opened_by_that(desk: Desk, library: Library) -> None:
    desk.sidebar.show_current(desk.id(1))
    assert desk.rows.currentIndex().row() == 1
    desk.sidebar.show_current(None)
    assert not desk.rows.selectionModel().hasSelection()
    fresh = library.ids.new()
    desk.sidebar.show_current(fresh)  # its first turn is being written
    library.conversations.create(fresh, "Fresh", library.clock())
    desk.model.refresh()
    await until(lambda: desk.rows.currentIndex().data() == "Fresh")
    assert desk.rows.selectionModel().isSelected(desk.model.index(0))
    desk.model.search("beav")
    await desk.settle()
    assert not desk.rows.currentIndex().isValid()
    desk.model.search("")
    await desk.settle()
    assert desk.rows.currentIndex().data() == "Fresh"
    assert desk.opened == []


async def test_renaming_by_keys(desk: Desk) -> None:
    desk.click(1)
    QTest.keyClick(desk.rows, Key.Key_F2)
    editor = desk.find(QLineEdit, "conversationTitleEdit")
    assert editor.text() == "Beavers"
    editor.clear()
    QTest.keyClick(editor, Key.Key_Return)
    assert editor.isVisible(), "an empty title is not taken"
    assert editor.property("bad")
    QTest.keyClicks(editor, "Muskrats")
    assert not editor.property("bad")
    desk.model.refresh()
    await desk.settle()
    assert editor.text() == "Muskrats", "what is typed stays while rows are read again"
    QTest.keyClick(editor, Key.Key_Return)
    await until(lambda: desk.titles()[1] == "Muskrats")
    await desk.settle()
    assert desk.title(1) == "Muskrats"
    desk.undo.undo()
    await desk.settle()
    assert desk.titles()[1] == "Beavers"


async def test_a_rename_can_be_left(desk: Desk) -> None:
    desk.click(1)
    for leave in (lambda editor: QTest.keyClick(editor, Key.Key_Escape), lambda _: desk.search.setFocus()):
        desk.rows.setFocus()
        QTest.keyClick(desk.rows, Key.Key_F2)
        editor = desk.find(QLineEdit, "conversationTitleEdit")
        editor.clear()
        leave(editor)
        await until(lambda editor=editor: desk.sidebar.findChild(QLineEdit, "conversationTitleEdit") is not editor)
    await desk.settle()
    assert desk.titles()[1] == "Beavers"
    assert desk.title(1) == "Beavers"


async def test_the_trash_and_the_way_back(desk: Desk) -> None:
    said: list[str] = []
    desk.undo.ended.connect(lambda ended: said.append(ended.step.said))
    desk.click(1)
    desk.opened.clear()
    QTest.keyClick(desk.rows, Key.Key_Delete)
    await until(lambda: desk.titles() == ["Otters", "Walruses"])
    assert "Beavers" in said[0]
    desk.undo.undo()
    await until(lambda: desk.titles() == ["Otters", "Beavers", "Walruses"])
    desk.undo.redo()
    await until(lambda: desk.titles() == ["Otters", "Walruses"])
    trash = desk.find(QPushButton, "conversationTrashButton")
    told = "Conversations in the trash; images in the trash are in the gallery's menu"
    assert (trash.accessibleName(), trash.accessibleDescription(), trash.toolTip()) == ("Trash", told, told)
    trash.click()
    assert await desk.settle() == ["Beavers"]
    assert trash.accessibleName() == "Back to conversations"
    desk.opened.clear()
    desk.click(0)
    QTest.keyClick(desk.rows, Key.Key_F2)
    assert desk.sidebar.findChild(QLineEdit, "conversationTitleEdit") is None
    assert desk.opened == [], "what is in the trash is not opened"
    QTest.mouseClick(desk.find(QPushButton, "restoreButton"), Qt.MouseButton.LeftButton)
    await until(lambda: desk.titles() == [])
    assert desk.blank == "The trash is empty"
    QTest.keyClick(desk.rows, Key.Key_Escape)
    assert await desk.settle() == ["Otters", "Beavers", "Walruses"]
    assert not trash.isChecked()


async def test_the_menu(desk: Desk) -> None:
    exported: list[str] = []
    desk.sidebar.export_requested.connect(exported.append)
    wanted = desk.id(2)
    menu = desk.menu(2)
    assert [action.text().partition("\t")[0] for action in menu.actions() if not action.isSeparator()] == [
        "Rename",
        "Pin",
        "Duplicate",
        "Export…",
        "Export as Markdown…",
        "Export images…",
        "Archive",
        "Move to trash",
    ]
    choose(menu, "exportImagesAction")
    menu.close()
    assert exported == [wanted]
    await until(lambda: desk.sidebar.findChild(QMenu, "conversationMenu") is None)
    choose(desk.menu(2), "trashAction")
    await until(lambda: desk.titles() == ["Otters", "Beavers"])


def choose(menu: QMenu, name: str) -> None:
    next(action for action in menu.actions() if action.objectName() == name).trigger()
    menu.close()


def sections(desk: Desk) -> list[str | None]:
    """What kind of section begins with each row."""
    found = [desk.model.index(row).data(SECTION) for row in range(desk.model.rowCount())]
    return [section.kind if section is not None else None for section in found]


async def test_a_pinned_one_stands_first_under_its_own_heading(desk: Desk) -> None:
    desk.click(1)
    choose(desk.menu(2), "pinAction")
    await until(lambda: desk.titles() == ["Walruses", "Otters", "Beavers"])
    assert sections(desk) == ["pinned", "today", "yesterday"]
    assert desk.rows.currentIndex().data() == "Beavers", "what is open stays what is open"
    assert desk.opened == [desk.id(2)]
    rows = QAccessible.queryAccessibleInterface(desk.rows)
    assert rows.child(0).text(QAccessible.Text.Name).endswith(", pinned")
    assert desk.undo.undo_text == "Pin “Walruses”"
    choose(desk.menu(1), "pinAction")
    await until(lambda: desk.titles() == ["Otters", "Walruses", "Beavers"])
    assert sections(desk) == ["pinned", None, "yesterday"]
    choose(desk.menu(1), "pinAction")
    await until(lambda: desk.titles() == ["Otters", "Beavers", "Walruses"])
    desk.undo.undo()
    await until(lambda: desk.titles() == ["Otters", "Walruses", "Beavers"])


async def test_the_archive_and_the_way_back(desk: Desk) -> None:
    desk.click(1)
    archived = desk.id(1)
    choose(desk.menu(1), "archiveAction")
    await until(lambda: desk.titles() == ["Otters", "Walruses"])
    assert desk.opened == [archived, desk.id(1)], "the one below is open now"
    assert desk.rows.currentIndex().data() == "Walruses"
    desk.undo.undo()
    await until(lambda: desk.titles() == ["Otters", "Beavers", "Walruses"])
    assert desk.opened[-1] == archived, "what was open is open again"
    desk.undo.redo()
    await until(lambda: desk.titles() == ["Otters", "Walruses"])
    desk.search.setText("eav")
    assert await desk.settle() == ["Beavers"], "what is archived is found"
    rows = QAccessible.queryAccessibleInterface(desk.rows)
    assert rows.child(0).text(QAccessible.Text.Name).endswith(", archived")
    desk.search.clear()
    button = desk.find(QPushButton, "conversationArchiveButton")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert await desk.settle() == ["Beavers"]
    assert desk.find(QLabel, "conversationsWhere").text() == "Archive"
    assert (button.accessibleName(), desk.find(QPushButton, "conversationTrashButton").isVisible()) == (
        "Back to conversations",
        False,
    )
    desk.click(0)
    assert desk.opened[-1] == archived, "it is opened like any other"
    QTest.mouseClick(desk.find(QPushButton, "restoreButton"), Qt.MouseButton.LeftButton)
    await until(lambda: desk.blank == "The archive is empty")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert await desk.settle() == ["Otters", "Beavers", "Walruses"]
    assert desk.find(QPushButton, "conversationTrashButton").isVisible()


async def test_a_duplicate_is_gone_to_and_undone_from_where_one_was(desk: Desk) -> None:
    desk.click(1)
    original = desk.id(1)
    choose(desk.menu(1), "duplicateAction")
    await until(lambda: desk.titles() == ["Beavers (copy)", "Otters", "Beavers", "Walruses"])
    assert desk.opened[-1] == desk.id(0)
    copy = desk.id(0)
    desk.undo.undo()
    await until(lambda: desk.titles() == ["Otters", "Beavers", "Walruses"])
    assert desk.opened[-1] == original
    desk.undo.redo()
    await until(lambda: desk.titles()[0] == "Beavers (copy)")
    assert desk.opened[-1] == copy, "the same one comes back"


async def test_what_is_open_and_goes_to_the_trash_by_key_hands_on_to_the_next(desk: Desk) -> None:
    desk.click(0)
    QTest.keyClick(desk.rows, Key.Key_Delete)
    await until(lambda: desk.titles() == ["Beavers", "Walruses"])
    QTest.keyClick(desk.rows, Key.Key_Delete)
    await until(lambda: desk.titles() == ["Walruses"])
    await desk.settle()
    assert desk.opened[-1] == desk.id(0)
    QTest.keyClick(desk.rows, Key.Key_Delete)
    await until(lambda: desk.titles() == [])


async def test_the_menu_by_key_belongs_to_the_current_row(desk: Desk) -> None:
    desk.click(1)
    place = desk.rows.rect().center()
    reason = QContextMenuEvent.Reason.Keyboard
    QApplication.sendEvent(desk.rows.viewport(), QContextMenuEvent(reason, place, desk.rows.mapToGlobal(place)))
    menu = desk.find(QMenu, "conversationMenu")
    next(action for action in menu.actions() if action.objectName() == "renameAction").trigger()
    menu.close()
    assert desk.find(QLineEdit, "conversationTitleEdit").text() == "Beavers"


async def test_searching_by_keys(desk: Desk) -> None:
    desk.sidebar.focus_search()
    QTest.keyClicks(desk.search, "zebra")
    assert await desk.settle() == []
    assert "zebra" in desk.blank
    QTest.keyClick(desk.search, Key.Key_Escape)
    assert desk.search.text() == ""
    await desk.settle()
    assert desk.blank == ""
    QTest.keyClicks(desk.search, "ers")
    assert await desk.settle() == ["Otters", "Beavers"]
    QTest.keyClick(desk.search, Key.Key_Down)
    assert desk.rows.hasFocus()
    await until(lambda: desk.opened == [desk.id(0)])
    QTest.keyClick(desk.rows, Key.Key_Escape)
    assert await desk.settle() == ["Otters", "Beavers", "Walruses"]


async def test_a_search_that_found_nothing_offers_to_be_cleared(desk: Desk) -> None:
    desk.sidebar.focus_search()
    QTest.keyClicks(desk.search, "zebra " * 20)
    assert await desk.settle() == []
    assert len(desk.blank) < 60
    QTest.mouseClick(desk.find(QPushButton, "conversationsBlankAction0"), Qt.MouseButton.LeftButton)
    assert await desk.settle() == ["Otters", "Beavers", "Walruses"]
    assert desk.blank == ""
    assert desk.search.hasFocus()


async def test_enter_goes_to_the_first_found(desk: Desk) -> None:
    desk.sidebar.focus_search()
    QTest.keyClicks(desk.search, "walr")
    assert await desk.settle() == ["Walruses"]
    QTest.keyClick(desk.search, Key.Key_Return)
    await until(lambda: desk.opened == [desk.id(0)])


async def test_an_empty_library_says_what_to_do(desk: Desk, tmp_path: Path) -> None:
    desk.model.close()
    assert desk.blank == "", "nothing is known yet"
    with Library.open(tmp_path / "empty") as empty:
        desk.model.open(empty)
        await desk.settle()
        assert desk.blank == "No conversations yet"
        assert "press Generate" in desk.find(QLabel, "conversationsBlankAdvice").text()
        desk.model.close()


async def test_a_list_without_rows_says_where_all_conversations_are(desk: Desk, library: Library) -> None:
    ids = [each.conversation.id for each in library.conversations.summaries(9)]

    async def told() -> str:
        desk.model.refresh()
        await desk.settle()
        return desk.blank

    for each in ids:
        assert await told() == ""
        library.conversations.archive(each, library.clock())
    assert await told() == "All conversations are in the archive"
    library.conversations.trash(ids[0], library.clock())
    assert await told() == "All conversations are in the archive or the trash"
    for each in ids[1:]:
        library.conversations.trash(each, library.clock())
    assert await told() == "All conversations are in the trash"
    desk.find(QPushButton, "conversationTrashButton").click()
    assert len(await desk.settle()) == len(ids)
    library.conversations.restore(ids[1])
    library.conversations.unarchive(ids[1])
    desk.find(QPushButton, "conversationTrashButton").click()
    assert await told() == ""


async def test_rows_that_come_in_above_do_not_push_away_what_is_read(desk: Desk, library: Library) -> None:
    with library.transaction():
        for number in range(60):
            library.conversations.create(library.ids.new(), str(number), library.clock() - 10 * DAY - number)
    desk.model.refresh()
    await until(lambda: desk.model.rowCount() == 63)
    await until(lambda: desk.rows.verticalScrollBar().maximum() > 1000, "the rows are laid out")
    desk.rows.verticalScrollBar().setValue(700)
    anchor = desk.rows.indexAt(QPoint(50, 100))
    title, top = anchor.data(), desk.rows.visualRect(anchor).top()
    with library.transaction():
        for number in range(5):
            library.conversations.create(library.ids.new(), f"new {number}", library.clock())
    desk.model.refresh()
    await until(lambda: desk.model.rowCount() == 68)
    row = desk.titles().index(title)
    await until(lambda: desk.rows.visualRect(desk.model.index(row)).top() == top, "it stays where it is read")
    desk.rows.verticalScrollBar().setValue(0)
    library.conversations.create(library.ids.new(), "newest", library.clock() + 5)
    desk.model.refresh()
    await until(lambda: desk.model.rowCount() == 69)
    assert desk.rows.verticalScrollBar().value() == 0, "at the top, what is new is seen"


async def test_the_newest_picture_is_painted_when_it_is_there(desk: Desk, library: Library) -> None:
    turn = library.turns.begin(new_turn(library, conversation_id=desk.id(0)))
    await make_pictures(library, turn, [picture_bytes("a", 1000)])
    desk.model.refresh()
    await until(lambda: desk.model.rowCount() == 4)
    picture = library.images.of_turn(turn.id)[0]
    row = next(row for row in range(4) if desk.model.index(row).data(Qt.ItemDataRole.UserRole).image == picture)
    place = desk.spot(row)
    place.setX(8 + 16)

    def colour() -> str:
        return desk.rows.viewport().grab().toImage().pixelColor(place).name()

    assert colour() != "#ff0000"
    assert (picture.id, 64) in desk.thumbnails.asked
    desk.thumbnails.pixmap = QPixmap(64, 48)
    desk.thumbnails.pixmap.fill(Qt.GlobalColor.red)
    desk.thumbnails.ready.emit(picture.blob.sha256)
    assert colour() == "#ff0000"
