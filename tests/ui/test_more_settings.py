"""The settings behind the button: typed, chosen with keys, refused with a reason, taken back."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from studio.gemini.tuning import LONGEST_INSTRUCTION, SAFETY, Setting, Tuning
from studio.library.library import Library
from studio.ui.composer.more_settings import MoreSettings
from studio.ui.composer.number_edit import NumberEdit
from studio.ui.widgets.segmented import Segmented
from studio.ui.widgets.select import Select
from studio.ui.widgets.switch import INSET, Switch
from tests.ui.composer_rig import ComposerRig
from tests.ui.waiting import until
from tests.ui.window_rig import shown

BEST, PRO, FIRST = "gemini-nano-banana-2.1", "gemini-3-pro-image", "gemini-2.5-flash-image"
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
async def rig(qtbot: QtBot, tmp_path: Path) -> AsyncIterator[ComposerRig]:
    made = ComposerRig(qtbot, tmp_path)
    made.composer.resize(1200, 760)
    made.draft.model = BEST
    yield made
    await made.close()


def opened(rig: ComposerRig, qtbot: QtBot) -> MoreSettings:
    qtbot.mouseClick(rig.composer.more, LEFT)
    (popover,) = (each for each in rig.composer.findChildren(MoreSettings) if each.isVisible())
    return popover


def control(popover: MoreSettings, setting: Setting) -> QWidget:
    return popover.row(setting).control


def instruction(popover: MoreSettings) -> QPlainTextEdit:
    edit = control(popover, Setting.INSTRUCTION)
    assert isinstance(edit, QPlainTextEdit)
    return edit


def typed(popover: MoreSettings, setting: Setting, text: str, qtbot: QtBot) -> NumberEdit:
    edit = control(popover, setting)
    assert isinstance(edit, NumberEdit)
    edit.setFocus()
    edit.selectAll()
    qtbot.keyClick(edit, Qt.Key.Key_Delete)
    qtbot.keyClicks(edit, text)
    return edit


async def test_each_setting_is_made_with_the_keyboard_and_in_effect_at_once(rig: ComposerRig, qtbot: QtBot) -> None:
    popover = opened(rig, qtbot)
    typed(popover, Setting.TEMPERATURE, "0.7", qtbot)
    typed(popover, Setting.TOP_P, "0.95", qtbot)
    typed(popover, Setting.TOP_K, "40", qtbot)
    for setting in (Setting.THOUGHTS, Setting.WEB_SEARCH, Setting.IMAGE_SEARCH):
        qtbot.keyClick(control(popover, setting), Qt.Key.Key_Space)
    for setting in (Setting.LEVEL, Setting.MEDIA_RESOLUTION):
        control(popover, setting).setFocus()
        qtbot.keyClick(control(popover, setting).focusProxy(), Qt.Key.Key_End)
    for harm in SAFETY:
        qtbot.keyClick(control(popover, harm), Qt.Key.Key_Down)
    qtbot.keyClicks(instruction(popover), "Flat colours.")
    assert rig.draft.tuning == Tuning(
        0.7, 0.95, 40, "HIGH", True, *["BLOCK_LOW_AND_ABOVE"] * 4, True, True, "HIGH", "Flat colours."
    )
    qtbot.keyClicks(control(popover, Setting.CACHED_CONTENT), "cachedContents/a")
    assert rig.draft.tuning.cached_content == "cachedContents/a"
    assert rig.composer.more.text() == "14 set"
    assert "Temperature: 0.7" in rig.composer.more.toolTip()
    assert "Flat" not in rig.composer.more.toolTip(), "an instruction may be long"
    qtbot.keyClick(popover, Qt.Key.Key_Escape)
    assert not popover.isVisible()
    again = opened(rig, qtbot)
    assert instruction(again).toPlainText() == "Flat colours."
    select = control(again, Setting.HATE_SPEECH)
    assert isinstance(select, Select)
    assert select.value == "BLOCK_LOW_AND_ABOVE"
    qtbot.mouseClick(again.reset, LEFT)
    assert (rig.draft.tuning, rig.draft.seed) == (Tuning(), None)
    assert instruction(again).toPlainText() == ""
    assert not again.reset.isEnabled()
    assert rig.composer.more.text() == ""


@pytest.mark.parametrize(
    ("text", "value", "left"),
    [("2", None, ""), ("1.5", 1.0, "1"), ("0", 0.0, "0"), ("1", 1.0, "1"), ("x", None, ""), ("0.333", 0.33, "0.33")],
)
async def test_what_is_no_temperature_of_the_model_is_not_taken_and_does_not_stay(
    rig: ComposerRig, qtbot: QtBot, text: str, value: float | None, left: str
) -> None:
    popover = opened(rig, qtbot)
    edit = typed(popover, Setting.TEMPERATURE, text, qtbot)
    popover.seed.setFocus()
    assert (edit.text(), rig.draft.tuning.temperature) == (left, value)


async def test_arrows_step_a_number_within_its_limits(rig: ComposerRig, qtbot: QtBot) -> None:
    popover = opened(rig, qtbot)
    edit = control(popover, Setting.TEMPERATURE)
    qtbot.keyClick(edit, Qt.Key.Key_Up)
    assert rig.draft.tuning.temperature == 1.0
    qtbot.keyClick(edit, Qt.Key.Key_Up)
    qtbot.keyClick(edit, Qt.Key.Key_Down)
    assert rig.draft.tuning.temperature == 0.95
    for _ in range(3):
        qtbot.keyClick(popover.seed, Qt.Key.Key_Down)
    assert rig.draft.seed == -2
    count = control(popover, Setting.TOP_K)
    qtbot.keyClick(count, Qt.Key.Key_Down)
    qtbot.keyClick(count, Qt.Key.Key_Down)
    assert rig.draft.tuning.top_k == 1


async def test_what_the_model_does_not_take_cannot_be_chosen_and_says_why(rig: ComposerRig, qtbot: QtBot) -> None:
    rig.draft.model = FIRST
    popover = opened(rig, qtbot)
    for setting in (Setting.LEVEL, Setting.THOUGHTS, Setting.WEB_SEARCH, Setting.IMAGE_SEARCH):
        each = control(popover, setting)
        assert not each.isEnabled()
        assert each.toolTip() == each.accessibleDescription() == "not with this model"
    assert control(popover, Setting.HARASSMENT).isEnabled()
    qtbot.keyClick(popover, Qt.Key.Key_Escape)
    rig.draft.model = PRO
    popover = opened(rig, qtbot)
    assert not control(popover, Setting.LEVEL).isEnabled(), "it always thinks, and as it likes"
    assert control(popover, Setting.THOUGHTS).isEnabled()
    assert control(popover, Setting.WEB_SEARCH).isEnabled()
    assert not control(popover, Setting.IMAGE_SEARCH).isEnabled()


async def test_only_the_levels_of_the_model_are_offered_and_its_usual_one_is_named(
    rig: ComposerRig, qtbot: QtBot
) -> None:
    choice = control(opened(rig, qtbot), Setting.LEVEL)
    assert isinstance(choice, Segmented)
    assert choice.values() == [None, "MINIMAL", "MEDIUM", "HIGH"]
    auto = choice.focusProxy()
    assert auto is not None
    assert auto.accessibleName() == "Auto: Medium"


async def test_a_cached_content_brings_its_own_instruction(rig: ComposerRig, qtbot: QtBot) -> None:
    rig.draft.tuning = Tuning(instruction="Flat.", web_search=True)
    popover = opened(rig, qtbot)
    qtbot.keyClicks(control(popover, Setting.CACHED_CONTENT), "c")
    assert not instruction(popover).isEnabled()
    assert instruction(popover).toPlainText() == "Flat."
    assert control(popover, Setting.WEB_SEARCH).toolTip() == "not with cached content"
    qtbot.keyClick(control(popover, Setting.CACHED_CONTENT), Qt.Key.Key_Backspace)
    assert instruction(popover).isEnabled()
    rig.draft.host = "generativelanguage.googleapis.com"
    assert control(popover, Setting.CACHED_CONTENT).toolTip() == "not on this connection"


async def test_a_model_that_takes_less_drops_it_aloud(rig: ComposerRig) -> None:
    rig.draft.tuning = Tuning(level="HIGH", web_search=True, harassment="OFF")
    rig.draft.model = FIRST
    said = rig.composer.remarks.notice.text()
    assert said == "Nano Banana does not take Thinking: High and Web search: the choice is left to it now."
    assert rig.draft.tuning == Tuning(harassment="OFF")
    rig.draft.model = BEST
    rig.draft.tuning = Tuning(web_search=True)
    rig.draft.host = "api.routerhub.ai"
    assert rig.composer.remarks.notice.text() == "This connection does not take Web search: it is not sent."


async def test_everything_in_it_has_a_name_and_is_reached_with_tab(rig: ComposerRig, qtbot: QtBot) -> None:
    rig.draft.seed = 7
    popover = opened(rig, qtbot)
    await until(popover.seed.hasFocus)
    seen: list[QWidget] = []
    while (focus := QApplication.focusWidget()) not in seen:
        assert focus is not None
        assert focus.accessibleName(), focus.objectName()
        seen.append(focus)
        qtbot.keyClick(focus, Qt.Key.Key_Tab)
    names = [each.objectName() for each in seen]
    assert len(names) == 16
    assert names[:4] == ["seedEdit", "temperatureSetting", "topPSetting", "topKSetting"]
    assert names[-3:] == ["systemInstructionSetting", "cachedContentSetting", "resetSettings"]


async def test_the_tracks_of_switches_begin_where_the_other_controls_do(rig: ComposerRig, qtbot: QtBot) -> None:
    popover = opened(rig, qtbot)
    page = popover.findChild(QWidget, "moreSettingsPage")
    assert page is not None

    def begin(setting: Setting) -> int:
        inset = INSET if isinstance(control(popover, setting), Switch) else 0
        return control(popover, setting).mapTo(page, QPoint(inset, 0)).x()

    left = (Setting.TEMPERATURE, Setting.LEVEL, Setting.THOUGHTS, Setting.MEDIA_RESOLUTION, Setting.INSTRUCTION)
    assert {begin(each) for each in left} == {16}
    filters = popover.row(SAFETY[0]).mapTo(page, QPoint(0, 0)).x()
    assert {begin(each) for each in (Setting.WEB_SEARCH, Setting.IMAGE_SEARCH)} == {filters}
    assert page.width() - instruction(popover).mapTo(page, instruction(popover).rect().topRight()).x() - 1 == 16


async def test_a_low_window_scrolls_it(rig: ComposerRig, qtbot: QtBot) -> None:
    rig.composer.resize(760, 380)
    popover = opened(rig, qtbot)
    assert popover.geometry().bottom() <= rig.composer.height()
    assert popover.geometry().top() >= 0
    cached = control(popover, Setting.CACHED_CONTENT)
    assert not popover.rect().contains(cached.mapTo(popover, cached.rect().center()))
    while not cached.hasFocus():
        focus = QApplication.focusWidget()
        assert focus is not None
        qtbot.keyClick(focus, Qt.Key.Key_Tab)
    await until(lambda: popover.rect().contains(cached.mapTo(popover, cached.rect().center())), "it is scrolled to")


async def test_the_price_says_that_searches_may_cost_and_the_ratio_what_it_means(rig: ComposerRig) -> None:
    assert "Searches" not in rig.composer.controls.price.toolTip()
    rig.draft.tuning = Tuning(web_search=True)
    assert rig.composer.controls.price.toolTip().endswith("Searches may cost extra.")
    rig.draft.aspect_ratio, rig.draft.image_size = "16:9", "2K"
    assert rig.composer.settings.ratio.toolTip() == "Ratio: 16:9, about 2752 × 1536"
    rig.draft.model = "somebody-elses-model"
    assert rig.composer.settings.ratio.toolTip() == "Ratio: 16:9"


async def test_in_the_window_they_are_sent_written_down_and_come_back_with_the_turn(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        w.bench.draft.model = BEST
        QTest.mouseClick(w.widget("moreSettings"), LEFT)
        popover = w.find(MoreSettings, "moreSettingsPopover")
        QTest.keyClick(control(popover, Setting.WEB_SEARCH), Qt.Key.Key_Space)
        QTest.keyClicks(instruction(popover), "Flat colours.")
        QTest.keyClick(instruction(popover), Qt.Key.Key_Escape)
        tuned = Tuning(web_search=True, instruction="Flat colours.")
        assert w.bench.draft.tuning == tuned
        await w.generate("an otter")
        sent = w.server.posts()[-1].json
        assert sent["tools"] == [{"googleSearch": {}}]
        assert sent["systemInstruction"] == {"parts": [{"text": "Flat colours."}]}
        assert w.bench.draft.tuning == tuned, "settings stay for what is sent next"
        w.bench.draft.reset_tuning()
        QTest.mouseClick(w.widget("editPrompt"), LEFT)
        await until(lambda: w.bench.draft.instead is not None, "the turn in the composer")
        assert w.bench.draft.tuning == tuned
        w.bench.draft.tuning = tuned.put(Setting.WEB_SEARCH, None)
        QTest.keyClick(w.widget("promptEdit"), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: len(w.server.posts()) == 2 and not w.bench.jobs.under_way, "the sibling")
        assert "tools" not in w.server.posts()[-1].json
    with Library.open(tmp_path / "library") as library:
        second, first = library.turns.recent(2)
        assert Tuning.read(first.settings) == tuned
        assert Tuning.read(second.settings) == Tuning(instruction="Flat colours.")


async def test_a_key_opens_and_closes_them_also_from_a_mode_that_hides_the_composer(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        action = w.find(QAction, "more_settingsAction")
        assert action.shortcut().toString() == "Ctrl+Shift+M"

        def open_ones() -> list[MoreSettings]:
            return [each for each in w.window.findChildren(MoreSettings) if each.isVisible()]

        for mode in ("", "picture_only", "gallery_only"):
            if mode:
                w.find(QAction, f"{mode}Action").trigger()
            action.trigger()
            await until(lambda: len(open_ones()) == 1, "the settings")
            (popover,) = open_ones()
            assert w.window.focusWidget() is popover.seed
            button = w.widget("moreSettings")
            top = button.mapTo(w.window, button.rect().topLeft()).y()
            assert popover.geometry().bottom() < top, "above its button"
            action.trigger()
            await until(lambda: not open_ones())


async def test_an_instruction_longer_than_any_model_takes_is_cut_where_it_can_be_seen(
    rig: ComposerRig, qtbot: QtBot
) -> None:
    edit = instruction(opened(rig, qtbot))
    edit.setPlainText("x" * (LONGEST_INSTRUCTION + 5))
    assert len(edit.toPlainText()) == len(rig.draft.tuning.instruction) == LONGEST_INSTRUCTION
    edit.setPlainText("  \n ")
    assert rig.draft.tuning == Tuning()
