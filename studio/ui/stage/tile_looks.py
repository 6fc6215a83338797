"""How a face looks on a tile: its ring, its drawing, its words and its buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from studio.ui.actions import Action
from studio.ui.widgets.tile_look import TileButton, TileLook, Tone

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from studio.ui.stage.tile_face import Face, State
    from studio.ui.words import Words

CANCEL, MORE, OPEN, EDIT, MENU = "tileCancel", "tileMore", "tileOpen", "tileEdit", "tileMenu"
"""The buttons of a tile that are no fixes, by their names."""
FIX = "tileFix-"
"""How the name of a fix begins."""
_DRAWINGS: Mapping[State, str] = {
    "working": "clock", "elsewhere": "clock", "failed": "warning", "unknown": "warning", "silent": "info",
    "trashed": "trash",
}  # fmt: skip


class TileLooks(QObject):
    """Turns faces into looks; an answer without a picture is told more calmly than a failure."""

    def __init__(self, words: Words, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = words

    def of(self, face: Face, longest_wait: float = 0.0) -> TileLook:
        """How a face without a picture looks; a countdown began `longest_wait` seconds before its end."""
        tone: Tone = "plain" if face.state == "silent" else face.tone
        buttons = self._buttons(face)
        return TileLook(
            face.title,
            tone,
            "pause" if face.is_paused else _DRAWINGS.get(face.state, ""),
            ring=face.seconds is not None,
            seconds=face.seconds,
            share=face.wait / longest_wait if face.wait and longest_wait else None,
            second=face.money or face.why,
            third="" if _says_no_more(face.advice, buttons) else face.advice,
            buttons=buttons,
            more=None if face.state in ("working", "saving") else self._more(),
            tells_more=bool(face.detail),
        )

    def tools(self) -> tuple[TileButton, ...]:
        """The tools over a picture."""
        open_, edit, more = self.tr("Open large"), Action.EDIT.text, self.tr("More…")
        return (
            TileButton(OPEN, open_, open_, "fit"),
            TileButton(EDIT, edit, edit, "edit"),
            TileButton(MENU, more, self.tr("All that can be done with this image"), "more"),
        )

    def _buttons(self, face: Face) -> tuple[TileButton, ...]:
        if face.state == "working":
            return (TileButton(CANCEL, self.tr("Cancel"), self.tr("Cancel this image")),)
        said = ((fix, self._words.fix(fix)) for fix in face.fixes)
        return tuple(TileButton(f"{FIX}{fix.name.lower()}", label, label) for fix, label in said)

    def _more(self) -> TileButton:
        return TileButton(MORE, self.tr("More…"), self.tr("Read all of what happened"))


def _says_no_more(advice: str, buttons: Sequence[TileButton]) -> bool:
    """Whether an advice is what a button below it is called."""
    return advice.rstrip(".") in [each.label for each in buttons]
