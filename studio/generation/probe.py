"""What can be learned about a connection without paying: by its list of models, where it has one."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from studio.gemini.capabilities import bare_id
from studio.gemini.client import Client
from studio.gemini.errors import GeminiError, KeyRefused, NotSent, Refused, TimedOut


class KeyCheck(StrEnum):
    """What is known about the key."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    MISSING = "missing"
    WITHHELD = "withheld"  # for whoever tries another address than the one the key belongs to
    UNCHECKED = "unchecked"


@dataclass(frozen=True, slots=True)
class Probed:
    """What a connection showed of itself.

    `models` are the ids it lists, None when it offers no list; `has_model` whether the wanted one is among them, None
    where there is nothing to tell it by; `failure` is what kept the list from being had.
    """

    reachable: bool
    key: KeyCheck
    models: tuple[str, ...] | None = None
    has_model: bool | None = None
    failure: GeminiError | None = None


class Prober(Protocol):
    """What `probe` is, for those who get it from a worker that has loaded it."""

    async def __call__(self, client: Client, *, has_key: bool, model: str) -> Probed:
        """Ask and tell."""


async def probe(client: Client, *, has_key: bool, model: str) -> Probed:
    """Ask for the list of models and tell what that showed; never costs money, never raises a GeminiError."""
    unchecked = KeyCheck.UNCHECKED if has_key else KeyCheck.MISSING
    try:
        models = await client.list_models(with_key=has_key)
    except KeyRefused as failure:
        return Probed(True, KeyCheck.REFUSED if has_key else KeyCheck.MISSING, failure=failure)
    except (NotSent, TimedOut) as failure:
        return Probed(False, unchecked, failure=failure)
    except GeminiError as failure:
        return Probed(True, unchecked, failure=failure)
    if not models:
        return Probed(True, unchecked)
    # An id may have a prefix on one side only.
    has_model = bare_id(model) in {bare_id(each) for each in models}
    accepted = has_key and await _is_closed(client)
    return Probed(True, KeyCheck.ACCEPTED if accepted else unchecked, models, has_model)


async def _is_closed(client: Client) -> bool:
    """Whether the list is refused to those without a key: only then does having it prove that the key is good."""
    try:
        await client.list_models(with_key=False)
    except Refused:
        return True
    except GeminiError:
        return False
    return False
