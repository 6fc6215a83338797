"""The list of conversations: paged, grouped, searched while typing, refreshed under what is selected."""

import threading
from collections.abc import AsyncIterator, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from studio.library.errors import LibraryError
from studio.library.library import Library
from studio.library.records import Conversation
from studio.workbench.conversations import PAGE, SECTION, SUMMARY, Conversations
from studio.workbench.sections import Section
from studio.workbench.tasks import Tasks
from tests.library.making import make_pictures, new_turn, picture_bytes
from tests.ui.waiting import until

DAY = 24 * 60 * 60 * 1000


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library") as library:
        yield library


@pytest.fixture
async def tasks() -> AsyncIterator[Tasks]:
    tasks = Tasks()
    yield tasks
    await tasks.close()


@pytest.fixture
async def model(tasks: Tasks) -> Conversations:
    model = Conversations(tasks)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    return model


def add(library: Library, *titles: str, at: int = 0) -> None:
    for number, title in enumerate(titles):
        library.conversations.create(library.ids.new(), title, at + number)


def titles(model: Conversations) -> list[str]:
    return [str(model.index(row).data()) for row in range(model.rowCount())]


async def loaded(model: Conversations) -> list[str]:
    await until(lambda: model.is_loaded and not model._busy and not model._typing.isActive())
    return titles(model)


async def test_a_library_is_shown_and_taken_away(model: Conversations, library: Library) -> None:
    assert model.rowCount() == 0
    assert not model.canFetchMore(QModelIndex())
    add(library, "a", "b")
    model.open(library)
    assert await loaded(model) == ["b", "a"]
    model.close()
    assert model.rowCount() == 0
    model.refresh()
    assert model.rowCount() == 0


async def test_a_row_says_what_a_list_shows(model: Conversations, library: Library) -> None:
    turn = library.turns.begin(new_turn(library))
    await make_pictures(library, turn, [picture_bytes("a", 1000)])
    model.speak_with(lambda summary: f"{summary.conversation.title}, {summary.turns} turns")
    model.open(library)
    await loaded(model)
    index = model.index(0)
    assert index.data(SUMMARY) == library.conversations.summaries(1)[0]
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Otters, 1 turns"
    assert model.conversation_at(index) == library.conversations.get(turn.conversation_id)
    assert model.row_of(turn.conversation_id) == 0
    assert model.row_of("f" * 32) == -1
    assert model.conversation_at(QModelIndex()) is None


async def test_pages_come_one_after_another(tasks: Tasks, library: Library) -> None:
    model = Conversations(tasks)  # without the tester, which fetches whatever there is
    with library.transaction():
        add(library, *(str(number) for number in range(2 * PAGE + 30)))
    model.open(library)
    assert len(await loaded(model)) == PAGE
    while model.canFetchMore(QModelIndex()):
        model.fetchMore(QModelIndex())
        assert not model.canFetchMore(QModelIndex()), "asked twice for one page"
        await loaded(model)
    assert titles(model) == [str(number) for number in reversed(range(2 * PAGE + 30))]
    add(library, "new", at=PAGE * 10)
    model.refresh()
    assert len(await loaded(model)) == 2 * PAGE + 30, "a refresh reads as much as was there"
    assert titles(model)[0] == "new"


async def test_a_refresh_keeps_what_points_at_a_row(model: Conversations, library: Library) -> None:
    add(library, "a", "b", "c", "d")
    model.open(library)
    assert await loaded(model) == ["d", "c", "b", "a"]
    resets: list[bool] = []
    model.modelReset.connect(lambda: resets.append(True))
    pointers = {title: QPersistentModelIndex(model.index(row)) for row, title in enumerate(titles(model))}
    ids = {title: model.index(row).data(SUMMARY).conversation.id for row, title in enumerate(titles(model))}
    library.conversations.trash(ids["d"], 5)
    library.turns.begin(new_turn(library, conversation_id=ids["a"]))  # makes one "Otters" too
    library.conversations.rename(ids["b"], "B")
    model.refresh()
    await until(lambda: "B" in titles(model))
    assert titles(model) in (["a", "Otters", "c", "B"], ["Otters", "a", "c", "B"])
    assert not pointers["d"].isValid()
    assert [pointers[title].data() for title in "abc"] == ["a", "B", "c"]
    assert resets == []


async def test_words_find_conversations_once_typing_pauses(
    model: Conversations, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(library, "Otters", "Beavers", "Sea otters")
    asked: list[str] = []
    real = library.conversations.summaries

    def summaries(limit: int, **changes: object) -> object:
        asked.append(str(changes["text"]))
        return real(limit, **changes)  # type: ignore[arg-type]

    monkeypatch.setattr(library.conversations, "summaries", summaries)
    model.open(library)
    await loaded(model)
    for text in ("o", "ot", "  otter  "):
        model.search(text)
    assert not model.is_loaded
    assert await loaded(model) == ["Sea otters", "Otters"]
    assert asked == ["", "otter"]
    model.search("")
    assert await loaded(model) == ["Sea otters", "Beavers", "Otters"]


async def test_an_answer_that_comes_too_late_is_dropped(
    model: Conversations, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(library, "Otters", "Beavers")
    model.open(library)
    await loaded(model)
    go = threading.Event()
    entered: list[str] = []
    real = library.conversations.summaries

    def summaries(limit: int, **changes: object) -> object:
        found = real(limit, **changes)  # type: ignore[arg-type]
        entered.append(str(changes["text"]))
        if changes["text"] == "otters":
            go.wait(30)
        return found

    monkeypatch.setattr(library.conversations, "summaries", summaries)
    shown: list[list[str]] = []
    model.loaded.connect(lambda: shown.append(titles(model)))
    model.search("otters")
    await until(lambda: entered == ["otters"])
    model.search("beavers")
    await until(lambda: not model._typing.isActive())
    go.set()
    assert await loaded(model) == ["Beavers"]
    assert shown == [["Beavers"]]


async def test_the_trash_is_a_list_of_its_own(model: Conversations, library: Library) -> None:
    add(library, "a", "b")
    model.open(library)
    await loaded(model)
    library.conversations.trash(model.index(0).data(SUMMARY).conversation.id, 5)
    model.show_list("trashed")
    assert await loaded(model) == ["b"]
    assert not model.flags(model.index(0)) & Qt.ItemFlag.ItemIsEditable
    model.show_list("kept")
    assert await loaded(model) == ["a"]
    assert model.flags(model.index(0)) & Qt.ItemFlag.ItemIsEditable


async def test_a_new_title_is_shown_at_once_and_an_empty_one_refused(model: Conversations, library: Library) -> None:
    add(library, "a")
    model.open(library)
    await loaded(model)
    told: list[tuple[Conversation, str]] = []
    model.renamed.connect(lambda conversation, title: told.append((conversation, title)))
    index = model.index(0)
    for nothing in ("", "  \n "):
        assert not model.setData(index, nothing)
    assert model.setData(index, "a")  # as it was: nothing to tell
    assert told == []
    assert model.setData(index, " New\ntitle ")
    assert index.data() == "New title"
    assert [(conversation.title, title) for conversation, title in told] == [("a", "New title")]
    assert model.setData(index, "x" * 1000)
    assert len(index.data()) == 200


async def test_rows_are_grouped_by_day_and_anew_when_a_day_begins(tasks: Tasks, library: Library) -> None:
    noon = library.clock() // DAY * DAY + DAY // 2
    day = [date.today()]  # noqa: DTZ011 - here
    add(library, "yesterday", at=noon - DAY)
    add(library, "today", "today too", at=noon)
    model = Conversations(tasks, today=lambda: day[0])
    model.open(library)
    await loaded(model)

    def kinds() -> list[str | None]:
        sections: list[Section | None] = [model.index(row).data(SECTION) for row in range(model.rowCount())]
        return [section and section.kind for section in sections]

    assert kinds() == ["today", None, "yesterday"]
    changed: list[bool] = []
    model.dataChanged.connect(lambda *_: changed.append(True))
    model.look_at_the_clock()
    assert not changed
    day[0] = date.fromordinal(day[0].toordinal() + 1)
    model.look_at_the_clock()
    assert changed
    assert kinds() == ["yesterday", None, "weekday"]


async def test_a_library_that_fails_says_so_and_can_be_asked_again(
    model: Conversations, tasks: Tasks, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    failures: list[object] = []
    tasks.failed.connect(lambda _name, error: failures.append(error))
    add(library, "a")

    def broken(*_: object, **__: object) -> object:
        raise LibraryError("the disk is gone")

    with monkeypatch.context() as patch:
        patch.setattr(library.conversations, "summaries", broken)
        model.open(library)
        await until(lambda: failures)
    assert isinstance(failures[0], LibraryError)
    model.refresh()
    assert await loaded(model) == ["a"]


async def test_another_library_may_be_opened_while_the_first_is_asked(
    model: Conversations, tasks: Tasks, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failures: list[object] = []
    tasks.failed.connect(lambda _name, error: failures.append(error))
    go, entered = threading.Event(), threading.Event()

    def slow(*_: object, **__: object) -> object:
        entered.set()
        go.wait(30)
        raise LibraryError("closed")

    monkeypatch.setattr(library.conversations, "summaries", slow)
    model.open(library)
    await until(entered.is_set)
    with Library.open(tmp_path / "other") as other:
        add(other, "other")
        model.open(other)
        go.set()
        assert await loaded(model) == ["other"]
        model.close()
    assert failures == []
