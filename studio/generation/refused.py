"""A wish that could not be begun, written down all the same: its words are not lost, and the reason is kept."""

from studio.generation.wish import Wish, title_of
from studio.library.errors import PutAway
from studio.library.library import Library
from studio.library.records import Json, NewInput, NewTurn


def keep_refused(library: Library, wish: Wish, connection: str, error: Exception, endpoint: str = "") -> None:
    """Write down a turn that failed before anything was sent, unless it was begun. Blocks; raises LibraryError.

    `endpoint` is where alone it was to go, where that is known: so it is asked for again there or nowhere.
    What has no place any more, what it follows being in the trash, is not written down either.
    """
    when = library.clock()
    attempt_id = library.ids.new()
    with library.transaction():
        library.queue.drop([wish.turn_id])
        if isinstance(error, PutAway) or library.turns.has(wish.turn_id):
            return
        library.conversations.ensure(wish.conversation_id, title_of(wish.prompt), when)
        library.turns.begin(_turn_of(wish, connection, endpoint, when))
        library.turns.begin_attempt(wish.turn_id, attempt_id, when)
        library.turns.end_attempt(attempt_id, "failed", "none", when, failure=refusal_json(error))
        library.unsettled.settle([attempt_id], when)  # whoever asked is told of it now


def refusal_json(error: BaseException) -> Json:
    """Return what kept a request from being sent as the record keeps it."""
    return {"kind": type(error).__name__, "message": str(error), "advice": str(getattr(error, "advice", ""))}


def _turn_of(wish: Wish, connection: str, endpoint: str, when: int) -> NewTurn:
    return NewTurn(
        id=wish.turn_id,
        conversation_id=wish.conversation_id,
        parent_id=_parent_of(wish),
        send_id=wish.send_id,
        origin=wish.origin,
        created=when,
        prompt=wish.prompt,
        settings=wish.settings,
        connection=connection,
        endpoint=endpoint,
        model=wish.model,
        inputs=tuple(NewInput(given.role, given.image.id, given.name) for given in wish.inputs),
    )


def _parent_of(wish: Wish) -> str | None:
    """Return what the turn continues; what brought nothing cannot be continued, so beside such a one."""
    parent = wish.parent
    if parent is None:
        return None
    return parent.id if parent.content is not None else parent.parent_id
