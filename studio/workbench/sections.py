"""When something was: the groups a list of things in order of time falls into."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Literal, NamedTuple

_LAST_DAY = date(9999, 12, 30)


class Section(NamedTuple):
    """A group: `day` is its day, or the first of its month; what is pinned has none that means anything."""

    kind: Literal["pinned", "today", "yesterday", "weekday", "month"]
    day: date


PINNED = Section("pinned", _LAST_DAY)


def section_of(when: int, today: date) -> Section:
    """Where a time belongs, in milliseconds since 1970; what is yet to come, by a clock set wrong, is today too."""
    day = day_of(when)
    if day >= today:
        return Section("today", today)
    if day == today - timedelta(days=1):
        return Section("yesterday", day)
    if day > today - timedelta(days=7):
        return Section("weekday", day)
    return Section("month", day.replace(day=1))


def day_of(when: int) -> date:
    """The day, here, of a time in milliseconds since 1970."""
    try:
        return datetime.fromtimestamp(when / 1000, UTC).astimezone().date()
    except (OverflowError, ValueError, OSError):  # a year no calendar has
        return _LAST_DAY


def this_day() -> date:
    """What day it is here."""
    return datetime.now(UTC).astimezone().date()
