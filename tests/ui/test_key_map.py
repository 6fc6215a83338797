"""The keys people already know, each pressed in the real window where it works, and where it must not."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from studio.library.records import Image
from studio.ui.actions import Action
from studio.ui.composer.input_chip import InputChip
from studio.ui.gallery.view import GalleryView
from studio.ui.stage.viewer import Viewer
from studio.ui.stage.wipe import Wipe
from tests.fakes.server import Request, Wire
from tests.ui.waiting import until
from tests.ui.window_rig import Shown, shown

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
KEY = Qt.Key
NONE, CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)


def hang(_: Request, wire: Wire) -> None:
    wire.until_gone()


def press(w: Shown, key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
    """Press a key where the focus is."""
    focus = QApplication.focusWidget() or w.window.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key, held)


def go_to(w: Shown, name: str) -> QWidget:
    w.window.activateWindow()
    widget = w.widget(name)
    widget.setFocus()
    assert widget.hasFocus()
    return widget


async def go_to_gallery(w: Shown, *rows: int) -> GalleryView:
    """The focus in the gallery, with these rows selected once they are there."""
    view = w.find(GalleryView, "galleryView")
    await until(lambda: view.model().rowCount() > max(rows), "the gallery")
    await until(lambda: all(w.bench.gallery.shown(row) for row in rows), "the rows")
    go_to(w, "galleryView")
    view.clearSelection()
    for row in rows:
        view.selectionModel().select(view.model().index(row, 0), view.selectionModel().SelectionFlag.Select)
    view.selectionModel().setCurrentIndex(view.model().index(rows[-1], 0), view.selectionModel().SelectionFlag.NoUpdate)
    await until(lambda: len(view.selected_images()) == len(rows), "the selection")
    return view


def pictures(w: Shown) -> list[Image]:
    return [image for step in w.bench.branch.steps for entry in step.entries for image in entry.images]


def spy(w: Shown, action: Action) -> list[bool]:
    """Grows with each time that a command is given."""
    given: list[bool] = []
    w.desk._commands.action(action).triggered.connect(lambda: given.append(True))
    return given


async def test_ctrl_enter_generates_wherever_the_focus_is(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        w.type("an otter")
        go_to(w, "galleryView")
        press(w, KEY.Key_Return, CTRL)
        await until(lambda: pictures(w))


async def test_esc_leaves_the_large_view_but_a_request_goes_on_until_ctrl_and_the_dot(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        await w.generate("an otter")
        w.server.answer = hang
        w.type("at night")
        press(w, KEY.Key_Return, CTRL)
        await until(lambda: len(w.server.posts()) == 2)
        w.desk.stage.asked.open_image.emit(pictures(w)[0])
        press(w, KEY.Key_Escape)
        assert w.desk.stage.shows_thread
        for name in ("promptEdit", "galleryView", "conversationList", "conversationTitle"):
            go_to(w, name)
            press(w, KEY.Key_Escape)
        assert w.bench.jobs.under_way
        press(w, KEY.Key_Period, CTRL)
        await until(lambda: not w.bench.jobs.under_way)


async def test_alt_and_arrows_bring_earlier_prompts(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        await w.generate("an otter")
        await w.generate("at night")
        prompt = w.find(QPlainTextEdit, "promptEdit")
        await until(lambda: w.bench.history.prompts[-1:] == ("at night",), "the history")
        go_to(w, "promptEdit")
        seen = []
        for key in (KEY.Key_Up, KEY.Key_Up, KEY.Key_Down):
            press(w, key, ALT)
            seen.append(prompt.toPlainText())
        assert seen == ["at night", "an otter", "at night"]


@pytest.mark.parametrize(
    ("key", "held", "name"),
    [
        (KEY.Key_L, CTRL, "promptEdit"),
        (KEY.Key_N, CTRL, "promptEdit"),
        (KEY.Key_F, CTRL, "galleryFilter"),
        (KEY.Key_K, CTRL | SHIFT, "conversationSearch"),
        (KEY.Key_F2, NONE, "titleEdit"),
    ],
)
async def test_keys_that_lead_to_a_field(tmp_path: Path, key: Qt.Key, held: Qt.KeyboardModifier, name: str) -> None:
    async with shown(tmp_path) as w:
        await w.generate("an otter")
        go_to(w, "galleryView")
        press(w, key, held)
        focus = QApplication.focusWidget()
        assert focus is not None
        assert focus.objectName() == name


async def test_ctrl_n_begins_a_conversation(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        await w.generate("an otter")
        press(w, KEY.Key_N, CTRL)
        assert w.bench.branch.steps == ()


async def test_f2_renames_what_has_the_focus_or_else_the_open_conversation(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        await w.generate("an otter")
        go_to(w, "promptEdit")
        press(w, KEY.Key_F2)
        QTest.keyClicks(w.find(QLineEdit, "titleEdit"), "Otters")
        press(w, KEY.Key_Return)
        title = w.find(QPushButton, "conversationTitle")
        await until(lambda: title.text() == "Otters")
        conversations = w.find(QAbstractItemView, "conversationList")
        await until(lambda: conversations.currentIndex().data() == "Otters", "the row")
        go_to(w, "conversationList")
        press(w, KEY.Key_F2)
        assert w.find(QLineEdit, "conversationTitleEdit").isVisible()
        press(w, KEY.Key_Escape)
        w.bench.draft.add_images(pictures(w), "reference")
        (chip,) = w.desk.composer.findChildren(InputChip)
        w.window.activateWindow()
        chip.setFocus()
        press(w, KEY.Key_F2)
        assert QApplication.focusWidget().objectName() == f"{chip.objectName()}Label"


async def test_ctrl_r_asks_again_for_the_step_with_the_focus_else_for_the_last(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        await w.generate("an otter")
        await w.generate("at night")
        go_to(w, "promptEdit")
        press(w, KEY.Key_R, CTRL)
        await until(lambda: len(w.server.posts()) == 3 and not w.bench.jobs.under_way)
        assert [step.places for step in w.bench.branch.steps] == [1, 2]
        go_to(w, f"tile-{w.bench.branch.steps[0].entries[0].id}")
        press(w, KEY.Key_R, CTRL)
        await until(lambda: len(w.server.posts()) == 4 and not w.bench.jobs.under_way)
        await until(lambda: w.bench.branch.steps[0].places == 2)


async def test_ctrl_b_branches_from_the_step_with_the_focus(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        await w.generate("an otter")
        await w.generate("at night")
        go_to(w, f"tile-{w.bench.branch.steps[0].entries[0].id}")
        press(w, KEY.Key_B, CTRL)
        await until(lambda: w.bench.draft.parent_number == 1)


async def test_ctrl_v_pastes_a_picture_or_text_into_the_composer_wherever_the_focus_is(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        await w.generate("an otter")
        clipboard = QGuiApplication.clipboard()
        go_to(w, "conversationList")
        clipboard.setText("with a hat")
        press(w, KEY.Key_V, CTRL)
        prompt = w.find(QPlainTextEdit, "promptEdit")
        assert prompt.toPlainText().endswith("with a hat")
        assert prompt.hasFocus()
        go_to(w, "galleryView")
        picture = QImage(40, 30, QImage.Format.Format_RGB32)
        picture.fill(QColor("teal"))
        mime = QMimeData()
        mime.setImageData(picture)
        clipboard.setMimeData(mime)
        press(w, KEY.Key_V, CTRL)
        await until(lambda: len(w.bench.draft.inputs) == 1)


async def test_a_field_pastes_and_takes_back_by_itself(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        await w.generate("an otter")
        undone = spy(w, Action.UNDO)
        field = go_to(w, "galleryFilter")
        assert isinstance(field, QLineEdit)
        QGuiApplication.clipboard().setText("night")
        press(w, KEY.Key_V, CTRL)
        assert field.text() == "night"
        press(w, KEY.Key_Z, CTRL)
        assert field.text() == ""
        press(w, KEY.Key_Z, CTRL | SHIFT)
        assert field.text() == "night"
        assert w.find(QPlainTextEdit, "promptEdit").toPlainText() == ""
        assert undone == []


async def test_del_ctrl_z_and_ctrl_shift_z_in_the_gallery(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        await w.generate("an otter")
        view = await go_to_gallery(w, 0)
        press(w, KEY.Key_Delete)
        await until(lambda: view.model().rowCount() == 0)
        press(w, KEY.Key_Z, CTRL)
        await until(lambda: view.model().rowCount() == 1)
        press(w, KEY.Key_Z, CTRL | SHIFT)
        await until(lambda: view.model().rowCount() == 0)


@pytest.mark.parametrize("where", ["gallery", "tile", "large"])
async def test_digits_rate_and_x_rejects_wherever_a_picture_has_the_focus(tmp_path: Path, where: str) -> None:
    async with shown(tmp_path) as w:
        await w.generate("an otter")
        await go_to_gallery(w, 0)
        if where == "tile":
            go_to(w, f"tile-{w.bench.branch.steps[0].entries[0].id}")
        elif where == "large":
            press(w, KEY.Key_Return)
            assert isinstance(QApplication.focusWidget(), Viewer)
        for key, rating in ((KEY.Key_4, 4), (KEY.Key_1, 1), (KEY.Key_0, None), (KEY.Key_X, -1)):
            press(w, key)
            await until(lambda rating=rating: rating_of(w) == rating, f"the rating {rating}")


def rating_of(w: Shown) -> int | None:
    assert w.bench.library is not None
    return w.bench.library.images.get(pictures(w)[0].id).rating


async def test_c_compares_two_that_are_selected(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        await w.generate("an otter")
        await w.generate("at night")
        await go_to_gallery(w, 0, 1)
        press(w, KEY.Key_C)
        assert isinstance(w.desk.stage.currentWidget(), Wipe)


@pytest.mark.parametrize("held", [NONE, CTRL])
async def test_m_compares_the_two_newest_and_then_changes_how(tmp_path: Path, held: Qt.KeyboardModifier) -> None:
    async with shown(tmp_path) as w:
        await w.generate("an otter")
        go_to(w, f"tile-{w.bench.branch.steps[0].entries[0].id}")
        press(w, KEY.Key_M, held)
        assert w.desk.stage.shows_thread
        assert "two pictures" in w.said()
        await w.generate("at night")
        go_to(w, f"tile-{w.bench.branch.steps[0].entries[0].id}")
        press(w, KEY.Key_M, held)
        wipe = w.desk.stage.currentWidget()
        assert isinstance(wipe, Wipe)
        assert [image.id for image in wipe.selection()] == [image.id for image in pictures(w)]
        difference = w.find(QWidget, "compareHow1")
        for shows in (True, False):
            press(w, KEY.Key_M, held)
            assert difference.isChecked() == shows  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("action", "letter", "key", "held"),
    [
        (Action.INFORMATION, KEY.Key_I, KEY.Key_I, CTRL),
        (Action.GALLERY_ONLY, KEY.Key_G, KEY.Key_F, CTRL | SHIFT),
        (Action.PICTURE_ONLY, KEY.Key_F, KEY.Key_F11, SHIFT),
    ],
)
async def test_letters_work_on_pictures_and_other_keys_everywhere(
    tmp_path: Path, action: Action, letter: Qt.Key, key: Qt.Key, held: Qt.KeyboardModifier
) -> None:
    async with shown(tmp_path) as w:
        await w.generate("an otter")
        given = spy(w, action)
        await go_to_gallery(w, 0)
        press(w, letter)
        assert len(given) == 1
        go_to(w, "promptEdit")
        press(w, letter)
        assert len(given) == 1
        press(w, key, held)
        assert len(given) == 2


async def test_zooming_by_keys(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        await w.generate("an otter")
        w.window.activateWindow()
        w.desk.stage.asked.open_image.emit(pictures(w)[0])
        viewer = w.find(Viewer, "viewer")
        await until(lambda: viewer.is_whole)
        camera = viewer.canvas.camera
        fitted = camera.zoom
        press(w, KEY.Key_1, CTRL)
        assert camera.zoom == 1
        press(w, KEY.Key_Plus)
        assert camera.zoom > 1
        press(w, KEY.Key_Minus)
        press(w, KEY.Key_Minus)
        assert camera.zoom < 1
        press(w, KEY.Key_0, CTRL)
        assert camera.zoom == pytest.approx(fitted)
        assert rating_of(w) is None


async def test_f11_fills_the_screen_and_gives_it_back(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        go_to(w, "promptEdit")
        press(w, KEY.Key_F11)
        assert w.window.isFullScreen()
        press(w, KEY.Key_F11)
        assert not w.window.isFullScreen()


async def test_ctrl_shift_v_uses_a_pictures_prompt_and_settings(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        await w.generate("an otter")
        await go_to_gallery(w, 0)
        press(w, KEY.Key_V, CTRL | SHIFT)
        await until(lambda: w.bench.draft.prompt == "an otter")


@pytest.mark.parametrize(
    ("key", "held", "dialog"),
    [
        (KEY.Key_Comma, CTRL, "settingsDialog"),
        (KEY.Key_F1, NONE, "keysDialog"),
        (KEY.Key_Slash, CTRL, "keysDialog"),
        (KEY.Key_F10, NONE, "mainMenu"),
    ],
)
async def test_keys_that_open_something(tmp_path: Path, key: Qt.Key, held: Qt.KeyboardModifier, dialog: str) -> None:
    async with shown(tmp_path) as w:
        go_to(w, "promptEdit")
        press(w, key, held)
        opened = w.widget(dialog)
        assert opened.isVisible()
        QTest.keyClick(opened, KEY.Key_Escape)
        assert not opened.isVisible()


async def test_letters_and_digits_are_text_in_every_field(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        await w.generate("an otter")
        await go_to_gallery(w, 0)
        given = [spy(w, action) for action in Action if action.bare]
        go_to(w, "promptEdit")
        press(w, KEY.Key_F2)
        w.bench.draft.add_images(pictures(w), "reference")
        fields = [
            each
            for kind in (QLineEdit, QPlainTextEdit)
            for each in w.window.findChildren(kind)
            if each.isVisible() and not each.isReadOnly()
        ]
        assert {"promptEdit", "titleEdit", "galleryFilter", "conversationSearch"} <= {f.objectName() for f in fields}
        fields.sort(key=lambda each: each.objectName() != "titleEdit")  # it is gone once it is left
        for field in fields:
            field.clear()
            w.window.activateWindow()
            field.setFocus()
            QTest.keyClicks(field, "x1c0migfX5")
            text = field.text() if isinstance(field, QLineEdit) else field.toPlainText()
            assert text == "x1c0migfX5", field.objectName()
        assert not any(given)
        assert rating_of(w) is None
        assert w.desk.stage.shows_thread
