"""The journal of a landing folder: a line for each whole hole, in order, and one for the whole reply.

A line that is not as it was written, cut short by a crash or changed by a stranger, is the end of the journal.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeGuard, get_args

from studio.library.records import HoleKind, Json, LandedHole

_SHA256 = re.compile(r"[0-9a-f]{64}")


def _is_count(value: object) -> bool:
    return type(value) is int and 0 <= value < 1 << 63


def _is_sha256(value: object) -> bool:
    return isinstance(value, str) and _SHA256.fullmatch(value) is not None


# What each kind of line has, and what each of its values must be.
_Fields = Mapping[str, Callable[[object], bool]]
_HOLE: _Fields = {
    "hole": _is_count,
    "offset": _is_count,
    "kind": lambda value: value in get_args(HoleKind),
    "form": lambda value: isinstance(value, dict),
    "size": _is_count,
    "sha256": _is_sha256,
}
_HOLE_WITH_RAW: _Fields = {**_HOLE, "raw_size": _is_count, "raw_sha256": _is_sha256}
_WHOLE: _Fields = {"complete": lambda value: value is True, "sha256": _is_sha256}


@dataclass(frozen=True, slots=True)
class Journal:
    """What a journal tells: the holes that were whole, and the SHA-256 of the skeleton when all of the reply was."""

    holes: tuple[LandedHole, ...]
    whole: str | None


def hole_line(hole: LandedHole) -> bytes:
    """The line that makes a hole whole."""
    line: dict[str, object] = {"hole": hole.number, "offset": hole.offset, "kind": hole.kind, "form": dict(hole.form)}
    line |= {"size": hole.size, "sha256": hole.sha256}
    if hole.raw_path is not None:
        line |= {"raw_size": hole.raw_size, "raw_sha256": hole.raw_sha256}
    return _written(line)


def whole_line(sha256: str) -> bytes:
    """The line that makes the reply whole; `sha256` is that of its skeleton."""
    return _written({"complete": True, "sha256": sha256})


def read_journal(path: Path) -> Journal:
    """Read a journal up to its last line that is as it was written; one that is missing tells nothing."""
    holes: list[LandedHole] = []
    for line in _lines(path):
        if _fits(line, _WHOLE):
            return Journal(tuple(holes), line["sha256"])
        if not (_fits(line, _HOLE) or _fits(line, _HOLE_WITH_RAW)) or line["hole"] != len(holes):
            break
        holes.append(_hole_of(path.parent, line))
    return Journal(tuple(holes), None)


def _written(line: Json) -> bytes:
    return json.dumps(line).encode() + b"\n"


def _lines(path: Path) -> Iterator[object]:
    for line in path.read_bytes().splitlines(keepends=True) if path.is_file() else ():
        if not line.endswith(b"\n"):
            return
        try:
            yield json.loads(line)
        except (ValueError, RecursionError):
            return


def _fits(line: object, fields: _Fields) -> TypeGuard[dict[str, Any]]:
    return isinstance(line, dict) and line.keys() == fields.keys() and all(fields[name](line[name]) for name in fields)


def _hole_of(folder: Path, line: Mapping[str, Any]) -> LandedHole:
    number = line["hole"]
    return LandedHole(
        number=number,
        offset=line["offset"],
        kind=line["kind"],
        form=line["form"],
        path=folder / str(number),
        size=line["size"],
        sha256=line["sha256"],
        raw_path=folder / f"{number}.raw" if "raw_sha256" in line else None,
        raw_size=line.get("raw_size", 0),
        raw_sha256=line.get("raw_sha256"),
    )
