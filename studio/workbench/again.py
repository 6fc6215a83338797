"""Asking for a turn once more: the same words, pictures and settings, as a new sibling."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from studio.profile.errors import ConnectionUnknown

if TYPE_CHECKING:
    from studio.generation.wish import Wish
    from studio.library.library import Library
    from studio.library.records import Image, Turn


def made_elsewhere(connection: str) -> ConnectionUnknown:
    """Return why a turn is not sent over a connection: this leads no more to where the turn was meant to go."""
    return ConnectionUnknown(
        f"That turn was made with “{connection}”, which is not there any more. Put its prompt into the"
        " composer, and send it with another connection."
    )


def wish_again(library: Library, turn: Turn) -> Wish:
    """Return the wish that makes a sibling of a turn; blocks on the disk."""
    from studio.generation.wish import Wish, WishInput, config_of

    inputs = tuple(
        WishInput(given.image, given.role, given.name)
        for given in library.turns.inputs(turn.id)
        if given.role != "carried"
    )
    config = config_of(turn.settings)
    return Wish(
        prompt=turn.prompt,
        model=turn.model,
        turn_id=library.ids.new(),
        conversation_id=turn.conversation_id,
        send_id=library.ids.new(),
        origin="again",
        inputs=inputs,
        parent=library.turns.get(turn.parent_id) if turn.parent_id else None,
        aspect_ratio=config.image.aspect_ratio,
        image_size=config.image.image_size,
        seed=config.seed,
        tuning=config.tuning,
    )


def last_image(library: Library, turn: Turn) -> Image | None:
    """The newest picture of the branch that ends at a turn, None where it has none; blocks on the disk."""
    for each in reversed(library.turns.path(turn.id)):
        pictures = [image for image in library.images.of_turn(each.id) if image.role == "main" and not image.trashed]
        if pictures:
            return pictures[-1]
    return None


def wish_from_last_image(library: Library, wish: Wish) -> Wish:
    """Return the same wish going on from the last picture of its branch instead of the whole conversation; blocks.

    The wish itself where nothing of a conversation would go along; NoImageToContinue where it has no picture.
    """
    from studio.generation.errors import NoImageToContinue
    from studio.generation.wish import WishInput

    if wish.parent is None:
        return wish
    image = last_image(library, wish.parent)
    if image is None:
        raise NoImageToContinue
    return replace(
        wish,
        parent=None,
        turn_id=library.ids.new(),
        send_id=library.ids.new(),
        inputs=(WishInput(image, "edit"), *wish.inputs),
    )
