"""The user's folders and library, opened for a command."""

import time
from datetime import datetime
from pathlib import Path

from studio.cli.exit_status import BadArgument
from studio.cli.output import say
from studio.gemini.capabilities import Capabilities
from studio.generation.recover import Recovered, recover
from studio.library.landing import Orphan
from studio.library.library import Library
from studio.profile.folders import ProfileFolders
from studio.profile.settings import Settings


def profile_folders() -> ProfileFolders:
    """Return where this user's settings and pictures are."""
    try:
        return ProfileFolders.of_user()
    except RuntimeError as error:
        raise BadArgument("This user has no home folder to keep settings in. Set HOME to one.") from error


def library_root(given: Path | None, settings: Settings) -> Path:
    """Return the library's folder: the one given, or the one of the settings."""
    if given is None:
        return settings.library_folder
    try:
        return given.expanduser().absolute()
    except (RuntimeError, OSError) as error:
        raise BadArgument(f"The library {given} cannot be found: {error}.") from error


def open_library(root: Path, *, create: bool = True) -> Library:
    """Open a library; news about its backup goes to standard error."""
    library = Library.open(root, create=create)
    if library.backup_failure is not None:
        say(f"studio: {library.backup_failure}")
    return library


def take_in(library: Library, capabilities: Capabilities) -> tuple[Recovered, ...]:
    """Adopt what an interrupted run left behind, and say so."""
    if library.read_only:
        return ()
    linked: list[Orphan] = []
    found = recover(library, capabilities, lambda error: say(f"studio: {error}"), linked)
    for orphan in linked:
        orphan.close()
    if linked:
        say("studio: Pictures of an interrupted request have yet to be fetched: studio library recover")
    for each in found:
        say(f"studio: {recovery_line(each)}")
    return found


def recovery_line(recovered: Recovered) -> str:
    """Return the sentence about one attempt that was left behind."""
    when = local_time(recovered.turn.created)
    request = f"The request “{shortened(recovered.turn.prompt, 40)}” of {when}"
    if recovered.fate == "kept":
        count = len(recovered.images)
        return f"{request} had been interrupted; {'its picture was' if count == 1 else f'{count} pictures were'} kept."
    if recovered.fate == "never sent":
        return f"{request} had been interrupted before it went out. Nothing was charged."
    charged = "Nothing was charged" if recovered.free else "It may have been charged"
    return f"{request} had been interrupted. {charged}; ask again if you want the picture."


def local_time(milliseconds: int) -> str:
    """Return a time as people on this machine write it."""
    return time.strftime("%Y-%m-%d %H:%M", datetime.fromtimestamp(milliseconds / 1000).astimezone().timetuple())


def shortened(text: str, length: int) -> str:
    """Return the beginning of a text in one line."""
    line = " ".join(text[: 4 * length].split())
    return line if len(line) <= length else line[: length - 1] + "…"
