"""Ratio, size and number of variants: what the model takes, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject

from studio.ui.composer.ratio_popover import RatioPopover, shape_of_ratio
from studio.ui.composer.size_picker import SizePicker
from studio.ui.widgets.menu_button import Choice, MenuButton
from studio.workbench.draft import Draft
from studio.workbench.draft_settings import MOST


class SettingPickers(QObject):
    """The three pickers of a draft."""

    def __init__(self, draft: Draft, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._draft = draft
        self.ratio = MenuButton("ratioPicker", above=True)
        self.ratio.setAccessibleName(self.tr("Ratio"))
        self.ratio.clicked.connect(self._open_ratios)
        self.size_picker = SizePicker()
        self.size_picker.chosen.connect(self._choose_size)
        self.count = MenuButton("countPicker", above=True)
        self.count.setAccessibleName(self.tr("Variants"))
        self.count.offer(self._counts)
        self.count.chosen.connect(self._choose_count)

    def refresh(self) -> None:
        """Show what the draft says."""
        draft, row = self._draft, self._draft.row
        ratio = draft.aspect_ratio
        self.ratio.show_chosen(ratio, ratio or self.tr("Auto", "ratio"), shape_of_ratio(ratio))
        self.ratio.setToolTip(self._told(self.tr("Ratio"), self._drawn(ratio) or self.tr("chosen by the model")))
        size = draft.image_size
        self.size_picker.offer(row.sizes if row else ())
        self.size_picker.choose(size, self._told(self.tr("Size"), size or self.tr("the model's usual one")))
        self.size_picker.setVisible(row is None or bool(row.sizes))
        self.count.show_chosen(draft.count, f"× {draft.count}")
        self.count.setToolTip(self._told(self.tr("Variants"), str(draft.count)))

    def _drawn(self, ratio: str | None) -> str:
        """A ratio with the pixels it means, where the table of models tells."""
        row = self._draft.row
        pixels = row.draws(ratio, self._draft.image_size) if row is not None and ratio else None
        if ratio is None or pixels is None:
            return ratio or ""
        return self.tr("{ratio}, about {width} × {height}").format(ratio=ratio, width=pixels[0], height=pixels[1])

    def _told(self, name: str, value: str) -> str:
        return self.tr("{name}: {value}").format(name=name, value=value)

    def _open_ratios(self) -> None:
        row = self._draft.row
        popover = RatioPopover(row.ratios if row else (), self._draft.aspect_ratio, self.ratio)
        popover.chosen.connect(self._choose_ratio)
        popover.open_at(self.ratio, popover.choice, above=True)

    def _counts(self) -> Sequence[Choice]:
        return [Choice(number, f"× {number}") for number in range(1, MOST + 1)]

    def _choose_ratio(self, ratio: object) -> None:
        self._draft.aspect_ratio = ratio if isinstance(ratio, str) else None

    def _choose_size(self, size: object) -> None:
        self._draft.image_size = size if isinstance(size, str) else None

    def _choose_count(self, count: object) -> None:
        self._draft.count = count if isinstance(count, int) else 1
