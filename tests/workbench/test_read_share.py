"""What replies may bring at once is shared among those under way."""

from collections.abc import Iterator
from pathlib import Path

import httpcore
import pytest

from studio.gemini.client import read_at_once
from studio.workbench.read_share import ReadShare, share_of
from tests.fakes.server import Request, Wire
from tests.ui.waiting import until
from tests.workbench.rig import ID, NAME, rig


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    before = httpcore._async.http11.AsyncHTTP11Connection.READ_NUM_BYTES
    yield
    read_at_once(before)


def test_more_replies_bring_less_each_and_never_too_little() -> None:
    shares = [share_of(count) for count in (0, 1, 4, 8, 16, 99)]
    assert shares == [512 << 10, 512 << 10, 512 << 10, 512 << 10, 256 << 10, 256 << 10]


async def test_the_share_follows_what_is_under_way(tmp_path: Path) -> None:
    def hang(_: Request, wire: Wire) -> None:
        wire.until_gone()

    def read() -> int:
        return httpcore._async.http11.AsyncHTTP11Connection.READ_NUM_BYTES

    async with rig(tmp_path, hang, width=16) as r:
        share = ReadShare(r.jobs)
        r.jobs.send([r.wish() for _ in range(16)], ID, NAME)
        await until(lambda: read() == 256 << 10)
        r.jobs.cancel_all()
        await until(lambda: not r.jobs.under_way)
        r.jobs.send([r.wish()], ID, NAME)
        await until(lambda: read() == 512 << 10)
        r.jobs.cancel_all()
        await until(lambda: not r.jobs.under_way)
        share.deleteLater()
