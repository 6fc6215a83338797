"""Searching: what is found by which words, newest first, at once and always as the record is."""

import random
import sqlite3
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studio.library import opening
from studio.library.library import Library
from studio.library.migrations import known_migrations
from studio.library.question import Question, Word, read_question
from studio.library.records import NewInput, Turn
from studio.library.search import FoundImage, FoundTurn
from tests.library.making import make_pictures, new_turn, picture_bytes

NAMES = {"gemini-3-pro-image": "Nano Banana Pro", "gemini-2.5-flash-image": "Nano Banana"}


def at(year: int, month: int, day: int, hour: int = 0) -> int:
    return round(datetime(year, month, day, hour, tzinfo=UTC).timestamp() * 1000)


def begin(
    library: Library, prompt: str, parent: Turn | None = None, title: str = "Untitled", **changes: object
) -> Turn:
    new = new_turn(library, parent, prompt=prompt, **changes)
    if parent is None:
        library.conversations.rename(new.conversation_id, title)
    return library.turns.begin(new)


def found(library: Library, typed: str, limit: int = 20) -> list[FoundTurn]:
    return list(library.search.turns(read_question(typed, UTC), limit, NAMES))


def prompts(library: Library, typed: str) -> list[str]:
    ids = [each.id for each in found(library, typed)]
    return [library.turns.get(each).prompt for each in ids]


def images(library: Library, typed: str) -> tuple[FoundImage, ...]:
    question = read_question(typed, UTC)
    return library.search.images(question, 5, library.search.turns(question, 5, NAMES))


def check_index(library: Library) -> None:
    """Raise unless the index says what the record says, word by word."""
    with library.transaction():
        library.database.write("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)")
        library.database.write("INSERT INTO search_name (search_name, rank) VALUES ('integrity-check', 1)")


PROMPT = "An Otter in a top HAT, Ätherisch, ЙОД, crème brûlée, 100% off_now [sic] what? C:\\art 水彩のカワウソ 3D水彩"


@pytest.mark.parametrize(
    ("typed", "is_found"),
    [
        ("hat OTTER", True),
        ("ott", True),
        ("tter", False),  # words are found by their beginning
        ("otter boat", False),
        ("ÄTHERISCH", True),
        ("atherisch", True),
        ("creme BRULEE", True),
        ("йод", True),
        ("100%", True),
        ("off_now", True),
        ("[sic]", True),
        ("what?", True),
        ("c:\\ART", True),
        ("otter\0hat", True),
        ("top hat", True),
        ('"top hat"', True),
        ('"hat top"', False),
        ('"top ha', True),  # still being typed
        ('"top ha"', False),
        ("“top hat”", True),
        ("カワウソ", True),
        ("ウ", True),
        ("水彩", True),
        ("彩水", False),
        ("3D水", True),
        ("OR", False),
        ("otter AND hat", False),  # no words of a language but those of a prompt
        ("NOT boat", False),
        ("prompt:otter", False),
        ("otter*", True),
        ("otter -hat", True),
        ("(otter", True),
        ("^otter", True),
        ("NEAR(otter hat)", False),
        ("???", False),
        ("🦦", False),
        ("\ud800", False),
        ("x" * 100_000, False),
        ("otter " * 5_000 + "boat", False),
    ],
)
def test_what_is_found_by_which_words(library: Library, typed: str, is_found: bool) -> None:
    begin(library, PROMPT)
    assert bool(found(library, typed)) is is_found


def test_the_newest_come_first_whenever_they_were_written_down(library: Library) -> None:
    for day in (3, 9, 1, 7):
        begin(library, f"An otter {day}", created=at(2026, 11, day))
    assert prompts(library, "otter") == ["An otter 9", "An otter 7", "An otter 3", "An otter 1"]
    assert [each.created for each in found(library, "otter", 2)] == [at(2026, 11, 9), at(2026, 11, 7)]


async def test_what_the_model_said_and_names_of_what_was_attached_are_found(library: Library, tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"x")
    logo = library.images.import_file(tmp_path / "a.png", mime="image/png", width=1, height=1, name="Waterfall.png")
    turn = begin(library, "Put it on a mug", inputs=(NewInput("reference", logo.id, "logo"),))
    await make_pictures(library, turn, [picture_bytes("a")])
    for typed in ("@logo", "waterfall", "sandbox drew", "mug logo sandbox"):
        assert [each.id for each in found(library, typed)] == [turn.id], typed
    (by_answer,), (by_name,), (by_prompt,) = (found(library, typed) for typed in ("drew", "waterf", "mug"))
    assert (by_answer.snippet.text, by_answer.snippet.marks) == ("Sandbox: drew an otter.", ((9, 13),))
    begin_, end = by_name.snippet.marks[0]
    assert by_name.snippet.text[begin_:end] == "Waterf"
    assert by_prompt.snippet == ("Put it on a mug", ((12, 15),))
    assert by_prompt.images == library.images.of_turn(turn.id)
    check_index(library)


def test_a_title_counts_with_words_of_the_turn_and_not_alone(library: Library) -> None:
    first = begin(library, "A poster", title="Otter campaign")
    begin(library, "A banner", first)
    assert prompts(library, "campaign poster") == ["A poster"]
    assert prompts(library, "campaign") == []
    summaries = library.search.conversations(read_question("camp ott"), 5)
    assert [each.conversation.title for each in summaries] == ["Otter campaign"]
    library.conversations.rename(first.conversation_id, "Beavers")
    assert prompts(library, "campaign poster") == []
    assert prompts(library, "beavers poster") == ["A poster"]
    assert library.search.conversations(read_question("camp"), 5) == ()
    check_index(library)


def test_what_lies_in_the_trash_is_left_out_and_the_archive_is_told(library: Library) -> None:
    turn = begin(library, "An otter", title="Otters")
    assert not found(library, "otter")[0].is_archived
    library.conversations.archive(turn.conversation_id, 5)
    assert found(library, "otter")[0].is_archived
    assert library.search.conversations(read_question("otters"), 5)[0].conversation.archived == 5
    pruned = library.forest.prune(turn.id, 5)
    assert found(library, "otter") == []
    library.forest.unprune(pruned)
    library.conversations.trash(turn.conversation_id, 5)
    assert found(library, "otter") == []
    assert library.search.conversations(read_question("otters"), 5) == ()
    library.conversations.restore(turn.conversation_id)
    assert prompts(library, "otter") == ["An otter"]


def test_models_are_found_by_id_and_name_where_they_are_meant(library: Library) -> None:
    begin(library, "A pro otter", model="gemini-3-pro-image")
    begin(library, "An otter with an image of a banana", model="google/gemini-2.5-flash-image")
    assert prompts(library, "model:pro") == ["A pro otter"]
    assert prompts(library, "model:flash otter") == ["An otter with an image of a banana"]
    assert len(prompts(library, "model:banana")) == 2
    assert prompts(library, 'model:"banana pro"') == ["A pro otter"]
    assert prompts(library, "gemini-3-pro") == ["A pro otter"]
    assert prompts(library, "image") == prompts(library, "banana") == ["An otter with an image of a banana"]
    assert prompts(library, "model:walrus") == []


async def test_stars_are_found_as_they_are_given_and_taken(library: Library) -> None:
    turn, other = begin(library, "An otter"), begin(library, "A starred fox")
    await make_pictures(library, turn, [picture_bytes("a"), picture_bytes("b")])
    first, second = library.images.of_turn(turn.id)
    library.images.rate(first.id, 3)
    library.images.rate(second.id, -1)
    library.forest.star(other.id, 7)
    assert prompts(library, "★") == prompts(library, "star:1") == ["A starred fox", "An otter"]
    assert prompts(library, "★★★") == prompts(library, "star:3 otter") == ["An otter"]
    assert prompts(library, "star:4") == []
    assert found(library, "otter")[0].images == (library.images.get(first.id), library.images.get(second.id))
    assert [each.image.id for each in images(library, "star:3")] == [first.id]
    library.images.trash(first.id, 5)
    assert prompts(library, "star:3") == []
    library.images.restore(first.id)
    library.images.rate(first.id, None)
    library.forest.star(other.id, None)
    assert prompts(library, "★") == []
    check_index(library)


def test_days_and_months_are_those_of_the_reader(library: Library) -> None:
    for month, day, hour in ((10, 31, 23), (11, 1, 0), (11, 22, 12), (12, 1, 0)):
        begin(library, f"An otter {month}-{day}", created=at(2026, month, day, hour))
    assert prompts(library, "2026-11") == ["An otter 11-22", "An otter 11-1"]
    assert prompts(library, "Nov 2026 otter") == prompts(library, "november 2026")
    assert prompts(library, "2026-11-22") == ["An otter 11-22"]
    assert prompts(library, "after:2026-11-22") == ["An otter 12-1", "An otter 11-22"]
    assert prompts(library, "before:2026-11 otter") == ["An otter 10-31"]
    assert prompts(library, "after:2026-11 before:november 2026") == []
    assert prompts(library, "after:2026 before:2027") == prompts(library, "otter")
    assert prompts(library, "2026-13") == []  # no month: words


async def test_images_are_found_by_their_turn_and_by_their_own_name(library: Library, tmp_path: Path) -> None:
    turn = begin(library, "An otter at night")
    await make_pictures(library, turn, [picture_bytes("a")])
    (tmp_path / "a.png").write_bytes(b"x")
    photo = library.images.import_file(tmp_path / "a.png", mime="image/png", width=1, height=1, name="Otter photo.png")
    both = images(library, "otter")
    assert [(each.image.id, each.snippet.text) for each in both] == [
        (photo.id, "Otter photo.png"),
        (library.images.of_turn(turn.id)[0].id, "An otter at night"),
    ]
    library.images.trash(photo.id, 5)
    assert len(images(library, "otter")) == 1


async def test_a_copy_is_found_in_its_own_conversation_with_the_stars_of_what_it_was_copied_from(
    library: Library,
) -> None:
    turn = begin(library, "An otter", title="Otters")
    await make_pictures(library, turn, [picture_bytes("a")])
    copy = library.forest.duplicate(turn.conversation_id, "Copy", 9)
    library.images.rate(library.images.of_turn(turn.id)[0].id, 5)
    assert {each.conversation_id for each in found(library, "star:5 otter")} == {turn.conversation_id, copy.id}
    assert len({image.id for each in found(library, "otter") for image in each.images}) == 1
    assert len(images(library, "otter")) == 1
    check_index(library)


def test_of_a_book_without_spaces_the_first_pages_are_searched(library: Library) -> None:
    begin(library, "水彩のカワウソ" * 285 + "虎" + "水彩のカワウソ" * 20_000)
    assert len(found(library, "ワウソ水")) == len(found(library, "虎")) == 1
    check_index(library)


def test_a_failed_transaction_leaves_nothing_to_be_found(library: Library) -> None:
    first = begin(library, "A fox")
    with pytest.raises(ZeroDivisionError), library.transaction():
        begin(library, "An otter", first)
        raise ZeroDivisionError
    assert found(library, "otter") == []
    check_index(library)


TYPED = st.text(alphabet=st.one_of(st.characters(), st.sampled_from('":*()-^+{}.,★ \0oa水2-016:')), max_size=40)


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    st.one_of(
        TYPED,
        st.builds("{}:{}".format, st.sampled_from(["model", "star", "before", "after", "NEAR"]), TYPED),
        st.builds('"{} {}'.format, TYPED, TYPED),
    )
)
def test_any_text_has_an_answer(library: Library, typed: str) -> None:
    question = read_question(typed)
    library.search.images(question, 5, library.search.turns(question, 5, NAMES))
    library.search.conversations(question, 5)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.randoms(use_true_random=False))
def test_after_any_changes_the_index_says_what_the_record_says(library: Library, source: random.Random) -> None:
    words = ("otter", "hat", "水彩", "Ätherisch", "night")
    turns: list[Turn] = []
    for _ in range(12):
        text, turn = " ".join(source.choices(words, k=3)), source.choice(turns) if turns else None
        match source.randrange(6) if turn else 0:
            case 0:
                turns.append(begin(library, text, turn, created=source.randrange(at(2026, 11, 22))))
            case 1 if turn:
                library.conversations.rename(turn.conversation_id, text)
            case 2 if turn:
                library.forest.star(turn.id, source.choice((None, 5)))
            case 3 if turn:
                library.forest.prune(turn.id, 5)
            case 4 if turn:
                library.forest.duplicate(turn.conversation_id, text, 5)
            case _ if turn:
                with library.transaction():
                    library.database.write("UPDATE turn SET words = ? WHERE id = ?", (text, turn.id))
    check_index(library)


def test_an_older_library_is_filled_when_it_is_opened(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(opening, "known_migrations", lambda: known_migrations()[:2])
        Library.open(root).close()
    with sqlite3.connect(root / "library.sqlite") as old:
        _fill_as_form_2_did(old, ["An otter", "水彩", "A fox"])
    old.close()
    with Library.open(root) as library:
        assert prompts(library, "otter") == ["An otter"]
        assert prompts(library, "彩") == ["水彩"]
        assert prompts(library, "star:4") == ["A fox"]
        assert [each.image.name for each in images(library, "photo")] == ["photo.png"]
        assert [each.turns for each in library.search.conversations(read_question("zoo"), 5)] == [3]
        check_index(library)
        begin(library, "An otter again", created=1)  # the same day: a number that is free
        assert len(prompts(library, "otter")) == 2
        check_index(library)


def _fill_as_form_2_did(old: sqlite3.Connection, prompts: Sequence[str]) -> None:
    old.execute("INSERT INTO conversation (id, title, created, updated) VALUES ('c', 'Zoo', 1, 1)")
    old.execute(f"INSERT INTO blob VALUES ('{'0' * 64}', 'inputs/a.png', 'image/png', 1)")
    old.execute(
        f"INSERT INTO image (id, blob, origin, name, created) VALUES ('i', '{'0' * 64}', 'imported', 'photo.png', 1)"
    )
    for number, prompt in enumerate(prompts):
        old.execute(
            "INSERT INTO turn (id, conversation_id, send_id, origin, created, prompt, settings, connection, endpoint,"
            " model, decisions) VALUES (?, 'c', 's', 'new', 1, ?, '{}', 'x', 'x', 'x', '[]')",
            (f"t{number}", prompt),
        )
    old.execute("INSERT INTO attempt (id, turn_id, number, created, state) VALUES ('a', 't2', 1, 1, 'open')")
    old.execute(
        "INSERT INTO image (id, blob, turn_id, attempt_id, origin, role, created, rating)"
        f" VALUES ('j', '{'0' * 64}', 't2', 'a', 'generated', 'main', 1, 4)"
    )


def test_small_pieces_of_the_index_are_merged_when_there_is_time(library: Library) -> None:
    for number in range(12):
        begin(library, f"Otter {number}")
    before = _pieces(library)
    library.search.tidy()
    assert before > 8
    assert _pieces(library) < 4
    assert len(found(library, "otter")) == 12
    check_index(library)


def _pieces(library: Library) -> int:
    return int(library.database.rows("SELECT count(DISTINCT segid) FROM search_idx")[0][0])


def test_numbers_stay_when_the_file_is_compacted(library: Library) -> None:
    for number in range(5):
        begin(library, f"Otter {number}")
    with library.transaction():
        library.database.write("DELETE FROM turn WHERE prompt = 'Otter 2'")
    library.database.rows("VACUUM")
    assert prompts(library, "otter") == ["Otter 4", "Otter 3", "Otter 1", "Otter 0"]
    check_index(library)


def test_a_change_costs_the_same_however_much_there_is(library: Library) -> None:
    turn = begin(library, "An otter")
    image = library.images.import_file(Path(__file__), mime="image/png", width=1, height=1, name="a.png")
    changes = (
        lambda number: library.conversations.rename(turn.conversation_id, f"Otters {number}"),
        lambda number: library.forest.star(turn.id, number),
        lambda number: library.images.rate(image.id, number % 5 + 1),
        lambda number: begin(library, f"A fox {number}", inputs=(NewInput("reference", image.id, "logo"),)),
    )
    few = [_steps(library, change) for change in changes]
    with library.transaction():
        for number in range(300):
            begin(library, f"A beaver {number}")
    many = [_steps(library, change) for change in changes]
    assert all(more < 2 * less + 50 for less, more in zip(few, many, strict=True)), (few, many)


def _steps(library: Library, change: Callable[[int], object]) -> int:
    """How many tens of steps SQLite takes for a change; the second of its kind, when everything is prepared."""
    taken = [0]

    def count() -> int:
        taken[0] += 1
        return 0

    change(1)
    library.database._connection.set_progress_handler(count, 10)
    change(2)
    library.database._connection.set_progress_handler(None, 0)
    return taken[0]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", Question()),
        ('model: "', Question((Word("model:"),))),
        ("star:9", Question((Word("star 9"),))),
        ("before:soon", Question((Word("before soon"),))),
        ("2026", Question((Word("2026"),))),
        ('"2026-11"', Question((Word("2026-11", is_whole=True),))),
        ("★★★★★★★", Question(stars=5)),
        ("- a", Question((Word("a"),))),
    ],
)
def test_what_cannot_be_read_otherwise_is_words(typed: str, expected: Question) -> None:
    assert read_question(typed, UTC) == expected
