"""How far the composer may grow: the picture that is talked about stays in sight whatever is typed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from studio.ui.composer.composer import Composer

_LEAST_LINES = 2
_ROW_OF_CHIPS = 150  # pixels of room for each row of chips: the lower a window, the sooner chips are scrolled


class ComposerRoom(QObject):
    """Lets the prompt grow to a third of the window at most, and only into what `body` can spare of its height."""

    def __init__(self, composer: Composer, body: QWidget, desk: QWidget) -> None:
        super().__init__(desk)
        self._composer = composer
        self._body = body
        self._desk = desk
        for watched in (composer, body):
            watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look again when something beside the prompt has become higher, or what stands around it has."""
        kind = event.type()
        wants_more = watched is self._composer and kind == QEvent.Type.LayoutRequest
        if wants_more or kind == QEvent.Type.Resize:
            self._fit()
        return False

    def _fit(self) -> None:
        composer, body = self._composer, self._body
        if not composer.isVisibleTo(self._desk):
            return
        window = self._desk.height()
        most = body.height() + composer.height() - body.minimumHeight()
        composer.chip_area.limit_rows(most // _ROW_OF_CHIPS)
        room = min(window // 3, most - self._height_beside_prompt())
        lines = max(_LEAST_LINES, room // composer.prompt.fontMetrics().lineSpacing())
        if lines != composer.prompt.most_lines:
            composer.prompt.limit_lines(lines)

    def _height_beside_prompt(self) -> int:
        """Pixels that the composer takes for everything but the lines of the prompt."""
        composer = self._composer
        layout = composer.layout()
        assert layout is not None
        has_lines = layout.hasHeightForWidth()
        whole = layout.heightForWidth(composer.width()) if has_lines else layout.sizeHint().height()
        return whole - composer.prompt.height()
