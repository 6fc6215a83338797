"""Ratio, size and number of variants: what the model takes, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QActionGroup, QIcon, QKeyEvent
from PySide6.QtWidgets import QMenu

from studio.ui.composer.picker_button import PickerButton, above
from studio.ui.composer.shape_icon import shape_icon
from studio.workbench.draft import MOST, Draft

Choice = tuple[object, str, QIcon | None]


class ChoiceMenu(QMenu):
    """A menu in which Home and End go to the first and the last choice; a menu of Qt's leaves these keys alone."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.setActiveAction(self.actions()[0 if event.key() == Qt.Key.Key_Home else -1])
        else:
            super().keyPressEvent(event)


class SettingPicker(PickerButton):
    """A menu of choices, made when it is opened."""

    def __init__(self, name: str, choices: Callable[[], Sequence[Choice]], choose: Callable[[object], None]) -> None:
        super().__init__(name)
        self._choices = choices
        self._choose = choose
        self._chosen: object = None
        self._menu: ChoiceMenu | None = None
        self.clicked.connect(self._open)

    def show_chosen(self, chosen: object, text: str, icon: QIcon | None = None) -> None:
        """Say what is chosen."""
        self._chosen = chosen
        self.setText(text)
        self.setIcon(icon or QIcon())
        self.updateGeometry()

    def _open(self) -> None:
        if self._menu is not None:
            self._menu.deleteLater()
        menu = self._menu = ChoiceMenu(self)
        menu.setObjectName(f"{self.objectName()}Menu")
        group = QActionGroup(menu)
        for value, text, icon in self._choices():
            action = menu.addAction(icon or QIcon(), text)
            action.setCheckable(True)
            action.setChecked(value == self._chosen)
            font = action.font()
            font.setBold(action.isChecked())  # the icon stands where a mark would
            action.setFont(font)
            action.setData(value)
            action.triggered.connect(lambda _, value=value: self._choose(value))
            group.addAction(action)
            if action.isChecked():
                menu.setActiveAction(action)
        menu.popup(above(self, menu.sizeHint()))


class SettingPickers(QObject):
    """The three pickers of a draft."""

    def __init__(self, draft: Draft, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._draft = draft
        self.ratio = SettingPicker("ratioPicker", self._ratios, self._choose_ratio)
        self.size_picker = SettingPicker("sizePicker", self._sizes, self._choose_size)
        self.count = SettingPicker("countPicker", self._counts, self._choose_count)

    def refresh(self) -> None:
        """Show what the draft says."""
        draft, row = self._draft, self._draft.row
        ratio = draft.aspect_ratio
        self.ratio.show_chosen(ratio, ratio or self.tr("Auto", "ratio"), shape_icon(ratio, self.ratio.palette()))
        self._name(self.ratio, self.tr("Ratio"), ratio or self.tr("chosen by the model"))
        size = draft.image_size
        self.size_picker.show_chosen(size, size or self.tr("Auto", "size"))
        self._name(self.size_picker, self.tr("Size"), size or self.tr("the model's usual one"))
        self.size_picker.setVisible(row is None or bool(row.sizes))
        self.count.show_chosen(draft.count, f"× {draft.count}")
        self._name(self.count, self.tr("Variants"), str(draft.count))

    def _name(self, picker: PickerButton, name: str, value: str) -> None:
        picker.setAccessibleName(name)
        picker.setAccessibleDescription(value)
        picker.setToolTip(self.tr("{name}: {value}").format(name=name, value=value))

    def _ratios(self) -> Sequence[Choice]:
        ratios = self._draft.row.ratios if self._draft.row else ()
        auto: Choice = (None, self.tr("Auto: the model chooses"), shape_icon(None, self.ratio.palette()))
        return [auto, *((each, each, shape_icon(each, self.ratio.palette())) for each in ratios)]

    def _sizes(self) -> Sequence[Choice]:
        sizes = self._draft.row.sizes if self._draft.row else ()
        return [(None, self.tr("Auto: the model's usual size"), None), *((each, each, None) for each in sizes)]

    def _counts(self) -> Sequence[Choice]:
        return [(number, f"× {number}", None) for number in range(1, MOST + 1)]

    def _choose_ratio(self, ratio: object) -> None:
        self._draft.aspect_ratio = ratio if isinstance(ratio, str) else None

    def _choose_size(self, size: object) -> None:
        self._draft.image_size = size if isinstance(size, str) else None

    def _choose_count(self, count: object) -> None:
        self._draft.count = count if isinstance(count, int) else 1
