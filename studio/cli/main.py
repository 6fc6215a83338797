"""The command line: arguments in, exit status out; one message for whatever goes wrong, never a traceback for it."""

import argparse
import asyncio
import os
import signal
import sys
from collections.abc import Coroutine, Sequence
from dataclasses import replace

from studio.cli.exit_status import EXPECTED, BadArgument, Ending, Status, ending_of
from studio.cli.output import OutputGone, put_json, say, use_utf8
from studio.cli.parser import build_parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    use_utf8()
    arguments = build_parser().parse_args(argv)
    try:
        try:
            return _run(arguments)
        except EXPECTED as error:
            return _fail(arguments, ending_of(error))
    except (KeyboardInterrupt, asyncio.CancelledError):
        # Generations that were under way have said themselves what they may have cost.
        say("studio: Cancelled.")
        return Status.CANCELLED
    except OutputGone as error:
        if not error.closed:
            say(f"studio: {error}")
        # Without this the interpreter would try once more to write, at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Status.IMAGES if error.closed else Status.FAILED


def end_with(error: Exception) -> int:
    """Say what kept the window from opening, and return the exit status; what nobody can mend is raised again."""
    use_utf8()
    if not isinstance(error, EXPECTED):
        raise error
    ending = replace(ending_of(error), charge=None)
    say(f"studio: {ending.message}")
    return ending.status


def _fail(arguments: argparse.Namespace, ending: Ending) -> Status:
    if arguments.command != "generate":  # nothing else pays for anything
        ending = replace(ending, charge=None)
    say(f"studio: {ending.message}")
    if getattr(arguments, "json", False):
        put_json({"images": [], "turns": [], "errors": [ending.as_json()]})
    return ending.status


def _run(arguments: argparse.Namespace) -> Status:
    # Each command loads only what it needs.
    match arguments.command:
        case "generate":
            from studio.cli.asked import read_asked
            from studio.cli.generate import generate

            return asyncio.run(_stopped_by_signal(generate(read_asked(arguments))))
        case "models":
            from studio.cli.models import run_models

            return run_models(arguments)
        case "connections" if arguments.action == "test":
            from studio.cli.connection_test import test_connection

            testing = test_connection(arguments.name, arguments.model, as_json=arguments.json)
            return asyncio.run(_stopped_by_signal(testing))
        case "connections":
            from studio.cli.connections import run_connections

            return run_connections(arguments)
        case "library":
            from studio.cli.library import run_library

            return run_library(arguments)
        case None:
            from studio.cli.window import run_window

            if arguments.library is not None and not arguments.library.strip():
                raise BadArgument("--library is empty.")
            return Status(run_window(arguments.library or ""))
        case _:
            from studio.cli.sandbox import run_sandbox

            return run_sandbox(arguments)


async def _stopped_by_signal(work: Coroutine[object, object, Status]) -> Status:
    """Let SIGTERM end the work as Ctrl+C does: what arrived is kept first."""
    task = asyncio.current_task()
    assert task is not None
    if sys.platform != "win32":
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    return await work
