"""What the window can be told to do: each command once, with its key, for menus and shortcuts alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from studio.ui.icons import icon

if TYPE_CHECKING:
    from studio.workbench.undo import Undo

_LONGEST_STEP = 48  # characters


class Commands(QObject):
    """The commands of a window as actions of it; each is a signal, and it does none of them itself.

    They are added to the window, so their keys work wherever the focus is; none is a bare letter.
    """

    generate = Signal()
    cancel = Signal()
    focus_prompt = Signal()
    new_conversation = Signal()
    open_library = Signal()
    show_library = Signal()
    export_conversation = Signal()
    connections = Signal()
    settings = Signal()
    undo = Signal()
    redo = Signal()
    again = Signal()
    branch = Signal()
    compare = Signal()
    find = Signal()
    find_conversation = Signal()
    sidebar = Signal()
    gallery = Signal()
    information = Signal()
    """Show or hide what is known of a picture."""
    gallery_only = Signal()
    """Let the gallery fill the window, or be beside the stage again."""
    picture_only = Signal()
    """Let one picture fill the window, or have everything around it again."""
    full_screen = Signal()
    keys = Signal()
    quit = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._actions = {
            name: self._action(name, text, keys, drawing)
            for name, text, keys, drawing in (
                ("generate", self.tr("Generate"), ("Ctrl+Return", "Ctrl+Enter"), "play"),
                ("cancel", self.tr("Cancel what is under way"), ("Ctrl+.",), "stop"),
                ("focus_prompt", self.tr("Go to the prompt"), ("Ctrl+L",), "edit"),
                ("new_conversation", self.tr("New conversation"), ("Ctrl+N",), "plus"),
                ("open_library", self.tr("Open library…"), ("Ctrl+O",), "folder"),
                ("show_library", self.tr("Show the library's folder"), (), "folder"),
                ("export_conversation", self.tr("Export this conversation's images…"), (), "export"),
                ("connections", self.tr("Connections and keys…"), (), "connection"),
                ("settings", self.tr("Settings…"), ("Ctrl+,",), "settings"),
                ("undo", self.tr("Undo"), ("Ctrl+Z",), "undo"),
                ("redo", self.tr("Redo"), ("Ctrl+Shift+Z", "Ctrl+Y"), "redo"),
                ("again", self.tr("Again"), ("Ctrl+R",), "retry"),
                ("branch", self.tr("Branch from here"), ("Ctrl+B",), "branch"),
                ("compare", self.tr("Compare two pictures"), ("Ctrl+M",), "compare"),
                ("find", self.tr("Search pictures"), ("Ctrl+K",), "search"),
                ("find_conversation", self.tr("Search conversations"), ("Ctrl+Shift+K",), "search"),
                ("sidebar", self.tr("Show or hide conversations"), ("Ctrl+Shift+L",), "sidebar"),
                ("gallery", self.tr("Show or hide the gallery"), ("Ctrl+Shift+G",), "grid"),
                ("information", self.tr("Show or hide information"), ("Ctrl+I",), "info"),
                ("gallery_only", self.tr("Gallery alone"), ("Ctrl+Shift+F",), "grid"),
                ("picture_only", self.tr("Picture alone"), ("Shift+F11",), "image"),
                ("full_screen", self.tr("Full screen"), ("F11",), "fit"),
                ("keys", self.tr("Keyboard shortcuts"), ("F1", "Ctrl+/"), "info"),
                ("quit", self.tr("Quit"), ("Ctrl+Q",), "close"),
            )
        }

    def action(self, name: str) -> QAction:
        """One command as an action."""
        return self._actions[name]

    def all(self) -> tuple[QAction, ...]:
        """Every command, in order."""
        return tuple(self._actions.values())

    def follow(self, undo: Undo) -> None:
        """Let the commands to take back and to do again say what, for as long as there is something."""
        undo.changed.connect(lambda: self._tell_steps(undo))
        self._tell_steps(undo)

    def menu(self, below: QWidget) -> QMenu:
        """Show the menu of the window below a button; it goes away by itself."""
        menu = QMenu(self._window)
        menu.setObjectName("mainMenu")
        menu.setAccessibleName(self.tr("Menu"))
        for group in (
            ("new_conversation", "open_library", "show_library", "export_conversation"),
            ("undo", "redo", "again", "branch", "compare", "cancel"),
            ("find", "find_conversation", "sidebar", "gallery", "full_screen"),
            ("connections", "settings", "keys"),
            ("quit",),
        ):
            menu.addSeparator()
            for name in group:
                menu.addAction(self._actions[name])
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(below.mapToGlobal(QPoint(0, below.height() + 4)))
        return menu

    def _tell_steps(self, undo: Undo) -> None:
        for name, can, step in (
            ("undo", undo.can_undo, undo.undo_text),
            ("redo", undo.can_redo, undo.redo_text),
        ):
            action = self._actions[name]
            action.setEnabled(can)
            text = self.tr("{command}: {step}").format(command=action.iconText(), step=_short(step))
            action.setText(text if step else action.iconText())

    def _action(self, name: str, text: str, keys: tuple[str, ...], drawing: str) -> QAction:
        action = QAction(icon(drawing, self._window.palette()), text, self._window)
        action.setObjectName(f"{name}Action")
        action.setIconText(text)  # what it is called whatever it would do now
        action.setShortcuts([QKeySequence(key) for key in keys])
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.setShortcutVisibleInContextMenu(True)
        action.triggered.connect(getattr(self, name))
        self._window.addAction(action)
        return action


def _short(step: str) -> str:
    """A step as a menu can show it: with the title of a conversation in it, it may be of any length."""
    cut = step if len(step) <= _LONGEST_STEP else f"{step[: _LONGEST_STEP - 1].rstrip()}…"
    return cut.replace("&", "&&")
