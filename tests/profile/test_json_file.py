"""The one small JSON file: broken, unreadable, written by two at once, on a full disk, cut off in the middle."""

import errno
import json
import os
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.profile.errors import FileNotSaved, FileUnreadable
from studio.profile.json_file import JsonFile


@pytest.fixture
def file(tmp_path: Path) -> JsonFile:
    return JsonFile(tmp_path / "config" / "settings.json")


def test_a_missing_file_is_empty_and_reading_makes_nothing(file: JsonFile) -> None:
    assert file.read() == ({}, None)
    assert not file.path.parent.exists()


def test_what_was_written_reads_back_and_is_readable_by_people(file: JsonFile) -> None:
    file.update(lambda document: document.update(name="Blätter 日", count=3))
    assert file.read() == ({"name": "Blätter 日", "count": 3}, None)
    assert file.path.read_text("utf-8") == '{\n  "name": "Blätter 日",\n  "count": 3\n}\n'


def test_nothing_but_the_file_and_its_lock_stays_in_the_folder(file: JsonFile) -> None:
    file.update(lambda document: document.update(a=1))
    assert {each.name for each in file.path.parent.iterdir()} <= {"settings.json", "settings.json.lock"}


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b'{"a": 1', b"[1]", b"null", b"\xff\xfe{", b"[" * 100_000, b'{"a": ' + b"9" * 5000 + b"}"],
    ids=["empty", "brace", "cut", "list", "null", "not text", "deep", "huge number"],
)
def test_a_broken_file_is_set_aside(file: JsonFile, content: bytes) -> None:
    file.path.parent.mkdir()
    file.path.write_bytes(content)
    document, notice = file.read()
    assert document == {}
    assert notice is not None
    assert notice.kept_as is not None
    assert notice.kept_as.name.startswith("settings.broken-2")
    assert notice.kept_as.read_bytes() == content
    assert notice.kept_as.name in str(notice)
    assert file.read() == ({}, None)


def test_files_set_aside_on_one_day_do_not_replace_one_another(file: JsonFile) -> None:
    file.path.parent.mkdir()
    for content in ("first", "second", "third"):
        file.path.write_text(content)
        file.read()
    kept = [each.read_text() for each in file.path.parent.glob("settings.broken-*.json")]
    assert sorted(kept) == ["first", "second", "third"]


def test_a_broken_file_that_cannot_be_moved_stays(file: JsonFile, monkeypatch: pytest.MonkeyPatch) -> None:
    file.path.parent.mkdir()
    file.path.write_text("{")

    def refuse(*_: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(Path, "rename", refuse)
    _, notice = file.read()
    assert notice is not None
    assert notice.kept_as is None
    assert "left where it is" in str(notice)
    assert file.path.read_text() == "{"


def test_a_byte_order_mark_is_no_damage(file: JsonFile) -> None:
    file.path.parent.mkdir()
    file.path.write_bytes(b'\xef\xbb\xbf{"a": 1}')
    assert file.read() == ({"a": 1}, None)


def test_a_folder_in_its_place_is_neither_read_nor_replaced(file: JsonFile) -> None:
    file.path.mkdir(parents=True)
    with pytest.raises(FileUnreadable, match=r"settings\.json"):
        file.read()
    with pytest.raises(FileUnreadable):
        file.update(lambda document: document.update(a=1))
    assert file.path.is_dir()


def test_a_link_to_a_file_elsewhere_stays_a_link(file: JsonFile, tmp_path: Path) -> None:
    elsewhere = tmp_path / "dotfiles.json"
    elsewhere.write_text("{}")
    file.path.parent.mkdir()
    file.path.symlink_to(elsewhere)
    file.update(lambda document: document.update(a=1))
    assert file.path.is_symlink()
    assert json.loads(elsewhere.read_text()) == {"a": 1}


def test_a_folder_that_cannot_be_made_is_a_typed_failure(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("a file where the folder should be")
    with pytest.raises(FileNotSaved, match="cannot save") as caught:
        JsonFile(tmp_path / "config" / "settings.json").update(lambda document: document.update(a=1))
    assert isinstance(caught.value.__cause__, OSError)


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_failure_while_writing_leaves_the_old_file_and_no_other(
    file: JsonFile, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    file.update(lambda document: document.update(a=1))

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(os if step == "fsync" else Path, step, full)
        with pytest.raises(FileNotSaved, match="no space left"):
            file.update(lambda document: document.update(a=2))
    assert file.read() == ({"a": 1}, None)
    assert not list(file.path.parent.glob("*.new"))


def test_the_file_and_then_its_folder_reach_the_disk(file: JsonFile, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[str] = []
    real = os.fsync

    def note(descriptor: int) -> None:
        synced.append(Path(f"/proc/self/fd/{descriptor}").readlink().name)
        real(descriptor)

    monkeypatch.setattr(os, "fsync", note)
    file.update(lambda document: document.update(a=1))
    assert [name.endswith(".new") for name in synced] == [True, False]
    assert synced[1] == "config"


def test_two_writers_at_once_lose_nothing(file: JsonFile) -> None:
    def count(name: str) -> None:
        other = JsonFile(file.path)
        for number in range(20):
            other.update(lambda document, key=f"{name}{number}": document.update({key: True}))

    threads = [threading.Thread(target=count, args=(name,)) for name in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(file.read()[0]) == 40


values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


@given(document=st.dictionaries(st.text(), values, max_size=3))
def test_any_document_reads_back_equal(tmp_path_factory: pytest.TempPathFactory, document: dict[str, object]) -> None:
    file = JsonFile(tmp_path_factory.mktemp("any") / "settings.json")
    file.update(lambda empty: empty.update(document))
    assert file.read() == (document, None)


def test_a_path_that_is_no_text_reads_back_equal(file: JsonFile) -> None:
    odd = os.fsdecode(b"/pictures/\xff")
    file.update(lambda document: document.update(folder=odd))
    assert file.read()[0] == {"folder": odd}
