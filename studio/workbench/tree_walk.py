"""Where one comes to in a tree: to the parent, the child last visited, the siblings, the ends of the branch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from studio.library.outline import Outlined
    from studio.workbench.outline import Outline

Move = Literal["parent", "child", "above", "below", "root", "end"]


def target_of(outline: Outline, move: Move) -> str | None:
    """The turn that a move leads to from the current one; None where it leads nowhere."""
    current, path = outline.current, outline.path
    if current is None or not path:
        return None
    match move:
        case "parent":
            return current.parent_id
        case "child":
            after = path.index(current.id) + 1
            return path[after] if after < len(path) and not outline.is_folded(current) else None
        case "root":
            return path[0]
        case "end":
            return path[-1]
        case "above" | "below":
            return _beside(outline, current, -1 if move == "above" else 1)


def _beside(outline: Outline, current: Outlined, delta: int) -> str | None:
    plan = outline.plan
    number = plan.index_of(current.id) if plan is not None else None
    beside = plan.beside(number, delta) if plan is not None and number is not None else None
    return outline.chosen(plan.spots[beside]).id if plan is not None and beside is not None else None
