"""A few fields that open at a control."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from studio.ui.widgets.floating import Floating
from studio.ui.widgets.popup_place import place_in_window


class Popover(Floating):
    """Deleted when it closes."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(name, parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def open_at(self, control: QWidget, field: QWidget, *, above: bool = False) -> None:
        """Show it at a control, with the focus in one of its fields."""
        self.setLayoutDirection(control.layoutDirection())
        self.adjustSize()
        layout = self.layout()
        if layout is not None and layout.hasHeightForWidth():
            self.setFixedHeight(layout.heightForWidth(self.width()))  # lines that break make it higher
        place = place_in_window(control, self.size(), above=above)
        self.float_at(control, place, field, Qt.FocusReason.TabFocusReason)
