"""What is said at the start about files of settings and connections that could not be taken as they were."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from studio.profile.notices import ConnectionIgnored, FileSetAside, ValueIgnored
from studio.profile.settings import Settings
from studio.ui.sentences.connection_words import ConnectionWords
from studio.ui.sentences.setting_words import SettingWords

if TYPE_CHECKING:
    from studio.profile.notices import Notice


class StartupWords(QObject):
    """Says what was not used, why, and where it is kept."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = SettingWords(self)
        self._connections = ConnectionWords(self)

    def notice(self, notice: Notice) -> str:
        """One notice as whole sentences."""
        if isinstance(notice, FileSetAside):
            return self._set_aside(notice)
        if isinstance(notice, ValueIgnored):
            return self._value(notice)
        return self._connection(notice)

    def _set_aside(self, notice: FileSetAside) -> str:
        if notice.kept_as is None:
            text = self.tr("{file} could not be understood, so the defaults are used. It was left where it is.")
            return text.format(file=notice.path.name)
        text = self.tr("{file} could not be understood, so the defaults are used. It was kept as {kept}.")
        return text.format(file=notice.path.name, kept=notice.kept_as.name)

    def _value(self, notice: ValueIgnored) -> str:
        setting = next(each for each in Settings.declared() if each.name == notice.name)
        text = self.tr("What the settings file says of “{setting}” is not used. {reason}")
        return text.format(setting=self._settings.label(setting), reason=self._settings.refusal(notice.error, setting))

    def _connection(self, notice: ConnectionIgnored) -> str:
        reason = self._connections.refusal(notice.error)
        if not notice.name:
            return self.tr("A connection without a name in its file is not used. {reason}").format(reason=reason)
        text = self.tr("The connection “{name}” in the file of connections is not used. {reason}")
        return text.format(name=notice.name, reason=reason)
