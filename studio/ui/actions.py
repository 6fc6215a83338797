"""Every action of the window, declared once: its name, words, default keys, drawing, and where it works.

Menus, shortcuts, tool tips and the sheet of keys all take them from here. The words are marked for translation here and
translated when they are shown, as these declarations are made before any translation is there.
"""

from __future__ import annotations

from enum import unique

from studio.ui.declared import QT_TRANSLATE_NOOP, Declared, DeclaredAction, Pair, Place

__all__ = ["Action", "Place", "actions_in"]

_WINDOW, _PICTURE, _GALLERY, _LARGE = ((each,) for each in (Place.WINDOW, Place.PICTURE, Place.GALLERY, Place.LARGE))
_COMPARE, _PROMPT, _CHIP, _TREE = ((each,) for each in (Place.COMPARE, Place.PROMPT, Place.CHIP, Place.TREE))
_QUEUE = (Place.QUEUE,)
_LOOKING = (*_LARGE, *_COMPARE)
_TURN = (Place.WINDOW, Place.TREE)


@unique
class Action(DeclaredAction):
    """The actions; the order is that of the sheet of keys."""

    GENERATE = Declared(QT_TRANSLATE_NOOP("Action", "Generate"), ("Ctrl+Return", "Ctrl+Enter"), "play")
    CANCEL = Declared(QT_TRANSLATE_NOOP("Action", "Cancel what is under way"), ("Ctrl+.",), "stop")
    SHOW_QUEUE = Declared(QT_TRANSLATE_NOOP("Action", "Show what is under way"), ("Ctrl+J",), "clock")
    PAUSE_QUEUE = Declared(QT_TRANSLATE_NOOP("Action", "Pause or resume the queue"), ("Ctrl+Shift+J",), "pause")
    COUNT_TOKENS = Declared(QT_TRANSLATE_NOOP("Action", "Count the tokens of this request"), (), "info")
    FOCUS_PROMPT = Declared(QT_TRANSLATE_NOOP("Action", "Go to the prompt"), ("Ctrl+L",), "edit")
    MORE_SETTINGS = Declared(QT_TRANSLATE_NOOP("Action", "More settings of the prompt"), ("Ctrl+Shift+M",), "settings")
    PASTE = Declared(QT_TRANSLATE_NOOP("Action", "Paste images or text"), ("Ctrl+V",), "copy")
    NEXT_PART = Declared(
        QT_TRANSLATE_NOOP("Action", "Go to the next part of the window"),
        ("F6",),
        "chevron-right",
        pair=Pair.NEXT_OR_PREVIOUS_PART,
    )
    PREVIOUS_PART = Declared(
        QT_TRANSLATE_NOOP("Action", "Go to the previous part of the window"),
        ("Shift+F6",),
        "chevron-left",
        pair=Pair.NEXT_OR_PREVIOUS_PART,
    )
    NEW_CONVERSATION = Declared(QT_TRANSLATE_NOOP("Action", "New conversation"), ("Ctrl+N",), "plus")
    RENAME = Declared(
        QT_TRANSLATE_NOOP("Action", "Rename conversation"), ("F2",), "edit", (Place.WINDOW, Place.CONVERSATIONS)
    )
    PIN_CONVERSATION = Declared(QT_TRANSLATE_NOOP("Action", "Pin or unpin conversation"), ("Ctrl+Shift+P",), "pin")
    DUPLICATE_CONVERSATION = Declared(QT_TRANSLATE_NOOP("Action", "Duplicate conversation"), ("Ctrl+D",), "copy")
    ARCHIVE_CONVERSATION = Declared(QT_TRANSLATE_NOOP("Action", "Archive conversation"), ("Ctrl+Shift+A",), "archive")
    TRASH_CONVERSATION = Declared(QT_TRANSLATE_NOOP("Action", "Move conversation to the trash"), (), "trash")
    RESTORE_CONVERSATION = Declared(QT_TRANSLATE_NOOP("Action", "Restore a conversation from the trash…"), (), "undo")
    EXPORT_CONVERSATION = Declared(QT_TRANSLATE_NOOP("Action", "Export this conversation…"), (), "export")
    EXPORT_STORY = Declared(QT_TRANSLATE_NOOP("Action", "Export this conversation as Markdown…"), (), "export")
    EXPORT_BRANCH = Declared(QT_TRANSLATE_NOOP("Action", "Export the branch as Markdown…"), (), "export")
    EXPORT_IMAGES = Declared(QT_TRANSLATE_NOOP("Action", "Export this conversation's images…"), (), "export")
    IMPORT_CONVERSATIONS = Declared(QT_TRANSLATE_NOOP("Action", "Import conversations…"), (), "import")
    SEARCH = Declared(QT_TRANSLATE_NOOP("Action", "Search everything"), ("Ctrl+K",), "search")
    FIND = Declared(QT_TRANSLATE_NOOP("Action", "Filter the gallery"), ("Ctrl+F",), "search")
    FIND_CONVERSATION = Declared(QT_TRANSLATE_NOOP("Action", "Search conversations"), ("Ctrl+Shift+K",), "search")
    AGAIN = Declared(
        QT_TRANSLATE_NOOP("Action", "Again"), ("Ctrl+R",), "retry", (Place.WINDOW, Place.PICTURE, Place.TREE)
    )
    BRANCH = Declared(
        QT_TRANSLATE_NOOP("Action", "Branch from here"),
        ("Ctrl+B",),
        "branch",
        (Place.WINDOW, Place.PICTURE, Place.TREE),
    )
    EDIT_TURN = Declared(QT_TRANSLATE_NOOP("Action", "Edit this turn"), ("Ctrl+Shift+E",), "edit", _TURN)
    FORK = Declared(
        QT_TRANSLATE_NOOP("Action", "Fork branch into its own conversation"), ("Ctrl+Shift+B",), "branch", _TURN
    )
    COPY_PROMPT = Declared(QT_TRANSLATE_NOOP("Action", "Copy the prompt"), (), "copy")
    COPY_CURL = Declared(QT_TRANSLATE_NOOP("Action", "Copy the request as curl"), (), "copy")
    COPY_PYTHON = Declared(QT_TRANSLATE_NOOP("Action", "Copy the request as Python"), (), "copy")
    UNDO = Declared(QT_TRANSLATE_NOOP("Action", "Undo"), ("Ctrl+Z",), "undo")
    REDO = Declared(QT_TRANSLATE_NOOP("Action", "Redo"), ("Ctrl+Shift+Z", "Ctrl+Y"), "redo")
    COMPARE_MODE = Declared(QT_TRANSLATE_NOOP("Action", "Compare two images"), ("Ctrl+M",), "compare", bare=("M",))
    SIDEBAR = Declared(QT_TRANSLATE_NOOP("Action", "Show or hide conversations"), ("Ctrl+Shift+L",), "sidebar")
    TREE = Declared(QT_TRANSLATE_NOOP("Action", "Show or hide the version tree"), ("Ctrl+Shift+T",), "branch")
    GALLERY = Declared(QT_TRANSLATE_NOOP("Action", "Show or hide the gallery"), ("Ctrl+Shift+G",), "grid")
    INFORMATION = Declared(QT_TRANSLATE_NOOP("Action", "Show or hide information"), ("Ctrl+I",), "info", bare=("I",))
    GALLERY_ONLY = Declared(QT_TRANSLATE_NOOP("Action", "Gallery alone"), ("Ctrl+Shift+F",), "grid", bare=("G",))
    PICTURE_ONLY = Declared(QT_TRANSLATE_NOOP("Action", "Image alone"), ("Shift+F11",), "image", bare=("F",))
    FULL_SCREEN = Declared(QT_TRANSLATE_NOOP("Action", "Full screen"), ("F11",), "fit")
    MENU = Declared(QT_TRANSLATE_NOOP("Action", "Menu"), ("F10",), "menu")
    OPEN_LIBRARY = Declared(QT_TRANSLATE_NOOP("Action", "Open library…"), ("Ctrl+O",), "folder")
    SHOW_LIBRARY = Declared(QT_TRANSLATE_NOOP("Action", "Show the library's folder"), (), "folder")
    CONNECTIONS = Declared(QT_TRANSLATE_NOOP("Action", "Connections and keys…"), (), "connection")
    SETTINGS = Declared(QT_TRANSLATE_NOOP("Action", "Settings…"), ("Ctrl+,",), "settings")
    KEYS = Declared(QT_TRANSLATE_NOOP("Action", "Keyboard shortcuts"), ("F1", "Ctrl+/"), "info")
    QUIT = Declared(QT_TRANSLATE_NOOP("Action", "Quit"), ("Ctrl+Q",), "close")

    OPEN = Declared(QT_TRANSLATE_NOOP("Action", "Open large"), ("Return", "Enter"), "image", _PICTURE)
    COMPARE = Declared(QT_TRANSLATE_NOOP("Action", "Compare"), ("C",), "compare", (Place.PICTURE, Place.TREE))
    EDIT = Declared(QT_TRANSLATE_NOOP("Action", "Edit this"), (), "edit", _PICTURE)
    CONTINUE = Declared(QT_TRANSLATE_NOOP("Action", "Continue from this image"), ("Ctrl+G",), "play", _PICTURE)
    REFERENCE = Declared(QT_TRANSLATE_NOOP("Action", "Add as reference"), (), "reference", _PICTURE)
    COPY = Declared(QT_TRANSLATE_NOOP("Action", "Copy"), ("Ctrl+C",), "copy", _PICTURE)
    SAVE = Declared(QT_TRANSLATE_NOOP("Action", "Save as…"), ("Ctrl+S",), "save", _PICTURE)
    EXPORT = Declared(QT_TRANSLATE_NOOP("Action", "Export to a folder…"), ("Ctrl+E",), "export", _PICTURE)
    SHOW = Declared(QT_TRANSLATE_NOOP("Action", "Show in folder"), (), "folder", _PICTURE)
    PROMPT = Declared(QT_TRANSLATE_NOOP("Action", "Use prompt and settings"), ("Ctrl+Shift+V",), "settings", _PICTURE)
    RATE_1 = Declared("★", ("1",), "", _PICTURE, pair=Pair.GIVE_STARS)
    RATE_2 = Declared("★★", ("2",), "", _PICTURE, pair=Pair.GIVE_STARS)
    RATE_3 = Declared("★★★", ("3",), "", _PICTURE, pair=Pair.GIVE_STARS)
    RATE_4 = Declared("★★★★", ("4",), "", _PICTURE, pair=Pair.GIVE_STARS)
    RATE_5 = Declared("★★★★★", ("5",), "", _PICTURE, pair=Pair.GIVE_STARS)
    RATE_NONE = Declared(QT_TRANSLATE_NOOP("Action", "No rating"), ("0",), "", _PICTURE)
    REJECT = Declared(QT_TRANSLATE_NOOP("Action", "Reject"), ("X",), "reject", _PICTURE)
    TRASH = Declared(
        QT_TRANSLATE_NOOP("Action", "Move to trash"),
        ("Del", "Backspace"),
        "trash",
        (Place.PICTURE, Place.CONVERSATIONS),
    )
    RESTORE = Declared(QT_TRANSLATE_NOOP("Action", "Restore from the trash"), (), "undo", _PICTURE)
    GO_LEFT = Declared(
        QT_TRANSLATE_NOOP("Action", "Image to the left"), ("Left",), "", _PICTURE, pair=Pair.FROM_PICTURE_TO_PICTURE
    )
    GO_UP = Declared(
        QT_TRANSLATE_NOOP("Action", "Image above"), ("Up",), "", _PICTURE, pair=Pair.FROM_PICTURE_TO_PICTURE
    )
    GO_DOWN = Declared(
        QT_TRANSLATE_NOOP("Action", "Image below"), ("Down",), "", _PICTURE, pair=Pair.FROM_PICTURE_TO_PICTURE
    )
    GO_RIGHT = Declared(
        QT_TRANSLATE_NOOP("Action", "Image to the right"), ("Right",), "", _PICTURE, pair=Pair.FROM_PICTURE_TO_PICTURE
    )
    EARLIER_TRY = Declared(
        QT_TRANSLATE_NOOP("Action", "Earlier try at this step"),
        ("Alt+Left",),
        "chevron-left",
        _PICTURE,
        pair=Pair.ANOTHER_TRY_AT_THIS_STEP,
    )
    LATER_TRY = Declared(
        QT_TRANSLATE_NOOP("Action", "Later try at this step"),
        ("Alt+Right",),
        "chevron-right",
        _PICTURE,
        pair=Pair.ANOTHER_TRY_AT_THIS_STEP,
    )

    LARGER_PICTURES = Declared(
        QT_TRANSLATE_NOOP("Action", "Larger images"),
        ("+", "="),
        "plus",
        _GALLERY,
        pair=Pair.LARGER_OR_SMALLER_PICTURES,
    )
    SMALLER_PICTURES = Declared(
        QT_TRANSLATE_NOOP("Action", "Smaller images"), ("-",), "minus", _GALLERY, pair=Pair.LARGER_OR_SMALLER_PICTURES
    )

    TREE_PARENT = Declared(QT_TRANSLATE_NOOP("Action", "Parent"), ("Left",), "", _TREE, pair=Pair.ALONG_THE_BRANCH)
    TREE_CHILD = Declared(
        QT_TRANSLATE_NOOP("Action", "Child last visited"), ("Right",), "", _TREE, pair=Pair.ALONG_THE_BRANCH
    )
    TREE_ABOVE = Declared(QT_TRANSLATE_NOOP("Action", "Sibling above"), ("Up",), "", _TREE, pair=Pair.AMONG_SIBLINGS)
    TREE_BELOW = Declared(QT_TRANSLATE_NOOP("Action", "Sibling below"), ("Down",), "", _TREE, pair=Pair.AMONG_SIBLINGS)
    TREE_ROOT = Declared(
        QT_TRANSLATE_NOOP("Action", "First turn of the branch"), ("Home",), "", _TREE, pair=Pair.ENDS_OF_THE_BRANCH
    )
    TREE_END = Declared(
        QT_TRANSLATE_NOOP("Action", "Last turn of the branch"), ("End",), "", _TREE, pair=Pair.ENDS_OF_THE_BRANCH
    )
    TREE_SHOW = Declared(QT_TRANSLATE_NOOP("Action", "Go to the turn on the stage"), ("Return", "Enter"), "", _TREE)
    FOLD_TURN = Declared(QT_TRANSLATE_NOOP("Action", "Fold or unfold what follows"), ("Space",), "chevron-right", _TREE)
    STAR_TURN = Declared(QT_TRANSLATE_NOOP("Action", "Star as the best"), ("S",), "star", _TREE)
    PRUNE_TURN = Declared(QT_TRANSLATE_NOOP("Action", "Move turn to the trash"), ("Del", "Backspace"), "trash", _TREE)

    FIT = Declared(QT_TRANSLATE_NOOP("Action", "Whole image"), ("Ctrl+0",), "fit", _LOOKING)
    ACTUAL_SIZE = Declared(QT_TRANSLATE_NOOP("Action", "Actual size"), ("Ctrl+1",), "", _LOOKING)
    FILL = Declared(QT_TRANSLATE_NOOP("Action", "Fill the stage"), ("Ctrl+2",), "", _LOOKING)
    ZOOM_IN = Declared(
        QT_TRANSLATE_NOOP("Action", "Zoom in"),
        ("+", "=", "Ctrl++", "Ctrl+="),
        "plus",
        _LOOKING,
        pair=Pair.ZOOM_IN_OR_OUT,
    )
    ZOOM_OUT = Declared(
        QT_TRANSLATE_NOOP("Action", "Zoom out"),
        ("-", "_", "Ctrl+-", "Ctrl+_"),
        "minus",
        _LOOKING,
        pair=Pair.ZOOM_IN_OR_OUT,
    )
    PAN_LEFT = Declared("←", ("Ctrl+Left",), "", _LOOKING, pair=Pair.MOVE_ABOUT_IN_IT)
    PAN_UP = Declared("↑", ("Ctrl+Up",), "", _LOOKING, pair=Pair.MOVE_ABOUT_IN_IT)
    PAN_DOWN = Declared("↓", ("Ctrl+Down",), "", _LOOKING, pair=Pair.MOVE_ABOUT_IN_IT)
    PAN_RIGHT = Declared("→", ("Ctrl+Right",), "", _LOOKING, pair=Pair.MOVE_ABOUT_IN_IT)
    PREVIOUS_PICTURE = Declared(
        QT_TRANSLATE_NOOP("Action", "Previous image"),
        ("Left", "PgUp"),
        "chevron-left",
        _LARGE,
        pair=Pair.EARLIER_OR_LATER_PICTURE,
    )
    NEXT_PICTURE = Declared(
        QT_TRANSLATE_NOOP("Action", "Next image"),
        ("Right", "PgDown"),
        "chevron-right",
        _LARGE,
        pair=Pair.EARLIER_OR_LATER_PICTURE,
    )
    FIRST_PICTURE = Declared(
        QT_TRANSLATE_NOOP("Action", "First image"), ("Home",), "", _LARGE, pair=Pair.FIRST_OR_LAST_PICTURE
    )
    LAST_PICTURE = Declared(
        QT_TRANSLATE_NOOP("Action", "Last image"), ("End",), "", _LARGE, pair=Pair.FIRST_OR_LAST_PICTURE
    )
    BACK = Declared(QT_TRANSLATE_NOOP("Action", "Back"), ("Esc",), "close", _LOOKING)

    LINE_LEFT = Declared(
        QT_TRANSLATE_NOOP("Action", "Line to the left"), ("Left",), "", _COMPARE, pair=Pair.MOVE_THE_LINE
    )
    LINE_RIGHT = Declared(
        QT_TRANSLATE_NOOP("Action", "Line to the right"), ("Right",), "", _COMPARE, pair=Pair.MOVE_THE_LINE
    )
    LINE_FAR_LEFT = Declared(
        QT_TRANSLATE_NOOP("Action", "Line far to the left"), ("Shift+Left",), "", _COMPARE, pair=Pair.MOVE_THE_LINE_FAR
    )
    LINE_FAR_RIGHT = Declared(
        QT_TRANSLATE_NOOP("Action", "Line far to the right"),
        ("Shift+Right",),
        "",
        _COMPARE,
        pair=Pair.MOVE_THE_LINE_FAR,
    )
    LINE_START = Declared(QT_TRANSLATE_NOOP("Action", "Only B"), ("Home",), "", _COMPARE, pair=Pair.ONLY_ONE_OF_THEM)
    LINE_END = Declared(QT_TRANSLATE_NOOP("Action", "Only A"), ("End",), "", _COMPARE, pair=Pair.ONLY_ONE_OF_THEM)
    SWAP = Declared(QT_TRANSLATE_NOOP("Action", "Swap A and B"), ("S",), "swap", _COMPARE)
    DIFFERENCE = Declared(QT_TRANSLATE_NOOP("Action", "Show the difference"), ("D",), "", _COMPARE)

    EARLIER_PROMPT = Declared(
        QT_TRANSLATE_NOOP("Action", "Earlier prompt"), ("Alt+Up",), "", _PROMPT, pair=Pair.EARLIER_OR_LATER_PROMPTS
    )
    LATER_PROMPT = Declared(
        QT_TRANSLATE_NOOP("Action", "Later prompt"), ("Alt+Down",), "", _PROMPT, pair=Pair.EARLIER_OR_LATER_PROMPTS
    )

    LEAVE_EDIT = Declared(
        QT_TRANSLATE_NOOP("Action", "Stop editing a turn, go on from the last one"), ("Esc",), "", _PROMPT
    )

    NAME_INPUT = Declared(QT_TRANSLATE_NOOP("Action", "Short name…"), ("F2",), "edit", _CHIP)
    MOVE_INPUT_LEFT = Declared(
        QT_TRANSLATE_NOOP("Action", "Move left"),
        ("Alt+Left", "Ctrl+Left"),
        "chevron-left",
        _CHIP,
        pair=Pair.MOVE_LEFT_OR_RIGHT,
    )
    MOVE_INPUT_RIGHT = Declared(
        QT_TRANSLATE_NOOP("Action", "Move right"),
        ("Alt+Right", "Ctrl+Right"),
        "chevron-right",
        _CHIP,
        pair=Pair.MOVE_LEFT_OR_RIGHT,
    )
    PREVIOUS_INPUT = Declared(
        QT_TRANSLATE_NOOP("Action", "One before"), ("Left",), "", _CHIP, pair=Pair.ONE_BEFORE_OR_AFTER
    )
    NEXT_INPUT = Declared(
        QT_TRANSLATE_NOOP("Action", "One after"), ("Right",), "", _CHIP, pair=Pair.ONE_BEFORE_OR_AFTER
    )
    REMOVE_INPUT = Declared(QT_TRANSLATE_NOOP("Action", "Remove"), ("Del", "Backspace"), "close", _CHIP)

    SHOW_JOB = Declared(QT_TRANSLATE_NOOP("Action", "Go to its turn"), ("Return", "Enter"), "", _QUEUE)
    JOB_EARLIER = Declared(
        QT_TRANSLATE_NOOP("Action", "Earlier in the queue"),
        ("Alt+Up",),
        "",
        _QUEUE,
        pair=Pair.EARLIER_OR_LATER_IN_THE_QUEUE,
    )
    JOB_LATER = Declared(
        QT_TRANSLATE_NOOP("Action", "Later in the queue"),
        ("Alt+Down",),
        "",
        _QUEUE,
        pair=Pair.EARLIER_OR_LATER_IN_THE_QUEUE,
    )
    JOB_FIRST = Declared(QT_TRANSLATE_NOOP("Action", "First in the queue"), ("Alt+Home",), "", _QUEUE)
    CANCEL_JOB = Declared(QT_TRANSLATE_NOOP("Action", "Cancel this one"), ("Del", "Backspace"), "close", _QUEUE)

    LEAVE_SEARCH = Declared(
        QT_TRANSLATE_NOOP("Action", "Leave the search or the trash"), ("Esc",), "", (Place.CONVERSATIONS,)
    )


def actions_in(place: Place) -> tuple[Action, ...]:
    """The actions that work in a place, in order; on pictures also those of the window with bare letters there."""
    return tuple(each for each in Action if place in each.places or (place is Place.PICTURE and each.bare))
