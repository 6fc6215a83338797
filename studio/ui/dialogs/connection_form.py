"""The fields of a connection: what it is called, where it is, and how it wants to be asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCompleter, QGridLayout, QHBoxLayout, QLineEdit, QWidget

from studio.gemini.presets import PRESETS, preset_of
from studio.profile.saved_connection import LONGEST_NAME, MOST_AT_ONCE
from studio.ui.dialogs.field import Field
from studio.ui.dialogs.key_field import KeyField
from studio.ui.widgets.select import Select
from studio.ui.widgets.switch import INSET, Switch
from studio.workbench.connection_fields import ConnectionFields, fields_of_preset

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studio.profile.saved_connection import AuthStyle, ModelPrefix
    from studio.workbench.connection_fields import FieldName

_CUSTOM = "custom"
_APART = 16


class ConnectionForm(QWidget):
    """Shows the fields of one connection and takes what is typed; it knows nothing of files and keyrings."""

    edited = Signal()

    def __init__(self, default_model: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key_host = ""
        self._provider = ""
        self._filling = False
        self.preset = self._picker("presetPicker")
        for name, preset in PRESETS.items():
            self.preset.add(name, preset.name)
        self.preset.add(_CUSTOM, self.tr("Custom"))
        self.name = self._line("nameEdit")
        self.name.setMaxLength(LONGEST_NAME + 20)  # some more than fits, so that nothing pasted is cut in silence
        self.key = KeyField()
        self.base_url = self._line("baseUrlEdit")
        self.plain_http = Switch("plainHttpBox", self.tr("Send the key without encryption"))
        self.streaming = Switch("streamingBox", self.tr("Stream replies: words and drafts are shown as they come"))
        self.auth = self._picker("authPicker")
        self.auth.add("goog-key", self.tr("Header x-goog-api-key"))
        self.auth.add("bearer", self.tr("Header Authorization: Bearer"))
        self.auth.add("query", self.tr("In the address: ?key="))
        self.auth.add("both", self.tr("In the address and as Bearer"))
        self.prefix = self._picker("modelPrefixPicker")
        self.prefix.add("", self.tr("None"))
        self.prefix.add("google/", "google/")
        self.model = self._line("defaultModelEdit")
        self.model.setPlaceholderText(default_model)
        self.at_once = self._picker("concurrencyPicker")
        self.at_once.add(None, self.tr("As usual"))
        for number in range(1, MOST_AT_ONCE + 1):
            self.at_once.add(number, str(number))
        self.per_minute = self._line("perMinuteEdit")
        self.per_minute.setPlaceholderText(self.tr("No limit"))
        self._fields = self._make_fields()
        self._lay_out()
        self._connect()

    def fields(self) -> ConnectionFields:
        """What stands in the form; the key is not part of it."""
        return ConnectionFields(
            name=self.name.text(),
            base_url=self.base_url.text(),
            auth=cast("AuthStyle", self.auth.value),
            model_prefix=cast("ModelPrefix", self.prefix.value),
            default_model=self.model.text(),
            concurrency=cast("int | None", self.at_once.value),
            plain_http=self.plain_http.isChecked(),
            per_minute=self.per_minute.text(),
            provider=self._provider,
            streaming=self.streaming.isChecked(),
        )

    def show_fields(self, fields: ConnectionFields, *, preset: str | None = None, key_host: str = "") -> None:
        """Show a connection; `preset` for a new one, `key_host` is where the key of a saved one was sent so far."""
        self._filling = True
        self._key_host = key_host
        self._preset_field.setVisible(preset is not None)
        if preset is not None:
            self.preset.choose(preset)
        self._fill(fields)
        self._filling = False
        self.offer_models(())
        self.accept_all()
        self._look_at_address()

    def show_preset(self, name: str) -> None:
        """Show a new connection as a preset has it."""
        self.preset.choose(name)
        self.show_fields(self.preset_fields(), preset=name)

    def preset_fields(self) -> ConnectionFields:
        """What the preset that is chosen fills in."""
        name = str(self.preset.value)
        return ConnectionFields() if name == _CUSTOM else fields_of_preset(name)

    def offer_models(self, models: Sequence[str]) -> None:
        """Complete what is typed as model from a server's own list."""
        self.model.setCompleter(QCompleter(list(models), self.model) if models else None)  # type: ignore[arg-type]

    def refuse(self, field: FieldName, reason: str) -> None:
        """Say at a field why it cannot be as it is, and go there."""
        refused = self._fields[field]
        refused.refuse(reason)
        refused.control.setFocus()

    def accept_all(self) -> None:
        """Take back every refusal."""
        for field in self._fields.values():
            field.refuse("")
        self.key.refuse("")

    def _fill(self, fields: ConnectionFields) -> None:
        self._provider = fields.provider
        known = preset_of(fields.provider, fields.base_url)
        self.auth.offer_only(auth.value for auth in known.auths)
        self.base_url.setPlaceholderText(known.example)
        self.name.setText(fields.name)
        self.base_url.setText(fields.base_url)
        self.base_url.setCursorPosition(0)
        self.auth.choose(fields.auth)
        self.prefix.choose(fields.model_prefix)
        self.model.setText(fields.default_model)
        self.model.setCursorPosition(0)
        self.at_once.choose(fields.concurrency)
        self.plain_http.setChecked(fields.plain_http)
        self.streaming.setChecked(fields.streaming)
        self.per_minute.setText(fields.per_minute)

    def _make_fields(self) -> dict[FieldName, Field]:
        self._preset_field = Field(self.tr("&Preset"), self.preset)
        return {
            "name": Field(self.tr("&Name"), self.name),
            "base_url": Field(self.tr("Base &URL"), self.base_url),
            "auth": Field(self.tr("Key &travels as"), self.auth),
            "model_prefix": Field(self.tr("Model id &prefix"), self.prefix),
            "default_model": Field(self.tr("Default &model"), self.model),
            "concurrency": Field(self.tr("At &once"), self.at_once),
            "per_minute": Field(self.tr("At most a m&inute"), self.per_minute),
        }

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(0)
        grid.setVerticalSpacing(12)
        grid.setColumnMinimumWidth(0, INSET)  # so that the tracks of switches begin where the fields do
        grid.setColumnStretch(1, 1)
        grid.setColumnMinimumWidth(2, _APART)
        grid.setColumnStretch(3, 1)
        fields = self._fields
        for row, widget in enumerate((self._preset_field, fields["name"], self.key, fields["base_url"])):
            grid.addWidget(widget, row, 1, 1, 3)
        grid.addWidget(self.plain_http, 4, 0, 1, 4)
        grid.addWidget(fields["auth"], 5, 1)
        grid.addWidget(fields["model_prefix"], 5, 3)
        grid.addWidget(fields["default_model"], 6, 1)
        pace = QHBoxLayout()  # both say how much at once this connection takes
        pace.setSpacing(_APART)
        pace.addWidget(fields["concurrency"], 1)
        pace.addWidget(fields["per_minute"], 1)
        grid.addLayout(pace, 6, 3)
        grid.addWidget(self.streaming, 7, 0, 1, 4)

    def _connect(self) -> None:
        self.preset.chosen.connect(lambda name: self.show_preset(str(name)))
        for line in (self.name, self.base_url, self.model, self.per_minute):
            line.textChanged.connect(self._changed)
        for picker in (self.auth, self.prefix, self.at_once):
            picker.chosen.connect(self._changed)
        for switch in (self.plain_http, self.streaming):
            switch.toggled.connect(self._changed)
        self.key.edited.connect(self._changed)

    def _changed(self) -> None:
        if self._filling:
            return
        self.accept_all()
        self._look_at_address()
        self.edited.emit()

    def _look_at_address(self) -> None:
        """Offer plain http where it is wanted, streaming where it may be, and say when a kept key moves."""
        fields = self.fields()
        self.plain_http.setVisible(fields.wants_plain_http)
        self.streaming.setVisible(fields.can_stream)
        moved = bool(self._key_host) and fields.host not in ("", self._key_host) and not self.key.is_dirty
        text = self.tr("The key that was sent to {before} so far will be sent to {now}.")
        self._fields["base_url"].set_hint(
            text.format(before=self._key_host, now=fields.host) if moved else "", "warn" if moved else "faint"
        )

    def _line(self, name: str) -> QLineEdit:
        line = QLineEdit()
        line.setObjectName(name)
        return line

    def _picker(self, name: str) -> Select:
        return Select(name)
