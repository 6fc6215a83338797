"""The settings: defaults, limits, what a file may hold, and that a new one is one declaration."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.profile.errors import FileNotSaved, SettingInvalid
from studio.profile.folders import ProfileFolders
from studio.profile.notices import FileSetAside, ValueIgnored
from studio.profile.setting import Choice, LibraryFolder, Setting, ShortText, WholeNumber
from studio.profile.settings import Settings
from tests.fakes.folders import folders_in


@pytest.fixture
def folders(tmp_path: Path) -> ProfileFolders:
    return folders_in(tmp_path)


def _write(folders: ProfileFolders, text: str) -> None:
    folders.config.mkdir(exist_ok=True)
    (folders.config / "settings.json").write_text(text)


def test_the_defaults_are_in_use_and_not_in_a_file(folders: ProfileFolders) -> None:
    settings = Settings.load(folders)
    assert settings.library_folder == folders.library
    assert settings.concurrency == 2
    limits = (settings.connect_seconds, settings.write_seconds, settings.read_seconds, settings.total_seconds)
    assert limits == (10, 60, 300, 900)
    assert settings.request_megabytes == 18
    assert settings.notices == ()
    assert not folders.config.exists()


def test_a_change_is_in_use_at_once_and_after_a_restart(folders: ProfileFolders, tmp_path: Path) -> None:
    settings = Settings.load(folders)
    settings.change(Settings.concurrency, 8)
    settings.change(Settings.library_folder, tmp_path / "Blätter")
    for each in (settings, Settings.load(folders)):
        assert (each.concurrency, each.library_folder) == (8, tmp_path / "Blätter")
    assert json.loads((folders.config / "settings.json").read_text()) == {
        "concurrency": 8,
        "library_folder": str(tmp_path / "Blätter"),
    }


def test_reset_goes_back_to_the_default_and_leaves_the_file(folders: ProfileFolders) -> None:
    settings = Settings.load(folders)
    settings.change(Settings.concurrency, 8)
    settings.reset(Settings.concurrency)
    settings.reset(Settings.read_seconds)
    assert settings.concurrency == 2
    assert json.loads((folders.config / "settings.json").read_text()) == {}


def test_a_change_keeps_what_another_program_or_version_wrote(folders: ProfileFolders) -> None:
    settings = Settings.load(folders)
    _write(folders, '{"window": {"width": 1440}, "concurrency": 5}')
    settings.change(Settings.read_seconds, 20)
    assert settings.concurrency == 5
    assert json.loads((folders.config / "settings.json").read_text()) == {
        "window": {"width": 1440},
        "concurrency": 5,
        "read_seconds": 20,
    }


def test_a_broken_file_means_defaults_and_a_notice(folders: ProfileFolders) -> None:
    _write(folders, '{"concurrency": 5')
    settings = Settings.load(folders)
    assert settings.concurrency == 2
    (notice,) = settings.notices
    assert isinstance(notice, FileSetAside)


@pytest.mark.parametrize("value", ['"3"', "0", "9", "2.0", "true", "null", "[]", "1e400"])
def test_a_value_outside_its_limits_means_the_default_and_a_notice(folders: ProfileFolders, value: str) -> None:
    _write(folders, f'{{"concurrency": {value}, "read_seconds": 30}}')
    settings = Settings.load(folders)
    assert (settings.concurrency, settings.read_seconds) == (2, 30)
    (notice,) = settings.notices
    assert isinstance(notice, ValueIgnored)
    assert str(notice) == (
        "The setting concurrency in the settings file is not used: "
        "Generations at once must be a whole number from 1 to 8."
    )


def test_a_refused_change_changes_nothing(folders: ProfileFolders) -> None:
    settings = Settings.load(folders)
    with pytest.raises(SettingInvalid, match=r"^Time limit for connecting must be .* from 1 to 120 seconds\.$"):
        settings.change(Settings.connect_seconds, 0)
    assert settings.connect_seconds == 10
    assert not folders.config.exists()


def test_a_change_that_cannot_be_saved_is_not_in_use(folders: ProfileFolders) -> None:
    settings = Settings.load(folders)
    folders.config.write_text("a file where the folder should be")
    with pytest.raises(FileNotSaved):
        settings.change(Settings.concurrency, 5)
    assert settings.concurrency == 2


def test_a_setting_cannot_be_assigned_by_mistake(folders: ProfileFolders) -> None:
    settings = Settings.load(folders)
    for name in (setting.name for setting in Settings.declared()):
        with pytest.raises(AttributeError):
            setattr(settings, name, 4)


def test_every_setting_has_words_and_a_default_that_it_accepts_itself(folders: ProfileFolders) -> None:
    declared = Settings.declared()
    assert len(declared) == 12
    for setting in declared:
        assert setting.label
        assert setting.hint.endswith(".")
        default = setting.default(folders)
        assert setting.parse(json.loads(json.dumps(setting.stored(default)))) == default


def test_a_new_setting_is_one_declaration(folders: ProfileFolders) -> None:
    class More(Settings):
        __slots__ = ()
        thumbnail = WholeNumber(160, least=80, most=640, label="Thumbnails", hint="How large they are.")

    settings = More.load(folders)
    settings.change(More.thumbnail, 320)
    assert More.load(folders).thumbnail == 320
    assert settings.concurrency == 2


def test_a_library_folder_is_a_whole_path(home: Path) -> None:
    setting = LibraryFolder(label="Library folder", hint="")
    assert setting.parse("/pictures/Studio") == Path("/pictures/Studio")
    assert setting.parse("~/Bilder") == home / "Bilder"
    for wrong in ("", "  ", "pictures", "/with\0null", 5, None, ["/a"]):
        with pytest.raises(SettingInvalid, match="whole path"):
            setting.parse(wrong)


def test_a_text_is_one_line_within_its_limits() -> None:
    setting = ShortText("a", longest=5, refused="/:", label="Picture names", hint="")
    assert setting.parse("  ünï 日 ") == "ünï 日"
    for wrong in ("", " ", "a\nb", "abcdef", "a/b", "a:b", 5, None):
        with pytest.raises(SettingInvalid):
            setting.parse(wrong)


def test_a_choice_is_one_of_its_words() -> None:
    setting = Choice("system", "dark", "light", label="Theme", hint="")
    assert setting.words == ("system", "dark", "light")
    assert setting.parse("dark") == "dark"
    for wrong in ("Dark", "", "blue", 5, None, ["dark"]):
        with pytest.raises(SettingInvalid, match=r"^Theme must be one of system, dark, light\.$"):
            setting.parse(wrong)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(), inner, max_size=2),
    max_leaves=4,
)


@given(raw=json_values)
@pytest.mark.parametrize("setting", Settings.declared(), ids=lambda setting: setting.name)
def test_whatever_a_file_holds_is_taken_or_refused(setting: Setting[Any], raw: object) -> None:
    try:
        value = setting.parse(raw)
    except SettingInvalid:
        return
    assert setting.parse(setting.stored(value)) == value
