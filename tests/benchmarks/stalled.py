"""A window that works or rests while its ticks are counted: `… stalled rest|studio|naive FOLDER URL COUNT`.

It runs once for each line on standard input, the number of seconds to rest; answers are lines of JSON.
"""

import asyncio
import base64
import json
import os
import sys
import threading
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from studio.profile.saved_connection import MOST_AT_ONCE
from tests.benchmarks.case import FULL, Case
from tests.benchmarks.ticks import Ticks

if TYPE_CHECKING:
    import httpx

    from studio.gemini.capabilities import Capabilities
    from studio.generation.link import Link
    from studio.profile.folders import ProfileFolders
    from studio.profile.settings import Settings
    from studio.ui.main_window import MainWindow
    from studio.ui.theme import Theme
    from studio.workbench.bench import Bench

    Work = Callable[[float], Coroutine[None, None, None]]

_PROMPT = "Look at these."
THINKING_SECONDS = 1.5
"""How long the far end takes to answer."""
# In the first part of that the window shows what it has sent; then it waits, and what is counted is what arrives.
_SENDING_SECONDS = 1.2
# Behind the last byte a picture is still decoded and shown.
_AFTER_SECONDS = 1.0


def main() -> None:
    """Open the window on a library of its own, then work whenever asked to, until standard input ends."""
    verb, folder, url, count = sys.argv[1:]
    home = Path(folder) / verb
    _live_in(home, int(count))

    from studio.app import make_application, paint_first
    from studio.profile.folders import ProfileFolders
    from studio.profile.remembered import Remembered
    from studio.profile.settings import Settings
    from studio.ui.main_window import MainWindow
    from studio.ui.theme import Theme
    from studio.workbench.loop import QtLoop

    app = make_application()
    folders = ProfileFolders.of_user()
    settings = Settings.load(folders)
    window = MainWindow(Remembered.load(folders))
    theme = Theme(app, settings.theme)
    window.show()
    paint_first(window)
    app.setQuitOnLastWindowClosed(False)

    async def session() -> None:
        bench = _filled(window, theme, folders, settings, url)
        works: dict[str, Work] = {
            "rest": _rest,
            "studio": lambda _: _send(bench, int(count)),
            "naive": lambda _: _fetch(Case(Path(folder), FULL, url), int(count)),
        }
        await _obey(bench, works[verb])

    with asyncio.Runner(loop_factory=lambda: QtLoop(app)) as runner:
        runner.run(session())


def _filled(window: "MainWindow", theme: "Theme", folders: "ProfileFolders", settings: "Settings", url: str) -> "Bench":
    """Everything in its place, as the program does it, but for the far end where the sandbox would be."""
    from studio.ui.desk import Desk
    from studio.workbench.bench import Bench
    from studio.workbench.crash import CrashHook
    from studio.workbench.instance import claim

    bench = Bench(folders, settings, window.remembered, _FarEnd(url).link)
    desk = Desk(bench, theme, window)
    window.fill(desk)
    library = folders.state / "library"
    instance = claim(library, "")
    assert instance is not None
    desk.start(library, instance, CrashHook(folders.state / "reports"))
    return bench


def _live_in(home: Path, count: int) -> None:
    """A home of this window's own, before anything has looked for one; as many requests at once as are sent."""
    (home / "Studio").mkdir(parents=True, mode=0o700)
    (home / "Studio" / "settings.json").write_text(json.dumps({"concurrency": min(count, MOST_AT_ONCE)}))
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR"):
        os.environ[name] = str(home)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"


class _FarEnd:
    """The server of the benchmark, where the window expects the sandbox."""

    def __init__(self, url: str) -> None:
        self._url = url

    @asynccontextmanager
    async def link(self, settings: "Settings", capabilities: "Capabilities") -> "AsyncIterator[Link]":
        from studio.gemini.client import Client
        from studio.gemini.connections import Endpoint, read_address
        from studio.generation.link import Link

        endpoint = Endpoint(read_address(self._url), free=True)
        async with Client(endpoint, "benchmark") as client:
            yield Link("sandbox", endpoint, client, capabilities)


async def _obey(bench: "Bench", work: "Work") -> None:
    """Work once before it counts, then whenever a line comes."""
    from studio.workbench.garbage import settle

    while bench.library is None:
        await asyncio.sleep(0.01)
    lines = _lines()
    await _once(work, 0)
    settle()  # as the program does: what stays is not gone through with each collection
    _say({"ready": 1})
    while line := await lines.get():
        _say(await _once(work, float(line)))


async def _once(work: "Work", seconds: float) -> Mapping[str, float]:
    """Let it work once: how it ticks while that begins, and while the replies arrive."""
    ticks = Ticks()
    ticks.start()
    working = asyncio.create_task(work(seconds))
    await asyncio.sleep(_SENDING_SECONDS)
    sending = ticks.stop()
    ticks.start()
    await working
    await asyncio.sleep(_AFTER_SECONDS)
    return asdict(ticks.stop()) | {"sending": sending.gap}


async def _rest(seconds: float) -> None:
    """For as long as the arriving took, which is told together with what was counted after it."""
    await asyncio.sleep(_SENDING_SECONDS + max(0.0, seconds - _AFTER_SECONDS))


async def _send(bench: "Bench", count: int) -> None:
    """The window's own way: jobs, into the library, onto the stage and into the gallery."""
    from studio.generation.wish import Wish

    assert bench.library is not None
    new = bench.library.ids.new
    conversation, send = new(), new()
    wishes = [
        Wish(_PROMPT, FULL, conversation_id=conversation, send_id=send, turn_id=new(), origin="new")
        for _ in range(count)
    ]
    # Over one connection no more than eight go at once; sixteen over one are as many as eight over each of two.
    bench.jobs._order.limit(lambda _: count, lambda _: None)
    bench.branch.show_conversation(conversation)
    jobs = bench.jobs.send(wishes, None, "sandbox")
    while not all(job.is_over for job in jobs):
        await asyncio.sleep(0.02)
    for job in jobs:
        assert job.finished is not None, job.error
        assert job.finished.images, job.finished.failure


async def _fetch(case: Case, count: int) -> None:
    """The usual way: all of the reply in memory, then parsed and decoded in a thread."""
    import httpx

    async with httpx.AsyncClient(timeout=60) as client:
        await asyncio.gather(*(_fetch_one(client, case, number) for number in range(count)))


async def _fetch_one(client: "httpx.AsyncClient", case: Case, number: int) -> None:
    content = {"contents": [{"role": "user", "parts": [{"text": _PROMPT}]}]}
    response = await client.post(f"{case.url}/v1beta/models/{FULL}:generateContent", json=content)
    await asyncio.to_thread(_decode, response.content, case.folder / f"naive-{number}.png")


def _decode(reply: bytes, path: Path) -> None:
    from studio.library.durable import write_whole

    for part in json.loads(reply)["candidates"][0]["content"]["parts"]:
        if "inlineData" in part:
            path.unlink(missing_ok=True)
            write_whole(path, base64.b64decode(part["inlineData"]["data"]))


def _lines() -> "asyncio.Queue[str]":
    """The lines of standard input, as they come; "" at its end."""
    loop, queue = asyncio.get_running_loop(), asyncio.Queue[str]()

    def read() -> None:
        while line := sys.stdin.readline():
            loop.call_soon_threadsafe(queue.put_nowait, line)
        loop.call_soon_threadsafe(queue.put_nowait, "")

    threading.Thread(target=read, daemon=True).start()
    return queue


def _say(value: object) -> None:
    print(json.dumps(value), flush=True)


if __name__ == "__main__":
    main()
