"""`studio` without a command: the window."""

import argparse
from pathlib import Path

from studio.cli.exit_status import BadArgument, Status

_LIBRARIES = "libgl1 libegl1 libglib2.0-0 libfontconfig1 libxkbcommon0 libdbus-1-3 libxcb-cursor0"


def run_window(arguments: argparse.Namespace) -> Status:
    """Open the window and return when it has closed."""
    if arguments.library is not None and not arguments.library.strip():
        raise BadArgument("--library is empty.")
    try:
        from studio.app import run
    except ImportError as error:
        if not (error.name or "").startswith(("PySide6", "shiboken6")) and ".so" not in str(error):
            raise
        raise BadArgument(
            f"The window needs a library that is missing here: {error}. On Debian: apt-get install {_LIBRARIES}"
        ) from error
    return Status(run(Path(arguments.library) if arguments.library else None))
