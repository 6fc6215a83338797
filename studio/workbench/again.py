"""Asking for a turn once more: the same words, pictures and settings, as a new sibling."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from studio.generation.wish import Wish
    from studio.library.library import Library
    from studio.library.records import Turn


def wish_again(library: Library, turn: Turn) -> Wish:
    """Return the wish that makes a sibling of a turn; blocks on the disk."""
    from studio.generation.wish import Wish, WishInput

    inputs = tuple(
        WishInput(given.image, given.role, given.name)
        for given in library.turns.inputs(turn.id)
        if given.role != "carried"
    )
    aspect, size, seed = (turn.settings.get(name) for name in ("aspectRatio", "imageSize", "seed"))
    return Wish(
        prompt=turn.prompt,
        model=turn.model,
        turn_id=library.ids.new(),
        conversation_id=turn.conversation_id,
        send_id=library.ids.new(),
        origin="again",
        inputs=inputs,
        parent=library.turns.get(turn.parent_id) if turn.parent_id else None,
        aspect_ratio=aspect if isinstance(aspect, str) else None,
        image_size=size if isinstance(size, str) else None,
        seed=seed if isinstance(seed, int) else None,
    )


def wish_from_last_image(library: Library, wish: Wish) -> Wish:
    """Return the same wish going on from the last picture of its branch instead of the whole conversation; blocks.

    The wish itself where there is no picture to go on from.
    """
    from studio.generation.wish import WishInput

    if wish.parent is None:
        return wish
    for turn in reversed(library.turns.path(wish.parent.id)):
        pictures = [image for image in library.images.of_turn(turn.id) if image.role == "main" and not image.trashed]
        if pictures:
            return replace(
                wish,
                parent=None,
                turn_id=library.ids.new(),
                send_id=library.ids.new(),
                inputs=(WishInput(pictures[-1], "edit"), *wish.inputs),
            )
    return wish
