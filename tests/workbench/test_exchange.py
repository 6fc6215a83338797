"""Conversations on their way, and the library that they come into: opened, closed, and left while they do."""

import asyncio
import threading
from pathlib import Path
from typing import Any

import pytest

from studio.library.exchange.rows import ParcelRows
from studio.library.exchange.studio_file import StudioFileWriter
from studio.library.exchange.taking_in import Imported, StudioFileReader
from studio.library.library import Library
from studio.library.progress import Tell
from studio.workbench.exchange import Transferred, TransfersUnderWay
from tests.fakes.held_transfer import hold_transfers
from tests.fakes.tree import Tree
from tests.ui.waiting import until
from tests.workbench.bench_rig import bench


@pytest.fixture
def file(tmp_path: Path) -> Path:
    with Library.open(tmp_path / "elsewhere") as library:
        tree = Tree(library)
        tree.turn("an otter", seed=1)
        return StudioFileWriter(library).write(tree.conversation, tmp_path / "x.studio")


async def test_imports_come_in_one_after_another(tmp_path: Path, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    together: list[int] = []
    active, take_in = 0, StudioFileReader.take_in

    def counted(self: StudioFileReader, source: Path, tell: Tell) -> Imported:
        nonlocal active
        active += 1
        together.append(active)
        try:
            return take_in(self, source, tell)
        finally:
            active -= 1

    monkeypatch.setattr(StudioFileReader, "take_in", counted)
    async with bench(tmp_path) as (made, _):
        transfers = [made.exchange.take_in(file) for _ in range(4)]
        await until(lambda: not made.exchange.under_way, "all of them to end")
        results = [transfer.result for transfer in transfers if transfer is not None]
        assert [result.made.again for result in results if result and isinstance(result.made, Imported)] == [
            False, True, True, True,
        ]  # fmt: skip
    assert together == [1, 1, 1, 1]


async def test_no_other_library_is_opened_meanwhile(
    tmp_path: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = hold_transfers(monkeypatch)
    async with bench(tmp_path) as (made, _):
        before = made.library
        transfer = made.exchange.take_in(file)
        try:
            with pytest.raises(TransfersUnderWay):
                await made.open(tmp_path / "other")
        finally:
            go_on.set()
        assert made.library is before
        await until(lambda: not made.exchange.under_way, "the import to end")
        assert transfer is not None
        assert transfer.result is not None
        assert isinstance(transfer.result.made, Imported)
        await made.open(tmp_path / "other")
        assert made.library is not before


async def test_one_that_is_past_stopping_is_not_said_to_have_left_nothing(
    tmp_path: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writing, go_on = threading.Event(), threading.Event()
    write = ParcelRows.write

    def slow(self: ParcelRows, *rest: Any) -> None:
        writing.set()
        assert go_on.wait(30)
        write(self, *rest)

    monkeypatch.setattr(ParcelRows, "write", slow)
    async with bench(tmp_path) as (made, _):
        transfer = made.exchange.take_in(file)
        assert transfer is not None
        await until(writing.is_set, "the rows to be written")
        closing = asyncio.ensure_future(made.tasks.close())
        await until(lambda: transfer.is_cancelled, "it to be told to stop")
        go_on.set()
        await closing
        assert transfer.result == Transferred(None)
        assert made.library is not None
        assert len(made.library.conversations.newest(9)) == 1
