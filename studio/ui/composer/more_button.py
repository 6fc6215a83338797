"""The button of the settings that few need: it says what of them is not as usual."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from studio.ui.actions import Action
from studio.ui.keys import with_key
from studio.ui.widgets.menu_button import MenuButton

if TYPE_CHECKING:
    from studio.ui.composer.more_settings import MoreSettings
    from studio.ui.words import Words
    from studio.workbench.draft import Draft


class MoreButton(MenuButton):
    """Three dots while all is as usual; else the seed, or how many settings are not."""

    def __init__(self, draft: Draft, words: Words, parent: QWidget | None = None) -> None:
        super().__init__("moreSettings", parent, above=True, narrowest=72)
        self.setAccessibleName(self.tr("More settings"))
        self._draft = draft
        self._words = words
        self._popover: MoreSettings | None = None

    def refresh(self) -> None:
        """Show what the draft says."""
        seed, told = self._draft.seed, self._words.tunings.asked(self._draft.tuning.record())
        if seed is not None:
            told.insert(0, self.tr("Seed {seed}").format(seed=seed))
        self.show_bare(not told)
        self.set_drawing("" if told else "more")
        only_seed = len(told) == 1 and seed is not None
        text = told[0] if only_seed else self.tr("{count} set").format(count=len(told)) if told else ""
        self.show_chosen(tuple(told), text)
        self.setAccessibleDescription(", ".join(told))
        rest = ", ".join(told) or self.tr("all as usual")
        tip = self.tr("More settings: {settings}").format(settings=rest)
        self.setToolTip(with_key(tip, Action.MORE_SETTINGS))

    def open(self) -> None:
        """Show the settings, whose controls nothing at the start of the window needs."""
        from studio.ui.composer.more_settings import MoreSettings

        if self._popover is not None:
            self._popover.dismiss()  # asked for again, it has done its work
            return
        popover = self._popover = MoreSettings(self._draft, self._words, self)
        popover.left.connect(self._forget)
        popover.open_at(self, popover.seed, above=True)

    def open_soon(self) -> None:
        """Show them once the button is where it belongs: the window may just be coming back from a mode."""
        QTimer.singleShot(0, self, self.open)

    def _forget(self) -> None:
        self._popover = None
