"""Conversations as a list shows them: counted, with their newest picture, found by words."""

import pytest

from studio.library.library import Library
from studio.library.records import ConversationSummary, Turn
from tests.library.making import begin_landing, commit_of, land, make_pictures, new_turn, picture_bytes


def titles(found: tuple[ConversationSummary, ...]) -> list[str]:
    return [each.conversation.title for each in found]


def begin(library: Library, title: str, prompt: str = "An otter", parent: Turn | None = None) -> Turn:
    new = new_turn(library, parent, prompt=prompt)
    library.conversations.rename(new.conversation_id, title)
    return library.turns.begin(new)


async def test_a_conversation_shows_its_turns_and_its_newest_main_picture(library: Library) -> None:
    first = begin(library, "Otters")
    await make_pictures(library, first, [picture_bytes("a"), picture_bytes("b")])
    second = begin(library, "Otters", parent=first)
    await make_pictures(library, second, [picture_bytes("c")])
    begin(library, "Otters", parent=second)  # has made nothing yet
    (found,) = library.conversations.summaries(10)
    assert found.turns == 3
    assert found.conversation == library.conversations.get(first.conversation_id)
    assert found.image == library.images.of_turn(second.id)[0]


async def test_drafts_and_what_is_in_the_trash_do_not_count(library: Library) -> None:
    first = begin(library, "Otters")
    await make_pictures(library, first, [picture_bytes("a"), picture_bytes("b")])
    second = begin(library, "Otters", parent=first)
    with begin_landing(library, second) as landing:
        landed = await land(landing, [picture_bytes("draft")])
        commit = commit_of(library, landed)
        draft = type(commit.pictures[0])(0, 0, "draft", "image/png")
        library.turns.commit_reply(landing.attempt_id, landed, commit_of(library, landed, pictures=(draft,)))
    a, b = library.images.of_turn(first.id)
    assert [each.image for each in library.conversations.summaries(10)] == [b]
    library.images.trash(b.id, 5)
    assert [each.image for each in library.conversations.summaries(10)] == [a]
    library.forest.prune(second.id, 5)
    assert [(each.turns, each.image) for each in library.conversations.summaries(10)] == [(1, a)]
    library.forest.prune(first.id, 5)
    assert [(each.turns, each.image) for each in library.conversations.summaries(10)] == [(0, None)]


def test_a_conversation_without_turns_is_there(library: Library) -> None:
    library.conversations.create("a" * 32, "Empty", 5)
    assert [(each.turns, each.image) for each in library.conversations.summaries(10)] == [(0, None)]


def test_pages_follow_each_other_and_the_trash_has_its_own(library: Library) -> None:
    for number in range(10):
        library.conversations.create(f"{number:032x}", f"{number}", number // 3)
    library.conversations.trash(f"{4:032x}", 7)
    pages = [library.conversations.summaries(4)]
    while page := library.conversations.summaries(4, pages[-1][-1].conversation):
        pages.append(page)
    assert [title for page in pages for title in titles(page)] == list("987653210")
    assert titles(library.conversations.summaries(4, which="trashed")) == ["4"]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", ["Größe", "50% off_now [draft] *", "Otters"]),
        ("  ", ["Größe", "50% off_now [draft] *", "Otters"]),
        ("OTTERS", ["Otters"]),
        ("grÖSSE", []),  # ß and SS are not the same letter to a list
        ("GRÖß", ["Größe"]),
        ("ölfarben", ["Größe"]),
        ("hat otter", ["Otters"]),  # one word in the title, one in a prompt, in any order
        ("hat walrus", []),
        ("%", ["50% off_now [draft] *"]),
        ("_", ["50% off_now [draft] *"]),
        ("[draft]", ["50% off_now [draft] *"]),
        ("*", ["50% off_now [draft] *"]),
        ("?", ["Otters"]),
        ("^]", ["Otters"]),
        ("日本", ["Größe"]),
        ("\\", []),
        ("a\0b", ["Größe"]),
        ("\ud800", []),
        ("x" * 100_000, []),
        ("o " * 5_000, ["50% off_now [draft] *", "Otters"]),
    ],
)
def test_words_are_found_in_title_and_prompts_in_any_case(library: Library, typed: str, expected: list[str]) -> None:
    first = begin(library, "Otters", "A cat. Why? ^]")
    begin(library, "Otters", "In a top HAT", parent=first)
    begin(library, "50% off_now [draft] *", "A poster")
    begin(library, "Größe", "Mit ÖLFARBEN aus 日本")
    assert titles(library.conversations.summaries(10, text=typed)) == expected


def test_a_prompt_in_the_trash_is_not_found(library: Library) -> None:
    turn = begin(library, "Animals", "An otter")
    assert titles(library.conversations.summaries(10, text="otter")) == ["Animals"]
    library.forest.prune(turn.id, 5)
    assert titles(library.conversations.summaries(10, text="otter")) == []


def test_pinned_conversations_come_first_page_by_page(library: Library) -> None:
    for number in range(10):
        library.conversations.create(f"{number:032x}", f"{number}", number // 3)
    for when, number in enumerate((4, 1, 7)):
        library.conversations.pin(f"{number:032x}", 100 + when // 2)
    expected = "7" + "41" + "9865320"
    for size in range(1, 12):
        pages = [library.conversations.summaries(size)]
        while page := library.conversations.summaries(size, pages[-1][-1].conversation):
            pages.append(page)
        assert "".join(title for page in pages for title in titles(page)) == expected
    library.conversations.unpin(f"{7:032x}")
    assert titles(library.conversations.summaries(3)) == ["4", "1", "9"]


def test_the_archive_is_a_list_of_its_own_and_searched_with_the_rest(library: Library) -> None:
    for number, title in enumerate(("Otter a", "Otter b", "Otter c", "Beaver")):
        library.conversations.create(f"{number:032x}", title, number)
    library.conversations.pin(f"{1:032x}", 9)
    library.conversations.pin(f"{2:032x}", 8)
    library.conversations.archive(f"{2:032x}", 9)
    library.conversations.archive(f"{0:032x}", 9)
    assert titles(library.conversations.summaries(9)) == ["Otter b", "Beaver"]
    assert titles(library.conversations.summaries(9, which="archived")) == ["Otter c", "Otter a"]
    found = library.conversations.summaries(9, text="otter")
    assert titles(found) == ["Otter b", "Otter c", "Otter a"], "a pin does not hold in the archive"
    assert [each.conversation.is_pinned for each in found] == [True, False, False]
    assert titles(library.conversations.summaries(9, found[0].conversation, text="otter")) == ["Otter c", "Otter a"]
    assert titles(library.conversations.summaries(9, which="archived", text="r a")) == ["Otter a"]
    library.conversations.trash(f"{0:032x}", 10)
    assert titles(library.conversations.summaries(9, which="archived")) == ["Otter c"]
    assert titles(library.conversations.summaries(9, which="trashed")) == ["Otter a"]
