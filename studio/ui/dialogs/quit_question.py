"""Asked once when the window is closed while something is under way: wait for it, leave it as it is, or cancel it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from studio.ui.announcing import announce
from studio.ui.widgets.button import Button

if TYPE_CHECKING:
    from studio.workbench.exchange import Exchange
    from studio.workbench.exports import Exports
    from studio.workbench.jobs import Jobs

_WIDTH, _WORDS = 520, 320


class QuitQuestion(QDialog):
    """Counts what is under way while it is there; waiting, it quits by itself when all of that has ended."""

    quit_wanted = Signal()
    """Quit now, and leave what is under way as it is."""
    cancel_wanted = Signal()
    """Cancel everything first."""

    def __init__(self, jobs: Jobs, exports: Exports, exchange: Exchange, parent: QWidget) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._exports = exports
        self._exchange = exchange
        self._is_waiting = False
        self.setObjectName("quitQuestion")
        self.setWindowTitle(self.tr("Quit Studio"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._title = self._label("title")
        self._wait, self._wait_says = self._way("waitButton", self.tr("Wait and quit"), self._begin_to_wait, "primary")
        self._leave, self._leave_says = self._way("leaveButton", self.tr("Quit now"), self._quit)
        self._cancel, self._cancel_says = self._way("cancelAllButton", self.tr("Cancel and quit"), self._give_up)
        self._stay = Button("stayButton", self.tr("Go on working"), role="quiet", parent=self)
        self._stay.clicked.connect(self.reject)
        self._lay_out()
        for changed in (jobs.added, jobs.ended, jobs.arranged, exports.changed, exchange.changed):
            changed.connect(self._refresh)
        self._refresh()
        self._wait.setFocus()

    def _begin_to_wait(self) -> None:
        self._is_waiting = True  # what has ended already is not waited for
        self._refresh()
        if self._is_waiting:
            self._wait.set_busy(True)
            self._stay.setFocus()

    def _quit(self) -> None:
        self.accept()
        self.quit_wanted.emit()

    def _give_up(self) -> None:
        self.cancel_wanted.emit()
        self._quit()

    def _refresh(self, *_: object) -> None:
        if self.result() == QDialog.DialogCode.Accepted:
            return  # quitting itself ends what is under way
        queued = len(self._jobs.queued)
        running = len(self._jobs.under_way) - queued
        savings = len(self._exports.under_way) + len(self._exchange.under_way)
        holds = queued if not self._jobs.is_paused else 0
        if self._is_waiting and not (running or savings or holds):
            self._quit()
            return
        self._tell(running, queued, savings)

    def _tell(self, running: int, queued: int, savings: int) -> None:
        before, now = self._title.text(), self._count(running, queued, savings)
        self._title.setText(now)
        self.setAccessibleName(now)
        self._wait.setText(self._wait_words(running, queued, savings))
        self._wait_says.setText(self._what_waiting_does(queued))
        self._leave_says.setText(self._what_leaving_does(running))
        self._cancel_says.setText(self._what_cancelling_does(running, queued, savings))
        for widget in (self._leave, self._leave_says):
            widget.setVisible(bool(running or queued))
        for widget in (self._cancel, self._cancel_says):
            widget.setVisible(bool(running or queued or savings))
        if self._is_waiting and before and before != now:
            announce(self, now, urgent=False)

    def _count(self, running: int, queued: int, savings: int) -> str:
        """What is under way, in a sentence."""
        if running and queued:
            text = self.tr("{running} under way, {queued} queued")
        elif running == 1:
            text = self.tr("One request is under way")
        elif running:
            text = self.tr("{running} requests are under way")
        elif queued == 1:
            text = self.tr("One request is queued")
        elif queued:
            text = self.tr("{queued} requests are queued")
        elif self._exchange.under_way:
            text = self.tr("A conversation is being exported or imported")
        elif savings:
            text = self.tr("Images are being saved to a folder")
        else:
            text = self.tr("Everything has ended")
        return text.format(running=running, queued=queued)

    def _wait_words(self, running: int, queued: int, savings: int) -> str:
        if not (running or queued or savings):
            return self.tr("Quit")
        return self.tr("Waiting…") if self._is_waiting else self.tr("Wait and quit")

    def _what_waiting_does(self, queued: int) -> str:
        if queued and self._jobs.is_paused:
            return self.tr("Quits when what is under way has ended. The queue is paused: it waits for the next start.")
        return self.tr("Quits by itself as soon as everything has ended.")

    def _what_leaving_does(self, running: int) -> str:
        if not running:
            return self.tr("The next start asks whether to send what was queued. It costs nothing until then.")
        return self.tr("What was sent may be charged. The next start lists what had arrived and what was not sent.")

    def _what_cancelling_does(self, running: int, queued: int, savings: int) -> str:
        if running:
            return self.tr("What was sent may be charged all the same; what has arrived by then is kept.")
        if queued:
            return self.tr("Nothing was charged. What was queued is forgotten.")
        if self._exchange.under_way:
            return self.tr("Nothing of the conversation is left behind, neither in the library nor in the file.")
        return self.tr("What is there already stays, whole. The rest would be missing.") if savings else ""

    def _label(self, role: str) -> QLabel:
        label = QLabel(self)
        label.setProperty("role", role)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        return label

    def _way(self, name: str, text: str, act: Callable[[], None], role: str = "plain") -> tuple[Button, QLabel]:
        """A way out, and the place of the words about it."""
        button = Button(name, text, role="primary" if role == "primary" else "plain", parent=self)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.clicked.connect(act)
        says = self._label("muted")
        says.setMinimumWidth(_WORDS)
        says.setBuddy(button)
        return button, says

    def _lay_out(self) -> None:
        ways = QGridLayout()
        ways.setHorizontalSpacing(16)
        ways.setVerticalSpacing(12)
        ways.setColumnStretch(1, 1)
        pairs = ((self._wait, self._wait_says), (self._leave, self._leave_says), (self._cancel, self._cancel_says))
        for row, (button, says) in enumerate(pairs):
            ways.addWidget(button, row, 0, Qt.AlignmentFlag.AlignVCenter)
            ways.addWidget(says, row, 1, Qt.AlignmentFlag.AlignVCenter)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self._stay)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(16)
        column.addWidget(self._title)
        column.addLayout(ways)
        column.addLayout(foot)
        self.setFixedWidth(_WIDTH)
