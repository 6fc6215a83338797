"""Wishes as the queue keeps them: plain JSON that names turns and images, and the wish that is made of it again."""

from collections.abc import Mapping
from typing import cast, get_args

from studio.generation.errors import WishUnreadable
from studio.generation.wish import Wish, WishInput, config_of
from studio.library.errors import UnknownTurn
from studio.library.library import Library
from studio.library.records import InputRole, Json, Origin, QueuedWish, Turn

_TEXTS = ("prompt", "model", "conversation", "send")


def to_queue(wish: Wish, connection_id: str | None, connection: str, when: int, endpoint: str = "") -> QueuedWish:
    """Return what is written down of a wish while it waits, with the endpoint that it was meant for."""
    facts: Json = {
        "prompt": wish.prompt,
        "model": wish.model,
        "conversation": wish.conversation_id,
        "send": wish.send_id,
        "origin": wish.origin,
        "parent": wish.parent.id if wish.parent else None,
        "inputs": [{"image": given.image.id, "role": given.role, "name": given.name} for given in wish.inputs],
        **({"endpoint": endpoint} if endpoint else {}),
        **wish.settings,
    }
    return QueuedWish(wish.turn_id, when, connection_id, connection, facts)


def endpoint_in(queued: QueuedWish) -> str:
    """Return the endpoint that a wish was meant for; nothing where that was not noted."""
    endpoint = queued.wish.get("endpoint")
    return endpoint if isinstance(endpoint, str) else ""


def from_queue(library: Library, queued: QueuedWish) -> Wish:
    """Make the wish again; blocks on the disk. Raises WishUnreadable."""
    facts = queued.wish
    if not all(isinstance(facts.get(name), str) for name in _TEXTS) or facts.get("origin") not in get_args(Origin):
        raise WishUnreadable("it is not written as it should be")
    prompt, model, conversation, send = (cast("str", facts[name]) for name in _TEXTS)
    config = config_of(facts)
    return Wish(
        prompt=prompt,
        model=model,
        turn_id=queued.id,
        conversation_id=conversation,
        send_id=send,
        origin=cast("Origin", facts["origin"]),
        inputs=_inputs(library, facts.get("inputs")),
        parent=_parent(library, facts.get("parent")),
        aspect_ratio=config.image.aspect_ratio,
        image_size=config.image.image_size,
        seed=config.seed,
        tuning=config.tuning,
    )


def _parent(library: Library, turn_id: object) -> Turn | None:
    try:
        return library.turns.get(turn_id) if isinstance(turn_id, str) else None
    except UnknownTurn as error:
        raise WishUnreadable("the turn it continues is gone") from error


def _inputs(library: Library, inputs: object) -> tuple[WishInput, ...]:
    return tuple(_input(library, each) for each in inputs) if isinstance(inputs, list) else ()


def _input(library: Library, given: object) -> WishInput:
    facts = given if isinstance(given, Mapping) else {}
    role, name = facts.get("role"), facts.get("name")
    image = library.images.find(str(facts.get("image")))
    if image is None or role not in get_args(InputRole):
        raise WishUnreadable("an image it needs is gone")
    return WishInput(image, cast("InputRole", role), name if isinstance(name, str) else None)
