"""Where a time belongs in a list that is grouped by days."""

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from studio.workbench.sections import Section, day_of, section_of

HERE = ZoneInfo("Pacific/Auckland")  # thirteen hours ahead
TODAY = date(2026, 11, 23)  # a Monday


@pytest.fixture(autouse=True)
def far_from_greenwich(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", HERE.key)
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def at(day: int, hour: int = 0, month: int = 11) -> int:
    return int(datetime(2026, month, day, hour, tzinfo=HERE).timestamp() * 1000)


@pytest.mark.parametrize(
    ("when", "section"),
    [
        (at(23), Section("today", TODAY)),
        (at(23, 23), Section("today", TODAY)),
        (at(25), Section("today", TODAY)),
        (at(22, 23), Section("yesterday", date(2026, 11, 22))),
        (at(21), Section("weekday", date(2026, 11, 21))),
        (at(17), Section("weekday", date(2026, 11, 17))),
        (at(16, 23), Section("month", date(2026, 11, 1))),  # a Monday too: its name would be taken for today's
        (at(31, month=10), Section("month", date(2026, 10, 1))),
        (5, Section("month", date(1970, 1, 1))),
        (2**62, Section("today", TODAY)),
    ],
)
def test_a_time_belongs_to_one_section(when: int, section: Section) -> None:
    assert section_of(when, TODAY) == section


def test_days_begin_at_midnight_here() -> None:
    assert day_of(int(datetime(2026, 11, 22, 11, tzinfo=UTC).timestamp() * 1000)) == TODAY
