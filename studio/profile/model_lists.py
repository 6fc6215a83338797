"""Which models each connection listed, and when: one file beside the connections, which never holds a key."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Self

from studio.profile.errors import FileUnreadable
from studio.profile.folders import ProfileFolders
from studio.profile.json_file import Document, JsonFile

_MOST = 2000  # models of one connection; what is more is no list of models


@dataclass(frozen=True, slots=True)
class ModelList:
    """The ids that the server at `base_url` listed; `fetched` is when, in milliseconds since 1970."""

    base_url: str
    fetched: int
    models: tuple[str, ...]


class ModelLists:
    """The lists by the ids of connections. They can be had again, so a file that cannot be read is none."""

    def __init__(self, file: JsonFile) -> None:
        self._file = file
        try:
            self._take(file.read()[0])
        except FileUnreadable:
            self._lists: dict[str, ModelList] = {}

    @classmethod
    def load(cls, folders: ProfileFolders) -> Self:
        """The lists of the user whose folders these are."""
        return cls(JsonFile(folders.config / "models.json"))

    def of(self, connection_id: str) -> ModelList | None:
        """What a connection listed last; None when it was never asked."""
        return self._lists.get(connection_id)

    def keep(self, connection_id: str, listed: ModelList, there_are: Collection[str]) -> None:
        """Keep a list in the place of an older one, and none of connections that are gone. Raises FileNotSaved."""

        def put(document: Document) -> None:
            others = {name: each for name, each in _entries(document).items() if name in there_are}
            mine = {"base_url": listed.base_url, "fetched": listed.fetched, "models": list(listed.models[:_MOST])}
            document["lists"] = {**others, connection_id: mine}

        self._take(self._file.update(put))

    def _take(self, document: Document) -> None:
        read = {name: _parse(entry) for name, entry in _entries(document).items()}
        self._lists = {name: each for name, each in read.items() if each is not None}


def _entries(document: Document) -> dict[str, object]:
    entries = document.get("lists")
    return entries if isinstance(entries, dict) else {}


def _parse(entry: object) -> ModelList | None:
    if not isinstance(entry, dict):
        return None
    base_url, fetched, models = (entry.get(name) for name in ("base_url", "fetched", "models"))
    if not isinstance(base_url, str) or type(fetched) is not int or not isinstance(models, list):
        return None
    ids = tuple(each for each in models if isinstance(each, str) and each.strip() and each.isprintable())
    return ModelList(base_url, fetched, ids[:_MOST])
