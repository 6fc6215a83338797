"""`studio sandbox`: the offline sandbox as a server of its own."""

import argparse

from studio.cli.exit_status import BadArgument, Status
from studio.cli.output import put
from studio.sandbox.endpoints import SandboxSettings
from studio.sandbox.errors import CannotListen
from studio.sandbox.profiles import GOOGLE, PROFILES
from studio.sandbox.scripts.table import listing
from studio.sandbox.server import serve


def run_sandbox(arguments: argparse.Namespace) -> Status:
    """Serve until a signal ends it."""
    if arguments.scripts:
        put(listing())
        return Status.IMAGES
    if not 0 <= arguments.delay < float("inf"):
        raise BadArgument("--delay is a number of seconds, 0 or more.")
    if arguments.key is not None and not arguments.key.strip():
        raise BadArgument("--key is empty; leave it away to let any key pass.")
    try:
        serve(arguments.port, arguments.host, _settings(arguments), announce=put)
    except CannotListen as error:
        raise BadArgument(str(error)) from error
    return Status.IMAGES


def _settings(arguments: argparse.Namespace) -> SandboxSettings:
    name = arguments.profile or GOOGLE.name
    if name not in PROFILES:
        raise BadArgument(f"There is no profile “{name}”. There are {', '.join(PROFILES)}.")
    return SandboxSettings(key=arguments.key, delay=arguments.delay, profile=PROFILES[name])
