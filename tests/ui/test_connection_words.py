"""Every way in which a typed connection is refused has words of its own that can be translated."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator
from pytestqt.qtbot import QtBot

from studio.profile.errors import ConnectionInvalid, KeyInAddress, NameTaken
from studio.ui.sentences.connection_words import ConnectionWords
from studio.workbench.connection_fields import ConnectionFields, FieldRefused

SOUND = ConnectionFields(name="Mine", base_url="https://example.com", auth="bearer")
WRONG = {
    "no name": replace(SOUND, name="  "),
    "long name": replace(SOUND, name="x" * 61),
    "a name with a bell": replace(SOUND, name="a\x07b"),
    "no address": replace(SOUND, base_url=""),
    "plain": replace(SOUND, base_url="http://example.com"),
    "a bad port": replace(SOUND, base_url="https://example.com:port"),
    "ftp": replace(SOUND, base_url="ftp://example.com"),
    "user": replace(SOUND, base_url="https://me:secret@example.com"),
    "key": replace(SOUND, base_url="https://example.com?key=1"),
    "too often": replace(SOUND, per_minute="601"),
    "no number": replace(SOUND, per_minute="many"),
    "model": replace(SOUND, default_model="a\x07b"),
}


class Shouting(QTranslator):
    """Another language: everything that goes through `tr` is said loudly."""

    def translate(self, context: str, text: str, *_: object) -> str:
        return (
            text.upper().replace("{HOST}", "{host}").replace("{LIMIT}", "{limit}").replace("{MOST}", "{most}")
            if context
            else ""
        )

    def isEmpty(self) -> bool:
        return False


@pytest.mark.parametrize("name", WRONG)
def test_a_refusal_is_said_in_the_language_of_the_window(name: str, qtbot: QtBot) -> None:
    with pytest.raises(FieldRefused) as caught:
        WRONG[name].read("id")
    error = caught.value.error
    words = ConnectionWords()
    assert words.refusal(error) == error.message
    translator = Shouting()
    QCoreApplication.installTranslator(translator)
    try:
        said = words.refusal(error)
    finally:
        QCoreApplication.removeTranslator(translator)
    assert said.replace("example.com", "").isupper(), said
    assert "{" not in said
    assert said != error.message


def test_a_name_that_is_taken_is_named(qtbot: QtBot) -> None:
    words = ConnectionWords()
    assert words.refusal(NameTaken("x", name="Mine")) == "There is already a connection “Mine”."
    assert words.refusal(NameTaken("x", name="sandbox")) == "The name “sandbox” is taken by the built-in sandbox."


def test_a_key_in_the_address_is_refused_without_repeating_it(qtbot: QtBot) -> None:
    with pytest.raises(FieldRefused) as caught:
        replace(SOUND, base_url="https://example.com?my_secret=hush").read("id")
    assert isinstance(caught.value.error, KeyInAddress)
    said = ConnectionWords().refusal(caught.value.error)
    assert said == "The base URL carries a key or a password, which would end up in a plain file."


def test_what_nobody_knows_here_is_told_as_it_is(qtbot: QtBot) -> None:
    assert ConnectionWords().refusal(ConnectionInvalid("It is odd.")) == "It is odd."
