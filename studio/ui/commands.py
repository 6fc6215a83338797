"""What the window can be told to do, as actions of it: for its menus, its buttons and its keys alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from studio.ui.actions import Action, Place, actions_in
from studio.ui.icons import icon
from studio.ui.keys import OwnKeys
from studio.ui.sentences.shortened import shortened
from studio.ui.widgets.menu import Menu

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studio.workbench.undo import Undo

_LONGEST_STEP = 48  # characters
_MENU = (
    (Action.NEW_CONVERSATION, Action.IMPORT_CONVERSATIONS, Action.EXPORT_CONVERSATION),
    (Action.OPEN_LIBRARY, Action.SHOW_LIBRARY),
    (Action.UNDO, Action.REDO, Action.AGAIN, Action.EDIT_TURN, Action.BRANCH, Action.COMPARE_MODE),
    (Action.SHOW_QUEUE, Action.PAUSE_QUEUE, Action.CANCEL),
    (Action.SEARCH, Action.FIND, Action.FIND_CONVERSATION),
    (Action.SIDEBAR, Action.TREE, Action.GALLERY, Action.INFORMATION),
    (Action.GALLERY_ONLY, Action.PICTURE_ONLY, Action.FULL_SCREEN),
    (Action.CONNECTIONS, Action.SETTINGS, Action.KEYS),
    (Action.QUIT,),
)
_CONVERSATION_MENU = (
    (Action.RENAME, Action.PIN_CONVERSATION, Action.DUPLICATE_CONVERSATION, Action.FORK),
    (Action.EXPORT_CONVERSATION, Action.EXPORT_STORY, Action.EXPORT_IMAGES),
    (Action.NEW_CONVERSATION,),
    (Action.ARCHIVE_CONVERSATION, Action.TRASH_CONVERSATION),
)


class Commands(QObject):
    """The commands of a window as actions of it; each is a signal, and it does none of them itself.

    They are added to the window, so their keys work wherever the focus is; bare letters work on pictures only.
    """

    generate = Signal()
    cancel = Signal()
    show_queue = Signal()
    """Show what is under way and what waits."""
    pause_queue = Signal()
    """Hold what waits, or let it go on."""
    count_tokens = Signal()
    """Ask the server how much the draft is to read."""
    focus_prompt = Signal()
    more_settings = Signal()
    paste = Signal()
    next_part = Signal()
    """Give the focus to the next part of the window."""
    previous_part = Signal()
    new_conversation = Signal()
    rename = Signal()
    pin_conversation = Signal()
    """Let it stand first, or among the others again."""
    duplicate_conversation = Signal()
    archive_conversation = Signal()
    """Put it into the archive, or take it out."""
    trash_conversation = Signal()
    restore_conversation = Signal()
    """Show what is in the trash, one of which is to come back."""
    export_conversation = Signal()
    """Write it into one file, for another Studio."""
    export_story = Signal()
    export_branch = Signal()
    """Tell the branch alone, up to the turn it ends in."""
    export_images = Signal()
    import_conversations = Signal()
    search = Signal()
    find = Signal()
    find_conversation = Signal()
    again = Signal()
    branch = Signal()
    edit_turn = Signal()
    """Put the turn that the branch ends in into the composer, to be asked for otherwise."""
    fork = Signal()
    copy_prompt = Signal()
    copy_curl = Signal()
    copy_python = Signal()
    undo = Signal()
    redo = Signal()
    compare_mode = Signal()
    sidebar = Signal()
    tree = Signal()
    """Show or hide the version tree."""
    gallery = Signal()
    information = Signal()
    """Show or hide what is known of a picture."""
    gallery_only = Signal()
    """Let the gallery fill the window, or be beside the stage again."""
    picture_only = Signal()
    """Let one picture fill the window, or have everything around it again."""
    full_screen = Signal()
    menu = Signal()
    open_library = Signal()
    show_library = Signal()
    connections = Signal()
    settings = Signal()
    keys = Signal()
    quit = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._actions = {each: self._made(each) for each in actions_in(Place.WINDOW)}

    def action(self, action: Action) -> QAction:
        """One command as an action of the window."""
        return self._actions[action]

    def all(self) -> tuple[QAction, ...]:
        """Every command, in order."""
        return tuple(self._actions.values())

    def follow(self, undo: Undo) -> None:
        """Let the commands to take back and to do again say what, for as long as there is something."""
        undo.changed.connect(lambda: self._tell_steps(undo))
        self._tell_steps(undo)

    def work_on_pictures(self, *widgets: QWidget) -> None:
        """Let bare letters work in these widgets, where nobody types."""
        acts = {each: action.trigger for each, action in self._actions.items() if each.bare}
        for widget in widgets:
            OwnKeys(widget, acts, bare=True)

    def show_menu(self, below: QWidget) -> Menu:
        """Show the menu of the window below a button; it goes away by itself."""
        return self._popped("mainMenu", self.tr("Menu"), _MENU, below)

    def show_conversation_menu(self, below: QWidget) -> Menu:
        """Show what can be done with the conversation that is open."""
        return self._popped("titleMenu", self.tr("Conversation"), _CONVERSATION_MENU, below)

    def call(self, action: Action, text: str) -> None:
        """Say what an action would do now, where it does one of two things; elsewhere it is called as ever."""
        self._actions[action].setText(text)

    def allow(self, allowed: bool, *actions: Action) -> None:
        """Say whether actions mean something now."""
        for each in actions:
            self._actions[each].setEnabled(allowed)

    def _popped(self, name: str, words: str, groups: Sequence[Sequence[Action]], below: QWidget) -> Menu:
        menu = Menu(name, self._window)
        menu.setAccessibleName(words)
        for group in groups:
            menu.addSeparator()
            for each in group:
                menu.addAction(self._actions[each])
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(below.mapToGlobal(QPoint(0, below.height() + 4)))
        return menu

    def _tell_steps(self, undo: Undo) -> None:
        for each, can, step in (
            (Action.UNDO, undo.can_undo, undo.undo_text),
            (Action.REDO, undo.can_redo, undo.redo_text),
        ):
            action = self._actions[each]
            action.setEnabled(can)
            text = self.tr("{command}: {step}").format(command=action.iconText(), step=_short(step))
            action.setText(text if step else action.iconText())

    def _made(self, declared: Action) -> QAction:
        action = QAction(icon(declared.icon, self._window.palette()), declared.text, self._window)
        action.setObjectName(f"{declared.id}Action")
        action.setIconText(declared.text)  # what it is called whatever it would do now
        action.setShortcuts([QKeySequence(key) for key in declared.keys])
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.setShortcutVisibleInContextMenu(True)
        action.setAutoRepeat(declared.repeats)
        action.triggered.connect(getattr(self, declared.id))
        self._window.addAction(action)
        return action


def _short(step: str) -> str:
    """A step as a menu can show it: with the title of a conversation in it, it may be of any length."""
    return shortened(step, _LONGEST_STEP).replace("&", "&&")
