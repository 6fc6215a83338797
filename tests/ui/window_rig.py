"""The real window over a fresh profile and library, offscreen, with a server that answers as it is told."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NamedTuple, TypeVar

from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from studio.ui.desk import Desk
from studio.ui.main_window import MainWindow
from studio.ui.theme import Theme
from studio.ui.widgets.toast import Toast
from studio.workbench.bench import Bench
from studio.workbench.crash import CrashHook
from studio.workbench.instance import claim
from tests.fakes.server import Answer, FakeServer, serving
from tests.ui.waiting import until
from tests.workbench.bench_rig import make_bench
from tests.workbench.rig import GOOD

W = TypeVar("W", bound=QObject)


class Shown(NamedTuple):
    """The window and what it stands on."""

    window: MainWindow
    desk: Desk
    bench: Bench
    server: FakeServer

    def find(self, kind: type[W], name: str) -> W:
        """The control with this object name."""
        found = self.window.findChild(kind, name)
        assert found is not None, name
        return found

    def widget(self, name: str) -> QWidget:
        return self.find(QWidget, name)

    def type(self, text: str) -> None:
        """Type into the prompt."""
        prompt = self.widget("promptEdit")
        prompt.setFocus()
        QTest.keyClicks(prompt, text)

    async def generate(self, text: str) -> None:
        """Type, press Ctrl+Enter, and wait until everything has ended."""
        self.type(text)
        QTest.keyClick(self.widget("promptEdit"), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        sent = [job.id for job in self.bench.jobs.under_way]
        assert sent
        await until(lambda: not self.bench.jobs.under_way, "the end of the request")
        await until(lambda: all((e := self.bench.branch.entry(each)) and e.attempts for each in sent), "the stage")

    def said(self) -> str:
        """Everything the message bar says."""
        return "\n".join(message.text for message in self.bench.messages.all)


@asynccontextmanager
async def shown(tmp_path: Path, answer: Answer = GOOD) -> AsyncIterator[Shown]:
    """The window with its library open."""
    with serving(answer) as server:
        async with window_on(tmp_path / "library", server) as made:
            await until(lambda: made.bench.library is not None, "the library")
            yield made


@asynccontextmanager
async def window_on(root: Path, server: FakeServer) -> AsyncIterator[Shown]:
    """The window, while it opens a library; closed at the end as the program closes it.

    What it says stays until it is dismissed: how quick the machine is does not decide what of it a test still sees.
    """
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    bench = make_bench(server)
    window = MainWindow(bench.remembered)
    theme = Theme(app, "dark")
    desk = Desk(bench, theme, window)
    window.fill(desk)
    bench.messages.posted.connect(lambda _: _keep_toasts(window))
    window.resize(1440, 900)
    window.show()
    hook = CrashHook(root.parent / "reports")
    instance = claim(root)
    assert instance is not None
    desk.start(root, instance, hook)
    try:
        yield Shown(window, desk, bench, server)
    finally:
        window.keep()
        window.hide()
        desk.end()
        await bench.close()
        hook.remove()
        theme.deleteLater()
        window.deleteLater()


def _keep_toasts(window: QWidget) -> None:
    for toast in window.findChildren(Toast):
        toast._left = 3600.0
        if toast.runs_out:
            toast.run_on()
