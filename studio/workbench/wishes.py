"""What a draft asks for, as wishes: one for each variant."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from studio.generation.wish import Wish
    from studio.library.ids import IdMaker
    from studio.library.records import Origin, Turn
    from studio.workbench.draft import Draft


def wishes_of(draft: Draft, reworked: Turn | None, ids: IdMaker) -> tuple[Wish, ...]:
    """Return the wishes of a draft that lacks nothing; `reworked` is a turn whose words and settings it took over."""
    from studio.generation.variants import variants_of
    from studio.generation.wish import Wish, WishInput

    parent = None if draft.starts_anew else draft.parent_turn
    send, origin = ids.new(), _origin(draft, reworked, parent)
    conversation = _conversation(draft, parent) or ids.new()
    inputs = tuple(WishInput(each.image, each.role, each.label) for each in draft.inputs if each.image is not None)
    wish = Wish(
        prompt=draft.prompt.strip(),
        model=draft.model.strip(),
        turn_id=ids.new(),
        conversation_id=conversation,
        send_id=send,
        origin=origin,
        inputs=inputs,
        parent=parent,
        aspect_ratio=draft.aspect_ratio,
        image_size=draft.image_size,
        seed=draft.seed,
        tuning=draft.tuning,
    )
    return variants_of(wish, draft.count, ids)


def _conversation(draft: Draft, parent: Turn | None) -> str | None:
    if parent is not None:
        return parent.conversation_id
    return draft.instead.conversation_id if draft.instead is not None else draft.conversation_id


def _origin(draft: Draft, reworked: Turn | None, parent: Turn | None) -> Origin:
    if draft.count > 1:
        return "variant"
    return "edit" if _is_edit(draft, reworked, parent) else "continue" if parent else "new"


def _is_edit(draft: Draft, reworked: Turn | None, parent: Turn | None) -> bool:
    """Return whether this is another try at the point of a turn that is there."""
    if draft.instead is not None:
        return parent == draft.instead.parent
    if reworked is None or draft.starts_anew or reworked.conversation_id != draft.conversation_id:
        return False
    return reworked.parent_id == (parent.id if parent else None)
