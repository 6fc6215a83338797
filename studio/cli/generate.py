"""`studio generate`: from a prompt to pictures in the library."""

import asyncio
import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from studio.cli.asked import Asked, check_settings
from studio.cli.exit_status import BadArgument, Ending, Status, ending_of
from studio.cli.folders import library_root, open_library, profile_folders, take_in
from studio.cli.links import at_once, choose, default_model, opened
from studio.cli.output import ProgressLine, put, put_json, say
from studio.cli.report import notes, outcome_ending, result_json
from studio.gemini.capabilities import Capabilities
from studio.gemini.errors import Cancelled, Charge, GeminiError
from studio.generation.errors import GenerationError
from studio.generation.link import Link
from studio.generation.prepare import Prepared, prepare
from studio.generation.run import Generator
from studio.generation.variants import variants_of
from studio.generation.wish import Finished, Wish, WishInput
from studio.library.errors import LibraryError
from studio.library.export import check_folder, copy_into
from studio.library.library import Library
from studio.library.records import Image, Origin, Turn
from studio.profile.connections import Connections
from studio.profile.secrets import Secrets
from studio.profile.settings import Settings
from studio.resources import read_json

Result = Finished | Ending


async def generate(asked: Asked) -> Status:
    """Make the pictures, print them, return the exit status."""
    folders = profile_folders()
    settings, connections = Settings.load(folders), Connections.load(folders)
    for notice in (*settings.notices, *connections.notices):
        say(str(notice))
    capabilities = Capabilities.read(read_json("models/capabilities.json"))
    root = library_root(asked.library, settings)
    if asked.out is not None:
        check_folder(asked.out)
    with _prepared(asked.images) as prepared, open_library(root, create=asked.continued is None) as library:
        await asyncio.to_thread(take_in, library, capabilities)
        parent = library.turns.find(asked.continued) if asked.continued else None
        choice = choose(connections, asked.connection, asked.unsaved, parent.connection if parent else None)
        model = asked.model or (parent.model if parent else default_model(choice, capabilities))
        check_settings(asked, capabilities.row(model))
        inputs = await asyncio.to_thread(_import, library, prepared)
        wishes = _wishes(library, asked, model, parent, inputs)
        streaming = asked.streaming or (choice is None and connections.sandbox_streams)
        async with opened(choice, Secrets(), settings, capabilities, streaming=streaming) as link:
            generator = _generator(library, link, settings)
            results, said = await _run(generator, wishes, at_once(choice, settings))
        return _print(library, asked, results, said)


@contextmanager
def _prepared(files: Sequence[Path]) -> Iterator[Sequence[Prepared]]:
    """Prepare the files, all of them, before anything is made or kept on their account."""
    try:
        scratch = tempfile.TemporaryDirectory(prefix="studio-")
    except OSError as error:
        raise BadArgument(f"There is no folder for temporary files: {error.strerror}. Set TMPDIR to one.") from error
    with scratch as folder:
        prepared = [prepare(file, Path(folder)) for file in files]
        for each in prepared:
            for note in each.notes:
                say(f"{each.original_name}: {note}")
        yield prepared


def _import(library: Library, prepared: Sequence[Prepared]) -> tuple[WishInput, ...]:
    """Take prepared files into the library."""
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
    wish = Wish(
        prompt=asked.prompt,
        model=model,
        turn_id=library.ids.new(),
        conversation_id=conversation,
        send_id=send,
        origin=origin,
        inputs=inputs,
        parent=parent,
        aspect_ratio=asked.aspect,
        image_size=asked.size,
        seed=asked.seed,
        tuning=asked.tuning,
    )
    return variants_of(wish, asked.count, library.ids)


async def _run(generator: Generator, wishes: Sequence[Wish], width: int) -> tuple[list[Result], str]:
    """Run all wishes, `width` at a time; neither a failure nor a cancellation takes away what the others brought.

    Returns with it what was said while it came.
    """
    gate = asyncio.Semaphore(width)
    async with ProgressLine(len(wishes)) as line:

        async def one(number: int, wish: Wish) -> Result:
            try:
                async with gate:
                    return await generator.run(wish, lambda progress: line.tell(number, progress))
            except (GenerationError, GeminiError, LibraryError) as error:
                return ending_of(error)
            except asyncio.CancelledError:
                return line.state(number).finished or ending_of(Cancelled(Charge.NO))

        tasks = [asyncio.create_task(one(*numbered), name="generate") for numbered in enumerate(wishes)]
        try:
            await asyncio.wait(tasks)
        except asyncio.CancelledError:
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)
    return [task.result() for task in tasks], line.said


def _generator(library: Library, link: Link, settings: Settings) -> Generator:
    budget = settings.request_megabytes * 1_000_000
    return Generator(library, link, budget=budget, template=settings.picture_name)


def _print(library: Library, asked: Asked, results: Sequence[Result], said: str) -> Status:
    """Print every picture and what is to be said; exit 0 when there is any picture and nobody cancelled."""
    endings = [ending for result in results if (ending := outcome_ending(result)) is not None]
    finished = [result for result in results if isinstance(result, Finished)]
    images = [image for result in finished for image in result.images]
    places = _places(library, images, asked.out)
    if asked.as_json:
        put_json(result_json(library, finished, endings, places))
    for place in () if asked.as_json else places.values():
        put(os.fspath(place))
    for line in dict.fromkeys(line for result in finished for line in notes(result, said)):
        say(line)
    for message in dict.fromkeys(ending.message for ending in endings):
        count = sum(ending.message == message for ending in endings)
        say(f"studio: {message}{f' ({count} of {len(results)} requests)' if len(results) > 1 else ''}")
    if any(ending.status is Status.CANCELLED for ending in endings):
        return Status.CANCELLED
    return Status.IMAGES if places else max(ending.status for ending in endings)


def _places(library: Library, images: Sequence[Image], out: Path | None) -> Mapping[str, Path]:
    """Return where each picture is: in the folder asked for, or where the library keeps it."""
    places = {image.id: library.images.absolute_path(image) for image in images}
    if out is None:
        return places
    try:
        return {image_id: copy_into(place, out) for image_id, place in places.items()}
    except LibraryError as error:
        say(f"studio: {error} The pictures are kept in the library.")
        return places
