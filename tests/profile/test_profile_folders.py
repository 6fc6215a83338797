"""Where a user's things live: inside the home of the user who runs the program."""

from pathlib import Path

import pytest

from studio.profile.folders import ProfileFolders


def test_the_folders_are_the_user_s_and_are_not_made(home: Path) -> None:
    folders = ProfileFolders.of_user()
    assert folders.config == home / "config" / "Studio"
    assert folders.library.parent.is_relative_to(home)
    assert folders.library.name == "Studio"
    assert folders.state == home / "state" / "Studio"
    assert folders.cache == home / "cache" / "Studio"
    assert not list(home.iterdir())


def test_the_pictures_folder_is_the_one_the_desktop_says(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "config").mkdir()
    (home / "config" / "user-dirs.dirs").write_text('XDG_PICTURES_DIR="$HOME/Bilder"\n')
    assert ProfileFolders.of_user().library == home / "Bilder" / "Studio"
