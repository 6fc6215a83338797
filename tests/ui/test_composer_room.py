"""The composer in the real window: it grows with what is typed, and never hides the picture that is talked about."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from studio.workbench.draft_input import DraftInput
from tests.fakes.replies import picture
from tests.ui.waiting import until
from tests.ui.window_rig import Shown, shown

LONG = "\n".join(f"line {number} of a prompt that goes on and on" for number in range(60))


async def resized(w: Shown, width: int, height: int) -> None:
    w.window.resize(width, height)
    await until(lambda: (w.desk.width(), w.desk.height()) == (width, height), "the size")
    laid_out()


def laid_out() -> None:
    """Let everything be laid out that is about to be, and whatever that moves."""
    for _ in range(5):
        QApplication.sendPostedEvents()


def prompt(w: Shown) -> QPlainTextEdit:
    return w.find(QPlainTextEdit, "promptEdit")


async def give_pictures(w: Shown, folder: Path, count: int) -> None:
    """Add pictures with long names to the draft."""
    files = []
    for number in range(count):
        files.append(folder / f"a reference with a rather long name {number}.png")
        files[-1].write_bytes(picture(size=(40 + number, 30)))
    w.bench.draft.add_files(files, "reference")

    def are_ready() -> bool:
        inputs: tuple[DraftInput, ...] = w.bench.draft.inputs
        return len(inputs) == count and all(each.state == "ready" for each in inputs)

    await until(are_ready, "the pictures")


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (2560, 1440)])
async def test_the_prompt_grows_to_a_third_of_the_window_and_then_scrolls(
    tmp_path: Path, width: int, height: int
) -> None:
    async with shown(tmp_path) as w:
        await resized(w, width, height)
        one = prompt(w).height()
        prompt(w).setPlainText("\n".join(["a line"] * 6))
        await until(lambda: prompt(w).height() > 5 * one - 12)
        laid_out()
        assert prompt(w).verticalScrollBar().maximum() == 0
        prompt(w).setPlainText(LONG)
        line = prompt(w).fontMetrics().lineSpacing()
        await until(lambda: height / 3 - line <= prompt(w).height() <= height / 3 + 4, "a third of the window")
        assert prompt(w).verticalScrollBar().maximum() > 0


async def test_in_a_small_window_with_many_chips_and_a_long_prompt_the_picture_is_still_seen(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        await w.generate("an otter")
        await resized(w, 900, 600)
        await give_pictures(w, tmp_path, 10)
        prompt(w).setPlainText(LONG)
        await until(lambda: prompt(w).verticalScrollBar().maximum() > 0)
        laid_out()
        assert w.window.height() == 600
        assert w.desk.stage.height() >= 200
        assert w.desk.composer.geometry().bottom() <= w.desk.rect().bottom()
        assert prompt(w).height() >= 2 * prompt(w).fontMetrics().lineSpacing()
        generate = w.widget("generateButton")
        assert w.desk.rect().contains(generate.mapTo(w.desk, generate.rect().bottomRight()))


async def test_the_thread_stays_at_its_end_while_the_prompt_grows(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        for text in ("an otter", "at night", "with a hat"):
            await w.generate(text)
        await resized(w, 900, 600)
        bar = w.desk.stage.thread_view.verticalScrollBar()
        await until(lambda: bar.maximum() > 0 and bar.value() == bar.maximum(), "the end")
        before = bar.maximum()
        prompt(w).setPlainText(LONG)
        await until(lambda: bar.maximum() > before)
        laid_out()
        assert bar.value() == bar.maximum()
        prompt(w).clear()
        await until(lambda: bar.maximum() == before)
        assert bar.value() == bar.maximum()
