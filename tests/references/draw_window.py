"""Draws four scenes of the window, dark and light, for comparison; in a process of its own, where time stands still."""

import sys
import tempfile
from pathlib import Path

from tests.fakes.frozen import MOMENT, freeze

freeze()

from PySide6.QtGui import QImage  # noqa: E402
from real_window import Stand, show  # noqa: E402
from scenes import OTTER, fail, get_busy  # noqa: E402

from studio.workbench import thumbnail_files  # noqa: E402
from studio.workbench.thumbnail_files import ThumbnailFiles  # noqa: E402
from tests.fakes.replies import image_part, reply_of  # noqa: E402
from tests.fakes.server import Request, Wire, reply, serving  # noqa: E402
from tests.references.drawing import THEMES  # noqa: E402
from tests.ui.staging import painted  # noqa: E402

SIZE = (1440, 900)
_SHAPE = (1200, 896)
_BEFORE = ("A lighthouse on a cliff above the sea at sunset", "A red fox in the snow, oil painting")
_ELAPSED = 14.0


async def play(stand: Stand, folder: Path) -> None:
    """One scene after the other."""

    async def take(scene: str) -> None:
        for theme in THEMES:
            picture = await stand.dressed(theme, SIZE)
            assert picture.save(str(folder / f"{scene}-{theme}.png"))

    # The folder is one of this run; a person's is like this.
    stand.desk.stage.set_library_path("/home/otter/Pictures/Studio")
    await stand.set("concurrency", 1)  # so that pictures arrive in the order of their variants
    await take("first-run")
    await _an_afternoon(stand)
    await take("done")
    async with get_busy(stand):
        for job in stand.bench.jobs.under_way:
            if job.started is not None:
                job.started = MOMENT - _ELAPSED
        await take("busy")
    async with fail(stand):
        await take("failed")


async def _an_afternoon(stand: Stand) -> None:
    """Two conversations, and a third with a branch of two steps."""

    def answer(request: Request, wire: Wire) -> None:
        picture = painted(len(server.posts()), *_SHAPE)
        reply(reply_of(image_part(picture)) | {"modelVersion": None})(request, wire)  # as asked, then

    with serving(answer) as server:
        await stand.use("RouterHub", server.url, at_once=1)
        for prompt in _BEFORE:
            await stand.new_conversation()
            await stand.ask(prompt)
        await stand.new_conversation()
        await stand.ask(OTTER, count=4)
        await stand.ask("make it night, keep the hat exactly as it is", count=2)
        await stand.rate([4, 2])
    await stand.use_none("RouterHub")


def _from_originals(_: ThumbnailFiles, __: str, original: Path, side: int) -> QImage:
    """A thumbnail made in one step: what is made of larger ones depends on which of them was there first."""
    return thumbnail_files._read(original, side)


def main() -> None:
    """Play on a library of its own."""
    ThumbnailFiles.get = _from_originals  # type: ignore[method-assign]
    with tempfile.TemporaryDirectory() as root:
        show(lambda stand: play(stand, Path(sys.argv[1])), Path(root) / "Studio")


main()
