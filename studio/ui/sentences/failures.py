"""Every failure as what is said of it: what happened, whether it cost money, what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject

from studio.ui.sentences.drafts import Drafts
from studio.ui.sentences.makings import Makings
from studio.ui.sentences.own_things import OwnThings
from studio.ui.sentences.requests import Requests
from studio.ui.sentences.said import Fix, Line, Said, said_of

if TYPE_CHECKING:
    from studio.library.records import Json
    from studio.ui.sentences.amounts import Amounts

_UNPAID = ("NoRoom", "NothingToContinue", "NoImageToContinue", "TooMuchToSend", "WishUnreadable")
_ALWAYS_TELLS = ("Cancelled",)  # whoever stops a request asks what it has cost, of a free one too
_ALL_SAID = ("Cancelled", "Interrupted", "NeverSent")  # core's own message adds nothing to the sentence


class Failures(QObject):
    """Of exceptions as they are raised, and of what the record keeps of them."""

    def __init__(self, amounts: Amounts, parent: QObject) -> None:
        super().__init__(parent)
        self._requests = Requests(amounts, self)
        self._makings = Makings(amounts, self)
        self._own_things = OwnThings(self)
        self._drafts = Drafts(self)

    def of(self, error: Exception, *, free: bool = False, asked: bool = False) -> Said:
        """What is said of any exception.

        `free` when it happened at an endpoint that asks for no money; `asked` when it ended a request that a person had
        asked for, who then hears of money even if nothing had been sent.
        """
        families = {each.__name__ for each in type(error).__mro__}
        if "GeminiError" in families:
            return self._of_request(error, free)
        if "GenerationError" in families:
            return self._of_making(error, free)
        detail, money = str(error), self.charge("none") if asked and not free else ""
        line = self._of_family(error) or self._drafts.line(error)
        if line is None:  # nobody expected it
            name = type(error).__name__
            line = Line(
                self.tr("Studio made a mistake of its own."), self.tr("Your pictures are safe. Please report it.")
            )
            return said_of(line, "", f"{name}: {detail}" if detail else name)
        return said_of(line, money, detail)

    def recorded(self, record: Json | None, charge: str | None, *, free: bool = False) -> Said:
        """What is said of an attempt's failure as the record keeps it; `charge` is none, maybe or yes."""
        record = record or {"kind": "GeminiError"}
        facts = cast("Mapping[str, object]", record.get("facts") or {})
        kind, detail = str(record.get("kind")), str(record.get("message") or "")
        free = free or bool(facts.get("free"))
        charge = "none" if free else charge or "maybe"
        line = self._requests.line(kind, facts, charge) or self._own_things.line(kind)
        if line is None:  # of a newer version of Studio, which wrote down what it said
            line = Line(detail or kind, str(record.get("advice") or ""), (Fix.AGAIN,))
        money = "" if free and kind not in _ALWAYS_TELLS else self.charge(charge)
        return said_of(line, money, "" if kind in _ALL_SAID else detail)

    def charge(self, charge: str | None) -> str:
        """Whether an attempt cost money; "" when that is not known at all."""
        return {
            "none": self.tr("Nothing was charged."),
            "maybe": self.tr("It may have been charged."),
            "yes": self.tr("It was charged."),
        }.get(charge or "", "")

    def _of_request(self, error: Exception, free: bool) -> Said:
        """Say of a GeminiError what the record of it will say."""
        facts = getattr(error, "facts", {})
        record = {"kind": type(error).__name__, "message": str(error), "facts": facts, "advice": _advice(error)}
        return self.recorded(record, str(getattr(error, "charge", "maybe")), free=free)

    def _of_making(self, error: Exception, free: bool) -> Said:
        kind = type(error).__name__
        line = self._makings.line(error) or Line(str(error), _advice(error), (Fix.AGAIN,))  # type: ignore[arg-type]
        if kind == "NotKept":
            cause = self._of_family(getattr(error, "cause", error))
            line = line._replace(what=f"{line.what} {cause.what}") if cause else line
            return said_of(line, "" if free else self.charge("maybe"), str(error))
        return said_of(line, self.charge("none") if kind in _UNPAID and not free else "", str(error))

    def _of_family(self, error: Exception) -> Line | None:
        """What is said of the nearest kind of a library's or profile's error."""
        lines = (self._own_things.line(each.__name__) for each in type(error).__mro__)
        return next((line for line in lines if line is not None), None)


def _advice(error: Exception) -> str:
    return str(getattr(error, "advice", ""))
