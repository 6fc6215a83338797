"""The variants of one send: the same wish several times, each a request and a turn of its own."""

from dataclasses import replace

from studio.gemini.tuning import SEEDS
from studio.generation.wish import Wish
from studio.library.ids import IdMaker


def variants_of(wish: Wish, count: int, ids: IdMaker) -> tuple[Wish, ...]:
    """Return so many wishes, `wish` first; a seed that was asked for goes up by one with each."""
    others = (replace(wish, turn_id=ids.new(), seed=_seed_of(wish, number)) for number in range(1, count))
    return (wish, *others)


def _seed_of(wish: Wish, number: int) -> int | None:
    """The one after the largest is the smallest."""
    return None if wish.seed is None else (wish.seed + number - SEEDS.start) % len(SEEDS) + SEEDS.start
