"""What a library cost today."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from studio.library.library import Library
    from studio.library.records import Spending


def spent_today(library: Library) -> Spending:
    """Sum up the day as it is here; blocks on the disk."""
    from datetime import datetime

    today = datetime.now().astimezone()
    ((_, spending),) = library.ledger.by_day(today.date(), today.date(), today.tzinfo)  # type: ignore[arg-type]
    return spending
