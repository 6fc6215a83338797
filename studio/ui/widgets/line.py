"""The line of one pixel that divides what stands above it from what stands below."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QWidget


def line(parent: QWidget | None = None) -> QFrame:
    """A line as wide as there is room."""
    made = QFrame(parent)
    made.setProperty("role", "line")
    made.setFixedHeight(1)
    return made
