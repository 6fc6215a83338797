"""Many turns read at once are what they are one by one."""

from pathlib import Path

from studio.gemini import errors
from studio.library.library import Library
from studio.library.records import NewInput
from tests.library.making import new_turn
from tests.ui.staging import fail_turn, import_picture, make_turn


async def test_they_are_as_each_is_by_itself(library: Library, tmp_path: Path) -> None:
    given = [import_picture(library, tmp_path, number, f"{number}.png") for number in (1, 2)]
    root = await make_turn(library, roles=("draft", "main"), inputs=(NewInput("edit", given[0].id),))
    references = (NewInput("reference", given[1].id, "logo"), NewInput("carried", given[0].id))
    second = await make_turn(library, root, seed=3, inputs=references, commit={"facts": {"finishReason": "STOP"}})
    failed = fail_turn(library, root, errors.Overloaded("busy", status=503))
    begun = library.turns.begin(new_turn(library, second))
    library.images.trash(library.images.of_turn(root.id)[0].id, 1)
    copied = library.forest.fork(second.id, "Fork", 1)
    turns = [root, second, failed, begun, *library.turns.of_conversation(copied.id)]
    assert len(turns) == 6
    read = library.full_turns.read([turn.id for turn in turns])
    assert list(read) == sorted(read)
    for turn in turns:
        full, attempts = read[turn.id], library.turns.attempts(turn.id)
        assert full.turn == library.turns.get(turn.id)
        assert full.inputs == library.turns.inputs(turn.id)
        assert full.attempts == attempts
        assert full.images == tuple(each for each in library.images.of_turn(turn.id) if each.trashed is None)
        assert (full.facts or {}) == (library.turns.facts(attempts[-1].id) if attempts else {})
    assert read[second.id].facts == {"finishReason": "STOP"}


def test_none_are_none(library: Library) -> None:
    assert library.full_turns.read([]) == {}
    assert library.full_turns.read(["f" * 32]) == {}
