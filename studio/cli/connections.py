"""`studio connections`: the endpoints pictures come from, and their keys."""

import argparse
import asyncio

from studio.cli.exit_status import BadArgument, Status
from studio.cli.folders import profile_folders
from studio.cli.links import ask_for_key, quoted
from studio.cli.output import put, put_json, say
from studio.gemini.connections import Auth, read_address
from studio.gemini.presets import CUSTOM, PRESETS, Preset
from studio.profile.connections import Connections
from studio.profile.errors import KeyMissing, KeyProblem, NoKeyring
from studio.profile.keys import KEYRING_SECONDS
from studio.profile.saved_connection import SANDBOX, SavedConnection
from studio.profile.secrets import Secret, Secrets


def run_connections(arguments: argparse.Namespace) -> Status:
    """Run one of add, list, default, remove, set-key."""
    connections = Connections.load(profile_folders())
    for notice in connections.notices:
        say(str(notice))
    match arguments.action:
        case "add":
            _add(connections, arguments)
        case "list":
            _list(connections, as_json=arguments.json)
        case "default":
            _choose(connections, arguments.name)
        case "remove":
            _remove(connections, arguments.name)
        case _:
            _set_key(connections.get(arguments.name))
    return Status.IMAGES


def _add(connections: Connections, arguments: argparse.Namespace) -> None:
    """Ask for the key first: whoever turns back at the prompt has changed nothing."""
    if arguments.name.casefold() == SANDBOX:
        raise BadArgument("The name sandbox is taken by the built-in sandbox: choose another.")
    preset = PRESETS[arguments.preset] if arguments.preset else CUSTOM
    if arguments.stream and not preset.streams:
        raise BadArgument(f"{preset.name} sends replies whole: leave --stream out.")
    address = read_address(_base_url(preset, arguments), plain_http=arguments.plain_http)
    key = ask_for_key(arguments.name)
    before = connections.default
    prefix = preset.model_prefix if arguments.prefix is None else arguments.prefix
    query = f"?{address.query}" if address.query else ""
    added = connections.add(
        name=arguments.name,
        base_url=address.base + query,
        auth=Auth(arguments.auth or preset.auth).value,
        model_prefix="google/" if prefix == "google/" else "",
        plain_http=arguments.plain_http,
        concurrency=arguments.concurrency,
        per_minute=arguments.per_minute,
        default_model=arguments.model or address.model or preset.default_model,
        provider=arguments.preset or "",
        streaming=arguments.stream,
    )
    try:
        if key is not None:
            _keep_key(added, key)
    except KeyProblem:
        _restore(connections, before)
        say(f"“{added.name}” is saved, its key is not.")
        raise
    _say_added(added, key)


def _say_added(added: SavedConnection, key: Secret | None) -> None:
    put(f"Added “{added.name}”: {added.base_url}, key as {added.auth}.")
    put("New pictures come from it now and may cost money. Back to the sandbox: studio connections default sandbox")
    if key is None:
        say(f"No key was given. Set one with: studio connections set-key {quoted(added.name)}")
    else:
        say(f"Whether it works is seen, for nothing, with: studio connections test {quoted(added.name)}")


def _base_url(preset: Preset, arguments: argparse.Namespace) -> str:
    """Where the new connection leads: as its preset says, or as was typed where everybody has a place of their own."""
    given: str = arguments.base_url or ""
    if preset.is_typed and not given:
        example = f" such as {preset.example}" if arguments.preset else ", or a provider with --preset"
        raise BadArgument(f"Say where it is with --base-url{example}.")
    if given and not preset.is_typed:
        raise BadArgument(f"{preset.name} is at {preset.base_url}: leave --base-url or --preset out.")
    return given or preset.base_url


def _restore(connections: Connections, default: SavedConnection | None) -> None:
    if default is None:
        connections.choose_none()
    else:
        connections.choose(default.id)


def _choose(connections: Connections, name: str) -> None:
    if name.casefold() == SANDBOX:
        connections.choose_none()
        put("New pictures come from the sandbox now, which costs nothing.")
    else:
        put(f"New pictures come from “{connections.choose(name).name}” now.")


def _list(connections: Connections, *, as_json: bool) -> None:
    default = connections.default
    rows = [
        {"name": each.name, "baseUrl": each.base_url, "auth": each.auth, "model": each.default_model}
        | {"streaming": each.streaming, "prefix": each.model_prefix, "default": each is default}
        for each in connections.all()
    ]
    sandbox = {"name": SANDBOX, "baseUrl": None, "auth": None, "model": None} | {
        "streaming": connections.sandbox_streams,
        "prefix": "",
        "default": default is None,
    }
    if as_json:
        put_json({"connections": [sandbox, *rows]})
        return
    put(f"{'*' if default is None else ' '} {SANDBOX}  (offline, free, no key)")
    for each in connections.all():
        put(f"{'*' if each is default else ' '} {each.name}  {each.base_url}  {each.auth}")


def _remove(connections: Connections, name: str) -> None:
    """Forget the key first: a connection without a key can be removed again, a key without one is never found."""
    connection = connections.get(name)
    try:
        asyncio.run(Secrets().delete(connection.id, within=KEYRING_SECONDS))
        what = f"“{connection.name}” and its key"
    except NoKeyring:
        what = f"“{connection.name}”; no keyring answers here, so a key kept in one stays there"
    connections.remove(connection.id)
    put(f"Removed {what}. Its pictures stay.")


def _set_key(connection: SavedConnection) -> None:
    key = ask_for_key(connection.name)
    if key is None:
        raise KeyMissing("No key was given, so nothing was changed.", advice="")
    _keep_key(connection, key)


def _keep_key(connection: SavedConnection, key: Secret) -> None:
    asyncio.run(Secrets().set(connection.id, key, within=KEYRING_SECONDS))
    put(f"The key of “{connection.name}” is in the keyring.")
