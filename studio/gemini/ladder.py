"""What can be learned about a connection without paying: three questions, each asked only while the last left doubts.

1. The list of models: shows whether anybody is there, and often whether the key and the model are right.
2. countTokens for the wanted model, where it is known to be there. It is free by Google's word; elsewhere it might be
   taken for generateContent, so it is not sent (see `Client.count_tokens`).
3. A generateContent without contents. Every server refuses that before any work, for there is nothing to draw from;
   whether it refuses the key, the model, the path or the contents tells the rest. It cannot cost: there is no prompt,
   and providers charge for what was generated. It is sent last, and only when the others did not tell.

Whether a key is good shows only where the same question is refused without it.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from studio.gemini import errors
from studio.gemini.body import Body, BytesPiece
from studio.gemini.capabilities import bare_id
from studio.gemini.client import Client
from studio.gemini.errors import GeminiError

_HELLO = b'{"contents":[{"role":"user","parts":[{"text":"Hello"}]}]}'
_FORBIDDEN = 403


class Rung(StrEnum):
    """One question."""

    LIST = "list"
    COUNT = "count"
    NOTHING = "nothing"


class Shown(StrEnum):
    """What a question showed."""

    THERE = "there"  # the list, the count, or the refusal that was to be expected
    NOT_THERE = "not there"
    FAILED = "failed"
    ANSWERED = "answered"  # a request without contents was taken for one, and may have been charged


class KeyCheck(StrEnum):
    """What is known about the key."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    MISSING = "missing"
    WITHHELD = "withheld"  # for whoever tries another address than the one the key belongs to
    UNCHECKED = "unchecked"


class ModelCheck(StrEnum):
    """What is known about the wanted model."""

    LISTED = "listed"
    ANSWERS = "answers"  # it counted tokens
    NOT_REFUSED = "not refused"
    NOT_LISTED = "not listed"
    UNKNOWN = "unknown"
    UNCHECKED = "unchecked"


class Verdict(StrEnum):
    """What all of it comes to."""

    WORKS = "works"  # as far as that can be known without paying: nobody has looked at the quota
    KEY_ACCEPTED = "key accepted"  # and nothing is known of the model
    NOTHING_AGAINST = "nothing against"  # and the key could not be checked
    NO_HOST = "no host"
    WRONG_PATH = "wrong path"
    KEY_MISSING = "key missing"
    KEY_REFUSED = "key refused"
    MODEL_UNKNOWN = "model unknown"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Step:
    """A question that was asked, and what it showed; `number` is how many models were listed or tokens counted."""

    rung: Rung
    shown: Shown
    failure: GeminiError | None = None
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Climbed:
    """What a connection showed of itself: `models` are the ids it lists, `failure` is what kept more from showing."""

    steps: tuple[Step, ...]
    key: KeyCheck
    model: ModelCheck = ModelCheck.UNCHECKED
    models: tuple[str, ...] = ()
    failure: GeminiError | None = None

    @property
    def verdict(self) -> Verdict:
        """What all of it comes to, the worst first."""
        if self.key is KeyCheck.REFUSED:
            return Verdict.KEY_REFUSED
        if self.model is ModelCheck.UNKNOWN:
            return Verdict.MODEL_UNKNOWN
        match self.failure:
            case errors.NotSent():
                return Verdict.NO_HOST
            case errors.NotTheProtocol() | errors.ReplyUnreadable() | errors.PathUnknown():
                return Verdict.WRONG_PATH
            case GeminiError():
                return Verdict.FAILED
        if self.key in (KeyCheck.MISSING, KeyCheck.WITHHELD):
            return Verdict.KEY_MISSING
        if self.key is KeyCheck.UNCHECKED:
            return Verdict.NOTHING_AGAINST
        known = self.model in (ModelCheck.LISTED, ModelCheck.ANSWERS, ModelCheck.NOT_REFUSED)
        return Verdict.WORKS if known else Verdict.KEY_ACCEPTED


class Climber(Protocol):
    """What `climb` is, for those who get it from a worker that has loaded it."""

    async def __call__(self, client: Client, *, has_key: bool, model: str, begun: Callable[[Rung], None]) -> Climbed:
        """Ask and tell."""


async def climb(client: Client, *, has_key: bool, model: str, begun: Callable[[Rung], None]) -> Climbed:
    """Ask until everything is known or nothing more can be; never costs money, never raises a GeminiError.

    `begun` hears of each question before it is asked.
    """
    return await _Climb(client, has_key, model, begun).to_the_top()


class _Climb:
    def __init__(self, client: Client, has_key: bool, model: str, begun: Callable[[Rung], None]) -> None:
        self._client = client
        self._has_key = has_key
        self._model = model
        self._begun = begun
        self._steps: list[Step] = []
        self._key = KeyCheck.UNCHECKED if has_key else KeyCheck.MISSING
        self._model_check = ModelCheck.UNCHECKED
        self._models: tuple[str, ...] = ()
        self._failure: GeminiError | None = None  # that nothing more needs to be asked after

    async def to_the_top(self) -> Climbed:
        """Ask one question after the other."""
        for rung, ask in ((Rung.LIST, self._list), (Rung.COUNT, self._count), (Rung.NOTHING, self._nothing)):
            if self._is_all_known():
                break
            if rung is Rung.COUNT and not (self._has_key and self._client.counts):
                continue
            self._begun(rung)
            try:
                self._steps.append(await ask())
            except GeminiError as failure:
                self._steps.append(Step(rung, Shown.FAILED, failure))
                self._take(failure, rung)
        return Climbed(tuple(self._steps), self._key, self._model_check, self._models, self._failure or self._left())

    def _is_all_known(self) -> bool:
        if self._failure is not None or self._key is KeyCheck.REFUSED or self._model_check is ModelCheck.UNKNOWN:
            return True
        if not self._has_key:  # that the server is there and wants one is all there is to know
            return any(isinstance(step.failure, errors.KeyRefused) for step in self._steps)
        return self._key is KeyCheck.ACCEPTED and self._model_check in (ModelCheck.LISTED, ModelCheck.ANSWERS)

    def _left(self) -> GeminiError | None:
        """What went wrong last, where nothing went well and it was not about a missing key."""
        last = self._steps[-1].failure
        fine = any(step.shown in (Shown.THERE, Shown.ANSWERED) for step in self._steps)
        # A gateway was seen to fail in earnest for want of a key.
        keyless = isinstance(last, errors.KeyRefused) or (not self._has_key and isinstance(last, errors.ServerFailed))
        return None if fine or keyless else last

    async def _list(self) -> Step:
        models = await self._client.list_models(with_key=self._has_key)
        if not models:
            return Step(Rung.LIST, Shown.NOT_THERE)
        self._models = models
        # An id may have a prefix on one side only.
        there = bare_id(self._model) in {bare_id(each) for each in models}
        self._model_check = ModelCheck.LISTED if there else ModelCheck.NOT_LISTED
        await self._prove_the_key(lambda: self._client.list_models(with_key=False))
        return Step(Rung.LIST, Shown.THERE, number=len(models))

    async def _count(self) -> Step:
        tokens = await self._client.count_tokens(self._model, _hello())
        if tokens is None:
            return Step(Rung.COUNT, Shown.NOT_THERE)
        self._model_check = ModelCheck.ANSWERS
        await self._prove_the_key(lambda: self._client.count_tokens(self._model, _hello(), with_key=False))
        return Step(Rung.COUNT, Shown.THERE, number=tokens)

    async def _nothing(self) -> Step:
        try:
            await self._client.send_nothing(self._model, with_key=self._has_key)
        except errors.RequestInvalid as refused:
            knows_why = _is_about_contents(refused)
        except errors.ServerFailed as refused:  # some gateways make a 500 of whatever comes from behind them
            if not (knows_why := _is_about_contents(refused)):
                raise
        else:
            return Step(Rung.NOTHING, Shown.ANSWERED)
        if knows_why and self._model_check is ModelCheck.UNCHECKED:
            self._model_check = ModelCheck.NOT_REFUSED
        await self._prove_the_key(lambda: self._client.send_nothing(self._model, with_key=False), errors.KeyRefused)
        return Step(Rung.NOTHING, Shown.THERE)

    async def _prove_the_key(
        self, ask: Callable[[], Awaitable[object]], refusal: type[errors.Refused] = errors.Refused
    ) -> None:
        """Ask the same without the key: only where that is refused, an answer proves that the key is good."""
        if self._key is not KeyCheck.UNCHECKED:
            return
        try:
            await ask()
        except refusal:
            self._key = KeyCheck.ACCEPTED
        except GeminiError:
            return

    def _take(self, failure: GeminiError, rung: Rung) -> None:
        """Take what a failure says, and whether it says it all."""
        match failure:
            case errors.KeyRefused():
                # A key may be good for drawing and not for listing.
                if self._has_key and not (rung is Rung.LIST and failure.status == _FORBIDDEN):
                    self._key, self._failure = KeyCheck.REFUSED, failure
            case errors.BadModelId():
                self._model_check, self._failure = ModelCheck.UNKNOWN, failure
            case errors.ModelUnknown() | errors.ServerFailed() if _is_about_the_model(failure, self._model):
                if rung is Rung.NOTHING:  # others may lack the method and have the model
                    self._model_check, self._failure = ModelCheck.UNKNOWN, failure
            case errors.PathUnknown() | errors.ServerFailed() | errors.ReplyBroken() | errors.RequestInvalid():
                # Where one address is missing, another may be there.
                if rung is Rung.NOTHING and self._has_key:
                    self._failure = failure
            case _:
                self._failure = failure


def _hello() -> Body:
    return Body((BytesPiece(_HELLO),))


def _is_about_contents(refused: errors.Refused) -> bool:
    """Whether a request without contents was refused for having none: it got past whatever looks at models then."""
    return "contents" in refused.said.lower()


def _is_about_the_model(failure: GeminiError, model: str) -> bool:
    """Whether a refusal is for the model; some gateways say 503, for want of a channel that has it."""
    said = failure.said.lower()
    of_gateway = isinstance(failure, errors.ServerFailed) and ("channel" in said or "not found" in said)
    return isinstance(failure, errors.ModelUnknown) or (of_gateway and bare_id(model).lower() in said)
