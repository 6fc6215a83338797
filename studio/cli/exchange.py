"""`studio library export` and `import`: a conversation as a file, or as a folder that anybody can read."""

import argparse
from pathlib import Path

from studio.cli.exit_status import BadArgument, Ending, Status, ending_of
from studio.cli.output import put, put_json, say
from studio.cli.progress import progress, stoppable
from studio.library.errors import LibraryError
from studio.library.exchange.finding import find_conversation
from studio.library.exchange.markdown_folder import MarkdownWriter, WrittenFolder
from studio.library.exchange.studio_file import StudioFileWriter
from studio.library.exchange.taking_in import Imported, StudioFileReader
from studio.library.library import Library
from studio.library.records import Conversation


def check_export(arguments: argparse.Namespace) -> None:
    """Raise BadArgument for what is wrong whatever the library holds."""
    if arguments.file is None and arguments.markdown is None:
        raise BadArgument("Say where to: a FILE.studio to write, or --markdown FOLDER, or both.")
    if arguments.branch is not None and arguments.markdown is None:
        raise BadArgument("--branch goes with --markdown; a .studio file holds the whole conversation.")
    if arguments.file is not None and arguments.file.exists():
        raise BadArgument(f"{arguments.file} is there already. Choose another name, or move it away.")


def check_import(arguments: argparse.Namespace) -> None:
    """Raise BadArgument for what is wrong whatever the library holds."""
    for file in arguments.files:
        if not file.is_file():
            raise BadArgument(f"There is no file {file}. Check the path.")


def run_export(library: Library, arguments: argparse.Namespace) -> Status:
    """Write a conversation where it was asked for."""
    conversation = find_conversation(library, arguments.conversation)
    branch = library.turns.find(arguments.branch) if arguments.branch is not None else None
    if branch is not None and branch.conversation_id != conversation.id:
        raise BadArgument(f"The turn {branch.id[-6:]} is not in “{conversation.title}”.")
    file: Path | None = None
    folder: WrittenFolder | None = None
    with stoppable():
        if arguments.file is not None:
            with progress("Exporting") as tell:
                file = StudioFileWriter(library).write(conversation.id, arguments.file.absolute(), tell=tell)
        if arguments.markdown is not None:
            with progress("Exporting") as tell:
                folder = MarkdownWriter(library).write(
                    conversation.id, arguments.markdown.absolute(), branch=branch.id if branch else None, tell=tell
                )
    if arguments.json:
        put_json(_export_json(conversation, file, folder))
        return Status.IMAGES
    for path in (file, folder.text if folder else None):
        if path is not None:
            put(str(path))
    for name in folder.missing if folder else ():
        say(f"studio: The file of the picture {name} is not in the library; the text says so.")
    return Status.IMAGES


def run_import(library: Library, arguments: argparse.Namespace) -> Status:
    """Take files in, each for itself: one that is refused keeps none of the others out."""
    reader = StudioFileReader(library)
    taken: list[tuple[Path, Imported]] = []
    endings: list[Ending] = []
    with stoppable():
        for file in arguments.files:
            try:
                with progress(f"Importing {file.name}") as tell:
                    taken.append((file, reader.take_in(file.absolute(), tell)))
            except LibraryError as error:
                endings.append(ending_of(error))
                say(f"studio: {file}: {error}")
    if arguments.json:
        put_json(
            {
                "library": str(library.folder.root),
                "imported": [_import_json(file, came) for file, came in taken],
                "errors": [{"kind": ending.kind, "message": ending.what} for ending in endings],
            }
        )
    else:
        for _, came in taken:
            put(_sentence(came))
    return endings[0].status if endings else Status.IMAGES


def _sentence(came: Imported) -> str:
    turns = "one turn" if came.turns == 1 else f"{came.turns} turns"
    pictures = "one picture" if came.images == 1 else f"{came.images} pictures"
    again = " It was here already, and is here twice now." if came.again else ""
    return f"{came.conversation_id[-6:]}  “{came.title}”: {turns}, {pictures}.{again}"


def _import_json(file: Path, came: Imported) -> dict[str, object]:
    return {
        "file": str(file),
        "conversation": came.conversation_id,
        "title": came.title,
        "turns": came.turns,
        "images": came.images,
        "again": came.again,
    }


def _export_json(conversation: Conversation, file: Path | None, folder: WrittenFolder | None) -> dict[str, object]:
    return {
        "conversation": conversation.id,
        "title": conversation.title,
        "file": None if file is None else str(file),
        "bytes": None if file is None else file.stat().st_size,
        "markdown": None if folder is None else str(folder.text),
        "missing": list(folder.missing) if folder else [],
    }
