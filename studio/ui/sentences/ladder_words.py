"""What a test of a connection found, in sentences: each question, and what is known of host, key and model."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Literal, NamedTuple

from PySide6.QtCore import QObject

from studio.ui.sentences.model_words import ModelWords

if TYPE_CHECKING:
    from studio.gemini.capabilities import ModelRow
    from studio.gemini.errors import GeminiError
    from studio.gemini.ladder import Climbed, Step
    from studio.ui.words import Words

Tone = Literal["ok", "warn", "bad", "faint"]

# The other kinds advise about asking for a picture once more.
_HELPFUL = ("NotSent", "KeyRefused", "Redirected", "NotTheProtocol", "PathUnknown", "QuotaSpent", "PlaceRefused")


class Finding(NamedTuple):
    """A sentence, and how good the news is."""

    tone: Tone
    text: str


class LadderWords(QObject):
    """Says what `studio.gemini.ladder` found; `words` says failures, `today` is the reader's own day."""

    def __init__(self, words: Words, parent: QObject | None = None, *, today: Callable[[], date] = date.today) -> None:
        super().__init__(parent)
        self._words = words
        self._models = ModelWords(words, self)
        self._today = today

    def question(self, rung: str) -> str:
        """What is being asked."""
        return {
            "list": self.tr("Asking for the list of models"),
            "count": self.tr("Letting tokens be counted"),
            "nothing": self.tr("Sending a request without contents"),
        }[rung]

    def answer(self, step: Step) -> Finding:
        """What came of a question."""
        if step.shown == "answered":
            return Finding("warn", self.tr("Request without contents answered"))
        if step.shown == "there":
            said = {
                "list": self.tr("List of models: {number}"),
                "count": self.tr("Tokens counted: {number}"),
                "nothing": self.tr("Request without contents refused, as it should be"),
            }
            return Finding("ok", said[step.rung].format(number=step.number))
        if step.shown == "not there":
            nothing = {"list": self.tr("No list of models"), "count": self.tr("No counting of tokens")}
            return Finding("faint", nothing[step.rung])
        return Finding("warn", self._failed(step))

    def _failed(self, step: Step) -> str:
        if type(step.failure).__name__ == "KeyRefused":
            return {
                "list": self.tr("List of models refused"),
                "count": self.tr("Counting of tokens refused"),
                "nothing": self.tr("Request without contents refused for its key"),
            }[step.rung]
        return {
            "list": self.tr("List of models: no useful answer"),
            "count": self.tr("Counting of tokens: no useful answer"),
            "nothing": self.tr("Request without contents: no useful answer"),
        }[step.rung]

    def findings(self, found: Climbed, host: str, model: str, row: ModelRow | None) -> list[Finding]:
        """What is known of the host, the key, the model and the quota; `row` is what the table has of the model."""
        if found.verdict == "no host":
            return [Finding("bad", self._failure(found.failure))]
        if found.verdict == "wrong path":
            return self._of_path(found, host)
        said = [Finding("ok", self.tr("{host} can be reached.").format(host=host)), self._of_key(found, host)]
        if found.verdict == "failed":
            said.append(Finding("warn", self._failure(found.failure)))
        said += self._of_model(found, model, row)
        if any(step.shown == "answered" for step in found.steps):
            said.append(Finding("bad", self._of_answer()))
        elif found.verdict in ("works", "key accepted", "nothing against"):
            unpaid = self.tr("Quota and balance were not checked: only a request that costs money shows them.")
            said.append(Finding("faint", unpaid))
        return said

    def _of_path(self, found: Climbed, host: str) -> list[Finding]:
        what = self.tr("{host} can be reached, but does not speak generateContent at this address.").format(host=host)
        return [Finding("bad", f"{what} {self._failure(found.failure)}".strip())]

    def _of_key(self, found: Climbed, host: str) -> Finding:
        match found.key:
            case "accepted":
                return Finding("ok", self.tr("The key is accepted."))
            case "refused":
                return Finding("bad", self._failure(found.failure))
            case "missing":
                return Finding("warn", self.tr("There is no key yet."))
            case "withheld":
                return Finding("warn", self._of_withheld_key())
        if found.failure is not None or not any(step.shown == "there" for step in found.steps):
            return Finding("warn", self.tr("The key could not be checked."))
        same = self.tr("The key could not be checked: {host} answers the same without one.")
        return Finding("warn", same.format(host=host))

    def _of_withheld_key(self) -> str:
        return self.tr(
            "Tested without a key: the one that is kept goes to another host only once that is saved."
            " Type a key to test with it."
        )

    def _of_answer(self) -> str:
        return self.tr(
            "It answered a request in which nothing was asked for, which others refuse. That may have been charged."
        )

    def _of_model(self, found: Climbed, model: str, row: ModelRow | None) -> list[Finding]:
        said: dict[str, tuple[Tone, str]] = {
            "listed": ("ok", self.tr("It lists the model {model}.")),
            "answers": ("ok", self.tr("It knows the model {model}.")),
            "not refused": ("ok", self.tr("It does not refuse the model {model}.")),
            "not listed": ("warn", self.tr("It does not list the model {model}.")),
            "unknown": ("bad", self.tr("It does not know the model {model}.")),
        }
        if found.model not in said:
            return []
        tone, sentence = said[found.model]
        if found.model in ("unknown", "not listed"):
            return [Finding(tone, f"{sentence.format(model=model)} {self._successor(row)}")]
        return [Finding(tone, sentence.format(model=model)), *self._of_end(row)]

    def _of_end(self, row: ModelRow | None) -> list[Finding]:
        """What somebody should know of a model that is there, but not for long."""
        if row is None or row.retirement is None or not row.retirement.is_near(self._today()):
            return []
        said = self.tr("Google's list says that it {ends}; {successor} takes its place.")
        ends = self._models.end(row.retirement, self._today())
        return [Finding("warn", said.format(ends=ends, successor=row.successor))]

    def _successor(self, row: ModelRow | None) -> str:
        if row is None or not row.known:
            return self.tr("It may be misspelt, retired, or not offered there.")
        if row.successor is None:
            return self.tr("It may not be offered there.")
        return self.tr("It may be retired: {successor} takes its place.").format(successor=row.successor)

    def _failure(self, failure: GeminiError | None) -> str:
        """The server's or the system's own words where there are any; a test never costs money, so none is named."""
        if failure is None:
            return ""
        said = self._words.error(failure, free=True)
        helps = any(each.__name__ in _HELPFUL for each in type(failure).__mro__)
        what = said.detail or said.what
        # A server's own words stand at the end, in quotes.
        what = f"{what}." if what.endswith("”") else what
        return " ".join(part for part in (what, said.advice if helps else "") if part)
