"""One way of doing the work of a benchmark, as a worker process runs it."""

import base64
import json
import os
from collections.abc import Sequence
from itertools import count
from pathlib import Path

from studio.library.durable import fsync_folder, write_whole
from tests.benchmarks.case import Case

PROMPT = "Look at these."

Result = Path | bytes | None


class Design:
    """One way; made once for a case, then run many times. Only `run` is measured."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self._numbers = count()

    def before(self) -> None:
        """Make ready for the next run."""

    def run(self) -> Result:
        """Do the work; what was made of the picture is returned to be checked."""
        raise NotImplementedError

    def after(self) -> None:
        """Clear up after a run."""

    def save(self, picture: bytes) -> Path:
        """Write a picture as everyone here does: one new file, forced to the disk together with its name."""
        path = self.case.folder / f"{os.getpid()}-{self.case.name}-{next(self._numbers)}.png"
        write_whole(path, picture)
        fsync_folder(path.parent)
        return path

    def check(self, result: Result) -> None:
        """Fail when the result is not the picture; a file is removed."""
        if result is None:
            return
        size = len(result) if isinstance(result, bytes) else result.stat().st_size
        assert size == self.case.picture.stat().st_size, "the picture has its size"
        if self.case.is_checked:
            found = result if isinstance(result, bytes) else result.read_bytes()
            assert found == self.case.picture.read_bytes(), "the picture is the same"
        if isinstance(result, Path):
            result.unlink()


class BodyDesign(Design):
    """One way of making a request body, whose bytes are handed to `take` and dropped."""

    def __init__(self, case: Case) -> None:
        super().__init__(case)
        self._taken: list[bytes] = []
        self._size = 0

    def before(self) -> None:
        self._taken, self._size = [], 0

    def take(self, chunk: bytes) -> None:
        """Take the next bytes of the body."""
        self._size += len(chunk)
        if self.case.is_checked:
            self._taken.append(chunk)

    def after(self) -> None:
        assert self._size > sum(path.stat().st_size for path in self.case.inputs) * 4 // 3, "all of it was made"
        if self.case.is_checked:
            assert pictures_of(b"".join(self._taken)) == [path.read_bytes() for path in self.case.inputs]


def pictures_of(body: bytes) -> Sequence[bytes]:
    """The pictures in a request body."""
    (content,) = json.loads(body)["contents"]
    datas = [part["inlineData"]["data"] for part in content["parts"] if "inlineData" in part]
    # google-genai writes its own alphabet.
    return [base64.b64decode(data.replace("-", "+").replace("_", "/")) for data in datas]
