"""`studio` without a command: the window, in front of which nothing is loaded that it does not need."""

from collections.abc import Sequence
from pathlib import Path

_LIBRARIES = "libgl1 libegl1 libglib2.0-0 libfontconfig1 libxkbcommon0 libdbus-1-3 libxcb-cursor0"
_OPTION = "--library"


def library_of(words: Sequence[str]) -> str | None:
    """Return the library that plain arguments of the window name, "" for none; None for any other arguments.

    So the window need not wait for the parser of all commands, which would come to the same.
    """
    match words:
        case []:
            return ""
        case [option, folder] if option == _OPTION and folder.strip() and not folder.startswith("-"):
            return folder
        case [word] if word.startswith(f"{_OPTION}=") and word.partition("=")[2].strip():
            return word.partition("=")[2]
        case _:
            return None


def run_window(library: str) -> int:
    """Open the window, on the library of the settings for "", and return the exit status when it has closed."""
    try:
        from studio.app import run
    except ImportError as error:
        if not (error.name or "").startswith(("PySide6", "shiboken6")) and ".so" not in str(error):
            raise
        from studio.cli.exit_status import BadArgument

        raise BadArgument(
            f"The window needs a library that is missing here: {error}. On Debian: apt-get install {_LIBRARIES}"
        ) from error
    return run(Path(library) if library else None)
