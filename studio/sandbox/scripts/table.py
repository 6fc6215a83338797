"""Every script there is, and how one is chosen: by a header, or by its name in double brackets in the prompt."""

import re
from collections.abc import Mapping

from studio.sandbox.errors import InvalidArgument
from studio.sandbox.scripts.breakages import BREAKAGES
from studio.sandbox.scripts.contents import CONTENTS
from studio.sandbox.scripts.endings import ENDINGS
from studio.sandbox.scripts.notices import NOTICES
from studio.sandbox.scripts.refusals import REFUSALS
from studio.sandbox.scripts.script import Script
from studio.sandbox.scripts.streams import STREAMS

HEADER = "x-studio-script"
_IN_PROMPT = re.compile(r"\[\[([a-z0-9-]+)\]\]")

SCRIPTS: Mapping[str, Script] = {
    script.name: script for script in (*CONTENTS, *NOTICES, *ENDINGS, *REFUSALS, *BREAKAGES, *STREAMS)
}


def chosen(headers: Mapping[str, str], prompt: str) -> Script | None:
    """The script that a request asks for; None for the ordinary answer. InvalidArgument for a name nobody knows.

    Brackets in a prompt that name no script are words like any others.
    """
    name = headers.get(HEADER, "").strip().lower()
    if name:
        if name not in SCRIPTS:
            raise InvalidArgument(f'There is no script "{name}". `studio sandbox --scripts` lists them.')
        return SCRIPTS[name]
    named = (SCRIPTS.get(match) for match in _IN_PROMPT.findall(prompt.lower()))
    return next((script for script in named if script is not None), None)


def listing() -> str:
    """All scripts with their sentences, to be read."""
    width = max(len(name) for name in SCRIPTS)
    return "\n".join(f"{script.name:{width}}  {script.sentence}" for script in SCRIPTS.values())
