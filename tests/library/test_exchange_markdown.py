"""A conversation as a folder: every branch told, every word as it was written, every image beside it."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QFont, QTextDocument
from PySide6.QtWidgets import QApplication

from studio.library.exchange.markdown import quoted
from studio.library.exchange.markdown_folder import MarkdownWriter, WrittenFolder
from studio.library.library import Library
from studio.library.progress import Stopped
from studio.library.records import NewInput
from tests.fakes.replies import picture
from tests.fakes.tree import Tree
from tests.library.making import new_turn


@pytest.fixture
def tree(tmp_path: Path) -> Iterator[Tree]:
    with Library.open(tmp_path / "library") as library:
        library.conversations.create(library.ids.new(), "another", 1)
        yield Tree(library)


def written(tree: Tree, into: Path, branch: str | None = None) -> tuple[WrittenFolder, str]:
    folder = MarkdownWriter(tree.library).write(tree.conversation, into, branch=branch)
    return folder, folder.text.read_text()


def headings(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith("#")]


def test_every_branch_is_told_and_every_image_shown(tree: Tree, tmp_path: Path) -> None:
    library = tree.library
    library.conversations.rename(tree.conversation, "Otters: a *campaign*/2")
    logo = tree.image(9, tmp_path)
    first = tree.turn("An otter", seed=1, inputs=[NewInput("reference", logo.id, "logo")])
    second = tree.turn("at night", first, seed=2)
    tree.turn("in the snow", second, seed=3)
    tree.turn("at noon", first, seed=4)
    pruned = tree.turn("not this", first, seed=5)
    tree.turn("A heron", seed=6)
    library.forest.prune(pruned.id, 9)
    library.forest.star(second.id, 9)
    library.images.rate(library.images.of_turn(second.id)[0].id, 4)
    folder, text = written(tree, tmp_path / "out")
    assert folder.text == tmp_path / "out" / "Otters- a -campaign--2" / "Otters- a -campaign--2.md"
    assert headings(text) == [
        "# Otters: a \\*campaign\\*/2",
        "## From the beginning",
        *("### Turn 1", "### Turn 2", "### Turn 3"),
        "## Another beginning",
        "### Turn 4",
        "## Another way on from [turn 1](#turn-1)",
        "### Turn 5",
    ]
    assert "> An otter\n\nSent with it:\n\n![9.png](images/" in text
    assert "best of its siblings" in text
    assert "★★★★" in text
    assert "not this" not in text
    assert "gemini-3-pro-image · c · 20" in text
    links = [unquote(part.partition(")")[0]) for part in text.split("](images/")[1:]]
    files = {path.name: path.read_bytes() for path in (folder.folder / "images").iterdir()}
    assert sorted(links) == sorted(files)
    assert sorted(files.values()) == sorted(picture(seed) for seed in (9, 1, 2, 3, 4, 6))
    assert folder.images == 6


def test_how_it_was_asked_for_is_told(tree: Tree, tmp_path: Path) -> None:
    finer = {"thinkingLevel": "HIGH", "webSearch": True, "temperature": 0, "systemInstruction": "Flat *colours*."}
    tree.library.turns.begin(new_turn(tree.library, tree.turn("An otter"), settings=finer))
    _, text = written(tree, tmp_path / "out")
    assert "gemini-3-pro-image · thinking HIGH · temperature 0 · web search · sandbox" in text
    assert "With the instruction:\n\n> Flat \\*colours\\*." in text


def test_one_branch_is_told_alone(tree: Tree, tmp_path: Path) -> None:
    first = tree.turn("An otter", seed=1)
    tree.turn("at noon", first, seed=4)
    last = tree.turn("at night", first, seed=2)
    folder, text = written(tree, tmp_path / "out", last.id)
    assert headings(text)[1:] == ["## From the beginning", "### Turn 1", "### Turn 2"]
    assert "at noon" not in text
    assert folder.images == 2


def test_what_went_wrong_is_said(tree: Tree, tmp_path: Path) -> None:
    library = tree.library
    turn = library.turns.begin(new_turn(library, conversation_id=tree.conversation, prompt="An otter"))
    attempt = library.turns.begin_attempt(turn.id, library.ids.new(), 1)
    failure = {"kind": "ServerFailed", "message": "Far failed with status 500."}
    library.turns.end_attempt(attempt.id, "failed", "maybe", 2, failure)
    tree.turn("Which?", parts=[{"text": "A *brown* one?\n1. yes"}])
    library.turns.begin(new_turn(library, conversation_id=tree.conversation, prompt="Later"))
    _, text = written(tree, tmp_path / "out")
    assert "*Far failed with status 500. It may have been charged.*" in text
    assert "A \\*brown\\* one?\\\n1\\. yes\n\n*Words only, no image.*" in text
    assert "> Later" in text
    assert "*It was not sent, or is still under way.*" in text


def test_an_image_that_is_gone_is_named_and_the_rest_is_there(tree: Tree, tmp_path: Path) -> None:
    image = tree.library.images.of_turn(tree.turn("An otter", seed=1).id)[0]
    tree.turn("A heron", seed=2)
    gone = tree.library.images.absolute_path(image)
    gone.unlink()
    folder, text = written(tree, tmp_path / "out")
    assert folder.missing == (gone.name,)
    assert f"is not in the library: {gone.name}" in text
    assert folder.images == 1


def test_nothing_is_written_over_and_stopping_leaves_nothing(tree: Tree, tmp_path: Path) -> None:
    tree.turn("An otter", seed=1)
    out = tmp_path / "out"
    first, _ = written(tree, out)
    second, _ = written(tree, out)
    assert (first.folder.name, second.folder.name) == ("t", "t-2")

    def tell(done: int, total: int) -> None:
        if done == total:
            raise Stopped

    with pytest.raises(Stopped):
        MarkdownWriter(tree.library).write(tree.conversation, out, tell=tell)
    assert sorted(each.name for each in out.iterdir()) == ["t", "t-2"]


def shown(text: str) -> str:
    """What a reader of the Markdown sees."""
    document = QTextDocument()
    document.setDefaultFont(QFont("Sans", 12))
    document.setMarkdown(quoted(text))
    return document.toPlainText().replace("\u00a0", " ")


PROMPTS = st.lists(
    st.text(st.sampled_from("ab 12.)*_`#[]()<>!~|\\&$-+=:/^{}'\"\u00e4\u2028\t"), max_size=24), min_size=1, max_size=4
)


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(PROMPTS)
def test_a_prompt_reads_as_it_was_written(qapp: QApplication, lines: list[str]) -> None:
    text = "\n".join(lines)
    plain = [" ".join(line.replace("\u2028", "").expandtabs(4).split()) for line in lines]
    assert [" ".join(line.split()) for line in shown(text).split("\n") if line.strip()] == [
        each for each in plain if each
    ]
