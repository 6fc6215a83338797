"""The gallery's model over a real library: all ids at once, rows as they are looked at, changes taken in as changes."""

import random
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from threading import Event
from typing import NamedTuple

import pytest
from PySide6.QtCore import QItemSelectionModel, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from studio.library.errors import LibraryInUse
from studio.library.gallery import Wanted
from studio.library.library import Library
from studio.library.records import Image
from studio.workbench import gallery_reading
from studio.workbench.gallery import GalleryModel
from studio.workbench.gallery_facts import Role
from studio.workbench.gallery_reading import GalleryFilter
from studio.workbench.spine import Change, Spine, changes_between
from studio.workbench.tasks import Tasks
from tests.library.making import new_turn, picture_bytes
from tests.ui.waiting import until


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library") as library:
        yield library


@pytest.fixture
async def model(library: Library) -> AsyncIterator[GalleryModel]:
    tasks = Tasks()
    model = GalleryModel(tasks)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    yield model
    model.close()
    await tasks.close()


@pytest.fixture
def fill(library: Library, tmp_path: Path) -> Callable[..., list[Image]]:
    """Put many images of the same bytes into the library, oldest first."""

    def fill(count: int, name: str = "{}.png") -> list[Image]:
        source = tmp_path / "source.png"
        source.write_bytes(picture_bytes("one", 200))
        first = library.images.import_file(source, mime="image/png", width=8, height=8, name=name.replace("{}", "0"))
        ids = [library.ids.new() for _ in range(count - 1)]
        with library.transaction():
            for number, image_id in enumerate(ids, 1):
                library.database.write(
                    "INSERT INTO image (id, blob, origin, name, created) VALUES (?, ?, 'imported', ?, ?)",
                    (image_id, first.blob.sha256, name.replace("{}", str(number)), first.created + number),
                )
        return [first, *(library.images.get(each) for each in ids)]

    return fill


async def settle(model: GalleryModel, count: int) -> None:
    await until(lambda: model.count == count and not model.is_loading, f"{count} rows, not {model.count}")


def words_at(model: GalleryModel, row: int) -> str | None:
    found: str | None = model.data(model.index(row), Role.PROMPT)
    return found


async def test_the_first_page_comes_with_its_rows_and_the_rest_follows(
    model: GalleryModel, library: Library, fill: Callable[..., list[Image]]
) -> None:
    images = fill(1000)
    counts: list[int] = []
    model.counted.connect(lambda: counts.append(model.count))
    model.open(library)
    await until(lambda: model.count)
    assert counts[0] == 300
    assert words_at(model, 0) == "999.png"
    assert model.data(model.index(0), Role.IMAGE) == images[-1]
    await until(lambda: model.total == 1000)
    await settle(model, 1000)
    assert words_at(model, 900) is None  # not here yet
    await until(lambda: words_at(model, 900) == "99.png")


async def test_what_is_looked_at_is_fetched_with_its_neighbours_in_one_question(
    model: GalleryModel, library: Library, fill: Callable[..., list[Image]]
) -> None:
    fill(3000)
    model.open(library)
    await settle(model, 3000)
    await until(lambda: not model._rows._missing and not model._reader._tasks.running)  # the tester looks at rows too
    asked: list[str] = []
    changed: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: changed.append((first.row(), last.row())))
    library.database._connection.set_trace_callback(asked.append)
    for row in range(2000, 2030):
        assert model.shown(row) is None
    await until(lambda: changed)
    library.database._connection.set_trace_callback(None)
    assert len(asked) == 1
    assert changed == [(1960, 2069)]
    assert all(model.shown(row) for row in range(1960, 2070))


async def test_scrolling_far_fetches_what_is_in_sight_last(
    model: GalleryModel, library: Library, fill: Callable[..., list[Image]]
) -> None:
    fill(5000)
    model.open(library)
    await settle(model, 5000)
    for row in range(500, 4900, 10):
        model.shown(row)
    await until(lambda: model.shown(4890))
    assert not model._rows.peek(model._spine.id_at(1000))


@pytest.mark.parametrize("text", ["999", "otter"])
async def test_a_filter_shows_what_matches(
    model: GalleryModel, library: Library, fill: Callable[..., list[Image]], text: str
) -> None:
    fill(1200, "{} picture.png")
    model.open(library)
    await settle(model, 1200)
    model.set_filter(GalleryFilter(text))
    assert model.is_loading  # nobody may say yet that nothing matches
    assert model.count == 1200
    await settle(model, 1 if text == "999" else 0)
    assert model.total == 1200
    model.set_filter(GalleryFilter())
    await settle(model, 1200)


async def test_while_somebody_types_only_the_last_text_is_looked_for(
    model: GalleryModel, library: Library, fill: Callable[..., list[Image]]
) -> None:
    fill(30)
    model.open(library)
    await settle(model, 30)
    asked: list[str] = []
    library.database._connection.set_trace_callback(asked.append)
    for text in ("2", "29", "29."):
        model.set_filter(GalleryFilter(text))
    await settle(model, 1)
    library.database._connection.set_trace_callback(None)
    assert any("'%29.%'" in each for each in asked)
    assert not any("'%2%'" in each or "'%29%'" in each for each in asked)


async def test_an_answer_that_comes_too_late_is_dropped(
    model: GalleryModel, library: Library, fill: Callable[..., list[Image]], monkeypatch: pytest.MonkeyPatch
) -> None:
    images = fill(30)
    library.images.rate(images[3].id, 5)
    model.open(library)
    await settle(model, 30)
    gate, held = Event(), Event()
    really = gallery_reading._first_page

    def slowly(gallery: object, wanted: Wanted) -> object:
        if wanted.drafts:
            held.set()
            assert gate.wait(30)
        return really(gallery, wanted)  # type: ignore[arg-type]

    monkeypatch.setattr(gallery_reading, "_first_page", slowly)
    model.set_filter(GalleryFilter(drafts=True))
    await until(held.is_set)
    model.set_filter(GalleryFilter(starred_only=True))
    await settle(model, 1)
    gate.set()
    tasks = model._reader._tasks
    await until(lambda: not tasks.running)
    assert model.count == 1


async def test_new_images_come_in_front_and_the_selection_stays(
    model: GalleryModel, library: Library, fill: Callable[..., list[Image]]
) -> None:
    fill(40)
    model.open(library)
    await settle(model, 40)
    selection = QItemSelectionModel(model)
    selection.select(model.index(7), QItemSelectionModel.SelectionFlag.Select)
    resets: list[None] = []
    inserted: list[tuple[int, int]] = []
    model.modelReset.connect(lambda: resets.append(None))
    model.rowsInserted.connect(lambda _, first, last: inserted.append((first, last)))
    with library.transaction():
        library.database.write("UPDATE image SET created = created - 100000")
    fill(2, "new {}.png")
    model.refresh()
    await settle(model, 42)
    assert inserted == [(0, 1)]
    assert resets == []
    assert words_at(model, 0) == "new 1.png"  # its row came with it
    assert [index.row() for index in selection.selectedIndexes()] == [9]


async def test_what_goes_to_the_trash_goes_and_what_was_rated_is_read_again(
    model: GalleryModel, library: Library, fill: Callable[..., list[Image]]
) -> None:
    images = fill(10)
    model.open(library)
    await settle(model, 10)
    changed: list[int] = []
    model.dataChanged.connect(lambda first, last: changed.extend(range(first.row(), last.row() + 1)))
    kept = QPersistentModelIndex(model.index(9))
    library.images.trash(images[8].id, 1)
    library.images.trash(images[5].id, 1)
    library.images.rate(images[0].id, 4)
    model.refresh()
    await settle(model, 8)
    assert kept.row() == 7
    assert changed == [7]
    assert model.data(model.index(7), Role.STARRED) is True
    assert model.row_of(images[8].id) is None


async def test_a_refresh_asked_for_while_reading_is_not_forgotten(
    model: GalleryModel, library: Library, fill: Callable[..., list[Image]]
) -> None:
    fill(5)
    model.open(library)
    model.refresh()
    fill(3, "late {}.png")
    model.refresh()
    await settle(model, 8)


async def test_closing_empties_and_opening_fills_again(
    model: GalleryModel, library: Library, fill: Callable[..., list[Image]]
) -> None:
    fill(20)
    model.open(library)
    model.close()
    assert (model.count, model.is_open, model.is_loading) == (0, False, False)
    model.refresh()  # there is nothing to refresh
    model.set_filter(GalleryFilter("1"))
    model.open(library)
    await settle(model, 11)


async def test_what_cannot_be_read_is_told_and_the_gallery_goes_on(
    library: Library, fill: Callable[..., list[Image]], monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(5)
    tasks = Tasks()
    model = GalleryModel(tasks)
    told: list[object] = []
    tasks.failed.connect(lambda name, error: told.append(error))

    def busy(*_: object) -> None:
        raise LibraryInUse("The library is busy.")

    with monkeypatch.context() as patch:
        patch.setattr(library.gallery, "stretch", busy)
        model.open(library)
        await until(lambda: told)
    assert isinstance(told[0], LibraryInUse)
    assert not model.is_loading
    model.refresh()
    await settle(model, 5)
    model.close()
    await tasks.close()


async def test_what_is_read_aloud(model: GalleryModel, library: Library) -> None:
    turn = library.turns.begin(new_turn(library, prompt="An otter in a top hat"))
    attempt = library.ids.new()
    library.turns.begin_attempt(turn.id, attempt, 1)
    with library.transaction():
        library.database.write("INSERT INTO blob VALUES (?, 'images/x.png', 'image/png', 1)", ("0" * 64,))
        library.database.write(
            "INSERT INTO image (id, blob, turn_id, attempt_id, part, origin, role, created)"
            " VALUES (?, ?, ?, ?, 0, 'generated', 'main', 1700000000000)",
            (library.ids.new(), "0" * 64, turn.id, attempt),
        )
    model.open(library)
    await settle(model, 1)
    told = model.data(model.index(0), Qt.ItemDataRole.AccessibleTextRole)
    assert told.startswith("An otter in a top hat, ")
    assert "23" in told  # the year, however the locale writes it


async def test_rows_held_for_a_selection(
    model: GalleryModel, library: Library, fill: Callable[..., list[Image]]
) -> None:
    images = fill(3000)
    model.open(library)
    await settle(model, 3000)
    rows = range(3000)
    assert model.images(rows) is None
    told: list[None] = []
    model.held.connect(lambda: told.append(None))
    model.hold(rows)
    await until(lambda: told)
    assert model.images(rows) == tuple(reversed(images))


def reading_when_told(monkeypatch: pytest.MonkeyPatch, library: Library) -> tuple[Event, Event]:
    """Let rows of a library wait: the first event says that they are being read, the second lets it go on."""
    reading, go_on, really = Event(), Event(), library.gallery.rows

    def slowly(ids: list[str]) -> object:
        reading.set()
        assert go_on.wait(30)
        return really(ids)

    monkeypatch.setattr(library.gallery, "rows", slowly)
    return reading, go_on


class HeldUp(NamedTuple):
    """A selection of all `images` that is just being read; `told` grows once it is held, after `go_on`."""

    images: list[Image]
    go_on: Event
    told: list[None]


async def held_up(
    model: GalleryModel, library: Library, fill: Callable[..., list[Image]], monkeypatch: pytest.MonkeyPatch
) -> HeldUp:
    images = fill(3000)
    model.open(library)
    await settle(model, 3000)
    await until(lambda: not model._reader._tasks.running)
    told: list[None] = []
    model.held.connect(lambda: told.append(None))
    reading, go_on = reading_when_told(monkeypatch, library)
    model.hold(range(3000))
    await until(reading.is_set)
    return HeldUp(images, go_on, told)


async def test_rows_are_read_once_however_often_they_are_asked_for_meanwhile(
    model: GalleryModel, library: Library, fill: Callable[..., list[Image]], monkeypatch: pytest.MonkeyPatch
) -> None:
    images, go_on, told = await held_up(model, library, fill, monkeypatch)
    for _ in range(3):
        model.hold(range(3000))
    assert model._reader._tasks.running == ("gallery selection",)
    go_on.set()
    await until(lambda: told)
    assert model.images(range(3000)) == tuple(reversed(images))


async def test_a_refresh_meanwhile_leaves_nobody_waiting_for_what_is_held(
    model: GalleryModel, library: Library, fill: Callable[..., list[Image]], monkeypatch: pytest.MonkeyPatch
) -> None:
    images, go_on, told = await held_up(model, library, fill, monkeypatch)
    changed: list[None] = []
    model._reader.changed.connect(lambda _: changed.append(None))
    model.refresh()
    go_on.set()
    await until(lambda: changed)
    await until(lambda: told)
    assert model.images(range(3000)) == tuple(reversed(images))


async def test_what_is_held_stays_while_it_is_read_again(
    model: GalleryModel, library: Library, fill: Callable[..., list[Image]]
) -> None:
    images = fill(3000)
    model.open(library)
    await settle(model, 3000)
    told: list[None] = []
    model.held.connect(lambda: told.append(None))
    model.hold(range(3000))
    await until(lambda: told)
    library.images.rate(images[700].id, 3)
    missed: list[None] = []
    model.dataChanged.connect(lambda *_: missed.append(None) if model.images(range(3000)) is None else None)
    model.refresh()
    await until(lambda: len(told) == 2)
    assert missed == [], "a verb for all that is selected would have been for none"
    held = model.images(range(3000))
    assert held is not None
    assert held[2999 - 700].rating == 3


async def test_rows_asked_for_while_another_library_was_read_come_by_themselves(
    model: GalleryModel,
    library: Library,
    fill: Callable[..., list[Image]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fill(1000)
    with Library.open(tmp_path / "another") as another:
        source = tmp_path / "source.png"
        alone = another.images.import_file(source, mime="image/png", width=8, height=8, name="alone.png")
        model.open(library)
        await settle(model, 1000)
        await until(lambda: not model._reader._tasks.running)
        reading, go_on = reading_when_told(monkeypatch, library)
        assert model.shown(900) is None
        await until(reading.is_set)
        model.open(another)
        await settle(model, 1)
        model._rows.clear()
        assert model.shown(0) is None
        go_on.set()
        await until(lambda: model._rows.peek(alone.id), "the row, asked for once")
        model.close()
        await until(lambda: not model._reader._tasks.running)


def ids(*numbers: int) -> bytes:
    return b"".join(number.to_bytes(16) for number in numbers)


@pytest.mark.parametrize(
    ("old", "new", "changes"),
    [
        (ids(1, 2), ids(1, 2), ()),
        (b"", b"", ()),
        (ids(1, 2), ids(8, 9, 1, 2), (Change(0, 2, ids(8, 9)),)),
        (ids(1, 2), ids(1, 2, 3), (Change(2, 1, ids(3)),)),
        (ids(1, 2, 3, 4), ids(2, 3), (Change(3, 1), Change(0, 1))),
        (ids(1, 2, 3), b"", (Change(0, 3),)),
        (ids(1, 2, 3), ids(1, 9, 3), (Change(1, 1), Change(1, 1, ids(9)))),
        (ids(1, 2), ids(2, 1), None),
    ],
)
def test_changes_between_two_orders(old: bytes, new: bytes, changes: tuple[Change, ...] | None) -> None:
    assert changes_between(old, new) == changes


def test_changes_turn_one_order_into_the_other() -> None:
    source = random.Random(7)
    for _ in range(300):
        everything = sorted(source.sample(range(60), 40))
        old, new = (ids(*sorted(source.sample(everything, source.randint(0, 40)))) for _ in range(2))
        spine = Spine(old)
        for change in changes_between(old, new) or ():
            spine.apply(change)
        assert bytes(spine) == new


def test_an_id_is_found_only_where_it_begins() -> None:
    one, other = "00" * 8 + "11" * 8, "11" * 8 + "00" * 8
    spine = Spine(bytes.fromhex(one + one + other))
    assert spine.row_of(other) == 2
    assert spine.row_of("11" * 16) is None
    assert spine.id_at(1) == one


async def test_what_scrolling_will_bring_is_here_before_it_is_looked_at(
    model: GalleryModel, library: Library, fill: Callable[..., list[Image]]
) -> None:
    fill(3000)
    model.open(library)
    await settle(model, 3000)
    await until(lambda: not model._rows.is_waiting and not model._reader._tasks.running)
    for row in range(1000, 1050):
        model.shown(row)
    model.foresee(range(1000, 1050))  # what is in sight is waited for: nothing else comes before it
    await until(lambda: model.shown(1049))
    assert not model._rows.peek(model._spine.id_at(1109))
    await until(lambda: not model._rows.is_waiting)
    model.foresee(range(1000, 1050))
    await until(lambda: model._rows.peek(model._spine.id_at(1109)))
    assert all(model._rows.peek(model._spine.id_at(row)) for row in range(940, 1110))
    asked: list[str] = []
    library.database._connection.set_trace_callback(asked.append)
    model.foresee(range(1010, 1060))
    model.foresee(range(990, 1040))
    await until(lambda: not model._rows.is_waiting)
    library.database._connection.set_trace_callback(None)
    assert asked == []
