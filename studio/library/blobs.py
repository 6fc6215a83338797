"""Bytes in the library, each kept once however many images or replies have them."""

from pathlib import Path

from studio.library.database import Database
from studio.library.durable import sha256_of
from studio.library.folder import Folder
from studio.library.records import Blob

EXTENSIONS = {
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/webp": "webp",
    "image/gif": "gif",
    "image/bmp": "bmp",
    "image/tiff": "tif",
    "image/heic": "heic",
    "image/heif": "heif",
    "image/avif": "avif",
    "image/svg+xml": "svg",
}
OTHER_EXTENSION = "bin"

_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
)
_BRANDS = {
    **dict.fromkeys((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"), "image/heic"),
    **dict.fromkeys((b"mif1", b"msf1"), "image/heif"),
    **dict.fromkeys((b"avif", b"avis"), "image/avif"),
}


def sniff(head: bytes) -> str | None:
    """The MIME type of an image by its first bytes (a kilobyte is plenty), or None."""
    for magic, mime in _MAGIC:
        if head.startswith(magic):
            return mime
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp":
        return _brand_type(head)
    return "image/svg+xml" if _looks_like_svg(head) else None


class Blobs:
    """The blob rows of one library and the files behind them."""

    def __init__(self, database: Database, folder: Folder) -> None:
        self._database = database
        self._folder = folder

    def find(self, sha256: str) -> Blob | None:
        """The bytes with this SHA-256, if the library has them."""
        row = self._database.row("SELECT sha256, path, type, size FROM blob WHERE sha256 = ?", (sha256,))
        return None if row is None else Blob(*row)

    def keep(self, source: Path, blob: Blob) -> Blob:
        """Inside a transaction: the blob with these bytes, taken from the synced file `source` if missing.

        `blob.path` is the path wanted. A file of the record that is gone or damaged is replaced by a new one, so that a
        picture is never traded for a row that points at nothing.
        """
        placed = self.place(source, blob)
        self.note(placed)
        return placed

    def place(self, source: Path, blob: Blob) -> Blob:
        """The same without its row, in a transaction too: until the row is written, others may take the file away."""
        known = self.find(blob.sha256)
        if known is not None and self._is_sound(known):
            return known
        path = self._folder.place(source, blob.path)
        return Blob(blob.sha256, path, known.type if known else blob.type, blob.size)

    def note(self, placed: Blob) -> None:
        """Inside a transaction: write the row of bytes that were placed."""
        if self.find(placed.sha256) == placed:
            return
        self._database.write(
            "INSERT INTO blob (sha256, path, type, size) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (sha256) DO UPDATE SET path = excluded.path",
            (placed.sha256, placed.path, placed.type, placed.size),
        )

    def _is_sound(self, blob: Blob) -> bool:
        path = self._folder.absolute(blob.path)
        return path.is_file() and path.stat().st_size == blob.size and sha256_of(path) == blob.sha256


def _brand_type(head: bytes) -> str | None:
    """The type by the brands of an ISO media file: the major one decides, a general `mif1` lets a special one speak."""
    size = int.from_bytes(head[:4])
    brands = [head[8:12], *(head[at : at + 4] for at in range(16, min(size, len(head)), 4))]
    types = [_BRANDS[brand] for brand in brands if brand in _BRANDS]
    return next((mime for mime in types if mime != "image/heif"), types[0] if types else None)


def _looks_like_svg(head: bytes) -> bool:
    text = head.decode("utf-8-sig", "ignore").lstrip()
    while text.startswith(("<?", "<!")):
        end = "-->" if text.startswith("<!--") else ">"
        text = text.partition(end)[2].lstrip()
    return text.startswith("<svg") or (text.startswith("<") and text.partition(":")[2].startswith("svg"))
