"""What an attempt costs."""

from enum import StrEnum


class Charge(StrEnum):
    """Whether an attempt has cost money, as far as can be known."""

    NO = "none"
    MAYBE = "maybe"
    YES = "yes"
