"""The composer, by real keys and clicks."""

import gc
from collections.abc import AsyncIterator
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from studio.ui.composer.composer import Composer
from studio.ui.composer.model_popover import ModelPopover
from studio.ui.composer.more_settings import MoreSettings
from studio.ui.composer.prompt_edit import PromptEdit
from studio.ui.composer.ratio_popover import RatioPopover
from studio.ui.tokens import tokens_of
from studio.ui.widgets.focus_frame import FocusFrame
from studio.ui.words import Words
from studio.workbench.draft import Draft
from tests.fakes.replies import picture
from tests.ui.composer_rig import CAPABILITIES, ComposerRig
from tests.ui.waiting import lay_out, until

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
CONTROL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
async def rig(qtbot: QtBot, tmp_path: Path) -> AsyncIterator[ComposerRig]:
    gc.collect()  # what earlier tests left must not end in a worker thread
    rig = ComposerRig(qtbot, tmp_path)
    yield rig
    await rig.close()


def pixels(side: int = 20) -> QMimeData:
    image = QImage(side, side, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    mime = QMimeData()
    mime.setImageData(image)
    return mime


def menu_of(rig: ComposerRig, name: str) -> QMenu:
    menus = [menu for menu in rig.composer.findChildren(QMenu, f"{name}Menu") if menu.isVisible()]
    assert len(menus) == 1
    return menus[0]


def price(rig: ComposerRig) -> str:
    return rig.composer.controls.price.text()


def notice(rig: ComposerRig) -> str:
    label = rig.find(QLabel, "noticeLine")
    return label.text() if label.isVisible() else ""  # type: ignore[attr-defined]


async def test_the_names_that_other_programs_look_for(rig: ComposerRig) -> None:
    names = {
        "promptEdit": "Prompt",
        "modelPicker": "Model",
        "connectionPicker": "Connection",
        "generateButton": "Generate",
        "cancelButton": "Cancel",
        "dropZone": "Drop zone",
    }
    found = {widget.objectName(): widget.accessibleName() for widget in rig.composer.findChildren(object)
             if hasattr(widget, "accessibleName") and widget.objectName() in names}  # fmt: skip
    assert found == names


async def test_typing_and_ctrl_enter_asks_for_a_picture(rig: ComposerRig, qtbot: QtBot) -> None:
    prompt, button = rig.composer.prompt, rig.composer.controls.generate
    assert not button.isEnabled()
    assert (
        button.toolTip() == button.accessibleDescription() == "There is no prompt yet. Say what you would like to see."
    )
    qtbot.keyClicks(prompt, "an otter")
    assert rig.draft.prompt == "an otter"
    assert button.isEnabled()
    assert "Ctrl" in button.toolTip()
    qtbot.keyClick(prompt, Qt.Key.Key_Return)
    assert rig.asked == [], "a line more, not a bill"
    qtbot.keyClick(prompt, Qt.Key.Key_Return, CONTROL)
    qtbot.keyClick(prompt, Qt.Key.Key_Enter, CONTROL | Qt.KeyboardModifier.KeypadModifier)
    qtbot.mouseClick(button, LEFT)
    qtbot.keyClick(rig.composer.settings.count, Qt.Key.Key_Return, CONTROL)
    assert rig.asked == ["generate"] * 4
    assert rig.draft.prompt == "an otter\n"


async def test_what_is_missing_is_said_until_it_is_there(rig: ComposerRig, qtbot: QtBot) -> None:
    qtbot.keyClick(rig.composer.prompt, Qt.Key.Key_Return, CONTROL)
    assert rig.asked == []
    assert "There is no prompt yet" in notice(rig)
    qtbot.keyClicks(rig.composer.prompt, "x")
    assert notice(rig) == ""


async def test_the_price_is_told_beside_the_button(rig: ComposerRig) -> None:
    rig.draft.model = "gemini-3-pro-image"
    assert price(rig) == "≈ $0.13"
    rig.draft.count = 2
    assert price(rig) == "2 requests · ≈ $0.27"
    rig.draft.model = "something-new"
    assert price(rig) == "2 requests · price unknown"
    rig.composer.set_connections([(None, "Sandbox")], None)
    assert price(rig) == "2 requests · free"
    rig.composer.resize(rig.composer.minimumSizeHint())
    assert price(rig) == "free"
    assert rig.composer.controls.price.accessibleName() == "2 requests · free"


async def test_nothing_is_claimed_before_the_models_are_known(qtbot: QtBot, rig: ComposerRig) -> None:
    early = Composer(Draft(rig.tasks), rig.thumbnails, Words(), rig.remembered)
    qtbot.addWidget(early)
    assert early.controls.price.text() == ""
    assert early.model.text() == ""
    assert not early.controls.generate.isEnabled()


async def test_it_fits_a_narrow_window(rig: ComposerRig) -> None:
    rig.draft.count, rig.draft.seed = 8, -(2**31)
    rig.composer.set_busy(8)
    assert rig.composer.minimumSizeHint().width() <= 900
    rig.composer.resize(900, 200)
    controls = rig.composer.controls
    shown = [controls.price, controls.cancel, controls.generate, rig.composer.more, rig.composer.model]
    for one, other in pairwise(shown):
        assert not one.geometry().intersects(other.geometry())
    assert controls.generate.geometry().right() <= controls.width()


def open_models(rig: ComposerRig, qtbot: QtBot) -> ModelPopover:
    qtbot.mouseClick(rig.composer.model, LEFT)
    (popover,) = [each for each in rig.composer.findChildren(ModelPopover) if each.isVisible()]
    return popover


def listed(popover: ModelPopover) -> list[str]:
    model = popover.list.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


async def test_a_model_is_chosen_by_name(rig: ComposerRig, qtbot: QtBot) -> None:
    model = rig.composer.model
    assert model.text() == "Nano Banana 2.1"
    popover = open_models(rig, qtbot)
    assert listed(popover) == [
        "Nano Banana 2.1", "Nano Banana 2 Lite", "Nano Banana 2", "Nano Banana Pro", "Nano Banana",
    ]  # fmt: skip
    assert popover.edit.hasFocus()
    qtbot.keyClick(popover.edit, Qt.Key.Key_Down)
    qtbot.keyClick(popover.edit, Qt.Key.Key_Return)
    assert not popover.isVisible()
    assert rig.draft.model == "gemini-3.1-flash-lite-image"
    assert model.text() == "Nano Banana 2 Lite"
    popover = open_models(rig, qtbot)
    qtbot.keyClicks(popover.edit, "nano banana p")
    assert listed(popover) == ["Nano Banana Pro", "Use “nano banana p”"]
    qtbot.keyClick(popover.edit, Qt.Key.Key_Return)
    assert rig.draft.model == "gemini-3-pro-image"
    assert (model.accessibleName(), model.accessibleDescription()) == ("Model", "Nano Banana Pro. gemini-3-pro-image")
    popover = open_models(rig, qtbot)
    last = popover.list.visualRect(popover.list.model().index(4, 0)).center()
    qtbot.mouseClick(popover.list.viewport(), LEFT, pos=last)
    assert rig.draft.model == "gemini-2.5-flash-image"


@pytest.mark.parametrize("typed", ["google/gemini-9-image", "gemini-3-pro-image-preview", "models/x@1:y"])
async def test_any_id_can_be_typed_and_is_kept_exactly(rig: ComposerRig, qtbot: QtBot, typed: str) -> None:
    model = rig.composer.model
    qtbot.keyClick(model, typed[0])
    (popover,) = [each for each in rig.composer.findChildren(ModelPopover) if each.isVisible()]
    qtbot.keyClicks(popover.edit, f"{typed[1:]} ")
    qtbot.keyClick(popover.edit, Qt.Key.Key_Return)
    assert rig.draft.model == model.text() == typed
    popover = open_models(rig, qtbot)
    qtbot.keyClicks(popover.edit, "something")
    qtbot.keyClick(popover.edit, Qt.Key.Key_Escape)
    assert popover.isVisible(), "the words go first"
    qtbot.keyClick(popover.edit, Qt.Key.Key_Escape)
    assert not popover.isVisible()
    assert rig.draft.model == model.text() == typed


async def test_the_mouse_wheel_changes_nothing(rig: ComposerRig, qtbot: QtBot) -> None:
    from PySide6.QtGui import QWheelEvent

    for picker in (rig.composer.model, rig.composer.connection):
        before = picker.text()
        event = QWheelEvent(
            QPointF(5, 5), QPointF(5, 5), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(picker, event)
        assert picker.text() == before


def open_ratios(rig: ComposerRig, qtbot: QtBot) -> RatioPopover:
    qtbot.mouseClick(rig.composer.settings.ratio, LEFT)
    (popover,) = [each for each in rig.composer.findChildren(RatioPopover) if each.isVisible()]
    return popover


async def test_only_what_the_model_takes_is_offered(rig: ComposerRig, qtbot: QtBot) -> None:
    settings = rig.composer.settings
    rig.draft.model = "gemini-3-pro-image"
    popover = open_ratios(rig, qtbot)
    row = CAPABILITIES.row("gemini-3-pro-image")
    assert popover.choice.values() == [None, *row.ratios]
    for _ in range(2):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Right)
    assert rig.draft.aspect_ratio == settings.ratio.text() == "2:3"
    assert QApplication.focusWidget().accessibleName() == "2:3, portrait"
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert not popover.isVisible()
    assert settings.ratio.accessibleDescription() == "2:3"
    sizes = settings.size_picker.segments
    assert sizes.values() == [None, "1K", "2K", "4K"]
    qtbot.mouseClick(sizes.findChild(QWidget, "sizeChoice3"), LEFT)
    assert rig.draft.image_size == sizes.value == "4K"
    qtbot.keyClick(settings.count, Qt.Key.Key_Space)
    menu = menu_of(rig, "countPicker")
    assert len(menu.actions()) == 8
    menu.actions()[3].trigger()
    menu.close()
    assert (rig.draft.count, settings.count.text()) == (4, "× 4")
    rig.draft.model = "gemini-2.5-flash-image"
    assert not settings.size_picker.isVisible()
    assert rig.draft.image_size is None
    assert notice(rig) == "Nano Banana does not take 4K: the choice is left to it now."


async def test_sizes_fold_into_a_menu_where_there_is_little_room(rig: ComposerRig, qtbot: QtBot) -> None:
    sizes = rig.composer.settings.size_picker
    rig.draft.model = "gemini-3-pro-image"
    assert sizes.segments.isVisible()
    sizes.segments.setFocus()
    rig.composer.resize(rig.composer.minimumSizeHint().width(), 200)
    await until(sizes.button.isVisible, "it is a menu")
    assert not sizes.segments.isVisible()
    assert sizes.button.hasFocus()
    qtbot.keyClick(sizes.button, Qt.Key.Key_Return)
    menu = menu_of(rig, "sizeButton")
    assert [action.data() for action in menu.actions()] == [None, "1K", "2K", "4K"]
    qtbot.keyClick(menu, Qt.Key.Key_End)
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    assert rig.draft.image_size == sizes.button.text() == "4K"
    rig.composer.resize(1200, 200)
    await until(sizes.segments.isVisible, "all of them are in sight again")
    assert sizes.segments.value == "4K"


async def test_home_and_end_go_to_the_first_and_the_last_choice(rig: ComposerRig, qtbot: QtBot) -> None:
    picker = rig.composer.settings.count
    rig.draft.count = 4
    for key, count in ((Qt.Key.Key_Home, 1), (Qt.Key.Key_End, 8), (Qt.Key.Key_Home, 1)):
        qtbot.keyClick(picker, Qt.Key.Key_Return)
        menu = menu_of(rig, "countPicker")
        qtbot.keyClick(menu, key)
        qtbot.keyClick(menu, Qt.Key.Key_Return)
        assert rig.draft.count == count


async def test_the_hint_in_the_empty_prompt_is_painted_when_it_changes(rig: ComposerRig, qtbot: QtBot) -> None:
    prompt = PromptEdit()
    qtbot.addWidget(prompt)
    prompt.resize(400, 40)
    prompt.hint("Describe a picture")
    prompt.show()
    painted = Painted(prompt.viewport())
    await until(lambda: painted.times > 0)
    lay_out()
    before = painted.times
    prompt.hint("Say what to change")
    await until(lambda: painted.times > before, "the other words on the screen")


class Painted(QObject):
    """Counts how often a widget is painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.times = 0
        widget.installEventFilter(self)

    def eventFilter(self, _: QObject, event: QEvent) -> bool:
        self.times += event.type() == QEvent.Type.Paint
        return False


async def test_the_seed_is_in_a_popover(rig: ComposerRig, qtbot: QtBot) -> None:
    qtbot.mouseClick(rig.composer.more, LEFT)
    popover = rig.composer.findChild(MoreSettings)
    assert popover is not None
    assert popover.isVisible()
    qtbot.keyClicks(popover.seed, "42x")
    assert rig.draft.seed == 42
    assert rig.composer.more.text() == "Seed 42"
    qtbot.keyClicks(popover.seed, "99999999999")
    assert rig.draft.seed is not None
    assert -(2**31) <= rig.draft.seed < 2**31
    popover.seed.clear()
    assert rig.draft.seed is None
    qtbot.keyClick(popover.seed, Qt.Key.Key_Escape)
    assert not popover.isVisible()


async def test_a_connection_is_chosen_or_managed(rig: ComposerRig, qtbot: QtBot) -> None:
    picker = rig.composer.connection
    chosen: list[object] = []
    rig.composer.connection_chosen.connect(chosen.append)
    assert picker.text() == "RouterHub"
    assert not rig.draft.free
    picker.setFocus()
    qtbot.keyClick(picker, Qt.Key.Key_Down)
    menu = menu_of(rig, "connectionPicker")
    qtbot.keyClick(menu, Qt.Key.Key_Home)
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    assert chosen == [None]
    assert rig.draft.free
    qtbot.keyClick(picker, Qt.Key.Key_Return)
    menu = menu_of(rig, "connectionPicker")
    assert menu.actions()[-1].text() == "Manage connections…"
    qtbot.keyClick(menu, Qt.Key.Key_End)
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    assert rig.asked == ["manage"]
    assert picker.text() == picker.accessibleDescription() == "Sandbox"
    assert chosen == [None]


async def test_cancel_is_there_while_something_is_under_way(rig: ComposerRig, qtbot: QtBot) -> None:
    cancel = rig.find(QPushButton, "cancelButton")
    assert not cancel.isVisible()
    rig.composer.set_busy(3)
    assert cancel.isVisible()
    assert cancel.text() == "Cancel all (3)"  # type: ignore[attr-defined]
    qtbot.mouseClick(cancel, LEFT)
    assert rig.asked == ["cancel"]
    rig.composer.set_busy(0)
    assert not cancel.isVisible()


async def test_earlier_prompts_come_back_and_the_draft_is_kept(rig: ComposerRig, qtbot: QtBot) -> None:
    prompt = rig.composer.prompt
    rig.composer.set_history(["first", "second", "second", "third"])
    qtbot.keyClicks(prompt, "under way")

    def press(key: Qt.Key) -> str:
        qtbot.keyClick(prompt, key, ALT)
        return prompt.toPlainText()

    assert [press(Qt.Key.Key_Up) for _ in range(4)] == ["third", "second", "first", "first"]
    assert [press(Qt.Key.Key_Down) for _ in range(4)] == ["second", "third", "under way", "under way"]
    assert rig.draft.prompt == "under way"
    assert press(Qt.Key.Key_Up) == "third"
    qtbot.keyClicks(prompt, "!")
    assert press(Qt.Key.Key_Down) == "third!", "it is the draft now"
    assert press(Qt.Key.Key_Up) == "third"
    assert press(Qt.Key.Key_Down) == "third!"
    qtbot.keyClick(prompt, Qt.Key.Key_Z, CONTROL)
    assert prompt.toPlainText() != "third!", "a text that was put there can be undone"


async def test_the_prompt_grows_with_its_text(rig: ComposerRig, qtbot: QtBot) -> None:
    prompt = rig.composer.prompt
    line = prompt.fontMetrics().lineSpacing()
    heights = []
    for _ in range(12):
        heights.append(prompt.height())
        qtbot.keyClick(prompt, Qt.Key.Key_Return)
    grown = [(height - heights[0]) / line for height in heights]
    assert grown == [*range(8), 7, 7, 7, 7]
    prompt.setPlainText("otter " * 100)
    assert prompt.height() > heights[0]


async def test_pasted_pictures_are_taken_in_and_text_stays_text(rig: ComposerRig, qtbot: QtBot) -> None:
    prompt = rig.composer.prompt
    rig.copy(pixels())
    qtbot.keyClick(prompt, Qt.Key.Key_V, CONTROL)
    await rig.settled()
    assert [each.role for each in rig.draft.inputs] == ["edit"]
    assert prompt.toPlainText() == ""
    rich = QMimeData()
    rich.setText("an otter")
    rich.setHtml("<b>an otter</b>")
    rig.copy(rich)
    qtbot.keyClick(prompt, Qt.Key.Key_V, CONTROL)
    table = pixels()
    table.setText("\ta table")
    rig.copy(table)
    qtbot.keyClick(prompt, Qt.Key.Key_V, CONTROL)
    assert prompt.toPlainText() == "an otter\ta table"
    assert len(rig.draft.inputs) == 1
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile(str(path)) for path in rig.files("a.png", "b.png")])
    rig.copy(files)
    qtbot.keyClick(prompt, Qt.Key.Key_V, CONTROL)
    await rig.settled()
    assert [(each.name, each.role) for each in rig.draft.inputs] == [
        ("", "edit"), ("a.png", "reference"), ("b.png", "reference"),
    ]  # fmt: skip
    assert prompt.toPlainText() == "an otter\ta table"


async def test_the_drop_zone_takes_a_paste_or_says_that_there_is_no_picture(rig: ComposerRig, qtbot: QtBot) -> None:
    zone = rig.composer.chips.drop_zone
    assert zone.focusPolicy() & Qt.FocusPolicy.TabFocus
    text = QMimeData()
    text.setText("an otter")
    rig.copy(text)
    qtbot.keyClick(zone, Qt.Key.Key_V, CONTROL)
    assert notice(rig) == "There is no picture in this, and no link to one."
    rig.copy(pixels())
    qtbot.keyClick(zone, Qt.Key.Key_V, CONTROL)
    assert notice(rig) == ""
    await rig.settled()
    assert len(rig.draft.inputs) == 1


async def test_the_drop_zone_takes_a_drop_as_a_copy(rig: ComposerRig) -> None:
    zone = rig.composer.chips.drop_zone
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in rig.files("a.png")])
    actions = Qt.DropAction.MoveAction | Qt.DropAction.CopyAction
    enter = QDragEnterEvent(QPoint(5, 5), actions, mime, LEFT, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(zone, enter)
    assert enter.isAccepted()
    drop = QDropEvent(QPointF(5, 5), actions, mime, LEFT, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(zone, drop)
    assert (drop.isAccepted(), drop.dropAction()) == (True, Qt.DropAction.CopyAction)
    await rig.settled()
    assert rig.draft.inputs[0].name == "a.png"


@pytest.mark.parametrize("key", [None, Qt.Key.Key_Return, Qt.Key.Key_Space])
async def test_the_drop_zone_asks_for_files_and_remembers_where(
    rig: ComposerRig, qtbot: QtBot, key: Qt.Key | None
) -> None:
    zone = rig.composer.chips.drop_zone
    (path,) = rig.files(f"{key}.png")  # the dialog would also find an "a.png" where an earlier test was
    if key is None:
        qtbot.mouseClick(zone, LEFT)
    else:
        qtbot.keyClick(zone, key)
    dialog = rig.composer.findChild(QFileDialog)
    assert dialog is not None
    assert dialog.isVisible()
    field = dialog.findChild(QLineEdit, "fileNameEdit")
    assert field is not None
    field.setText(str(path))
    dialog.accept()
    await rig.settled()
    assert [each.name for each in rig.draft.inputs] == [path.name]
    await until(lambda: rig.composer.findChild(QFileDialog) is None)
    qtbot.mouseClick(zone, LEFT)
    again = rig.composer.findChild(QFileDialog)
    assert again is not None
    assert Path(again.directory().absolutePath()) == path.parent
    again.reject()
    await until(lambda: rig.composer.findChild(QFileDialog) is None)


async def test_the_chip_names_what_is_continued(rig: ComposerRig, qtbot: QtBot) -> None:
    chip = rig.composer.chips.parent_chip
    assert not chip.isVisible()
    rig.draft.continue_from(rig.turn(), 3)
    assert chip.isVisible()
    assert chip.text() == chip.accessibleName() == "from turn 3"
    assert not chip.font().strikeOut()
    assert rig.composer.prompt.placeholderText() == "Say what to change, or what to try next"
    rig.draft.add_files(rig.files("a.png"), "edit")
    assert chip.font().strikeOut()
    assert "Not continued" in chip.accessibleDescription()
    await rig.settled()
    qtbot.mouseClick(chip.close_button, LEFT)
    qtbot.keyClick(chip, Qt.Key.Key_Delete)
    assert rig.asked == ["begin anew"] * 2
    rig.draft.continue_from(None)
    assert not chip.isVisible()


async def test_the_border_shows_where_the_focus_is(rig: ComposerRig, qtbot: QtBot) -> None:
    other = QLineEdit()
    qtbot.addWidget(other)
    box = rig.composer.findChild(FocusFrame)
    assert box is not None

    def line() -> list[str]:
        image = box.grab().toImage()
        return [image.pixelColor(x, image.height() // 2).name() for x in range(4)]

    rig.composer.focus_prompt()
    await until(rig.composer.prompt.hasFocus)
    accent = tokens_of(box.palette()).accent
    assert line()[:2] == [accent, accent]
    assert line()[2] != accent
    rig.composer.more.setFocus()
    await until(rig.composer.more.hasFocus)
    assert accent not in line(), "what has the focus has a ring of its own"


async def test_words_that_come_from_elsewhere_are_shown(rig: ComposerRig) -> None:
    rig.draft.prompt = "from a turn"
    assert rig.composer.prompt.toPlainText() == "from a turn"
    rig.draft.sent()
    assert rig.composer.prompt.toPlainText() == ""


async def test_a_dropped_picture_stays_a_picture_on_the_clipboard(rig: ComposerRig, qtbot: QtBot) -> None:
    mime = QMimeData()
    mime.setData("image/png", picture())
    rig.copy(mime)
    qtbot.keyClick(rig.composer.prompt, Qt.Key.Key_V, CONTROL)
    await rig.settled()
    assert bytes(QGuiApplication.clipboard().mimeData().data("image/png").data()) == picture()


async def test_in_a_very_wide_window_it_stands_in_the_middle_and_lines_stay_readable(rig: ComposerRig) -> None:
    rig.composer.resize(2560, 150)
    frame = rig.composer.findChild(FocusFrame)
    assert frame is not None
    await until(lambda: frame.width() == 1416)
    assert frame.x() == (2560 - 1416) // 2
    assert rig.composer.prompt.width() == 1200
    rig.composer.resize(1440, 150)
    await until(lambda: frame.geometry().left() == 12 and frame.width() == 1416)
    rig.composer.resize(900, 150)
    await until(lambda: frame.width() == 900 - 24)
