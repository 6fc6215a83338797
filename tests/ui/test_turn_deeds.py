"""What can be done with a turn on the stage, and where each way out of a failure leads, in the real window."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget

from studio.profile.saved_connection import SavedConnection
from studio.profile.secrets import Secret
from studio.ui.sentences.said import Fix
from studio.ui.stage.tile import Tile
from studio.workbench.steps import Step
from tests.fakes.replies import google_error, picture, reply_of
from tests.fakes.server import Answer, one_after_another, reply
from tests.ui.waiting import until
from tests.ui.window_rig import Shown, shown
from tests.workbench.rig import GOOD

PRO = "gemini-3-pro-image"
REFUSED = reply(google_error(400, "INVALID_ARGUMENT", "no"), 400)


def ended(reason: str) -> dict[str, Any]:
    """A reply without a picture."""
    return reply_of(finishReason=reason)


def last(w: Shown) -> Step:
    return w.bench.branch.steps[-1]


def last_id(w: Shown) -> str:
    return last(w).through.id


def composed(w: Shown) -> tuple[object, ...]:
    draft = w.bench.draft
    return draft.prompt, draft.model, draft.aspect_ratio, draft.seed


def given(w: Shown) -> list[tuple[str | None, str]]:
    return [(each.label, each.role) for each in w.bench.draft.inputs]


def fixes(w: Shown) -> list[Fix]:
    """The ways out that the tile of the last turn offers."""
    tile = w.window.findChild(Tile, f"tile-{last_id(w)}")
    assert tile is not None
    assert tile.face is not None
    return list(tile.face.fixes)


async def click_fix(w: Shown, fix: Fix) -> None:
    """Press the button on the tile."""
    name = f"tileFix-{fix.name.lower()}"
    await until(lambda: w.window.findChild(QWidget, name), name)
    QTest.mouseClick(w.widget(name), Qt.MouseButton.LeftButton)


async def click_action(w: Shown, name: str) -> None:
    """Press a button of the last step."""
    view = next(each for each in w.window.findChildren(QWidget) if each.objectName() == f"step-{last(w).number}")
    button = view.findChild(QPushButton, name)
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


async def sent_again(w: Shown, posts: int) -> dict[str, Any]:
    """The request that followed, when its turn is on the stage."""
    await until(lambda: len(w.server.posts()) == posts and not w.bench.jobs.under_way)
    found: dict[str, Any] = w.server.posts()[-1].json
    return found


async def test_again_makes_a_sibling_of_the_same_request(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        await w.generate("an otter")
        await click_action(w, "again")
        body = await sent_again(w, 2)
        assert body == w.server.posts()[0].json
        await until(lambda: last(w).places == 2)


async def test_again_by_key_leaves_the_focus_on_the_stage(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        await w.generate("an otter")
        w.window.activateWindow()
        first = w.widget(f"tile-{last_id(w)}")
        first.setFocus()
        await until(first.hasFocus)
        QTest.keyClick(first, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
        await sent_again(w, 2)
        await until(lambda: last(w).places == 2)
        await until(w.widget(f"tile-{last_id(w)}").hasFocus)


async def test_branching_pins_the_turn_and_goes_to_the_composer(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        await w.generate("an otter")
        await w.generate("at night")
        w.window.activateWindow()
        w.desk.stage.setFocus()
        w.desk.stage.asked.branch_from.emit(w.bench.branch.steps[0].through.id)
        await until(lambda: w.bench.draft.parent_number == 1)
        assert w.window.focusWidget() is w.widget("promptEdit")


async def test_edit_brings_words_settings_and_pictures_back_by_their_names(tmp_path: Path) -> None:
    async with shown(tmp_path, one_after_another(REFUSED, GOOD)) as w:
        draft = w.bench.draft
        draft.model, draft.aspect_ratio, draft.seed = PRO, "16:9", 7
        for number, name in enumerate(("sky", "logo")):
            (tmp_path / f"{name}.png").write_bytes(picture(number + 1))
            draft.add_files([tmp_path / f"{name}.png"], "reference")
        await until(lambda: [each.state for each in draft.inputs] == ["ready", "ready"])
        draft.set_role(draft.inputs[0].id, "edit")
        draft.set_label(draft.inputs[1].id, "logo")
        await w.generate("put @logo on it")
        assert given(w) == []
        draft.model, draft.aspect_ratio, draft.seed = "gemini-2.5-flash-image", None, None
        await click_fix(w, Fix.EDIT)
        assert composed(w) == ("put @logo on it", PRO, "16:9", 7)
        assert given(w) == [(None, "edit"), ("logo", "reference")]
        w.desk.stage.asked.edit_prompt.emit(last_id(w))
        assert len(given(w)) == 2, "nothing is put in twice"
        await w.generate(", large")
        assert (last(w).prompt, last(w).places) == ("put @logo on it, large", 2)


async def test_editing_a_variant_takes_its_own_seed(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        w.bench.draft.seed, w.bench.draft.count = 7, 3
        await w.generate("an otter")
        w.desk.stage.asked.edit_prompt.emit(last(w).entries[2].id)
        assert w.bench.draft.seed == 9


async def test_what_could_not_be_begun_is_edited_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with shown(tmp_path) as w:
        monkeypatch.setattr("shutil.disk_usage", lambda _: (0, 0, 0))
        w.type("an otter")
        QTest.keyClick(w.widget("promptEdit"), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: w.bench.branch.steps and not w.bench.jobs.under_way)
        w.desk.stage.asked.edit_prompt.emit(last_id(w))
        assert w.bench.draft.prompt == "an otter"


@pytest.mark.parametrize(("size", "smaller"), [("4K", "2K"), ("1K", None), (None, None)])
async def test_a_smaller_picture_is_the_next_smaller_size(
    tmp_path: Path, size: str | None, smaller: str | None
) -> None:
    async with shown(tmp_path, reply(ended("MAX_TOKENS"))) as w:
        w.bench.draft.model, w.bench.draft.image_size = PRO, size
        await w.generate("an otter")
        await click_fix(w, Fix.SMALLER)
        assert (w.bench.draft.prompt, w.bench.draft.image_size) == ("an otter", smaller)


@pytest.mark.parametrize(
    "unsigned",
    [
        reply(ended("MISSING_THOUGHT_SIGNATURE")),
        reply(google_error(400, "INVALID_ARGUMENT", "Corrupted thought signature."), 400),
        reply(google_error(400, "INVALID_ARGUMENT", "Image part is missing a thought_signature in content."), 400),
        reply(google_error(400, "INVALID_ARGUMENT", "Unsupported MIME type: image/jpg"), 400),
    ],
)
async def test_going_on_from_the_last_picture_sends_it_alone(tmp_path: Path, unsigned: Answer) -> None:
    answers = one_after_another(GOOD, unsigned, GOOD)
    async with shown(tmp_path, answers) as w:
        await w.generate("an otter")
        await w.generate("at night")
        await click_fix(w, Fix.CONTINUE_LAST_IMAGE)
        (content,) = (await sent_again(w, 3))["contents"]
        assert [key for part in content["parts"] for key in part] == ["inlineData", "text"]


async def test_going_on_from_the_last_picture_is_offered_only_where_more_was_refused(tmp_path: Path) -> None:
    answers = one_after_another(REFUSED, GOOD, REFUSED, REFUSED)
    async with shown(tmp_path, answers) as w:
        for prompt, offered in (("an otter", False), ("an otter", None), ("at night", True)):
            await w.generate(prompt)
            if offered is not None:
                assert (Fix.CONTINUE_LAST_IMAGE in fixes(w)) == offered
        await click_fix(w, Fix.CONTINUE_LAST_IMAGE)
        await sent_again(w, 4)
        await until(lambda: last(w).through.attempts and not w.bench.jobs.under_way)
        assert fixes(w) == [Fix.EDIT], "only the picture went along"


async def test_asking_again_after_a_failure(tmp_path: Path) -> None:
    async with shown(tmp_path, one_after_another(reply(google_error(500, "INTERNAL", "no"), 500), GOOD)) as w:
        await w.generate("an otter")
        await click_fix(w, Fix.AGAIN)
        await sent_again(w, 2)
        await until(lambda: last(w).through.images)


async def test_a_refused_key_leads_to_the_connection_it_was_sent_over(tmp_path: Path) -> None:
    async with shown(tmp_path, reply(google_error(403, "PERMISSION_DENIED", "no"), 403)) as w:
        book = w.bench.connections
        first = await book.add(SavedConnection(id="x", name="first", base_url=w.server.url, auth="goog-key"))
        await book.set_key(first.id, Secret("canary-deeds"), for_session_only=True)
        await w.generate("an otter")
        await book.add(SavedConnection(id="x", name="second", base_url=w.server.url, auth="goog-key"))
        for fix, place in (
            (Fix.CONNECTION, "connectionsView"),
            (Fix.KEY, "keyEdit"),
            (Fix.CONNECTION, "connectionsView"),
        ):
            w.desk.stage.asked.fix.emit(fix, last_id(w))
            dialog = w.desk._dialogs._connections
            assert dialog.isVisible()
            assert dialog._place == first.id
            focus = dialog.focusWidget()
            assert focus is not None
            assert focus.objectName() == place
            QTest.mouseClick(w.widget("closeButton"), Qt.MouseButton.LeftButton)
            assert not dialog.isVisible()
        await click_fix(w, Fix.KEY)
        dialog.activateWindow()
        await until(w.widget("keyEdit").hasFocus)
        dialog.close()


async def test_settings_and_the_folder_are_a_click_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with shown(tmp_path, REFUSED) as w:
        await w.generate("an otter")
        w.desk.stage.asked.fix.emit(Fix.SETTINGS, last_id(w))
        assert w.widget("settingsDialog").isVisible()
        w.widget("settingsDialog").close()
        opened: list[QUrl] = []
        monkeypatch.setattr(w.desk._folders, "_open_url", opened.append)
        w.desk.stage.asked.fix.emit(Fix.SHOW_FOLDER, last_id(w))
        await until(lambda: opened == [QUrl.fromLocalFile(str(tmp_path / "library"))])


async def test_nothing_is_done_for_a_turn_that_is_shown_no_more(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        await w.generate("an otter")
        gone = last_id(w)
        w.bench.branch.clear()
        w.desk.stage.asked.edit_prompt.emit(gone)
        assert w.bench.draft.prompt == ""
