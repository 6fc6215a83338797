"""Money, bytes, durations and times as people here write them."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QDate, QDateTime, QLocale, QObject

_MICROS = 1_000_000


class Amounts(QObject):
    """Figures in the user's locale; `clock` tells the time in seconds since 1970."""

    def __init__(
        self, locale: QLocale | None = None, clock: Callable[[], float] = time.time, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._locale = locale or QLocale()
        self._clock = clock

    def money(self, micros: int | None, *, estimated: bool = False, free: bool = False) -> str:
        """An amount in micro-dollars: "$0.067", "≈ $0.27" for an estimate, "free"; "" when it is not known."""
        if free:
            return self.tr("free", "a price")
        if micros is None:
            return ""
        amount = self._dollars(micros, estimated)
        return self.tr("≈ {amount}", "an estimate").format(amount=amount) if estimated else amount

    def _dollars(self, micros: int, estimated: bool) -> str:
        if 0 < micros < 500:
            return self.tr("under {amount}").format(amount=self._dollars(1000, estimated))
        fine = micros < (_MICROS // 10 if estimated else _MICROS) and round(micros / 1000) % 10
        figure = self._locale.toString(micros / _MICROS, "f", 3 if fine else 2)
        return self.tr("${amount}", "US dollars").format(amount=figure)

    def bytes(self, count: int) -> str:
        """A number of bytes: "412 kB", "3.2 MB", "24 MB"."""
        precision = 1 if _MICROS <= count < 10 * _MICROS and count % _MICROS else 0
        return self._locale.formattedDataSize(count, precision, QLocale.DataSizeFormat.DataSizeSIFormat)

    def seconds(self, seconds: float) -> str:
        """A duration: "14 s", "2 min", "2 min 5 s", "1 h 4 min"."""
        whole = max(0, round(seconds))
        if whole < 60:
            return self.tr("{seconds} s").format(seconds=whole)
        minutes, rest = divmod(whole, 60)
        if minutes >= 60:
            return self.tr("{hours} h {minutes} min").format(hours=minutes // 60, minutes=minutes % 60)
        if not rest:
            return self.tr("{minutes} min").format(minutes=minutes)
        return self.tr("{minutes} min {seconds} s").format(minutes=minutes, seconds=rest)

    def when(self, milliseconds: int) -> str:
        """A time in milliseconds since 1970: "now", "11:20", "Yesterday 09:02", "3 Nov 14:05", "3 Nov 2025"."""
        if 0 <= self._clock() * 1000 - milliseconds < 60_000:
            return self.tr("now")
        return self.at(milliseconds)

    def at(self, milliseconds: int) -> str:
        """The same for what lies behind, however shortly: never "now"."""
        moment, today = QDateTime.fromMSecsSinceEpoch(milliseconds), self._today()
        clock = self._locale.toString(moment.time(), QLocale.FormatType.ShortFormat)
        day = moment.date()
        if day == today:
            return clock
        if day == today.addDays(-1):
            return self.tr("Yesterday {time}").format(time=clock)
        if day.year() == today.year():
            return self.tr("{day} {time}").format(day=self._short(day, year=False), time=clock)
        return self._short(day, year=True)

    def day(self, milliseconds: int) -> str:
        """The day of a time, as a heading: "Today", "Yesterday", "Last 7 days", "November", "November 2025"."""
        day, today = QDateTime.fromMSecsSinceEpoch(milliseconds).date(), self._today()
        ago = day.daysTo(today)
        if ago <= 0:
            return self.tr("Today")
        if ago == 1:
            return self.tr("Yesterday")
        if ago < 7:
            return self.tr("Last 7 days")
        month = self._locale.standaloneMonthName(day.month())
        return month if day.year() == today.year() else f"{month} {day.year()}"

    def moment(self, milliseconds: int) -> str:
        """A time in full: "3 November 2025 14:05:09"."""
        return self._locale.toString(QDateTime.fromMSecsSinceEpoch(milliseconds), QLocale.FormatType.LongFormat)

    def _short(self, day: QDate, *, year: bool) -> str:
        """A day with its month in letters, which nobody can read the wrong way round."""
        form = self.tr("d MMM yyyy", "a date in Qt's format") if year else self.tr("d MMM", "a date in Qt's format")
        return self._locale.toString(day, form)

    def _today(self) -> QDate:
        return QDateTime.fromMSecsSinceEpoch(round(self._clock() * 1000)).date()
