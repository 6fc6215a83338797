"""What sending will do, where that is not plain: said in a line, before it is paid for."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from studio.ui.announcing import announce
from studio.ui.widgets.button import Button


class Plan(NamedTuple):
    """`text` is what is said, "" for nothing; `way_out` a button that offers something else, "" for none.

    `leads_back` says that Esc goes back to the usual way on, `warns` that it cannot be sent like this.
    """

    text: str = ""
    leads_back: bool = False
    warns: bool = False
    way_out: str = ""


class PlanLine(QWidget):
    """Shown only while it has something to say."""

    way_out_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plan = Plan()
        self.label = QLabel(self)
        self.label.setObjectName("planText")
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setWordWrap(True)
        self.button = Button("planWayOut", role="plain", parent=self)
        self.button.set_compact()
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.button.clicked.connect(self.way_out_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.label, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        self.setObjectName("planLine")
        self.label.setProperty("role", "muted")
        self.hide()

    @property
    def leads_back(self) -> bool:
        """Whether there is something to be left by Esc."""
        return self._plan.leads_back

    def show_plan(self, plan: Plan) -> None:
        """Say what will be done."""
        if plan == self._plan:
            return
        self._plan = plan
        if plan.text and plan.text != self.label.text():
            announce(self, plan.text, urgent=plan.warns)
        self.label.setText(plan.text)
        self.label.setAccessibleName(plan.text)
        role = "warn" if plan.warns else "muted"
        if self.label.property("role") != role:
            self.label.setProperty("role", role)
            self.label.style().unpolish(self.label)
            self.label.style().polish(self.label)
        self.button.setText(plan.way_out)
        self.button.setVisible(bool(plan.way_out))
        self.setVisible(bool(plan.text))
