"""A frame whose border shows that the focus is somewhere inside."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QFrame, QWidget


class FocusFrame(QFrame):
    """Wears the property `focused` for the style sheet."""

    def __init__(self, role: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", role)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus)

    def _on_focus(self, _: QWidget | None, now: QWidget | None) -> None:
        inside = "true" if now is not None and self.isAncestorOf(now) else "false"
        if self.property("focused") != inside:
            self.setProperty("focused", inside)
            self.style().polish(self)
