"""Images: rows over shared bytes (stub of the signatures, the code follows)."""

from pathlib import Path

from studio.library.records import Image


class Images:
    """The images of one library; every method may be called from any thread and blocks on the disk."""

    def import_file(self, source: Path, *, mime: str, width: int | None, height: int | None, name: str | None) -> Image:
        """Copy a prepared file durably into `inputs/`; `name` is the file name its owner knew it by."""
        raise NotImplementedError

    def get(self, image_id: str) -> Image:
        raise NotImplementedError

    def of_turn(self, turn_id: str) -> tuple[Image, ...]:
        """What a turn generated, in the order of its parts."""
        raise NotImplementedError

    def newest(self, limit: int, before: Image | None = None, trashed: bool = False) -> tuple[Image, ...]:
        """A page of images, newest first, that follow `before`."""
        raise NotImplementedError

    def absolute_path(self, image: Image) -> Path:
        raise NotImplementedError

    def rate(self, image_id: str, rating: int | None) -> None:
        raise NotImplementedError

    def trash(self, image_id: str, when: int) -> None:
        raise NotImplementedError

    def restore(self, image_id: str) -> None:
        raise NotImplementedError
