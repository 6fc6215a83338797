"""`studio library`: what is in a library, whether it is sound, what was left behind, and what goes out and comes in."""

import argparse
import asyncio
import os
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from dataclasses import asdict
from pathlib import Path

from studio.cli.exchange import check_export, check_import, run_export, run_import
from studio.cli.exit_status import BadArgument, Status
from studio.cli.folders import library_root, local_time, open_library, profile_folders, recovery_line, shortened
from studio.cli.output import put, put_json, say
from studio.cli.reindex import run_reindex
from studio.cli.report import attempt_json, image_json, turn_json
from studio.gemini.beside import Beside
from studio.gemini.capabilities import Capabilities
from studio.gemini.own_files import OwnFiles, own_files
from studio.generation.errors import NotFetchedYet
from studio.generation.identity import connection_of, server_of
from studio.generation.recover import Recovered, recover
from studio.library.errors import LibraryError
from studio.library.landing import Orphan
from studio.library.library import Library
from studio.library.records import Turn
from studio.library.verify import Report, verify
from studio.profile.connections import Connections
from studio.profile.errors import FileUnreadable, KeyProblem
from studio.profile.keys import Keys
from studio.profile.saved_connection import SavedConnection
from studio.profile.secrets import Secrets
from studio.profile.settings import Settings
from studio.resources import read_json

_NEWEST = 200


def run_library(arguments: argparse.Namespace) -> Status:
    """Run what is done with a whole library; one that is missing is made only for what comes in."""
    if arguments.library is not None and not arguments.library.strip():
        raise BadArgument("--library is empty.")
    given = Path(arguments.library) if arguments.library else None
    root = library_root(given, Settings.load(profile_folders()))
    if arguments.action == "export":
        check_export(arguments)
    elif arguments.action == "import":
        check_import(arguments)
    with open_library(root, create=arguments.action == "import") as library:
        match arguments.action:
            case "export":
                return run_export(library, arguments)
            case "reindex":
                return run_reindex(library, as_json=arguments.json)
            case "import":
                return run_import(library, arguments)
            case "list":
                return _list(library, as_json=arguments.json)
            case "verify":
                return _verify(library, as_json=arguments.json)
            case _:
                return _recover(library, as_json=arguments.json)


def _list(library: Library, *, as_json: bool) -> Status:
    turns = library.turns.recent(_NEWEST)
    if as_json:
        put_json({"library": str(library.folder.root), "turns": [_listed(library, turn) for turn in turns]})
        return Status.IMAGES
    for turn in turns:
        put(f"{turn.id[-6:]}  {local_time(turn.created)}  {_state(library, turn):9}  {shortened(turn.prompt, 60)}")
        for image in library.images.of_turn(turn.id):
            put(f"        {library.images.absolute_path(image)}")
    return Status.IMAGES


def _state(library: Library, turn: Turn) -> str:
    """Return the turn's outcome, else how its last attempt ended."""
    if turn.outcome:
        return turn.outcome
    attempts = library.turns.attempts(turn.id)
    return attempts[-1].state if attempts else "not sent"


def _listed(library: Library, turn: Turn) -> dict[str, object]:
    return turn_json(turn) | {
        "attempts": [attempt_json(attempt) for attempt in library.turns.attempts(turn.id)],
        "images": [image_json(library, image) for image in library.images.of_turn(turn.id)],
    }


def _verify(library: Library, *, as_json: bool) -> Status:
    report = verify(library)
    if as_json:
        put_json(asdict(report) | {"sound": report.sound})
    else:
        for line in _report_lines(report):
            put(line)
    return Status.IMAGES if report.sound else Status.NO_IMAGE


def _report_lines(report: Report) -> list[str]:
    lines = [f"The record: {fault}" for fault in report.record]
    lines += [f"Missing: {path}" for path in report.missing]
    lines += [f"Damaged: {path}" for path in report.damaged]
    lines += [f"Not in the record: {path}" for path in report.stray]
    lines += [f"Still under way, or interrupted: {name} (studio library recover)" for name in report.landing]
    lines.append(f"{report.checked} files checked: {'all is well' if report.sound else 'see above'}.")
    return lines


def _recover(library: Library, *, as_json: bool) -> Status:
    found: list[Recovered] = []
    held_up: list[Exception] = []
    try:
        _take_in(library, found, held_up)
    finally:  # what was taken in is told, whatever keeps the rest from it
        if as_json:
            _put_json(found, held_up)
        else:
            _put(library, found)
    if not as_json:
        if held_up:
            said = " ".join(part for part in (str(held_up[-1]), getattr(held_up[-1], "advice", "")) if part)
            say(f"studio: Not everything could be taken in; the rest waits, and is not lost. {said}")
        else:
            put("Nothing else was left behind." if found else "Nothing was left behind.")
    return Status.UNUSABLE if held_up else Status.IMAGES


def _put_json(found: Sequence[Recovered], held_up: Sequence[Exception]) -> None:
    recovered = [
        {"turn": each.turn.id, "fate": each.fate, "images": [image.id for image in each.images]} for each in found
    ]
    put_json({"recovered": recovered, **({"heldUp": str(held_up[-1])} if held_up else {})})


def _put(library: Library, found: Sequence[Recovered]) -> None:
    for each in found:
        put(recovery_line(each))
        for uri, why in _lost_links(library, each):
            put(f"        Not fetched: {uri} ({why})")


def _lost_links(library: Library, found: Recovered) -> list[tuple[str, str]]:
    """The links to pictures of a reply that brought nothing, and why; whoever has them may still look there."""
    facts = Beside.from_json(library.turns.facts(found.attempt_id))
    return [(each.uri, each.title) for each in facts.sources if each.kind == "lost"]


def _take_in(library: Library, found: list[Recovered], held_up: list[Exception]) -> None:
    """Take in what was left behind, the pictures that replies have links to with it; `found` has what was, at once."""
    capabilities = Capabilities.read(read_json("models/capabilities.json"))
    linked: list[Orphan] = []
    found += recover(library, capabilities, held_up.append, linked)
    with ExitStack() as held:
        for orphan in linked:
            held.enter_context(orphan)
        try:
            connections = Connections.load(profile_folders()).all() if linked else ()
        except FileUnreadable as error:  # without them nobody knows how to come by the pictures
            held_up.append(error)
            return
        for orphan in linked:
            try:
                asyncio.run(_fetch(library, capabilities, orphan, connections, found.append))
            except (LibraryError, NotFetchedYet) as error:
                held_up.append(error)


async def _fetch(
    library: Library,
    capabilities: Capabilities,
    orphan: Orphan,
    connections: Sequence[SavedConnection],
    tell: Callable[[Recovered], object],
) -> None:
    """Fetch the pictures that a reply has links to; what will not come is told with the turn."""
    from studio.generation.linked import fetch_and_take_in

    files = await _files_of(orphan, library.turns.get(orphan.attempt.turn_id), connections)
    await fetch_and_take_in(library, capabilities, orphan, files, tell)


async def _files_of(orphan: Orphan, turn: Turn, connections: Sequence[SavedConnection]) -> OwnFiles:
    """The files of the server that a turn was made at, with their key if one of them is to be fetched."""
    from studio.generation.linked import needs_key
    from studio.generation.linking import endpoint_of

    saved = connection_of(turn, connections)
    server = server_of(turn, saved)
    if saved is not None and needs_key(orphan, server):
        with suppress(KeyProblem):
            return own_files(endpoint_of(saved), (await Keys(Secrets(), os.environ).of(saved)).reveal())
    return OwnFiles(server)
