"""Which model goes with which connection: chosen when the connection in use is another, left alone otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from studio.profile.remembered import Remembered
    from studio.workbench.connection_book import ConnectionBook
    from studio.workbench.draft import Draft

_NAME = "models"
_SANDBOX = ""


def host_of(base_url: str) -> str:
    """The host of a base URL."""
    from urllib.parse import urlsplit

    return urlsplit(base_url).hostname or ""


class ConnectionModels(QObject):
    """Gives the draft the model of the connection in use: its default one, else the one last chosen there."""

    def __init__(
        self, draft: Draft, book: ConnectionBook, remembered: Remembered, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._draft = draft
        self._book = book
        self._remembered = remembered
        self._in_use: str | None = None  # unknown until connections are
        book.changed.connect(self.follow)
        draft.changed.connect(self._remember)

    def follow(self) -> None:
        """Choose a model if the connection in use has changed; one that was only renamed has not."""
        current = self._book.current
        self._draft.host = host_of(current.base_url) if current else ""
        in_use = current.id if current else _SANDBOX
        if in_use != self._in_use:
            self._in_use = in_use
            self._draft.model = (current and current.default_model) or self._last(in_use) or self._usual()

    def _last(self, connection_id: str) -> str:
        model = self._remembered.get(_NAME, dict[str, object]()).get(connection_id)
        return model if isinstance(model, str) else ""

    def _usual(self) -> str:
        """The model there is; one that only another connection may know gives way to the usual one."""
        row, capabilities = self._draft.row, self._draft.capabilities
        return self._draft.model if row is None or row.known or capabilities is None else capabilities.default

    def _remember(self) -> None:
        if self._in_use is None or self._draft.model in ("", self._last(self._in_use)):
            return
        there_are = {_SANDBOX, *(each.id for each in self._book.all())}
        kept = {
            name: each for name, each in self._remembered.get(_NAME, dict[str, object]()).items() if name in there_are
        }
        self._remembered.set(_NAME, kept | {self._in_use: self._draft.model})
