"""The key of a connection: typed once and never shown again, and where it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from studio.profile.keys import KEY_VARIABLE, KeyPlace
from studio.profile.secrets import Secret
from studio.ui.dialogs.field import Field, restyle
from studio.ui.widgets.button import Button

if TYPE_CHECKING:
    from studio.ui.sentences.said import Said


class KeyField(QWidget):
    """A field that is empty whenever nobody is typing into it, and a line that says where the key is."""

    edited = Signal()
    again = Signal()
    """Whatever was asked of the keyring last should be asked again."""
    for_session = Signal()
    """The key that was typed should be used until the program ends."""
    forget = Signal()
    """The key that is kept should be forgotten."""
    cancelled = Signal()
    """Waiting for the keyring should end."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edit = QLineEdit()
        self.edit.setObjectName("keyEdit")
        self.edit.setAccessibleName(self.tr("Key"))
        self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.edit.setInputMethodHints(
            Qt.InputMethodHint.ImhHiddenText
            | Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoAutoUppercase
        )
        self.edit.textEdited.connect(self._typed)
        self.field = Field(self.tr("&Key"), self.edit)
        self._state = QLabel()
        self._state.setObjectName("keyState")
        self._state.setTextFormat(Qt.TextFormat.PlainText)
        self._state.setWordWrap(True)
        self._forget = self._button("forgetKeyButton", self.tr("Forget key"), self.forget)
        self._again = self._button("tryAgainButton", self.tr("Try again"), self.again)
        self._for_session = self._button("sessionOnlyButton", self.tr("Use for this session only"), self.for_session)
        self._cancel = self._button("keyCancelButton", self.tr("Cancel"), self.cancelled)
        self._has_none = True  # as far as is known: what is typed instead is kept nowhere yet
        self._lay_out()
        self.show_place(None)

    def secret(self) -> Secret | None:
        """The key that was typed, None when nothing was. Raises KeyInvalid."""
        text = self.edit.text()
        return Secret(text) if text.strip() else None

    @property
    def is_dirty(self) -> bool:
        """Whether something was typed that is kept nowhere yet."""
        return bool(self.edit.text())

    @property
    def state(self) -> str:
        """What is said about the key."""
        return self._state.text()

    def clear(self) -> None:
        """Let go of what was typed."""
        self.edit.clear()
        self._typed_other()

    def refuse(self, reason: str) -> None:
        """Say why what was typed cannot be a key."""
        self.field.refuse(reason)

    def show_place(self, place: KeyPlace | None) -> None:
        """Say where the key of this connection is; None that it has none."""
        self._say(
            {
                KeyPlace.KEYRING: self.tr("A key is in the keyring."),
                KeyPlace.SESSION: self.tr("A key is kept until Studio ends. It is in no keyring."),
                KeyPlace.ENVIRONMENT: self.tr("The key of the environment variable {name} is used.").format(
                    name=KEY_VARIABLE
                ),
                None: self._of_none(),
            }[place],
            "ok" if place else "muted",
            [self._forget] if place in (KeyPlace.KEYRING, KeyPlace.SESSION) else [],
        )
        self._has_none = place is None
        has_key = place in (KeyPlace.KEYRING, KeyPlace.SESSION)
        hint = self.tr("Paste a key to replace it") if has_key else self.tr("Paste the key from the provider's page")
        self.edit.setPlaceholderText(hint)

    def show_waiting(self) -> None:
        """Say that the keyring was asked and has not answered."""
        self._say(
            self.tr("Waiting for the keyring. It may be asking you to unlock it, perhaps behind this window."),
            "muted",
            [self._cancel],
        )

    def show_cancelled(self) -> None:
        """Say that nobody waits for the keyring any more."""
        offered = [self._again, self._for_session] if self.is_dirty else [self._again]
        self._say(self.tr("Not waiting for the keyring any more."), "muted", offered)

    def show_problem(self, said: Said) -> None:
        """Say why the keyring gave or took no key; what was typed stays, so that it need not be found again."""
        offered = [self._again, self._for_session] if self.is_dirty else [self._again]
        self._say(said.sentence, "warn", offered)
        self._state.setToolTip(said.detail)

    def _of_none(self) -> str:
        return self.tr("Not kept yet: saving does that.") if self.is_dirty else self.tr("No key.")

    def _typed_other(self) -> None:
        self.field.refuse("")
        if self._has_none:
            self.show_place(None)

    def _typed(self) -> None:
        self._typed_other()
        self.edited.emit()

    def _say(self, text: str, role: str, buttons: list[Button]) -> None:
        self._has_none = False
        self._state.setText(text)
        self._state.setToolTip("")
        self._state.setProperty("role", role)
        restyle(self._state)
        self.edit.setAccessibleDescription(text)
        for button in (self._forget, self._again, self._for_session, self._cancel):
            had_focus = button.hasFocus()
            button.setVisible(button in buttons)
            if had_focus and button not in buttons:
                self.edit.setFocus()

    def _button(self, name: str, text: str, signal: object) -> Button:
        button = Button(name, text, role="chip")
        button.set_compact()
        button.clicked.connect(signal)
        return button

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._state, 1)
        for button in (self._again, self._for_session, self._cancel, self._forget):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.field)
        column.addLayout(row)
