"""`landing`: a reply with one large picture, from its first byte to a file on the disk."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.case import FULL, Case
from tests.benchmarks.contest import Measured, Results, contest
from tests.benchmarks.files import make_replies
from tests.benchmarks.server import serving
from tests.benchmarks.table import Target, aligned, costs, ratio

_DESIGNS = "tests.benchmarks.designs."
_STUDIO, _GOOGLE, _CONTENT = "Studio", "google-genai", "httpx async .content"
_WRITE, _HASHED = "the file alone", "the file and its SHA-256"
_DECODING = {
    "limit: pybase64 on a view": _DESIGNS + "standard:DecodeLimit",
    "json + base64": _DESIGNS + "standard:Decode",
    _GOOGLE: _DESIGNS + "google:Decode",
    _STUDIO: _DESIGNS + "house:Decode",
}
_LANDING = {
    _WRITE: _DESIGNS + "standard:Write",
    _HASHED: _DESIGNS + "standard:WriteHashed",
    "limit: pybase64 on a view, written": _DESIGNS + "standard:LandLimit",
    "json + base64, written": _DESIGNS + "standard:Land",
    _GOOGLE: _DESIGNS + "google:Land",
    _STUDIO: _DESIGNS + "house:Land",
}
_RECEIVING = {
    "raw socket, dropped": _DESIGNS + "standard:RawReceive",
    "httpx async aiter_raw, dropped": _DESIGNS + "bare:Streamed",
    _CONTENT: _DESIGNS + "bare:Content",
    "httpx blocking .content": _DESIGNS + "bare:BlockingContent",
    _GOOGLE: _DESIGNS + "google:Receive",
    _STUDIO: _DESIGNS + "house:Receive",
    "Studio, the whole turn": _DESIGNS + "house:WholeTurn",
}
_GROWING = {name: _LANDING[name] for name in ("json + base64, written", _GOOGLE, _STUDIO)}
_MEMORY_ROUNDS = 3


def report(size: int, rounds: int) -> Iterator[str]:
    """Measure with a picture of `size` bytes; yields text as it becomes known."""
    with TemporaryDirectory(prefix="studio-benchmark-") as folder:
        case = make_replies(Path(folder), size)
        yield from _from_memory(case, size, rounds)
        yield from _over_loopback(case, size, rounds)
    yield from _by_size((size // 4, size, size * 4))


def _from_memory(case: Case, size: int, rounds: int) -> Iterator[str]:
    yield f"Decoding: a reply with a picture of {size / 1e6:.0f} MB, in memory in pieces of 256 KiB → its bytes."
    results = contest(_DECODING, case, rounds)
    yield costs(results, "limit: pybase64 on a view", size)
    yield from _ratios(results, "decoding, processor time", (_GOOGLE, _STUDIO), 10, at_least=True)
    yield "Landing: the same reply → the picture in a file, forced to the disk with its name (fdatasync, folder fsync)."
    yield "  Studio also writes skeleton, journal and SHA-256; its landing folder is made before, as before a request."
    results = contest(_LANDING, case, rounds)
    yield costs(results, _WRITE, size)
    yield from _ratios(results, "landing, wall time", (_STUDIO, _WRITE), 1.6, wall=True)
    studio, hashed = results[_STUDIO], results[_HASHED]
    if isinstance(studio, Measured) and isinstance(hashed, Measured):
        yield f"  for comparison: {studio.wall.over(hashed.wall).median:.2f}x of {_HASHED}, which the record needs"


def _over_loopback(case: Case, size: int, rounds: int) -> Iterator[str]:
    yield "Receiving: the same reply over the loopback from another process; the processor time is the client's alone."
    yield "  google-genai and Studio decode and write (forced to the disk), the others do neither."
    with serving(case.folder) as url:
        results = contest(_RECEIVING, Case(case.folder, FULL, url), rounds)
    yield costs(results, _CONTENT, size)
    yield from _ratios(results, "receiving, processor time", (_STUDIO, _GOOGLE), 0.45)
    yield from _ratios(results, "receiving, processor time", (_STUDIO, _CONTENT), 0.7)
    studio, google = results[_STUDIO], results[_GOOGLE]
    if isinstance(studio, Measured) and isinstance(google, Measured):
        growth = studio.growth / google.growth
        yield Target("receiving, memory, Studio / google-genai", growth, 0.1).line()


def _by_size(sizes: tuple[int, ...]) -> Iterator[str]:
    yield "Memory by size: the peak over idle while landing, in MB (and x picture)."
    by_size = {}
    for size in sizes:
        with TemporaryDirectory(prefix="studio-benchmark-") as folder:
            by_size[size] = contest(_GROWING, make_replies(Path(folder), size), _MEMORY_ROUNDS)
    rows = [["design", *(f"{size / 1e6:.0f} MB" for size in sizes)]]
    rows += [[name, *(_growth(by_size[size][name], size) for size in sizes)] for name in _GROWING]
    yield aligned(rows)
    most = max(found.growth for size in sizes if isinstance(found := by_size[size][_STUDIO], Measured))
    yield Target("landing, memory over idle at any size", most / 1e6, 2, unit=" MB").line()


def _growth(measured: Measured | str, size: int) -> str:
    if isinstance(measured, str):
        return "-"
    return f"{measured.growth / 1e6:.1f} ({measured.growth / size:.2f})"


def _ratios(
    results: Results, words: str, names: tuple[str, str], limit: float, *, at_least: bool = False, wall: bool = False
) -> Iterator[str]:
    """The verdict on the first design's time over the second's, where both could be measured."""
    one, other = (results[name] for name in names)
    if isinstance(one, Measured) and isinstance(other, Measured):
        spreads = (one.wall, other.wall) if wall else (one.cpu, other.cpu)
        yield ratio(f"{words}, {' / '.join(names)}", *spreads, limit, at_least=at_least).line()
