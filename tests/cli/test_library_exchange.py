"""`studio library export` and `import`: out of one library, into another, with everything that can be wrong."""

import json
import zipfile
from pathlib import Path
from typing import NamedTuple

import pytest

from studio.library.library import Library
from studio.library.verify import verify
from tests.cli.conftest import Studio
from tests.fakes.tree import Tree


class Made(NamedTuple):
    """A library with two conversations: the first one's id, and its two turns."""

    conversation: str
    first: str
    last: str


@pytest.fixture
def made(library: Path) -> Made:
    with Library.open(library) as opened:
        tree, other = Tree(opened), Tree(opened)
        opened.conversations.rename(tree.conversation, "Otters")
        first = tree.turn("An otter", seed=1)
        last = tree.turn("at night", first, seed=2)
        other.turn("A heron", seed=3)
        return Made(tree.conversation, first.id, last.id)


def test_out_of_one_library_and_into_another(studio: Studio, library: Path, made: Made, tmp_path: Path) -> None:
    file = tmp_path / "out" / "otters.studio"
    ended = studio("library", "export", made.conversation[-8:], file, "--library", library)
    assert (ended.status, ended.paths, ended.err) == (0, [file], "")
    there = tmp_path / "there"
    ended = studio("library", "import", file, "--library", there)
    assert (ended.status, ended.err) == (0, "")
    assert ended.out == f"{made.conversation[-6:]}  “Otters”: 2 turns, 2 pictures.\n"
    ended = studio("library", "import", file, "--library", there)
    assert ended.out.endswith("It was here already, and is here twice now.\n")
    turns = json.loads(studio("library", "list", "--library", there, "--json").out)["turns"]
    assert [turn["prompt"] for turn in turns] == ["at night", "at night", "An otter", "An otter"]
    assert studio("library", "verify", "--library", there).status == 0


@pytest.mark.parametrize("named", ["conversation", "first", "last", "LAST"])
def test_a_conversation_is_meant_by_what_is_in_it(
    studio: Studio, library: Path, made: Made, tmp_path: Path, named: str
) -> None:
    text = "last" if named == "LAST" else getattr(made, named)[-10:]
    ended = studio("library", "export", text, tmp_path / "x.studio", "--library", library, "--json")
    found = json.loads(ended.out)
    assert found["title"] == ("t" if named == "LAST" else "Otters")
    assert found["bytes"] == (tmp_path / "x.studio").stat().st_size
    assert (found["markdown"], found["missing"]) == (None, [])


def test_markdown_of_all_and_of_one_branch(studio: Studio, library: Path, made: Made, tmp_path: Path) -> None:
    place = ("--library", library)
    ended = studio("library", "export", made.conversation, "--markdown", tmp_path / "out", *place)
    assert ended.paths == [tmp_path / "out" / "Otters" / "Otters.md"]
    assert "### Turn 2" in ended.paths[0].read_text()
    options = ("--markdown", tmp_path / "out", "--branch", made.first[-10:], "--json")
    ended = studio("library", "export", made.conversation, tmp_path / "x.studio", *options, *place)
    found = json.loads(ended.out)
    assert found["markdown"] == str(tmp_path / "out" / "Otters-2" / "Otters.md")
    assert "### Turn 2" not in Path(found["markdown"]).read_text()
    assert zipfile.is_zipfile(found["file"])


def test_a_picture_that_is_gone(studio: Studio, library: Path, made: Made, tmp_path: Path) -> None:
    for file in [*(library / "images").rglob("*.png")]:
        file.unlink()
    ended = studio("library", "export", made.conversation, tmp_path / "x.studio", "--library", library)
    assert ended.status == 2
    assert "cannot be read" in ended.err
    assert list(tmp_path.glob("*.studio")) == []
    ended = studio("library", "export", made.conversation, "--markdown", tmp_path / "out", "--library", library)
    assert ended.status == 0
    assert "is not in the library; the text says so." in ended.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["export", "last"], "Say where to"),
        (["export", "last", "x.studio", "--branch", "last"], "--branch goes with --markdown"),
        (["export", "last", "there.studio"], "is there already"),
        (["export", "zzz", "x.studio"], "zzz"),
        (["export", "", "x.studio"], "No turn or picture ends in"),
        (["import", "none.studio"], "There is no file none.studio"),
        (["import", "."], "There is no file ."),
        (["import", "there.studio"], "there.studio is no Studio conversation"),
    ],
)
def test_what_cannot_be_done(
    studio: Studio,
    library: Path,
    made: Made,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    words: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "there.studio").write_text("mine")
    ended = studio("library", *arguments, "--library", library)
    assert ended.status == 2
    assert words in ended.err
    assert ended.out == ""
    assert (tmp_path / "there.studio").read_text() == "mine"
    assert not (tmp_path / "x.studio").exists()


def test_a_branch_of_another_conversation(studio: Studio, library: Path, made: Made, tmp_path: Path) -> None:
    options = ("--markdown", tmp_path / "out", "--branch", made.last, "--library", library)
    ended = studio("library", "export", "last", *options)
    assert ended.status == 2
    assert "is not in “t”" in ended.err


def test_one_file_that_is_refused_keeps_none_of_the_others_out(
    studio: Studio, library: Path, made: Made, tmp_path: Path
) -> None:
    good, bad, there = tmp_path / "good.studio", tmp_path / "bad.studio", tmp_path / "there"
    studio("library", "export", "last", good, "--library", library)
    bad.write_bytes(good.read_bytes()[:-100])
    ended = studio("library", "import", bad, good, "--library", there, "--json")
    assert ended.status == 2
    found = json.loads(ended.out)
    assert [each["file"] for each in found["imported"]] == [str(good)]
    assert [each["kind"] for each in found["errors"]] == ["StudioFileBroken"]
    assert f"studio: {bad}: " in ended.err


def test_what_cannot_work_makes_no_library(studio: Studio, tmp_path: Path) -> None:
    assert studio("library", "import", tmp_path / "none.studio", "--library", tmp_path / "there").status == 2
    assert studio("library", "export", "last", tmp_path / "x.studio", "--library", tmp_path / "there").status == 2
    assert not (tmp_path / "there").exists()


def _interrupt(self: object, count: int) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("action", ["export", "import"])
def test_ctrl_c_leaves_nothing_half_done(
    studio: Studio, library: Path, made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, action: str
) -> None:
    file, out, there = tmp_path / "x.studio", tmp_path / "out", tmp_path / "there"
    Library.open(there).close()
    studio("library", "export", "last", file, "--library", library)
    monkeypatch.setattr("studio.library.progress.Counter.add", _interrupt)
    if action == "export":
        ended = studio("library", "export", "last", out / "x.studio", "--library", library)
        assert list(out.iterdir()) == []
    else:
        ended = studio("library", "import", file, "--library", there)
        with Library.open(there) as opened:
            assert verify(opened).stray == ()
            assert list(opened.folder.landing.iterdir()) == []
            assert opened.conversations.newest(9) == ()
    assert ended.status == 130
    assert ended.err.endswith("studio: Cancelled.\n")
