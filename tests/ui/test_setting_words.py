"""Every setting, and every way a value is refused, has words that can be translated."""

from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator
from pytestqt.qtbot import QtBot

from studio.profile.errors import SettingInvalid
from studio.profile.setting import Choice, Setting
from studio.profile.settings import Settings
from studio.ui.sentences.setting_words import SettingWords


class Shouting(QTranslator):
    """Another language: everything that goes through `tr` is said loudly."""

    def translate(self, context: str, text: str, *_: Any) -> str:
        return text.upper() if context == "SettingWords" else ""

    def isEmpty(self) -> bool:
        return False


def refusal(setting: Setting[Any], raw: object) -> SettingInvalid:
    with pytest.raises(SettingInvalid) as caught:
        setting.parse(raw)
    return caught.value


WRONG = [
    (Settings.concurrency, 99), (Settings.read_seconds, "soon"), (Settings.request_megabytes, 0),
    (Settings.picture_name, ""), (Settings.picture_name, "x" * 500), (Settings.picture_name, "a/b"),
    (Settings.theme, "pink"), (Settings.library_folder, "pictures"),
]  # fmt: skip


@pytest.mark.parametrize("setting", Settings.declared(), ids=lambda each: each.name)
def test_every_setting_is_called_in_the_window_as_it_is_declared(setting: Setting[Any]) -> None:
    words = SettingWords()
    assert (words.label(setting), words.hint(setting)) == (setting.label, setting.hint)


@pytest.mark.parametrize(("setting", "raw"), WRONG)
def test_a_refusal_says_what_the_setting_takes(setting: Setting[Any], raw: object) -> None:
    error = refusal(setting, raw)
    said = SettingWords().refusal(error, setting)
    assert error.setting == setting.name
    if error.rule == "words":
        assert said == "Theme must be one of those offered."
    else:
        assert said.rstrip(".") == error.message.rstrip(".")


def test_all_of_it_can_be_translated(qtbot: QtBot) -> None:
    translator = Shouting()
    QCoreApplication.installTranslator(translator)
    try:
        words = SettingWords()
        for setting in Settings.declared():
            said = [words.label(setting), words.hint(setting).split("{")[0]]
            said += [words.choice(word) for word in setting.words] if isinstance(setting, Choice) else []
            assert [each.upper() for each in said] == said, setting.name
        assert "{" not in words.label(Settings.concurrency)
    finally:
        QCoreApplication.removeTranslator(translator)


def test_a_refusal_of_a_kind_nobody_knows_here_is_told_as_it_is() -> None:
    assert SettingWords().refusal(SettingInvalid("It must be even."), Settings.concurrency) == "It must be even."
