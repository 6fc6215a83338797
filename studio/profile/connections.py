"""The endpoints a user has saved: a list in connections.json, which never holds a key."""

import os
from collections.abc import Callable, Iterable
from dataclasses import asdict, fields, replace
from typing import Any, Self

from studio.profile.errors import ConnectionInvalid, ConnectionProblem, ConnectionUnknown, NameTaken
from studio.profile.folders import ProfileFolders
from studio.profile.json_file import Document, JsonFile
from studio.profile.notices import ConnectionIgnored, Notice
from studio.profile.saved_connection import SANDBOX, AuthStyle, ModelPrefix, SavedConnection, tidy

Entry = dict[str, Any]


class Connections:
    """The saved connections in the order they were added; `notices` tells what in the file was not used."""

    def __init__(self, file: JsonFile) -> None:
        self._file = file
        self._take(*file.read())

    @classmethod
    def load(cls, folders: ProfileFolders) -> Self:
        """The connections of the user whose folders these are. Raises FileUnreadable."""
        return cls(JsonFile(folders.config / "connections.json"))

    def all(self) -> tuple[SavedConnection, ...]:
        """Every connection, oldest first."""
        return self._all

    @property
    def default(self) -> SavedConnection | None:
        """The connection added or chosen last; None when there is none."""
        return self._default

    @property
    def sandbox_streams(self) -> bool:
        """Whether the sandbox, which is no saved connection, is to send its replies as they are made."""
        return self._sandbox_streams

    def get(self, name_or_id: str) -> SavedConnection:
        """The connection with this id, else with this name in any case. Raises ConnectionUnknown."""
        return _find(self._all, name_or_id)

    def add(
        self,
        *,
        name: str,
        base_url: str,
        auth: AuthStyle,
        model_prefix: ModelPrefix = "",
        plain_http: bool = False,
        concurrency: int | None = None,
        per_minute: int | None = None,
        default_model: str | None = None,
        provider: str = "",
        streaming: bool = False,
    ) -> SavedConnection:
        """Save a new connection and make it the default; `base_url` comes normalised.

        Raises ConnectionInvalid, KeyInAddress, NameTaken, FileNotSaved, FileUnreadable.
        """
        added = SavedConnection(
            id=os.urandom(16).hex(),
            name=tidy(name),
            base_url=base_url,
            auth=auth,
            model_prefix=model_prefix,
            plain_http=plain_http,
            concurrency=concurrency,
            per_minute=per_minute,
            default_model=default_model,
            provider=provider,
            streaming=streaming,
        )

        def append(document: Document) -> None:
            _refuse_taken(document, added)
            document["connections"] = [*_entries(document), asdict(added)]
            document["default"] = added.id

        self._update(append)
        return added

    def rename(self, name_or_id: str, name: str) -> SavedConnection:
        """Give a connection another name; its id and key stay. Raises what `add` does, and ConnectionUnknown."""
        renamed = replace(self.get(name_or_id), name=tidy(name))

        def put_name(document: Document) -> None:
            _refuse_taken(document, renamed)
            _entry(document, renamed)["name"] = renamed.name

        self._update(put_name)
        return renamed

    def change(self, changed: SavedConnection) -> SavedConnection:
        """Put a changed connection in the place of the one with its id; its key stays where it is.

        Raises what `add` does, and ConnectionUnknown.
        """

        def put_fields(document: Document) -> None:
            _refuse_taken(document, changed)
            _entry(document, changed).update(asdict(changed))

        self._update(put_fields)
        return changed

    def choose(self, name_or_id: str) -> SavedConnection:
        """Make a connection the default. Raises ConnectionUnknown, FileNotSaved, FileUnreadable."""
        chosen = self.get(name_or_id)

        def point(document: Document) -> None:
            document["default"] = _entry(document, chosen)["id"]

        self._update(point)
        return chosen

    def choose_none(self) -> None:
        """Make no connection the default, until one is added or chosen. Raises FileNotSaved, FileUnreadable."""
        self._update(lambda document: document.update({"default": None}))

    def stream_sandbox(self, streaming: bool) -> None:
        """Have the sandbox send its replies as they are made, or whole. Raises FileNotSaved, FileUnreadable."""
        self._update(lambda document: document.update({SANDBOX: _sandbox(document) | {"streaming": streaming}}))

    def remove(self, name_or_id: str) -> SavedConnection:
        """Forget a connection; its key is the caller's to delete. Raises ConnectionUnknown, FileNotSaved."""
        removed = self.get(name_or_id)

        def drop(document: Document) -> None:
            document["connections"] = [entry for entry in _entries(document) if entry.get("id") != removed.id]
            if document.get("default") == removed.id:
                del document["default"]

        self._update(drop)
        return removed

    def _update(self, change: Callable[[Document], None]) -> None:
        self._take(self._file.update(change))

    def _take(self, document: Document, *notices: Notice | None) -> None:
        self._all, ignored = _usable(document)
        self._sandbox_streams = _sandbox(document).get("streaming") is True
        chosen_none = "default" in document and document["default"] is None
        last = self._all[-1] if self._all and not chosen_none else None
        self._default = next((each for each in self._all if each.id == document.get("default")), last)
        self.notices = (*(notice for notice in notices if notice), *ignored)


def _entries(document: Document) -> list[Entry]:
    entries = document.get("connections")
    return [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []


def _sandbox(document: Document) -> Entry:
    kept = document.get(SANDBOX)
    return kept if isinstance(kept, dict) else {}


def _entry(document: Document, connection: SavedConnection) -> Entry:
    for entry in _entries(document):
        if entry.get("id") == connection.id:
            return entry
    raise ConnectionUnknown(f"The connection “{connection.name}” has been removed meanwhile.")


def _usable(document: Document) -> tuple[tuple[SavedConnection, ...], tuple[ConnectionIgnored, ...]]:
    connections: list[SavedConnection] = []
    ignored: list[ConnectionIgnored] = []
    for entry in _entries(document):
        try:
            connections.append(_parse(entry))
        except ConnectionProblem as error:
            ignored.append(ConnectionIgnored(str(entry.get("name") or ""), error))
    return tuple(connections), tuple(ignored)


def _parse(entry: Entry) -> SavedConnection:
    known = {field.name: entry[field.name] for field in fields(SavedConnection) if field.name in entry}
    try:
        return SavedConnection(**known)
    except (TypeError, AttributeError) as error:  # a field is missing or of another type
        raise ConnectionInvalid("It is incomplete.", fault="incomplete") from error


def _find(connections: Iterable[SavedConnection], name_or_id: str) -> SavedConnection:
    name = tidy(name_or_id).casefold()
    for each in sorted(connections, key=lambda each: each.id != name_or_id):
        if each.id == name_or_id or each.name.casefold() == name:
            return each
    raise ConnectionUnknown(f"There is no connection “{name_or_id}”.")


def _refuse_taken(document: Document, wanted: SavedConnection) -> None:
    if wanted.name.casefold() == SANDBOX:
        raise NameTaken("The name “sandbox” is taken by the built-in sandbox.", name=SANDBOX)
    for each in _usable(document)[0]:
        if each.name.casefold() == wanted.name.casefold() and each.id != wanted.id:
            raise NameTaken(f"There is already a connection “{each.name}”.", name=each.name)
