"""One setting: its control, what it is for, why a value is refused, and the way back to the default."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from studio.profile.errors import ProfileError, SettingInvalid
from studio.profile.setting import Choice
from studio.ui.dialogs.field import Field
from studio.ui.dialogs.setting_controls import control_for
from studio.ui.widgets.button import Button

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from studio.profile.setting import Setting
    from studio.ui.sentences.setting_words import SettingWords
    from studio.ui.words import Words
    from studio.workbench.preferences import Preferences
    from studio.workbench.tasks import Tasks


class SettingRow(QWidget):
    """Tries a value while it is typed, and uses and keeps it when it is finished."""

    def __init__(
        self,
        setting: Setting[Any],
        preferences: Preferences,
        tasks: Tasks,
        words: Words,
        setting_words: SettingWords,
    ) -> None:
        super().__init__()
        self.setting = setting
        self._under_way: Any = None  # a value that is being kept: leaving a field and closing ask for the same one
        self._preferences = preferences
        self._tasks = tasks
        self._words = words
        self._called = setting_words
        self.control = control_for(setting, setting_words)
        self.control.target.setObjectName(f"{setting.name}Setting")
        self.control.target.setAccessibleName(setting_words.label(setting))
        self._reset = self._reset_button()
        label, hint = setting_words.label(setting), setting_words.hint(setting)
        self.field = Field(label, self._side_by_side(), hint, target=self.control.target, beside=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.field)
        self.control.edited.connect(self.check)
        self.control.finished.connect(self.use)
        preferences.changed.connect(self._changed)
        self.show_value()

    @property
    def value(self) -> Any:
        """The value in use."""
        return self._preferences.settings.value_of(self.setting)

    def show_value(self) -> None:
        """Show the value in use, in place of whatever was typed."""
        self.control.set_value(self.value)
        self.field.refuse("")
        self._offer_default()

    def check(self) -> Any:
        """Say beside the control why what stands there is refused; the value when it is not, else None."""
        try:
            value = self.setting.parse(self.control.value)
        except SettingInvalid as error:
            self.field.refuse(self._called.refusal(error, self.setting))
            return None
        self.field.refuse("")
        return value

    def use(self) -> None:
        """Use what stands there, if it can be used and is not used yet."""
        value = self.check()
        if value is not None and value not in (self.value, self._under_way):
            self._under_way = value
            self._start(lambda: self._preferences.change(self.setting, value))

    def _back_to_default(self) -> None:
        self.control.target.setFocus()
        self._start(lambda: self._preferences.reset(self.setting), shown=True)

    def _start(self, work: Callable[[], Coroutine[Any, Any, None]], *, shown: bool = False) -> None:
        self._tasks.start(self._run(work, shown=shown), f"setting {self.setting.name}")

    async def _run(self, work: Callable[[], Coroutine[Any, Any, None]], *, shown: bool) -> None:
        try:
            try:
                await work()
            finally:
                self._under_way = None
        except ProfileError as error:
            if not isValid(self):  # the dialog is closed: somebody else has to say it
                raise
            self.field.refuse(self._words.error(error).sentence)
        else:
            if not isValid(self):
                return
            if shown or self.check() == self.value:
                self.show_value()

    def _changed(self, name: str) -> None:
        if name == self.setting.name and not self.control.target.hasFocus():
            self.show_value()
        self._offer_default()

    def _offer_default(self) -> None:
        self._reset.setVisible(self.value != self._preferences.default_of(self.setting))

    def _reset_button(self) -> Button:
        button = Button(f"{self.setting.name}Reset", self.tr("Reset to default"), "undo", "icon")
        label = self._called.label(self.setting)
        button.setAccessibleName(self.tr("Reset “{setting}” to its default").format(setting=label))
        button.clicked.connect(self._back_to_default)
        policy = button.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # so that all controls end at one line
        button.setSizePolicy(policy)
        return button

    def _side_by_side(self) -> QWidget:
        assert isinstance(self.control, QWidget)
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        if isinstance(self.setting, Choice):  # as wide as its words
            row.addWidget(self.control)
            row.addStretch(1)
        else:
            row.addWidget(self.control, 1)
        row.addWidget(self._reset)
        return both
