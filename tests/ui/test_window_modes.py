"""The gallery alone, a picture alone, and information in the real window; Esc leads back to everything as it was."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QLabel, QPlainTextEdit, QWidget

from studio.ui.image_actions import Verb
from tests.ui.waiting import until
from tests.ui.window_rig import Shown, shown

PARTS = ("titleRow", "sidebar", "stage", "gallery", "composer", "viewerBar")


def act(w: Shown, name: str) -> None:
    w.find(QAction, f"{name}Action").trigger()


def seen(w: Shown) -> set[str]:
    """Which parts can be seen."""
    return {name for name in PARTS if (part := w.window.findChild(QWidget, name)) is not None and part.isVisible()}


def escape(w: Shown) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, Qt.Key.Key_Escape)


async def filled(w: Shown) -> QAbstractItemView:
    """Two pictures, and the gallery that shows them; the focus is in the prompt."""
    w.window.activateWindow()
    await w.generate("an otter")
    await w.generate("at night")
    view = w.find(QAbstractItemView, "galleryView")
    await until(lambda: view.model().rowCount() == 2, "the gallery")
    return view


ALL = {"titleRow", "sidebar", "stage", "gallery", "composer"}


async def test_the_gallery_fills_the_window_and_esc_leads_back_with_the_focus(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        view = await filled(w)
        act(w, "gallery_only")
        assert seen(w) == {"titleRow", "gallery"}
        assert QApplication.focusWidget() is view
        assert not w.find(QAbstractButton, "sidebarButton").isChecked()
        assert w.desk.gallery.width() == 1440
        escape(w)
        assert seen(w) == ALL
        assert QApplication.focusWidget() is w.widget("promptEdit")
        assert w.find(QAbstractButton, "sidebarButton").isChecked()
        act(w, "gallery_only")
        act(w, "gallery_only")
        assert seen(w) == ALL


async def test_pictures_are_larger_where_the_gallery_is_alone_and_each_size_is_remembered_apart(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        view = await filled(w)
        gallery = w.desk.gallery
        QTest.keyClick(view, Qt.Key.Key_Plus)
        beside = gallery.side
        act(w, "gallery_only")
        alone = gallery.side
        assert alone > beside
        QTest.keyClick(view, Qt.Key.Key_Return)
        assert gallery.side == beside, "it may stand beside the picture that was opened"
        escape(w)
        assert gallery.side == alone
        QTest.keyClick(view, Qt.Key.Key_Plus)
        larger = gallery.side
        assert larger > alone
        escape(w)
        assert gallery.side == beside
        act(w, "gallery_only")
        assert gallery.side == larger
        remembered = w.bench.remembered
        assert (remembered.get("gallery.side", 0), remembered.get("gallery.side_alone", 0)) == (beside, larger)


async def test_a_picture_opened_from_the_gallery_alone_leads_back_to_it_as_it_was(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        view = await filled(w)
        act(w, "gallery_only")
        QTest.keyClick(view, Qt.Key.Key_Right)
        await until(lambda: len(w.desk.gallery.selected_images()) == 1)
        QTest.keyClick(view, Qt.Key.Key_Return)
        assert seen(w) == {"titleRow", "stage", "viewerBar"}
        escape(w)
        assert seen(w) == {"titleRow", "gallery"}
        assert QApplication.focusWidget() is view
        assert [index.row() for index in view.selectionModel().selectedIndexes()] == [1]
        escape(w)
        assert seen(w) == ALL


async def test_a_large_picture_is_shown_alone_and_esc_leads_back_to_what_was_around_it(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        await filled(w)
        images = [image for step in w.bench.branch.steps for image in step.entries[0].images]
        w.desk.stage.asked.open_image.emit(images[0])
        large = seen(w)
        act(w, "picture_only")
        assert seen(w) == {"stage"}
        await until(lambda: (w.desk.stage.width(), w.desk.stage.height()) == (1440, 900), "all of the window")
        viewer = w.desk.stage.currentWidget()
        assert QApplication.focusWidget() is viewer
        assert w.said() == "Esc brings the window back."
        QTest.keyClick(viewer, Qt.Key.Key_Right)
        assert viewer.image == images[1]  # type: ignore[attr-defined]
        escape(w)
        assert seen(w) == large == ALL | {"viewerBar"}
        assert QApplication.focusWidget() is viewer
        assert w.said() == ""
        act(w, "picture_only")
        assert w.said() == "", "once is enough"
        escape(w)
        escape(w)
        assert seen(w) == ALL


async def test_a_picture_alone_that_was_not_large_before_is_put_away_again(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        await filled(w)
        w.type("a word")
        act(w, "picture_only")
        assert seen(w) == {"stage"}
        escape(w)
        assert seen(w) == ALL
        assert w.desk.stage.shows_thread
        assert QApplication.focusWidget() is w.widget("promptEdit")


async def test_without_a_picture_there_is_none_to_be_shown_alone(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        act(w, "picture_only")
        assert seen(w) == ALL


async def test_from_the_gallery_alone_to_a_picture_alone_and_back_step_by_step(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        view = await filled(w)
        act(w, "gallery_only")
        QTest.keyClick(view, Qt.Key.Key_Return)
        act(w, "picture_only")
        assert seen(w) == {"stage"}
        escape(w)
        assert seen(w) == {"titleRow", "stage", "viewerBar"}
        escape(w)
        assert seen(w) == {"titleRow", "gallery"}


@pytest.mark.parametrize("mode", ["gallery_only", "picture_only"])
async def test_whatever_needs_the_rest_of_the_window_brings_it_back(tmp_path: Path, mode: str) -> None:
    async with shown(tmp_path) as w:
        await filled(w)
        for command in ("focus_prompt", "new_conversation"):
            act(w, mode)
            act(w, command)
            assert seen(w) == ALL
            assert QApplication.focusWidget() is w.widget("promptEdit")
            w.desk.sidebar.opened.emit(w.bench.library.conversations.newest(1)[0].id)  # type: ignore[union-attr]
            await until(lambda: len(w.bench.branch.steps) == 2)


async def test_a_verb_for_the_composer_leads_to_it(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        view = await filled(w)
        act(w, "gallery_only")
        await until(lambda: w.desk.gallery.selected_images())
        w.desk.gallery.verb.emit(Verb.EDIT, w.desk.gallery.selected_images())
        assert seen(w) == ALL
        await until(lambda: w.bench.draft.inputs)
        assert view.isVisible()


async def test_a_folded_side_stays_folded_behind_a_mode(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        await filled(w)
        QTest.mouseClick(w.widget("galleryButton"), Qt.MouseButton.LeftButton)
        act(w, "gallery_only")
        assert "gallery" in seen(w)
        escape(w)
        assert seen(w) == ALL - {"gallery"}


async def test_information_follows_the_gallery_and_the_picture_shown_large(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        view = await filled(w)
        view.setCurrentIndex(view.model().index(1, 0))
        prompt = "inspectorPrompt"
        await until(lambda: w.window.findChild(QWidget, prompt) and said(w) == "an otter", "the first prompt")
        w.desk.stage.asked.open_image.emit(w.bench.branch.steps[1].entries[0].images[0])
        await until(lambda: said(w) == "at night", "the prompt of the picture shown large")
        QTest.keyClick(w.desk.stage.currentWidget(), Qt.Key.Key_Left)
        await until(lambda: said(w) == "an otter", "the prompt of its neighbour")
        QTest.keyClick(w.desk.stage.currentWidget(), Qt.Key.Key_Right)
        await until(lambda: said(w) == "at night")
        escape(w)
        await until(lambda: said(w) == "an otter", "what is selected in the gallery")


async def test_information_is_hidden_and_brought_back_where_the_gallery_is_folded_away(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        view = await filled(w)
        view.setCurrentIndex(view.model().index(0, 0))
        await until(lambda: w.window.findChild(QWidget, "inspectorPrompt"))
        page = w.widget("inspectorArea")
        await until(page.isVisible)
        act(w, "information")
        assert not page.isVisible()
        QTest.mouseClick(w.widget("galleryButton"), Qt.MouseButton.LeftButton)
        w.desk.stage.asked.open_image.emit(w.bench.branch.steps[1].entries[0].images[0])
        act(w, "information")
        assert page.isVisible()
        assert "gallery" in seen(w)
        act(w, "gallery_only")
        QTest.keyClick(view, Qt.Key.Key_Return)
        assert seen(w) == {"titleRow", "stage", "viewerBar"}
        act(w, "information")
        assert seen(w) == {"titleRow", "stage", "gallery", "viewerBar"}
        assert page.isVisible()


async def test_information_about_the_tile_that_has_the_focus(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        await filled(w)
        tile = next(each for each in w.desk.stage.thread_view.views[0].tiles)
        tile.setFocus()
        act(w, "information")
        await until(lambda: w.window.findChild(QWidget, "inspectorPrompt") and said(w) == "an otter")
        assert w.widget("inspectorArea").isVisible()


async def test_stars_given_in_the_inspector_are_kept_and_seen_there(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        view = await filled(w)
        view.setCurrentIndex(view.model().index(0, 0))
        await until(lambda: w.window.findChild(QWidget, "inspectorStars"))
        stars = w.widget("inspectorStars")
        QTest.keyClick(stars, Qt.Key.Key_Right)
        await until(lambda: [each.rating for each in w.desk.gallery.selected_images()] == [1], "the star")
        assert stars.value() == 1  # type: ignore[attr-defined]


async def test_how_the_window_is_divided_is_there_after_a_restart(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        view = await filled(w)
        view.setCurrentIndex(view.model().index(0, 0))
        await until(lambda: w.widget("inspectorSplitter").isEnabled())
        QTest.keyClick(w.widget("gallerySplitter"), Qt.Key.Key_Left)
        QTest.keyClick(w.widget("inspectorSplitter"), Qt.Key.Key_Return)
        assert w.desk.gallery.width() == 348
    async with shown(tmp_path) as w:
        view = w.find(QAbstractItemView, "galleryView")
        await until(lambda: view.model().rowCount() == 2)
        assert w.desk.gallery.width() == 348
        view.setCurrentIndex(view.model().index(0, 0))
        await until(lambda: w.find(QLabel, "inspectorTitle").text() == "Information")
        assert not w.widget("inspectorArea").isVisible()
        QTest.mouseClick(w.widget("inspectorFold"), Qt.MouseButton.LeftButton)
        assert w.widget("inspectorArea").isVisible()


def said(w: Shown) -> str:
    """The prompt that the inspector shows."""
    return w.find(QPlainTextEdit, "inspectorPrompt").toPlainText()
