"""Where a user's own things live on this machine."""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

import platformdirs


@dataclass(frozen=True)
class ProfileFolders:
    """The folder of settings and connections, and the library used until another is chosen; neither need exist."""

    config: Path
    library: Path

    @classmethod
    def of_user(cls) -> Self:
        """The folders this platform has for the user who runs Studio."""
        return cls(
            config=platformdirs.user_config_path("Studio", appauthor=False),
            library=platformdirs.user_pictures_path() / "Studio",
        )
