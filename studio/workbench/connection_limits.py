"""How much a connection takes: so many requests at once, and so many a minute where that is limited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.profile.errors import ConnectionUnknown

if TYPE_CHECKING:
    from studio.profile.saved_connection import SavedConnection
    from studio.profile.settings import Settings
    from studio.workbench.connection_book import ConnectionBook


class ConnectionLimits:
    """Reads them where they are kept whenever they are asked for, so that a change holds at once."""

    def __init__(self, book: ConnectionBook, settings: Settings) -> None:
        self._book = book
        self._settings = settings

    def width(self, connection_id: str | None) -> int:
        """How many requests at once: its own number, else that of the settings."""
        own = self._saved(connection_id)
        return (own.concurrency if own else None) or self._settings.concurrency

    def per_minute(self, connection_id: str | None) -> int | None:
        """How many requests a minute; None is as many as come."""
        own = self._saved(connection_id)
        return own.per_minute if own else None

    def _saved(self, connection_id: str | None) -> SavedConnection | None:
        """None for the sandbox, and for one that was removed meanwhile: its jobs fail when their turn comes."""
        try:
            return self._book.get(connection_id) if connection_id else None
        except ConnectionUnknown:
            return None
