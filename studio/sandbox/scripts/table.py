"""Every script there is, and how one is chosen: by a header, or by its name in double brackets in the prompt."""

import re
from collections.abc import Mapping
from difflib import get_close_matches

from studio.sandbox.errors import InvalidArgument
from studio.sandbox.scripts.breakages import BREAKAGES
from studio.sandbox.scripts.contents import CONTENTS
from studio.sandbox.scripts.endings import ENDINGS
from studio.sandbox.scripts.notices import NOTICES
from studio.sandbox.scripts.refusals import REFUSALS
from studio.sandbox.scripts.script import Script
from studio.sandbox.scripts.streams import STREAMS

HEADER = "x-studio-script"
_IN_PROMPT = re.compile(r"\[\[\s*([a-z0-9_-]+)\s*\]\]")
_SHOWN = 60
_LONG = 8  # short names are near to words that people draw: "cat" to "chat"
_NEAR = 0.8
_NEAR_ENOUGH_TO_HELP = 0.5

SCRIPTS: Mapping[str, Script] = {
    script.name: script for script in (*CONTENTS, *NOTICES, *ENDINGS, *REFUSALS, *BREAKAGES, *STREAMS)
}


def chosen(headers: Mapping[str, str], prompt: str) -> Script | None:
    """The script that a request asks for; None for the ordinary answer. InvalidArgument for a name nobody knows.

    Brackets in a prompt are words like any others, unless what stands in them is nearly the name of a script.
    """
    if name := _name(headers.get(HEADER, "")):
        if name not in SCRIPTS:
            raise _unknown(name, _NEAR_ENOUGH_TO_HELP)
        return SCRIPTS[name]
    names = _names_in(prompt)
    if known := [name for name in names if name in SCRIPTS]:
        return SCRIPTS[known[0]]
    for name in names:
        if len(name) >= _LONG and get_close_matches(name, SCRIPTS, 1, _NEAR):
            raise _unknown(name, _NEAR)
    return None


def remark_on(prompt: str) -> str:
    """What is said to whoever meant a script that there is not; "" where nothing stands in brackets."""
    names = _names_in(prompt)
    return f" [[{names[0]}]] is no script, so it was read like any words." if names else ""


def _names_in(prompt: str) -> list[str]:
    return [name for match in _IN_PROMPT.findall(prompt.lower()) if (name := _name(match))]


def _name(written: str) -> str:
    """A name as it is listed."""
    return written.strip().lower().replace("_", "-")


def _unknown(name: str, near: float) -> InvalidArgument:
    alike = get_close_matches(name, SCRIPTS, 3, near)
    meant = f" Did you mean {' or '.join(alike)}?" if alike else ""
    return InvalidArgument(f'There is no script "{name[:_SHOWN]}".{meant} `studio sandbox --scripts` lists them.')


def listing() -> str:
    """All scripts with their sentences, to be read."""
    width = max(len(name) for name in SCRIPTS)
    return "\n".join(f"{script.name:{width}}  {script.sentence}" for script in SCRIPTS.values())
