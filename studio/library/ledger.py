"""What was spent: micro-dollars of the attempts that ended in some span of time, those paid for elsewhere aside."""

from datetime import date, datetime, time, timedelta, tzinfo

from studio.library.database import Database
from studio.library.records import Spending

_SUM = """
    SELECT
        coalesce(sum(attempt.actual_micros), 0),
        coalesce(sum(CASE WHEN attempt.actual_micros IS NULL AND charge = 'yes' THEN estimate_micros END), 0),
        coalesce(sum(CASE WHEN attempt.actual_micros IS NULL AND charge = 'maybe' THEN estimate_micros END), 0)
    FROM attempt JOIN turn ON turn.id = attempt.turn_id
    WHERE charge IN ('maybe', 'yes') AND imported IS NULL AND ended >= ? AND ended < ?
"""


class Ledger:
    """The money of one library."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def between(self, start: int, end: int) -> Spending:
        """What attempts cost that ended from `start` to before `end`, in milliseconds."""
        return Spending(*self._database.rows(_SUM, (start, end))[0])

    def by_day(self, first: date, last: date, zone: tzinfo) -> tuple[tuple[date, Spending], ...]:
        """One sum for each day from `first` to `last`, days as a clock in `zone` counts them."""
        days = (first + timedelta(days=number) for number in range((last - first).days + 1))
        return tuple((day, self.between(_midnight(day, zone), _midnight(day + timedelta(1), zone))) for day in days)


def _midnight(day: date, zone: tzinfo) -> int:
    return round(datetime.combine(day, time(), zone).timestamp() * 1000)
