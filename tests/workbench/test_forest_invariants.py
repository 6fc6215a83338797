"""The tree of turns under whatever a person may do in whatever order, on a real record, with only the wire made up.

Sent are new turns, continuations, edits, variants and repetitions, which end in every way there is: well, in words,
blocked, failed, tried again, cut off, cancelled, or with the program gone in the middle. In between branches are
pruned, starred, folded, forked, duplicated, conversations and images go into the trash and the archive and come back,
all of it is undone and redone, and the library is closed and opened. After each step holds (`forest_record.py`):

1. A turn has at most one parent, in its own conversation, and never follows itself.
2. Only a turn with a model Content is continued; turns of one send share their parent.
3. What is kept never follows what is in the trash.
4. What was sent and what would be sent next alternates between user and model, and begins and ends with the user.
5. Every send adds; what had come to its end stays as it was, word for word and byte for byte, whatever is done.
6. Nothing is orphaned: each row leads to the rows it names, each turn was tried, each image was made or imported, each
   blob is a file. No attempt is left open, no landing folder is left lying.
7. A copy stands for a turn that is no copy, says what that says, sends what that sends, and was never sent itself.
8. Only sending costs money: spending is the same after anything else.
9. Undone, all is as it was before; redone, as it was after. Closed and opened, all is the same.
10. In the end every byte is on the disk as it was written, and no file is there that the record does not know.
"""

import json
import os
from collections.abc import Sequence
from typing import Any, get_args

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from studio.generation.errors import NoRoom, NothingToContinue
from studio.generation.refused import keep_refused
from studio.generation.wish import WishInput
from studio.library.records import Turn
from studio.library.verify import verify
from studio.workbench.again import wish_again
from tests.fakes.far_end import Ending
from tests.workbench.forest_record import (
    bytes_after,
    check_contents,
    check_copies,
    check_nothing_is_left,
    check_nothing_is_orphaned,
    check_tree,
    record_of,
    spending,
)
from tests.workbench.forest_rig import CAPABILITIES, MODELS, ForestRig

# About fifteen seconds; a few thousand for a night.
EXAMPLES = int(os.environ.get("STUDIO_FOREST_EXAMPLES", "30"))

Pick = st.integers(0, 999)
# Every other request goes well, else trees stay small.
Endings = st.lists(st.sampled_from(("signed",) * 12 + get_args(Ending)), min_size=1, max_size=3)


class TreeOfTurns(RuleBasedStateMachine):
    """A person in front of one library."""

    def __init__(self) -> None:
        super().__init__()
        self.rig = ForestRig()
        self.checked: set[str] = set()
        self.heard = 0

    @initialize()
    def begin_with_a_tree(self) -> None:
        """Send two variants, and go on from both."""
        self.rig.send(["signed", "signed"], "new", None, self.rig.library.ids.new())
        for parent in self.rig.turns():
            self.rig.send(["signed"], "continue", parent, parent.conversation_id)

    # What is sent

    @rule(endings=Endings, pick=Pick, model=st.sampled_from(MODELS), with_image=st.booleans())
    def begin(self, endings: list[Ending], pick: int, model: str, with_image: bool) -> None:
        """Send a first turn, in a new conversation or as one more tree of an old one."""
        places = [None, *self.rig.conversations()]
        place = places[pick % len(places)]
        inputs = [WishInput(one_of(self.rig.images(), pick), "reference", "logo")] if with_image else []
        self.rig.send(
            endings, "new", None, place.id if place else self.rig.library.ids.new(), model=model, inputs=inputs
        )

    @rule(endings=Endings, pick=Pick, model=st.sampled_from(MODELS))
    def go_on(self, endings: list[Ending], pick: int, model: str) -> None:
        """Continue a turn: any one, also of a copy, and what was pruned while the wish waited."""
        parent = one_of(self.rig.continuable(), pick)
        self.rig.send(endings, "continue", parent, parent.conversation_id, model=model)

    @rule(endings=Endings, pick=Pick, model=st.sampled_from(MODELS))
    def edit(self, endings: list[Ending], pick: int, model: str) -> None:
        """Send an earlier turn with other words."""
        turn = one_of(self.rig.turns(), pick)
        parent = self.rig.library.turns.get(turn.parent_id) if turn.parent_id else None
        self.rig.send(endings, "edit", parent, turn.conversation_id, model=model)

    @rule(endings=Endings, pick=Pick)
    def again(self, endings: list[Ending], pick: int) -> None:
        """Send the same once more."""
        self.rig.send_wishes([wish_again(self.rig.library, one_of(self.rig.turns(), pick))], endings)

    @rule(endings=Endings, pick=Pick, place=Pick)
    def go_on_from_an_image(self, endings: list[Ending], pick: int, place: int) -> None:
        """Begin a new tree with an image."""
        conversation_id = one_of([*(each.id for each in self.rig.conversations()), self.rig.library.ids.new()], place)
        inputs = [WishInput(one_of(self.rig.images(), pick), "edit")]
        self.rig.send(endings, "continue", None, conversation_id, inputs=inputs)

    @precondition(lambda self: len(self.rig.continuable()) < len(self.rig.turns()))
    @rule(pick=Pick)
    def go_on_from_nothing(self, pick: int) -> None:
        """What brought nothing cannot be continued: nothing is written of it, and then the refusal."""
        turn = one_of([each for each in self.rig.turns() if each.content is None], pick)
        before = record_of(self.rig.library)
        wish = self.rig.wish("continue", turn, turn.conversation_id)
        outcome = self.rig.run(wish)
        assert isinstance(outcome, NothingToContinue)
        assert record_of(self.rig.library) == before
        keep_refused(self.rig.library, wish, "far", outcome)
        self.rig.since_send = 0

    @rule(pick=Pick)
    def be_refused(self, pick: int) -> None:
        """A wish that cannot be begun is kept with its words."""
        parent = one_of([None, *self.rig.continuable()], pick)
        wish = self.rig.wish("new", parent, parent.conversation_id if parent else self.rig.library.ids.new())
        keep_refused(self.rig.library, wish, "far", NoRoom(1))
        self.rig.since_send = 0

    # What is done to the tree

    @rule(pick=Pick)
    def prune(self, pick: int) -> None:
        """Put a branch into the trash, be it there or not."""
        self.rig.do(lambda: self.rig.edits.prune(one_of(self.rig.turns(), pick).id, "prune", str))

    @rule(pick=Pick)
    def take_up(self, pick: int) -> None:
        """Take a turn out of the trash, if it is there."""
        self.rig.do(lambda: self.rig.edits.take_up(one_of(self.rig.turns(), pick).id, "take up", ""))

    @rule(pick=Pick, on=st.booleans(), fold=st.booleans())
    def mark(self, pick: int, on: bool, fold: bool) -> None:
        """Star or fold a turn, or take that away."""
        mark = self.rig.edits.fold if fold else self.rig.edits.star
        self.rig.do(lambda: mark(one_of(self.rig.turns(), pick).id, on, "mark"))

    @rule(pick=Pick)
    def fork(self, pick: int) -> None:
        """Copy a branch."""
        self.rig.do(lambda: self.rig.edits.fork(one_of(self.rig.turns(), pick).id, "A fork", "fork", ""))

    @rule(pick=Pick)
    def duplicate(self, pick: int) -> None:
        """Copy a conversation."""
        self.rig.do(
            lambda: self.rig.edits.duplicate(one_of(self.rig.conversations(), pick), "A duplicate", "duplicate", "")
        )

    @rule(pick=Pick, what=st.sampled_from(["trash", "pin", "archive", "rename"]))
    def move_conversation(self, pick: int, what: str) -> None:
        """Put a conversation somewhere, or take it out when it is there."""
        found = one_of(self.rig.conversations(), pick)
        match what:
            case "trash" if found.trashed is None:
                self.rig.do(lambda: self.rig.edits.trash_conversation(found, "trash", ""))
            case "trash":
                self.rig.do(lambda: self.rig.edits.restore_conversation(found, "restore", ""))
            case "pin":
                self.rig.do(lambda: self.rig.edits.pin(found, found.pinned is None, "pin"))
            case "archive":
                self.rig.do(lambda: self.rig.edits.archive(found, found.archived is None, "archive"))
            case _:
                self.rig.do(lambda: self.rig.edits.rename(found, f"{found.title}!", "rename"))

    @rule(pick=Pick, what=st.sampled_from(["trash", "restore", "rate"]))
    def move_images(self, pick: int, what: str) -> None:
        """Put images into the trash, take them out, rate them."""
        found = [each for each in self.rig.images() if (each.trashed is None) == (what != "restore")][pick % 5 :: 3]
        match what:
            case "trash":
                self.rig.do(lambda: self.rig.edits.trash_images(found, "trash", ""))
            case "restore":
                self.rig.do(lambda: self.rig.edits.restore_images(found, "restore", ""))
            case _:
                self.rig.do(lambda: self.rig.edits.rate(found, pick % 5 + 1, "rate"))

    @precondition(lambda self: self.rig.undo.can_undo)
    @rule(count=st.integers(1, 4), redone=st.integers(0, 4))
    def undo_and_redo(self, count: int, redone: int) -> None:
        """Take back the last steps, and do some of them again."""
        before, spent = record_of(self.rig.library), spending(self.rig.library)
        self.rig.settle(*[self.rig.undo.undo] * count, *[self.rig.undo.redo] * redone)
        if redone == count <= self.rig.since_send:
            assert record_of(self.rig.library) == before
        self.rig.since_send = max(0, self.rig.since_send - max(0, count - redone))
        assert spending(self.rig.library) == spent

    @precondition(lambda self: self.rig.steps)
    @rule(pick=Pick)
    def take_back(self, pick: int) -> None:
        """Undo a step from its message, though others came after it."""
        self.rig.settle(lambda: self.rig.undo.take_back(one_of(self.rig.steps, pick)))
        self.rig.since_send = 0

    @rule()
    def restart(self) -> None:
        """Close the library and open it."""
        before, spent = record_of(self.rig.library), spending(self.rig.library)
        self.rig.reopen()
        assert record_of(self.rig.library) == before
        assert spending(self.rig.library) == spent

    # What always holds

    @invariant()
    def the_record_is_right(self) -> None:
        record = record_of(self.rig.library)
        check_tree(self.rig.library, record)
        check_copies(record)
        check_nothing_is_orphaned(self.rig.library, record)
        check_nothing_is_left(self.rig.library, record)
        for contents in self.rig.far.contents[self.heard :]:
            check_contents(contents)
        self.heard = len(self.rig.far.contents)
        self.check_what_would_be_sent()

    def check_what_would_be_sent(self) -> None:
        """Of each turn once: its way and what it brought never change."""
        for turn in self.rig.continuable():
            if turn.id not in self.checked:
                self.checked.add(turn.id)
                self.check_next(turn)

    def check_next(self, turn: Turn) -> None:
        for model in MODELS:
            sent = bytes_after(self.rig.library, turn.id, CAPABILITIES, model)
            check_contents(json.loads(sent)["contents"])
            if turn.copied_from is not None:
                assert bytes_after(self.rig.library, turn.copied_from, CAPABILITIES, model) == sent

    def teardown(self) -> None:
        try:
            report = verify(self.rig.library)
            assert report.sound, report
            assert (report.stray, report.landing, report.open_attempts) == ((), (), ()), report
        finally:
            self.rig.close()


def one_of(choices: Sequence[Any], pick: int) -> Any:
    return choices[pick % len(choices)]


TestTreeOfTurns = TreeOfTurns.TestCase
TestTreeOfTurns.settings = settings(
    max_examples=EXAMPLES,
    stateful_step_count=20,
    suppress_health_check=list(HealthCheck),
)
