"""Keys: as they are called on this machine, and which action a pressed one stands for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QKeyCombination, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from studio.ui.actions import Action

    Acts = Mapping[Action, Callable[[], object]]


def native(key: str) -> str:
    """A key as it is called on this machine."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


def key_of(action: Action) -> str:
    """The key of an action as people read it, "" without one."""
    return native(action.keys[0]) if action.keys else ""


def with_key(words: str, action: Action) -> str:
    """Words for a tool tip, with the key that does the same: “Settings (Ctrl+,)”."""
    key = key_of(action)
    return f"{words} ({key})" if key else words


def tip_of(action: Action) -> str:
    """What a button for an action says when it is pointed at: its name and its key."""
    return with_key(action.text.rstrip("…"), action)


def shortened(keys: Sequence[str]) -> tuple[str, ...]:
    """Keys to be shown side by side: what is held for all of them is said once, Ctrl+Left, Right."""
    held = {key.rpartition("+")[0] for key in keys}
    if len(held) > 1 or "+" in keys:
        return tuple(keys)
    return (keys[0], *(key.rpartition("+")[2] for key in keys[1:]))


def in_menu(words: str, action: Action) -> str:
    """Words for a menu, with the key of an action at their right."""
    key = key_of(action)
    return f"{words}\t{key}" if key else words


def is_pressed(action: Action, event: QKeyEvent) -> bool:
    """Whether a key event is one of the action's keys."""
    return _pressed(event) in map(_combined, action.keys)


class OwnKeys(QObject):
    """The keys of one widget, while the focus is in it.

    They are taken by a filter and not by shortcuts: a shortcut of the window with the same key, such as Ctrl+R, would
    make both ambiguous and neither would act. `bare` takes the letters of actions whose other keys the window has.
    """

    def __init__(self, widget: QWidget, acts: Acts, *, bare: bool = False) -> None:
        super().__init__(widget)
        self._acts = acts
        self._actions = actions_by_key(acts, bare=bare)
        widget.installEventFilter(self)

    def eventFilter(self, _: QObject, event: QEvent) -> bool:
        if event.type() not in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            return False
        action = pressed_of(self._actions, event)
        if action is None:
            return False
        event.accept()
        if event.type() == QEvent.Type.KeyPress and (action.repeats or not _is_held(event)):
            self._acts[action]()
        return True


def actions_by_key(actions: Iterable[Action], *, bare: bool = False) -> dict[int, Action]:
    """Each key of some actions, as Qt combines it; with `bare` their letters only."""
    return {_combined(key): each for each in actions for key in (each.bare if bare else each.keys)}


def pressed_of(actions: Mapping[int, Action], event: QEvent) -> Action | None:
    """The action that an event presses the key of."""
    return actions.get(_pressed(event)) if isinstance(event, QKeyEvent) else None


def _is_held(event: QEvent) -> bool:
    """Whether a key is still down and only sends its event again."""
    return isinstance(event, QKeyEvent) and event.isAutoRepeat()


def _pressed(event: QKeyEvent) -> int:
    """A key with what is held, but for Shift where that depends on the keyboard: + has it on some, 1 on French ones."""
    modifiers, key = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier, event.key()
    if Qt.Key.Key_Space < key <= Qt.Key.Key_AsciiTilde and not Qt.Key.Key_A <= key <= Qt.Key.Key_Z:
        modifiers &= ~Qt.KeyboardModifier.ShiftModifier
    return modifiers.value | key


def _combined(text: str) -> int:
    combination: QKeyCombination = QKeySequence(text)[0]  # type: ignore[index]  # the stubs do not know it
    return combination.toCombined()
