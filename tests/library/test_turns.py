"""Turns: written down, found again, in trees."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studio.library.errors import AmbiguousTurn, LibraryBug, PutAway, UnknownTurn
from studio.library.ids import made_at
from studio.library.library import Library
from studio.library.records import NewInput, Turn
from tests.library.making import begin_landing, commit_of, land, make_pictures, new_turn, picture_bytes


def begin(library: Library, parent: Turn | None = None, **changes: object) -> Turn:
    return library.turns.begin(new_turn(library, parent, **changes))


def test_what_was_begun_is_given_back(library: Library) -> None:
    new = new_turn(
        library,
        prompt="Otter, “quoted” 🦦\x00\n",
        settings={"imageSize": "4K", "seed": 2**31, "temperature": 0.7, "nested": {"a": [None, True]}},
        decisions=({"collapsed": "turn", "why": "unsigned"}, {"odd": "\ud800"}),
        estimate_micros=134_000,
    )
    turn = library.turns.begin(new)
    assert turn == library.turns.get(new.id)
    for name in ("id", "conversation_id", "send_id", "origin", "created", "prompt", "settings", "decisions", "model"):
        assert getattr(turn, name) == getattr(new, name), name
    assert (turn.outcome, turn.words, turn.content, turn.actual_micros, turn.trashed) == (None,) * 5


def test_a_prompt_of_five_megabytes_is_kept(library: Library) -> None:
    assert begin(library, prompt="ö" * 5_000_000).prompt == "ö" * 5_000_000


def test_the_branch_and_its_neighbours(library: Library) -> None:
    root = begin(library)
    child, other_child = begin(library, root), begin(library, root, origin="again")
    grandchild = begin(library, child)
    other_root = begin(library, root, parent_id=None)
    assert library.turns.path(grandchild.id) == (root, child, grandchild)
    assert library.turns.path(root.id) == (root,)
    assert library.turns.children(root.id) == (child, other_child)
    assert library.turns.siblings(child.id) == (child, other_child)
    assert library.turns.siblings(root.id) == (root, other_root)
    assert library.turns.of_conversation(root.conversation_id) == (root, child, other_child, grandchild, other_root)
    assert library.turns.recent(2) == (other_root, grandchild)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=30)
@given(parents=st.lists(st.integers(0, 100), min_size=1, max_size=15))
def test_the_path_of_any_tree_leads_from_its_root(library: Library, parents: list[int]) -> None:
    turns = [begin(library)]
    for number in parents:
        turns.append(begin(library, turns[number % len(turns)]))
    for turn in turns:
        path = library.turns.path(turn.id)
        assert path[0].parent_id is None
        assert path[-1] == turn
        assert [step.parent_id for step in path[1:]] == [step.id for step in path[:-1]]


def test_a_parent_in_another_conversation_is_refused(library: Library) -> None:
    parent = begin(library)
    with pytest.raises(LibraryBug):
        begin(library, parent_id=parent.id)
    with pytest.raises(LibraryBug):
        begin(library, parent_id="f" * 32)


def test_a_turn_that_could_not_be_begun_leaves_no_trace(library: Library) -> None:
    new = new_turn(library, inputs=(NewInput("edit", "no such image"),))
    with pytest.raises(LibraryBug):
        library.turns.begin(new)
    with pytest.raises(UnknownTurn):
        library.turns.get(new.id)


async def test_inputs_keep_their_order_role_and_name(library: Library) -> None:
    first = begin(library)
    await make_pictures(library, first, [picture_bytes("a"), picture_bytes("b")])
    one, two = library.images.of_turn(first.id)
    inputs = (NewInput("edit", two.id), NewInput("reference", one.id, "logo"), NewInput("carried", two.id))
    turn = begin(library, inputs=inputs)
    found = library.turns.inputs(turn.id)
    assert [(given.position, given.role, given.image, given.name) for given in found] == [
        (0, "edit", two, None),
        (1, "reference", one, "logo"),
        (2, "carried", two, None),
    ]


def test_a_turn_is_found_by_its_id_or_a_unique_ending(library: Library) -> None:
    one = begin(library, id="0" * 26 + "aaab12")
    other = begin(library, id="0" * 26 + "cccb12")
    assert library.turns.find(one.id) == one
    assert library.turns.find(" AAAB12 ") == one
    assert library.turns.find("cb12") == other
    with pytest.raises(AmbiguousTurn, match="more letters"):
        library.turns.find("b12")
    for text in ("", " ", "%", "_", "a%b12", "zzz", "d", "0" * 33):
        with pytest.raises(UnknownTurn):
            library.turns.find(text)
    for call in (library.turns.get, library.turns.path):
        with pytest.raises(UnknownTurn):
            call("f" * 32)


async def test_a_turn_is_found_by_what_it_made(library: Library) -> None:
    turn, other = begin(library), begin(library)
    stem = "images/2026-11/22/otter"
    with begin_landing(library, turn, stem) as landing:
        landed = await land(landing, [picture_bytes("a"), picture_bytes("b")])
        images = library.turns.commit_reply(landing.attempt_id, landed, commit_of(library, landed)).images
    for made in (landing.attempt_id, *(image.id for image in images)):
        assert library.turns.find(made).id == turn.id
        assert library.turns.find(made[-12:]).id == turn.id
    library.turns.begin_attempt(turn.id, "1" * 26 + "eabc99", 1)
    library.turns.begin_attempt(turn.id, "2" * 26 + "fabc99", 1)
    assert library.turns.find("abc99").id == turn.id  # twice, but the same turn
    library.turns.begin_attempt(other.id, "3" * 26 + "dabc99", 1)
    with pytest.raises(AmbiguousTurn, match="more letters"):
        library.turns.find("abc99")
    assert library.turns.find("eabc99").id == turn.id
    named = begin(library, id="4" * 26 + "cabc99")
    assert library.turns.find("abc99") == named  # a turn's own id comes first


def test_an_attempt_and_an_image_of_different_turns_are_ambiguous(library: Library, tmp_path: Path) -> None:
    one, two = begin(library), begin(library)
    (tmp_path / "otter.png").write_bytes(picture_bytes("otter"))
    image = library.images.import_file(tmp_path / "otter.png", mime="image/png", width=1, height=1, name="otter.png")
    with pytest.raises(UnknownTurn):  # it was imported: no turn made it
        library.turns.find(image.id)
    library.turns.begin_attempt(one.id, "f" + image.id[1:], 1)
    assert library.turns.find(image.id[-6:]) == one
    with library.transaction():
        library.database.write("UPDATE image SET turn_id = ? WHERE id = ?", (two.id, image.id))
    with pytest.raises(AmbiguousTurn):
        library.turns.find(image.id[-6:])


async def test_last_is_the_newest_that_can_be_continued(library: Library) -> None:
    with pytest.raises(UnknownTurn, match="Generate a picture first"):
        library.turns.find("last")
    one, two, _ = begin(library), begin(library), begin(library)
    for turn in (two, one):
        await make_pictures(library, turn, [picture_bytes("x")])
    assert library.turns.find("last").id == two.id
    pruned = library.forest.prune(two.id, 5)
    assert library.turns.find("last").id == one.id
    assert library.turns.get(two.id).trashed == 5
    library.forest.unprune(pruned)
    assert library.turns.find("LAST").id == two.id


def test_a_turn_moves_its_conversation_up(library: Library) -> None:
    turn = begin(library)
    begin(library, turn, created=turn.created + 1000)
    begin(library, turn, created=turn.created - 1000)
    assert library.conversations.get(turn.conversation_id).updated == turn.created + 1000


def test_attempts_are_counted_and_marked(library: Library) -> None:
    turn = begin(library)
    with begin_landing(library, turn) as first, begin_landing(library, turn) as second:
        library.turns.mark_sent(second.attempt_id, 77)
        one, two = library.turns.attempts(turn.id)
    assert (one.id, one.number, two.number, two.sent, two.state) == (first.attempt_id, 1, 2, 77, "open")
    assert library.turns.open_attempts() == (one, two)
    assert library.turns.reply(one.id) is None
    with pytest.raises(LibraryBug):
        library.turns.mark_sent("f" * 32, 1)
    with pytest.raises(LibraryBug):
        library.turns.begin_attempt("f" * 32, "e" * 32, 1)


@pytest.mark.parametrize("what", ["turn", "conversation"])
def test_nothing_begins_after_what_went_into_the_trash_while_it_waited(library: Library, what: str) -> None:
    parent = library.turns.begin(new_turn(library))
    queued = new_turn(library, parent)
    later = made_at(queued.id) + 1
    if what == "turn":
        library.forest.prune(parent.id, later)
    else:
        library.conversations.trash(parent.conversation_id, later)
    with pytest.raises(PutAway):
        library.turns.begin(queued)
    assert not library.turns.has(queued.id)
    if what == "turn":
        assert library.turns.get(parent.id).trashed == later
