"""`studio models`: what can be asked for, at what list price, and, for a connection, which of it is listed there."""

import argparse
import asyncio
import time
from datetime import date

from studio.cli.exit_status import Status, ending_of
from studio.cli.folders import profile_folders
from studio.cli.links import opened
from studio.cli.output import put, put_json, say
from studio.gemini.capabilities import Capabilities, ModelRow
from studio.gemini.errors import GeminiError
from studio.gemini.offered import Offered, offered
from studio.profile.connections import Connections
from studio.profile.errors import FileNotSaved, KeyProblem
from studio.profile.folders import ProfileFolders
from studio.profile.model_lists import ModelList, ModelLists
from studio.profile.saved_connection import SANDBOX, SavedConnection
from studio.profile.secrets import Secrets
from studio.profile.settings import Settings
from studio.resources import read_json

_HEADINGS = ("ID", "NAME", "RATIOS", "SIZES", "PRICE", "NOTE")


def run_models(arguments: argparse.Namespace) -> Status:
    """Print the table, merged with what the connection lists when one is named; asking for that is free."""
    folders = profile_folders()
    capabilities = Capabilities.read(read_json("models/capabilities.json"))
    named: str | None = arguments.connection
    saved = None if named is None or named.casefold() == SANDBOX else Connections.load(folders).get(named)
    status, listed = Status.IMAGES, None
    if saved is not None:
        try:
            listed = asyncio.run(_fetched(saved, folders, capabilities))
        except (GeminiError, KeyProblem) as error:  # the table is of use without
            ending = ending_of(error)
            say(f"studio: {' '.join(part for part in (ending.what, ending.advice) if part)}")
            status = ending.status
        else:
            if listed is None:
                say(f"studio: “{saved.name}” lists no models; these are known.")
    models = offered(capabilities, listed, saved.model_prefix if saved else "")
    if arguments.json:
        put_json({"models": [_as_json(each, capabilities.row(each.id)) for each in models]})
    else:
        _print(models, capabilities, free=named is not None and saved is None)
    return status


async def _fetched(
    saved: SavedConnection, folders: ProfileFolders, capabilities: Capabilities
) -> tuple[str, ...] | None:
    """What the connection lists; kept, so that the window offers it too."""
    async with opened(saved, Secrets(), Settings.load(folders), capabilities) as link:
        listed = await link.client.list_models()
    if listed is not None:
        there_are = {each.id for each in Connections.load(folders).all()}
        try:
            ModelLists.load(folders).keep(
                saved.id, ModelList(saved.base_url, time.time_ns() // 10**6, listed), there_are
            )
        except FileNotSaved as error:
            say(f"studio: {error}")
    return listed


def _print(models: tuple[Offered, ...], capabilities: Capabilities, *, free: bool) -> None:
    rows = [_HEADINGS, *(_cells(each, capabilities.row(each.id), free=free) for each in models)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEADINGS))]
    for row in rows:
        put("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def _cells(model: Offered, row: ModelRow, *, free: bool) -> tuple[str, ...]:
    name = row.name if row.known else ""
    ratios = f"{len(row.ratios)}, 1:1 to {row.ratios[-1]}"
    return (model.id, name, ratios, " ".join(row.sizes) or "one", "free" if free else _price(row), _note(model, row))


def _price(row: ModelRow) -> str:
    """What one image costs by the list, from the smallest to the largest."""
    if row.price is None:
        return "unknown"
    least, most = min(row.price.per_image.values()), max(row.price.per_image.values())
    return f"${least:g}" if least == most else f"${least:g} to ${most:g}"


def _note(model: Offered, row: ModelRow) -> str:
    said = []
    if model.retirement is not None:
        ends = "ended" if model.retirement.ends <= date.today() else "ends"  # noqa: DTZ011  # the reader's own day
        said.append(f"{ends} {model.retirement.ends}, then {model.retirement.successor}")
    if model.listed is False:
        said.append("not listed there")
    if not row.known:
        said.append("not in the table: whatever is asked for is sent")
    return "; ".join(said)


def _as_json(model: Offered, row: ModelRow) -> dict[str, object]:
    retirement = model.retirement
    return {
        "id": model.id,
        "name": row.name if row.known else None,
        "known": row.known,
        "listed": model.listed,
        "ratios": list(row.ratios),
        "sizes": list(row.sizes),
        "priceUsd": dict(row.price.per_image) if row.price else None,
        "ends": retirement.ends.isoformat() if retirement else None,
        "successor": retirement.successor if retirement else None,
    }
