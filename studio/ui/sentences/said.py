"""What is said of something that did not go as asked, and the ways out that a person is offered."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Fix(StrEnum):
    """A way out: one button."""

    AGAIN = "again"
    EDIT = "edit"
    SETTINGS = "settings"
    CONNECTION = "connection"
    KEY = "key"
    SMALLER = "smaller"
    CONTINUE_LAST_IMAGE = "continue last image"
    SHOW_FOLDER = "show folder"


class Said(NamedTuple):
    """What happened, whether it cost money, what to do, the buttons for it; `detail` is for who wants to know more.

    `money` is empty where no money can be meant.
    """

    what: str
    money: str = ""
    advice: str = ""
    fixes: tuple[Fix, ...] = ()
    detail: str = ""

    @property
    def sentence(self) -> str:
        """All of it as running text."""
        return " ".join(part for part in (self.what, self.money, self.advice) if part)


class Line(NamedTuple):
    """What is said of one kind of failure, whomever and whatever it happened with."""

    what: str
    advice: str = ""
    fixes: tuple[Fix, ...] = ()


def said_of(line: Line, money: str, detail: str) -> Said:
    """A line with what it cost; a detail that says no more is left out."""
    return Said(line.what, money, line.advice, line.fixes, "" if detail == line.what else detail)
