"""Conversations: titled, paged, trashed."""

import pytest

from studio.library.errors import LibraryBug
from studio.library.library import Library


def test_titles_can_be_changed(library: Library) -> None:
    conversation = library.conversations.create("a" * 32, "Otters", 5)
    assert (conversation.title, conversation.created, conversation.updated) == ("Otters", 5, 5)
    library.conversations.rename("a" * 32, "Beavers \ud800")
    assert library.conversations.get("a" * 32).title == "Beavers \ufffd"


def test_pages_show_the_last_changed_first(library: Library) -> None:
    for number in range(10):
        library.conversations.create(f"{number:032x}", "Otters", number // 3)
    pages = [library.conversations.newest(4)]
    while page := library.conversations.newest(4, pages[-1][-1]):
        pages.append(page)
    assert [int(item.id, 16) for page in pages for item in page] == list(range(9, -1, -1))


def test_the_trash_has_a_page_of_its_own(library: Library) -> None:
    library.conversations.create("a" * 32, "Otters", 5)
    library.conversations.trash("a" * 32, 6)
    assert library.conversations.newest(5) == ()
    assert [item.trashed for item in library.conversations.newest(5, trashed=True)] == [6]
    library.conversations.restore("a" * 32)
    assert library.conversations.newest(5, trashed=True) == ()


def test_an_unknown_conversation_is_our_mistake(library: Library) -> None:
    for call in (library.conversations.get, library.conversations.restore):
        with pytest.raises(LibraryBug):
            call("f" * 32)


def test_the_archive_is_not_among_what_is_kept(library: Library) -> None:
    library.conversations.create("a" * 32, "Otters", 5)
    library.conversations.archive("a" * 32, 6)
    assert library.conversations.newest(5) == ()
    assert library.conversations.get("a" * 32).archived == 6
    library.conversations.unarchive("a" * 32)
    assert [each.archived for each in library.conversations.newest(5)] == [None]
