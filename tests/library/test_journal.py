"""Journals: what was written is read, and a line that nobody of us wrote is the end."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studio.library.journal import Journal, hole_line, read_journal, whole_line
from studio.library.records import LandedHole

SHA256 = "0123456789abcdef" * 4
RAW = {"raw_size": 3, "raw_sha256": SHA256}


def hole(folder: Path, number: int, raw: bool = False) -> LandedHole:
    raw_file = (folder / f"{number}.raw", 3, SHA256) if raw else ()
    return LandedHole(number, 7, "data", {"padded": False}, folder / str(number), 5, SHA256, *raw_file)


def test_what_was_written_is_read(tmp_path: Path) -> None:
    holes = hole(tmp_path, 0), hole(tmp_path, 1, raw=True), hole(tmp_path, 2)
    path = tmp_path / "journal.jsonl"
    path.write_bytes(b"".join(map(hole_line, holes)))
    assert read_journal(path) == Journal(holes, None)
    with path.open("ab") as file:
        file.write(whole_line(SHA256))
    assert read_journal(path) == Journal(holes, SHA256)


def test_a_journal_that_is_missing_tells_nothing(tmp_path: Path) -> None:
    assert read_journal(tmp_path / "journal.jsonl") == Journal((), None)


def changed(**changes: object) -> bytes:
    """The second hole's line with other values; `...` takes one away."""
    line = {**json.loads(hole_line(hole(Path(), 1))), **changes}
    return json.dumps({name: value for name, value in line.items() if value is not ...}).encode()


BAD_LINES = [
    b"",
    b"{",
    b"[]",
    b"0",
    b"null",
    b"\xff",
    b"[" * 100_000,
    b"9" * 5000,
    b'{"hole": 1}',
    b'{"complete": true}',
    b'{"complete": 1, "sha256": "%b"}' % SHA256.encode(),
    b'{"complete": true, "sha256": 5}',
    changed(hole=0),
    changed(hole=2),
    changed(hole=True),
    changed(hole="1"),
    changed(hole="../0"),
    changed(offset=-1),
    changed(offset=1.5),
    changed(offset=10**30),
    changed(kind="picture"),
    changed(kind=[]),
    changed(form=None),
    changed(form=...),
    changed(size="5"),
    changed(size=True),
    changed(sha256=None),
    changed(sha256="abc"),
    changed(raw_size=3),
    changed(raw_sha256=SHA256),
    changed(**RAW, more=1),
]


@pytest.mark.parametrize("line", BAD_LINES)
def test_a_line_that_is_not_as_written_is_the_end(tmp_path: Path, line: bytes) -> None:
    first, second = hole(tmp_path, 0), hole(tmp_path, 1)
    path = tmp_path / "journal.jsonl"
    path.write_bytes(hole_line(first) + line + b"\n" + hole_line(second) + whole_line(SHA256))
    assert read_journal(path) == Journal((first,), None)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
)
fields = st.sampled_from(["hole", "offset", "kind", "form", "size", "sha256", "raw_size", "raw_sha256", "complete"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    st.lists(st.dictionaries(fields, json_values, max_size=8).map(lambda line: json.dumps(line).encode()), max_size=3)
)
def test_any_lines_can_be_read(tmp_path: Path, lines: list[bytes]) -> None:
    path = tmp_path / "journal.jsonl"
    path.write_bytes(hole_line(hole(tmp_path, 0)) + b"\n".join(lines))
    assert read_journal(path).holes[0] == hole(tmp_path, 0)
