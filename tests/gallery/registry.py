"""Every family of the gallery, and which files of studio/ui/widgets hold no widget and so have none."""

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

from tests.gallery.cell import Family

WIDGETS = Path(__file__).parent.parent.parent / "studio" / "ui" / "widgets"
FAMILIES = Path(__file__).parent / "families"

NO_WIDGETS: Mapping[str, str] = {
    "awaited_thumbnails": "fetches what tiles and rows show",
    "button_look": "the colours of buttons",
    "crisp": "lines on whole pixels, for whatever paints itself",
    "enter": "what Enter does to buttons that paint themselves",
    "flow_layout": "lays out what stands in it in lines",
    "focus_chain": "the order of Tab, read without harm",
    "focus_return": "gives the focus back to where it came from",
    "focus_ring": "the ring around whatever has the focus",
    "line": "what divides, in the one colour for that",
    "message_parts": "what toasts and inline messages are made of",
    "motion": "whether things move, and the clock of those that do",
    "picture_paint": "the strokes of pictures, for whatever paints itself",
    "popup_place": "where menus and popovers open",
    "rating_mark": "the stars on a picture, for whatever paints itself",
    "ratio_shape": "the little shapes of ratios",
    "shimmer": "the light over what is awaited, for whatever paints itself",
    "text_lines": "text in lines, for whatever paints itself",
    "tile_look": "what a tile is told to show",
    "tile_stack": "how what a tile tells stands in it",
    "tile_words": "the words on a tile",
    "turning_ring": "the ring of what is busy, as part of others",
}

_FIRST = ("tokens", "type", "icons")  # what everything is made of stands before what is made of it


def families() -> tuple[Family, ...]:
    """The foundations first, then all others by name."""
    names = sorted(file.stem for file in FAMILIES.glob("*.py") if file.stem != "__init__")
    ordered = sorted(names, key=lambda name: (_FIRST.index(name) if name in _FIRST else len(_FIRST), name))
    return tuple(import_module(f"tests.gallery.families.{name}").FAMILY for name in ordered)


def shown_files() -> set[str]:
    """The files of studio/ui/widgets that have cells."""
    return {name for family in families() for name in family.files}


def widget_files() -> set[str]:
    """The files of studio/ui/widgets that are to have some."""
    return {file.stem for file in WIDGETS.glob("*.py") if file.stem != "__init__"} - NO_WIDGETS.keys()
