"""A user's folders inside a test's own."""

from pathlib import Path

from studio.profile.folders import ProfileFolders


def folders_in(folder: Path) -> ProfileFolders:
    """Folders that are not made yet; settings and connections are in `config`."""
    return ProfileFolders(
        config=folder / "config", library=folder / "Studio", state=folder / "state", cache=folder / "cache"
    )
