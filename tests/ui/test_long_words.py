"""In a language whose words are a third longer nothing stands over anything else, or out of the window."""

from collections.abc import AsyncIterator, Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from studio.profile.settings import Settings
from studio.ui.composer.plan_line import Plan
from studio.ui.dialogs.connection_form import ConnectionForm
from studio.ui.dialogs.settings import SettingsDialog
from studio.ui.gallery.header import GalleryHeader
from studio.ui.theme import Theme
from studio.ui.widgets.elided_label import ElidedLabel
from studio.ui.widgets.menu_button import MenuButton
from studio.ui.words import Words
from studio.workbench.preferences import Preferences
from studio.workbench.tasks import Tasks
from tests.fakes.folders import folders_in
from tests.ui.composer_rig import ComposerRig
from tests.ui.dialog_help import gone
from tests.ui.waiting import lay_out

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


class Longer(QTranslator):
    """Every text of the program, a third longer."""

    def translate(self, context: str, text: str, *_: Any) -> str:
        whole = [word for word in text.split(" ") if "{" not in word and "%" not in word]
        return text if not whole or context.startswith("Q") else f"{text} {text[: len(text) // 3 + 1].split('{')[0]}"

    def isEmpty(self) -> bool:
        return False


@pytest.fixture
def longer(qapp: QApplication) -> Iterator[None]:
    """The program speaks such a language, and is dressed."""
    theme, translator = Theme(qapp, "dark"), Longer()
    theme.dress()
    QCoreApplication.installTranslator(translator)
    yield
    QCoreApplication.removeTranslator(translator)
    theme.deleteLater()
    qapp.setStyleSheet("")


@pytest.fixture
async def rig(longer: None, qtbot: QtBot, tmp_path: Path) -> AsyncIterator[ComposerRig]:
    rig = ComposerRig(qtbot, tmp_path)
    yield rig
    await rig.close()


def faults(window: QWidget) -> list[str]:
    """What stands over something else, out of what it is in, or has less room than its words take."""
    lay_out()
    found = []
    for parent in [window, *window.findChildren(QWidget)]:
        shown = [each for each in parent.children() if isinstance(each, QWidget) and _counts(each)]
        for one, other in combinations(shown, 2):
            if parent.layout() is not None and one.geometry().intersects(other.geometry()):
                found.append(f"{_name(one)} over {_name(other)}")
        if isinstance(parent, QScrollArea) and parent.widget().width() > parent.viewport().width():
            found.append(f"{_name(parent)} is narrower than what is in it")
        for each in shown:
            if parent.layout() is not None and not parent.rect().contains(each.geometry()):
                found.append(f"{_name(each)} out of {_name(parent)}")
            if _is_cut(each):
                found.append(f"{_name(each)} is cut")
    return found


def _counts(widget: QWidget) -> bool:
    return widget.isVisible() and not widget.isWindow() and not widget.size().isEmpty()


def _is_cut(widget: QWidget) -> bool:
    if isinstance(widget, MenuButton | ElidedLabel):  # these shorten their words by themselves
        return False
    if isinstance(widget, QLabel) and widget.wordWrap():
        return widget.height() < widget.heightForWidth(widget.width())
    return isinstance(widget, QAbstractButton | QLabel) and widget.width() < widget.sizeHint().width()


def _name(widget: QWidget) -> str:
    return widget.objectName() or type(widget).__name__


@pytest.mark.parametrize("width", [900, 1100, 1440])
async def test_the_composer(rig: ComposerRig, width: int) -> None:
    rig.draft.model = "gemini-3-pro-image"
    rig.draft.count, rig.draft.seed, rig.draft.image_size, rig.draft.aspect_ratio = 8, -(2**31), "4K", "21:9"
    rig.draft.continue_from(rig.turn(), 3)
    rig.draft.add_files(rig.files("one.png", "two.png"), "reference")
    await rig.settled()
    rig.composer.set_busy(8)
    way_out = "Continue from the last image Continue from the last image"
    rig.composer.plan.show_plan(
        Plan("The request would have 23 MB; more than 18 MB are often refused. " * 2, warns=True, way_out=way_out)
    )
    rig.composer.resize(width, 260)
    assert "Generate 8 Gen" in rig.composer.controls.generate.text()
    assert rig.composer.minimumSizeHint().width() <= 900
    assert faults(rig.composer) == []


async def test_the_header_of_the_gallery(longer: None, qtbot: QtBot) -> None:
    header = GalleryHeader()
    qtbot.addWidget(header)
    header.resize(260, 90)
    header.show()
    header.tell(3, 1284, is_loading=True)
    assert faults(header) == []


async def test_the_settings(longer: None, tmp_path: Path) -> None:
    tasks = Tasks()
    settings = Settings.load(folders_in(tmp_path))
    dialog = SettingsDialog(Preferences(settings, tasks), tasks, Words(), tmp_path / "another")
    dialog.open()
    dialog.resize(dialog.minimumSize())
    assert faults(dialog) == []
    dialog.done(0)
    await gone(dialog)
    await tasks.close()


async def test_a_connection(longer: None, qtbot: QtBot) -> None:
    form = ConnectionForm("gemini-3-pro-image")
    qtbot.addWidget(form)
    form.show_preset("google")
    form.base_url.setText("http://example.com/v1beta")
    form.resize(form.minimumSizeHint().expandedTo(form.sizeHint()))
    form.resize(560, form.heightForWidth(560) if form.hasHeightForWidth() else form.height())
    form.show()
    assert form.minimumSizeHint().width() <= 560
    assert faults(form) == []
