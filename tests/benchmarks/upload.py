"""`upload`: a request with large pictures, from their files to the last byte sent."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.case import FULL, Case
from tests.benchmarks.contest import Measured, contest
from tests.benchmarks.files import make_inputs
from tests.benchmarks.server import serving
from tests.benchmarks.table import Target, costs, ratio

_DESIGNS = "tests.benchmarks.designs."
_STUDIO, _GOOGLE, _LIMIT = "Studio", "google-genai", "limit: read and encode"
_BUILDING = {
    _LIMIT: _DESIGNS + "standard:EncodeLimit",
    "base64 + json": _DESIGNS + "standard:Build",
    "pybase64 + json": _DESIGNS + "standard:BuildFast",
    _GOOGLE: _DESIGNS + "google:Build",
    _STUDIO: _DESIGNS + "house:Build",
    "Studio, on an event loop": _DESIGNS + "house:BuildAsync",
}
_RAW = "limit: read, encode, raw socket"
_SENDING = {
    _RAW: _DESIGNS + "standard:RawSend",
    "base64 + json, http.client": _DESIGNS + "standard:Send",
    "pybase64 + json, httpx async": _DESIGNS + "bare:Content",
    _GOOGLE: _DESIGNS + "google:Send",
    _STUDIO: _DESIGNS + "house:Send",
}


def report(size: int, rounds: int) -> Iterator[str]:
    """Measure with three pictures of `size` bytes in all; yields text as it becomes known."""
    with TemporaryDirectory(prefix="studio-benchmark-") as folder:
        case = make_inputs(Path(folder), size)
        yield from _building(case, size, rounds)
        yield from _sending(case, size, rounds)


def _building(case: Case, size: int, rounds: int) -> Iterator[str]:
    yield f"Building: three files of {size / 1e6:.0f} MB in all → the bytes of a request, dropped."
    results = contest(_BUILDING, case, rounds)
    yield costs(results, _LIMIT, size)
    studio, limit = results[_STUDIO], results[_LIMIT]
    assert isinstance(studio, Measured)
    assert isinstance(limit, Measured)
    yield ratio("building, processor time, Studio / limit", studio.cpu, limit.cpu, 1.1).line()
    yield ratio("building, wall time, Studio / limit", studio.wall, limit.wall, 1.1).line()
    yield Target("building, memory over idle", studio.growth / 1e6, 2, unit=" MB").line()


def _sending(case: Case, size: int, rounds: int) -> Iterator[str]:
    yield "Sending: the same request over the loopback to another process; the processor time is the client's alone."
    with serving(case.folder) as url:
        results = contest(_SENDING, Case(case.folder, FULL, url), rounds)
    yield costs(results, _RAW, size)
    studio = results[_STUDIO]
    assert isinstance(studio, Measured)
    yield Target("sending, memory over idle", studio.growth / 1e6, 2, unit=" MB").line()
