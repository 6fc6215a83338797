"""Money: by attempt, by day, known apart from expected apart from perhaps."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from studio.library.library import Library
from studio.library.records import Charge, Spending
from tests.library.making import new_turn


def spend(library: Library, when: datetime, charge: Charge, actual: int | None, estimate: int | None = 100) -> None:
    turn = library.turns.begin(new_turn(library, estimate_micros=estimate))
    attempt = library.turns.begin_attempt(turn.id, library.ids.new(), 1)
    ended = int(when.timestamp() * 1000)
    library.turns.end_attempt(attempt.id, "failed", charge, ended, actual_micros=actual)


def test_sums_keep_apart_what_is_known(library: Library) -> None:
    noon = datetime(2026, 11, 22, 12, tzinfo=UTC)
    spend(library, noon, "yes", 134_000)
    spend(library, noon, "yes", 39_000)
    spend(library, noon, "yes", None)
    spend(library, noon, "maybe", None)
    spend(library, noon, "maybe", None, estimate=None)
    spend(library, noon, "none", None)
    millisecond = int(noon.timestamp() * 1000)
    assert library.ledger.between(millisecond, millisecond + 1) == Spending(173_000, 100, 100)
    assert library.ledger.between(millisecond + 1, millisecond + 9) == Spending(0, 0, 0)
    assert library.ledger.between(millisecond - 9, millisecond) == Spending(0, 0, 0)


def test_days_are_those_of_the_clock_on_the_wall(library: Library) -> None:
    spend(library, datetime(2026, 11, 22, 23, 30, tzinfo=UTC), "yes", 1)
    zone = timezone(timedelta(hours=1))
    days = library.ledger.by_day(date(2026, 11, 22), date(2026, 11, 23), zone)
    assert [(day.day, spending.actual) for day, spending in days] == [(22, 0), (23, 1)]
    assert library.ledger.by_day(date(2026, 11, 22), date(2026, 11, 22), UTC)[0][1].actual == 1


def test_a_day_of_25_hours_counts_once(library: Library) -> None:
    zone = ZoneInfo("Europe/Berlin")  # clocks went back on 2026-10-25
    for hour in range(24 + 1):
        spend(library, datetime(2026, 10, 24, 22, tzinfo=UTC) + timedelta(hours=hour), "yes", 1)
    days = library.ledger.by_day(date(2026, 10, 24), date(2026, 10, 26), zone)
    assert [spending.actual for _, spending in days] == [0, 25, 0]
