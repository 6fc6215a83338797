"""Where each file of a library lives, and how pictures are named."""

import re
import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from studio.library.durable import make_folder, place

DEFAULT_TEMPLATE = "{date}_{time}_{slug}_{id}"

_SLUG_CHARACTERS, _SLUG_BYTES = 40, 80
_NAME_BYTES = 120  # encrypted home folders allow 143, and a number and an extension may follow
_SUBFOLDERS = ("images", "inputs", "blobs", "landing", "backups")
_RESERVED = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])\s*(\.|$)", re.IGNORECASE)
_FIELD = re.compile(r"\{(date|time|slug|id|number)\}")


class Folder:
    """The places in one library folder; paths kept in the record are relative to it and use `/`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.database = root / "library.sqlite"
        self.landing = root / "landing"
        self.backups = root / "backups"
        self.window_lock = root / "window.lock"
        self.landing_lock = root / "landing.lock"
        self.opening_lock = root / "opening.lock"

    def create(self) -> None:
        """Make the folder and its subfolders where they are missing."""
        for name in _SUBFOLDERS:
            make_folder(self.root / name)

    def absolute(self, relative: str) -> Path:
        """Where a path of the record lies on this machine."""
        return self.root.joinpath(*PurePosixPath(relative).parts)

    def relative(self, path: Path) -> str:
        """A path as it stands in the record."""
        return path.relative_to(self.root).as_posix()

    def place(self, source: Path, wanted: str) -> str:
        """Give a synced file a lasting name, `wanted` or near it (`durable.place`); the relative path it got."""
        return self.relative(place(source, self.absolute(wanted)))


def picture_stem(created: datetime, prompt: str, attempt_id: str, template: str = DEFAULT_TEMPLATE) -> str:
    """The relative path of an attempt's picture without extension; `created` is aware, in the zone names show."""
    return f"images/{created:%Y-%m}/{created:%d}/{picture_name(created, prompt, attempt_id, template)}"


def picture_name(
    created: datetime, words: str, unique_id: str, template: str = DEFAULT_TEMPLATE, number: str | None = None
) -> str:
    """A picture's file name without extension; `{number}` in the template stays as it is where there is none."""
    fields: dict[str, Callable[[], str]] = {
        "date": lambda: f"{created:%Y-%m-%d}",
        "time": lambda: f"{created:%H%M%S}",
        "slug": lambda: slug(words),
        "id": lambda: unique_id[-6:],
        "number": lambda: "{number}" if number is None else number,
    }
    return safe_name(_FIELD.sub(lambda match: fields[match[1]](), template))


def is_picture_stem(text: str) -> bool:
    """Whether this is a path that `picture_stem` can have made: below `images/`, of names that every system takes."""
    first, *rest = text.split("/")
    return first == "images" and bool(rest) and all(safe_name(part) == part for part in rest)


def input_stem(created: int, name: str | None, image_id: str) -> str:
    """The relative path of a sent input without its extension; `created` in milliseconds."""
    month = datetime.fromtimestamp(created / 1000, UTC)
    words = slug(Path(name or "").stem)
    return f"inputs/{month:%Y-%m}/{safe_name(f'{words}_{image_id[-6:]}')}"


def blob_path(sha256: str) -> str:
    """The relative path of bytes that no person looks at."""
    return f"blobs/{sha256[:2]}/{sha256}"


def slug(prompt: str) -> str:
    """The first words of a prompt for a file name: lower case, letters and digits of any script, joined by `-`."""
    start = " ".join(prompt[: 100 * _SLUG_CHARACTERS].split())[: 4 * _SLUG_CHARACTERS]
    lower = unicodedata.normalize("NFC", start.lower())
    words = "".join(letter if _belongs_to_a_word(letter) else " " for letter in lower).split()
    text = "-".join(words)
    if len(text) > _SLUG_CHARACTERS:
        text = text[: _SLUG_CHARACTERS + 1]
        text = text.rpartition("-")[0] or text[:_SLUG_CHARACTERS]
    return _clipped(text, _SLUG_BYTES).strip("-") or "image"


def safe_name(name: str) -> str:
    """A file name without extension that Windows, macOS and Linux all take, short enough for every disk."""
    visible = "".join("-" if letter in '<>:"/\\|?*' else letter for letter in name if _may_be_written(letter))
    clipped = _clipped(unicodedata.normalize("NFC", visible).lstrip(" .-"), _NAME_BYTES).rstrip(" .")
    if _RESERVED.match(clipped):
        clipped = f"_{clipped}"
    return clipped or "image"


def _belongs_to_a_word(letter: str) -> bool:
    return letter.isalnum() or unicodedata.category(letter) in ("Mn", "Mc")


def _may_be_written(letter: str) -> bool:
    return unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp")


def _clipped(text: str, limit: int) -> str:
    """The text cut to a number of UTF-8 bytes."""
    return text.encode()[:limit].decode(errors="ignore")
