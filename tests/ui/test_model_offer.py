"""The picker of models over a real connection: what it lists, when that was, what is about to end, and fetching it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from studio.gemini.capabilities import Retirement
from studio.gemini.offered import Offered
from studio.ui.composer.model_offer import ModelOffer
from studio.ui.composer.model_picker import ModelPicker
from studio.ui.composer.model_popover import ModelChoice, ModelPopover
from studio.ui.sentences.model_words import ModelWords
from studio.ui.widgets.button import Button
from studio.ui.words import Words
from studio.workbench.offered_models import OfferedModels
from tests.fakes.folders import folders_in
from tests.fakes.server import Request, Wire, plain, reply, serving
from tests.ui.composer_rig import ComposerRig
from tests.ui.waiting import until
from tests.workbench.connecting import KEY, Desk, desk, wanted

LEFT = Qt.MouseButton.LeftButton
LIST = reply({"models": [{"name": "models/gemini-9-image"}, {"name": "models/gemini-3-pro-image"}]})


@asynccontextmanager
async def offering(qtbot: QtBot, folder: Path) -> AsyncIterator[tuple[ComposerRig, OfferedModels, Desk]]:
    rig = ComposerRig(qtbot, folder)
    async with desk(folder) as at:
        offered = OfferedModels(rig.draft, at.book, folders_in(folder), at.tasks, at.book)
        offer = ModelOffer(rig.composer.model, offered, Words(), at.book)
        yield rig, offered, at
        del offer
    await rig.close()


def opened(rig: ComposerRig, qtbot: QtBot) -> ModelPopover:
    qtbot.mouseClick(rig.composer.model, LEFT)
    (popover,) = [each for each in rig.composer.window().findChildren(ModelPopover) if each.isVisible()]
    return popover


def names(popover: ModelPopover) -> list[str]:
    model = popover.list.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def state(popover: ModelPopover) -> str:
    label = popover.findChild(QLabel, "modelListState")
    assert isinstance(label, QLabel)
    return label.text() if label.isVisible() else ""


def button(popover: ModelPopover) -> Button:
    found = popover.findChild(Button, "fetchModelsButton")
    assert isinstance(found, Button)
    return found


async def test_the_sandbox_has_nothing_to_fetch(qtbot: QtBot, tmp_path: Path) -> None:
    async with offering(qtbot, tmp_path) as (rig, _, at):
        await at.book.choose(None)
        popover = opened(rig, qtbot)
        assert (state(popover), button(popover).isVisible()) == ("", False)
        assert names(popover)[0] == "Nano Banana 2.1"


async def test_the_list_is_fetched_while_it_is_looked_at_and_what_is_typed_stays(qtbot: QtBot, tmp_path: Path) -> None:
    with serving(LIST) as server:
        async with offering(qtbot, tmp_path) as (rig, offered, at):
            saved = await at.book.add(wanted(base_url=f"{server.url}/v1beta"))
            at.keyring.passwords[saved.id] = KEY
            popover = opened(rig, qtbot)
            assert state(popover) == "What this connection lists was not fetched yet."
            qtbot.keyClicks(popover.edit, "gemini-9")
            assert names(popover) == ["Use “gemini-9”"]
            qtbot.mouseClick(button(popover), LEFT)
            assert (state(popover), button(popover).is_busy) == ("Fetching the list…", True)
            await until(lambda: not offered.is_fetching)
            assert state(popover) == "2 image models listed, now"
            assert not button(popover).is_busy
            assert popover.edit.hasFocus(), "a click leaves the keyboard where it was"
            assert names(popover) == ["gemini-9-image", "Use “gemini-9”"]
            qtbot.keyClick(popover.edit, Qt.Key.Key_Return)
            assert rig.draft.model == "gemini-9-image"
            again = opened(rig, qtbot)
            assert state(again) == "2 image models listed, now"
            unlisted = again.list.model().index(2, 0)
            spoken = str(unlisted.data(Qt.ItemDataRole.AccessibleTextRole))
            assert spoken == "Nano Banana 2 Lite, gemini-3.1-flash-lite-image, not listed"


async def test_what_keeps_the_list_away_is_said_and_typing_goes_on(qtbot: QtBot, tmp_path: Path) -> None:
    def answer(request: Request, wire: Wire) -> None:
        (plain(b"", 404) if server.requests[1:] else plain(b"", 500))(request, wire)

    with serving(answer) as server:
        async with offering(qtbot, tmp_path) as (rig, offered, at):
            saved = await at.book.add(wanted(base_url=f"{server.url}/v1beta"))
            at.keyring.passwords[saved.id] = KEY
            popover = opened(rig, qtbot)
            qtbot.mouseClick(button(popover), LEFT)
            await until(lambda: not offered.is_fetching)
            assert "failed" in state(popover)
            assert "charged" not in state(popover)
            qtbot.mouseClick(button(popover), LEFT)
            await until(lambda: not offered.is_fetching)
            assert state(popover) == "This connection lists no models. Any id can be typed."
            qtbot.keyClicks(popover.edit, "my-own")
            qtbot.keyClick(popover.edit, Qt.Key.Key_Return)
            assert rig.draft.model == "my-own"


def test_what_is_about_to_end_says_when() -> None:
    words = ModelWords(Words(), locale=QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    ending = Offered("a", "A", Retirement(date(2026, 10, 29), "b"), listed=True)
    assert words.note(ending, date(2026, 10, 28)) == "ends 29 Oct 2026"
    assert words.note(ending, date(2026, 10, 29)) == "ended 29 Oct 2026"
    assert words.note(ending, date(2025, 1, 1)) == ""
    assert words.note(Offered("a", "A", listed=False), date(2026, 1, 1)) == "not listed"
    assert words.note(Offered("a", "A"), date(2026, 1, 1)) == ""
    advice = words.advice(Retirement(date(2026, 10, 29), "b"), date(2026, 11, 1))
    assert advice == (
        "Google announced the end of it: it ended 29 Oct 2026. Other providers may have it longer. Its successor is b."
    )


def test_a_chosen_model_that_ends_has_a_sign_and_says_what_to_do(qtbot: QtBot) -> None:
    picker = ModelPicker()
    qtbot.addWidget(picker)
    ending = ModelChoice("old", "A model of some age", "ended", True, "Its successor is new.")
    picker.set_models([ending, ModelChoice("new", "A model just as wide")])
    picker.show_model("new")
    assert "successor" not in picker.toolTip() + picker.accessibleDescription()
    picker.show_model("old")
    assert picker.toolTip().endswith("\nIts successor is new.")
    assert picker.accessibleDescription() == "A model of some age. old. Its successor is new."
    wide = picker.sizeHint().width()
    picker.set_models([ending._replace(warns=False)])
    assert picker.sizeHint().width() <= wide - 16, "there was room for a sign"
