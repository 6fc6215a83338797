"""A conversation leaves as one file and comes in as the same tree: every byte and signature, or nothing at all."""

import json
import sqlite3
import threading
import tracemalloc
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from studio.gemini.content import GenerationConfig
from studio.gemini.request import build_body
from studio.generation.replay import Target, replay
from studio.library.durable import sha256_of
from studio.library.errors import DiskFull, LibraryInUse, PictureDamaged, PictureMissing
from studio.library.exchange.rows import ParcelRows
from studio.library.exchange.studio_file import StudioFileWriter
from studio.library.exchange.taking_in import Imported, StudioFileReader
from studio.library.library import Library
from studio.library.progress import Stopped
from studio.library.records import NewInput, Turn
from studio.library.verify import verify
from tests.fakes.disks import mounted
from tests.fakes.replies import image_part, picture
from tests.fakes.tree import CAPABILITIES, HERE, PRO, THERE, Tree

SIGNATURE = "c2ln" * 10_000 + "/+=\u2028"  # long enough to be cut out of the skeleton, and no base64


@pytest.fixture
def tree(tmp_path: Path) -> Iterator[Tree]:
    with Library.open(tmp_path / "here") as library:
        yield Tree(library)


@pytest.fixture
def there(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "there") as library:
        yield library


def export(library: Library, conversation_id: str, target: Path) -> Path:
    return StudioFileWriter(library).write(conversation_id, target)


def document(file: Path) -> dict[str, Any]:
    with zipfile.ZipFile(file) as archive:
        found: dict[str, Any] = json.loads(archive.read("conversation.json"))
    return found


def body_after(library: Library, last: Turn) -> bytes:
    """What would be sent to go on from a turn."""
    row = CAPABILITIES.row(PRO)
    replayed = replay(library, library.turns.path(last.id), Target(HERE, PRO, row.signatures), "next", ())
    return b"".join(bytes(chunk) for chunk in build_body(replayed.contents, GenerationConfig()).chunks())


def grown(tree: Tree, folder: Path) -> tuple[Turn, Turn]:
    """A tree with a branch, an input, signatures of both kinds, stars, ratings and trash; its two ends."""
    logo = tree.image(9, folder)
    parts = [{"text": "Here.", "thoughtSignature": "s"}, image_part(picture(1), signature=SIGNATURE)]
    first = tree.turn("one", seed=1, parts=parts)
    second = tree.turn("two, “übrig”", first, seed=2, inputs=[NewInput("reference", logo.id, "logo")])
    other = tree.turn("another", first, seed=3)
    library = tree.library
    with library.transaction():
        library.database.write("UPDATE turn SET starred = 7, folded = 8 WHERE id = ?", (second.id,))
    library.images.rate(library.images.of_turn(second.id)[0].id, 4)
    library.forest.prune(other.id, 12)
    return second, other


def rows(library: Library, table: str) -> list[tuple[Any, ...]]:
    """The rows of a table as both libraries should have them: not when they came in, nor where files lie."""
    left_out = {"imported", "settled", "pinned", "archived", "path"}
    found = library.database.rows(f"SELECT * FROM {table}")
    return sorted(tuple(row[key] for key in row.keys() if key not in left_out) for row in found)  # noqa: SIM118


def test_another_library_gets_the_same_tree(tree: Tree, there: Library, tmp_path: Path) -> None:
    second, other = grown(tree, tmp_path)
    file = export(tree.library, tree.conversation, tmp_path / "otters.studio")
    came = StudioFileReader(there).take_in(file)
    assert came == Imported(tree.conversation, "t", 3, 3, again=False)
    for table in ("conversation", "turn", "attempt", "reply", "image", "input", "blob"):
        assert rows(there, table) == rows(tree.library, table), table
    assert verify(there) == replace(verify(tree.library), stray=())
    with there.transaction():  # what is searched is what is there
        there.database.write("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)")
    for turn in (second, other):
        assert there.turns.get(turn.id) == tree.library.turns.get(turn.id)
        (image,), (same,) = (each.images.of_turn(turn.id) for each in (there, tree.library))
        assert there.images.absolute_path(image).read_bytes() == tree.library.images.absolute_path(same).read_bytes()
        assert there.images.absolute_path(image).name == tree.library.images.absolute_path(same).name


def test_what_is_sent_from_there_is_what_would_be_sent_from_here(tree: Tree, there: Library, tmp_path: Path) -> None:
    second, _ = grown(tree, tmp_path)
    StudioFileReader(there).take_in(export(tree.library, tree.conversation, tmp_path / "x.studio"))
    sent = body_after(tree.library, second)
    assert body_after(there, second) == sent
    signatures = [part.get("thoughtSignature") for part in json.loads(sent)["contents"][1]["parts"]]
    assert signatures == ["s", SIGNATURE]


def test_a_picture_written_in_an_odd_way_stays_so(tree: Tree, there: Library, tmp_path: Path) -> None:
    part = image_part(picture(4), signature="s")
    part["inlineData"]["data"] += "\n "  # no encoder writes that: the reply keeps the text beside the bytes
    turn = tree.turn("odd", parts=[part])
    StudioFileReader(there).take_in(export(tree.library, tree.conversation, tmp_path / "x.studio"))
    assert body_after(there, turn) == body_after(tree.library, turn)
    reply = there.turns.reply(there.turns.attempts(turn.id)[-1].id)
    assert reply is not None
    assert reply.holes[0].raw_absolute_path is not None


def test_the_file_reads_as_the_protocol(tree: Tree, tmp_path: Path) -> None:
    grown(tree, tmp_path)
    file = export(tree.library, tree.conversation, tmp_path / "x.studio")
    turns = document(file)["turns"]
    user, model = turns[1]["contents"]
    assert [set(part) for part in user["parts"]] == [{"fileData"}, {"text"}]
    assert model["role"] == "model"
    with zipfile.ZipFile(file) as archive:
        assert archive.read(user["parts"][0]["fileData"]["fileUri"]) == picture(9)
        assert archive.read(model["parts"][1]["fileData"]["fileUri"]) == picture(2)
        long = turns[0]["contents"][1]["parts"][1]["thoughtSignature"]
        assert json.loads(b'"' + archive.read(long) + b'"') == SIGNATURE
        kinds = {entry.filename.partition("/")[0]: entry.compress_type for entry in archive.infolist()}
    assert kinds["images"] == kinds["inputs"] == zipfile.ZIP_STORED
    assert kinds["conversation.json"] == kinds["replies"] == kinds["README.txt"] == zipfile.ZIP_DEFLATED


def test_no_path_of_this_machine_is_in_it(tree: Tree, tmp_path: Path) -> None:
    grown(tree, tmp_path)
    with zipfile.ZipFile(export(tree.library, tree.conversation, tmp_path / "x.studio")) as archive:
        texts = [archive.read(name) for name in archive.namelist() if not name.endswith(".png")]
    assert not any(str(place).encode() in text for text in texts for place in (tmp_path, Path.home()))


def test_exporting_what_came_in_gives_the_same_file(tree: Tree, there: Library, tmp_path: Path) -> None:
    grown(tree, tmp_path)
    first = export(tree.library, tree.conversation, tmp_path / "x.studio")
    StudioFileReader(there).take_in(first)
    second = export(there, tree.conversation, tmp_path / "y.studio")
    assert document(first) == document(second)
    with zipfile.ZipFile(first) as one, zipfile.ZipFile(second) as other:
        assert one.namelist() == other.namelist()
        assert all(one.read(name) == other.read(name) for name in one.namelist())


def test_importing_twice_makes_a_second_conversation(tree: Tree, there: Library, tmp_path: Path) -> None:
    grown(tree, tmp_path)
    file = export(tree.library, tree.conversation, tmp_path / "x.studio")
    reader = StudioFileReader(there)
    first = reader.take_in(file)
    there.conversations.rename(first.conversation_id, "Mine")
    second = reader.take_in(file)
    assert second.again
    assert there.conversations.get(first.conversation_id).title == "Mine"
    ones, others = (there.turns.of_conversation(each.conversation_id) for each in (first, second))
    assert [turn.prompt for turn in ones] == [turn.prompt for turn in others]  # ids sort as the old ones did
    places = {turn.id: number for number, turn in enumerate(ones)}, {turn.id: n for n, turn in enumerate(others)}
    assert [places[0].get(turn.parent_id or "") for turn in ones] == [places[1].get(t.parent_id or "") for t in others]
    assert not {turn.id for turn in ones} & {turn.id for turn in others}
    assert body_after(there, ones[1]) == body_after(there, others[1])
    assert len(there.database.rows("SELECT 1 FROM image WHERE origin = 'imported'")) == 1, "the logo is here already"
    assert verify(there).sound


def test_what_it_cost_was_paid_elsewhere(tree: Tree, there: Library, tmp_path: Path) -> None:
    turn = tree.turn("one", seed=1)
    StudioFileReader(there).take_in(export(tree.library, tree.conversation, tmp_path / "x.studio"))
    today = datetime.now(UTC).date()
    assert tree.library.ledger.by_day(today, today, UTC)[0][1].actual > 0
    assert there.ledger.by_day(today, today, UTC)[0][1].actual == 0
    assert there.turns.get(turn.id).actual_micros == tree.library.turns.get(turn.id).actual_micros


def test_what_is_undecided_here_is_not_brought_up_there(tree: Tree, there: Library, tmp_path: Path) -> None:
    library = tree.library
    turn = tree.turn("one", seed=1)
    attempt = library.turns.begin_attempt(turn.id, library.ids.new(), 1)
    library.turns.end_attempt(attempt.id, "unknown", "maybe", 2, {"kind": "Interrupted", "message": "x"})
    unsent = library.turns.begin_attempt(turn.id, library.ids.new(), 2)
    library.turns.end_attempt(unsent.id, "failed", "none", 3, {"kind": "NeverSent", "message": "x"})
    assert [each.id for each in library.unsettled.all()] == [attempt.id, unsent.id]
    library.turns.begin_attempt(turn.id, library.ids.new(), 3)  # still under way: it has no end to tell
    StudioFileReader(there).take_in(export(library, tree.conversation, tmp_path / "x.studio"))
    done, unknown, never = there.turns.attempts(turn.id)
    assert (done.state, unknown.state, unknown.charge, unknown.settled) == ("done", "unknown", "maybe", 2)
    assert (never.never_sent, never.settled) == (True, 3)
    assert there.unsettled.all() == ()
    assert there.turns.open_attempts() == ()


def test_a_copy_leaves_as_a_whole_turn(tree: Tree, there: Library, tmp_path: Path) -> None:
    library = tree.library
    turn = tree.turn("one", seed=1)
    fork = library.forest.fork(turn.id, "fork", 5)
    with library.transaction():  # nothing makes a copy beside what it was copied from; a record may hold one
        moved = (tree.conversation, fork.id)
        library.database.write("UPDATE turn SET conversation_id = ? WHERE conversation_id = ?", moved)
    fork = library.forest.fork(turn.id, "fork", 5)
    reader = StudioFileReader(there)
    both = reader.take_in(export(library, tree.conversation, tmp_path / "x.studio"))
    alone = reader.take_in(export(library, fork.id, tmp_path / "y.studio"))
    assert not alone.again
    for each in (*there.turns.of_conversation(both.conversation_id), *there.turns.of_conversation(fork.id)):
        (image,) = there.images.of_turn(each.id)
        assert there.images.absolute_path(image).read_bytes() == picture(1)
        assert body_after(there, each) == body_after(library, turn)
    assert len(there.turns.of_conversation(both.conversation_id)) == 2


def test_an_image_of_another_conversation_comes_along_as_a_file(tree: Tree, there: Library, tmp_path: Path) -> None:
    made = tree.library.images.of_turn(tree.turn("one", seed=1).id)[0]
    other = Tree(tree.library)
    turn = other.turn("two", seed=2, endpoint=THERE, inputs=[NewInput("edit", made.id)])
    StudioFileReader(there).take_in(export(tree.library, other.conversation, tmp_path / "x.studio"))
    (given,) = there.turns.inputs(turn.id)
    assert (given.image.id, given.image.origin, given.image.turn_id) == (made.id, "imported", None)
    assert there.images.absolute_path(given.image).read_bytes() == picture(1)


# --- whole or not at all -----------------------------------------------------------------------------------------


def left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_nothing_is_written_over_unless_asked_for(tree: Tree, tmp_path: Path) -> None:
    tree.turn("one", seed=1)
    target = tmp_path / "out" / "x.studio"
    target.parent.mkdir()
    target.write_text("mine")
    assert export(tree.library, tree.conversation, target).name == "x-2.studio"
    assert target.read_text() == "mine"
    StudioFileWriter(tree.library).write(tree.conversation, target, over=True)
    assert document(target)["title"] == "t"
    assert left(target.parent) == ["x-2.studio", "x.studio"]


@pytest.mark.parametrize("after", [0.0, 0.5, 1.0])
def test_stopping_an_export_leaves_nothing(tree: Tree, tmp_path: Path, after: float) -> None:
    grown(tree, tmp_path)
    out = tmp_path / "out"

    def tell(done: int, total: int) -> None:
        if done >= after * total:
            raise Stopped

    with pytest.raises(Stopped):
        StudioFileWriter(tree.library).write(tree.conversation, out / "x.studio", tell=tell)
    assert left(out) == []


@pytest.mark.parametrize("after", [0.0, 0.5, 1.0])
def test_stopping_an_import_leaves_nothing(tree: Tree, there: Library, tmp_path: Path, after: float) -> None:
    grown(tree, tmp_path)
    file = export(tree.library, tree.conversation, tmp_path / "x.studio")

    def tell(done: int, total: int) -> None:
        if done >= after * total:
            raise Stopped

    with pytest.raises(Stopped):
        StudioFileReader(there).take_in(file, tell)
    assert_empty(there)


def assert_empty(library: Library) -> None:
    report = verify(library)
    assert (report.checked, report.stray, report.landing) == (0, (), ())
    assert library.conversations.newest(9) == ()
    assert left(library.folder.landing) == []


def test_a_record_that_cannot_be_written_takes_the_files_back(
    tree: Tree, there: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    grown(tree, tmp_path)
    file = export(tree.library, tree.conversation, tmp_path / "x.studio")
    write = ParcelRows.write

    def failing(self: ParcelRows, *rest: Any) -> None:
        write(self, *rest)
        assert any(there.folder.root.joinpath("images").rglob("*.png"))
        error = sqlite3.OperationalError("locked")
        error.sqlite_errorcode = sqlite3.SQLITE_BUSY
        raise error

    monkeypatch.setattr(ParcelRows, "write", failing)
    with pytest.raises(LibraryInUse, match=r"x\.studio could not be taken in"):
        StudioFileReader(there).take_in(file)
    assert_empty(there)
    monkeypatch.undo()
    assert StudioFileReader(there).take_in(file).turns == 3


def steps_of(file: Path, folder: Path) -> int:
    """How often an import of this file tells how far it is; the last time before it gives the last file its place."""
    told: list[int] = []
    with Library.open(folder) as library:
        StudioFileReader(library).take_in(file, lambda done, total: told.append(done))
    return len(told)


def test_stopping_an_import_leaves_the_images_of_another_one(tree: Tree, there: Library, tmp_path: Path) -> None:
    grown(tree, tmp_path)
    file = export(tree.library, tree.conversation, tmp_path / "x.studio")
    left_to_go = iter(range(steps_of(file, tmp_path / "trial") - 1, -1, -1))

    def tell(done: int, total: int) -> None:
        if next(left_to_go) == 0:
            StudioFileReader(there).take_in(file)  # finds what the first one has placed
            raise Stopped

    with pytest.raises(Stopped):
        StudioFileReader(there).take_in(file, tell)
    assert verify(there) == replace(verify(tree.library), stray=())
    assert left(there.folder.landing) == []


def test_an_import_keeps_images_that_a_stopped_one_takes_back(tree: Tree, there: Library, tmp_path: Path) -> None:
    grown(tree, tmp_path)
    file = export(tree.library, tree.conversation, tmp_path / "x.studio")
    steps = steps_of(file, tmp_path / "trial")
    firsts, seconds = iter(range(steps - 1, -1, -1)), iter(range(steps - 1, -1, -1))
    placed, go_on = threading.Event(), threading.Event()

    def tell_first(done: int, total: int) -> None:
        if next(firsts) == 0:
            placed.set()
            assert go_on.wait(30)
            raise Stopped

    def stop_first(done: int, total: int) -> None:
        if next(seconds) == 0:  # by now the second one has found the files of the first
            go_on.set()
            with pytest.raises(Stopped):
                first.result(30)

    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(StudioFileReader(there).take_in, file, tell_first)
        assert placed.wait(30)
        StudioFileReader(there).take_in(file, stop_first)
    assert verify(there) == replace(verify(tree.library), stray=())


def test_what_a_killed_import_left_is_swept_away(tree: Tree, there: Library, tmp_path: Path) -> None:
    room = there.folder.landing / there.ids.new()
    room.mkdir()
    (room / "0").write_bytes(b"half")
    assert there.landings.orphans() == ()
    assert_empty(there)


@pytest.mark.real
def test_a_full_disk_leaves_nothing_and_is_said(tree: Tree, tmp_path: Path) -> None:
    tree.turn("one", parts=[image_part(picture(1, (400, 400)), signature="s")])
    file = export(tree.library, tree.conversation, tmp_path / "x.studio")
    with mounted(tmp_path / "small", 300_000) as disk:
        with pytest.raises(DiskFull):
            export(tree.library, tree.conversation, disk / "x.studio")
        assert left(disk) == []
    with mounted(tmp_path / "library", 4 << 20) as disk, Library.open(disk / "library") as library:
        with pytest.raises(DiskFull, match="Nothing was imported"):
            StudioFileReader(library).take_in(file)
        assert_empty(library)


def test_a_picture_that_is_gone_or_damaged_keeps_the_conversation_here(tree: Tree, tmp_path: Path) -> None:
    image = tree.library.images.of_turn(tree.turn("one", seed=1).id)[0]
    path = tree.library.images.absolute_path(image)
    content = path.read_bytes()
    path.write_bytes(content[:-1] + b"?")
    with pytest.raises(PictureDamaged, match=path.name):
        export(tree.library, tree.conversation, tmp_path / "out" / "x.studio")
    path.unlink()
    with pytest.raises(PictureMissing, match=path.name):
        export(tree.library, tree.conversation, tmp_path / "out" / "x.studio")
    assert left(tmp_path / "out") == []


def test_memory_does_not_grow_with_the_pictures(tree: Tree, there: Library, tmp_path: Path) -> None:
    library = tree.library
    turn = tree.turn("one", seed=1)
    big = tmp_path / "big.png"
    with big.open("wb") as file:
        for number in range(24):
            file.write(bytes([number]) * (1 << 20))
    image = library.images.import_file(big, mime="image/png", width=9, height=9, name="big.png")
    with library.transaction():
        library.database.write("INSERT INTO input VALUES (?, 0, 'edit', ?, NULL)", (turn.id, image.id))
    tracemalloc.start()
    out = export(library, tree.conversation, tmp_path / "x.studio")
    StudioFileReader(there).take_in(out)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert out.stat().st_size > 24 << 20
    assert peak < 8 << 20
    assert sha256_of(there.images.absolute_path(there.images.get(image.id))) == sha256_of(big)
