"""Files made by anybody: each is taken in whole or refused in words, and leaves nothing behind."""

import json
import stat
import struct
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studio.library.errors import StudioFileBroken, StudioFileNewer, StudioFileRefused, StudioFileUnsafe
from studio.library.exchange.studio_file import StudioFileWriter
from studio.library.exchange.taking_in import StudioFileReader
from studio.library.ids import is_id
from studio.library.library import Library
from studio.library.records import NewInput
from studio.library.verify import verify
from tests.fakes.tree import Tree

RECORD = "conversation.json"
Parts = dict[str, bytes]


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    """What a good file holds."""
    folder = tmp_path_factory.mktemp("good")
    with Library.open(folder / "library") as library:
        tree = Tree(library)
        logo = tree.image(9, folder)
        first = tree.turn("one", seed=1, inputs=[NewInput("reference", logo.id)])
        tree.turn("two", first, seed=2)
        file = StudioFileWriter(library).write(tree.conversation, folder / "good.studio")
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """One for all files that are refused, as it stays empty."""
    with Library.open(tmp_path_factory.mktemp("empty") / "library") as library:
        yield library


@pytest.fixture
def taking(tmp_path: Path) -> Iterator[Library]:
    """One that takes something in."""
    with Library.open(tmp_path / "library") as library:
        yield library


def packed(file: Path, parts: Mapping[str, bytes]) -> Path:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file


def with_record(parts: Mapping[str, bytes], change: Callable[[dict[str, Any]], None]) -> Parts:
    document = json.loads(parts[RECORD])
    change(document)
    return {**parts, RECORD: json.dumps(document).encode()}


def assert_refused(library: Library, file: Path, kind: type[StudioFileRefused], words: str = ".") -> None:
    with pytest.raises(kind, match=words) as caught:
        StudioFileReader(library).take_in(file)
    assert type(caught.value) is kind
    assert str(caught.value).endswith(".")
    report = verify(library)
    assert (report.checked, report.stray, report.landing) == (0, (), ())
    assert library.conversations.newest(9) == ()


def test_a_file_that_was_packed_anew_is_taken(taking: Library, parts: Parts, tmp_path: Path) -> None:
    file = packed(tmp_path / "x.studio", {"images/": b"", "__MACOSX/note": b"x", **parts})
    assert StudioFileReader(taking).take_in(file).turns == 2
    assert verify(taking).sound


# --- the archive -------------------------------------------------------------------------------------------------


def test_what_is_no_file(library: Library, tmp_path: Path) -> None:
    assert_refused(library, tmp_path / "none.studio", StudioFileRefused, "cannot be read")
    assert_refused(library, tmp_path, StudioFileBroken, "is no file")
    (tmp_path / "text.studio").write_text("hello")
    assert_refused(library, tmp_path / "text.studio", StudioFileBroken, "no Studio conversation")
    (tmp_path / "empty.studio").touch()
    assert_refused(library, tmp_path / "empty.studio", StudioFileBroken, "no Studio conversation")
    assert_refused(library, packed(tmp_path / "zip.studio", {"x": b"y"}), StudioFileBroken, "no Studio conversation")


@pytest.mark.parametrize(
    "name", ["../x", "/etc/x", "images/../../x", "images\\..\\x", "C:x", "images//x", "a\nb", "./x"]
)
def test_paths_that_lead_elsewhere(library: Library, parts: Parts, tmp_path: Path, name: str) -> None:
    file = packed(tmp_path / "x.studio", {**parts, name: b"evil"})
    assert_refused(library, file, StudioFileUnsafe, "leads elsewhere")


def test_a_path_that_ends_early(library: Library, parts: Parts, tmp_path: Path) -> None:
    file = packed(tmp_path / "x.studio", {**parts, "images/xAy": b"evil"})
    file.write_bytes(file.read_bytes().replace(b"images/xAy", b"images/x\0y"))
    assert_refused(library, file, StudioFileUnsafe, "leads elsewhere")


def test_a_link(library: Library, parts: Parts, tmp_path: Path) -> None:
    file = packed(tmp_path / "x.studio", parts)
    with zipfile.ZipFile(file, "a") as archive:
        link = zipfile.ZipInfo("images/link.png")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    assert_refused(library, file, StudioFileUnsafe, "is a link")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_twice(library: Library, parts: Parts, tmp_path: Path) -> None:
    file = packed(tmp_path / "x.studio", parts)
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr(RECORD, parts[RECORD])
    assert_refused(library, file, StudioFileUnsafe, "twice")


def test_a_file_that_would_fill_the_disk(library: Library, parts: Parts, tmp_path: Path) -> None:
    file = tmp_path / "x.studio"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
        for number in range(3):
            archive.writestr(f"texts/{number}", bytes(20 << 20))
    assert file.stat().st_size < 1 << 20
    assert_refused(library, file, StudioFileUnsafe, "made to fill the disk")


def test_a_size_that_is_a_lie(library: Library, parts: Parts, tmp_path: Path) -> None:
    file = tmp_path / "x.studio"
    image = next(name for name in parts if name.startswith("images/"))
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content if name != image else content + bytes(1 << 20))
    data = bytearray(file.read_bytes())
    entry = data.rindex(b"PK\1\2", 0, data.rindex(image.encode()))
    data[entry + 24 : entry + 28] = struct.pack("<I", len(parts[image]))
    file.write_bytes(data)
    assert_refused(library, file, StudioFileBroken)


def test_one_that_is_encrypted(library: Library, parts: Parts, tmp_path: Path) -> None:
    file = packed(tmp_path / "x.studio", parts)
    data = bytearray(file.read_bytes())
    data[data.index(b"PK\1\2") + 8] |= 1
    file.write_bytes(data)
    assert_refused(library, file, StudioFileBroken, "encrypted")


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_one_that_ends_early(library: Library, parts: Parts, tmp_path: Path, share: float) -> None:
    file = packed(tmp_path / "x.studio", parts)
    data = file.read_bytes()
    file.write_bytes(data[: int(len(data) * share)])
    assert_refused(library, file, StudioFileBroken)


def test_bytes_that_are_not_what_was_written(library: Library, parts: Parts, tmp_path: Path) -> None:
    image = next(name for name in parts if name.startswith("images/"))
    swapped = {**parts, image: parts[image][:-1] + b"?"}
    assert_refused(library, packed(tmp_path / "x.studio", swapped), StudioFileBroken, "not what was written")
    assert_refused(library, packed(tmp_path / "y.studio", {**parts, image: b""}), StudioFileBroken, "should have")
    missing = {name: content for name, content in parts.items() if name != image}
    assert_refused(library, packed(tmp_path / "z.studio", missing), StudioFileBroken, "missing")


# --- the record --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "record",
    [
        b"",
        b"{",
        b"[1]",
        b"\xff\xfe",
        b"[" * 1_000_000,
        b'{"a":' * 100_000,
        b'{"format": "studio conversation"}',
        b'{"format": "studio conversation", "version": true}',
        b'{"format": "studio conversation", "version": "1"}',
        b'{"format": "studio conversation", "version": 1' + b"0" * 5000 + b"}",
    ],
)
def test_records_that_are_none(library: Library, parts: Parts, tmp_path: Path, record: bytes) -> None:
    assert_refused(library, packed(tmp_path / "x.studio", {**parts, RECORD: record}), StudioFileBroken)


def test_one_of_a_newer_version(library: Library, parts: Parts, tmp_path: Path) -> None:
    newer = with_record(parts, lambda document: document.update(version=2, turns="in a way of its own"))
    assert_refused(library, packed(tmp_path / "x.studio", newer), StudioFileNewer, "newer Studio")


def test_half_characters_are_made_whole(taking: Library, parts: Parts, tmp_path: Path) -> None:
    def change(document: dict[str, Any]) -> None:
        document["title"] = document["turns"][0]["prompt"] = "otter \ud83e"
        document["turns"][0]["settings"] = {"aspectRatio": "\ud83e", "\udd9f": "x"}
        document["turns"][0]["attempts"][0]["reply"]["facts"]["explanation"] = "\udd9f"

    came = StudioFileReader(taking).take_in(packed(tmp_path / "x.studio", with_record(parts, change)))
    turn = taking.turns.of_conversation(came.conversation_id)[0]
    assert came.title == taking.conversations.get(came.conversation_id).title == turn.prompt == "otter \ufffd"
    assert turn.settings == {"aspectRatio": "\ufffd", "\ufffd": "x"}
    assert taking.turns.facts(taking.turns.attempts(turn.id)[0].id)["explanation"] == "\ufffd"


def test_what_a_later_version_adds_is_left_aside(taking: Library, parts: Parts, tmp_path: Path) -> None:
    more = with_record(parts, lambda document: document["turns"][0].update(mood="calm"))
    assert StudioFileReader(taking).take_in(packed(tmp_path / "x.studio", more)).turns == 2


def _set(*path: Any, to: Any) -> Callable[[dict[str, Any]], None]:
    def change(document: dict[str, Any]) -> None:
        at: Any = document
        for step in path[:-1]:
            at = at[step]
        at[path[-1]] = to

    change.__name__ = ".".join(map(str, path)) + f"={to!r}"[:20]
    return change


def _circle(document: dict[str, Any]) -> None:
    document["turns"][0]["parent"] = document["turns"][1]["id"]


def _kept_after_trash(document: dict[str, Any]) -> None:
    document["turns"][0]["trashed"] = 5
    document["turns"][1] |= {"parent": document["turns"][0]["id"], "trashed": None}


def _stranger(document: dict[str, Any]) -> None:
    document["turns"][1]["content"]["attempt"] = document["turns"][0]["attempts"][0]["id"]


def _same_file(document: dict[str, Any]) -> None:
    document["files"].append(document["files"][0])


def _deep(depth: int) -> dict[str, Any]:
    value: dict[str, Any] = {}
    for _ in range(depth):
        value = {"a": value}
    return value


FIRST = ("turns", 0)
REPLY = (*FIRST, "attempts", 0, "reply")
HOLE = (*REPLY, "holes", 0)


@pytest.mark.parametrize(
    "change",
    [
        _circle,
        _kept_after_trash,
        _stranger,
        _same_file,
        _set("id", to="../../x"),
        _set("created", to=2**62),
        _set("created", to=True),
        _set("turns", to={}),
        _set(*FIRST, "parent", to="f" * 32),
        _set(*FIRST, "origin", to="stolen"),
        _set(*FIRST, "prompt", to=None),
        _set(*FIRST, "settings", to={"seed": "x"}),
        _set(*FIRST, "decisions", to=[{"turn_id": 1}]),
        _set(*FIRST, "inputs", 0, "image", to="f" * 32),
        _set(*FIRST, "content", "end", to=10**6),
        _set(*FIRST, "content", "start", to=1),
        _set(*FIRST, "attempts", 0, "state", to="open"),
        _set(*FIRST, "attempts", 0, "number", to=0),
        _set(*FIRST, "attempts", 0, "failure", to={"kind": 1}),
        _set(*FIRST, "attempts", 0, "actualMicros", to=2**62),
        _set(*FIRST, "attempts", 0, "reply", to=None),
        _set(*REPLY, "skeleton", to="images/none"),
        _set(*REPLY, "facts", to=[]),
        _set(*REPLY, "facts", to={"parts": 7}),
        _set(*REPLY, "facts", to={"parts": [[[0, 1 << 40]]]}),
        _set(*REPLY, "facts", to={"parts": [[[9, 5]]]}),
        _set(*REPLY, "facts", to={"parts": [[]]}),
        _set(*REPLY, "facts", to={"parts": [[["0", 5.5]]]}),
        _set(*REPLY, "facts", to={"parts": [[[0, 5]], [[2, 9]]]}),
        _set(*REPLY, "facts", to=_deep(70)),
        _set(*FIRST, "attempts", 0, "failure", to={"kind": "x", "facts": _deep(300)}),
        _set(*HOLE, "offset", to=0),
        _set(*HOLE, "offset", to=10**6),
        _set(*HOLE, "file", to="/etc/passwd"),
        _set(*HOLE, "form", to={"alphabet": "rot13"}),
        _set(*HOLE, "form", to={"plain": 10**9}),
        _set(*HOLE, "form", to={"plain": 3}),
        _set("images", 0, "turn", to=None),
        _set("images", 0, "attempt", to="f" * 32),
        _set("images", 0, "width", to=0),
        _set("images", 0, "rating", to=9),
        _set("images", 0, "file", to="../../../etc/passwd"),
        _set("files", 0, "path", to="../x"),
        _set("files", 0, "sha256", to="0" * 64),
        _set("files", 0, "size", to=1),
        _set("files", 0, "type", to="text/html; x=\n"),
    ],
    ids=lambda change: change.__name__,
)
def test_records_that_do_not_hold_together(
    library: Library, parts: Parts, tmp_path: Path, change: Callable[[dict[str, Any]], None]
) -> None:
    assert_refused(library, packed(tmp_path / "x.studio", with_record(parts, change)), StudioFileBroken)


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.text(max_size=8),
    st.sampled_from(["f" * 32, "../x", "\ud800", "images", "done", "generated"]),
    st.just([]),
    st.just({}),
    st.just({"plain": 4}),
)


def _places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, child in steps:
        yield (*path, step)
        if step not in ("contents", "generationConfig"):
            yield from _places(child, (*path, step))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_whatever_stands_anywhere_it_is_refused_or_sound(
    taking: Library, parts: Parts, tmp_path: Path, data: st.DataObject
) -> None:
    document = json.loads(parts[RECORD])
    place = data.draw(st.sampled_from(sorted(_places(document), key=str)))
    changed = with_record(parts, _set(*place, to=data.draw(VALUES)))
    before = len(taking.conversations.newest(999))
    try:
        came = StudioFileReader(taking).take_in(packed(tmp_path / "x.studio", changed))
    except StudioFileRefused:
        assert len(taking.conversations.newest(999)) == before
    else:
        assert is_id(came.conversation_id)
        assert taking.turns.of_conversation(came.conversation_id)
    assert not taking.database.rows("PRAGMA foreign_key_check")
    assert not any(taking.folder.landing.iterdir())
