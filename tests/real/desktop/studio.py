"""Studio on the desk, in the words of the person in front of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from studio.library.errors import LibraryMissing
from studio.library.library import Library
from studio.library.records import Image, Input, Turn
from tests.real.desktop.app import Program
from tests.real.desktop.desk import Desk
from tests.real.desktop.eyes import Thing, View
from tests.real.desktop.hands import Hands
from tests.real.desktop.processes import until

# To the right of the other programs, which have the first 320 pixels.
PLACE = (330, 30, 1560, 1000)


@dataclass(frozen=True)
class Made:
    """A turn of the library with what went in and what came out; `files` are the pictures' own."""

    turn: Turn
    inputs: tuple[Input, ...]
    images: tuple[Image, ...]
    files: tuple[Path, ...]


class Studio:
    """The window of a library, with somebody's hands on it."""

    def __init__(self, desk: Desk, program: Program, library: Path) -> None:
        self.program = program
        self.view: View = program.view
        self.hands: Hands = desk.hands
        self.library = library

    def say(self, prompt: str) -> None:
        """Type a prompt into the field, in place of what is there, and send it by keys."""
        self.hands.click(self.view.look("promptEdit").middle)
        self.hands.key("ctrl+a")
        self.hands.type(prompt)
        self.view.wait(lambda field: field.text == prompt, f"the field holds {prompt!r}", "promptEdit")
        self.hands.key("ctrl+Return")

    def pictures(self) -> list[Thing]:
        """What the gallery shows, newest first."""
        return self.view.children("galleryView")

    def wait_for_pictures(self, count: int) -> list[Thing]:
        """Wait until the gallery shows so many."""
        until(lambda: len(self.pictures()) == count, f"the gallery shows {count} pictures")
        return self.pictures()

    def open_conversation(self, title: str) -> None:
        """Click a conversation in the list."""
        self.hands.click(self.view.look("conversationList", {"name_has": title}).middle)
        self.wait_for_tile(title)

    def wait_for_tile(self, prompt: str) -> Thing:
        """Wait until the stage shows the picture of a prompt."""
        return self.view.look("stage", {"name_has": f"{prompt}, done", "role": "push button", "states": ["showing"]})

    def branch_from(self, step: int) -> None:
        """Scroll up to a step, counted from 1, and click the button that goes on from it, whatever came after."""
        top = self.view.look("stage").box[1]

        def in_sight() -> Thing | None:
            button = self.view.look(f"step-{step}", "branchFromHere")
            if button.box[1] > top:
                return button
            self.hands.scroll(self.view.look("stage").middle, up=3)
            return None

        button = until(in_sight, f"step {step} is in sight")
        assert button is not None
        self.hands.click(button.middle)
        self.view.look({"id": "parentChip", "name": f"from turn {step}", "states": ["showing"]})

    def focused(self) -> str:
        """The id of what has the keyboard, "" when nothing has."""
        things = self.view.all({"states": ["focusable", "focused", "showing"]})
        # The current row of every list calls itself focused, whether its list has the keyboard or not.
        return next((thing.id for thing in things if thing.role != "list item"), "")

    def wait_for_focus(self, name: str) -> None:
        """Wait until the keyboard is at a control."""
        until(lambda: self.focused().endswith(name), f"{name} has the keyboard")

    def walk(self, key: str, name: str, most: int = 60) -> None:
        """Press a key again and again until the keyboard is at a control."""
        for _ in range(most):
            before = self.focused()
            if before.endswith(name):
                return
            self.hands.key(key)
            until(lambda before=before: self.focused() not in ("", before), f"{key} leads on from {before}")
        raise AssertionError(f"{key} never leads to {name}")

    def inputs(self) -> list[Thing]:
        """The pictures that will go along with the next prompt."""
        chips = self.view.all({"role": "push button", "states": ["showing"]})
        return [chip for chip in chips if chip.last_id.removeprefix("input").isdigit()]

    def wait_for_inputs(self, *words: str) -> None:
        """Wait until so many pictures are ready to go along, and their names hold these words."""

        def ready() -> bool:
            names = [chip.name for chip in self.inputs()]
            matching = all(word in name for word, name in zip(words, names, strict=False))
            return len(names) == len(words) and matching and not any("being prepared" in name for name in names)

        until(ready, f"there are inputs {words}")

    def seen(self) -> tuple[list[str], list[str]]:
        """What the gallery and the list of conversations say."""
        conversations = self.view.children("conversationList")
        return [each.name for each in self.pictures()], [each.name for each in conversations]

    def turns(self) -> tuple[Made, ...]:
        """Every turn of the library, oldest first, as another process reads them."""
        return made_in(self.library)

    def wait_for_turn(self, prompt: str) -> Made:
        """Wait until a turn of these words has a picture, and return it."""

        def found() -> Made | None:
            return next((made for made in self.turns() if made.turn.prompt == prompt and made.images), None)

        made = until(found, f"“{prompt}” has a picture")
        assert made is not None
        return made


@contextmanager
def studio_on(desk: Desk, library: Path) -> Iterator[Studio]:
    """Studio, started on a library and ready, for as long as the block runs."""
    with desk.studio(library) as program:
        program.place(*PLACE)
        program.view.look({"id": "promptEdit", "states": ["enabled", "showing"]})
        program.view.wait(lambda picker: picker.description, "the models are known", "modelPicker")
        yield Studio(desk, program, library)


def made_in(folder: Path) -> tuple[Made, ...]:
    """Every turn of a library, oldest first; none while there is no library yet."""
    try:
        with Library.open(folder, create=False, read_only=True) as library:
            return tuple(_made(library, turn) for turn in reversed(library.turns.recent(100)))
    except LibraryMissing:
        return ()


def _made(library: Library, turn: Turn) -> Made:
    images = library.images.of_turn(turn.id)
    files = tuple(library.images.absolute_path(image) for image in images)
    return Made(turn, library.turns.inputs(turn.id), images, files)
