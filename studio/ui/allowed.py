"""What a turn lets be done with it as it stands: one rule for the stage and the tree, their menus and their keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from studio.library.outline import Outlined
    from studio.workbench.job import Job
    from studio.workbench.steps import Entry


class Allowed(NamedTuple):
    """What a turn lets be done with it: `again` also to be edited, `on` also to be forked; `marks` once it is over."""

    again: bool
    on: bool
    marks: bool


def allowed(entry: Entry) -> Allowed:
    """What can be done with a turn of the stage."""
    turn, job = entry.turn, entry.job
    return _allowed(turn is not None, turn is not None and turn.content is not None, job is None or job.is_over)


def allowed_in_tree(turn: Outlined, job: Job | None) -> Allowed:
    """What can be done with a turn of the tree; `job` is None unless it is on its way."""
    is_written = turn.is_written or (job is not None and job.state != "queued")  # the tree was read before it began
    return _allowed(is_written, turn.goes_on, job is None or job.is_over)


def _allowed(is_written: bool, goes_on: bool, is_over: bool) -> Allowed:
    """One that could not be written down can be asked again, too."""
    return Allowed(is_written or is_over, goes_on, is_written and is_over)
