"""Placing files: nothing overwritten, repeatable, also where there are no hard links."""

import errno
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.library.durable import copy_hashing, make_folder, place, sha256_of


@pytest.fixture(params=["hard links", "no hard links"])
def links(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path, target: Path) -> None:
        if self.exists():
            raise FileExistsError(errno.EEXIST, "exists", str(self))
        raise PermissionError(errno.EPERM, "no hard links on this file system", str(self))

    if request.param == "no hard links":
        monkeypatch.setattr(Path, "hardlink_to", refuse)


def source_of(folder: Path, content: bytes) -> Path:
    path = folder / "landing" / f"source-{content[:9].hex()}-{len(content)}"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    return path


@pytest.mark.usefixtures("links")
def test_a_taken_name_gets_a_number_and_keeps_its_file(tmp_path: Path) -> None:
    wanted = tmp_path / "images" / "2026-11" / "otter.tar.png"
    names = [place(source_of(tmp_path, content), wanted).name for content in (b"a", b"bb", b"ccc")]
    assert names == ["otter.tar.png", "otter.tar-2.png", "otter.tar-3.png"]
    assert [(wanted.parent / name).read_bytes() for name in names] == [b"a", b"bb", b"ccc"]


@pytest.mark.usefixtures("links")
def test_placing_again_finds_the_file_of_the_first_time(tmp_path: Path) -> None:
    source = source_of(tmp_path, b"otter")
    first = place(source, tmp_path / "images" / "otter.png")
    assert place(source, tmp_path / "images" / "otter.png") == first
    assert [path.name for path in first.parent.iterdir()] == ["otter.png"]
    assert source.read_bytes() == b"otter"


@pytest.mark.usefixtures("links")
def test_a_folder_with_the_wanted_name_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "images" / "otter.png").mkdir(parents=True)
    assert place(source_of(tmp_path, b"x"), tmp_path / "images" / "otter.png").name == "otter-2.png"


def test_without_hard_links_no_half_copy_is_ever_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path, target: Path) -> None:
        raise OSError(errno.ENOTSUP, "not supported")

    def fill_up(source: Path, target: Path) -> tuple[str, int]:
        target.write_bytes(source.read_bytes()[:3])
        raise OSError(errno.ENOSPC, "no space left")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    monkeypatch.setattr("studio.library.durable.copy_hashing", fill_up)
    source = source_of(tmp_path, b"otter")
    with pytest.raises(OSError, match="no space"):
        place(source, tmp_path / "images" / "otter.png")
    assert list((tmp_path / "images").iterdir()) == []
    monkeypatch.undo()
    monkeypatch.setattr(Path, "hardlink_to", refuse)
    assert place(source, tmp_path / "images" / "otter.png").read_bytes() == b"otter"


@settings(max_examples=30)
@given(st.lists(st.tuples(st.sampled_from(["a.png", "b.png", "a-2.png"]), st.binary(max_size=3)), max_size=12))
def test_every_content_stays_where_it_was_put(
    tmp_path_factory: pytest.TempPathFactory, puts: list[tuple[str, bytes]]
) -> None:
    folder = tmp_path_factory.mktemp("place")
    placed = [(place(source_of(folder, content), folder / "images" / name), content) for name, content in puts]
    assert all(path.read_bytes() == content for path, content in placed)


def test_copies_are_hashed_on_the_way(tmp_path: Path) -> None:
    source = source_of(tmp_path, bytes(range(256)) * 10_000)
    assert copy_hashing(source, tmp_path / "copy") == (sha256_of(source), 2_560_000)
    assert (tmp_path / "copy").read_bytes() == source.read_bytes()
    with pytest.raises(FileExistsError):
        copy_hashing(source, tmp_path / "copy")


def test_folders_are_made_all_the_way_down(tmp_path: Path) -> None:
    make_folder(tmp_path / "a" / "b" / "c")
    make_folder(tmp_path / "a" / "b" / "c")
    assert (tmp_path / "a" / "b" / "c").is_dir()


def test_a_drive_that_is_not_there_is_an_error_of_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "is_dir", lambda self: False)  # as on Windows for Z:\\ and all above it, which is Z:\\
    with pytest.raises(OSError, match="exists"):
        make_folder(Path("/"))
