"""What is seen in the square of a turn: its image, that something is under way, or a sign for how it ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from studio.library.outline import Outlined
    from studio.ui.icons import Tint
    from studio.workbench.jobs import Job

Standing = Literal[
    "working", "queued", "waiting", "picture", "failed", "unknown", "cancelled", "elsewhere", "copied", "unsent",
    "words", "nothing", "blocked", "cut off", "trashed",
]  # fmt: skip
"""How a turn stands."""


class Sign(NamedTuple):
    """A drawing of resources/icons in a colour of the theme."""

    drawing: str
    tint: Tint


SIGNS: dict[Standing, Sign] = {
    "queued": Sign("clock", "muted"),
    "waiting": Sign("clock", "warn"),
    "failed": Sign("warning", "bad"),
    "unknown": Sign("warning", "warn"),
    "cancelled": Sign("close", "faint"),
    "unsent": Sign("close", "faint"),
    "elsewhere": Sign("clock", "muted"),
    "copied": Sign("clock", "muted"),
    "words": Sign("info", "muted"),
    "nothing": Sign("info", "warn"),
    "blocked": Sign("reject", "warn"),
    "cut off": Sign("warning", "warn"),
    "trashed": Sign("trash", "faint"),
}
"""What stands for a turn without an image; what is worked on has a ring that turns."""


def standing_of(turn: Outlined, job: Job | None) -> Standing:
    """How a turn stands; `job` is None unless it is on its way."""
    if job is not None:
        state = str(job.state)
        return "queued" if state == "queued" else "waiting" if state == "waiting" else "working"
    if turn.image is not None:
        return "picture"
    if turn.state in ("failed", "unknown", "cancelled"):
        return turn.state
    if turn.outcome is not None:
        return "trashed" if turn.outcome == "images" else turn.outcome
    if turn.state is None:
        return "unsent"
    return "elsewhere" if turn.copied_from is None else "copied"  # that is under way where it was copied from
