"""Named points on the way of a reply to the disk, at which a test may stop the world to see that nothing is lost."""

from collections.abc import Callable

Step = Callable[[str], None]


def no_step(name: str) -> None:
    """What a library does at such a point outside of tests."""
