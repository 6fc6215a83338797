"""What a connection takes is read where it is kept, and a change holds at once."""

from dataclasses import replace
from pathlib import Path

from studio.profile.settings import Settings
from studio.workbench.connection_limits import ConnectionLimits
from tests.fakes.folders import folders_in
from tests.workbench.connecting import desk, wanted


async def test_its_own_numbers_hold_at_once_and_the_settings_where_it_has_none(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        settings = Settings.load(folders_in(tmp_path))
        limits = ConnectionLimits(at.book, settings)
        one = await at.book.add(wanted("One"))
        assert (limits.width(one.id), limits.per_minute(one.id)) == (2, None)
        await at.book.change(replace(one, concurrency=5, per_minute=7))
        assert (limits.width(one.id), limits.per_minute(one.id)) == (5, 7)
        settings.change(Settings.concurrency, 3)
        assert (limits.width(None), limits.per_minute(None)) == (3, None)
        await at.book.remove(one.id)
        assert (limits.width(one.id), limits.per_minute(one.id)) == (3, None)
