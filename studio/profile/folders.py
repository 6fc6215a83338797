"""Where a user's own things live on this machine."""

from pathlib import Path
from typing import NamedTuple, Self

import platformdirs


class ProfileFolders(NamedTuple):
    """Where settings and connections are, the library used until another is chosen, what the window remembers of its
    looks, and what can be made again at any time; none of them need exist."""

    config: Path
    library: Path
    state: Path
    cache: Path

    @classmethod
    def of_user(cls) -> Self:
        """The folders this platform has for the user who runs Studio."""
        return cls(
            config=platformdirs.user_config_path("Studio", appauthor=False),
            library=platformdirs.user_pictures_path() / "Studio",
            state=platformdirs.user_state_path("Studio", appauthor=False),
            cache=platformdirs.user_cache_path("Studio", appauthor=False),
        )
