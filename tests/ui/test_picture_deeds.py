"""What each verb does to the pictures it was chosen for, by the keys and the menu of the gallery in the real window."""

from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, QMimeData, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QListView, QMenu

from studio.library.library import Library
from studio.library.records import Image
from studio.ui.gallery.view import GalleryView
from studio.ui.image_actions import Verb
from studio.ui.stage.viewer import Viewer
from studio.ui.stage.wipe import Wipe
from tests.ui.waiting import until
from tests.ui.window_rig import Shown, shown

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen one, which has no real screen
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier


def library_of(w: Shown) -> Library:
    assert w.bench.library is not None
    return w.bench.library


async def made(w: Shown, *prompts: str) -> tuple[Image, ...]:
    """A picture of each prompt, each going on from the one before, all in the gallery."""
    for prompt in prompts:
        await w.generate(prompt)
    images = tuple(step.through.images[0] for step in w.bench.branch.steps)
    await until(lambda: all(w.bench.gallery.row_of(image.id) is not None for image in images), "the gallery")
    return images


async def press(w: Shown, images: tuple[Image, ...], key: Qt.Key, keys: Qt.KeyboardModifier = NONE) -> None:
    """Press a key in the gallery with these pictures selected."""
    view = await selected(w, images)
    QTest.keyClick(view, key, keys)


async def choose(w: Shown, images: tuple[Image, ...], verb: Verb) -> None:
    """Choose from the menu of these pictures."""
    view = await selected(w, images)
    view.menu_wanted.emit(view.viewport().mapToGlobal(view.rect().center()))
    menu = w.find(QMenu, "imageMenu")
    action = menu.findChild(QAction, verb.name)
    assert action is not None, verb
    action.trigger()
    menu.close()
    await until(lambda: w.window.findChild(QMenu, "imageMenu") is None, "the end of the menu")


def copied() -> bool:
    held: QMimeData | None = QGuiApplication.clipboard().mimeData()
    return held is not None and held.hasUrls()


async def selected(w: Shown, images: tuple[Image, ...]) -> GalleryView:
    view = w.find(GalleryView, "galleryView")
    model, gallery = view.selectionModel(), w.bench.gallery
    view.setFocus()
    model.clear()
    for image in images:
        row = gallery.row_of(image.id)
        assert row is not None
        model.setCurrentIndex(gallery.index(row), QItemSelectionModel.SelectionFlag.Select)
    await until(lambda: {image.id for image in w.desk.gallery.selected_images()} == {image.id for image in images})
    return view


async def test_return_opens_it_large_and_c_compares_two(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        first, second = await made(w, "an otter", "at night")
        await press(w, (first,), Qt.Key.Key_Return)
        viewer = w.desk.stage.currentWidget()
        assert isinstance(viewer, Viewer)
        assert viewer.image is not None
        assert viewer.image.id == first.id
        await press(w, (first, second), Qt.Key.Key_C)
        assert isinstance(w.desk.stage.currentWidget(), Wipe)
        # From the stage, the same verbs come by another way.
        w.desk._pictures.do(Verb.OPEN, (second,))
        assert viewer.image.id == second.id
        w.desk._pictures.do(Verb.COMPARE, (first, second))
        assert isinstance(w.desk.stage.currentWidget(), Wipe)


async def test_a_picture_is_edited_or_goes_along(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        first, second = await made(w, "an otter", "at night")
        w.window.activateWindow()
        await choose(w, (first,), Verb.EDIT)
        await choose(w, (second,), Verb.REFERENCE)
        assert [(each.image and each.image.id, each.role) for each in w.bench.draft.inputs] == [
            (first.id, "edit"),
            (second.id, "reference"),
        ]
        assert w.window.focusWidget() is w.widget("promptEdit")


async def test_copies_are_on_the_clipboard(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        images = await made(w, "an otter")
        QGuiApplication.clipboard().clear()
        await press(w, images, Qt.Key.Key_C, CTRL)
        await until(copied, "the copy")
        QGuiApplication.clipboard().clear()


@pytest.mark.parametrize(("key", "name"), [(Qt.Key.Key_S, "saveDialog"), (Qt.Key.Key_E, "exportDialog")])
async def test_saving_asks_where(tmp_path: Path, key: Qt.Key, name: str) -> None:
    async with shown(tmp_path) as w:
        images = await made(w, "an otter")
        (tmp_path / "out").mkdir()
        w.bench.remembered.set("save.folder", str(tmp_path / "out"))
        await press(w, images, key, CTRL)
        await until(lambda: w.window.findChild(QFileDialog, name))
        dialog = w.find(QFileDialog, name)
        dialog.fileSelected.emit(str(tmp_path / "out" / "otter.png" if name == "saveDialog" else tmp_path / "out"))
        dialog.close()
        original = library_of(w).images.absolute_path(images[0]).read_bytes()
        await until(lambda: [file.read_bytes() for file in (tmp_path / "out").iterdir()] == [original])
        await until(lambda: w.said(), "where it is")


async def test_it_is_shown_in_its_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with shown(tmp_path) as w:
        images = await made(w, "an otter")
        asked: list[tuple[Path, ...]] = []

        def select(files: tuple[Path, ...]) -> bool:
            asked.append(files)
            return True

        monkeypatch.setattr(w.desk._folders, "_select", select)
        await choose(w, images, Verb.SHOW)
        await until(lambda: asked == [(library_of(w).images.absolute_path(images[0]),)])


async def test_its_words_and_settings_are_used_again(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        w.bench.draft.aspect_ratio = "16:9"
        images = await made(w, "an otter")
        w.bench.draft.aspect_ratio = None
        w.window.activateWindow()
        await press(w, images, Qt.Key.Key_V, CTRL | SHIFT)
        await until(lambda: w.bench.draft.prompt == "an otter")
        assert w.bench.draft.aspect_ratio == "16:9"
        assert w.window.focusWidget() is w.widget("promptEdit")


async def test_again_goes_to_its_conversation_and_asks_once_more(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        images = await made(w, "an otter")
        w.bench.branch.clear()
        await press(w, images, Qt.Key.Key_R, CTRL)
        await until(lambda: len(w.server.posts()) == 2 and not w.bench.jobs.under_way)
        assert w.server.posts()[0].json == w.server.posts()[1].json
        await until(lambda: w.bench.branch.steps and w.bench.branch.steps[0].places == 2)


async def test_branching_goes_to_its_conversation_and_pins_it(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        first, _ = await made(w, "an otter", "at night")
        w.bench.branch.clear()
        await press(w, (first,), Qt.Key.Key_B, CTRL)
        await until(lambda: w.bench.draft.parent_number == 1)
        await w.generate("at noon")
        assert [step.prompt for step in w.bench.branch.steps] == ["an otter", "at noon"]


async def test_stars_are_given_and_taken(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        images = await made(w, "an otter", "at night")
        for key, rating in (
            *((Qt.Key(Qt.Key.Key_0 + stars), stars) for stars in range(1, 6)),
            (Qt.Key.Key_X, -1),
            (Qt.Key.Key_0, None),
        ):
            await press(w, images, key)
            await until(lambda: [library_of(w).images.get(image.id).rating for image in images] == [rating] * 2)  # noqa: B023
        w.find(QAction, "undoAction").trigger()
        await until(lambda: [library_of(w).images.get(image.id).rating for image in images] == [-1, -1])


async def test_into_the_trash_and_out_of_it(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        images = await made(w, "an otter", "at night")
        await press(w, images, Qt.Key.Key_Delete)
        await until(lambda: all(library_of(w).images.get(image.id).trashed for image in images))
        await until(lambda: "2 images moved" in w.said())
        await until(lambda: not w.bench.branch.steps[0].through.images, "the stage")
        w.desk._pictures.do(Verb.RESTORE, images)
        await until(lambda: not any(library_of(w).images.get(image.id).trashed for image in images))
        await until(lambda: w.find(QListView, "galleryView").model().rowCount() == 2)


async def test_a_picture_that_was_imported_has_no_turn(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        (image,) = await made(w, "an otter")
        original = library_of(w).images.absolute_path(image)
        imported = library_of(w).images.import_file(original, mime="image/png", width=1, height=1, name="x.png")
        for verb in (Verb.PROMPT, Verb.AGAIN, Verb.BRANCH):
            w.desk._pictures.do(verb, (imported,))
        await until(lambda: not {"prompt", "again", "branch"} & set(w.bench.tasks.running))
        assert len(w.server.posts()) == 1
        assert w.bench.draft.prompt == ""


@pytest.mark.parametrize("verb", [Verb.AGAIN, Verb.BRANCH])
async def test_an_image_is_gone_on_from_in_the_conversation_that_shows_it(tmp_path: Path, verb: Verb) -> None:
    """The turn that made it is in another one, from which this one was forked."""
    async with shown(tmp_path) as w:
        first, _ = await made(w, "an otter", "at night")
        library = library_of(w)
        original = str(w.bench.branch.conversation_id)
        w.bench.edits.fork(w.bench.branch.steps[-1].through.id, "A fork", "Fork", "")
        await until(lambda: w.bench.branch.conversation_id not in (None, original), "the fork on the stage")
        fork = str(w.bench.branch.conversation_id)
        await until(lambda: len(w.bench.branch.steps) == 2)
        await choose(w, (first,), verb)
        if verb is Verb.BRANCH:
            await until(lambda: w.bench.draft.parent_number == 1)
            await w.generate("at noon")
        await until(lambda: len(library.turns.of_conversation(fork)) == 3, "a turn in the fork")
        await until(lambda: not w.bench.jobs.under_way)
        assert w.bench.branch.conversation_id == fork
        assert len(library.turns.of_conversation(original)) == 2
        assert len({image.id for image in library.images.newest(9)}) == 3


async def test_going_on_from_an_image_whose_turn_was_pruned_brings_the_turn_back(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        _, second = await made(w, "an otter", "at night")
        library, turn_id = library_of(w), str(second.turn_id)
        w.bench.edits.prune(turn_id, "Prune", str)
        await until(lambda: len(w.bench.branch.steps) == 1)
        library.images.restore(second.id)
        w.bench.refresh()
        await until(lambda: w.bench.gallery.row_of(second.id) is not None)
        await choose(w, (second,), Verb.BRANCH)
        await until(lambda: w.bench.draft.parent_number == 2)
        assert "The turn of this image is back in its conversation." in w.said()
        await w.generate("at noon")
        assert [step.prompt for step in w.bench.branch.steps] == ["an otter", "at night", "at noon"]


async def test_a_turn_in_the_trash_is_shown_when_it_was_taken_out(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        _, second = await made(w, "an otter", "at night")
        library, turn_id = library_of(w), str(second.turn_id)
        w.bench.edits.prune(turn_id, "Prune", str)
        await until(lambda: len(w.bench.branch.steps) == 1)
        w.desk.inspector.turn_wanted.emit(library.turns.get(turn_id))
        assert "The turn that made this image is in the trash." in w.said()
        assert library.turns.get(turn_id).trashed is not None, "looking changes nothing"
        ((_, take_out),) = w.bench.messages.all[-1].actions
        take_out()
        await until(lambda: len(w.bench.branch.steps) == 2)
        assert "is in the trash" not in w.said()
        w.find(QAction, "undoAction").trigger()
        await until(lambda: len(w.bench.branch.steps) == 1)
