"""`studio` without a command: the window, in front of which nothing is loaded that it does not need."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

_LIBRARIES = "libgl1 libegl1 libglib2.0-0 libfontconfig1 libxkbcommon0 libdbus-1-3 libxcb-cursor0"
_OPTION = "--library"
_SUFFIX = ".studio"


class WindowArguments(NamedTuple):
    """What the window is to open: a library, "" for that of the settings, and conversations to import."""

    library: str = ""
    files: tuple[str, ...] = ()


def window_arguments(words: Sequence[str]) -> WindowArguments | None:
    """Return what plain arguments ask of the window; None for any others.

    So the window need not wait for the parser of all commands, which would come to the same.
    """
    match words:
        case []:
            return WindowArguments()
        case [option, folder, *rest] if option == _OPTION and folder.strip() and not folder.startswith("-"):
            return _with_files(folder, rest)
        case [word, *rest] if word.startswith(f"{_OPTION}=") and word.partition("=")[2].strip():
            return _with_files(word.partition("=")[2], rest)
        case _:
            return _with_files("", words)


def _with_files(library: str, words: Sequence[str]) -> WindowArguments | None:
    are_files = all(word.lower().endswith(_SUFFIX) and not word.startswith("-") for word in words)
    return WindowArguments(library, tuple(words)) if are_files else None


def run_window(library: str, files: Sequence[str] = ()) -> int:
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
    # Made whole here: a window that runs already is in another folder.
    return run(Path(library) if library else None, [Path(file).absolute() for file in files])
