"""The exact request of a turn as a command or a program that anybody can run: `curl`, or Python without packages.

The key is a variable of the environment, never itself in it. A body with pictures is too long to stand in a command:
it goes into a file of its own, which the command names.
"""

import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from studio.gemini.body import Body
from studio.gemini.capabilities import Capabilities
from studio.gemini.connections import Endpoint, read_address
from studio.gemini.errors import BadAddress
from studio.gemini.fitting import fit
from studio.gemini.request import build_body
from studio.generation.linking import endpoint_of
from studio.generation.replay import Target, replay
from studio.generation.wish import config_of
from studio.library.errors import translated
from studio.library.export import new_beside, sync, take_place
from studio.library.library import Library
from studio.library.records import Turn
from studio.profile.keys import KEY_VARIABLE
from studio.profile.saved_connection import SANDBOX, SavedConnection

LONGEST_IN_A_COMMAND = 24 << 10  # bytes: a line that every shell takes, even where the system allows little
_GOOGLE, _GOOGLE_VARIABLE = "generativelanguage.googleapis.com", "GEMINI_API_KEY"
_SANDBOX_PORT = 8765
_SECONDS = 900

_CURL = """\
{remarks}curl --fail-with-body {url} \\
  --header 'Content-Type: application/json'{header} \\
  --data-binary {data} \\
  --output reply.json
"""
_PYTHON = """\
{remarks}import base64
import json
import os
import urllib.request

key = os.environ["{variable}"]
{body}
request = urllib.request.Request(
    {url},
    data=body,
    headers={{"Content-Type": "application/json"{header}}},
)
with urllib.request.urlopen(request, timeout={seconds}) as response:
    reply = json.load(response)

for candidate in reply.get("candidates", []):
    for number, part in enumerate(candidate.get("content", {{}}).get("parts", []), 1):
        if "text" in part:
            print(part["text"])
        if "inlineData" in part:
            name = f"image-{{number}}." + part["inlineData"]["mimeType"].partition("/")[2]
            with open(name, "wb") as file:
                file.write(base64.b64decode(part["inlineData"]["data"]))
            print(name)
"""


@dataclass(frozen=True, slots=True)
class TurnRequest:
    """What was sent for a turn: where to, and the body; `remarks` say what whoever runs it has to know."""

    endpoint: Endpoint
    model: str
    body: Body
    remarks: Sequence[str] = ()

    @property
    def fits_in_a_command(self) -> bool:
        """Whether the body is short enough to need no file."""
        return self.body.size <= LONGEST_IN_A_COMMAND

    @property
    def variable(self) -> str:
        """The name of the variable that holds the key."""
        return _GOOGLE_VARIABLE if self.endpoint.host == _GOOGLE else KEY_VARIABLE

    def curl(self, body_file: Path | None = None) -> str:
        """Return the command for a shell; with the body in a file where it does not fit. Blocks on the disk."""
        endpoint, variable = self.endpoint, self.variable
        url = shlex.quote(endpoint.method_url(self.model, "generateContent"))
        if endpoint.auth.in_query:
            joint = "&" if "?" in url else "?"
            url = f'{url}"{joint}key=${variable}"'
        names = "".join(f' \\\n  --header "{name}: {value}"' for name, value in self._headers(f"${variable}"))
        data = f"@{body_file}" if body_file else self._text()
        return _CURL.format(remarks=self._remarks(), url=url, header=names, data=shlex.quote(data))

    def python(self, body_file: Path | None = None) -> str:
        """Return a program that needs nothing but Python; otherwise as `curl`."""
        url = repr(self.endpoint.method_url(self.model, "generateContent"))
        if self.endpoint.auth.in_query:
            url += f' + "{"&" if "?" in url else "?"}key=" + key'
        names = "".join(f', "{name}": f"{value}"' for name, value in self._headers("{key}"))
        if body_file is not None:
            body = f'with open({str(body_file)!r}, "rb") as file:\n    body = file.read()'
        else:
            body = f"body = {self._text()!r}.encode()"
        return _PYTHON.format(
            remarks=self._remarks(), variable=self.variable, body=body, url=url, header=names, seconds=_SECONDS
        )

    def _headers(self, key: str) -> Iterator[tuple[str, str]]:
        yield from self.endpoint.headers(key).items()

    def _text(self) -> str:
        return b"".join(bytes(chunk) for chunk in self.body.chunks()).decode()

    def _remarks(self) -> str:
        return "".join(f"# {remark}\n" for remark in self.remarks)


def request_of(
    library: Library, turn: Turn, connections: Sequence[SavedConnection], capabilities: Capabilities
) -> TurnRequest:
    """Return the request of a turn as Studio sends it over the connection that it was made with; blocks on the disk."""
    endpoint, remarks = _endpoint(turn, connections)
    row = capabilities.row(turn.model)
    target = Target(turn.endpoint or endpoint.identity, turn.model, row.signatures)
    path = library.turns.path(turn.parent_id) if turn.parent_id else ()
    given = [entry.image for entry in library.turns.inputs(turn.id) if entry.role != "carried"]
    replayed = replay(library, path, target, turn.prompt, given)
    fitted = fit(config_of(turn.settings), row, capabilities.server(endpoint.host))
    return TurnRequest(endpoint, turn.model, build_body(replayed.contents, fitted.config), remarks)


def write_body(body: Body, file: Path) -> None:
    """Write a body into a file, which appears when it is whole; one that is there is written over.

    Raises LibraryError for the disk, InputChanged for a picture that is not what it was.
    """
    with translated(f"The request could not be saved as {file}"), new_beside(file.parent) as target:
        for chunk in body.chunks():
            target.write(chunk)
        take_place(sync(target), file)


def _endpoint(turn: Turn, connections: Sequence[SavedConnection]) -> tuple[Endpoint, Sequence[str]]:
    """Where the turn went: its connection, else another one that leads there, else what the record says of it."""
    if turn.connection == SANDBOX:
        address = read_address(f"http://127.0.0.1:{_SANDBOX_PORT}")
        start = f"The sandbox takes any key. Start it first: studio sandbox --port {_SANDBOX_PORT}"
        return Endpoint(address, identity=SANDBOX, free=True), (start,)
    there = [each for each in connections if endpoint_of(each).identity == turn.endpoint]
    named = [each for each in connections if not turn.endpoint and each.name == turn.connection]
    for saved in sorted(there, key=lambda each: each.name != turn.connection) + named:
        return endpoint_of(saved), ()
    if not turn.endpoint:
        raise BadAddress(f"Nobody knows any more where “{turn.connection}” leads.", fault="none")
    scheme = "http" if urlsplit(f"//{turn.endpoint}").hostname in ("127.0.0.1", "localhost", "::1") else "https"
    gone = f"The connection “{' '.join(turn.connection.split())}” is gone: how it took the key is a guess."
    return Endpoint(read_address(f"{scheme}://{turn.endpoint}")), (gone,)
