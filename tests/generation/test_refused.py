"""A wish that could not be begun is on record with its reason, once."""

from pathlib import Path

from studio.generation.errors import TooMuchToSend
from studio.generation.queued import to_queue
from studio.generation.refused import keep_refused
from studio.generation.wish import Wish, WishInput
from studio.library.library import Library
from tests.fakes.replies import picture


def test_its_words_inputs_and_reason_are_kept_once(tmp_path: Path) -> None:
    (tmp_path / "photo.png").write_bytes(picture())
    with Library.open(tmp_path / "library") as library:
        image = library.images.import_file(tmp_path / "photo.png", mime="image/png", width=64, height=48, name="photo")
        new = library.ids.new
        wish = Wish("a house", "m", new(), new(), new(), "new", inputs=(WishInput(image, "edit", "house"),))
        error = TooMuchToSend(42_000_000, 18_000_000, continues=False)
        keep_refused(library, wish, "Hub", error)
        keep_refused(library, wish, "Hub", error)
        (turn,) = library.turns.recent(9)
        assert (turn.id, turn.prompt, turn.connection, turn.content) == (wish.turn_id, "a house", "Hub", None)
        assert library.conversations.get(turn.conversation_id).title == "a house"
        assert [(given.image.id, given.role, given.name) for given in library.turns.inputs(turn.id)] == [
            (image.id, "edit", "house")
        ]
        (attempt,) = library.turns.attempts(turn.id)
        assert (attempt.state, attempt.charge, attempt.sent) == ("failed", "none", None)
        assert attempt.failure is not None
        assert attempt.failure["kind"] == "TooMuchToSend"
        assert library.unsettled.all() == (), "whoever asked was told: the next start does not call it interrupted"


def test_a_wish_that_was_begun_already_waits_no_more(tmp_path: Path) -> None:
    with Library.open(tmp_path / "library") as library:
        new = library.ids.new
        wish = Wish("a house", "m", new(), new(), new(), "new")
        error = TooMuchToSend(42_000_000, 18_000_000, continues=False)
        keep_refused(library, wish, "Hub", error)
        library.queue.add([to_queue(wish, None, "Hub", library.clock())])
        keep_refused(library, wish, "Hub", error)
        assert library.queue.all() == ()
