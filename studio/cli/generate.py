"""`studio generate`: from a prompt to pictures in the library."""

import argparse
import asyncio
import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from studio.cli.exit_status import BadArgument, Ending, Status, ending_of
from studio.cli.folders import open_library, profile_folders, take_in
from studio.cli.links import Choice, Unsaved, at_once, choose, default_model, opened
from studio.cli.output import ProgressLine, put, put_json, say
from studio.cli.report import outcome_ending, result_json
from studio.gemini.capabilities import Capabilities, ModelRow
from studio.gemini.connections import Auth
from studio.gemini.errors import GeminiError
from studio.generation.errors import GenerationError
from studio.generation.link import Link
from studio.generation.prepare import prepare
from studio.generation.run import Generator
from studio.generation.wish import Finished, Wish, WishInput
from studio.library.errors import LibraryError
from studio.library.library import Library
from studio.library.records import Origin, Turn
from studio.profile.connections import Connections
from studio.profile.secrets import Secrets
from studio.profile.settings import Settings
from studio.resources import read_json

_MOST = 8
_SEEDS = range(-(2**31), 2**31)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the arguments ask for, checked before anything is opened."""

    prompt: str
    count: int
    seed: int | None
    aspect: str | None
    size: str | None
    unsaved: Unsaved | None


async def generate(arguments: argparse.Namespace) -> Status:
    """Make the pictures, print them, return the exit status."""
    asked = _read(arguments)
    folders = profile_folders()
    settings, connections = Settings.load(folders), Connections.load(folders)
    for notice in (*settings.notices, *connections.notices):
        say(str(notice))
    capabilities = Capabilities.read(read_json("models/capabilities.json"))
    with open_library(arguments.library or settings.library_folder) as library:
        await asyncio.to_thread(take_in, library, capabilities)
        parent = library.turns.find(arguments.continued) if arguments.continued else None
        choice = choose(connections, arguments.connection, asked.unsaved, parent.connection if parent else None)
        model = arguments.model or (parent.model if parent else default_model(choice, capabilities))
        _check_settings(asked, capabilities.row(model))
        inputs = await asyncio.to_thread(_import, library, arguments.image)
        wishes = _wishes(library, asked, model, parent, inputs)
        results = await _run(library, wishes, choice, settings)
        return _print(library, results, arguments.out, as_json=arguments.json)


def _read(arguments: argparse.Namespace) -> Asked:
    prompt = sys.stdin.read() if arguments.prompt == "-" else arguments.prompt
    # What a shell passes that is no UTF-8 cannot be stored or sent.
    prompt = prompt.encode("utf-8", "surrogateescape").decode("utf-8", "replace").strip()
    if not prompt:
        raise BadArgument("The prompt is empty: say what to draw or to change.")
    if not 1 <= arguments.count <= _MOST:
        raise BadArgument(f"--count is a number from 1 to {_MOST}.")
    if arguments.seed is not None and (arguments.seed not in _SEEDS or arguments.seed + arguments.count not in _SEEDS):
        raise BadArgument("--seed is a whole number of 32 bits.")
    if arguments.auth and not arguments.base_url:
        raise BadArgument("--auth goes with --base-url; a saved connection knows its own.")
    unsaved = None
    if arguments.base_url:
        unsaved = Unsaved(arguments.base_url, Auth(arguments.auth or Auth.GOOG_KEY), arguments.plain_http)
    size = arguments.size.upper() if arguments.size else None
    return Asked(prompt, arguments.count, arguments.seed, arguments.aspect, size, unsaved)


def _check_settings(asked: Asked, row: ModelRow) -> None:
    """Refuse what the model is known not to take; an id nobody knows is left to the server."""
    if not row.known:
        return
    if asked.aspect and asked.aspect not in row.ratios:
        raise BadArgument(f"{row.name} does not draw {asked.aspect}. It takes {', '.join(row.ratios)}.")
    if asked.size and asked.size not in row.sizes:
        sizes = f"It takes {', '.join(row.sizes)}." if row.sizes else "It has one size: leave --size away."
        raise BadArgument(f"{row.name} does not draw {asked.size}. {sizes}")


def _import(library: Library, files: Sequence[Path]) -> tuple[WishInput, ...]:
    """Prepare the files and take them into the library; all of them are checked before any is kept."""
    with tempfile.TemporaryDirectory(prefix="studio-") as scratch:
        prepared = [prepare(file, Path(scratch)) for file in files]
        for each in prepared:
            for note in each.notes:
                say(f"{each.original_name}: {note}")
        return tuple(
            WishInput(
                library.images.import_file(
                    each.path, mime=each.type, width=each.width, height=each.height, name=each.original_name
                )
            )
            for each in prepared
        )


def _wishes(
    library: Library, asked: Asked, model: str, parent: Turn | None, inputs: Sequence[WishInput]
) -> tuple[Wish, ...]:
    """Return one wish for each variant, in one send."""
    conversation = parent.conversation_id if parent else library.ids.new()
    send = library.ids.new()
    origin: Origin = "variant" if asked.count > 1 else "continue" if parent else "new"
    return tuple(
        Wish(
            prompt=asked.prompt,
            model=model,
            conversation_id=conversation,
            send_id=send,
            origin=origin,
            inputs=inputs,
            parent=parent,
            aspect_ratio=asked.aspect,
            image_size=asked.size,
            seed=None if asked.seed is None else asked.seed + number,
        )
        for number in range(asked.count)
    )


async def _run(library: Library, wishes: Sequence[Wish], choice: Choice, settings: Settings) -> list[Finished | Ending]:
    """Run all wishes, a few at a time; what keeps one from being made does not stop the others."""
    gate = asyncio.Semaphore(at_once(choice, settings))
    async with opened(choice, Secrets(), settings) as link, ProgressLine(len(wishes)) as line:
        generator = _generator(library, link, settings)

        async def one(number: int, wish: Wish) -> Finished | Ending:
            async with gate:
                try:
                    return await generator.run(wish, lambda progress: line.tell(number, progress))
                except (GenerationError, GeminiError, LibraryError) as error:
                    return ending_of(error)

        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(one(*numbered), name="generate") for numbered in enumerate(wishes)]
    return [task.result() for task in tasks]


def _generator(library: Library, link: Link, settings: Settings) -> Generator:
    budget = settings.request_megabytes * 1_000_000
    return Generator(library, link, budget=budget, template=settings.picture_name)


def _print(library: Library, results: Sequence[Finished | Ending], out: Path | None, *, as_json: bool) -> Status:
    """Print every picture and what is to be said; exit 0 when there is any picture."""
    endings = [ending for result in results if (ending := outcome_ending(result)) is not None]
    finished = [result for result in results if isinstance(result, Finished)]
    places = {image.id: library.images.absolute_path(image) for result in finished for image in result.images}
    if out is not None:
        places = {image_id: _copy(place, out) for image_id, place in places.items()}
    if as_json:
        put_json(result_json(library, finished, endings, places))
    else:
        for result in finished:
            if result.turn.words:
                say(result.turn.words)
        for place in places.values():
            put(os.fspath(place))
    for message in dict.fromkeys(ending.message for ending in endings):
        say(f"studio: {message}")
    return Status.IMAGES if places else max(ending.status for ending in endings)


def _copy(source: Path, folder: Path) -> Path:
    """Copy a picture into a folder under its own name, never over another file."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        number = 1
        while True:
            name = source.name if number == 1 else f"{source.stem}-{number}{source.suffix}"
            try:
                with (folder / name).open("xb") as copy, source.open("rb") as original:
                    shutil.copyfileobj(original, copy)
            except FileExistsError:
                number += 1
                continue
            return folder / name
    except OSError as error:
        say(f"studio: {folder} cannot be written ({error.strerror}). The picture is kept in the library.")
        return source
