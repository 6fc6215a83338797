"""`studio library reindex`: a library put in order after it was mended, moved or filled by hand."""

from dataclasses import asdict

from studio.cli.exit_status import Status
from studio.cli.folders import take_in
from studio.cli.output import put, put_json
from studio.cli.progress import progress, steps, stoppable
from studio.gemini.capabilities import Capabilities
from studio.generation.prepare import measure
from studio.library.library import Library
from studio.library.reindex import Reindexed, reindex
from studio.resources import read_json


def run_reindex(library: Library, *, as_json: bool) -> Status:
    """Take in what was left behind, then put everything in order; what is missing then makes it no success."""
    take_in(library, Capabilities.read(read_json("models/capabilities.json")))
    with stoppable(), progress("Looking through the library", steps) as tell:
        done = reindex(library, measure, tell)
    if as_json:
        put_json(asdict(done))
    else:
        for line in _lines(done):
            put(line)
    return Status.NO_IMAGE if done.missing or done.wrong_size else Status.IMAGES


def _lines(done: Reindexed) -> list[str]:
    lines = [f"Missing: {path}" for path in done.missing]
    lines += [f"Of another size than was written: {path}" for path in done.wrong_size]
    lines += [f"Found again: {path}" for path in done.found]
    lines += [f"Taken up as an image: {path}" for path in done.adopted]
    lines += [f"Measured anew: {path}" for path in done.measured]
    lines += [f"There twice: {path}" for path in done.copies]
    lines += [f"No image: {path}" for path in done.strangers]
    lines.append(f"{done.documents} turns, titles and names can be searched.")
    return lines
