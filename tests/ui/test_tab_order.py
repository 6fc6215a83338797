"""Tab goes through the whole window as it is read, and Shift+Tab back the same way."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget

from tests.fakes.server import Request, Wire
from tests.ui.waiting import until
from tests.ui.window_rig import Shown, shown

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
AREAS = (
    *("titleRow", "sidebar", "sidebarSplitter", "stage", "treeSplitter", "treeView"),
    *("gallerySplitter", "gallery", "messageBar", "composer"),
)
_MOST = 120


def hang(_: Request, wire: Wire) -> None:
    wire.until_gone()


async def walk(w: Shown, key: Qt.Key) -> list[QWidget]:
    """Press a key from the prompt until it is there again; what it went through, the prompt last."""
    prompt = w.widget("promptEdit")
    w.window.activateWindow()
    prompt.setFocus()
    met: list[QWidget] = []
    while not met or met[-1] is not prompt:
        assert len(met) < _MOST, [each.objectName() for each in met]
        QTest.keyClick(QApplication.focusWidget(), key)
        focus = QApplication.focusWidget()
        assert focus is not None
        await until(lambda focus=focus: is_in_sight(focus), f"{focus.objectName()} to be seen")
        met.append(focus)
    return met


def is_in_sight(widget: QWidget) -> bool:
    """Whether some of it is within all that it lies in."""
    seen, within = QRect(QPoint(0, 0), widget.size()), widget.parentWidget()
    while within is not None and widget.isVisible():
        seen = seen.translated(widget.pos()) & within.rect()
        widget, within = within, within.parentWidget()
    return widget.isVisible() and not seen.isEmpty()


def area_of(w: Shown, widget: QWidget) -> int:
    return next(n for n, name in enumerate(AREAS) if (a := w.widget(name)) is widget or a.isAncestorOf(widget))


def place_in(area: QWidget, widget: QWidget) -> QRect:
    return QRect(widget.mapTo(area, QPoint(0, 0)), widget.size())


def follows(one: QRect, other: QRect) -> bool:
    """Whether a place is read after another: further on in its line, or below it, or within it."""
    beside = other.top() < one.bottom() and other.bottom() > one.top() and other.left() > one.left()
    return beside or other.top() >= one.bottom() or one.contains(other)


def assert_read(w: Shown, met: list[QWidget]) -> None:
    """Each is named and has its place where it is read: area after area, and in each from left to right and down."""
    assert len({id(each) for each in met}) == len(met)
    start = next(n for n, each in enumerate(met) if each.objectName() == "menuButton")
    read = [*met[start:], *met[:start]]
    assert all(each.accessibleName() for each in read)
    areas = [area_of(w, each) for each in read]
    assert areas == sorted(areas)
    for (one, area), (other, another) in zip(
        zip(read, areas, strict=True), zip(read[1:], areas[1:], strict=True), strict=False
    ):
        whole = w.widget(AREAS[area])
        if area == another and AREAS[area] != "stage":  # what is read on the stage scrolls, and has its own order
            assert follows(place_in(whole, one), place_in(whole, other)), (one.objectName(), other.objectName())


def names(met: list[QWidget]) -> list[str]:
    return [each.objectName() for each in met]


async def test_tab_goes_through_the_first_window_as_it_is_read_and_back(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        forth = await walk(w, Qt.Key.Key_Tab)
        assert_read(w, forth)
        back = await walk(w, Qt.Key.Key_Backtab)
        assert names(back[:-1]) == names(forth[:-1])[::-1]
        assert {
            "menuButton", "conversationTitle", "searchButton", "settingsButton", "newConversationButton",
            "conversationSearch", "conversationList", "sidebarSplitter", "gallerySplitter", "galleryFilter",
            "galleryView", "dropZone", "modelPicker", "connectionPicker", "moreSettings",
        } <= set(names(forth))  # fmt: skip


async def test_tab_goes_through_a_busy_window_with_chips_and_pictures(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        await w.generate("an otter")
        await w.generate("at night")
        images = [image for step in w.bench.branch.steps for image in step.entries[0].images]
        w.bench.draft.add_images(images, "reference")
        w.server.answer = hang
        w.type("under way")
        w.desk.composer.generate()
        await until(lambda: len(w.server.posts()) == 3)
        w.type("and the next one")
        forth = await walk(w, Qt.Key.Key_Tab)
        assert_read(w, forth)
        stage = [
            name for name, each in zip(names(forth), forth, strict=True) if area_of(w, each) == AREAS.index("stage")
        ]
        tiles = [name for name in stage if name.startswith("tile-")]
        assert tiles == [f"tile-{step.through.id}" for step in w.bench.branch.steps]
        assert {"generateButton", "cancelButton", "parentChip"} <= set(names(forth))
        back = await walk(w, Qt.Key.Key_Backtab)
        assert names(back[:-1]) == names(forth[:-1])[::-1]
        w.bench.jobs.cancel_all()
        await until(lambda: not w.bench.jobs.under_way)


async def test_what_is_shown_large_has_its_turn_on_the_stage(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        await w.generate("an otter")
        await w.generate("at night")
        w.desk.stage.asked.open_image.emit(w.bench.branch.steps[0].entries[0].images[0])
        forth = await walk(w, Qt.Key.Key_Tab)
        assert_read(w, forth)
        on_stage = [each.objectName() for each in forth if area_of(w, each) == AREAS.index("stage")]
        assert on_stage[0] == "viewer"
        assert {"nextButton", "zoomButton", "closeViewerButton"} <= set(on_stage)
        assert not any(name.startswith("tile-") for name in on_stage)


async def test_tab_leaves_a_thread_that_was_clicked_for_what_is_in_it(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        await w.generate("an otter")
        w.window.activateWindow()
        w.widget("thread").setFocus()
        QTest.keyClick(w.widget("thread"), Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        assert focus is not None
        assert w.desk.stage.isAncestorOf(focus)


async def test_tab_in_the_prompt_leads_on_and_types_nothing(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        prompt = w.find(QPlainTextEdit, "promptEdit")
        w.window.activateWindow()
        prompt.setFocus()
        QTest.keyClick(prompt, Qt.Key.Key_Tab)
        assert prompt.toPlainText() == ""
        assert not prompt.hasFocus()
