"""Why a connection cannot be as it was typed, said beside the field that it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from studio.profile.saved_connection import LONGEST_NAME, MOST_A_MINUTE, SANDBOX

if TYPE_CHECKING:
    from studio.gemini.errors import BadAddress
    from studio.profile.errors import ConnectionProblem


class ConnectionWords(QObject):
    """The words of refusals; of one that nobody knows here, those that came with it."""

    def refusal(self, error: BadAddress | ConnectionProblem) -> str:
        """Why a field is refused."""
        fault = str(getattr(error, "fault", ""))
        kind = type(error).__name__
        if kind == "NameTaken":
            return self._taken(str(getattr(error, "name", ""))) or error.message
        if kind == "KeyInAddress":
            return self.tr("The base URL carries a key or a password, which would end up in a plain file.")
        said = self._address(str(getattr(error, "host", ""))) if kind == "BadAddress" else self._parts()
        return said.get(fault, error.message)

    def _taken(self, name: str) -> str:
        if name == SANDBOX:
            return self.tr("The name “sandbox” is taken by the built-in sandbox.")
        return self.tr("There is already a connection “{name}”.").format(name=name) if name else ""

    def _address(self, host: str) -> dict[str, str]:
        plain = self.tr("{host} is asked for without encryption: the key could be read on the way. Use https.")
        return {
            "plain": plain.format(host=host),
            "space": self.tr("The base URL is empty or has a space or control character in it."),
            "none": self.tr("The base URL is no web address."),
            "scheme": self.tr("The base URL has to be an https address."),
            "user": self.tr(
                "The base URL must not hold a user name or password: set the key of the connection instead."
            ),
            "key": self.tr("The base URL must not hold a key: set the key of the connection instead."),
        }

    def _parts(self) -> dict[str, str]:
        long = self.tr("A name has at most {limit} characters.")
        often = self.tr("Requests a minute are a whole number from 1 to {most}, or none for as many as come.")
        return {
            "no name": self.tr("A connection needs a name."),
            "name of lines": self.tr("A name is one line of text."),
            "long name": long.format(limit=LONGEST_NAME),
            "incomplete": self.tr("Something that a connection needs is missing, or it is not what it should be."),
            "per minute": often.format(most=MOST_A_MINUTE),
            "model": self.tr("The default model is an id of a model, or none."),
        }
