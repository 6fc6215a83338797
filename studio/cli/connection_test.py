"""`studio connections test`: what can be known of a connection without paying, question by question."""

import os

from studio.cli.exit_status import Status, status_of
from studio.cli.folders import profile_folders
from studio.cli.output import put, put_json, say
from studio.gemini.capabilities import Capabilities, ModelRow
from studio.gemini.client import Client, TimeLimits
from studio.gemini.ladder import Climbed, KeyCheck, ModelCheck, Rung, Shown, Step, Verdict, climb
from studio.generation.linking import endpoint_of
from studio.profile.connections import Connections
from studio.profile.errors import KeyMissing
from studio.profile.keys import Keys
from studio.profile.saved_connection import SANDBOX, SavedConnection
from studio.profile.secrets import Secrets
from studio.profile.settings import Settings
from studio.resources import read_json
from studio.sandbox_link import sandbox_link

_LIMITS = TimeLimits(10, 10, 15, 30)  # each answer is small
_QUESTIONS = {
    Rung.LIST: "list of models",
    Rung.COUNT: "countTokens",
    Rung.NOTHING: "request without contents",
}
_KEYS = {
    KeyCheck.ACCEPTED: "The key is accepted.",
    KeyCheck.REFUSED: "The key is refused.",
    KeyCheck.MISSING: "There is no key yet.",
    KeyCheck.UNCHECKED: "The key could not be checked.",
}
_MODELS = {
    ModelCheck.LISTED: "It lists the model {model}.",
    ModelCheck.ANSWERS: "It knows the model {model}.",
    ModelCheck.NOT_REFUSED: "It does not refuse the model {model}.",
    ModelCheck.NOT_LISTED: "It does not list the model {model}.",
    ModelCheck.UNKNOWN: "It does not know the model {model}.",
}
_UNPAID = "Quota and balance were not checked: only a request that costs money shows them."
_ANSWERED = "It answered a request in which nothing was asked for. That may have been charged."
_BY_FAILURE = (Verdict.NO_HOST, Verdict.FAILED)
_STATUSES = {
    Verdict.WORKS: Status.IMAGES,
    Verdict.KEY_ACCEPTED: Status.IMAGES,
    Verdict.NOTHING_AGAINST: Status.IMAGES,
    Verdict.MODEL_UNKNOWN: Status.NO_IMAGE,
    Verdict.WRONG_PATH: Status.UNUSABLE,
    Verdict.KEY_MISSING: Status.KEY,
    Verdict.KEY_REFUSED: Status.KEY,
    Verdict.NO_HOST: Status.FAILED,
    Verdict.FAILED: Status.FAILED,
}


async def test_connection(name: str, model: str | None, *, as_json: bool) -> Status:
    """Ask what costs nothing, print what each question showed, and return what that means as exit status."""
    folders = profile_folders()
    capabilities = Capabilities.read(read_json("models/capabilities.json"))
    connections = Connections.load(folders)
    if name.casefold() == SANDBOX:
        wanted = model or capabilities.default
        async with sandbox_link(Settings.load(folders), capabilities) as link:
            found = await climb(link.client, has_key=True, model=wanted, begun=_announce)
    else:
        saved = connections.get(name)
        wanted = model or saved.default_model or capabilities.default
        found = await _climbed(saved, wanted)
    if as_json:
        put_json(_as_json(name, wanted, found))
    else:
        _print(found, wanted, capabilities.row(wanted), free=name.casefold() == SANDBOX)
    return status_of(found.failure) if found.failure and found.verdict in _BY_FAILURE else _STATUSES[found.verdict]


async def _climbed(saved: SavedConnection, model: str) -> Climbed:
    try:
        key = (await Keys(Secrets(), os.environ).of(saved)).reveal()
    except KeyMissing:
        key = ""
    async with Client(endpoint_of(saved), key, _LIMITS) as client:
        return await climb(client, has_key=bool(key), model=model, begun=_announce)


def _announce(rung: Rung) -> None:
    say(f"studio: Asking for what costs nothing: {_QUESTIONS[rung]} …")


def _print(found: Climbed, model: str, row: ModelRow, *, free: bool) -> None:
    for step in found.steps:
        put(f"{_mark(step)} {_QUESTIONS[step.rung]}: {_shown(step)}")
    if found.verdict is Verdict.WRONG_PATH:
        put("Nothing speaks generateContent at this address. Check the base URL of the connection.")
    if found.verdict not in (Verdict.NO_HOST, Verdict.WRONG_PATH):
        put(_KEYS[found.key])
    if found.model in _MODELS:
        put(f"{_MODELS[found.model].format(model=model)} {_hint(found.model, row)}".rstrip())
    if any(step.shown is Shown.ANSWERED for step in found.steps):
        put(_ANSWERED)
    elif not free and found.verdict in (Verdict.WORKS, Verdict.KEY_ACCEPTED, Verdict.NOTHING_AGAINST):
        put(_UNPAID)


def _mark(step: Step) -> str:
    return {Shown.THERE: "✓", Shown.NOT_THERE: "–", Shown.ANSWERED: "!", Shown.FAILED: "✗"}[step.shown]


def _shown(step: Step) -> str:
    match step.shown, step.rung:
        case Shown.NOT_THERE, _:
            return "none here"
        case Shown.ANSWERED, _:
            return "answered, which it should not be"
        case Shown.FAILED, _:
            return step.failure.message if step.failure else "failed"
        case _, Rung.LIST:
            return f"{step.number} models"
        case _, Rung.COUNT:
            return f"{step.number} tokens"
    return "refused, as it should be"


def _hint(check: ModelCheck, row: ModelRow) -> str:
    if check not in (ModelCheck.UNKNOWN, ModelCheck.NOT_LISTED):
        end = row.retirement
        return f"Google's list has its end on {end.ends}; {end.successor} takes its place." if end else ""
    if not row.known:
        return "It may be misspelt, retired, or not offered there."
    return f"It may be retired: {row.successor} takes its place." if row.successor else "It may not be offered there."


def _as_json(name: str, model: str, found: Climbed) -> dict[str, object]:
    return {
        "connection": name,
        "verdict": found.verdict.value,
        "key": found.key.value,
        "model": {"id": model, "state": found.model.value},
        "steps": [
            {
                "question": step.rung.value,
                "shown": step.shown.value,
                "number": step.number,
                "failure": {"kind": step.failure.kind, "message": step.failure.message} if step.failure else None,
            }
            for step in found.steps
        ],
        "models": list(found.models),
        "failure": {"kind": found.failure.kind, "message": found.failure.message} if found.failure else None,
    }
