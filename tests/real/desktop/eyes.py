"""Looking at programs as a screen reader does. AT-SPI speaks through Debian's own Python, in a process of its own."""

import json
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.real.desktop.processes import PATIENCE, until

PYTHON = "/usr/bin/python3"
_DRIVER = Path(__file__).with_name("eyes_driver.py")

Wanted = str | Mapping[str, Any]
"""The last part of the accessible id (the object name), or any of id, name, name_has, role, states, nth."""


class NotSeen(AssertionError):
    """Something that should be on the screen is not."""


@dataclass(frozen=True)
class Thing:
    """What the accessibility tree said of one thing at one moment; `box` is x, y, width, height on the screen."""

    id: str
    name: str
    description: str
    role: str
    states: Sequence[str]
    extents: Sequence[int] | None
    actions: Sequence[str]
    text: str | None
    count: int

    @property
    def last_id(self) -> str:
        """The name of the control itself, without those it is inside of."""
        return self.id.rpartition(".")[2]

    @property
    def box(self) -> tuple[int, int, int, int]:
        assert self.extents is not None, f"{self.id} has no place on the screen"
        x, y, width, height = self.extents
        assert width > 0, f"{self.id} has no size"
        assert height > 0, f"{self.id} has no size"
        return x, y, width, height

    @property
    def middle(self) -> tuple[int, int]:
        x, y, width, height = self.box
        return x + width // 2, y + height // 2


class Eyes:
    """Asks the driver; one question at a time."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self._answer()

    def ask(self, pid: int, verb: str, patience: float, **more: Any) -> Any:
        """Put one question about the program of a process; NotSeen when nothing answers it in time."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"verb": verb, "pid": pid, "patience": patience, **more}) + "\n")
        self._process.stdin.flush()
        return self._answer()

    def _answer(self) -> Any:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the driver ended: what it said stands above"
        answer = json.loads(line)
        if "unseen" in answer:
            raise NotSeen(answer["unseen"])
        return answer["answer"]


@contextmanager
def eyes(environment: Mapping[str, str]) -> Iterator[Eyes]:
    """Eyes on the programs of a session, for as long as the block runs."""
    # The names of actions are only to be had by a call that is marked as old and has no successor.
    command = [PYTHON, "-W", "ignore::DeprecationWarning", str(_DRIVER)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, env=dict(environment)) as process:
        yield Eyes(process)
        assert process.stdin is not None
        process.stdin.close()
        process.wait(20)


class View:
    """One program, seen through its accessibility tree; everything waits until it can be done, or raises NotSeen."""

    def __init__(self, eyes: Eyes, pid: int, check: Callable[[], None]) -> None:
        """`check` fails when the program has ended."""
        self._eyes = eyes
        self._pid = pid
        self._check = check

    def look(self, *path: Wanted, patience: float = PATIENCE) -> Thing:
        """Return the thing at the end of a path: each is looked for inside the one before."""
        return Thing(**self._ask("look", path, patience))

    def sees(self, *path: Wanted) -> bool:
        """Whether the thing is there now."""
        try:
            self.look(*path, patience=0)
        except NotSeen:
            return False
        return True

    def all(self, wanted: Wanted) -> list[Thing]:
        """Everything there is now of this kind."""
        return [Thing(**thing) for thing in self._eyes.ask(self._pid, "all", PATIENCE, find=_full(wanted))]

    def children(self, *path: Wanted) -> list[Thing]:
        """Return what is directly inside of it."""
        return [Thing(**thing) for thing in self._ask("children", path, PATIENCE)]

    def wait(self, condition: Callable[[Thing], object], what: str, *path: Wanted, patience: float = PATIENCE) -> Thing:
        """Wait until the thing is so."""

        def looked() -> Thing | None:
            try:
                thing = self.look(*path, patience=0)
            except NotSeen:
                return None
            return thing if condition(thing) else None

        found = until(looked, what, patience)
        assert found is not None
        return found

    def write(self, text: str, *path: Wanted, patience: float = PATIENCE) -> Thing:
        """Put a text into a field."""
        return Thing(**self._ask("write", path, patience, text=text))

    def act(self, action: str, *path: Wanted) -> None:
        """Do one of its actions, by name."""
        self._ask("act", path, PATIENCE, action=action)

    def press(self, *path: Wanted) -> None:
        """Press a button that can be pressed."""
        last = _full(path[-1])
        states = {*last.get("states", ()), "enabled", "showing"}
        self._ask("act", (*path[:-1], {**last, "states": sorted(states)}), PATIENCE, action="Press")

    def choose(self, number: int, *path: Wanted) -> Thing:
        """Choose one of its children."""
        return Thing(**self._ask("choose", path, PATIENCE, number=number))

    def focus(self, *path: Wanted) -> None:
        """Move the keyboard to it."""
        self._ask("focus", path, PATIENCE)

    def tree(self) -> str:
        """All there is, as a text to read."""
        return "\n".join(self._eyes.ask(self._pid, "tree", PATIENCE))

    def _ask(self, verb: str, path: Sequence[Wanted], patience: float, **more: Any) -> Any:
        *within, find = map(_full, path)
        try:
            return self._eyes.ask(self._pid, verb, patience, within=within, find=find, **more)
        except NotSeen:
            if patience:
                self._check()
            raise


def _full(wanted: Wanted) -> Mapping[str, Any]:
    return {"id": wanted} if isinstance(wanted, str) else wanted
