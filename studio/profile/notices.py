"""What a user should hear about files that could not be taken as they were."""

from pathlib import Path
from typing import NamedTuple

from studio.profile.errors import ConnectionProblem, SettingInvalid


class FileSetAside(NamedTuple):
    """A file was no readable JSON: it now lies at `kept_as` (None: it could not be moved), defaults are used."""

    path: Path
    kept_as: Path | None

    def __str__(self) -> str:
        kept = f"kept as {self.kept_as.name}" if self.kept_as else "left where it is"
        return f"{self.path.name} could not be understood, so the defaults are used. It was {kept}."


class ValueIgnored(NamedTuple):
    """A setting in the file is outside its limits: the default is used, the file keeps what it says."""

    name: str
    error: SettingInvalid

    def __str__(self) -> str:
        return f"The setting {self.name} in the settings file is not used: {self.error.message}"


class ConnectionIgnored(NamedTuple):
    """A connection in the file, "" where it has no name, is not usable: it is not listed, the file keeps it."""

    name: str
    error: ConnectionProblem

    def __str__(self) -> str:
        name = self.name or "without a name"
        return f"The connection {name} in the connections file is not used: {self.error.message}"


Notice = FileSetAside | ValueIgnored | ConnectionIgnored
