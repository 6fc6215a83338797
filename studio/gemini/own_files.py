"""Files that a server keeps itself and names in a reply: its key opens them, and is shown to nobody else."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from studio.gemini.connections import Endpoint

_VERSION = re.compile(r"/v[0-9][a-z0-9]*$")
# Google has the bytes below /download as well, and may lead there.
_FILE = re.compile(r"(?:/download)?/v[0-9][a-z0-9]*/files/[A-Za-z0-9_-]{1,200}(?P<bytes>:download)?")
_BYTES = ":download"  # the address itself tells of the file only


@dataclass(frozen=True, slots=True)
class OwnFiles:
    """The files of a server, by its base URL; without `headers` those are seen that it shows to everybody."""

    base: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)

    def keeps(self, uri: str) -> bool:
        """Whether a link stands for one of these files."""
        return self._file(uri) is not None

    def bytes_at(self, uri: str) -> str:
        """Return where the bytes are that a link stands for: of one of these files elsewhere than it says.

        A link with a query of its own, as servers sign theirs, says where.
        """
        found = self._file(uri)
        if found is None or "?" in uri:
            return uri
        return f"{uri}{'' if found['bytes'] else _BYTES}?alt=media"

    def headers_for(self, url: str) -> Mapping[str, str]:
        """Return what opens one of these files; nothing for any other address, of the same server or not."""
        return self.headers if self._file(url) is not None else {}

    def _file(self, url: str) -> re.Match[str] | None:
        try:
            link, own = urlsplit(url), urlsplit(self.base)
        except ValueError:
            return None
        if (link.scheme, link.netloc) != (own.scheme, own.netloc):
            return None
        prefix = _VERSION.sub("", own.path)
        return _FILE.fullmatch(link.path.removeprefix(prefix)) if link.path.startswith(prefix) else None


def own_files(endpoint: Endpoint, key: str) -> OwnFiles:
    """Return the files that an endpoint keeps, which its key opens; it travels in no URL there."""
    headers = endpoint.headers(key) or {"x-goog-api-key": key}
    return OwnFiles(endpoint.address.base, headers)
