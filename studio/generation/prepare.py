"""From a file somebody chose to the file that is sent: a format the API takes, upright, in sRGB, without metadata."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO
from uuid import uuid4

from studio.generation.errors import InputDamaged, InputNotCopied, InputRefused, InputTooManyPixels
from studio.generation.input_file import JPEG, PNG, WEBP, Format, format_of, opened, shown_name
from studio.generation.input_notes import (
    ColoursConverted,
    Converted,
    FirstFrameOnly,
    MetadataRemoved,
    Note,
    TurnedUpright,
)
from studio.generation.pixels import (
    UNDECODABLE,
    has_metadata,
    has_more_frames,
    is_plain,
    orientation,
    plain,
    quiet_pillow,
    upright,
)
from studio.generation.strip import Corrupt, Unstrippable, copy_planned, plan_stripping
from studio.library.blobs import EXTENSIONS

if TYPE_CHECKING:
    from PIL.ImageFile import ImageFile

MOST_PIXELS = 120_000_000
LONGEST_SIDE = 30_000

_PNG_DEPTH_AT = 24  # bytes into a PNG
_OPTIONS: dict[str, dict[str, int]] = {"JPEG": {"quality": 95, "subsampling": 0}, "PNG": {}}


@dataclass(frozen=True)
class Prepared:
    """A file ready to be sent: `type` its MIME type, sides in pixels, `size` in bytes, `notes` what was done to it."""

    path: Path
    type: str
    width: int
    height: int
    size: int
    original_name: str
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class Probe:
    """What a received picture is by its bytes: MIME type and sides in pixels as stored."""

    type: str
    width: int
    height: int


def prepare(path: Path, into: Path) -> Prepared:
    """Write what is to be sent of the file at `path` into the folder `into`, which is the caller's; blocks.

    The file itself is only read. Raises InputRefused; nothing is left in `into` then.
    """
    quiet_pillow()
    name = shown_name(path)
    with opened(path) as source:
        kind = format_of(source, name)
        with _decoding(name):
            return _stripped(source, kind, into, name) or _redrawn(source, kind, into, name)


def probe(path: Path) -> Probe | None:
    """What the picture at `path` is, after decoding all of it; None when it is none, or damaged, or too large."""
    return _look_into(path, all_of_it=True)


def measure(path: Path) -> Probe | None:
    """What the picture at `path` says it is, read from its head alone; None when it is none, or too large."""
    return _look_into(path, all_of_it=False)


def _look_into(path: Path, *, all_of_it: bool) -> Probe | None:
    quiet_pillow()
    name = shown_name(path)
    try:
        with opened(path) as file:
            kind = format_of(file, name)
            with _decoding(name), _open(file, kind) as image:
                _check_size(image.size, name)
                if all_of_it:
                    image.load()
                return Probe(kind.mime, *image.size)
    except InputRefused:
        return None


def _stripped(source: BinaryIO, kind: Format, into: Path, name: str) -> Prepared | None:
    """The file without its metadata, the pixels untouched; None when they must be redrawn."""
    with _open(source, kind) as image:
        _check_size(image.size, name)
        if orientation(image) != 1 or not _is_sendable(image, source, kind):
            return None
        notes: list[Note] = [FirstFrameOnly("frame")] if has_more_frames(image) else []
    try:
        plan = plan_stripping(kind.mime, source)
        path = _write(lambda target: copy_planned(plan, source, target), into, kind, name)
    except Unstrippable:
        return None
    if plan.metadata:
        notes.append(MetadataRemoved())
    if size := _decoded_size(path, kind):  # what is sent has been decoded whole
        return Prepared(path, kind.mime, *size, plan.size, name, tuple(notes))
    return None


def _redrawn(source: BinaryIO, kind: Format, into: Path, name: str) -> Prepared:
    """The decoded picture, written anew: JPEG stays JPEG, anything else becomes PNG."""
    written = JPEG if kind == JPEG else PNG
    with _open(source, kind) as image:
        _check_size(image.size, name)
        if kind == PNG:
            # Its EXIF may stand behind the pixels: looking for it decodes them, and a failure then is not told again.
            image.load()
        turned, several = orientation(image), has_more_frames(image)
        image.load()
        _check_size(image.size, name)  # an icon only now says how large it is
        picture, converted = plain(upright(image, orientation(image)))  # Pillow turns a TIFF while it decodes
        told = _tells_more(image, source, kind)
    picture.info.clear()
    path = _write(lambda target: picture.save(target, written.pillow, **_OPTIONS[written.pillow]), into, written, name)
    notes: tuple[tuple[Note, bool], ...] = (
        (Converted(kind.label, written.label), written != kind),
        (TurnedUpright(), turned != 1),
        (FirstFrameOnly("page" if kind.mime == "image/tiff" else "frame"), several),
        (ColoursConverted(), converted),
        (MetadataRemoved(), told),
    )
    made = tuple(note for note, applies in notes if applies)
    return Prepared(path, written.mime, *picture.size, path.stat().st_size, name, made)


def _is_sendable(image: "ImageFile", source: BinaryIO, kind: Format) -> bool:
    if kind == PNG:
        source.seek(_PNG_DEPTH_AT)
        return source.read(1) == b"\x08" and is_plain(image)
    return is_plain(image) and (kind == JPEG or (kind == WEBP and not has_more_frames(image)))


def _tells_more(image: "ImageFile", source: BinaryIO, kind: Format) -> bool:
    if kind not in (PNG, JPEG, WEBP):
        return has_metadata(image)
    try:
        return plan_stripping(kind.mime, source).metadata
    except Unstrippable:
        return False


def _open(file: BinaryIO, kind: Format) -> "ImageFile":
    from PIL import Image

    file.seek(0)
    return Image.open(file, formats=(kind.pillow,))


def _check_size(size: tuple[int, int], name: str) -> None:
    width, height = size
    if width * height > MOST_PIXELS or max(size) > LONGEST_SIDE:
        raise InputTooManyPixels(name, f"is {width} x {height} pixels large, more than Studio takes")


@contextmanager
def _decoding(name: str) -> Iterator[None]:
    from PIL.Image import DecompressionBombError

    try:
        yield
    except DecompressionBombError as error:
        raise InputTooManyPixels(name) from error
    except (Corrupt, *UNDECODABLE) as error:
        raise InputDamaged(name) from error


def _write(write: Callable[[BinaryIO], None], into: Path, kind: Format, name: str) -> Path:
    """A new file in the folder, gone again when anything goes wrong while it is written."""
    path = into / f"input-{uuid4().hex}.{EXTENSIONS[kind.mime]}"
    try:
        with path.open("xb") as file:
            write(file)
    except OSError as error:
        path.unlink(missing_ok=True)
        raise InputNotCopied(name, f"could not be copied: {(error.strerror or str(error)).lower()}") from error
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path


def _decoded_size(path: Path, kind: Format) -> tuple[int, int] | None:
    """The sides of a picture that decodes whole; a file that does not is removed."""
    try:
        with path.open("rb") as file, _open(file, kind) as image:
            image.load()
            return image.size
    except UNDECODABLE:
        path.unlink()
        return None
