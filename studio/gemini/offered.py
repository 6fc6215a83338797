"""The image models to choose from: those of the table and those that a server lists, the newest first."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from studio.gemini.capabilities import Capabilities, Retirement, draws_images

_VERSION = re.compile(r"\d+(?:\.\d+)*")


@dataclass(frozen=True, slots=True)
class Offered:
    """A model by its id and name; `listed` says whether the server listed it, None where it listed nothing."""

    id: str
    name: str
    retirement: Retirement | None = None
    listed: bool | None = None


def offered(capabilities: Capabilities, listed: Iterable[str] | None, prefix: str = "") -> tuple[Offered, ...]:
    """Return what can be chosen; not all that a server lists draws.

    `prefix` is what is put before ids when they are sent. Models that are not in the table are newer than it, or
    nobody's but that server's: they come first.
    """
    found = None if listed is None else dict.fromkeys(_sent_as(each, prefix) for each in listed if draws_images(each))
    rows = list({row.id: capabilities.rows[row.id] for row in capabilities.rows.values()}.values())
    known = {row.id for row in rows}
    foreign = sorted((each for each in found or () if not capabilities.row(each).known), key=_version, reverse=True)
    models = [Offered(each, each, listed=True) for each in foreign]
    for row in reversed(rows):  # the table begins with the oldest
        models.append(Offered(row.id, row.name, row.retirement, None if found is None else row.id in found))
        others = [each for each in found or () if each not in known and capabilities.row(each).id == row.id]
        models += [Offered(each, row.name, capabilities.row(each).retirement, listed=True) for each in others]
    return tuple(models)


def _sent_as(model: str, prefix: str) -> str:
    """Return a listed id as it has to be chosen, to be sent as it is listed."""
    for before in ("publishers/google/models/", "models/", prefix):
        model = model.removeprefix(before)
    return model


def _version(model: str) -> tuple[int, ...]:
    found = _VERSION.search(model)
    return tuple(int(part) for part in found[0].split(".")) if found else ()
