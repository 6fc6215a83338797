"""Opening libraries: the same one under another name, one that is busy, one that another window has."""

from pathlib import Path

from studio.workbench.instance import claim
from tests.fakes.server import Request, Wire
from tests.ui.waiting import until
from tests.ui.window_rig import shown


def hang(_: Request, wire: Wire) -> None:
    wire.until_gone()


async def test_the_library_that_is_open_is_not_opened_again_under_another_name(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        (tmp_path / "link").symlink_to(tmp_path / "library")
        before = w.bench.library
        w.desk._openings.open(tmp_path / "link")
        await until(lambda: "open the library" not in w.bench.tasks.running)
        assert w.bench.library is before
        assert w.said() == ""


async def test_a_library_of_another_window_is_left_to_it(tmp_path: Path) -> None:
    other = claim(tmp_path / "other")
    assert other is not None
    called: list[str] = []
    other.raised.connect(called.append)
    async with shown(tmp_path) as w:
        w.desk._openings.open(tmp_path / "other")
        await until(lambda: "another window" in w.said())
        assert called == [""]
        assert w.bench.library is not None
        assert w.bench.library.folder.root == tmp_path / "library"
    other.close()


async def test_a_busy_library_stays_open_and_says_why(tmp_path: Path) -> None:
    async with shown(tmp_path, hang) as w:
        w.type("an otter")
        w.desk.composer.generate()
        await until(lambda: w.server.posts())
        w.desk._openings.open(tmp_path / "other")
        await until(lambda: "One request is under way" in w.said())
        assert w.bench.library is not None
        assert w.bench.library.folder.root == tmp_path / "library"
        w.bench.jobs.cancel_all()
        await until(lambda: not w.bench.jobs.under_way)
        w.desk._openings.open(tmp_path / "other")
        await until(lambda: w.bench.library and w.bench.library.folder.root == tmp_path / "other")
        assert w.said() == ""
