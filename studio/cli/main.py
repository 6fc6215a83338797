"""The command line: arguments in, exit status out; one message for whatever goes wrong, never a traceback for it."""

import argparse
import asyncio
import os
import signal
import sys
from collections.abc import Coroutine, Sequence
from dataclasses import replace

from studio.cli.exit_status import EXPECTED, Status, ending_of
from studio.cli.output import put_json, say
from studio.cli.parser import build_parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    arguments = build_parser().parse_args(argv)
    try:
        return _run(arguments)
    except (KeyboardInterrupt, asyncio.CancelledError):
        say("studio: Cancelled. What had been sent may have been charged; what had arrived is kept.")
        return Status.CANCELLED
    except BrokenPipeError:
        # Nobody reads any more; without this the interpreter would complain once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Status.IMAGES
    except EXPECTED as error:
        ending = ending_of(error)
        if arguments.command != "generate":  # nothing else pays for anything
            ending = replace(ending, charge=None)
        if getattr(arguments, "json", False):
            put_json({"images": [], "turns": [], "errors": [ending.as_json()]})
        say(f"studio: {ending.message}")
        return ending.status


def _run(arguments: argparse.Namespace) -> Status:
    # Each command loads only what it needs.
    match arguments.command:
        case "generate":
            from studio.cli.generate import generate

            return asyncio.run(_stopped_by_signal(generate(arguments)))
        case "connections":
            from studio.cli.connections import run_connections

            return asyncio.run(run_connections(arguments))
        case "library":
            from studio.cli.library import run_library

            return run_library(arguments)
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
