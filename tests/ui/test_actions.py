"""The declared actions: no key means two things in one place, and all that offers an action takes it from there."""

from collections import defaultdict
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt, SignalInstance
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from studio.library.library import Library
from studio.resources import resource
from studio.ui.actions import Action, Place, actions_in
from studio.ui.commands import Commands
from studio.ui.image_actions import ImageActions, Verb
from studio.ui.keys import OwnKeys, is_pressed, shortened, tip_of, with_key
from tests.ui.staging import import_picture

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
KEY, HELD = Qt.Key, Qt.KeyboardModifier


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(400, 300)
    window.show()
    return window


@pytest.mark.parametrize("place", Place)
def test_a_key_means_one_thing_in_one_place(place: Place) -> None:
    means: dict[str, list[str]] = defaultdict(list)
    for action in actions_in(place):
        for key in (*(action.keys if place in action.places else ()), *(action.bare if place is Place.PICTURE else ())):
            means[QKeySequence(key).toString()].append(action.name)
    assert {key: names for key, names in means.items() if len(names) > 1} == {}


def test_what_the_window_does_for_a_key_is_hidden_nowhere_but_by_the_same_deed() -> None:
    window = {QKeySequence(key).toString(): action for action in actions_in(Place.WINDOW) for key in action.keys}
    others = [(action, key) for action in Action if Place.WINDOW not in action.places for key in action.keys]
    hiding = {(action, window.get(QKeySequence(key).toString())) for action, key in others}
    assert {each for each in hiding if each[1] is not None} == {(Action.NAME_INPUT, Action.RENAME)}


@pytest.mark.parametrize("action", Action)
def test_each_has_words_and_what_it_is_drawn_with(action: Action) -> None:
    assert action.text
    assert not action.icon or resource(f"icons/{action.icon}.svg").is_file()
    for key in (*action.keys, *action.bare):
        assert QKeySequence(key)[0].key() != KEY.Key_unknown, key  # type: ignore[index]


def test_bare_letters_are_no_keys_of_the_window() -> None:
    for action in actions_in(Place.WINDOW):
        for key in action.keys:
            pressed = QKeySequence(key)[0]  # type: ignore[index]
            is_letter = KEY.Key_Space <= pressed.key() <= KEY.Key_AsciiTilde
            assert not is_letter or pressed.keyboardModifiers() & (HELD.ControlModifier | HELD.AltModifier), key


def test_the_window_has_each_command_with_its_words_keys_and_signal(window: QWidget) -> None:
    commands = Commands(window)
    for action in actions_in(Place.WINDOW):
        made = commands.action(action)
        assert made.objectName() == f"{action.id}Action"
        assert made.text() == action.text
        assert [each.toString() for each in made.shortcuts()] == [QKeySequence(key).toString() for key in action.keys]
        assert not made.icon().isNull()
        assert isinstance(getattr(commands, action.id), SignalInstance)


def test_the_menu_shows_drawings_and_keys_of_all_that_is_in_it(window: QWidget) -> None:
    commands, below = Commands(window), QPushButton(window)
    menu = commands.show_menu(below)
    shown = [each for each in menu.actions() if not each.isSeparator()]
    declared = {each.text: each for each in actions_in(Place.WINDOW)}
    assert len(shown) > 15
    for each in shown:
        assert not each.icon().isNull()
        assert each.shortcut().isEmpty() == (not declared[each.text()].keys)
        assert each.isShortcutVisibleInContextMenu()
    menu.close()


def test_the_menu_of_pictures_shows_drawings_and_keys(window: QWidget, tmp_path: Path) -> None:
    with Library.open(tmp_path / "library") as library:
        picture = import_picture(library, tmp_path, 1, "otter")
    menu = ImageActions(window).menu([picture], window)
    shown = {Verb[each.objectName()]: each for each in menu.actions() if each.objectName() in Verb.__members__}
    assert Verb.OPEN in shown
    for verb, each in shown.items():
        assert each.text() == verb.action.text
        assert each.icon().isNull() == (not verb.action.icon)
        keys = verb.action.keys
        assert each.shortcut().toString() == (QKeySequence(keys[0]).toString() if keys else "")
    assert isinstance(menu.findChild(QMenu, "ratingMenu"), QMenu)


def test_tips_tell_the_key_and_leave_out_what_has_none() -> None:
    assert tip_of(Action.SETTINGS) == "Settings (Ctrl+,)"
    assert tip_of(Action.CONNECTIONS) == "Connections and keys"
    assert with_key("Begin something new", Action.REMOVE_INPUT) == "Begin something new (Del)"


def test_what_is_held_for_several_keys_is_said_once() -> None:
    assert shortened(("Alt+Left", "Alt+Right")) == ("Alt+Left", "Right")
    assert shortened(("Ctrl+A", "Alt+B")) == ("Ctrl+A", "Alt+B")
    assert shortened(("+", "-")) == ("+", "-")


@pytest.mark.parametrize(
    ("action", "key", "held"),
    [
        (Action.ZOOM_IN, KEY.Key_Plus, HELD.ShiftModifier),
        (Action.ZOOM_IN, KEY.Key_Equal, HELD.ControlModifier),
        (Action.ZOOM_OUT, KEY.Key_Minus, HELD.KeypadModifier),
        (Action.RATE_1, KEY.Key_1, HELD.ShiftModifier),
        (Action.OPEN, KEY.Key_Enter, HELD.KeypadModifier),
        (Action.BACK, KEY.Key_Escape, HELD.NoModifier),
    ],
)
def test_keys_are_known_on_other_keyboards_and_on_their_number_pads(
    action: Action, key: Qt.Key, held: Qt.KeyboardModifier
) -> None:
    assert is_pressed(action, QKeyEvent(QEvent.Type.KeyPress, key, held))


@pytest.mark.parametrize("held", [HELD.ControlModifier, HELD.AltModifier, HELD.ShiftModifier, HELD.MetaModifier])
def test_a_letter_with_something_held_is_another_key(held: Qt.KeyboardModifier) -> None:
    assert not is_pressed(Action.REJECT, QKeyEvent(QEvent.Type.KeyPress, KEY.Key_X, held))


def held(key: Qt.Key, modifiers: Qt.KeyboardModifier, times: int) -> list[QKeyEvent]:
    """A key that is pressed and kept down."""
    return [QKeyEvent(QEvent.Type.KeyPress, key, modifiers, "", number > 0) for number in range(times)]


@pytest.mark.parametrize(
    ("action", "key", "modifiers", "times"),
    [
        (Action.GENERATE, KEY.Key_Return, HELD.ControlModifier, 1),
        (Action.AGAIN, KEY.Key_R, HELD.ControlModifier, 1),
        (Action.TRASH, KEY.Key_Delete, HELD.NoModifier, 1),
        (Action.ZOOM_IN, KEY.Key_Plus, HELD.NoModifier, 3),
        (Action.EARLIER_PROMPT, KEY.Key_Up, HELD.AltModifier, 3),
    ],
)
def test_a_key_held_down_moves_along_but_sends_and_deletes_once(
    window: QWidget, action: Action, key: Qt.Key, modifiers: Qt.KeyboardModifier, times: int
) -> None:
    done: list[Action] = []
    OwnKeys(window, {action: lambda: done.append(action)})
    for event in held(key, modifiers, 3):
        QCoreApplication.sendEvent(window, event)
    assert len(done) == times


def test_of_the_commands_only_undo_redo_and_the_way_through_the_window_go_on_while_their_key_is_held(
    window: QWidget,
) -> None:
    commands = Commands(window)
    repeating = {each for each in actions_in(Place.WINDOW) if commands.action(each).autoRepeat()}
    assert repeating == {Action.UNDO, Action.REDO, Action.NEXT_PART, Action.PREVIOUS_PART}
