"""The window's composition root: builds every object, shows the window, then loads what is slow, and quits in order."""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QWidget

from studio.display import Application, make_application
from studio.profile.folders import ProfileFolders
from studio.profile.remembered import Remembered
from studio.profile.settings import Settings
from studio.ui.main_window import MainWindow
from studio.ui.theme import Theme
from studio.workbench.instance import claim, is_called

if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager

    from studio.gemini.capabilities import Capabilities
    from studio.generation.link import Link
    from studio.ui.desk import Desk
    from studio.workbench.bench import Bench

# What the window is made of is as much code as Qt's own. It is read part by part, so that the outline stays alive
# meanwhile, and in this thread: a class that a worker adds to Qt's while a screen reader looks on ends the process.
_PARTS = (
    "PySide6.QtNetwork",
    "studio.ui.words",
    "studio.ui.icons",
    "studio.ui.image_actions",
    "studio.workbench.jobs",
    "studio.workbench.branch",
    "studio.workbench.draft",
    "studio.workbench.gallery",
    "studio.workbench.thumbnails",
    "studio.workbench.pictures",
    "studio.workbench.conversations",
    "studio.workbench.exports",
    "studio.workbench.connection_book",
    "studio.workbench.bench",
    "studio.ui.drag_out",
    "studio.ui.composer.chip_row",
    "studio.ui.composer.composer",
    "studio.ui.drop_overlay",
    "studio.ui.inspector.inspector_page",
    "studio.ui.gallery.gallery",
    "studio.ui.message_bar",
    "studio.ui.save_pictures",
    "studio.workbench.exchange",
    "studio.ui.exchange.crossings",
    "studio.ui.sidebar.sidebar",
    "studio.ui.stage.step_view",
    "studio.ui.stage.stage",
    "studio.ui.desk",
)

# Without a picture by then, as on a desktop that hides new windows, work begins anyway.
_FIRST_PAINT_MILLISECONDS = 3000


def run(library: Path | None, files: Sequence[Path] = ()) -> int:
    """Open the window on a library, the one of the settings when None; return the exit status when it has closed.

    `files` are conversations to import.

    Raises ProfileError when the user's settings cannot be read.
    """
    app = make_application()
    folders = ProfileFolders.of_user()
    settings = Settings.load(folders)
    root = settings.library_folder if library is None else library.expanduser().absolute()
    token = os.environ.get("XDG_ACTIVATION_TOKEN", "")
    if is_called(root, token, files):
        return 0
    theme = Theme(app, settings.theme, settings.contrast, settings.motion)
    window = MainWindow(Remembered.load(folders))
    window.show()
    paint_first(window)
    return _run(Start(app, window, theme, folders, settings, root, token, tuple(files)))


class Start(NamedTuple):
    """What a run of the program begins with."""

    app: Application
    window: MainWindow
    theme: Theme
    folders: ProfileFolders
    settings: Settings
    root: Path
    token: str
    files: tuple[Path, ...] = ()


def sandbox(settings: Settings, capabilities: Capabilities) -> AbstractAsyncContextManager[Link]:
    """The sandbox as a connection; what draws its pictures is loaded when it is first used."""
    from studio.sandbox_link import sandbox_link

    return sandbox_link(settings, capabilities)


def paint_first(window: QWidget) -> None:
    """Let the window paint itself before anything slow is loaded."""
    loop = QEventLoop()
    painted = _Painted(window, loop)
    QTimer.singleShot(_FIRST_PAINT_MILLISECONDS, loop.quit)
    loop.exec()
    painted.deleteLater()


class _Painted(QObject):
    """Ends a loop when a window has painted itself."""

    def __init__(self, window: QWidget, loop: QEventLoop) -> None:
        super().__init__(window)
        self._loop = loop
        window.installEventFilter(self)

    def eventFilter(self, _: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            # Behind this event, when the picture of it has gone to the screen.
            QTimer.singleShot(0, self._loop.quit)
        return False


def _run(start: Start) -> int:
    import asyncio

    from studio.workbench.loop import QtLoop

    start.app.setQuitOnLastWindowClosed(False)
    with asyncio.Runner(loop_factory=lambda: QtLoop(start.app)) as runner:
        runner.run(_session(start))
    return 0


async def _session(start: Start) -> None:
    """Fill the window and work until it is closed, the desktop's session ends or a signal comes."""
    import asyncio

    from PySide6.QtCore import Qt  # its names are not made before the first paint

    from studio.workbench.crash import CrashHook
    from studio.workbench.garbage import settle

    done = asyncio.Event()
    loop = asyncio.get_running_loop()
    window = start.window
    window.closed.connect(done.set)
    start.app.quit_asked.connect(window.close)
    start.app.session_ends.connect(done.set)
    for number in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):  # Windows has neither
            loop.add_signal_handler(number, done.set)
    for name in _PARTS:
        import_module(name)
        await asyncio.sleep(0)
    # Two starts at the same moment see no window yet; one of them gets this.
    if (instance := claim(start.root, start.token, start.files)) is None:
        return
    bench, desk = _fill(start)
    hook = CrashHook(start.folders.state / "reports", bench.connections.hidden_in)
    hook.install()
    loop.set_exception_handler(hook.loop_handler)
    bench.opened.connect(settle, Qt.ConnectionType.SingleShotConnection)
    desk.start(start.root, instance, hook, start.files)
    await done.wait()
    window.keep()
    window.hide()
    desk.end()
    await bench.close()
    hook.remove()


def _fill(start: Start) -> tuple[Bench, Desk]:
    """Make what is in the window."""
    from studio.ui.desk import Desk
    from studio.ui.icons import application_icon
    from studio.workbench.bench import Bench

    start.app.setWindowIcon(application_icon())
    bench = Bench(start.folders, start.settings, start.window.remembered, sandbox)
    desk = Desk(bench, start.theme, start.window)
    start.window.fill(desk)
    return bench, desk
