"""What sending would do, found out before anything is sent or written."""

from collections.abc import Sequence
from dataclasses import dataclass

from studio.gemini.content import GenerationConfig
from studio.gemini.request import build_body
from studio.gemini.tuning import Tuning
from studio.generation.replay import Decision, Target, replay
from studio.library.library import Library
from studio.library.records import Image, Turn


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What becomes of the history of a request, and how large its body is; `continues` says that it has a history."""

    decisions: Sequence[Decision]
    size: int
    continues: bool


def foresee(
    library: Library, parent: Turn | None, target: Target, prompt: str, images: Sequence[Image], tuning: Tuning
) -> Foreseen:
    """Find out what a request that continues `parent` would send to a target; blocks on the disk."""
    path = library.turns.path(parent.id) if parent is not None else ()
    replayed = replay(library, path, target, prompt, images)
    size = build_body(replayed.contents, GenerationConfig(tuning=tuning)).size
    return Foreseen(tuple(replayed.decisions), size, continues=bool(path))
